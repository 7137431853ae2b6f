"""The blocks of the coming weeks: never wrong, always the same for the same input, moved only for a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from hedgerow.core.block import BlockId, Slot
from hedgerow.core.board import (
    Board,
    BusyTime,
    Piece,
    days_of_slots,
    guarded,
    travelled,
    yields,
    zone_of_busy,
    zone_of_piece,
)
from hedgerow.core.days import Week, local_day, week_of
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Defence, Intention, Opening, Priority, lengths
from hedgerow.core.occurrence import Transparency
from hedgerow.core.placement import fill_board
from hedgerow.core.places import Hindrance, better_taken, earliest_start, smallest_cover, whole_minutes
from hedgerow.core.span import Span

MOST_BLOCKERS = 3


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """A stretch that no block may touch, with what makes it busy for the sake of reasons (never written anywhere)."""

    span: Span
    title: str
    is_work: bool


class Hold(StrEnum):
    """Why a block of the previous plan may not be moved."""

    NONE = "none"
    PINNED = "pinned"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Placed:
    """A block that stands in the calendar already, from the previous plan."""

    block: BlockId
    slot: Slot
    span: Span
    hold: Hold
    transparency: Transparency


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The numbers of planning that are settings."""

    zone: ZoneInfo
    weeks: Sequence[Week]
    """The horizon, whole weeks in order; the first one holds `now`."""
    notice: timedelta = timedelta(hours=2)
    """Nothing new starts sooner than this from now."""
    freeze: timedelta = timedelta(hours=24)
    """What starts sooner than this does not move, except when something busy was put over it."""
    free_until: timedelta = timedelta(hours=24)
    """Defence `auto`: free only while the start is further away than this …"""
    free_places: int = 2
    """… and at least so many other places remain."""

    def week_of(self, day: date) -> Week:
        return week_of(day, self.weeks[0].first)


@dataclass(frozen=True, slots=True)
class Previous:
    """What the last plan and the person left us with."""

    placed: Sequence[Placed] = ()
    skipped: frozenset[Slot] = frozenset()
    """Slots that stay empty, and are not missing either: the person deleted their block."""


class Reason(StrEnum):
    """Why a block is where it is, or why there is none."""

    KEPT = "kept"
    PINNED = "pinned"
    RELEASED = "released"
    FROZEN = "frozen"
    PAST = "past"
    IDEAL = "ideal"
    NEAREST = "nearest"
    SHORTENED = "shortened"
    MOVED = "moved"
    """Its place was taken by something busy."""


@dataclass(frozen=True, slots=True)
class Block:
    """One placed occurrence of an intention."""

    slot: Slot
    span: Span
    transparency: Transparency
    reason: Reason
    other_places: int
    """How many other places remain for it in its week: the slack that the defence rule reads."""
    block: BlockId | None = None
    """The block that stands already and is kept or moved; None asks for a new one."""
    blockers: tuple[Busy, ...] = ()
    """What takes the better places, the most wished-for first."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An intention that got fewer blocks than it asks for in a week."""

    intention: Intention
    week: Week
    missing: int
    blockers: tuple[Busy, ...]
    """The smallest set of busy things, of the day that comes nearest, that leaves no place."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Blocks in order of start and slot."""

    blocks: tuple[Block, ...]
    unplaced: tuple[Unplaced, ...]


def plan_blocks(
    intentions: Sequence[Intention],
    busy: Sequence[Busy],
    rules: PlanRules,
    now: datetime,
    previous: Previous,
) -> Plan:
    """Keeps what can stay, moves what lost its place, adds what is missing.

    A block that moves to another day keeps its id and slot, as a moved instance keeps its RECURRENCE-ID; it counts for
    the day and week where it lies, and no new block takes a slot in use. What the person holds of an intention that
    is gone has no block in the plan, but nothing is put over it.
    """
    wishes = sorted(intentions, key=lambda wish: (wish.priority, wish.id))
    known = {wish.id for wish in wishes}
    orphans = [p for p in previous.placed if p.slot.intention not in known and p.hold is not Hold.NONE]
    obstacles = sorted((*busy, *(Busy(p.span, "a block that you hold", is_work=False) for p in orphans)))
    earliest = earliest_start(now + rules.notice, rules.zone)
    board = Board(BusyTime(thing.span for thing in obstacles), days_of_slots(previous.skipped), rules.zone, earliest)
    settled = _settle(board, wishes, rules, now, previous)
    fill_board(board, wishes, rules.weeks)
    draft = _Draft(board, obstacles, rules, now)
    unplaced = (draft.unplaced(wish, week) for week in rules.weeks for wish in wishes)
    return Plan(
        tuple(draft.block(piece, settled) for piece in board.pieces), tuple(u for u in unplaced if u is not None)
    )


def _settle(
    board: Board, wishes: Sequence[Intention], rules: PlanRules, now: datetime, previous: Previous
) -> Mapping[BlockId, Placed]:
    """Puts what stands already on the board: what is not ours to move, then what is frozen, then what fits."""
    by_id = {wish.id: (rank, wish) for rank, wish in enumerate(wishes)}
    known = [placed for placed in previous.placed if placed.slot.intention in by_id]
    known.sort(key=lambda p: (_grip(p, now, rules), by_id[p.slot.intention][0], p.span, p.slot.day, p.block))
    for placed in known:
        wish = by_id[placed.slot.intention][1]
        grip = _grip(placed, now, rules)
        day = local_day(placed.span.start, rules.zone)
        piece = Piece(wish, placed.slot, placed.span, day, placed.block, stays=grip is not _Grip.OURS)
        if grip is _Grip.THEIRS:
            board.add(piece)
        elif board.is_slot_free(piece.slot):
            _admit(board, piece, rules.week_of(day))
    return {placed.block: placed for placed in known}


def _admit(board: Board, piece: Piece, week: Week) -> None:
    frozen = piece.stays and board.is_clear(piece.occupied)
    fits = not piece.stays and board.count(piece.intention, week) < piece.intention.times_per_week and board.fits(piece)
    if frozen or fits:
        board.add(piece)
    else:
        board.reserved.append(replace(piece, stays=False))


class _Grip(IntEnum):
    """How firmly a block stands, the firmest first."""

    THEIRS = 0
    """Held by the person, or begun: a fact."""
    FROZEN = 1
    OURS = 2


def _grip(placed: Placed, now: datetime, rules: PlanRules) -> _Grip:
    if placed.hold is not Hold.NONE or placed.span.start <= now:
        return _Grip.THEIRS
    return _Grip.FROZEN if placed.span.start < now + rules.freeze else _Grip.OURS


@dataclass(frozen=True, slots=True)
class _Draft:
    """The finished board, to be put into words that others understand."""

    board: Board
    busy: Sequence[Busy]
    rules: PlanRules
    now: datetime

    def block(self, piece: Piece, before: Mapping[BlockId, Placed]) -> Block:
        placed = before.get(piece.block) if piece.block else None
        reason = self._reason(piece, placed)
        is_fact = reason in (Reason.PINNED, Reason.RELEASED, Reason.PAST)
        places = 0 if is_fact else self.board.other_places(piece, self.rules.week_of(piece.day))
        untouched = placed is not None and reason in (Reason.RELEASED, Reason.PAST)
        transparency = placed.transparency if placed and untouched else self._shown(piece, places)
        blockers = () if is_fact else self._blockers(piece)
        return Block(piece.slot, piece.span, transparency, reason, places, piece.block, blockers)

    def _reason(self, piece: Piece, placed: Placed | None) -> Reason:
        if placed is None:
            return self._reason_of_new(piece)
        if placed.hold is not Hold.NONE:
            return Reason.PINNED if placed.hold is Hold.PINNED else Reason.RELEASED
        if placed.span.start <= self.now:
            return Reason.PAST
        if placed.span != piece.span:
            return Reason.MOVED
        return Reason.FROZEN if piece.stays else Reason.KEPT

    def _reason_of_new(self, piece: Piece) -> Reason:
        if piece.span.minutes < piece.intention.length.ideal:
            return Reason.SHORTENED
        openings = self.board.openings_on(piece.intention, piece.day)
        wished = any(o.admits(piece.span) and o.wished == piece.span.start for o in openings)
        return Reason.IDEAL if wished else Reason.NEAREST

    def _shown(self, piece: Piece, places: int) -> Transparency:
        """The published rule. It has no memory: as time passes, starts come nearer and places fewer, so that a block
        once busy becomes free again only when a change of the calendar gives places back."""
        soon = piece.span.start - self.now <= self.rules.free_until
        match piece.intention.defence:
            case Defence.ALWAYS_BUSY:
                return Transparency.OPAQUE
            case Defence.ALWAYS_FREE:
                return Transparency.TRANSPARENT
            case Defence.AUTO:
                busy = soon or places < self.rules.free_places
                return Transparency.OPAQUE if busy else Transparency.TRANSPARENT

    def _blockers(self, piece: Piece) -> tuple[Busy, ...]:
        openings = self.board.openings_on(piece.intention, piece.day)
        causes, hindrances = self._hindrances(piece.intention, openings, piece, None)
        taken = better_taken(openings, piece.span, self.board.earliest.bound, hindrances)
        return tuple(causes[index] for index in taken[:MOST_BLOCKERS])

    def unplaced(self, wish: Intention, week: Week) -> Unplaced | None:
        missing = self.board.missing(wish, week)
        if missing <= 0:
            return None
        days = [day for day in week.days if self.board.is_day_free(wish, day)]
        free = [day for day in days if self.board.is_slot_free(Slot(wish.id, day))]
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
        causes: list[tuple[Busy, Span]] = []
        for opening in openings:
            around = guarded(wish, opening.free)
            causes += [(b, zone_of_busy(wish, whole_minutes(b.span))) for b in self.busy if b.span.overlaps(around)]
            for piece in self.board.over(travelled(wish, opening.free)):
                if piece is not besides and not yields(piece, yielding_to):
                    causes.append((_as_busy(piece), zone_of_piece(wish, piece)))
        ordered = sorted(set(causes))
        hindrances = [Hindrance(zone, index) for index, (_, zone) in enumerate(ordered)]
        return [cause for cause, _ in ordered], hindrances


def _as_busy(piece: Piece) -> Busy:
    return Busy(piece.span, piece.intention.title, Domain.WORK in piece.intention.domains)
