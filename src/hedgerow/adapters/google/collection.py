"""One calendar at Google, for all who read it: the source and the block calendar share one poll.

What was read serves each reader once, and within a minute; so a run that reads both ways asks Google once. A poll that
hears of nothing new costs one request and writes nothing, and one that hears of single events costs no more
(`following`). Late on a day that took much, every second poll of a quiet calendar is left out (`thrift`). A calendar
that has suddenly lost most of its events is not believed at once, unless it was we who removed them.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.events import Event
from hedgerow.adapters.google.following import follow
from hedgerow.adapters.google.freebusy import busy_events
from hedgerow.adapters.google.kept import Kept, KeptStore
from hedgerow.adapters.google.mark import OURS
from hedgerow.adapters.google.sync import Changes, Remote
from hedgerow.adapters.google.thrift import Thrift
from hedgerow.adapters.google.times import Odd, read_span
from hedgerow.adapters.ics.losses import Loss
from hedgerow.core.span import Span
from hedgerow.ports import Clock, Unavailable

AGAIN = timedelta(days=1)
"""The window is read anew after so long, whatever is said of changes."""
MARGIN = timedelta(days=1)
"""Google takes days for those of UTC at the edges of a window."""
_FRESH = timedelta(minutes=1)


@dataclass(slots=True, eq=False)
class Collection:
    remote: Remote
    cache: Path = field(repr=False)
    """A folder; it is made when needed."""
    clock: Clock
    thrift: Thrift | None = None
    """None: each look asks Google."""
    _kept: Kept | None = field(init=False, default=None, repr=False)
    _at: datetime | None = field(init=False, default=None)
    """When Google was last asked; None when it may hold something else by now."""
    _blocks: Sequence[Event] = field(init=False, default=(), repr=False)
    """As they were when they were last listed."""
    _ours: dict[str, Event] = field(init=False, default_factory=dict, repr=False)
    """What our own writes left, by id: when a poll tells of it, nothing is news."""
    _served: set[str] = field(init=False, default_factory=set)
    _looked: datetime | None = field(init=False, default=None)
    """When Google was last asked in earnest."""
    _is_quiet: bool = field(init=False, default=False)
    """That look told of nothing, and nothing that would be news was done since."""

    @property
    def where(self) -> str:
        return self.remote.where

    @property
    def changed_at(self) -> datetime | None:
        """When Google last told of a change; None before it was read here."""
        return self._kept.changed_at if self._kept else None

    @property
    def refused(self) -> frozenset[str]:
        """The types of events that Google did not take here when it was last asked to, in this run or before it."""
        return self._kept.refused if self._kept else frozenset()

    def note_type(self, kind: str, *, is_taken: bool) -> None:
        refused = self.refused - {kind} if is_taken else self.refused | {kind}
        if self._kept is not None and refused != self.refused:
            self._keep(replace(self._kept, refused=refused))

    def read(self, reader: str, window: Span | None = None) -> Kept:
        """As it is, or was within this minute if this reader has not had that.

        The window is that of whoever asked last when None is given. Raises what `Session.ask` raises.
        """
        now = self.clock.now()
        kept = self._kept if self._may_serve(reader, window, now) else None
        if kept is None:
            self._served, self._at = set(), None
            kept = self._kept = self._spared(window, now) or self._look(window, now)
            self._at = now
        self._served.add(reader)
        return kept

    def blocks(self) -> Kept:
        """With `blocks` too. Asked for anew only when something has changed. Raises what `Session.ask` raises."""
        kept = self.read("blocks")
        if kept.blocks is None:
            kept = replace(kept, blocks=self._list_blocks())
            self._keep(kept)
        return kept

    def _list_blocks(self) -> Sequence[Event]:
        """What was there and is not told of, not even as deleted, is looked at: lists may lag behind."""
        listed = self.remote.marked(*OURS)
        told = {each.get("id") for each in listed}
        lacking = [each for each in self._blocks if each.get("id") not in told and each.get("status") != "cancelled"]
        looked = [self.remote.event(str(each.get("id"))) for each in lacking]
        return (*listed, *(each for each in looked if each is not None))

    def wrote(self, left: Event | None = None) -> None:
        """Google holds something else now; `left` by us, where that is known."""
        self._at, self._is_quiet = None, False
        if left is not None:
            self._ours[str(left.get("id"))] = left

    def removed(self, event: str) -> None:
        """By us: it is not missed."""
        self._at, self._is_quiet = None, False
        self._ours.pop(event, None)
        if self._kept is not None:
            left = tuple(each for each in self._kept.events if each.get("id") != event)
            self._keep(replace(self._kept, events=left))

    def _may_serve(self, reader: str, wanted: Span | None, now: datetime) -> bool:
        if self._kept is None or self._at is None or reader in self._served:
            return False
        return abs(now - self._at) <= _FRESH and (wanted is None or self._kept.covered.covers(wanted))

    def _spared(self, window: Span | None, now: datetime) -> Kept | None:
        """As it was a cycle ago, once, where that will do."""
        kept, is_late = self._kept, self.thrift is not None and self.thrift.spares(self._looked, now)
        may_wait, self._is_quiet = is_late and self._is_quiet, False
        if kept is None or not may_wait or _is_due(kept, window or _asked_before(kept, now), now):
            return None
        return kept

    def _look(self, window: Span | None, now: datetime) -> Kept:
        kept = self._update(window, now)
        self._looked, self._is_quiet = now, kept.changed_at != now
        return kept

    def _update(self, window: Span | None, now: datetime) -> Kept:
        before = self._kept or self._store.load()
        wanted = window or _asked_before(before, now)
        if before is None:
            return self._renew(None, self.remote.begin(now), wanted, now)
        if _is_due(before, wanted, now):
            # whatever has changed since the token is told of by the next poll
            return self._renew(before, Changes(before.token, is_any=False, role=before.role), wanted, now)
        changes = self.remote.changes(before.token) or self.remote.begin(now)
        if changes.role not in ("", before.role):
            return self._renew(before, changes, wanted, now)
        if not changes.is_any:
            return replace(before, token=changes.token)
        return self._follow(before, changes, now) or self._renew(before, changes, wanted, now)

    def _follow(self, before: Kept, changes: Changes, now: datetime) -> Kept | None:
        """None where what was told is not enough. Raises what `_compared` raises."""
        after = follow(before, changes.told, self._ours) if changes.told is not None else None
        if after is None:
            return None
        self._compared(before, after, now)
        after = replace(after, token=changes.token, changed_at=now)
        self._blocks = before.blocks or self._blocks
        self._keep(after)
        return after

    def _renew(self, before: Kept | None, changes: Changes, wanted: Span, now: datetime) -> Kept:
        self._blocks = (before.blocks if before else None) or self._blocks
        after = self._read_window(changes, wanted.widen(MARGIN, MARGIN), now)
        if before is not None:
            after = self._compared(before, after, now)
            after = after if changes.is_any else replace(after, changed_at=before.changed_at)
            # what is due after a day is no news of our blocks: a change of one is told of by the next poll
            is_news = changes.is_any or before.is_first or before.suspicion is not None
            after = replace(after, refused=before.refused, blocks=None if is_news else before.blocks)
        # lists may lag behind what is told of changes: one reading more, in the place of the next poll
        after = replace(after, is_first=(changes.is_any or after.is_first) and not after.is_busy_only)
        self._keep(after)
        return after

    def _read_window(self, changes: Changes, span: Span, now: datetime) -> Kept:
        """After the token: what changes in between is told once more next time, and nothing is lost."""
        kept = Kept(changes.token, span, now, now, changes.role, ())
        if kept.is_busy_only:
            return replace(kept, events=busy_events(self.remote.session, self.remote.id, self.where, span))
        window = self.remote.window(span)
        return replace(kept, events=window.events, role=window.role or kept.role)

    def _compared(self, before: Kept, after: Kept, now: datetime) -> Kept:
        """Raises Unavailable after a loss, and goes on from what was there before, token and all.

        What few events there were may all be gone; that is looked at once more.
        """
        shared = after.covered.clip(before.covered)
        old, new = (_within(shared, kept.events) for kept in (before, after))
        loss = Loss(len(old), len(new), lambda: _digest(new))
        suspicion = loss.doubt(before.suspicion, now)
        if suspicion is None:
            return replace(after, is_first=bool(old) and not new)
        self._keep(replace(before, suspicion=suspicion))
        raise Unavailable(loss.say(self.where))

    def _keep(self, kept: Kept) -> None:
        """A full disk costs the saving of a repeated reading, not the calendar."""
        self._kept = kept
        with suppress(OSError):
            self._store.keep(kept)

    @property
    def _store(self) -> KeptStore:
        return KeptStore(self.cache, self.remote.session.account, self.remote.id)


def _asked_before(kept: Kept | None, now: datetime) -> Span:
    return Span(kept.covered.start + MARGIN, kept.covered.end - MARGIN) if kept else Span(now, now + MARGIN)


def _is_due(before: Kept, wanted: Span, now: datetime) -> bool:
    """The window is to be read, whatever is said of changes."""
    is_young = before.read_at <= now < before.read_at + AGAIN
    is_whole = before.covered.covers(wanted) and before.suspicion is None and not before.is_first
    return not (is_young and is_whole)


def _within(span: Span | None, events: Iterable[Event]) -> list[Event]:
    return [each for each in events if span is not None and _is_within(each, span)]


def _is_within(event: Event, span: Span) -> bool:
    try:
        return read_span(event, ZoneInfo("UTC"))[0].overlaps(span)
    except Odd:
        return True


def _digest(events: Iterable[Event]) -> str:
    told = sorted(f"{each.get('id')} {each.get('start')} {each.get('end')}" for each in events)
    return sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()
