"""Which guards a board leaves room for."""

from collections.abc import Iterable
from dataclasses import replace

from hedgerow.core.board import Board
from hedgerow.core.days import Week
from hedgerow.core.domains import Domain
from hedgerow.core.guard import Guarded, grant
from hedgerow.core.known import BusyTime
from hedgerow.core.places import whole_minutes


def grant_on(board: Board, weeks: Iterable[Week]) -> tuple[Guarded, ...]:
    """Beside the work of others, and the work of ours that is on it."""
    if not board.guards:
        return ()
    own = (whole_minutes(piece.occupied) for piece in board.pieces if Domain.WORK in piece.intention.domains)
    return grant(board.guards, weeks, (*board.calendar.work.spans, *own), board.zone)


def guarding(board: Board, weeks: Iterable[Week]) -> Board:
    """The same, closed to more work where a guard is granted."""
    return replace(board, guarded=BusyTime(each.span for each in grant_on(board, weeks)))
