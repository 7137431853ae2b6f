"""What planning is given, and the blocks of the coming weeks that it gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hedgerow.core.block import BlockId, Slot
from hedgerow.core.board import Skip
from hedgerow.core.days import Week, day_span, week_of
from hedgerow.core.guard import Guard, Guarded
from hedgerow.core.intention import Intention
from hedgerow.core.occurrence import Transparency
from hedgerow.core.room import Waiting
from hedgerow.core.search.proof import Proof
from hedgerow.core.seasonal import Changes
from hedgerow.core.span import Span


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """A stretch that no block may touch, with what makes it busy for the sake of reasons (never written anywhere)."""

    span: Span
    title: str
    is_work: bool
    all_day: bool = False
    tentative: bool = False


class Tentative(StrEnum):
    """What an event is to planning while it is not certain."""

    BUSY = "busy"
    SOFT = "soft"
    """A block may lie there where nothing else is free."""
    FREE = "free"


class Hold(StrEnum):
    """Why a block of the previous plan may not be moved."""

    NONE = "none"
    PINNED = "pinned"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Placed:
    """A block that stands in the calendar already, from the previous plan."""

    block: BlockId
    slot: Slot
    span: Span
    hold: Hold
    transparency: Transparency


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The numbers of planning that are settings."""

    zone: ZoneInfo
    weeks: Sequence[Week]
    """The horizon, whole weeks in order; the first one holds `now`."""
    notice: timedelta = timedelta(hours=2)
    """Nothing new starts sooner than this from now."""
    freeze: timedelta = timedelta(hours=24)
    """What starts sooner than this does not move, except when work was put over it."""
    free_until: timedelta = timedelta(hours=24)
    """Defence `auto`: free only while the start is further away than this …"""
    free_places: int = 2
    """… and at least so many other places remain."""
    changes: Changes = field(default_factory=dict)
    unknown: tuple[Span, ...] = ()
    """Nobody knows yet whether it is free: what stands there stays, nothing new comes, what it may hold waits."""
    on_call: tuple[Span, ...] = ()
    """As busy as an event to intentions that avoid it."""
    guards: tuple[Guard, ...] = ()
    tentative: Tentative = Tentative.BUSY

    def binding(self, busy: Iterable[Busy]) -> tuple[Busy, ...]:
        """What no block may touch, and no guard be granted over."""
        return tuple(b for b in busy if not b.tentative or self.tentative is Tentative.BUSY)

    def soft(self, busy: Iterable[Busy]) -> tuple[Busy, ...]:
        """What blocks had rather not touch."""
        return tuple(b for b in busy if b.tentative and self.tentative is Tentative.SOFT)

    @property
    def begins(self) -> date:
        return self.weeks[0].first_day

    def week_of(self, day: date) -> Week:
        return week_of(day, self.weeks[0].first)

    def remembers_from(self, intentions: Sequence[Intention]) -> datetime:
        """Blocks from before that can't matter any more, not even to the days between two of them."""
        spacing = max((intention.spacing_days for intention in intentions), default=1)
        return day_span(self.begins - timedelta(days=spacing), self.zone).start


@dataclass(frozen=True, slots=True)
class Previous:
    """What the last plan and the person left us with."""

    placed: Sequence[Placed] = ()
    skipped: frozenset[Skip] = frozenset()
    """What stays empty, and is not missing either."""


@dataclass(frozen=True, slots=True)
class Given:
    """All that a plan is made from."""

    intentions: Sequence[Intention]
    busy: Sequence[Busy]
    rules: PlanRules
    now: datetime
    previous: Previous


class Reason(StrEnum):
    """Why a block is where it is, or why there is none."""

    KEPT = "kept"
    PINNED = "pinned"
    RELEASED = "released"
    FROZEN = "frozen"
    PAST = "past"
    IDEAL = "ideal"
    NEAREST = "nearest"
    SHORTENED = "shortened"
    MOVED = "moved"
    """Something lies over its old place now, or too near to it."""
    OUTSIDE = "outside"
    """Its old place is no longer in its windows and days, or of a length it may have: the settings changed. Or hours
    ask for less than it had."""
    AWAY = "away"


FACTS = (Reason.PINNED, Reason.RELEASED, Reason.PAST)
"""Where it is, is not ours to decide."""


@dataclass(frozen=True, slots=True)
class Block:
    """One placed occurrence of an intention."""

    slot: Slot
    span: Span
    transparency: Transparency
    reason: Reason
    other_places: int
    """How many other places remain for it in its week: the slack that the defence rule reads. 0 for what can't move."""
    block: BlockId | None = None
    """The block that stands already and is kept or moved; None asks for a new one."""
    blockers: tuple[Busy, ...] = ()
    """What takes the better places, the most wished-for first."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An intention that got less than it asks for in a week, days that are over aside."""

    intention: Intention
    week: Week
    missing: int
    """Blocks, or minutes where it asks for hours; what feeds it counts as had."""
    blockers: tuple[Busy, ...]
    """The smallest set of busy things, of the day that comes nearest, that leaves no place."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A night or days of a week that a guard is not granted for, those that are over aside."""

    guard: Guard
    week: Week
    day: date
    """The one that a night begins on; of days off the one that comes nearest."""
    missing: int
    """Days off of the week, or this one night."""
    blockers: tuple[Busy, ...]
    """The smallest set of work that leaves no room then."""


@dataclass(frozen=True, slots=True)
class Plan:
    blocks: tuple[Block, ...]
    """In order of start and slot."""
    unplaced: tuple[Unplaced, ...]
    waiting: tuple[Waiting, ...] = ()
    proof: Proof = field(default_factory=Proof)
    guards: tuple[Guarded, ...] = ()
    """In order of time. They are in no calendar."""
    withheld: tuple[Withheld, ...] = ()

    @property
    def is_proven(self) -> bool:
        return self.proof.proven
