"""The daemon's wheel on a life on disk, turned by the test, and what its calendar holds beside its plan."""

import random  # noqa: TID251 - chance from a seed, so that a life can be had again
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hedgerow.adapters.clock import StillClock
from hedgerow.compose import DATABASE
from hedgerow.core.occurrence import CalendarId
from hedgerow.daemon import Wheel
from hedgerow.flows.cycle import survey
from hedgerow.flows.household import Household
from hedgerow.settings.values import Settings
from tests.benchmarks.crashes_judge import Should, foreign_in, judge
from tests.benchmarks.crashes_life import FOREIGN, NOW, Person, World, foreign
from tests.benchmarks.crashes_peers import Peer
from tests.fakes.faulty_http import Request
from tests.system.opening import open_life, read_settings


@dataclass
class Service:
    """Changes of the life come from `world`; nothing is read before `turn`."""

    folder: Path
    peer: Peer
    world: World = field(init=False)
    clock: StillClock = field(default_factory=lambda: StillClock(NOW))
    foreign: Mapping[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.folder, self.peer.settings, random.Random(1))
        self.world.write()
        for name in FOREIGN:
            self.peer.put(name, foreign(name))
        self.foreign = foreign_in(self.peer.bodies())

    @property
    def database(self) -> Path:
        return self.folder / "data" / DATABASE

    @property
    def settings(self) -> Settings:
        return read_settings(self.world.settings)

    @contextmanager
    def open(self) -> Iterator["Turning"]:
        """As a process that serves; the person has said yes to the calendar."""
        with open_life(self.settings, self.clock, exclusive=False) as household:
            household.ledger.approve(CalendarId("blocks"), self.clock.now())
            yield Turning(household, Wheel(household), self.clock)

    def run(self, turns: int = 1) -> None:
        """So many processes, one after the other."""
        for _ in range(turns):
            with self.open() as service:
                service.turn()

    def writes(self) -> int:
        """How many were asked for; of a calendar that is asked over HTTP."""
        return len(self.peer.front.writes()) if self.peer.front else 0

    def faults(self) -> dict[str, int]:
        """Empty when the calendar holds exactly what is planned, and nothing is left to do."""
        with open_life(self.settings, self.clock, exclusive=False) as household:
            outlook = survey(household).outlook
        should, front = Should(self.clock.now(), outlook.plan.blocks, self.foreign), self.peer.front
        bare = len(front.bare_writes()) if front else 0
        verdict = judge(self.peer.bodies(), should, Person(self.peer, random.Random(1)), bare)
        left = {"steps left": len(outlook.steps), "not planned": 0 if outlook.plan.blocks else 1}
        return verdict.faults | {name: count for name, count in left.items() if count}

    def at_first_write(self, happens: Callable[[], object]) -> None:
        """When the first PUT or DELETE from now on has been done, and its answer has not been sent."""
        assert self.peer.front is not None
        done: list[str] = []

        def watch(moment: str, request: Request) -> None:
            if moment == "applied" and request.method in ("PUT", "DELETE") and not done:
                done.append(request.target)
                happens()

        self.peer.front.watch = watch


@dataclass
class Turning:
    household: Household
    wheel: Wheel
    clock: StillClock

    def turn(self) -> None:
        """The next one that is due."""
        self.clock.at += timedelta(minutes=20)
        self.wheel.turn()


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another program is in the middle of a write."""
    with closing(sqlite3.connect(database, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
