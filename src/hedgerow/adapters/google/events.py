"""Google's events → occurrences. One that is odd is Unreadable, and hides no other.

kind of event       becomes
------------------- --------------------------------------------------------------------------------------------------
outOfOffice         in a calendar of the person's own: its whole days are leave (all-day, category `leave`), and the
                      hours before and after are free, as nobody works in them; in another's: an event like others
workingLocation,    free: they say where, and for whom a day is special, and take no time
  birthday
focusTime,          as `transparency` says
  fromGmail, other
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.answers import text_of
from hedgerow.adapters.google.colours import COLOURS
from hedgerow.adapters.google.mark import read_mark
from hedgerow.adapters.google.times import Odd, read_recurrence, read_span
from hedgerow.adapters.ics.lines import clean
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.block import Mark, uid_of
from hedgerow.core.days import day_span, local_day
from hedgerow.core.occurrence import Occurrence, PartStat, Status, Transparency, Uid, Unreadable
from hedgerow.core.span import Span, subtract

Event = Mapping[str, Any]
FIELDS = (
    "id,status,eventType,iCalUID,summary,colorId,start,end,originalStartTime,recurringEventId,transparency,"
    "organizer(email,self),creator/self,attendees(email,self,responseStatus),created,sequence,"
    "extendedProperties/private"
)
"""Of all that Google knows of an event, what is read here."""
ANSWERS = {
    "accepted": PartStat.ACCEPTED,
    "tentative": PartStat.TENTATIVE,
    "needsAction": PartStat.NEEDS_ACTION,
    "declined": PartStat.DECLINED,
}
"""In the order in which they count when a person is invited by two addresses."""
_TAKE_NO_TIME = frozenset({"workingLocation", "birthday"})
_DAY = timedelta(days=1)


def read_events(
    events: Iterable[Event], reader: Reader, window: Span, *, is_own: bool
) -> tuple[Sequence[Occurrence], Sequence[Unreadable]]:
    """`is_own`: the calendar is the person's, and no one else's that they may see."""
    occurrences: list[Occurrence] = []
    unreadable: list[Unreadable] = []
    for event in events:
        try:
            occurrences += [each for each in _read(event, reader, is_own=is_own) if _touches(each.span, window)]
        except Odd as error:
            uid = Uid(text_of(event, "iCalUID") or text_of(event, "id"))
            unreadable.append(Unreadable(reader.calendar, reader.where, uid or None, 0, str(error)))
    return occurrences, unreadable


def _touches(span: Span, window: Span) -> bool:
    return span.overlaps(window) or (span.start == span.end and window.holds(span.start))


def _read(event: Event, reader: Reader, *, is_own: bool) -> Iterable[Occurrence]:
    """Raises Odd. What was cancelled or deleted may have nothing but its id."""
    if event.get("status") == "cancelled":
        return ()
    span, all_day = read_span(event, reader.zone)
    recurrence = read_recurrence(event)
    mark = read_mark(event)
    is_reshaped = all_day or recurrence is not None
    attendees = _people(event)
    occurrence = Occurrence(
        reader.calendar,
        uid_of(mark.block) if mark else Uid(text_of(event, "iCalUID") or text_of(event, "id")),
        span,
        title=clean(text_of(event, "summary")),
        recurrence_id=recurrence,
        all_day=all_day,
        transparency=_transparency(event, mark if is_reshaped else None),
        status=Status.TENTATIVE if event.get("status") == "tentative" else Status.CONFIRMED,
        partstat=_answer(attendees, reader.addresses),
        organizer=_email(event.get("organizer")),
        attendees=tuple(dict.fromkeys(filter(None, map(_email, attendees)))),
        color=COLOURS.get(text_of(event, "colorId"), ""),
        ours=mark is not None and not is_reshaped,
    )
    is_away = is_own and event.get("eventType") == "outOfOffice"
    try:
        return tuple(_away(occurrence, reader.zone)) if is_away else (occurrence,)
    except OverflowError as error:
        raise Odd("Its days are outside of the calendar.") from error


def _transparency(event: Event, reshaped: Mark | None) -> Transparency:
    """A block made recurring or all-day by hand is the person's from then on, and as free as they show it."""
    is_free = event.get("transparency") == "transparent" or text_of(event, "eventType") in _TAKE_NO_TIME
    shown = Transparency.TRANSPARENT if is_free else Transparency.OPAQUE
    return Transparency.OPAQUE if reshaped and shown is reshaped.transparency else shown


def _away(out: Occurrence, zone: ZoneInfo) -> Iterator[Occurrence]:
    first = local_day(out.span.start, zone)
    if day_span(first, zone).start < out.span.start:
        first += _DAY
    end = local_day(out.span.end, zone)
    days = Span(day_span(first, zone).start, day_span(end, zone).start) if first < end else None
    if days:
        yield replace(out, span=days, all_day=True, categories=("leave",))
    for rest in subtract([out.span], [days] if days else []):
        yield replace(out, span=rest, transparency=Transparency.TRANSPARENT)


def _people(event: Event) -> Sequence[Event]:
    found = event.get("attendees")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _answer(attendees: Sequence[Event], addresses: frozenset[str]) -> PartStat | None:
    """Of the copy in this calendar, else of the person."""
    given = [each for each in attendees if each.get("self")]
    given = given or [each for each in attendees if _email(each) in addresses]
    answers = {ANSWERS.get(text_of(each, "responseStatus"), PartStat.NEEDS_ACTION) for each in given}
    return next((answer for answer in ANSWERS.values() if answer in answers), None)


def _email(person: object) -> str:
    return clean(text_of(person, "email")).lower() if isinstance(person, dict) else ""
