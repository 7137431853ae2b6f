"""What no work may be planned into: the rest of a night, a whole day off.

A guard is no block: it takes none of the person's time, stands in no calendar, and a walk or a dinner may lie inside
it. It keeps out the work that we plan ourselves, and is granted only where no timed work of others lies either.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType
from zoneinfo import ZoneInfo

from hedgerow.core.days import DAY_MINUTES, DayWindow, Week, Weekday, day_span, window_span
from hedgerow.core.intention import Priority
from hedgerow.core.span import Span, merge, overlapping, subtract

GuardId = NewType("GuardId", str)
LEAST_REST = timedelta(hours=11)
"""Directive 2003/88/EC art. 3."""
NIGHT = DayWindow(18 * 60, DAY_MINUTES + 10 * 60)


@dataclass(frozen=True, slots=True)
class NightlyRest:
    """So much elapsed time without work, anywhere within the window."""

    id: GuardId
    title: str
    days: frozenset[Weekday] = frozenset(Weekday)
    """On which its nights begin."""
    length: timedelta = LEAST_REST
    window: DayWindow = NIGHT
    priority: Priority = Priority.HIGH

    def wide(self, day: date, zone: ZoneInfo) -> Span:
        """Where the rest of that night may lie."""
        return window_span(day, self.window, zone)

    def most(self, week: Week) -> int:
        """How many a week."""
        return sum(Weekday(day.weekday()) in self.days for day in week.days)


@dataclass(frozen=True, slots=True)
class DayOff:
    """From local midnight to local midnight, 23 to 25 hours."""

    id: GuardId
    title: str
    days: frozenset[Weekday]
    """Which may be it."""
    times_per_week: int = 1
    priority: Priority = Priority.HIGH

    def wide(self, day: date, zone: ZoneInfo) -> Span:
        return day_span(day, zone)

    def most(self, week: Week) -> int:
        return min(self.times_per_week, sum(Weekday(day.weekday()) in self.days for day in week.days))


Guard = NightlyRest | DayOff


def days_in(guard: Guard, week: Week) -> Iterator[date]:
    """Those of the week that it may be granted on."""
    return (day for day in week.days if Weekday(day.weekday()) in guard.days)


def stretches(guard: Guard, day: date, work: Sequence[Span], zone: ZoneInfo) -> tuple[Span, ...]:
    """What merged work leaves of it, as far as that is enough."""
    wide = guard.wide(day, zone)
    enough = guard.length if isinstance(guard, NightlyRest) else wide.length
    return tuple(free for free in subtract([wide], overlapping(work, wide)) if free.length >= enough)


def place(guard: Guard, day: date, work: Sequence[Span], zone: ZoneInfo) -> Span | None:
    """Nearest to the middle of its night, of two equally near the earlier; None where merged work leaves too little."""
    free = stretches(guard, day, work, zone)
    if isinstance(guard, DayOff):
        return free[0] if free else None
    wide = guard.wide(day, zone)
    ideal = wide.start + (wide.length - guard.length) / 2
    starts = (min(max(ideal, each.start), each.end - guard.length) for each in free)
    start = min(starts, key=lambda start: (abs(start - ideal), start), default=None)
    return None if start is None else Span(start, start + guard.length)


@dataclass(frozen=True, slots=True)
class Guarded:
    """One rest or day off that is granted."""

    guard: Guard
    day: date
    """Local; of a night the one that it begins on."""
    span: Span


def grant(guards: Sequence[Guard], weeks: Iterable[Week], work: Sequence[Span], zone: ZoneInfo) -> tuple[Guarded, ...]:
    """All that work leaves room for, in order of time; of more days off than asked for the first ones."""
    found, merged = [], merge(work)
    for guard in guards:
        for week in weeks:
            spans = ((day, place(guard, day, merged, zone)) for day in days_in(guard, week))
            free = [Guarded(guard, day, span) for day, span in spans if span is not None]
            found += free[: guard.most(week)]
    return tuple(sorted(found, key=lambda each: (each.span, each.guard.id)))


def is_over(guard: Guard, day: date, now: datetime, zone: ZoneInfo) -> bool:
    return guard.wide(day, zone).end <= now
