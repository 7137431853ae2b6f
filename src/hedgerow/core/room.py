"""How many blocks of a wish its week had room for, has room for still, and may have room for once it is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hedgerow.core.board import Board
from hedgerow.core.days import Week
from hedgerow.core.intention import Intention, lengths


@dataclass(frozen=True, slots=True)
class Waiting:
    """Blocks that may find a place in a week once more of it is known."""

    intention: Intention
    week: Week
    missing: int


def still_missing(board: Board, wish: Intention, week: Week) -> int:
    """`missing` without those that an empty calendar would have had room for, until their time went by."""
    missing = board.missing(wish, week)
    if missing <= 0:
        return 0
    asked = missing + board.count(wish, week)
    ever, still = _room(board, wish, week, None), _room(board, wish, week, board.earliest.bound)
    return max(0, missing - (min(asked, ever) - min(asked, still)))


def find_waiting(board: Board, asked: Iterable[tuple[Intention, Week]]) -> tuple[Waiting, ...]:
    waiting = (Waiting(wish, week, hopes(board, wish, week)) for wish, week in asked)
    return tuple(each for each in waiting if each.missing)


def hopes(board: Board, wish: Intention, week: Week) -> int:
    """How many of those still missing may find a place in time that is not known yet."""
    missing = still_missing(board, wish, week)
    apart = max(1, wish.spacing_days)
    chosen: list[date] = []
    for day in week.days if missing else ():
        is_apart = all((day - other).days >= apart for other in chosen)
        if is_apart and board.is_open(wish, day) and _may_open(board, wish, day):
            chosen.append(day)
    return min(missing, len(chosen))


def _may_open(board: Board, wish: Intention, day: date) -> bool:
    """Does a place on that day depend on what is not known?"""
    shortest, bound = lengths(wish)[-1], board.earliest.bound
    openings = board.openings_on(wish, day)
    return any(opening.reach(shortest, bound) and board.unknown_near(wish, opening) for opening in openings)


def _room(board: Board, wish: Intention, week: Week, since: datetime | None) -> int:
    """How many days may have a block, spaced as asked: those it stands on or for, and the openings from then on."""
    pieces = board.of(wish)
    own = {day for piece in pieces for day in (piece.day, piece.slot.day)}
    outside = [piece.day for piece in pieces if piece.day not in week.days]
    apart = max(1, wish.spacing_days)
    chosen: list[date] = []
    for day in week.days:
        is_open = day in own or _opens(board, wish, day, since)
        if is_open and all(abs((day - other).days) >= apart for other in (*outside, *chosen)):
            chosen.append(day)
    return len(chosen)


def _opens(board: Board, wish: Intention, day: date, since: datetime | None) -> bool:
    if board.is_closed(wish.id, day):
        return False
    shortest = lengths(wish)[-1]
    openings = board.openings_on(wish, day)
    return any(opening.reach(shortest, since or opening.free.start) for opening in openings)
