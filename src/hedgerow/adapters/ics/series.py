"""All events of one UID → the occurrences they mean in a window, and what could not be understood of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import TypeVar
from zoneinfo import ZoneInfo

from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.budget import Budget
from hedgerow.adapters.ics.events import describe
from hedgerow.adapters.ics.reader import Reader
from hedgerow.adapters.ics.recurrence import Instance, expand
from hedgerow.adapters.ics.splitting import Chunk
from hedgerow.adapters.ics.times import Times, is_all_day, read_times, settle
from hedgerow.adapters.ics.zones import Zones
from hedgerow.core.days import day_span
from hedgerow.core.occurrence import Occurrence, RecurrenceId, Uid, Unreadable
from hedgerow.core.span import Span

COMPONENT_LIMIT = 5_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed:
    """A chunk and the calendar it stood in."""

    chunk: Chunk
    where: str
    zones: Zones


@dataclass(frozen=True, slots=True)
class _Member:
    """An event whose times are understood."""

    placed: Placed
    times: Times

    @property
    def sequence(self) -> int:
        """RFC 5545 section 3.8.7.4; -1 when there is none."""
        text = next(iter(self.placed.chunk.values("SEQUENCE")), b"").rpartition(b":")[2].strip()
        return int(text) if text.isdigit() and len(text) < 10 else -1

    @property
    def rank(self) -> tuple[int, Sequence[bytes], Sequence[tuple[str, bytes]]]:
        """The highest is the newest; the last part only makes it the same for any order of the events."""
        changed = [line.rpartition(b":")[2] for line in self.placed.chunk.values("LAST-MODIFIED")]
        return self.sequence, changed, sorted(self.placed.chunk.lines)


@dataclass(frozen=True, slots=True)
class SeriesReader:
    window: Span
    reader: Reader
    budget: Budget

    def read(self, uid: Uid | None, group: Sequence[Placed]) -> Iterator[Occurrence | Unreadable]:
        """In no particular order. `uid` None: an event without one, alone."""
        if len(group) > COMPONENT_LIMIT:
            yield self._unreadable(group[0], uid, "More than 5,000 events of this calendar have the same UID.")
            return
        members: list[_Member] = []
        for placed in group:
            times = _attempt(partial(_read_times, placed, self.budget))
            if isinstance(times, str):
                yield self._unreadable(placed, uid, times)
            else:
                members.append(_Member(placed, times))
        yield from self._read_members(uid, members)

    def _read_members(self, uid: Uid | None, members: Sequence[_Member]) -> Iterator[Occurrence | Unreadable]:
        cores: list[_Member] = []
        changed: dict[RecurrenceId, _Member] = {}
        for member in sorted(members, key=lambda m: (m.times.recurrence_id is not None, m.rank)):
            settled = _attempt(partial(_settle, member, cores[-1] if cores else None))
            if isinstance(settled, str):
                yield self._unreadable(member.placed, uid, settled)
            elif settled.times.recurrence_id is None:
                cores.append(settled)
            else:
                changed[_recurrence_id(settled.times.recurrence_id)] = settled
        for series in _series(cores, list(changed.values())):
            yield from self._read_series(uid or _made_up_uid(series[0].placed.chunk), series)

    def _read_series(self, uid: Uid, series: Sequence[_Member]) -> Iterator[Occurrence | Unreadable]:
        found = _attempt(lambda: list(self._occurrences(uid, series)))
        if not isinstance(found, str):
            yield from found
            return
        yield self._unreadable(series[0].placed, uid, found)
        for changed in series[1:]:
            yield from self._read_series(uid, [changed])

    def _occurrences(self, uid: Uid, series: Sequence[_Member]) -> Iterator[Occurrence]:
        names: dict[int, Occurrence] = {}
        repeats = any(m.times.repeats or m.times.recurrence_id is not None for m in series)
        for instance in self._instances(series):
            span = _span(instance.start, instance.end, self.reader.zone)
            if not _touches(span, self.window):
                continue
            if instance.member not in names:
                chunk = series[instance.member].placed.chunk
                names[instance.member] = self._describe(chunk, uid)
            yield replace(
                names[instance.member],
                span=span,
                recurrence_id=_recurrence_id(instance.original) if repeats else None,
                all_day=is_all_day(instance.start),
            )

    def _describe(self, chunk: Chunk, uid: Uid) -> Occurrence:
        return describe(chunk, uid, self.reader.calendar, self.reader.addresses, self.budget)

    def _instances(self, series: Sequence[_Member]) -> Iterable[Instance]:
        times = series[0].times
        if len(series) > 1 or times.repeats or times.exdates:
            return expand([(m.times, m.sequence) for m in series], self.window, self.reader.zone, self.budget)
        assert times.end is not None
        return [Instance(0, times.start, times.end, times.recurrence_id or times.start)]

    def _unreadable(self, placed: Placed, uid: Uid | None, reason: str) -> Unreadable:
        return Unreadable(self.reader.calendar, placed.where, uid, placed.chunk.line, reason)


def _attempt(call: Callable[[], T]) -> T | str:
    """What it gives, or why it can't: one sentence."""
    try:
        return call()
    except Broken as broken:
        return str(broken)
    except Exception as error:  # noqa: BLE001 - on bad data the libraries raise anything; it must not hide other events
        return f"Its dates are too unusual to work out ({type(error).__name__})."


def _read_times(placed: Placed, budget: Budget) -> Times:
    if placed.chunk.fault:
        raise Broken(placed.chunk.fault)
    return read_times(placed.chunk, placed.zones, budget)


def _settle(member: _Member, core: _Member | None) -> _Member:
    start = core.times.start if core is not None and member.times.recurrence_id is not None else None
    return replace(member, times=settle(member.times, member.placed.zones.floating, start))


def _series(cores: Sequence[_Member], changed: Sequence[_Member]) -> Iterator[Sequence[_Member]]:
    """`cores` by rank. An older version gives way; a different event under the same UID is kept beside the newest."""
    if not cores:
        yield from ([member] for member in changed)
        return
    newest = cores[-1]
    yield [newest, *changed]
    starts = {newest.times.start}
    for core in reversed(cores[:-1]):
        if core.sequence == newest.sequence and core.times.start not in starts:
            starts.add(core.times.start)
            yield [core]


def _touches(span: Span, window: Span) -> bool:
    """An event without length counts where it is."""
    return span.overlaps(window) or (span.start == span.end and window.holds(span.start))


def _span(start: date, end: date, home: ZoneInfo) -> Span:
    """By the wall clock, as people mean it; where a DST change would turn that round, by its length."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return Span(day_span(start, home).start, day_span(end - timedelta(days=1), home).end)
    begin, finish = start.astimezone(UTC), end.astimezone(UTC)
    wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    return Span(begin, finish if finish >= begin else begin + max(wall, timedelta()))


def _recurrence_id(original: date) -> RecurrenceId:
    if not isinstance(original, datetime):
        return RecurrenceId(original.isoformat().replace("-", ""))
    instant = original.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return RecurrenceId(instant.isoformat().replace("-", "").replace(":", "") + "Z")


def _made_up_uid(chunk: Chunk) -> Uid:
    """For an event without one: the same for the same event, read again."""
    text = b"\n".join(sorted(line for name, line in chunk.lines if name != "LAST-MODIFIED"))
    return Uid(f"{sha256(text).hexdigest()[:32]}@no-uid")
