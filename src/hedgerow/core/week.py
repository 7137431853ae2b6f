"""What makes a week intruded: measures, limits, verdict, coverage."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hedgerow.core.days import Week
from hedgerow.core.intrusion import Intrusion
from hedgerow.core.limits import LimitRule
from hedgerow.core.occurrence import CalendarId, NotSeen, Unreadable
from hedgerow.core.span import Span


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

