"""One telling as the mail that carries it: iTIP in MIME (RFC 6047), the same bytes each time it is sent.

Its headers hold no text of the event, only fixed words and its time. The person is asked nothing: PARTSTAT is ACCEPTED
and RSVP is FALSE, since they wished for the block themselves. Google shows it as accepted; Outlook looks at neither and
asks once, holding the time as tentative meanwhile. The organizer has to be somebody else than the person, because
calendar programs take invitations to themselves for their own events and leave them alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote
from zoneinfo import ZoneInfo

from hedgerow.adapters.ics.block_lines import escape, utc_text, write_line
from hedgerow.adapters.ics.lines import clean
from hedgerow.adapters.ics.mark import MARK, format_mark
from hedgerow.adapters.imip.told import Method, Told
from hedgerow.core.block import NO_OPERATION, NOBODY, IntentionId, Mark, Slot, uid_of
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.reconcile import BUSY

_UNQUOTED = "@!$*+-._~="
_BODIES = SMTP.clone(max_line_length=76)
"""Quoted-printable lines: RFC 2045 section 6.7."""

HOW_TO_STOP = (
    "There is nothing to answer, and Hedgerow reads no answers. What you move or delete in that calendar, it does not"
    " see: move, skip or undo the block with the hedgerow command. `hedgerow leave` cancels all of them; to have no"
    ' more of them, take the calendar of kind "invitations" out of the settings after that.'
)
_OPENINGS = {
    Method.REQUEST: "Hedgerow holds this time for you:",
    Method.CANCEL: "Hedgerow no longer holds this time for you:",
}
_SUBJECTS = {Method.REQUEST: "Time held", Method.CANCEL: "Time given back"}


@dataclass(frozen=True, slots=True)
class Addresses:
    organizer: str
    """Of Hedgerow."""
    attendee: str
    """Of the person, as their calendar knows it."""


def compose(told: Told, addresses: Addresses, zone: ZoneInfo) -> EmailMessage:
    """Raises ValueError when an address holds a line break."""
    message = EmailMessage(policy=SMTP)
    message["From"] = addresses.organizer
    message["To"] = addresses.attendee
    message["Subject"] = f"{_SUBJECTS[told.method]}: {_when(told, zone)}"
    message["Date"] = told.stamp
    host = addresses.organizer.rpartition("@")[2]
    message["Message-ID"] = f"<{told.block}.{told.sequence}.{told.method.lower()}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["MIME-Version"] = "1.0"
    message.make_alternative()
    message.attach(_part(_words(told, zone), "plain", "quoted-printable", {}))
    # base64 keeps the folds and line ends of the calendar as they are
    calendar = {"method": told.method.value, "component": "VEVENT"}
    message.attach(_part(calendar_text(told, addresses), "calendar", "base64", calendar))
    return message


def calendar_text(told: Told, addresses: Addresses) -> str:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hedgerow//Invitations//EN",
        f"METHOD:{told.method}",
        *_event(told, addresses),
        "END:VCALENDAR",
    )
    return b"".join(write_line(line, b"\r\n") for line in lines).decode()


def _event(told: Told, addresses: Addresses) -> Iterator[str]:
    shown = told.shown
    is_free = shown.transparency is Transparency.TRANSPARENT
    yield "BEGIN:VEVENT"
    yield f"UID:{uid_of(told.block)}"
    yield f"SEQUENCE:{told.sequence}"
    yield f"DTSTAMP:{utc_text(told.stamp)}"
    yield f"DTSTART:{utc_text(shown.span.start)}"
    yield f"DTEND:{utc_text(shown.span.end)}"
    yield f"SUMMARY:{escape(clean(shown.title))}"
    yield f"ORGANIZER;CN=Hedgerow:{_mailto(addresses.organizer)}"
    yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:{_mailto(addresses.attendee)}"
    yield f"STATUS:{'CANCELLED' if told.method is Method.CANCEL else 'CONFIRMED'}"
    yield f"TRANSP:{shown.transparency.upper()}"
    # Outlook goes by this before it goes by TRANSP
    yield f"X-MICROSOFT-CDO-BUSYSTATUS:{'FREE' if is_free else 'BUSY'}"
    if shown.title == BUSY:
        yield "CLASS:PRIVATE"
    elif told.method is Method.REQUEST:
        yield f"DESCRIPTION:{escape(HOW_TO_STOP)}"
    yield f"{MARK}:{format_mark(_mark(told))}"
    yield "END:VEVENT"


def _mark(told: Told) -> Mark:
    """Only that it is a block: where a feed shows the invitation again, no more has to be known."""
    slot = Slot(IntentionId(""), told.shown.span.start.date())
    shown = told.shown
    return Mark(told.block, slot, shown.span, BUSY, shown.transparency, CalendarId(""), NOBODY, NO_OPERATION)


def _words(told: Told, zone: ZoneInfo) -> str:
    return f"{_OPENINGS[told.method]}\n\n{clean(told.shown.title)}\n{_when(told, zone)} ({zone})\n\n{HOW_TO_STOP}\n"


def _part(content: str, subtype: str, encoding: str, parameters: dict[str, str]) -> EmailMessage:
    part = EmailMessage(policy=_BODIES)
    part.set_content(content, subtype=subtype, charset="utf-8", cte=encoding, params=parameters)
    del part["MIME-Version"]
    return part


def _when(told: Told, zone: ZoneInfo) -> str:
    start, end = (instant.astimezone(zone) for instant in (told.shown.span.start, told.shown.span.end))
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M} to {last}"


def _mailto(address: str) -> str:
    return f"mailto:{quote(address, safe=_UNQUOTED)}"
