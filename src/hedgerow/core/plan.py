"""The blocks of the coming weeks: never wrong, always the same for the same input, moved only for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hedgerow.core.block import BlockId, Slot
from hedgerow.core.days import Week
from hedgerow.core.intention import Intention
from hedgerow.core.occurrence import Transparency
from hedgerow.core.span import Span


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch that no block may touch, with what makes it busy for the sake of reasons (never written anywhere)."""

    span: Span
    title: str
    is_work: bool


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
    """What starts sooner than this does not move, except when something busy was put over it."""
    free_until: timedelta = timedelta(hours=24)
    """Defence `auto`: free only while the start is further away than this …"""
    free_places: int = 2
    """… and at least so many other places remain."""


@dataclass(frozen=True, slots=True)
class Previous:
    """What the last plan and the person left us with."""

    placed: Sequence[Placed] = ()
    skipped: frozenset[Slot] = frozenset()
    """Slots that stay empty, and are not missing either: the person deleted their block."""


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
    """Its place was taken by something busy."""


@dataclass(frozen=True, slots=True)
class Block:
    """One placed occurrence of an intention."""

    slot: Slot
    span: Span
    transparency: Transparency
    reason: Reason
    other_places: int
    """How many other places remain for it in its week: the slack that the defence rule reads."""
    block: BlockId | None = None
    """The block that stands already and is kept or moved; None asks for a new one."""
    blockers: tuple[Busy, ...] = ()
    """What takes the better places, the most wished-for first."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An intention that got fewer blocks than it asks for in a week."""

    intention: Intention
    week: Week
    missing: int
    blockers: tuple[Busy, ...]
    """The smallest set of busy things, of the day that comes nearest, that leaves no place."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Blocks in order of start and slot."""

    blocks: tuple[Block, ...]
    unplaced: tuple[Unplaced, ...]


def plan_blocks(
    intentions: Sequence[Intention],
    busy: Sequence[Busy],
    rules: PlanRules,
    now: datetime,
    previous: Previous,
) -> Plan:
    raise NotImplementedError
