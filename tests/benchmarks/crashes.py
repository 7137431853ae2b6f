"""kill -9, again and again, while blocks are written: what is double, lost or overwritten in the end, by scheme.

    python -m tests.benchmarks.crashes --runs 200 --peer radicale --faults 0.15 --scheme intents --person

Prints a row of the table in RESULTS.md for each scheme given. Before every run the plan changes; the run is killed
after 0–90 ms, or at a request: before it, when it was done and not answered, or when it was answered and not recorded.
After the last kill the program runs twice in peace, and the calendar is compared with the plan.
"""

import argparse
import os
import random  # noqa: TID251 - chance from a seed, so that a run can be had again
import signal
import subprocess
import sys
from contextlib import ExitStack, suppress
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer
from time import monotonic
from types import TracebackType
from typing import Protocol, Self

from hedgerow.adapters.clock import StillClock
from hedgerow.core.block import Standing, uid_of
from hedgerow.core.plan import Block
from hedgerow.flows.cycle import survey
from tests.benchmarks.crashes_google import GooglePeer
from tests.benchmarks.crashes_judge import Should, Verdict, foreign_in, judge
from tests.benchmarks.crashes_life import FOREIGN, NOW, Person, World, all_held, foreign
from tests.benchmarks.crashes_naive import SCHEMES
from tests.benchmarks.crashes_peers import PEERS, FilePeer, Peer
from tests.benchmarks.crashes_plan import plan_anew
from tests.fakes.faulty_http import KINDS, Fault, Request, drop_before, empty_list, seeded, stale_lists
from tests.system.life import environment
from tests.system.opening import open_life, read_settings

PLACES = {**PEERS, "google": GooglePeer}
LATEST_KILL = 0.09
LONGEST = 1800
"""Seconds after which a trial that hangs is given up."""
LATENCY = 0.005
"""Seconds that each request takes on its way, so that a run takes some of the time that it would elsewhere."""
MOMENTS = ("before", "applied", "answered")
HEAD = (
    "| scheme | peer | faults | edits | runs | killed | failed | duplicates | orphans | missing | wrong time "
    "| edits overwritten | edited deleted | recreated | given up | foreign changed | writes | unconditional | s |\n"
    + "|---" * 4
    + "|---:" * 15
    + "|"
)


@dataclass(frozen=True, slots=True)
class Trial:
    scheme: str
    peer: str
    runs: int
    faults: float = 0.0
    person: bool = False
    seed: int = 1
    lies: bool = False
    """Some lists are old or empty."""
    kills: int = 0
    """At least so many, by more runs if need be."""


@dataclass(frozen=True, slots=True)
class Ended:
    trial: Trial
    runs: int
    killed: int
    crashed: int
    """Runs that ended by an error of their own."""
    edits: int
    writes: int
    verdict: Verdict
    seconds: float

    def row(self) -> str:
        trial, seen = self.trial, self.verdict
        told = [trial.scheme, trial.peer, f"{trial.faults:.0%}", self.edits, self.runs, self.killed, self.crashed]
        told += [*astuple(seen)[:-1], self.writes, seen.bare, f"{self.seconds:.0f}"]
        return f"| {' | '.join(map(str, told))} |"


@dataclass(frozen=True, slots=True)
class Aim:
    moment: str = ""
    """Empty: by the clock, or not at all."""
    number: int = 0
    """Of the request, from when the run is ready."""
    only_writes: bool = False
    """Only they are counted."""
    edit: int = 0
    """The person acts before this request; zero is never."""


class Acts(Protocol):
    """A person."""

    def act(self) -> None: ...


@dataclass
class Killer:
    """Kills at a moment of a request, and lets the person act at another one."""

    chance: random.Random
    faults: float
    person: Acts | None
    lies: bool
    pid: int = 0
    """Zero while nobody is to be killed."""
    at: Aim = Aim()
    asked: int = 0
    counted: int = 0

    def __post_init__(self) -> None:
        kinds = (*KINDS, stale_lists(), empty_list) if self.lies else KINDS
        self._chance_of_fault = seeded(self.chance.randrange(2**32), self.faults, kinds)

    def aim(self, pid: int, at: Aim) -> None:
        self.pid, self.at, self.asked, self.counted = pid, at, 0, 0

    def watch(self, moment: str, request: Request) -> None:
        if moment == "before":
            Event().wait(LATENCY)
            self.asked += 1
            self.counted += self._counts(request)
            self._let_the_person_act()
        elif self._is_time(moment, request):
            self.kill()

    def script(self, request: Request) -> Fault | None:
        if self._is_time("before", request):
            self.kill()
            return drop_before
        return self._chance_of_fault(request)

    def _counts(self, request: Request) -> bool:
        return request.method in ("PUT", "DELETE", "POST", "PATCH") or not self.at.only_writes

    def _is_time(self, moment: str, request: Request) -> bool:
        return moment == self.at.moment and self._counts(request) and self.counted >= self.at.number

    def kill(self) -> None:
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.aim(0, Aim())

    def _let_the_person_act(self) -> None:
        if self.person is not None and self.asked == self.at.edit:
            self.person.act()


class Children:
    """Runs of the program, one after the other, forked by a process that has imported everything."""

    def __init__(self, *arguments: str) -> None:
        words = [sys.executable, "-m", "tests.benchmarks.crashes_child", *arguments]
        pipe, variables = subprocess.PIPE, environment()
        self._process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, env=dict(variables))
        self._watchdog = Timer(LONGEST, self._process.kill)
        self._watchdog.start()
        self._over: int | None = None

    def start(self, word: str = "") -> int:
        """The pid once it is ready; zero when it ended before that."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        kind, number = self._hear()
        self._over = None if kind == "ready" else number
        return number if kind == "ready" else 0

    def end(self) -> int:
        """Its exit code, or the signal that ended it with a minus before it."""
        status = self._hear()[1] if self._over is None else self._over
        return os.waitstatus_to_exitcode(status)

    def _hear(self) -> tuple[str, int]:
        assert self._process.stdout is not None
        kind, number = self._process.stdout.readline().split()
        return kind, int(number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._watchdog.cancel()
        self._process.kill()
        with self._process:
            pass


@dataclass
class Harness:
    trial: Trial
    folder: Path
    peer: Peer
    chance: random.Random
    world: World = field(init=False)
    person: Person = field(init=False)
    killer: Killer = field(init=False)
    done: int = 0
    killed: int = 0
    crashed: int = 0

    def __post_init__(self) -> None:
        hold = self.peer.settings if self.trial.scheme == "intents" else FilePeer.settings
        self.world = World(self.folder, hold, self.chance)
        self.person = Person(self.peer, random.Random(self.trial.seed + 1))
        self.killer = Killer(
            chance=random.Random(self.trial.seed + 2),
            faults=self.trial.faults,
            person=self.person if self.trial.person else None,
            lies=self.trial.lies,
        )

    def run(self) -> Ended:
        began = monotonic()
        for name in FOREIGN:
            self.peer.put(name, foreign(name))
        before = foreign_in(self.peer.bodies())
        assert len(before) == len(FOREIGN)
        self.world.write()
        self.peer.prepare(self.world.settings)
        front = self.peer.front
        port = str(front.port if front else 0)
        with Children(str(self.world.settings), self.trial.scheme, port, self.peer.target) as children:
            while self.done < self.trial.runs or self.killed < self.trial.kills:
                self.done += 1
                self.world.change(all_held(self.peer.bodies()))
                self._kill_one(children)
            self._calm()
            for _ in range(2):
                assert children.start()
                assert children.end() == 0
        bare = len(front.bare_writes()) if front else 0
        verdict = judge(self.peer.bodies(), Should(NOW, self.planned(), before, self._given_up()), self.person, bare)
        edits = len(self.person.edited) + len(self.person.copies) + len(self.person.deleted)
        writes = len(front.writes()) if front else 0
        return Ended(self.trial, self.done, self.killed, self.crashed, edits, writes, verdict, monotonic() - began)

    def planned(self) -> tuple[Block, ...]:
        settings = read_settings(self.world.settings)
        if self.trial.scheme != "intents":
            return plan_anew(settings)
        with open_life(settings, StillClock(NOW), exclusive=False) as household:
            outlook = survey(household).outlook
        assert outlook.steps == (), "two runs in peace left something to do"
        return outlook.plan.blocks

    def _given_up(self) -> frozenset[str]:
        if self.trial.scheme != "intents":
            return frozenset()
        with open_life(read_settings(self.world.settings), StillClock(NOW), exclusive=False) as household:
            bookings = household.ledger.bookings()
        given = (Standing.PINNED, Standing.RELEASED, Standing.SKIPPED)
        return frozenset(f"{uid_of(each.block)}.ics" for each in bookings if each.standing in given)

    def _kill_one(self, children: Children) -> None:
        at = self._take_aim()
        if self.trial.person:
            self._settle_known()
            if self.chance.random() < 0.2:
                self.person.act()
        self._arm()
        self.killer.aim(0, Aim())
        pid = children.start("early" if at.moment and not at.only_writes else "")
        self.killer.aim(pid, at)
        if not at.moment:
            Event().wait(self.chance.random() * LATEST_KILL)
            self.killer.kill()
        code = children.end()
        self.killed += code == -signal.SIGKILL
        self.crashed += code > 0

    def _take_aim(self) -> Aim:
        """By the clock, at any request, or at a write: the last most often, as there is most to spoil."""
        by_clock = self.peer.front is None or self.chance.random() < 0.3
        edit = self.chance.randint(1, 4) if self.chance.random() < 0.5 else 0
        if by_clock:
            return Aim(edit=edit)
        return Aim(self.chance.choice(MOMENTS), self.chance.randint(1, 4), self.chance.random() < 0.8, edit)

    def _settle_known(self) -> None:
        """What the person may delete: see `Person.known`."""
        held = frozenset(each.name for each in all_held(self.peer.bodies()))
        self.person.known = held & self._recorded() if self.trial.scheme == "intents" else held

    def _recorded(self) -> frozenset[str]:
        settings = read_settings(self.world.settings)
        with open_life(settings, StillClock(NOW), exclusive=False) as household:
            open_ones = {intent.action.event.block for intent in household.ledger.open_intents()}
            blocks = {booking.block for booking in household.ledger.bookings()} - open_ones
        names = {name for name in self.peer.bodies() if name.partition("@")[0].removesuffix(".ics") in blocks}
        return frozenset(names)

    def _arm(self) -> None:
        if self.peer.front is not None:
            self.peer.front.script, self.peer.front.watch = self.killer.script, self.killer.watch

    def _calm(self) -> None:
        if self.peer.front is not None:
            self.peer.front.script = lambda _request: None
            self.peer.front.watch = lambda _moment, _request: None


def try_out(trial: Trial) -> Ended:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        peer = stack.enter_context(PLACES[trial.peer](Path(folder)))
        return Harness(trial, Path(folder), peer, random.Random(trial.seed)).run()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--kills", type=int, default=0, help="go on until so many runs were killed")
    options.add_argument("--peer", choices=PLACES, default="fake")
    options.add_argument("--faults", type=float, default=0.0)
    options.add_argument("--scheme", choices=["intents", *SCHEMES], nargs="+", default=["intents"])
    options.add_argument("--person", action="store_true", help="somebody edits blocks meanwhile")
    options.add_argument("--lies", action="store_true", help="among the faults are lists that are old or empty")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    sys.stdout.write(f"{HEAD}\n")
    for scheme in chosen.scheme:
        trial = Trial(scheme, chosen.peer, chosen.runs, chosen.faults)
        told = replace(trial, person=chosen.person, lies=chosen.lies, seed=chosen.seed, kills=chosen.kills)
        ended = try_out(told)
        sys.stdout.write(f"{ended.row()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
