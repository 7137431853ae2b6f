"""From a board to whole numbers: every place worth trying, and what stands.

Starts are the quarters of an hour (half hours for a block that shrinks), both ends of each free stretch, the wished
start, and where a block stands or the rule puts one. Lengths are the ideal, a quarter of an hour less and so on, the
least, and the longest that fits; of chunks a quarter of an hour more or less than the ideal, then half hours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from hedgerow.core.block import IntentionId, Slot
from hedgerow.core.board import Board, Piece
from hedgerow.core.days import Week
from hedgerow.core.intention import MINUTE, Intention, Opening, lengths
from hedgerow.core.known import BusyTime
from hedgerow.core.places import QUARTER, whole_minutes
from hedgerow.core.search.asked import EPOCH, Asked, Ground, key_of, minutes_of
from hedgerow.core.search.guards import Watch, watch
from hedgerow.core.search.objective import BY_RULE, bonus, chunk_fee, preference, rewards, shrink, uncertain, units
from hedgerow.core.search.problem import Candidate, Demand, Problem
from hedgerow.core.span import Span

_STEP = QUARTER * MINUTE


def ask(ground: Ground) -> tuple[Asked, Problem]:
    firm = ground.firm
    asked = Asked(ground, replace(ground.board.with_only(firm), guarded=BusyTime(())))
    for piece in firm:
        asked.offer(piece)
    standing = [p for p in ground.loose if asked.bare.is_slot_free(p.slot) and asked.bare.fits(p)]
    fixed = set(map(key_of, firm))
    ruled = [p for p in ground.by_rule.pieces if key_of(p) not in fixed]
    for piece in (*standing, *(_new(p.intention, p.span, p.day) for p in ruled)):
        asked.offer(piece)
    for week, wished in ground.wishes.items():
        for wish in wished:
            for piece in _new_places(asked.bare, wish, week):
                asked.offer(piece)
    guards = watch(asked)
    candidates = [*_candidates(asked, standing, ruled, guards), *(post.candidate for post in guards.posts)]
    exclusions = [*_exclusions(asked), *guards.exclusions]
    wanted = [guards.beside(asked.numbers(pieces)) for pieces in (ground.board.pieces, ruled)]
    return asked, Problem(candidates, [*_demands(ground), *guards.demands], exclusions, wanted)


@dataclass(frozen=True, slots=True)
class _Size:
    """What the places of one length have in common, those of one intention in one week."""

    amount: int
    feeds: tuple[tuple[str, int], ...]
    cost: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """What a place is worth here and now."""

    asked: Asked
    guards: Watch
    stood: frozenset[int]
    """By number, as the next."""
    by_rule: frozenset[int]
    moved: frozenset[tuple[IntentionId, int]]
    """Where something lost its place, what comes in its stead goes near to it, wherever the ideal is."""
    fed: Mapping[tuple[int, IntentionId], Intention]
    _sizes: dict[tuple[IntentionId, int, int], _Size] = field(default_factory=dict)

    def size(self, piece: Piece, week: int, length: int) -> _Size:
        key = piece.intention.id, week, length
        if key not in self._sizes:
            self._sizes[key] = self._size(piece.intention, piece.span, week)
        return self._sizes[key]

    def _size(self, wish: Intention, span: Span, week: int) -> _Size:
        names = (name for name in wish.feeds if (week, name) in self.fed)
        feeds = tuple((name, units(self.fed[week, name], span)) for name in names)
        return _Size(units(wish, span), feeds, shrink(wish, span) + chunk_fee(wish, span))

    def value(self, number: int, piece: Piece, week: int) -> int:
        """Beside its size. What a guard threatens does not hold on to its place, and what the rule proposes beside one
        means little."""
        wish, bare = piece.intention, self.asked.bare
        under = bare.softly(piece.occupied)
        value = -uncertain(wish, piece.span, under) if under else 0
        if (wish.id, week) not in self.moved:
            value -= preference(wish, piece.span, bare.openings_on(wish, piece.day))
        is_ruled = number in self.by_rule
        if number in self.stood:
            is_left = is_ruled and not under and not self.guards.threatens(number, wish.priority)
            value += bonus(wish, piece.span.start - self.asked.ground.now, is_left=is_left)
        return value + (BY_RULE if is_ruled and (wish.id, piece.day) not in self.guards.contested else 0)


def _candidates(asked: Asked, standing: Sequence[Piece], ruled: Sequence[Piece], guards: Watch) -> list[Candidate]:
    ground = asked.ground
    kept, firm = set(map(key_of, ruled)), len(ground.firm)
    moved = frozenset((p.intention.id, ground.week(p.day)) for p in ground.loose if key_of(p) not in kept)
    fed = {(number, wish.id): wish for number, wished in enumerate(ground.wishes.values()) for wish in wished}
    scale = _Scale(asked, guards, asked.numbers_of(standing), asked.numbers_of(ruled), moved, fed)
    return [_candidate(scale, number, piece, is_fixed=number < firm) for number, piece in enumerate(asked.pieces)]


def _candidate(scale: _Scale, number: int, piece: Piece, *, is_fixed: bool) -> Candidate:
    span, occupied, week = piece.span, whole_minutes(piece.occupied), scale.asked.ground.week(piece.day)
    start, length = minutes_of(span.start), span.minutes
    size, is_all = scale.size(piece, week, length), occupied is span
    return Candidate(
        intention=piece.intention.id,
        week=week,
        day=piece.day.toordinal(),
        start=start,
        length=length,
        begins=start if is_all else minutes_of(occupied.start),
        ends=start + length if is_all else minutes_of(occupied.end),
        value=0 if is_fixed else scale.value(number, piece, week) - size.cost,
        fixed=is_fixed,
        amount=size.amount,
        feeds=size.feeds,
    )


def _new(wish: Intention, span: Span, day: date) -> Piece:
    return Piece(wish, Slot(wish.id, day), span, day)


def _new_places(bare: Board, wish: Intention, week: Week) -> Iterator[Piece]:
    for day in week.days:
        if bare.is_open(wish, day):
            slot = Slot(wish.id, day)
            for opening in bare.openings(wish, day):
                yield from (Piece(wish, slot, span, day) for span in _spans(bare, wish, opening))


def _spans(bare: Board, wish: Intention, opening: Opening) -> Iterator[Span]:
    known = lengths(wish)
    for length in _lengths(known, wish, opening):
        reach = opening.reach(length, bare.earliest.bound)
        if reach is None:
            continue
        first, last = reach
        held_back = first == bare.earliest.bound and max(opening.free.start, opening.starts.start) < first
        first = min(bare.earliest.tidy, last) if held_back else first
        marks = {first, last, min(max(opening.wished, first), last)}
        marks.update(_marks(first, last, _STEP if length == known[0] else 2 * _STEP))
        yield from (Span(start, start + length) for start in sorted(marks))


def _marks(first: datetime, last: datetime, step: timedelta) -> list[datetime]:
    """The same values for all that is asked for, so that each is made and hashed once."""
    quarters = step // _STEP
    numbers = range(-((EPOCH - first) // step), -((EPOCH - last) // step))
    return [_quarter(number * quarters) for number in numbers]


@lru_cache(maxsize=4096)
def _quarter(number: int) -> datetime:
    return EPOCH + number * _STEP


def _lengths(known: Sequence[timedelta], wish: Intention, opening: Opening) -> list[timedelta]:
    ideal, *others = known
    fitting = [length for length in dict.fromkeys((ideal, *others)) if length <= opening.free.length]
    step = 2 * _STEP if wish.is_in_hours else _STEP
    chosen = {max(fitting, default=ideal), (ideal, *others)[-1]}
    if wish.is_in_hours:
        chosen |= {ideal - _STEP, ideal + _STEP}
    return [n for n in fitting if n in chosen or (ideal - n) % step == timedelta(0)]


def _demands(ground: Ground) -> list[Demand]:
    found = []
    for number, (week, wished) in enumerate(ground.wishes.items()):
        for wish in wished:
            asked = max(0, ground.board.missing(wish, week) + ground.board.count(wish, week))
            found.append(Demand(wish.id, number, rewards(wish, asked), max(1, wish.spacing_days)))
    return found


def _exclusions(asked: Asked) -> list[frozenset[int]]:
    """No new block takes the slot of one that stands on another day; at a season's border the larger spacing holds."""
    days: dict[tuple[IntentionId, date], list[int]] = {}
    for number, piece in enumerate(asked.pieces):
        days.setdefault((piece.intention.id, piece.day), []).append(number)
    found = set()
    for number, piece in enumerate(asked.pieces):
        if piece.slot.day != piece.day:
            rivals = days.get((piece.intention.id, piece.slot.day), [])
            found.add(frozenset({number, *(n for n in rivals if asked.pieces[n].block is None)}))
    for (name, day), numbers in days.items():
        apart = asked.pieces[numbers[0]].intention.spacing_days
        for step in range(-apart + 1, apart):
            others = days.get((name, day + timedelta(days=step)), [])
            if others and asked.pieces[others[0]].intention.spacing_days != apart:
                found.add(frozenset((*numbers, *others)))
    return sorted(found, key=sorted)
