"""A Google calendar, read through what is kept of it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.collection import Collection
from hedgerow.adapters.google.events import read_events
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.occurrence import CalendarId, Reading
from hedgerow.core.span import Span


@dataclass(frozen=True, slots=True)
class GoogleSource:
    calendar: CalendarId
    collection: Collection
    """Shared with the block calendar, where this one holds blocks too."""
    zone: ZoneInfo
    """The person's, for all-day events."""
    addresses: frozenset[str]
    """The person's, in lower case."""

    def read(self, window: Span) -> Reading:
        """Raises Unavailable, AuthorizationExpired, Refused."""
        kept = self.collection.read("source", window)
        reader = Reader(self.calendar, self.collection.where, self.zone, self.addresses)
        occurrences, unreadable = read_events(kept.events, reader, window, is_own=kept.is_own)
        return Reading(self.calendar, occurrences, unreadable)
