"""What became of the blocks of a week: kept, moved or lost, and to what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hedgerow.core.block import BlockId, Booking, IntentionId, Standing
from hedgerow.core.domains import Domain
from hedgerow.core.span import Span, subtract, total_minutes
from hedgerow.core.timeline import Timeline


class Fate(StrEnum):
    KEPT = "kept"
    MOVED = "moved"
    """Held at another time than first promised."""
    LOST = "lost"


SHIFT = "a shift of the rota"
"""What a shift is called where it takes a place: those that overlap are one, and have no title of their own."""


@dataclass(frozen=True, slots=True)
class BlockFate:
    block: BlockId
    title: str
    """Of the intention; of the event, when the intention is gone."""
    promised: Span
    span: Span
    """Where it was in the end; for a lost one, where it would have been."""
    fate: Fate
    taken_by: str | None
    """Title of what took or displaced it; None when nothing in the calendars did."""
    by_person: bool
    """The person moved or deleted it."""
    domains: frozenset[Domain]


@dataclass(frozen=True, slots=True)
class _Taker:
    """Something that the person does, as far as a block is concerned."""

    span: Span
    title: str
    is_work: bool
    uid: str = ""
    is_shift: bool = False


def tell_fates(
    bookings: Iterable[Booking],
    timeline: Timeline,
    within: Span,
    titles: Mapping[IntentionId, str],
    shifts: Iterable[Span] = (),
) -> tuple[BlockFate, ...]:
    """Of the blocks that start within the span, in order of time; `titles` are those of the intentions.

    `shifts` of a rota are work like an event, but for a block that is itself work and so may lie in one. A block that
    we withdrew although nothing lies over it (its intention ended) has no fate: nobody lost it.
    """
    here = [booking for booking in bookings if within.holds(booking.span.start)]
    if not here:
        return ()
    busy = [
        *(_Taker(e.span, e.occurrence.title, e.is_work, e.occurrence.uid) for e in timeline.entries if e.is_timed),
        *(_Taker(shift, SHIFT, is_work=True, is_shift=True) for shift in shifts),
    ]
    named = (replace(booking, title=titles.get(booking.slot.intention, booking.title)) for booking in here)
    fates = [fate for booking in named if (fate := _fate(booking, _takers_of(booking, busy))) is not None]
    return tuple(sorted(fates, key=lambda fate: (fate.span, fate.block)))


def _takers_of(booking: Booking, busy: Sequence[_Taker]) -> Sequence[_Taker]:
    is_work = booking.domains == {Domain.WORK}
    return [taker for taker in busy if not taker.is_shift] if is_work else busy


def _fate(booking: Booking, busy: Sequence[_Taker]) -> BlockFate | None:
    match booking.standing:
        case Standing.SKIPPED:
            return _told(booking, Fate.LOST, None, by_person=True)
        case Standing.WITHDRAWN:
            taker = _taker(booking.span, busy)
            return None if taker is None else _told(booking, Fate.LOST, taker, by_person=False)
        case Standing.HELD | Standing.PINNED | Standing.RELEASED:
            return _fate_of_standing(booking, busy)


def _fate_of_standing(booking: Booking, busy: Sequence[_Taker]) -> BlockFate:
    work = [taker for taker in busy if taker.is_work]
    if _is_lost(booking.span, work):
        return _told(booking, Fate.LOST, _taker(booking.span, work), by_person=False)
    if booking.span == booking.promised:
        return _told(booking, Fate.KEPT, None, by_person=False)
    if booking.standing is Standing.HELD:
        return _told(booking, Fate.MOVED, _taker(booking.promised, busy), by_person=False)
    return _told(booking, Fate.MOVED, None, by_person=True)


def _told(booking: Booking, fate: Fate, taken_by: str | None, *, by_person: bool) -> BlockFate:
    return BlockFate(
        booking.block, booking.title, booking.promised, booking.span, fate, taken_by, by_person, booking.domains
    )


def _is_lost(span: Span, work: Iterable[_Taker]) -> bool:
    """When less than half of it is left in one piece: ten minutes of a late meeting cost no dinner, forty do."""
    over = [taker.span for taker in work if taker.span.overlaps(span)]
    whole = max((piece.minutes for piece in subtract([span], over)), default=0)
    return bool(over) and 2 * whole < span.minutes


def _taker(span: Span, busy: Iterable[_Taker]) -> str | None:
    """The title of what lies over most of the span; work before the rest when they take the same."""
    over = [taker for taker in busy if taker.span.overlaps(span)]
    if not over:
        return None
    return min(over, key=lambda t: (-_shared(t.span, span), not t.is_work, t.span, t.uid)).title


def _shared(one: Span, other: Span) -> int:
    part = one.clip(other)
    return total_minutes([part]) if part else 0
