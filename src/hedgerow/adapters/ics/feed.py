"""A calendar published at a web address.

What cannot be read whole is Unavailable: an old answer is never passed off as a new one, and a feed that has suddenly
lost most of its events is not believed at once.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from hedgerow.adapters.ics.feed_cache import FeedCache, Kept, pack
from hedgerow.adapters.ics.feed_url import read_url
from hedgerow.adapters.ics.fetch import Fetcher, Validators
from hedgerow.adapters.ics.losses import Loss
from hedgerow.adapters.ics.read import read_calendar
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.occurrence import CalendarId, Reading
from hedgerow.core.span import Span
from hedgerow.ports import Clock, Unavailable

_STAMP = re.compile(rb"^DTSTAMP[:;][^\n]*\n", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FeedSource:
    calendar: CalendarId
    url: str = field(repr=False)
    """http, https or webcal; `user:password@` becomes Basic authentication."""
    zone: ZoneInfo
    """The person's, for all-day and floating events."""
    addresses: frozenset[str]
    """The person's, in lower case."""
    cache: Path
    """A folder; it is made when needed."""
    clock: Clock
    fetcher: Fetcher = field(default_factory=Fetcher)

    def read(self, window: Span) -> Reading:
        """Raises Unavailable."""
        kept = self._cache.load(self.url)
        fetched = self.fetcher.fetch(self.url, kept.validators if kept else Validators())
        if fetched.body is None and kept is not None:
            self._keep(replace(kept, suspicion=None))
            return self._understand(kept.body, window)
        body = fetched.body or b""
        reading = self._understand(body, window)
        # some servers write the time of the request into each event
        loss = Loss(kept.events if kept else 0, count_events(body), lambda: sha256(_STAMP.sub(b"", body)).hexdigest())
        suspicion = loss.doubt(kept.suspicion if kept else None, self.clock.now())
        if kept is not None and suspicion is not None:
            self._keep(replace(kept, suspicion=suspicion))
            raise Unavailable(loss.say(self._where))
        self._keep(Kept(fetched.validators, count_events(body), pack(body)))
        return reading

    @property
    def _cache(self) -> FeedCache:
        return FeedCache(self.cache)

    @property
    def _where(self) -> str:
        return read_url(self.url).where

    def _keep(self, kept: Kept) -> None:
        # a full disk costs the saving of a repeated download, not the calendar
        with suppress(OSError):
            self._cache.keep(self.url, kept)

    def _understand(self, body: bytes, window: Span) -> Reading:
        reading = read_calendar(body, window, Reader(self.calendar, self._where, self.zone, self.addresses))
        if not reading.seen:
            reasons = " ".join(missing.reason for missing in reading.not_seen)
            raise Unavailable(f"{self._where} could not be read. {reasons}")
        return reading


def count_events(body: bytes) -> int:
    """About right whatever the encoding, and fast."""
    return body.replace(b"\0", b"").upper().count(b"BEGIN:VEVENT")
