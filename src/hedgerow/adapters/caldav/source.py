"""A calendar on a CalDAV server, read through a local copy of it; what the texts mean is read as from files."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from hedgerow.adapters.caldav.client import DavClient
from hedgerow.adapters.caldav.local_copy import Copy, CopyStore
from hedgerow.adapters.caldav.sync import Mirror
from hedgerow.adapters.ics.feed_url import read_url
from hedgerow.adapters.ics.losses import Loss
from hedgerow.adapters.ics.read import Named, read_calendars
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.occurrence import CalendarId, Reading
from hedgerow.core.span import Span
from hedgerow.ports import Clock, Unavailable

_LOST = "An event there could not be fetched; it will be tried again."


@dataclass(frozen=True, slots=True)
class CalDavSource:
    calendar: CalendarId
    client: DavClient
    """Signed in, and at the collection."""
    zone: ZoneInfo
    """The person's, for all-day and floating events."""
    addresses: frozenset[str]
    """The person's, in lower case."""
    cache: Path = field(repr=False)
    """A folder; it is made when needed."""
    clock: Clock

    def read(self, window: Span) -> Reading:
        """Raises Unavailable, AuthorizationExpired, Refused."""
        store = CopyStore(self.cache, self.client.url, self.client.user)
        before = store.load()
        after = Mirror(self.client).update(before)
        loss = Loss(before.events if before else 0, after.events + len(after.lost), lambda: _digest(after))
        suspicion = loss.doubt(before.suspicion if before else None, self.clock.now())
        kept = replace(before, suspicion=suspicion) if before and suspicion else after
        if kept != before:
            # a full disk costs the saving of a repeated download, not the calendar
            with suppress(OSError):
                store.keep(kept)
        if suspicion is not None:
            raise Unavailable(loss.say(self._where))
        return self._understand(after, window)

    @property
    def _where(self) -> str:
        return read_url(self.client.url).where

    def _understand(self, copy: Copy, window: Span) -> Reading:
        where = self._where
        if not copy.held and not copy.lost:
            return Reading(self.calendar)
        files = [Named(where, each.text.encode()) for each in copy.held.values()]
        files += [Named(where, reason=_LOST) for _ in copy.lost]
        reading = read_calendars(files, window, Reader(self.calendar, where, self.zone, self.addresses))
        if not reading.seen:
            reasons = " ".join(dict.fromkeys(missing.reason for missing in reading.not_seen))
            raise Unavailable(f"{where} could not be read. {reasons}")
        return reading


def _digest(copy: Copy) -> str:
    return sha256(repr(sorted((path, each.etag) for path, each in copy.held.items())).encode()).hexdigest()
