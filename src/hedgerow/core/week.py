"""What makes a week intruded: measures, limits, verdict, coverage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hedgerow.core.days import Week
from hedgerow.core.intrusion import Intrusion
from hedgerow.core.occurrence import CalendarId, NotSeen, Unreadable
from hedgerow.core.span import Span


class LimitKey(StrEnum):
    SCHEDULED_WORK = "scheduled_work"
    SCHEDULED_WORK_SERIOUS = "scheduled_work_serious"
    SHORTEST_REST = "shortest_rest"
    LONGEST_REST = "longest_rest"
    BREAK = "break_in_long_day"
    PERSONAL_TAKEN = "personal_time_taken"
    EVENINGS = "evenings_touched"
    BLOCKS_LOST = "blocks_lost"


@dataclass(frozen=True, slots=True)
class LimitRule:
    """What a limit is, whatever number the person gives it."""

    key: LimitKey
    default: int
    unit: str
    """`minutes`, `evenings` or `percent`."""
    is_floor: bool
    """True when the week must reach the number, False when it must not pass it."""
    is_serious: bool
    """One is enough for `intruded`."""
    title: str
    definition: str
    source: str


LIMITS: tuple[LimitRule, ...] = ()


class Verdict(StrEnum):
    CLEAR = "clear"
    STRETCHED = "stretched"
    INTRUDED = "intruded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PassedLimit:
    rule: LimitRule
    limit: int
    measured: int
    culprits: tuple[str, ...]
    """Titles of the occurrences behind it, the largest share first, at most three."""
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """Work-free time between two stretches of work."""

    span: Span


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one week; minutes unless said otherwise."""

    scheduled_work: int
    shortest_rest: Rest | None
    """None when no night lies between two working days."""
    longest_rest: int
    days_without_break: tuple[date, ...]
    personal_taken: int
    evenings_touched: tuple[date, ...]
    focus: int
    blocks_planned: int
    blocks_lost: int


@dataclass(frozen=True, slots=True)
class Seen:
    calendar: CalendarId
    occurrences: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which calendars the numbers rest on, and what they could not see."""

    seen: tuple[Seen, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    tentative: int = 0
    """Occurrences counted although the person has not said yes."""

    @property
    def is_whole(self) -> bool:
        return not self.not_seen and not self.unreadable


@dataclass(frozen=True, slots=True)
class WeekReview:
    week: Week
    span: Span
    verdict: Verdict
    passed: tuple[PassedLimit, ...]
    """The limits passed, serious ones first."""
    measures: Measures
    intrusions: tuple[Intrusion, ...]
    coverage: Coverage


Limits = Mapping[LimitKey, int]
