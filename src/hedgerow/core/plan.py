"""The blocks of the coming weeks: never wrong, always the same for the same input, moved only for a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hedgerow.core.arrange import arrange
from hedgerow.core.block import BlockId, Slot
from hedgerow.core.board import ON_CALL, Board, Piece, Skip, by_intention, calendar_of, zone_of_piece
from hedgerow.core.days import Week, day_span, local_day, week_of
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention, Opening, Priority, lengths
from hedgerow.core.margins import guarded, travelled, zone_of_busy
from hedgerow.core.occurrence import Transparency
from hedgerow.core.places import Hindrance, better_taken, earliest_start, smallest_cover, whole_minutes
from hedgerow.core.room import Waiting, find_waiting, hopes, still_missing
from hedgerow.core.seasonal import Changes, wish_in, wishes_in
from hedgerow.core.span import Span

MOST_BLOCKERS = 3


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """A stretch that no block may touch, with what makes it busy for the sake of reasons (never written anywhere)."""

    span: Span
    title: str
    is_work: bool
    all_day: bool = False


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
    """What starts sooner than this does not move, except when work was put over it."""
    free_until: timedelta = timedelta(hours=24)
    """Defence `auto`: free only while the start is further away than this …"""
    free_places: int = 2
    """… and at least so many other places remain."""
    changes: Changes = field(default_factory=dict)
    unknown: tuple[Span, ...] = ()
    """Nobody knows yet whether it is free: what stands there stays, nothing new comes, what it may hold waits."""
    on_call: tuple[Span, ...] = ()
    """As busy as an event to intentions that avoid it."""

    @property
    def begins(self) -> date:
        return self.weeks[0].first_day

    def week_of(self, day: date) -> Week:
        return week_of(day, self.weeks[0].first)

    def remembers_from(self, intentions: Sequence[Intention]) -> datetime:
        """Blocks from before that can't matter any more, not even to the days between two of them."""
        spacing = max((intention.spacing_days for intention in intentions), default=1)
        return day_span(self.begins - timedelta(days=spacing), self.zone).start


@dataclass(frozen=True, slots=True)
class Previous:
    """What the last plan and the person left us with."""

    placed: Sequence[Placed] = ()
    skipped: frozenset[Skip] = frozenset()
    """What stays empty, and is not missing either."""


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
    """Something lies over its old place now, or too near to it."""
    OUTSIDE = "outside"
    """Its old place is no longer in its windows and days, or of a length it may have: the settings changed."""
    AWAY = "away"


FACTS = (Reason.PINNED, Reason.RELEASED, Reason.PAST)
"""Where it is, is not ours to decide."""
_FIRMEST = (*FACTS, Reason.FROZEN, Reason.KEPT)


@dataclass(frozen=True, slots=True)
class Block:
    """One placed occurrence of an intention."""

    slot: Slot
    span: Span
    transparency: Transparency
    reason: Reason
    other_places: int
    """How many other places remain for it in its week: the slack that the defence rule reads. 0 for what can't move."""
    block: BlockId | None = None
    """The block that stands already and is kept or moved; None asks for a new one."""
    blockers: tuple[Busy, ...] = ()
    """What takes the better places, the most wished-for first."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An intention that got fewer blocks than it asks for in a week, days that are over aside."""

    intention: Intention
    week: Week
    missing: int
    blockers: tuple[Busy, ...]
    """The smallest set of busy things, of the day that comes nearest, that leaves no place."""


@dataclass(frozen=True, slots=True)
class Plan:
    blocks: tuple[Block, ...]
    """In order of start and slot."""
    unplaced: tuple[Unplaced, ...]
    waiting: tuple[Waiting, ...] = ()
    is_proven: bool = True


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
    wishes = {week: wishes_in(week, intentions, rules.changes) for week in rules.weeks}
    placed = [p for p in previous.placed if p.span.start >= rules.remembers_from(intentions)]
    weeks = [(p, rules.week_of(local_day(p.span.start, rules.zone))) for p in placed]
    wished = [(p, wish_in(week, p.slot.intention, intentions, rules.changes)) for p, week in weeks]
    orphans = [p for p, wish in wished if wish is None and p.hold is not Hold.NONE]
    obstacles = (*busy, *(Busy(p.span, "a block that you hold", is_work=False) for p in orphans))
    skipped = by_intention(skip for skip in previous.skipped if max(skip.days) >= rules.begins)
    work = (thing.span for thing in busy if thing.is_work and not thing.all_day)
    calendar = calendar_of((thing.span for thing in obstacles), work, rules.unknown, rules.on_call)
    board = Board(calendar, skipped, rules.zone, earliest_start(now + rules.notice, rules.zone))
    _settle(board, rules, now, [(p, wish) for p, wish in wished if wish is not None])
    board, is_proven = arrange(board, wishes, now)
    before = {p.block: p for p in placed}
    draft = _Draft(board, obstacles, rules, now)
    blocks = tuple(draft.block(piece, before) for piece in board.pieces if piece.day >= rules.begins)
    asked = [(wish, week) for week, wished in wishes.items() for wish in wished]
    unplaced = tuple(filter(None, (draft.unplaced(*each) for each in asked)))
    return Plan(blocks, unplaced, find_waiting(board, asked), is_proven)


def _settle(board: Board, rules: PlanRules, now: datetime, placed: Sequence[tuple[Placed, Intention]]) -> None:
    """Puts what stands already on the board: what is not ours to move, then what is frozen, then what fits."""
    known = [(_grip(each, now, rules), wish, each) for each, wish in placed]
    known.sort(key=lambda k: (_FIRMEST.index(k[0]), k[1].priority, k[1].id, k[2].span, k[2].slot.day, k[2].block))
    for grip, wish, each in known:
        day = board.day(each.span)
        piece = Piece(wish, each.slot, each.span, day, each.block, stays=grip is not Reason.KEPT)
        if grip in FACTS:
            board.add(piece)
        elif board.is_slot_free(piece.slot):
            _admit(board, piece, rules.week_of(day))


def _admit(board: Board, piece: Piece, week: Week) -> None:
    frozen = piece.stays and board.is_left_alone(piece.occupied)
    fits = not piece.stays and board.count(piece.intention, week) < piece.intention.times_per_week and board.fits(piece)
    if frozen or fits:
        board.add(piece)
    else:
        board.reserved.append(replace(piece, stays=False))


def _grip(placed: Placed, now: datetime, rules: PlanRules) -> Reason:
    """Why it should stay where it is."""
    if placed.hold is not Hold.NONE:
        return Reason.PINNED if placed.hold is Hold.PINNED else Reason.RELEASED
    if placed.span.start <= now:
        return Reason.PAST
    return Reason.FROZEN if placed.span.start < now + rules.freeze else Reason.KEPT


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
            return _grip(placed, self.now, self.rules)
        return Reason.MOVED if self.board.admits(piece.intention, placed.span) else Reason.OUTSIDE

    def _reason_of_new(self, piece: Piece) -> Reason:
        if piece.span.minutes < piece.intention.length.ideal:
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
        busy = (*self.busy, *(Busy(span, ON_CALL, is_work=False) for span in on_call))
        causes: set[tuple[Busy, Span]] = set()
        for opening in openings:
            around = guarded(wish, opening.free)
            causes |= {(b, zone_of_busy(wish, whole_minutes(b.span))) for b in busy if b.span.overlaps(around)}
            firm = self.board.firm_over(travelled(wish, opening.free), besides, yielding_to)
            causes |= {
                (Busy(p.span, p.intention.title, Domain.WORK in p.intention.domains), zone_of_piece(wish, p))
                for p in firm
            }
        ordered = sorted(causes)
        hindrances = [Hindrance(zone, index) for index, (_, zone) in enumerate(ordered)]
        return [cause for cause, _ in ordered], hindrances
