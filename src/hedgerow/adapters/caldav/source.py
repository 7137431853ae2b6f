"""A calendar on a CalDAV server, read through a local copy of it; what the texts mean is read as from files."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hedgerow.adapters.caldav.collection import Collection
from hedgerow.adapters.caldav.local_copy import Copy
from hedgerow.adapters.ics.read import Named, read_calendars
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.occurrence import CalendarId, Reading
from hedgerow.core.span import Span
from hedgerow.ports import Unavailable


@dataclass(frozen=True, slots=True)
class CalDavSource:
    calendar: CalendarId
    collection: Collection
    """Shared with the block calendar, where this one holds blocks too."""
    zone: ZoneInfo
    """The person's, for all-day and floating events."""
    addresses: frozenset[str]
    """The person's, in lower case."""

    def read(self, window: Span) -> Reading:
        """Raises Unavailable, AuthorizationExpired, Refused."""
        return self._understand(self.collection.read("source"), window)

    def _understand(self, copy: Copy, window: Span) -> Reading:
        where = self.collection.where
        if not copy.held and not copy.lost:
            return Reading(self.calendar)
        files = [Named(where, each.text.encode()) for each in copy.held.values()]
        if copy.lost:
            files.append(Named(where, reason=_tell_lost(len(copy.lost))))
        reading = read_calendars(files, window, Reader(self.calendar, where, self.zone, self.addresses))
        if not reading.seen:
            reasons = " ".join(dict.fromkeys(missing.reason for missing in reading.not_seen))
            raise Unavailable(f"{where} could not be read. {reasons}")
        return reading


def _tell_lost(count: int) -> str:
    if count == 1:
        return "One of its events could not be fetched; it will be tried again."
    return f"{count} of its events could not be fetched; they will be tried again."
