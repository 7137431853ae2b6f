"""One concrete event in time, and what stood in the way of reading one. Words of RFC 5545."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from hedgerow.core.span import Span

CalendarId = NewType("CalendarId", str)
Uid = NewType("Uid", str)
RecurrenceId = NewType("RecurrenceId", str)
"""Which instance of a series: its original start as `20261125T080000Z`, or `20261125` for an all-day one."""


class Transparency(StrEnum):
    """RFC 5545 section 3.8.2.7."""

    OPAQUE = "opaque"
    TRANSPARENT = "transparent"


class Status(StrEnum):
    """RFC 5545 section 3.8.1.11, for events."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class PartStat(StrEnum):
    """How the person answered an invitation: RFC 5545 section 3.2.12."""

    NEEDS_ACTION = "needs-action"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    DELEGATED = "delegated"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Identified by (calendar, uid, recurrence_id). All-day and floating times are already in the person's zone."""

    calendar: CalendarId
    uid: Uid
    span: Span
    title: str
    recurrence_id: RecurrenceId | None = None
    """None exactly when the event does not recur."""
    all_day: bool = False
    transparency: Transparency = Transparency.OPAQUE
    status: Status = Status.CONFIRMED
    partstat: PartStat | None = None
    """None when the person is not among the attendees."""
    organizer: str = ""
    """An address in lower case without `mailto:`, or empty."""
    attendees: tuple[str, ...] = ()
    """Addresses in lower case without `mailto:`."""
    categories: tuple[str, ...] = ()
    color: str = ""
    """RFC 7986 COLOR in lower case, or empty."""
    ours: bool = False
    """A block of ours by its mark, and neither all-day nor recurring: those are what a person made of one."""

    @property
    def is_tentative(self) -> bool:
        """Busy for planning, but the person has not said yes."""
        unanswered = (PartStat.TENTATIVE, PartStat.NEEDS_ACTION)
        return self.status is Status.TENTATIVE or self.partstat in unanswered


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One event that could not be understood; it hides no other."""

    calendar: CalendarId
    where: str
    """The file name or address it was in."""
    uid: Uid | None
    line: int
    """Of its BEGIN line, counted from 1; 0 where there are no lines."""
    reason: str
    """One clear sentence without the event's title."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An event that was read, and understood only in part."""

    calendar: CalendarId
    uid: Uid
    reason: str
    """One clear sentence without the event's title."""


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A calendar, or one file of it, that could not be read. Never to be taken for an empty one."""

    calendar: CalendarId
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one calendar gave for a window. A partly read one has both occurrences and `not_seen`."""

    calendar: CalendarId
    occurrences: Sequence[Occurrence] = ()
    unreadable: Sequence[Unreadable] = ()
    not_seen: Sequence[NotSeen] = ()
    seen: bool = True
    """False when nothing at all could be read."""
