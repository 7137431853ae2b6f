"""The weekly pattern of working time; personal time is everything else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday, day_span, days_of, window_span
from hedgerow.core.limits import LimitKey
from hedgerow.core.span import Span, intersect, merge, subtract

NIGHT = DayWindow(22 * 60, 30 * 60)
EVENING = 18 * 60


class Off(StrEnum):
    """Why a day, or a part of it, has no working time although its weekday would have."""

    LEAVE = "leave"
    UNPLUGGED = "unplugged"
    """Leave in which every work event is an intrusion, whatever its hour."""
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True, order=True)
class TimeOff:
    """A stretch of leave, or one public holiday. Whole days, or to the minute where the person said so."""

    span: Span
    kind: Off
    name: str


@dataclass(frozen=True, slots=True)
class Season:
    """Dated overrides. `first` and `last` are local days, both included; a season runs into its recovery by itself."""

    name: str
    first: date
    last: date
    windows: Mapping[Weekday, tuple[DayWindow, ...]] | None = None
    """None leaves the weekly windows as they are; a weekday that is missing has none."""
    limits: Mapping[LimitKey, int] = field(default_factory=dict)
    """Of a week that has most of its days in the season. Never a looser rest floor, unless the settings say so."""


@dataclass(frozen=True, slots=True)
class Rota:
    """Working time that is read from a calendar instead of weekly windows."""

    work: tuple[Span, ...]
    """Merged, in order."""
    on_call: tuple[Span, ...]
    """Neither rest nor work, unless an event falls in it. Shares nothing with `work`."""
    known: Span
    """Outside of it the rota was not read, and the weekly windows hold."""


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """Days spent by another clock, both included."""

    first: date
    last: date
    zone: ZoneInfo = field(compare=False)


@dataclass(frozen=True, slots=True)
class Boundary:
    """Wall-clock times in `zone`. A day without windows is a day off."""

    zone: ZoneInfo
    windows: Mapping[Weekday, tuple[DayWindow, ...]] = field(default_factory=dict)
    evening: int = EVENING
    """When the evening of a day off begins, in minutes; on other days it begins when the last window closes."""
    night: DayWindow = NIGHT
    off: tuple[TimeOff, ...] = ()
    """Leave and public holidays, in order; where several lie over one time, unplugged leave speaks, then leave."""
    seasons: tuple[Season, ...] = ()
    """Of seasons that overlap, the one that began last holds."""
    rota: Rota | None = None
    inside: tuple[Span, ...] = ()
    """Working time inside home events (a nap is a work window), on top of the windows or the rota."""
    stays: tuple[Stay, ...] = ()

    def windows_on(self, day: date) -> tuple[DayWindow, ...]:
        return self.windows.get(Weekday(day.weekday()), ())


def work_spans(boundary: Boundary, days: Iterable[date]) -> tuple[Span, ...]:
    """The working windows that open on the given days, merged."""
    return merge(window_span(day, window, boundary.zone) for day in days for window in boundary.windows_on(day))


def working_time(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    """All working time within the span, a window that opened the evening before included."""
    first = next(days_of(span, boundary.zone)) - timedelta(days=1)
    days = (first, *days_of(span, boundary.zone))
    return intersect(work_spans(boundary, days), [span])


def personal_time(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    return subtract([span], working_time(boundary, span))


def evening_span(boundary: Boundary, day: date) -> Span:
    """From the close of the day's last window, or `evening` on a day off, to where the night of that day begins.

    Empty when work by the pattern runs into the night.
    """
    windows = boundary.windows_on(day)
    begins = max((window.closes for window in windows), default=boundary.evening)
    ends = boundary.night.opens if boundary.night.closes > DAY_MINUTES else DAY_MINUTES
    if begins >= ends:
        return Span(day_span(day, boundary.zone).start, day_span(day, boundary.zone).start)
    return window_span(day, DayWindow(begins, ends), boundary.zone)


def night_spans(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    """The hours of night within the span."""
    first = next(days_of(span, boundary.zone)) - timedelta(days=1)
    nights = (window_span(day, boundary.night, boundary.zone) for day in (first, *days_of(span, boundary.zone)))
    return intersect(nights, [span])
