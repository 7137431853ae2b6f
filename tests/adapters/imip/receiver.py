"""The calendar of somebody who gets invitations by mail, as RFC 5546 asks of it: an ordinary client, no friend of ours.

A message counts by UID, then SEQUENCE, then DTSTAMP (section 2.1.5); what is older than what is known is dropped, and a
cancelled event is remembered as such.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from icalendar import Calendar

from hedgerow.core.span import Span


@dataclass(frozen=True)
class Entry:
    span: Span
    title: str
    is_free: bool


@dataclass(frozen=True)
class Invitation:
    method: str
    uid: str
    sequence: int
    stamp: datetime
    organizer: str
    attendee: str
    entry: Entry


@dataclass
class Receiver:
    address: str
    _known: dict[str, tuple[int, datetime, Entry | None]] = field(default_factory=dict)

    @property
    def entries(self) -> dict[str, Entry]:
        return {uid: entry for uid, (_, _, entry) in self._known.items() if entry is not None}

    def take(self, data: bytes) -> None:
        told = invitation(message_from_bytes(data, _class=EmailMessage, policy=default))
        assert told.attendee == f"mailto:{self.address}", "an invitation to somebody else is not for this calendar"
        known = self._known.get(told.uid)
        if known is not None and (told.sequence, told.stamp) < known[:2]:
            return
        self._known[told.uid] = told.sequence, told.stamp, None if told.method == "CANCEL" else told.entry


def invitation(message: EmailMessage) -> Invitation:
    """The method stands wherever a client may look for it (RFC 6047 section 2.4)."""
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar: Any = Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == part.get_param("method")
    [event] = calendar.walk("VEVENT")
    start, end, stamp = (event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND", "DTSTAMP"))
    return Invitation(
        method=str(calendar["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        stamp=stamp,
        organizer=str(event["ORGANIZER"]),
        attendee=str(event["ATTENDEE"]),
        entry=Entry(Span(start, end), str(event["SUMMARY"]), event["TRANSP"] == "TRANSPARENT"),
    )
