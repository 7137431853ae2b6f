"""The finished board, put into words that others understand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from hedgerow.core.block import BlockId
from hedgerow.core.board import ON_CALL, Board, Piece, dates_of, zone_of_piece, zone_of_span
from hedgerow.core.days import Week
from hedgerow.core.domains import Domain
from hedgerow.core.guard import DayOff, Guard, Guarded, NightlyRest, days_in, is_over
from hedgerow.core.intention import Intention, Opening, Priority, lengths
from hedgerow.core.margins import guarded, travelled, zone_of_busy
from hedgerow.core.occurrence import Transparency
from hedgerow.core.places import Hindrance, better_taken, smallest_cover, whole_minutes
from hedgerow.core.plan import FACTS, Block, Busy, Hold, Placed, PlanRules, Reason, Unplaced, Withheld
from hedgerow.core.room import hopes, still_missing
from hedgerow.core.span import Span

MOST_BLOCKERS = 3


def grip_of(placed: Placed, now: datetime, rules: PlanRules) -> Reason:
    """Why it should stay where it is."""
    if placed.hold is not Hold.NONE:
        return Reason.PINNED if placed.hold is Hold.PINNED else Reason.RELEASED
    if placed.span.start <= now:
        return Reason.PAST
    return Reason.FROZEN if placed.span.start < now + rules.freeze else Reason.KEPT


@dataclass(frozen=True, slots=True)
class Draft:
    board: Board
    busy: Sequence[Busy]
    soft: Sequence[Busy]
    """Takes better places, and leaves none out."""
    rules: PlanRules
    now: datetime
    granted: Sequence[Guarded] = ()
    _busy_on: Mapping[int, Sequence[Busy]] = field(init=False)
    """By each UTC date that it touches."""

    def __post_init__(self) -> None:
        found: dict[int, list[Busy]] = {}
        for thing in self.busy:
            for number in dates_of(thing.span):
                found.setdefault(number, []).append(thing)
        object.__setattr__(self, "_busy_on", found)

    def block(self, piece: Piece, before: Mapping[BlockId, Placed]) -> Block:
        placed = before.get(piece.block) if piece.block else None
        reason = self._reason(piece, placed)
        is_fact = reason in FACTS
        places = 0 if is_fact else self.board.other_places(piece, self.rules.week_of(piece.day))
        untouched = placed is not None and reason in (Reason.RELEASED, Reason.PAST)
        transparency = placed.transparency if placed and untouched else self._shown(piece, places)
        blockers = () if is_fact else self._blockers(piece, placed)
        return Block(piece.slot, piece.span, transparency, reason, places, piece.block, blockers)

    def _reason(self, piece: Piece, placed: Placed | None) -> Reason:
        if placed is None:
            return self._reason_of_new(piece)
        if placed.span == piece.span:
            return grip_of(placed, self.now, self.rules)
        is_wished = self.board.admits(piece.intention, placed.span) and not self._asks_for_less(piece, placed)
        return Reason.MOVED if is_wished else Reason.OUTSIDE

    def _asks_for_less(self, piece: Piece, placed: Placed) -> bool:
        """Of hours the old place may be free still, and too long for what is asked for now."""
        wish = piece.intention
        near = self.board.firm_over(travelled(wish, placed.span), piece, None)
        return wish.is_in_hours and not near and not any(self.board.calendar.busy.over(guarded(wish, placed.span)))

    def _reason_of_new(self, piece: Piece) -> Reason:
        if piece.span.minutes < piece.intention.length.ideal and not piece.intention.is_in_hours:
            return Reason.SHORTENED
        openings = self.board.openings_on(piece.intention, piece.day)
        wished = any(o.admits(piece.span) and o.wished == piece.span.start for o in openings)
        return Reason.IDEAL if wished else Reason.NEAREST

    def _shown(self, piece: Piece, places: int) -> Transparency:
        """The published rule. It has no memory: as time passes, starts come nearer and places fewer, so that a block
        once busy becomes free again only when a change of the calendar gives places back."""
        is_far = piece.span.start - self.now > self.rules.free_until
        return piece.intention.defence.shows(can_wait=is_far and places >= self.rules.free_places)

    def _blockers(self, piece: Piece, placed: Placed | None) -> tuple[Busy, ...]:
        """Of a moved block first what lies over its old place."""
        openings = self.board.openings_on(piece.intention, piece.day)
        before = placed.span if placed and placed.span != piece.span else None
        old = self.board.openings_on(piece.intention, self.board.day(before)) if before else ()
        causes, hindrances = self._hindrances(piece.intention, (*openings, *old), piece, None)
        taken = better_taken(openings, piece.span, self.board.earliest.bound, hindrances)
        over = [h.index for h in hindrances if before and h.forbids(before.start, before.length)]
        return tuple(causes[index] for index in dict.fromkeys((*over, *taken)))[:MOST_BLOCKERS]

    def unplaced(self, wish: Intention, week: Week) -> Unplaced | None:
        missing = still_missing(self.board, wish, week) - hopes(self.board, wish, week)
        if missing <= 0:
            return None
        free = (day for day in week.days if self.board.is_open(wish, day))
        covers = [cover for day in free if (cover := self._cover(wish, day))]
        return Unplaced(wish, week, missing, min(covers, key=len, default=()))

    def _cover(self, wish: Intention, day: date) -> tuple[Busy, ...]:
        openings = self.board.openings_on(wish, day)
        causes, hindrances = self._hindrances(wish, openings, None, wish.priority)
        cover = smallest_cover(openings, lengths(wish)[-1], self.board.earliest.bound, hindrances)
        return tuple(causes[index] for index in cover or ())

    def _hindrances(
        self, wish: Intention, openings: Sequence[Opening], besides: Piece | None, yielding_to: Priority | None
    ) -> tuple[list[Busy], list[Hindrance]]:
        """Everything around the openings that may be in the way, in order of time."""
        on_call = self.rules.on_call if wish.avoids_on_call else ()
        soft = self.soft if besides else ()
        rare = (*soft, *(Busy(span, ON_CALL, is_work=False) for span in on_call))
        causes: set[tuple[Busy, Span]] = set()
        for opening in openings:
            around = guarded(wish, opening.free)
            near = (thing for number in dates_of(around) for thing in self._busy_on.get(number, ()))
            busy = (*near, *rare)
            causes |= {(b, zone_of_busy(wish, whole_minutes(b.span))) for b in busy if b.span.overlaps(around)}
            causes |= {
                (Busy(each.span, each.guard.title, is_work=False), zone_of_span(wish, each.span))
                for each in self.granted
                if Domain.WORK in wish.domains and each.span.overlaps(travelled(wish, opening.free))
            }
            firm = self.board.firm_over(travelled(wish, opening.free), besides, yielding_to)
            causes |= {
                (Busy(p.span, p.intention.title, Domain.WORK in p.intention.domains), zone_of_piece(wish, p))
                for p in firm
            }
        ordered = sorted(causes)
        hindrances = [Hindrance(zone, index) for index, (_, zone) in enumerate(ordered)]
        return [cause for cause, _ in ordered], hindrances

    def withheld(self) -> Iterator[Withheld]:
        for guard in self.rules.guards:
            for week in self.rules.weeks:
                had = {each.day for each in self.granted if each.guard == guard}
                days = [day for day in days_in(guard, week) if day not in had]
                left = [day for day in days if not is_over(guard, day, self.now, self.rules.zone)]
                missing = min(guard.most(week) - len(had & set(week.days)), len(left))
                found = [(day, self._over(guard, day)) for day in left] if missing > 0 else []
                if isinstance(guard, NightlyRest):
                    yield from (Withheld(guard, week, day, 1, over) for day, over in found)
                elif found:
                    day, over = min(found, key=lambda each: (len(each[1]), each[0]))
                    yield Withheld(guard, week, day, missing, over)

    def _over(self, guard: Guard, day: date) -> tuple[Busy, ...]:
        """The fewest pieces of work that leave the guard no room."""
        wide = guard.wide(day, self.rules.zone)
        pieces = (p for p in self.board.over(wide) if Domain.WORK in p.intention.domains)
        timed = (thing for thing in self.busy if thing.is_work and not thing.all_day)
        meetings = {(thing, whole_minutes(thing.span)) for thing in timed if thing.span.overlaps(wide)}
        own = {(Busy(p.span, p.intention.title, is_work=True), whole_minutes(p.occupied)) for p in pieces}
        work = sorted(meetings | own)
        if isinstance(guard, DayOff):
            return tuple(each for each, _ in work)
        opening = Opening(wide, wide, wide.start)
        hindrances = [Hindrance(zone, index) for index, (_, zone) in enumerate(work)]
        cover = smallest_cover([opening], guard.length, wide.start, hindrances)
        return tuple(work[index][0] for index in cover or ())
