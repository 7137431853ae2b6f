"""A plan in the making: what stands where, and what is still free."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from hedgerow.core.block import BlockId, IntentionId, Slot
from hedgerow.core.days import Week, local_day
from hedgerow.core.domains import Domain
from hedgerow.core.guard import Guard
from hedgerow.core.intention import Intention, Opening, Priority, allows, openings_on
from hedgerow.core.known import BusyTime, Calendar
from hedgerow.core.margins import guarded, travelled, zone_of_busy
from hedgerow.core.places import Earliest, count_places, whole_minutes
from hedgerow.core.span import Span

ON_CALL = "time on call"
"""What it is called where it stands in the way."""
MOST_PLACES = 10
"""Nobody needs to know of more."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block on the board."""

    intention: Intention
    slot: Slot
    span: Span
    day: date
    """Local, of its start: the day that it counts for, which a moved block's slot need not be."""
    block: BlockId | None = None
    stays: bool = False
    """Nothing on the board moves it."""
    occupied: Span = field(init=False)
    """With travel."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "occupied", travelled(self.intention, self.span))

    @property
    def order(self) -> tuple[datetime, datetime, IntentionId, date, str]:
        return self.span.start, self.span.end, self.slot.intention, self.slot.day, self.block or ""


@dataclass(frozen=True, slots=True)
class Skip:
    """A block that the person deleted: neither the day it stood for nor the one it lay on gets another."""

    slot: Slot
    day: date
    """Local, where it last lay: the day, and so the week, that it counts for."""

    @property
    def days(self) -> tuple[date, date]:
        return self.slot.day, self.day


def zone_of_piece(intention: Intention, piece: Piece) -> Span:
    """The same for the sake of a block of ours, which shares buffers but no travel."""
    return zone_of_span(intention, piece.occupied)


def zone_of_span(intention: Intention, span: Span) -> Span:
    before, after = intention.travel_before, intention.travel_after
    whole = whole_minutes(span)
    return whole.widen(timedelta(minutes=after), timedelta(minutes=before)) if before or after else whole


def yields(piece: Piece, to: Priority | None) -> bool:
    """Does it give way to a block of that priority?"""
    return to is not None and not piece.stays and piece.intention.priority > to


def calendar_of(
    busy: Iterable[Span],
    work: Iterable[Span],
    unknown: Iterable[Span],
    on_call: Iterable[Span],
    soft: Iterable[Span] = (),
) -> Calendar:
    return Calendar(BusyTime(busy), BusyTime(work), BusyTime(unknown), BusyTime(on_call), BusyTime(soft))


@dataclass(slots=True)
class Board:
    """Knows every rule that two blocks, or a block and the calendar, can break together."""

    calendar: Calendar
    skipped: Mapping[IntentionId, Sequence[Skip]]
    zone: ZoneInfo
    earliest: Earliest
    guards: tuple[Guard, ...] = ()
    guarded: BusyTime = field(default_factory=lambda: BusyTime(()))
    """Where no work of ours may be: the guards that are granted."""
    reserved: list[Piece] = field(default_factory=list)
    """Blocks that stand already and look for another place; their slots are not for new ones."""
    changes: int = 0
    """How often something was put on it or taken off."""
    _of: dict[IntentionId, list[Piece]] = field(default_factory=dict)
    _feeding: dict[IntentionId, list[Piece]] = field(default_factory=dict)
    """By the intentions that a piece counts for besides its own."""
    _near: dict[int, list[Piece]] = field(default_factory=dict)
    """By each UTC date that the piece touches."""
    _open: dict[tuple[IntentionId, date], tuple[Opening, ...]] = field(default_factory=dict)
    _clear: dict[tuple[IntentionId, date], tuple[Opening, ...]] = field(default_factory=dict)
    """Without what is busy: that never changes."""

    @property
    def pieces(self) -> list[Piece]:
        return sorted(self.everywhere(), key=lambda piece: piece.order)

    def everywhere(self) -> Iterator[Piece]:
        """In no order that matters."""
        return (piece for pieces in self._of.values() for piece in pieces)

    def day(self, span: Span) -> date:
        """That a block at this place counts for."""
        return local_day(span.start, self.zone)

    def with_only(self, pieces: Iterable[Piece]) -> "Board":
        """Another one of the same calendar."""
        other = replace(self, reserved=[], _of={}, _feeding={}, _near={})
        for piece in pieces:
            other.add(piece)
        return other

    def softly(self, occupied: Span) -> timedelta:
        """How much of it lies under what is soft."""
        if not self.calendar.soft.spans:
            return timedelta()
        parts = (each.clip(occupied) for each in self.calendar.soft.over(occupied))
        return sum((part.length for part in parts if part), timedelta())

    def wary(self) -> "Board":
        """An empty one on which what is soft is as busy as all else."""
        if not self.calendar.soft.spans:
            return self.with_only(())
        busy = BusyTime((*self.calendar.busy.spans, *self.calendar.soft.spans))
        return replace(self, calendar=replace(self.calendar, busy=busy), _clear={}).with_only(())

    def add(self, piece: Piece) -> None:
        self.changes += 1
        self._of.setdefault(piece.intention.id, []).append(piece)
        for name in piece.intention.feeds:
            self._feeding.setdefault(name, []).append(piece)
        for number in dates_of(piece.occupied):
            self._near.setdefault(number, []).append(piece)

    def remove(self, piece: Piece) -> None:
        self.changes += 1
        self._of[piece.intention.id].remove(piece)
        for name in piece.intention.feeds:
            self._feeding[name].remove(piece)
        for number in dates_of(piece.occupied):
            self._near[number].remove(piece)

    def over(self, span: Span) -> list[Piece]:
        """The pieces that occupy any of it, in no order that matters."""
        dates = dates_of(span)
        touched = [p for number in dates for p in self._near.get(number, ()) if p.occupied.overlaps(span)]
        return touched if len(dates) == 1 else list({id(piece): piece for piece in touched}.values())

    def of(self, intention: Intention) -> Sequence[Piece]:
        return self._of.get(intention.id, ())

    def firm_over(self, span: Span, besides: Piece | None, to: Priority | None) -> list[Piece]:
        """Those that do not give way to a block of that priority."""
        return [piece for piece in self.over(span) if piece is not besides and not yields(piece, to)]

    def days(self, intention: Intention, besides: Piece | None = None) -> list[date]:
        """The days that its blocks count for."""
        return [piece.day for piece in self._of.get(intention.id, ()) if piece is not besides]

    def count(self, intention: Intention, week: Week) -> int:
        """How many blocks there are, or minutes where it asks for hours; those that feed it included."""
        own, days = self._of.get(intention.id, ()), week.days
        return self.fed(intention, week) + sum(intention.amount(p.span.length) for p in own if p.day in days)

    def fed(self, intention: Intention, week: Week) -> int:
        """The part of that which blocks of others add."""
        feeding, days = self._feeding.get(intention.id, ()), week.days
        return sum(intention.amount(p.span.length) for p in feeding if p.day in days)

    def missing(self, intention: Intention, week: Week) -> int:
        """How many more blocks, or minutes, the week asks for. A skipped one, of its ideal length, asks for nothing."""
        days = week.days
        skipped = sum(skip.day in days for skip in self.skipped.get(intention.id, ()))
        each = intention.amount(timedelta(minutes=intention.length.ideal))
        return intention.asked - skipped * each - self.count(intention, week)

    def has_room(self, piece: Piece, week: Week) -> bool:
        """Does the week ask for so much?"""
        return self.count(piece.intention, week) + piece.intention.amount(piece.span.length) <= piece.intention.asked

    def is_slot_free(self, slot: Slot) -> bool:
        taken = (*self._of.get(slot.intention, ()), *self.reserved)
        return all(piece.slot != slot for piece in taken) and not self.is_closed(slot.intention, slot.day)

    def is_closed(self, intention: IntentionId, day: date) -> bool:
        """By a skip."""
        return any(day in skip.days for skip in self.skipped.get(intention, ()))

    def is_day_free(self, intention: Intention, day: date, besides: Piece | None = None) -> bool:
        """Neither skipped nor too near to another of its blocks."""
        apart = max(1, intention.spacing_days)
        near = any(abs((day - other).days) < apart for other in self.days(intention, besides))
        return not near and not self.is_closed(intention.id, day)

    def is_open(self, intention: Intention, day: date) -> bool:
        """May a new block stand for that day?"""
        return self.is_day_free(intention, day) and self.is_slot_free(Slot(intention.id, day))

    def is_left_alone(self, occupied: Span) -> bool:
        """No work and no block of ours that was there first lies over it."""
        return not any(self.calendar.work.over(occupied)) and not self.over(occupied)

    def openings_on(self, intention: Intention, day: date) -> tuple[Opening, ...]:
        """As if nothing were in the calendar."""
        key = intention.id, day
        if key not in self._open:
            self._open[key] = openings_on(intention, day, self.zone)
        return self._open[key]

    def admits(self, intention: Intention, span: Span) -> bool:
        """May a block that stands already lie there, if nothing is in the calendar?"""
        openings = self.openings_on(intention, self.day(span))
        return allows(intention, span.length) and any(opening.admits(span) for opening in openings)

    def openings(self, intention: Intention, day: date, yielding_to: Priority | None = None) -> list[Opening]:
        """What is known to be free on that day. Blocks less important than `yielding_to` are not in the way."""
        free = self.openings_for_standing(intention, day, yielding_to)
        if not self.calendar.unknown.spans:
            return free
        return [known for opening in free for known in opening.without(self.unknown_near(intention, opening))]

    def openings_for_standing(
        self, intention: Intention, day: date, yielding_to: Priority | None = None
    ) -> list[Opening]:
        """With what is not known, where a block that stands may stay."""
        free: list[Opening] = []
        for opening in self._clear_openings(intention, day):
            pieces = self.firm_over(travelled(intention, opening.free), None, yielding_to)
            zones = [zone_of_piece(intention, piece) for piece in pieces]
            if self.guarded.spans and Domain.WORK in intention.domains:
                zones += (
                    zone_of_span(intention, each) for each in self.guarded.over(travelled(intention, opening.free))
                )
            free += opening.without(zones) if zones else (opening,)
        return free

    def unknown_near(self, intention: Intention, opening: Opening) -> list[Span]:
        """Where no new block may be for the sake of what is not known, margins mirrored."""
        if not self.calendar.unknown.spans:
            return []
        around = self.calendar.unknown.over(guarded(intention, opening.free))
        return [zone_of_busy(intention, unknown) for unknown in around]

    def fits(self, piece: Piece) -> bool:
        """May it lie where it lies, next to what is on the board? Notice aside."""
        return (
            allows(piece.intention, piece.span.length)
            and self.is_day_free(piece.intention, piece.day)
            and any(o.admits(piece.span) for o in self.openings_for_standing(piece.intention, piece.day))
        )

    def other_places(self, piece: Piece, week: Week) -> int:
        """For a block on the board: how often it would fit into its week beside itself and everything else."""
        days = [day for day in week.days if self.is_day_free(piece.intention, day, besides=piece)]
        is_known = not any(self.calendar.unknown.over(guarded(piece.intention, piece.span)))
        find = self.openings if is_known else self.openings_for_standing
        openings = [opening for day in days for opening in find(piece.intention, day)]
        return count_places(openings, piece.span.length, self.earliest.bound, MOST_PLACES)

    def _clear_openings(self, intention: Intention, day: date) -> tuple[Opening, ...]:
        key = intention.id, day
        if key not in self._clear:
            known = ((opening, self._busy_zones(intention, opening)) for opening in self.openings_on(intention, day))
            self._clear[key] = tuple(left for opening, zones in known for left in opening.without(zones))
        return self._clear[key]

    def _busy_zones(self, intention: Intention, opening: Opening) -> list[Span]:
        around = guarded(intention, opening.free)
        on_call = self.calendar.on_call.over(around) if intention.avoids_on_call else ()
        return [zone_of_busy(intention, busy) for busy in (*self.calendar.busy.over(around), *on_call)]


def by_intention(skips: Iterable[Skip]) -> dict[IntentionId, list[Skip]]:
    ordered = sorted(skips, key=lambda skip: (skip.slot.intention, skip.slot.day, skip.day))
    return {name: list(group) for name, group in groupby(ordered, key=lambda skip: skip.slot.intention)}


def dates_of(span: Span) -> range:
    return range(span.start.toordinal(), span.end.toordinal() + 1)
