"""The planner: never wrong, always the same for the same input, moves only for a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hedgerow.core.arrange import Arrangement, arrange
from hedgerow.core.board import Board, Piece
from hedgerow.core.days import Week
from hedgerow.core.draft import Draft, grip_of
from hedgerow.core.guarding import grant_on, guarding
from hedgerow.core.intention import Intention
from hedgerow.core.plan import FACTS, Given, Placed, Plan, PlanRules, Reason
from hedgerow.core.room import find_waiting
from hedgerow.core.seasonal import wishes_in
from hedgerow.core.start import start_of

_FIRMEST = (*FACTS, Reason.FROZEN, Reason.KEPT)


def plan_blocks(given: Given, arrange: Arrangement = arrange) -> Plan:
    """Keeps what can stay, moves what lost its place, adds what is missing.

    A block that moves to another day keeps its id and slot, as a moved instance keeps its RECURRENCE-ID; it counts for
    the day and week where it lies, and no new block takes a slot in use. What the person holds of an intention that
    is gone has no block in the plan, but nothing is put over it.
    """
    rules, now = given.rules, given.now
    wishes = {week: wishes_in(week, given.intentions, rules.changes) for week in rules.weeks}
    start = start_of(given)
    _settle(start.board, rules, now, start.standing)
    board, proof = arrange(start.board, wishes, now)
    while soon := _soon_frozen(board, given):
        left = [replace(piece, stays=piece.stays or piece in soon) for piece in board.pieces]
        board, proof = arrange(board.with_only(left), wishes, now)
    granted = grant_on(board, rules.weeks)
    draft = Draft(guarding(board, rules.weeks), start.busy, start.soft, rules, now, granted)
    before = {p.block: p for p, _ in start.standing}
    blocks = tuple(draft.block(piece, before) for piece in board.pieces if piece.day >= rules.begins)
    asked = [(wish, week) for week, wished in wishes.items() for wish in wished]
    unplaced = tuple(filter(None, (draft.unplaced(*each) for each in asked)))
    return Plan(blocks, unplaced, find_waiting(board, asked), proof, granted, tuple(draft.withheld()))


def _soon_frozen(board: Board, given: Given) -> list[Piece]:
    """What is fed and will not move any more once it stands: from then on, others may feed it beyond what is asked."""
    fed = {name for wish in given.intentions for name in wish.feeds}
    until = given.now + given.rules.freeze
    return [p for p in board.pieces if p.intention.id in fed and not p.stays and p.span.start < until]


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
