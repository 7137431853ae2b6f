"""How much of a wish its week had room for, has room for still, and may have room for once it is known.

Counted as the wish is: blocks, or minutes where it asks for hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hedgerow.core.board import Board
from hedgerow.core.days import Week
from hedgerow.core.intention import Intention, bounds


@dataclass(frozen=True, slots=True)
class Waiting:
    """Blocks, or minutes, that may find a place in a week once more of it is known."""

    intention: Intention
    week: Week
    missing: int


def still_missing(board: Board, wish: Intention, week: Week) -> int:
    """`missing` without what an empty calendar would have had room for, until its time went by."""
    missing = board.missing(wish, week)
    if missing <= 0:
        return 0
    asked = missing + board.count(wish, week) - board.fed(wish, week)
    ever, still = _room(board, wish, week, None), _room(board, wish, week, board.earliest.bound)
    return max(0, missing - (min(asked, ever) - min(asked, still)))


def find_waiting(board: Board, asked: Iterable[tuple[Intention, Week]]) -> tuple[Waiting, ...]:
    waiting = (Waiting(wish, week, hopes(board, wish, week)) for wish, week in asked)
    return tuple(each for each in waiting if each.missing)


def hopes(board: Board, wish: Intention, week: Week) -> int:
    """How much of what is still missing may find a place in time that is not known yet."""
    missing = still_missing(board, wish, week)
    if not missing:
        return 0
    open_days = [day for day in week.days if board.is_open(wish, day)]
    return min(missing, _most({day: _may_open(board, wish, day) for day in open_days}, week.days, wish.spacing_days))


def _may_open(board: Board, wish: Intention, day: date) -> int:
    """How much a place on that day could add that depends on what is not known."""
    least, most = bounds(wish)
    openings = [o for o in board.openings_on(wish, day) if board.unknown_near(wish, o)]
    found = (opening.longest(least, most, board.earliest.bound) for opening in openings)
    return max((wish.amount(length) for length in found if length), default=0)


def _room(board: Board, wish: Intention, week: Week, since: datetime | None) -> int:
    """How much may be had, spaced as asked, from the blocks that stand and the openings from then on."""
    own: dict[date, int] = {}
    for piece in board.of(wish):
        own[piece.day] = max(own.get(piece.day, 0), wish.amount(piece.span.length))
        own.setdefault(piece.slot.day, 0 if wish.is_in_hours else 1)
    outside = [piece.day for piece in board.of(wish) if piece.day not in week.days]
    apart = max(1, wish.spacing_days)
    days = [day for day in week.days if all(abs((day - other).days) >= apart for other in outside)]
    return _most({day: max(own.get(day, 0), _opens(board, wish, day, since)) for day in days}, week.days, apart)


def _opens(board: Board, wish: Intention, day: date, since: datetime | None) -> int:
    """How much a block of that day could add if nothing were in the calendar."""
    if board.is_closed(wish.id, day):
        return 0
    least, most = bounds(wish)
    found = (opening.longest(least, most, since or opening.free.start) for opening in board.openings_on(wish, day))
    return max((wish.amount(length) for length in found if length), default=0)


def _most(amounts: Mapping[date, int], days: Sequence[date], spacing: int) -> int:
    """The largest sum over consecutive days of which no two chosen ones are nearer than that."""
    apart = max(1, spacing)
    best = [0] * (len(days) + apart)
    for n, day in enumerate(days):
        best[n + apart] = max(best[n + apart - 1], best[n] + amounts.get(day, 0))
    return best[-1]
