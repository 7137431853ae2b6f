"""The search for a plan beside other ways to it: processor time, memory, what is lost, how it grows, what moves.

    python -m tests.benchmarks.planner

prints the section of RESULTS.md. The weeks are made by `planner_lives`; each peer answers in a process of its own, all
of them in turn, so that a slow minute of the machine is slow for all.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory

from hedgerow.core.search.problem import Problem
from tests.benchmarks.planner_changes import Change, a_hit, a_miss, changes, moved
from tests.benchmarks.planner_lives import Life, Load, make_life, wishes_of
from tests.benchmarks.planner_peers import KNOWING, PEERS, SECONDS, Timed
from tests.benchmarks.planner_tasks import booked, task_of
from tests.benchmarks.planner_worker import Worker

MEASURE = Path(__file__).with_name("measure.py")
OURS = "hedgerow"
SIZES = (("10", 10, 1, 30), ("20", 20, 1, 30), ("40", 40, 1, 30), ("60", 60, 1, 30), ("60, twins", 60, 1, 0))
LONGER = (("100", 50, 2, 30), ("200", 50, 4, 30))
"""What a row is called, blocks asked for in each week, weeks, and how many minutes later a wish that comes again is."""
TEXT = """\
## The planner

From `python -m tests.benchmarks.planner{options}`. The weeks are made by `planner_lives.py`: fourteen wishes (two of
them guards) that ask for 53 blocks a week, among few, many and pathologically many meetings. Processor time in ms. Each
peer answers in a process of its own, all of them in turn, one warm-up of each aside; weeks are planned in their order,
each to the end of its proof, which the peers have {seconds} s of the wall clock for.

Cells: median / p95 / most, the share that was proven best within 1 s of processor time, and what is lost on average to
the best known, where it is anything.

### From nothing

{scratch}

### Again, after a meeting came onto a block

{hits}

### Again, after a meeting came beside all blocks

{misses}

### Growth

From nothing, in heavy weeks: as many blocks as the rows say, up to 60 of them in one week, 100 in two, 200 in four.
From 40 a week on wishes come again, wished for half an hour later in the day; twins are wished for at the same time.

{growth}

### Memory

The most that a fresh process held (`ru_maxrss`), that of the making of the weeks included.

{memory}

### What moves

Of the search alone; a plan also weighs what the rule of placement leaves.

{churn}
"""


@dataclass(frozen=True, slots=True)
class Case:
    row: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Run:
    row: str
    peer: str
    timed: Timed
    best: int
    """What the plan would have to be worth."""

    @property
    def lost(self) -> float:
        return 100 * (self.best - self.timed.answer.value) / self.best


def tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def ask_all(workers: Mapping[str, Worker], cases: Iterable[Case]) -> Iterator[Run]:
    for case in cases:
        tell(case.row)
        answers = {peer: worker.ask(case.problem) for peer, worker in workers.items()}
        best = max(timed.answer.value for timed in answers.values())
        yield from (Run(case.row, peer, timed, best) for peer, timed in answers.items())


def ask_knowing(worker: Worker, planned: Iterable[tuple[str, Life, int]]) -> Iterator[Run]:
    """What stands has just been planned again, unchanged; then the meeting comes."""
    for row, life, seed in planned:
        worker.ask(task_of(life))
        timed = worker.ask(task_of(a_hit(life, seed).life))
        yield Run(row, KNOWING, timed, timed.answer.value)


def row_name(load: Load, weeks: int) -> str:
    return f"{weeks} {load}"


def lives(seeds: int) -> Iterator[tuple[str, Life, int]]:
    for weeks, many in ((1, seeds), (2, seeds // 2), (4, seeds // 2)):
        for seed in range(1, many + 1):
            yield from ((row_name(load, weeks), make_life(load, weeks, seed), seed) for load in Load)


def stands(worker: Worker, life: Life) -> Life:
    return booked(life, worker.ask(task_of(life)).answer.chosen)


def p95(numbers: Sequence[float]) -> float:
    return quantiles(numbers, n=20, method="inclusive")[-1] if len(numbers) > 1 else numbers[0]


def table(runs: Sequence[Run], first: str = "weeks") -> str:
    """In the order in which rows and peers came."""
    peers = list(dict.fromkeys(run.peer for run in runs))
    head = f"| {first} | n | {' | '.join(peers)} |\n|---|---:|" + "---:|" * len(peers)
    lines = [head]
    for row in dict.fromkeys(run.row for run in runs):
        by_peer = [[run for run in runs if (run.row, run.peer) == (row, peer)] for peer in peers]
        lines.append(f"| {row} | {len(by_peer[0])} | {' | '.join(map(cell, by_peer))} |")
    return "\n".join(lines)


def cell(runs: Sequence[Run]) -> str:
    times = [1000 * run.timed.cpu for run in runs]
    proven = 100 * mean(run.timed.answer.proven and run.timed.cpu <= 1 for run in runs)
    lost = mean(run.lost for run in runs)
    told = [f"{median(times):.0f} / {p95(times):.0f} / {max(times):.0f}"]
    told += [f"{proven:.0f} %"] if proven else []
    told += [f"−{lost:.2f} % (−{max(run.lost for run in runs):.1f} %)"] if lost >= 0.005 else []
    return ", ".join(told)


def growth_cases(seeds: int) -> Iterator[Case]:
    for row, blocks, weeks, later in (*SIZES, *LONGER):
        for seed in range(1, seeds + 1):
            yield Case(row, task_of(make_life(Load.HEAVY, weeks, seed, wishes_of(blocks, later))))


def memory(peers: Sequence[str]) -> str:
    lines = ["| peer | nothing | 1 heavy week | 4 heavy weeks |\n|---|---:|---:|---:|"]
    for peer in peers:
        tell(f"memory of {peer}")
        held = [f"{megabytes(peer, weeks):.0f} MB" for weeks in (0, 1, 4)]
        lines.append(f"| {peer} | {' | '.join(held)} |")
    return "\n".join(lines)


def megabytes(peer: str, weeks: int) -> float:
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.benchmarks.planner_once", peer, str(weeks)]
        measure = [sys.executable, "-I", "-S", str(MEASURE), f"{folder}/said", *command]
        measured = subprocess.run(measure, capture_output=True, check=True)
    told = json.loads(measured.stdout)
    assert told["code"] == 0, measured.stderr
    return float(told["kilobytes"]) / 1024


def churn(workers: Mapping[str, Worker], many: int) -> str:
    """Of so many new meetings, ten for each planned week."""
    head = "| peer | re-plans | meeting | moved, mean | avoidable, mean | most | none |\n|---|---:|---|" + "---:|" * 4
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for change in _met(workers[OURS], many):
        problem = task_of(change.life)
        for peer, worker in workers.items():
            count = moved(change, problem, worker.ask(problem).answer.chosen)
            found.setdefault((peer, "all"), []).append(count)
            found.setdefault((peer, "on a block" if change.hit else "beside all blocks"), []).append(count)
    return "\n".join([head, *(_churn_line(peer, kind, counts) for (peer, kind), counts in sorted(found.items()))])


def _met(worker: Worker, many: int) -> Iterator[Change]:
    for seed in range(many // 30):
        tell(f"what moves: {seed} of {many // 30}")
        for load in Load:
            life = stands(worker, make_life(load, 1, 1000 + seed))
            yield from islice(changes(life, seed), 10)


def _churn_line(peer: str, kind: str, counts: Sequence[tuple[int, int]]) -> str:
    avoidable = [count for _, count in counts]
    none = 100 * mean(count == 0 for count in avoidable)
    all_ = mean(count for count, _ in counts)
    return f"| {peer} | {len(counts)} | {kind} | {all_:.2f} | {mean(avoidable):.2f} | {max(avoidable)} | {none:.0f} % |"


def section(seeds: int, many: int, seconds: float, peers: Sequence[str]) -> str:
    with ExitStack() as stack:
        workers = {peer: stack.enter_context(Worker(peer)) for peer in peers}
        for worker in workers.values():
            worker.ask(task_of(make_life(Load.LIGHT)))
        made = list(lives(seeds))
        scratch = list(ask_all(workers, (Case(row, task_of(life)) for row, life, _ in made)))
        planned = [(row, stands(workers[OURS], life), seed) for row, life, seed in made]
        hits = list(ask_all(workers, (Case(row, task_of(a_hit(life, n).life)) for row, life, n in planned)))
        hits += ask_knowing(stack.enter_context(Worker(KNOWING)), planned)
        misses = list(ask_all(workers, (Case(row, task_of(a_miss(life, n).life)) for row, life, n in planned)))
        growth = list(ask_all(workers, growth_cases(max(2, seeds // 2))))
        moves = churn({peer: workers[peer] for peer in (OURS, "greedy") if peer in workers}, many)
    return TEXT.format(
        options=f" --seeds {seeds} --changes {many}",
        seconds=f"{seconds:.0f}",
        scratch=table(scratch),
        hits=table(hits),
        misses=table(misses),
        growth=table(growth, "blocks"),
        memory=memory(peers),
        churn=moves,
    )


def main() -> None:
    options = argparse.ArgumentParser(description="Measure the search for a plan beside others.")
    options.add_argument("--seeds", type=int, default=12, help="weeks of each load; half as many of two and four")
    options.add_argument("--changes", type=int, default=1000, help="new meetings in the study of what moves")
    options.add_argument("--alone", action="store_true", help="without the peers, for many more weeks")
    chosen = options.parse_args()
    sys.stdout.write(section(chosen.seeds, chosen.changes, SECONDS, [OURS] if chosen.alone else [*PEERS]))


if __name__ == "__main__":
    main()
