"""When a weekly letter is due. Told from the week it is about and the time it is, never from a timer that fired."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hedgerow.core.boundary import Boundary, night_spans
from hedgerow.core.days import Week, Weekday, instant, local_day, week_of
from hedgerow.core.span import Span

CATCH_UP = timedelta(days=3)
"""A letter that could not go out at its hour may still go for so long; later it would be about a time long past."""


@dataclass(frozen=True, slots=True)
class LetterHour:
    weekday: Weekday
    at: int
    """Minutes of the local day."""


def letter_due(now: datetime, hour: LetterHour, first: Weekday, boundary: Boundary) -> Week | None:
    """The week to write about now: the last whole one, from its hour on until `CATCH_UP` later.

    Never at night, and not on leave.
    """
    today = local_day(now, boundary.zone)
    day = today - timedelta(days=(today.weekday() - hour.weekday) % 7)
    opens = instant(day, hour.at, boundary.zone)
    if now < opens:
        opens = instant(day - timedelta(days=7), hour.at, boundary.zone)
    minute = Span(now, now + timedelta(minutes=1))
    if now >= opens + CATCH_UP or boundary.is_leave(boundary.local_day(now)) or night_spans(boundary, minute):
        return None
    return week_of(local_day(opens, boundary.zone), first).plus(-1)
