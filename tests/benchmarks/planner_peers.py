"""Other ways to the same answer: CP-SAT and the stock MIP of HiGHS over sets of which one may be chosen, and greedy.

Each takes a task of one week (`single`), or of several in their order as our own search does. CP-SAT and HiGHS can't be
loaded into one process, so each is imported when first asked.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from hedgerow.core.search.engine import search
from hedgerow.core.search.problem import Candidate, Choice, Problem, worth
from tests.benchmarks.planner_tasks import cliques

SECONDS = 4.0
"""Of the wall clock, for each week, after which a peer gives up."""


@dataclass(frozen=True, slots=True)
class Answer:
    chosen: Choice
    value: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Timed:
    answer: Answer
    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Sums:
    """A week as rows: of each set at most so many are chosen, and one more of a wish is worth the next reward."""

    size: int
    values: Mapping[int, int]
    limits: tuple[tuple[frozenset[int], int], ...]
    tallies: tuple[tuple[frozenset[int], tuple[int, ...]], ...]


def in_order(solve: Callable[[Sums], tuple[Choice, bool]], problem: Problem) -> Answer:
    """What is chosen in one week stands in the next."""
    chosen = {n for n, candidate in enumerate(problem.candidates) if candidate.fixed}
    proven = True
    for week in sorted({candidate.week for candidate in problem.candidates}):
        found, is_best = solve(sums_of(problem, chosen, week))
        chosen |= set(found)
        proven &= is_best
    return Answer(tuple(sorted(chosen)), worth(problem, chosen), proven)


def sums_of(problem: Problem, chosen: set[int], week: int) -> Sums:
    everything = problem.candidates
    free = {n for n, c in enumerate(everything) if c.week == week and not c.fixed}
    free -= _ruled_out(problem, chosen, free)
    limits = [(clique, 1) for clique in cliques({n: (everything[n].begins, everything[n].ends) for n in free})]
    limits += [(group & free, 1) for group in problem.exclusions if len(group & free) > 1]
    tallies = []
    for demand in (d for d in problem.demands if d.week == week):
        own = frozenset(n for n in free if everything[n].intention == demand.intention)
        limits += [(days, 1) for days in _near_days(everything, own, demand.apart)]
        used = sum((everything[n].intention, everything[n].week) == (demand.intention, week) for n in chosen)
        tallies.append((own, demand.rewards[used:]))
    values = {n: everything[n].value for n in sorted(free)}
    return Sums(len(everything), values, tuple(limits), tuple(tallies))


def _ruled_out(problem: Problem, chosen: set[int], free: set[int]) -> set[int]:
    """Nothing from further back than a week reaches into this one."""
    apart = {(d.intention, d.week): d.apart for d in problem.demands}
    everything = problem.candidates
    week = min((everything[n].week for n in free), default=0)
    near = [everything[n] for n in chosen if abs(everything[n].week - week) <= 1]
    out = set(chain.from_iterable(group for group in problem.exclusions if group & chosen))
    for n in free - out:
        if any(_collide(everything[n], other, apart) for other in near):
            out.add(n)
    return out


def _collide(one: Candidate, other: Candidate, apart: Mapping[tuple[str, int], int]) -> bool:
    overlap = one.begins < other.ends and other.begins < one.ends
    return overlap or (one.intention == other.intention and _are_near(one, other, apart))


def _are_near(one: Candidate, other: Candidate, apart: Mapping[tuple[str, int], int]) -> bool:
    days = min(apart.get((c.intention, c.week), 1) for c in (one, other))
    return abs(one.day - other.day) < days


def _near_days(everything: Sequence[Candidate], own: frozenset[int], apart: int) -> Iterator[frozenset[int]]:
    days = sorted({everything[n].day for n in own})
    for day in days:
        near = frozenset(n for n in own if day <= everything[n].day < day + apart)
        if len(near) > 1:
            yield near


def ask_hedgerow(problem: Problem) -> Answer:
    found = search(problem)
    return Answer(found.chosen, found.value, found.proven)


def ask_cp_sat(problem: Problem) -> Answer:
    from tests.benchmarks.planner_cp_sat import solve  # noqa: PLC0415 - not with HiGHS in one process

    return in_order(solve, problem)


def ask_highs(problem: Problem) -> Answer:
    from tests.benchmarks.planner_highs import solve  # noqa: PLC0415 - not with CP-SAT in one process

    return in_order(solve, problem)


def ask_greedy(problem: Problem) -> Answer:
    return in_order(lambda sums: (fill(sums), False), problem)


def fill(sums: Sums) -> Choice:
    """Always the place that is worth most at the moment, while any is worth something."""
    tally = {n: (number, rewards) for number, (own, rewards) in enumerate(sums.tallies) for n in own}
    rows: dict[int, list[int]] = {}
    for row, (members, _) in enumerate(sums.limits):
        for n in members:
            rows.setdefault(n, []).append(row)
    counts = [0] * len(sums.tallies)
    left = [most for _, most in sums.limits]
    queue = [(-sums.values[n] - (tally[n][1] or (0,))[0], n, 0) for n in sums.values if n in tally]
    heapq.heapify(queue)
    chosen: list[int] = []
    while queue:
        _, n, seen = heapq.heappop(queue)
        number, rewards = tally[n]
        if counts[number] >= len(rewards) or any(left[row] == 0 for row in rows.get(n, ())):
            continue
        gain = rewards[counts[number]] + sums.values[n]
        if counts[number] > seen:
            heapq.heappush(queue, (-gain, n, counts[number]))
        elif gain > 0:
            chosen.append(n)
            counts[number] += 1
            for row in rows.get(n, ()):
                left[row] -= 1
    return tuple(sorted(chosen))


PEERS: Mapping[str, Callable[[Problem], Answer]] = {
    "hedgerow": ask_hedgerow,
    "CP-SAT": ask_cp_sat,
    "HiGHS MIP": ask_highs,
    "greedy": ask_greedy,
}
