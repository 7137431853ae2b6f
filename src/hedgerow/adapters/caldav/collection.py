"""One calendar on its server, for all who read it: the source and the block calendar share one sync.

A copy serves each reader once, and within a minute; so a run that reads both ways asks the server once. One that has
suddenly lost most of its events is not believed at once, unless it was we who removed them.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from hedgerow.adapters.caldav.client import DavClient
from hedgerow.adapters.caldav.local_copy import Copy, CopyStore
from hedgerow.adapters.caldav.sync import Mirror
from hedgerow.adapters.caldav.xml import path_of
from hedgerow.adapters.ics.feed_url import read_url
from hedgerow.adapters.ics.losses import Loss
from hedgerow.ports import Clock, Unavailable

_FRESH = timedelta(minutes=1)


@dataclass(slots=True, eq=False)
class Collection:
    client: DavClient
    """Signed in, and at the collection."""
    cache: Path = field(repr=False)
    """A folder; it is made when needed."""
    clock: Clock
    _copy: Copy | None = field(init=False, default=None, repr=False)
    _at: datetime | None = field(init=False, default=None)
    """When the copy was taken; None when it may be older than what is there."""
    _served: set[str] = field(init=False, default_factory=set)

    @property
    def where(self) -> str:
        """What people may see of the address."""
        return read_url(self.client.url).where

    def address_of(self, href: str) -> str:
        """On our host, whichever the server names: behind a proxy it knows its inner one, or it means no good."""
        here = urlsplit(self.client.url)
        return urlsplit(urljoin(self.client.url, href))._replace(scheme=here.scheme, netloc=here.netloc).geturl()

    def read(self, reader: str) -> Copy:
        """As it is, or was within this minute if this reader has not had that. Raises what the client raises."""
        now = self.clock.now()
        if self._copy is None or self._at is None or reader in self._served or abs(now - self._at) > _FRESH:
            self._served = set()
            self._at = None
            self._copy = self._update(now)
            self._at = now
        self._served.add(reader)
        return self._copy

    def wrote(self) -> None:
        """The server holds something else now."""
        self._at = None

    def removed(self, href: str) -> None:
        """By us: it is not missed."""
        self._at = None
        if self._copy is None:
            return
        path = path_of(href, self.client.url)
        self._copy = replace(self._copy, held={at: each for at, each in self._copy.held.items() if at != path})
        self._keep(self._copy)

    def _update(self, now: datetime) -> Copy:
        stored = self._store.load()
        before = stored or self._copy
        after = Mirror(self.client).update(before)
        loss = Loss(before.events if before else 0, after.events + len(after.lost), lambda: _digest(after))
        suspicion = loss.doubt(before.suspicion if before else None, now)
        kept = replace(before, suspicion=suspicion) if before and suspicion else after
        if kept != stored:
            self._keep(kept)
        if suspicion is not None:
            self._copy = kept
            raise Unavailable(loss.say(self.where))
        return after

    def _keep(self, copy: Copy) -> None:
        """A full disk costs the saving of a repeated download, not the calendar."""
        with suppress(OSError):
            self._store.keep(copy)

    @property
    def _store(self) -> CopyStore:
        return CopyStore(self.cache, self.client.url, self.client.user)


def _digest(copy: Copy) -> str:
    return sha256(repr(sorted((path, each.etag) for path, each in copy.held.items())).encode()).hexdigest()
