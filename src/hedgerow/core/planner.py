"""The planner: never wrong, always the same for the same input, moves only for a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hedgerow.core.arrange import Arrangement, arrange
from hedgerow.core.board import Board, Piece, by_intention, calendar_of
from hedgerow.core.days import Week, local_day
from hedgerow.core.draft import Draft, grip_of
from hedgerow.core.guarding import grant_on, guarding
from hedgerow.core.intention import Intention
from hedgerow.core.places import earliest_start
from hedgerow.core.plan import FACTS, Busy, Given, Hold, Placed, Plan, PlanRules, Reason
from hedgerow.core.room import find_waiting
from hedgerow.core.seasonal import wish_in, wishes_in

_FIRMEST = (*FACTS, Reason.FROZEN, Reason.KEPT)


def plan_blocks(given: Given, arrange: Arrangement = arrange) -> Plan:
    """Keeps what can stay, moves what lost its place, adds what is missing.

    A block that moves to another day keeps its id and slot, as a moved instance keeps its RECURRENCE-ID; it counts for
    the day and week where it lies, and no new block takes a slot in use. What the person holds of an intention that
    is gone has no block in the plan, but nothing is put over it.
    """
    intentions, rules, now, previous = given.intentions, given.rules, given.now, given.previous
    wishes = {week: wishes_in(week, intentions, rules.changes) for week in rules.weeks}
    placed = [p for p in previous.placed if p.span.start >= rules.remembers_from(intentions)]
    weeks = [(p, rules.week_of(local_day(p.span.start, rules.zone))) for p in placed]
    wished = [(p, wish_in(week, p.slot.intention, intentions, rules.changes)) for p, week in weeks]
    orphans = [p for p, wish in wished if wish is None and p.hold is not Hold.NONE]
    binding, soft = rules.binding(given.busy), rules.soft(given.busy)
    obstacles = (*binding, *(Busy(p.span, "a block that you hold", is_work=False) for p in orphans))
    skipped = by_intention(skip for skip in previous.skipped if max(skip.days) >= rules.begins)
    work = (thing.span for thing in binding if thing.is_work and not thing.all_day)
    spans, rather_not = [thing.span for thing in obstacles], [thing.span for thing in soft]
    calendar = calendar_of(spans, work, rules.unknown, rules.on_call, rather_not)
    board = Board(calendar, skipped, rules.zone, earliest_start(now + rules.notice, rules.zone), rules.guards)
    _settle(board, rules, now, [(p, wish) for p, wish in wished if wish is not None])
    board, proof = arrange(board, wishes, now)
    granted = grant_on(board, rules.weeks)
    draft = Draft(guarding(board, rules.weeks), obstacles, soft, rules, now, granted)
    before = {p.block: p for p in placed}
    blocks = tuple(draft.block(piece, before) for piece in board.pieces if piece.day >= rules.begins)
    asked = [(wish, week) for week, wished in wishes.items() for wish in wished]
    unplaced = tuple(filter(None, (draft.unplaced(*each) for each in asked)))
    return Plan(blocks, unplaced, find_waiting(board, asked), proof, granted, tuple(draft.withheld()))


def _settle(board: Board, rules: PlanRules, now: datetime, placed: Sequence[tuple[Placed, Intention]]) -> None:
    """Puts what stands already on the board: what is not ours to move, then what is frozen, then what fits."""
    known = [(grip_of(each, now, rules), wish, each) for each, wish in placed]
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
    fits = not piece.stays and board.has_room(piece, week) and board.fits(piece)
    if frozen or fits:
        board.add(piece)
    else:
        board.reserved.append(replace(piece, stays=False))
