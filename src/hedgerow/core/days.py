"""Days and weeks of a person's zone as UTC spans. Nothing else in the core knows that clocks change.

A wall-clock time that a DST change skips becomes the instant of the jump; one that comes twice is the first when it
opens a span and the second when it closes one, so that a span never loses the extra hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from hedgerow.core.span import Span

DAY_MINUTES = 24 * 60


class Weekday(IntEnum):
    """Numbered as `date.weekday()` does."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True, slots=True, order=True)
class DayWindow:
    """Wall-clock minutes from the local midnight of its day; `closes` beyond 1440 is on the day after."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < DAY_MINUTES and self.opens < self.closes <= self.opens + DAY_MINUTES):
            raise ValueError(f"a window opens within its day and closes within 24 h: {self.opens} to {self.closes}")

    @property
    def minutes(self) -> int:
        """By the wall clock; the elapsed length differs on the day of a DST change."""
        return self.closes - self.opens


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """Named by ISO 8601, begun on any weekday: it bears the name of the ISO week that most of its days lie in."""

    year: int
    number: int
    first: Weekday = Weekday.MONDAY

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def first_day(self) -> date:
        monday = date.fromisocalendar(self.year, self.number, 1)
        lead = self.first if self.first < Weekday.FRIDAY else self.first - 7
        return monday + timedelta(days=lead)

    @property
    def days(self) -> tuple[date, ...]:
        return _days_of(self)

    def plus(self, weeks: int) -> "Week":
        return week_of(self.first_day + timedelta(weeks=weeks), self.first)


@lru_cache(maxsize=512)
def _days_of(week: Week) -> tuple[date, ...]:
    first = week.first_day
    return tuple(first + timedelta(days=n) for n in range(7))


def week_of(day: date, first: Weekday = Weekday.MONDAY) -> Week:
    """The week that `day` lies in."""
    begin = day - timedelta(days=(day.weekday() - first) % 7)
    year, number, _ = (begin + timedelta(days=3)).isocalendar()
    return Week(year, number, first)


@lru_cache(maxsize=4096)
def instant(day: date, minutes: int, zone: ZoneInfo, *, closing: bool = False) -> datetime:
    """The UTC instant of a wall-clock time, given as minutes from the local midnight of `day`."""
    wall = datetime.combine(day + timedelta(days=minutes // DAY_MINUTES), time()) + timedelta(
        minutes=minutes % DAY_MINUTES
    )
    local = wall.replace(tzinfo=zone)
    offset = local.utcoffset()
    if offset is not None and offset == local.replace(fold=1).utcoffset():
        # PEP 495: where both folds agree the time is neither skipped nor doubled, as all but a few hours of a year are.
        return (wall - offset).replace(tzinfo=UTC)
    early, late = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early.astimezone(zone).replace(tzinfo=None) != wall:
        return _jump(late, early, zone)
    return late if closing else early


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the zone's offset changes, to the second."""
    old = before.astimezone(zone).utcoffset()
    low, high = before, after
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def window_span(day: date, window: DayWindow, zone: ZoneInfo) -> Span:
    """Empty, at the jump, when a DST change skips the whole window."""
    start = instant(day, window.opens, zone)
    return Span(start, max(start, instant(day, window.closes, zone, closing=True)))


def day_span(day: date, zone: ZoneInfo) -> Span:
    """From local midnight to the next: 23, 24 or 25 hours (Lord Howe: 23½, 24½)."""
    return Span(instant(day, 0, zone), instant(day + timedelta(days=1), 0, zone))


def week_span(week: Week, zone: ZoneInfo) -> Span:
    days = week.days
    return Span(day_span(days[0], zone).start, day_span(days[-1], zone).end)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def days_of(span: Span, zone: ZoneInfo) -> Iterator[date]:
    """Every local day that the span touches, in order."""
    day = local_day(span.start, zone)
    while day_span(day, zone).start < span.end:
        yield day
        day += timedelta(days=1)
