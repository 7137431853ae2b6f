"""What a week's calendars come to, in numbers. Each is defined here, in minutes unless said otherwise.

Work is every timed event that serves work, with the shifts of a rota; hours shared by several count once. An expected
series is work as well: it takes no personal time and touches no evening, but it is scheduled, and it breaks a rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hedgerow.core.boundary import (
    Boundary,
    Off,
    TimeOff,
    evening_span,
    evenings_of,
    hours_of,
    night_of,
    on_call_time,
    shifts_on,
    worked_shifts,
)
from hedgerow.core.days import Week
from hedgerow.core.intrusion import Expected, is_expected
from hedgerow.core.rest import WEEK, longest_rest, nightly_rests, unbroken_work
from hedgerow.core.span import Span, intersect, merge, overlapping, subtract, total_minutes
from hedgerow.core.timeline import Entry, Timeline

FOCUS_STRETCH = 60
"""Working time without an event counts as focus from this many minutes on."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one week; minutes unless said otherwise."""

    working: int
    """Of working time: windows, shifts and work inside home events, without time off."""
    on_call: int
    personal: int
    """All the rest: working, on-call and personal time are the whole week, 168 h but for a change of clocks."""
    scheduled_work: int
    """With at least one timed work event or a shift of the rota."""
    shortest_rest: Span | None
    """The shortest night's rest; None when no night of the week lies between two working days."""
    longest_rest: Span
    unbroken_work: tuple[tuple[Span, timedelta], ...]
    """Stretches of more than 6 h without the pause that is due, each with the longest pause it had. Of events alone:
    what pauses a shift has, a rota does not say."""
    evenings: tuple[date, ...]
    """The days whose evenings are counted: leave leaves the denominator."""
    evenings_touched: tuple[date, ...]
    """Those of them with at least one minute of a work event in personal time."""
    focus: int
    """Working time in pieces of `FOCUS_STRETCH` or more that no event interrupts."""
    longest_focus: int
    """The longest such piece; 0 without one."""
    fragments: int
    """How many pieces shorter than that events leave of a window or shift."""
    fragment_minutes: int
    meeting_load: int | None
    """Percent of working time with a work event in it, rounded; None without working time."""
    season: str
    """The name of the one that holds more than half of the days, or empty."""
    days_off: tuple[tuple[date, TimeOff], ...]
    """Whole days of leave and public holidays, with what each is off for."""
    days_missed: tuple[date, ...]
    """Days of leave that would have been working days; with a rota every one, since a rota leaves leave out."""
    days_worked: int
    """Days on which working time opens."""

    @property
    def leave_days(self) -> tuple[date, ...]:
        return tuple(day for day, off in self.days_off if off.kind is not Off.HOLIDAY)


@dataclass(frozen=True, slots=True)
class Known:
    """What a week is measured from."""

    inside: Timeline
    """Of the week alone."""
    work: Sequence[Span]
    """Timed work events, merged, from a week before it to a week after it."""
    expected: Sequence[Expected] = ()


def work_of(timeline: Timeline) -> tuple[Span, ...]:
    """The time with at least one timed work event, merged."""
    return merge(entry.span for entry in timeline.entries if entry.is_work and entry.is_timed)


def measure_week(week: Week, known: Known, boundary: Boundary, pause: timedelta) -> Measures:
    """`pause` is the one due in a long day."""
    span = boundary.week_span(week)
    wide = span.widen(WEEK, WEEK)
    hours = hours_of(boundary, span)
    working = hours.working
    shifts = worked_shifts(boundary, wide)
    work = merge([*known.work, *shifts]) if shifts else known.work
    away = on_call_time(boundary, wide)
    rests = nightly_rests(work, (night_of(boundary, day) for day in week.days), away)
    inside = [entry for entry in known.inside.entries if entry.is_timed]
    focus, left = _quiet(working, (entry.span for entry in inside))
    here = intersect(overlapping(known.work, span), [span])
    season = boundary.season_of(week.days)
    evenings = evenings_of(boundary, week.days)
    taken = intersect(hours.personal, _unexpected(inside, known.expected))
    return Measures(
        working=total_minutes(working),
        on_call=total_minutes(hours.on_call),
        personal=total_minutes(hours.personal),
        scheduled_work=total_minutes(intersect(overlapping(work, span), [span])),
        shortest_rest=min(rests, key=lambda rest: (rest.length, rest.start), default=None),
        longest_rest=longest_rest(work, span, away),
        unbroken_work=unbroken_work(here, pause),
        evenings=evenings,
        evenings_touched=tuple(day for day in evenings if overlapping(taken, evening_span(boundary, day))),
        focus=sum(focus),
        longest_focus=max(focus, default=0),
        fragments=len(left),
        fragment_minutes=sum(left),
        meeting_load=_percent(intersect(here, working), working),
        season=season.name if season else "",
        days_off=tuple((day, off) for day in week.days if (off := boundary.off_on(day)) is not None),
        days_missed=tuple(day for day in week.days if boundary.is_leave(day) and _would_work(boundary, day)),
        days_worked=sum(bool(shifts_on(boundary, day)) for day in week.days),
    )


def _quiet(working: Sequence[Span], busy: Iterable[Span]) -> tuple[list[int], list[int]]:
    """The minutes of each piece long enough for focus, and of each shorter one that events left."""
    pieces = subtract(working, busy)
    focus = [piece.minutes for piece in pieces if piece.minutes >= FOCUS_STRETCH]
    return focus, [piece.minutes for piece in pieces if piece.minutes < FOCUS_STRETCH and piece not in working]


def _unexpected(timed: Iterable[Entry], expected: Sequence[Expected]) -> Iterable[Span]:
    return (entry.span for entry in timed if entry.is_work and not is_expected(entry, expected))


def _percent(part: Iterable[Span], whole: Iterable[Span]) -> int | None:
    minutes = total_minutes(whole)
    return round(100 * total_minutes(part) / minutes) if minutes else None


def _would_work(boundary: Boundary, day: date) -> bool:
    rota = boundary.rota
    if rota and rota.known.overlaps(boundary.day_span(day)):
        return True
    return bool(boundary.without_leave().windows_on(day))
