"""One block as the VEVENT of a calendar file: written plainly, read whatever other programs made of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.cal.component import Component
from icalendar.cal.event import Event

from hedgerow.adapters.ics.mark import write_mark
from hedgerow.core.block import BlockEvent, Found, Mark, Version, uid_of
from hedgerow.core.days import instant
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.span import Span

NOTE = "Held by Hedgerow. Move, resize or delete it as you like; your change stays."

_DOMAINS = frozenset(domain.upper() for domain in Domain)
_NOT_READ = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, OSError)
"""What icalendar was seen to raise on events broken by hand; OSError when a TZID is no good file name."""


def write_event(event: BlockEvent, stamp: datetime, earlier: bytes = b"") -> bytes:
    """With CRLF; the same bytes for the same arguments. A private block tells nothing but that the person is busy.

    What the person added to the `earlier` state of the event (a note, an alarm, a colour) stays in one that is not.
    """
    before = _parse(earlier) or Event()
    component = Event() if event.private else before
    about = {"CLASS": "PRIVATE"} if event.private else _shown(event, before)
    for name, value in (*_stamped(event, stamp, before).items(), *about.items()):
        component.pop(name, None)
        if value is not None:
            component.add(name, value)
    write_mark(component, event.mark)
    return bytes(component.to_ical())


def _stamped(event: BlockEvent, stamp: datetime, before: Component) -> Mapping[str, object]:
    return {
        "UID": uid_of(event.block),
        "DTSTAMP": stamp,
        "LAST-MODIFIED": stamp,
        "SEQUENCE": _sequence(before) + 1,
        "DTSTART": event.span.start,
        "DTEND": event.span.end,
        "DURATION": None,
        "SUMMARY": event.title,
        "TRANSP": event.transparency.upper(),
    }


def _shown(event: BlockEvent, before: Component) -> Mapping[str, object]:
    """Another title than before may be the end of a private one, whose CLASS was ours and not the person's."""
    theirs = [name for name in _categories(before) if name.upper() not in _DOMAINS]
    return {
        "CLASS": before.get("CLASS") if before.get("SUMMARY") == event.title else None,
        "CATEGORIES": [*sorted(domain.upper() for domain in event.domains), *theirs] or None,
        "DESCRIPTION": before.get("DESCRIPTION", NOTE),
    }


def read_event(texts: Sequence[bytes], mark: Mark, calendar: CalendarId, zone: ZoneInfo) -> Found:
    """The VEVENTs of one UID. Floating times, and those of a zone that nobody knows, are read in `zone`.

    More than one stands for a recurring event with changed instances. One that cannot be read is still ours by its
    mark, hence a `broken` one and neither an error nor nothing: nothing would look as if the person had deleted it.
    """
    version = version_of(texts)
    component = _parse(texts[0])
    try:
        span, all_day = _when(component, zone) if component is not None else (None, False)
    except _NOT_READ:
        span, all_day = None, False
    if component is None or span is None:
        return Found(calendar, mark, mark.left, mark.title, Transparency.OPAQUE, version, broken=True)
    return Found(
        calendar=calendar,
        mark=mark,
        span=span,
        title=_word(component, "SUMMARY"),
        transparency=_transparency(component),
        version=version,
        all_day=all_day,
        recurring=len(texts) > 1 or any(name in component for name in ("RRULE", "RDATE", "RECURRENCE-ID")),
        cancelled=_word(component, "STATUS").upper() == "CANCELLED",
    )


def version_of(texts: Sequence[bytes]) -> Version:
    """Of the event's own bytes, so that a change elsewhere in the file is none of it."""
    return Version(sha256(b"".join(texts)).hexdigest()[:32])


def _parse(text: bytes) -> Component | None:
    try:
        return Event.from_ical(text) if text else None
    except _NOT_READ:
        return None


def _when(component: Component, zone: ZoneInfo) -> tuple[Span, bool]:
    """Raises one of `_NOT_READ`."""
    start, end, length = (_time(component, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if isinstance(start, datetime):
        opens = _instant(start, zone)
        return Span(opens, _instant(end, zone) if end is not None else opens + (length or timedelta())), False
    until = end or start + (length or timedelta(days=1))
    return Span(instant(start, 0, zone), instant(until, 0, zone)), True


def _time(component: Component, name: str) -> Any:
    value: Any = component.get(name)
    return None if value is None else value.dt


def _instant(time: datetime, zone: ZoneInfo) -> datetime:
    return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)


def _word(component: Component, name: str) -> str:
    """Empty when there is none, or more than one."""
    value = component.get(name)
    return str(value) if isinstance(value, str) else ""


def _transparency(component: Component) -> Transparency:
    free = _word(component, "TRANSP").upper() == "TRANSPARENT"
    return Transparency.TRANSPARENT if free else Transparency.OPAQUE


def _sequence(component: Component) -> int:
    """-1 for an event that was never written."""
    try:
        return int(component.get("SEQUENCE", 0 if "UID" in component else -1))
    except _NOT_READ:
        return 0


def _categories(component: Component) -> Sequence[str]:
    try:
        return [str(name) for name in component.categories] if isinstance(component, Event) else []
    except _NOT_READ:
        return []
