"""A calendar on a CalDAV server that holds our blocks, beside events that are none of our business.

An event is ours by its mark, an X- property, which every server has to keep (RFC 4791 section 5.3.3). One that does
not is found out by the first block that it is given: that is taken away again, and the calendar refused. There is no
second mark in a note or a category: those are for people, and whoever clears them must not disown a block by that.

A version is the ETag. What was created is read back, since an answer may lie and a server may rename or rewrite; what
was replaced only if the answer has no strong ETag (RFC 4791 section 5.3.4). Then what is there counts as ours only if
it is what was written: a person may have been quicker.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import quote
from zoneinfo import ZoneInfo

from hedgerow.adapters.caldav.collection import Collection
from hedgerow.adapters.caldav.places import (
    Place,
    Places,
    by_uid,
    find_block,
    may_lack_a_block,
    names_a_block,
    place,
    version_of_places,
)
from hedgerow.adapters.caldav.writes import Writes, is_strong
from hedgerow.adapters.ics.block_text import write_event
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.block import NOBODY, BlockEvent, BlockId, Found, Version, uid_of
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.ports import AuthorizationExpired, Clock, PreconditionFailed, Refused, Unavailable

_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hedgerow//Blocks//EN\r\n"
_TAIL = b"END:VCALENDAR\r\n"
_LONE = re.compile(rb"(?<!\r)\n")


@dataclass(slots=True)
class CalDavBlocks:
    """A `ports.BlockCalendar`. `zone` is the person's, for all-day and floating times."""

    collection: Collection
    """May be shared with the source that reads the same calendar: one sync then serves both."""
    calendar: CalendarId
    zone: ZoneInfo
    clock: Clock
    _places: Places = field(init=False, default_factory=dict)
    """As last read or written."""
    _unfit: str = field(init=False, default="")
    """Why nothing new can be held there, once that is known."""

    def find_blocks(self) -> Sequence[Found]:
        self._places = self._read()
        return tuple(find_block(uid, places, self._reader) for uid, places in self._places.items())

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        uid = uid_of(event.block)
        if expected is None:
            return self._create(uid, event)
        *others, held = self._expect(uid, expected)
        if others or held.layout is None:
            raise PreconditionFailed(f"{self._where} holds the block twice: it is left as it is.")
        layout, ours = held.layout, held.ours(uid)
        text = write_event(event, self.clock.now(), layout.text(ours[:1]), layout.newline)
        body = _wire(layout.with_event(text, ours))
        with self._writing(uid):
            answer = self._writes.replace(held.href, held.etag, body)
            sent = place(held.href, answer.headers.get("etag", ""), body)
            return self._keep(uid, sent) if is_strong(sent.etag) else self._read_back(event, sent)

    def remove(self, block: BlockId, expected: Version) -> None:
        uid = uid_of(block)
        held = self._expect(uid, expected)
        with self._writing(uid):
            for each in held:
                self._take_out(uid, each)
                self.collection.removed(each.href)

    def _create(self, uid: Uid, event: BlockEvent) -> Version:
        if self._unfit:
            raise Refused(self._unfit)
        if uid in self._places:
            raise PreconditionFailed(f"{self._where} holds an event with the id of this new block already.")
        href = f"{self.collection.client.url.rstrip('/')}/{quote(uid, safe='')}.ics"
        body = _wire(_HEAD + write_event(event, self.clock.now()) + _TAIL)
        with self._writing(uid):
            self._writes.create(href, body)
            return self._read_back(event, place(href, "", body), is_new=True)

    def _keep(self, uid: Uid, held: Place) -> Version:
        self._places = {**self._places, uid: (held,)}
        return held.version

    def _read_back(self, event: BlockEvent, sent: Place, *, is_new: bool = False) -> Version:
        """Raises Unavailable when it cannot be known what is there, Refused when nothing new can be held there."""
        uid = uid_of(event.block)
        there = self._fetch(sent.href) or self._search(uid)
        if there is None:
            raise Unavailable(f"{self._where} said that it holds the block, and does not; it will be looked at again.")
        found = find_block(uid, (there,), self._reader)
        if is_new and found.span == event.span:
            if found.mark.owner == NOBODY:
                self._take_back(there, "takes out of events what Hedgerow knows its own by")
            if not there.etag:
                self._take_back(there, "gives its events no versions (ETags), by which changes of others are seen")
        if found.mark == event.mark and _is_as_asked(found, event):
            return self._keep(uid, there)
        # the server tells no version like this one, so that nothing is written there before it was looked at again
        return replace(sent, etag="").version

    def _take_back(self, there: Place, reason: str) -> NoReturn:
        """It is moments old, and where we put it."""
        reason = f"{self._where} {reason}, so it can't hold blocks: choose another calendar for them."
        self._unfit = reason
        try:
            self._writes.delete(there.href, there.etag or "*")
        except (AuthorizationExpired, PreconditionFailed, Refused, Unavailable) as error:
            raise Refused(f"{reason} The first one could not be removed again: delete it by hand.") from error
        raise Refused(f"{reason} The first one is removed again.")

    def _take_out(self, uid: Uid, held: Place) -> None:
        """With the whole resource, unless a program put somebody else's event into it."""
        layout = held.layout
        if layout is None or all(piece.uid == uid for piece in layout.pieces):
            self._writes.delete(held.href, held.etag)
        else:
            self._writes.replace(held.href, held.etag, _wire(layout.without(layout.of(uid))))

    def _expect(self, uid: Uid, expected: Version) -> tuple[Place, ...]:
        """Read anew where the ETag alone does not protect what is there. Raises PreconditionFailed, Unavailable."""
        if uid not in self._places:
            self.find_blocks()
        held = self._places.get(uid, ())
        if not all(is_strong(each.etag) for each in held) or version_of_places(held) != expected:
            held = tuple(there for each in held if (there := self._fetch(each.href)))
        if not any(each.ours(uid) for each in held) or version_of_places(held) != expected:
            raise PreconditionFailed(f"The block at {self._where} was {'changed' if held else 'deleted'} meanwhile.")
        return held

    def _fetch(self, href: str) -> Place | None:
        """Unpacked: packing on the way would weaken the ETag."""
        answer = self.collection.client.request("GET", href, {"Accept-Encoding": "identity"})
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            return None
        if answer.status != HTTPStatus.OK:
            raise answer.unexpected()
        return place(href, answer.headers.get("etag", ""), answer.body)

    def _search(self, uid: Uid) -> Place | None:
        """Some servers name the resources themselves."""
        self.collection.wrote()
        return next(iter(self._read().get(uid, ())), None)

    def _read(self) -> Places:
        copy = self.collection.read("blocks")
        places = by_uid(
            place(each.href, each.etag, each.text.encode()) for each in copy.held.values() if names_a_block(each)
        )
        if may_lack_a_block(copy, places):
            raise Unavailable(f"{self._where} does not give all of its events; it will be tried again.")
        return places

    @contextmanager
    def _writing(self, uid: Uid) -> Iterator[None]:
        """Whatever comes of it, what was known of the event is no more, until `_keep` knows better."""
        self._places = {other: places for other, places in self._places.items() if other != uid}
        try:
            yield
        finally:
            self.collection.wrote()

    @property
    def _writes(self) -> Writes:
        return Writes(self.collection.client)

    @property
    def _reader(self) -> Reader:
        return Reader(self.calendar, self._where, self.zone, frozenset())

    @property
    def _where(self) -> str:
        return self.collection.where


def _is_as_asked(found: Found, event: BlockEvent) -> bool:
    """In all that `core.observe` looks at but the mark."""
    asked = (event.span, event.title, event.transparency)
    told = (found.all_day, found.recurring, found.cancelled)
    return (found.span, found.title, found.transparency) == asked and not any(told)


def _wire(text: bytes) -> bytes:
    """XML has no CR, so that what came in a multistatus has lost those of its line ends."""
    return _LONE.sub(b"\r\n", text)
