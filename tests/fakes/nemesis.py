"""What goes wrong outside: calls that crash, servers that refuse, drop, lie and deliver twice, on demand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar, cast

from hedgerow.core.block import BlockEvent, BlockId, Found, Version
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.ports import PreconditionFailed, Refused, Unavailable
from tests.fakes.block_calendar import MemoryCalendar

T = TypeVar("T")


class Crash(BaseException):
    """The end of the process: nothing may catch it."""


@dataclass
class Fuse:
    """Burns at the calls to the outside, once before each and once after it; None never ends."""

    left: int | None = None

    def burn(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            raise Crash


class _Crashing:
    def __init__(self, real: object, fuse: Fuse) -> None:
        self._real, self._fuse = real, fuse

    def __getattr__(self, name: str) -> Any:
        there = getattr(self._real, name)
        return partial(self._call, there) if callable(there) else there

    def _call(self, act: Callable[..., object], *args: object, **named: object) -> object:
        self._fuse.burn()
        answer = act(*args, **named)
        self._fuse.burn()
        return answer


def crashing(real: T, fuse: Fuse) -> T:
    """Does all that the real one does, until the fuse has burnt down."""
    return cast(T, _Crashing(real, fuse))


class Fault(StrEnum):
    REFUSED = "refused"
    DROPPED = "dropped before it arrived"
    UNANSWERED = "done, and the answer lost"
    UNTRUE = "called another version than expected, though it is not"
    TWICE = "delivered twice, and the second answer comes back"
    STALE = "an old state is shown"
    EMPTY = "an empty list is shown"
    DOWN = "no list is shown"

    @property
    def lies(self) -> bool:
        return self in (Fault.STALE, Fault.EMPTY)


READS = (Fault.STALE, Fault.EMPTY, Fault.DOWN)
WRITES = (Fault.REFUSED, Fault.DROPPED, Fault.UNANSWERED, Fault.UNTRUE, Fault.TWICE)


@dataclass
class FaultyCalendar:
    """A block calendar behind a network. It keeps older states of itself, to show one of them when told to."""

    real: MemoryCalendar
    reads: list[Fault | None] = field(default_factory=list)
    """For the next readings, in order."""
    writes: list[Fault | None] = field(default_factory=list)
    past: list[dict[Uid, Found]] = field(default_factory=list)
    age: int = 1
    """How many states ago an old one is."""

    @property
    def calendar(self) -> CalendarId:
        return self.real.calendar

    def heal(self) -> None:
        self.reads, self.writes = [], []

    def remember(self) -> None:
        """Call it before each change."""
        self.past.append(dict(self.real.events))

    def find_blocks(self) -> Sequence[Found]:
        match self.reads.pop(0) if self.reads else None:
            case Fault.DOWN:
                raise Unavailable("no answer")
            case Fault.EMPTY:
                return ()
            case Fault.STALE if self.past:
                old = self.past[-min(self.age, len(self.past))]
                return MemoryCalendar(self.calendar, old, self.real.foreign).find_blocks()
        return self.real.find_blocks()

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        return self._write(partial(self.real.put, event, expected))

    def remove(self, block: BlockId, expected: Version) -> None:
        assert expected, "a deletion names the version it was decided on"
        fault = self.writes[0] if self.writes else None
        if fault is Fault.TWICE:
            self.writes.pop(0)  # a client that sent one request reads the first answer to it
        self._write(partial(self.real.remove, block, expected))

    def _write(self, act: Callable[[], T]) -> T:
        fault = self.writes.pop(0) if self.writes else None
        if fault is Fault.REFUSED:
            raise Refused("it is full")
        if fault is Fault.DROPPED:
            raise Unavailable("no answer")
        if fault is Fault.UNTRUE:
            raise PreconditionFailed("it is not as expected")
        self.remember()
        answer = act()
        if fault is Fault.UNANSWERED:
            raise Unavailable("no answer")
        return act() if fault is Fault.TWICE else answer
