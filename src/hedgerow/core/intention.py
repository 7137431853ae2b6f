"""Standing wishes, and the places where they may come true."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from hedgerow.core.block import IntentionId
from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId


class Priority(IntEnum):
    """1 is served first."""

    CRITICAL = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


class Firmness(StrEnum):
    FIXED = "fixed"
    """Can't be compromised: only its ideal length, only at its ideal start where it names one."""
    FIRM = "firm"
    """May move within its windows, never shrinks."""
    FLEXIBLE = "flexible"
    """May move and may shrink to its minimum."""


class Defence(StrEnum):
    ALWAYS_BUSY = "always-busy"
    AUTO = "auto"
    """Free while there are other places and time enough, busy otherwise: the published rule of `plan.py`."""
    ALWAYS_FREE = "always-free"


class Visibility(StrEnum):
    TITLED = "titled"
    BUSY = "busy"
    """Colleagues see the word "Busy" and nothing else."""


@dataclass(frozen=True, slots=True)
class Length:
    """Minutes, minimum ≤ ideal ≤ maximum."""

    minimum: int
    ideal: int
    maximum: int

    def __post_init__(self) -> None:
        if not 0 < self.minimum <= self.ideal <= self.maximum:
            raise ValueError(f"a length has 0 < minimum ≤ ideal ≤ maximum: {self}")


@dataclass(frozen=True, slots=True)
class Intention:
    """Windows and `ideal_start` are wall-clock minutes of the day; every other length is in elapsed minutes."""

    id: IntentionId
    title: str
    domains: frozenset[Domain]
    length: Length
    calendar: CalendarId
    windows: tuple[DayWindow, ...]
    days: frozenset[Weekday] = frozenset(Weekday)
    times_per_week: int = 1
    why: str = ""
    ideal_start: int | None = None
    spacing_days: int = 1
    """Least number of days from one block to the next: 1 allows every day, 2 every other day."""
    buffer_before: int = 0
    """Minutes that must be free of anything busy before the block; blocks of ours may share a buffer."""
    buffer_after: int = 0
    travel_before: int = 0
    """Minutes on the way, part of the person's time: nothing else may be there."""
    travel_after: int = 0
    priority: Priority = Priority.NORMAL
    firmness: Firmness = Firmness.FLEXIBLE
    defence: Defence = Defence.AUTO
    visibility: Visibility = Visibility.TITLED
