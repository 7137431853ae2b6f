"""What is still missing finds its places: the important first, earlier weeks first, until a round changes nothing.

That last round is why planning again changes nothing: a board that stands as this one ended gives the same round.
Every round that changes something has more blocks of some priority and loses only less important ones, so it ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from hedgerow.core.block import IntentionId, Slot
from hedgerow.core.board import Board, Piece, yields
from hedgerow.core.days import Week, instant
from hedgerow.core.intention import Intention, Priority, lengths
from hedgerow.core.margins import travelled
from hedgerow.core.places import Place, choose_days, find_place


def fill_board(board: Board, wishes: Mapping[Week, Sequence[Intention]]) -> None:
    """The wishes of each week in the order of their claims; weeks in order."""
    idle: dict[tuple[IntentionId, Week], int] = {}
    while True:
        changes = [_look(board, wish, week, wished, idle) for week, wished in wishes.items() for wish in wished]
        if not any(changes):
            if not board.reserved:
                return
            board.reserved.clear()
            idle.clear()


def _look(
    board: Board, wish: Intention, week: Week, wished: Sequence[Intention], idle: dict[tuple[IntentionId, Week], int]
) -> bool:
    """What changed nothing changes nothing again on the same board."""
    key, before = (wish.id, week), board.changes
    if idle.get(key) == before:
        return False
    is_better = _fill_week(board, wish, week, wished)
    if board.changes == before:
        idle[key] = before
    return is_better


def _fill_week(board: Board, wish: Intention, week: Week, wished: Sequence[Intention]) -> bool:
    missing = board.missing(wish, week)
    if missing <= 0:
        return False
    _move(board, wish, week)
    _add(board, wish, week)
    _displace(board, wish, week)
    for other in wished:
        if other.id in wish.feeds:
            relieve(board, other, week)
    return board.missing(wish, week) < missing


def relieve(board: Board, fed: Intention, week: Week) -> None:
    """What feeds it takes the place of blocks of its own, the last ones first."""
    own = [piece for piece in board.of(fed) if piece.day in week.days and not piece.stays]
    for piece in sorted(own, key=lambda piece: piece.order, reverse=True):
        if board.count(fed, week) > fed.asked:
            _evict(board, [piece])


def _homeless(board: Board, wish: Intention, week: Week) -> list[Piece]:
    days = week.days
    return sorted(
        (piece for piece in board.reserved if piece.intention.id == wish.id and piece.day in days),
        key=lambda piece: piece.order,
    )


def _move(board: Board, wish: Intention, week: Week) -> None:
    """Blocks that lost their place get the nearest one of their week; they stay the occurrence that they are."""
    for piece in _homeless(board, wish, week):
        missing = board.missing(wish, week)
        places = [place for day in week.days if (place := _place_near(board, piece, day, missing)) is not None]
        if places and missing > 0:
            _resettle(board, piece, min(places, key=lambda place: _farness(piece, place)))


def _farness(piece: Piece, place: Place) -> tuple[timedelta, int, timedelta, int]:
    """The longest first, then the nearest day, then the nearest time of day; of two days the later."""
    days = abs((place.day - piece.day).days)
    return -place.span.length, days, place.distance, -place.day.toordinal()


def _resettle(board: Board, piece: Piece, place: Place) -> None:
    board.reserved.remove(piece)
    board.add(replace(piece, span=place.span, day=place.day))


def _add(board: Board, wish: Intention, week: Week) -> None:
    missing = board.missing(wish, week)
    if missing <= 0:
        return
    days = week.days
    places = {day: place for day in days if (place := _place_on(board, wish, day, missing)) is not None}
    taken = [day for day in board.days(wish) if day in days]
    each = wish.amount(timedelta(minutes=wish.length.ideal))
    for place in choose_days(places, taken, -(-missing // each), wish.spacing_days):
        piece = _new(wish, place)
        if board.has_room(piece, week) and board.fits(piece):  # two places on both sides of one midnight may meet
            board.add(piece)


def _new(wish: Intention, place: Place) -> Piece:
    return Piece(wish, Slot(wish.id, place.day), place.span, place.day)


def _displace(board: Board, wish: Intention, week: Week) -> None:
    """Only when nothing else is possible: takes the place of less important blocks, which then look for another."""
    if not any(yields(piece, wish.priority) for piece in board.everywhere()):
        return
    while (missing := board.missing(wish, week)) > 0:
        homeless = _homeless(board, wish, week)
        piece = homeless[0] if homeless else None
        places = [place for day in week.days if (place := _costly(board, wish, day, piece, missing)) is not None]
        if not places:
            return
        best = min(places, key=lambda place: (_harm(_victims(board, wish, place)), -place.span.length, place.distance))
        _evict(board, _victims(board, wish, best))
        if piece is None:
            board.add(_new(wish, best))
        else:
            _resettle(board, piece, best)


def _costly(board: Board, wish: Intention, day: date, piece: Piece | None, missing: int) -> Place | None:
    if piece is None:
        return _place_on(board, wish, day, missing, yielding_to=wish.priority)
    return _place_near(board, piece, day, missing, yielding_to=wish.priority)


def _place_on(board: Board, wish: Intention, day: date, most: int, yielding_to: Priority | None = None) -> Place | None:
    """The best place for a new block on that day that adds no more than `most`."""
    if not board.is_open(wish, day):
        return None
    openings = board.openings(wish, day, yielding_to=yielding_to)
    return find_place(day, openings, _tries(wish, most), board.earliest, None)


def _place_near(board: Board, piece: Piece, day: date, most: int, yielding_to: Priority | None = None) -> Place | None:
    """The place on that day nearest to the time of day of a piece that has to leave its own."""
    if not board.is_day_free(piece.intention, day):
        return None
    openings = board.openings(piece.intention, day, yielding_to=yielding_to)
    return find_place(day, openings, _tries(piece.intention, most), board.earliest, _old_start(board, piece, day))


def _tries(wish: Intention, most: int) -> list[timedelta]:
    return [length for length in lengths(wish) if wish.amount(length) <= most]


def _old_start(board: Board, piece: Piece, day: date) -> datetime | None:
    """Its time of day, while its intention still allows that time."""
    start = piece.span.start
    if day != piece.day:
        wall = start.astimezone(board.zone)
        start = instant(day, wall.hour * 60 + wall.minute, board.zone)
    allowed = any(opening.starts.holds(start) for opening in board.openings_on(piece.intention, day))
    return start if allowed else None


def _victims(board: Board, wish: Intention, place: Place) -> list[Piece]:
    return [piece for piece in board.over(travelled(wish, place.span)) if yields(piece, wish.priority)]


def _harm(victims: Sequence[Piece]) -> tuple[int, ...]:
    """How many of each priority, compared from the most important down."""
    return tuple(sum(piece.intention.priority is priority for piece in victims) for priority in Priority)


def _evict(board: Board, victims: Sequence[Piece]) -> None:
    for victim in victims:
        board.remove(victim)
        if victim.block is not None:
            board.reserved.append(victim)
