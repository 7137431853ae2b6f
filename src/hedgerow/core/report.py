"""A week → numbers and lists, no words. Letter, page and JSON all speak from this one value."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hedgerow.core.block import BlockId
from hedgerow.core.days import Week
from hedgerow.core.intrusion import Kind
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.plan import Block, Unplaced
from hedgerow.core.span import Span
from hedgerow.core.week import Coverage, PassedLimit, Verdict


class FigureKey(StrEnum):
    PERSONAL_TAKEN = "personal_taken"
    EVENINGS_FREE = "evenings_free"
    SHORTEST_REST = "shortest_rest"
    SCHEDULED_WORK = "scheduled_work"
    BLOCKS_HELD = "blocks_held"
    FOCUS = "focus"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number against the person's own past. Minutes, or a count for evenings and blocks."""

    key: FigureKey
    value: int | None
    """None when the week gives no such number (no night between two working days, no blocks planned)."""
    of: int | None
    """The whole that a count is a part of: 7 evenings, 9 blocks."""
    last: int | None
    """The week before, when it was seen."""
    usual: int | None
    """Median of the four weeks before; None with fewer than three seen ("too early to compare")."""
    history: tuple[int | None, ...]
    """The weeks before, oldest first, this week last."""
    limit: LimitKey | None
    limit_value: int | None


class Fate(StrEnum):
    KEPT = "kept"
    MOVED = "moved"
    """Held at another time than first promised."""
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class BlockFate:
    block: BlockId
    title: str
    """Of the intention, or of the event when the intention is gone."""
    promised: Span
    span: Span
    """Where it was in the end; for a lost one, where it would have been."""
    fate: Fate
    taken_by: str | None
    """Title of the work that took or displaced it; None when the person did it."""
    by_person: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One strip of 23 to 25 hours."""

    day: date
    span: Span
    work: tuple[Span, ...]
    """Scheduled work inside working time, merged."""
    intruding: tuple[Span, ...]
    """Scheduled work in personal time or over a protected block, merged."""
    taken: int
    """Minutes of personal time taken that day."""
    fates: tuple[BlockFate, ...]


class Remedy(StrEnum):
    """One thing to do about a cause."""

    PROPOSE_TIME = "propose-time"
    HOLD_BEFORE = "hold-before"
    MARK_EXPECTED = "mark-expected"


@dataclass(frozen=True, slots=True)
class Cause:
    """All intrusions of one series (or one single event) in the week."""

    title: str
    calendar: CalendarId
    kinds: tuple[Kind, ...]
    spans: tuple[Span, ...]
    """Of the parts in personal time, in order."""
    minutes: int
    recurring: bool
    tentative: bool
    all_day: bool
    organizer: str
    over: tuple[str, ...]
    """Titles of the blocks and personal events it lay over."""
    weeks_before: int
    """In how many of the four weeks before the same series came in."""
    remedy: Remedy
    proposal: Span | None
    """For `propose-time`: the nearest free working time of that day, of the meeting's own length."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A block of next week that something busy lies over and that we may not move (pinned, released)."""

    block: Block
    title: str
    over: str


@dataclass(frozen=True, slots=True)
class NextWeek:
    week: Week
    blocks: tuple[tuple[str, Block], ...]
    """(title of the intention, block) in order of time."""
    clashes: tuple[Clash, ...]
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a letter says about `week`, as it was known at `made_at`."""

    week: Week
    span: Span
    made_at: datetime
    verdict: Verdict
    passed: tuple[PassedLimit, ...]
    coverage: Coverage
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    causes: tuple[Cause, ...]
    """Recurring ones first, then by minutes taken."""
    fates: tuple[BlockFate, ...]
    next_week: NextWeek
