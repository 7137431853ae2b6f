"""The weeks that are learnt from: what stood in the calendars, when it was put there, and what the person did.

A calendar does not say when an event was put into it; our own log does. What lies over a place that we had given to a
block came after we had: at the latest when we gave the place up, or when the block was to begin. All other events
count as known from the beginning.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hedgerow.core.block import BlockId, Booking, IntentionId, Standing
from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week
from hedgerow.core.intention import Intention
from hedgerow.core.limits import Limits
from hedgerow.core.margins import guarded
from hedgerow.core.occurrence import Occurrence, RecurrenceId, Transparency, Uid
from hedgerow.core.policy.change import Meeting, Shift
from hedgerow.core.span import Span
from hedgerow.core.timeline import Entry, Timeline
from hedgerow.core.week import Coverage

Key = tuple[Uid, RecurrenceId | None]


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the log: a block taken from where it was, by us or by the person."""

    at: datetime
    before: Booking
    by_person: bool


@dataclass(frozen=True, slots=True)
class Late:
    """When an event came, and whether it came over a block that was shown as free."""

    at: datetime
    saw_free: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """What the person did to the block of a day: moved it, or deleted it."""

    at: datetime
    intention: IntentionId
    day: date
    to: Span | None


@dataclass(frozen=True, slots=True)
class Past:
    weeks: tuple[Week, ...]
    """In order, without a gap."""
    compared: tuple[Week, ...]
    """Those of them that say something about others: no leave, and seen."""
    timeline: Timeline
    boundary: Boundary
    coverage: Coverage
    limits: Limits
    titles: Mapping[IntentionId, str]
    bookings: Sequence[Booking]
    late: Mapping[Key, Late]
    hands: tuple[Hand, ...]

    @property
    def span(self) -> Span:
        return Span(self.boundary.week_span(self.weeks[0]).start, self.boundary.week_span(self.weeks[-1]).end)


def key_of(occurrence: Occurrence) -> Key:
    return occurrence.uid, occurrence.recurrence_id


def find_late(
    timeline: Timeline, bookings: Iterable[Booking], turns: Iterable[Turn], intentions: Iterable[Intention]
) -> Mapping[Key, Late]:
    wishes = {wish.id: wish for wish in intentions}
    late: dict[Key, Late] = {}
    for turn in sorted((turn for turn in turns if not turn.by_person), key=lambda turn: turn.at):
        _note(late, timeline, turn.before, wishes, turn.at)
    for booking in bookings:
        match booking.standing:
            case Standing.HELD | Standing.SKIPPED:
                _note(late, timeline, booking, wishes, None)
            case Standing.PINNED if booking.span != booking.promised:
                _note(late, timeline, replace(booking, span=booking.promised), wishes, None)
            case _:
                pass
    return late


def _note(
    late: dict[Key, Late],
    timeline: Timeline,
    booking: Booking,
    wishes: Mapping[IntentionId, Intention],
    at: datetime | None,
) -> None:
    """What lies over the place of a booking, or within its margins, came at that time; None: when it began."""
    wish = wishes.get(booking.slot.intention)
    around = guarded(wish, booking.span) if wish and at else booking.span
    for entry in timeline.over(around):
        came = min(entry.span.start, booking.span.start) if at is None else at
        saw_free = booking.transparency is Transparency.TRANSPARENT and entry.span.overlaps(booking.span)
        late.setdefault(key_of(entry.occurrence), Late(came, saw_free))


def find_hands(bookings: Iterable[Booking], turns: Iterable[Turn]) -> tuple[Hand, ...]:
    """In order of time; without a line in the log the person acted when the block was to begin."""
    when: dict[BlockId, datetime] = {}
    for turn in turns:
        if turn.by_person:
            when[turn.before.block] = min(turn.at, when.get(turn.before.block, turn.at))
    hands = []
    for booking in bookings:
        at = when.get(booking.block, booking.promised.start)
        if booking.standing is Standing.SKIPPED:
            hands.append(Hand(at, booking.slot.intention, booking.slot.day, None))
        elif booking.standing is Standing.PINNED and booking.span != booking.promised:
            hands.append(Hand(at, booking.slot.intention, booking.slot.day, booking.span))
    return tuple(sorted(hands, key=lambda hand: (hand.at, hand.intention, hand.day)))


def is_of(meeting: Meeting, occurrence: Occurrence) -> bool:
    if meeting.uid is not None:
        return occurrence.uid == meeting.uid
    return occurrence.recurrence_id is None and occurrence.title.casefold() == meeting.title.casefold()


def shifted(past: Past, shift: Shift) -> Past:
    """As if the meeting had always been at its new time, and known from the beginning."""
    entries = [_moved(entry, shift, past.boundary) for entry in past.timeline.entries]
    timeline = Timeline(tuple(sorted(entries, key=lambda entry: (entry.span, entry.occurrence.uid))), {})
    moved = {key_of(e.occurrence) for e in past.timeline.entries if is_of(shift.meeting, e.occurrence)}
    late = {key: late for key, late in past.late.items() if key not in moved}
    return replace(past, timeline=timeline, late=late)


def _moved(entry: Entry, shift: Shift, boundary: Boundary) -> Entry:
    occurrence = entry.occurrence
    if not is_of(shift.meeting, occurrence) or occurrence.all_day:
        return entry
    if boundary.local_day(occurrence.span.start).weekday() != shift.weekday:
        return entry
    span = Span(occurrence.span.start + shift.by, occurrence.span.end + shift.by)
    return replace(entry, occurrence=replace(occurrence, span=span))
