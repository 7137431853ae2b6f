"""The weekly pattern of working time; personal time is everything else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday, day_span, days_of, window_span
from hedgerow.core.span import Span, intersect, merge, subtract

NIGHT = DayWindow(22 * 60, 30 * 60)
EVENING = 18 * 60


@dataclass(frozen=True, slots=True)
class Boundary:
    """Wall-clock times in `zone`. A day without windows is a day off."""

    zone: ZoneInfo
    windows: Mapping[Weekday, tuple[DayWindow, ...]] = field(default_factory=dict)
    evening: int = EVENING
    """When the evening of a day off begins, in minutes; on other days it begins when the last window closes."""
    night: DayWindow = NIGHT

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
