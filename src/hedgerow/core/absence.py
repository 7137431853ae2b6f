"""Unplugged leave as events of ours: one for each stretch of it, in each calendar that is to show it.

They stand outside of the plan: nothing is placed by them, and they are not moved but with the leave. An event goes with
the leave that it lies over; once it has begun, its end alone does. What the person moved, changed or deleted stays so,
and no other is booked beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hedgerow.core.block import Booking, IntentionId, Slot, Standing
from hedgerow.core.days import days_of
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Defence, Intention, Length
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Block, Reason
from hedgerow.core.reconcile import Wanted
from hedgerow.core.span import Span

TITLE = "Out of office"
_PREFIX = "leave/"
"""No intention of the settings has a slash in its id."""
_DOMAINS = frozenset({Domain.SELF})


@dataclass(frozen=True, slots=True)
class Away:
    calendars: tuple[CalendarId, ...] = ()
    """That are to show it."""
    spans: tuple[Span, ...] = ()
    """Merged, in order."""

    @property
    def domains(self) -> Mapping[IntentionId, frozenset[Domain]]:
        return {_absence_in(calendar): _DOMAINS for calendar in self.calendars}


def is_absence(intention: IntentionId) -> bool:
    return intention.startswith(_PREFIX)


def wanted_absences(away: Away, bookings: Sequence[Booking], zone: ZoneInfo, now: datetime) -> tuple[Wanted, ...]:
    """`bookings` as the ledger knows them after `observe`."""
    return tuple(
        Wanted(block, wish)
        for wish in map(_wish, away.calendars)
        for mine in [[each for each in bookings if each.slot.intention == wish.id]]
        for block in _blocks(_as_booked(away.spans, mine, now), mine, wish, zone)
    )


def _as_booked(spans: Sequence[Span], mine: Sequence[Booking], now: datetime) -> Sequence[Span]:
    """A leave that has begun, from where its event begins: what is over is not rewritten."""
    begun = [each.span for each in mine if each.standing is Standing.HELD and each.span.holds(now)]
    starts = [next((each.start for each in begun if each.overlaps(span)), span.start) for span in spans]
    return [Span(start, span.end) for start, span in zip(starts, spans, strict=True)]


def _blocks(spans: Sequence[Span], mine: Sequence[Booking], wish: Intention, zone: ZoneInfo) -> Iterator[Block]:
    held = sorted((each for each in mine if each.standing is Standing.HELD), key=lambda each: (each.span, each.block))
    theirs = [each for each in mine if each.standing not in (Standing.HELD, Standing.WITHDRAWN)]
    used = {each.slot.day for each in (*held, *theirs)}
    for span in spans:
        if any(each.span.overlaps(span) for each in theirs):
            continue
        booking = next((each for each in held if each.span.overlaps(span)), None)
        if booking is not None:
            held.remove(booking)
        # a leave that was put off may still be known by the first day of another one
        free = (day for day in days_of(span, zone) if day not in used)
        day = booking.slot.day if booking else next(free, None)
        if day is not None:
            used.add(day)
            block = booking.block if booking else None
            yield Block(Slot(wish.id, day), span, Transparency.OPAQUE, Reason.AWAY, 0, block)


def _absence_in(calendar: CalendarId) -> IntentionId:
    return IntentionId(f"{_PREFIX}{calendar}")


def _wish(calendar: CalendarId) -> Intention:
    return Intention(_absence_in(calendar), TITLE, _DOMAINS, Length(1, 1, 1), calendar, (), defence=Defence.ALWAYS_BUSY)
