"""A Google calendar that holds our blocks, beside events that are none of our business.

An event is ours by its mark and by its id, which follows from that of the block: the web page copies the mark along
with an event, and an id is never given twice. A version is Google's etag. Each change names the one that it was
decided on (If-Match), and is a whole event (PUT: a patch costs three requests). Creations have no such guard but the
id: an answer that was lost is found out by the 409 of the next try.

Lists may lag behind. For a minute, one that still shows what was there before our write, or nothing, is not believed
but the event looked at by its id. Whatever else a list shows is news.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.answers import Answer, RefusedBy
from hedgerow.adapters.google.block_event import body_afresh, body_around, read_block
from hedgerow.adapters.google.collection import Collection
from hedgerow.adapters.google.events import Event
from hedgerow.adapters.google.mark import block_of_id, event_id, read_mark
from hedgerow.adapters.google.typed_event import (
    AWAY,
    FOCUS,
    as_away,
    as_focus,
    as_plain,
    is_outdated,
    retyped,
    told_of,
)
from hedgerow.core.block import BlockEvent, BlockId, Found, Version
from hedgerow.core.occurrence import CalendarId
from hedgerow.ports import PreconditionFailed, Refused, Unavailable
from hedgerow.settings.values import FocusTime, OutOfOffice

LAG = timedelta(minutes=1)
"""For so long a list may show what was there before."""
_LOOKS = 3
"""At an event that we wrote a moment ago and that Google says it does not have."""
_CONFLICT, _NOT_FOUND = 409, 404
_FOR_ITS_TYPE = (400, 403)
"""How Google may refuse focus time and out-of-office; one that may not be written at all is refused again without."""
LACKS = {
    FOCUS: "Google does not give this account focus time: blocks are held as plain busy events.",
    AWAY: "Google does not give this account out-of-office: unplugged leave is shown by plain busy events.",
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    """An event as we wrote it, or looked at it by its id."""

    event: Event
    before: frozenset[str]
    """The etags of what it replaced."""
    at: datetime


@dataclass(slots=True)
class GoogleBlocks:
    """A `ports.BlockCalendar`."""

    calendar: CalendarId
    collection: Collection
    """Shared with the source that reads the same calendar: one poll then serves both."""
    zone: ZoneInfo
    """The person's, for all-day events and for what is written."""
    focus: FocusTime | None = None
    """Asked for until Google says that this account has none."""
    away: OutOfOffice | None = None
    """Likewise."""
    _refused: set[str] = field(init=False, default_factory=set)
    """The types that it said so of in this run: it is not asked again."""
    _known: dict[str, _Known] = field(init=False, default_factory=dict, repr=False)
    _held: dict[str, Event] = field(init=False, default_factory=dict, repr=False)
    """By id, as last read or written."""
    _taken: set[str] = field(init=False, default_factory=set)
    """Ids that Google refused to give again: what was deleted under them was so before we knew that it was there."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """Sentences on what the settings ask for and Google did not give."""
        asked = {FOCUS: self.focus, AWAY: self.away}
        return tuple(LACKS[kind] for kind, told in asked.items() if told and kind in self.collection.refused)

    def find_blocks(self) -> Sequence[Found]:
        self._held = self._read()
        found = {block: event for name, event in self._held.items() if (block := block_of_id(name))}
        blocks = (self._found(found[block], block) for block in sorted(found))
        return tuple(each for each in blocks if not each.cancelled or event_id(each.block) in self._taken)

    def _found(self, event: Event, block: BlockId) -> Found:
        outdated = is_outdated(event, told_of(event, self.focus, self.away))
        return replace(read_block(event, block, self.calendar, self.zone), outdated=outdated)

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        if expected is None:
            return self._create(event)
        before = self._expect(event.block, expected)
        around = body_around(before, event, self.zone)
        body = retyped(around, before, told_of(before, self.focus, self.away))

        def request() -> Any:
            return self._events.update(
                calendarId=self._id,
                eventId=before["id"],
                sendUpdates="none",
                conferenceDataVersion=1,
                supportsAttachments=True,
                body=body,
            )

        return self._keep(self._change(request, before).body, str(before["etag"]))

    def remove(self, block: BlockId, expected: Version) -> None:
        before = self._expect(block, expected)
        name = str(before["id"])
        self._change(lambda: self._events.delete(calendarId=self._id, eventId=name, sendUpdates="none"), before)
        self._learn({"id": name, "status": "cancelled"}, str(before["etag"]))
        self.collection.removed(name)

    def _create(self, event: BlockEvent) -> Version:
        body = body_afresh(event, self.zone)
        if self.focus and FOCUS not in self._refused:
            body = as_focus(body, event, self.focus)
        if self.away and AWAY not in self._refused:
            body = as_away(body, event, self.away)
        answer = self._insert(body, event)
        if answer.is_ok:
            return self._keep(answer.body, "")
        if answer.status == _CONFLICT:
            there = self._look(body["id"])
            if there and there.get("status") == "cancelled":
                self._taken.add(body["id"])
            raise PreconditionFailed(f"{self._where} holds an event with the id of this new block already.")
        raise Refused(
            f"{self._where} is not there for this account any more: choose another calendar for blocks, or run"
            " `hedgerow connect google` again."
        )

    def _insert(self, body: dict[str, Any], event: BlockEvent) -> Answer:
        """What Google refuses, for its type as it seems, becomes an event like others, if Google takes that."""
        self.collection.wrote()
        kind = body.get("eventType")
        try:
            answer = self._ask_to_insert(body)
        except RefusedBy as error:
            if error.status not in _FOR_ITS_TYPE or not kind:
                raise
        else:
            if kind and answer.is_ok:
                self.collection.note_type(kind, is_taken=True)
            return answer
        answer = self._ask_to_insert(as_plain(body, event, told_of(body, self.focus, self.away)))
        if not answer.is_ok:
            return answer  # it may not have been for its type
        self._refused.add(kind)
        self.collection.note_type(kind, is_taken=False)
        _log.warning("calendar %s has no %s: its blocks are events like others", self.calendar, kind)
        return answer

    def _ask_to_insert(self, body: dict[str, Any]) -> Answer:
        request = self._events.insert(calendarId=self._id, sendUpdates="none", body=body)
        return self.collection.remote.session.ask(request)

    def _change(self, request: Callable[[], Any], before: Event) -> Answer:
        """Raises PreconditionFailed when it is not what `before` is any more."""
        name = str(before["id"])
        is_fresh = name in self._known
        for _ in range(_LOOKS):
            asked = request()
            asked.headers["If-Match"] = before["etag"]
            answer = self._ask(asked, name)
            if answer.is_ok:
                return answer
            if not (answer.status == _NOT_FOUND and is_fresh):
                break
            self.collection.remote.session.pace.waiter.wait(1.0)
        self._forget(name)
        raise PreconditionFailed(f"The block in {self._where} was deleted meanwhile.")

    def _ask(self, request: Any, name: str) -> Answer:
        self.collection.wrote()
        try:
            return self.collection.remote.session.ask(request)
        except PreconditionFailed:
            self._forget(name)
            self._look(name)
            raise
        except RefusedBy as error:
            if error.status == 403 and error.reason == "forbidden" and self._is_gone(name):
                raise PreconditionFailed(f"The block in {self._where} was deleted meanwhile.") from error
            raise

    def _is_gone(self, name: str) -> bool:
        """Google forbids to write what was deleted and thrown out of the bin."""
        self._forget(name)
        there = self._look(name)
        return there is None or there.get("status") == "cancelled"

    def _expect(self, block: BlockId, expected: Version) -> Event:
        name = event_id(block)
        held = self._held.get(name)
        if held is None:
            self.find_blocks()
            held = self._held.get(name)
        if held is None or held.get("etag") != expected:
            held = self._look(name)
        if held is None or held.get("status") == "cancelled" or read_mark(held) is None:
            raise PreconditionFailed(f"The block in {self._where} was deleted meanwhile.")
        if held.get("etag") != expected:
            raise PreconditionFailed(f"The block in {self._where} was changed meanwhile.")
        return held

    def _look(self, name: str) -> Event | None:
        """By its id, which lists may lag behind."""
        found = self.collection.remote.event(name)
        if found is not None:
            shown = self._held.get(name)
            self._learn(found, str(shown.get("etag", "")) if shown else "")
        return found

    def _keep(self, event: Event, before: str) -> Version:
        etag = event.get("etag")
        if not isinstance(etag, str) or event.get("status") == "cancelled":
            raise Unavailable(f"{self._where} did not say what it holds now; it will be looked at again.")
        self._learn(event, before)
        self.collection.wrote(event)
        return Version(etag)

    def _learn(self, event: Event, before: str) -> None:
        name = str(event["id"])
        known = self._known.get(name)
        earlier = known.before if known else frozenset()
        self._known[name] = _Known(event, (earlier | {before}) - {event.get("etag")}, self.collection.clock.now())
        self._held[name] = event

    def _forget(self, name: str) -> None:
        self._known.pop(name, None)
        self._held.pop(name, None)

    def _read(self) -> dict[str, Event]:
        kept = self.collection.blocks()
        shown = {str(each["id"]): each for each in kept.blocks or () if block_of_id(str(each.get("id", "")))}
        for name in _unmarked(kept.events) - shown.keys():
            if found := self._look(name):
                shown[name] = found
        for name, known in tuple(self._known.items()):
            if self._is_behind(shown.get(name), known):
                shown[name] = self._look(name) or known.event
            else:
                del self._known[name]
        return shown

    def _is_behind(self, shown: Event | None, known: _Known) -> bool:
        """The list still shows what was there before."""
        if not timedelta(0) <= self.collection.clock.now() - known.at <= LAG:
            return False
        return shown is None or shown.get("etag") in known.before

    @property
    def _events(self) -> Any:
        return self.collection.remote.session.api.events

    @property
    def _id(self) -> str:
        return self.collection.remote.id

    @property
    def _where(self) -> str:
        return self.collection.where


def _unmarked(events: Iterable[Event]) -> set[str]:
    """Ids of blocks, marked or not.

    A block is held by the calendar that it was written to. What somebody else holds is none, whatever its id looks
    like: ten thousand such invitations cost no request.
    """
    held = (each for each in events if not _is_of_somebody_else(each))
    ids = (str(each.get("recurringEventId") or each.get("id", "")) for each in held)
    return {name for name in ids if block_of_id(name)}


def _is_of_somebody_else(event: Event) -> bool:
    holder = event.get("organizer")
    return isinstance(holder, dict) and not holder.get("self")
