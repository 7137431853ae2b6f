"""What stands and what is missing, arranged: a rule of thumb proposes, the search improves on it or proves it best."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from hedgerow.core.block import Slot
from hedgerow.core.board import Board, Piece
from hedgerow.core.days import Week
from hedgerow.core.guarding import grant_on
from hedgerow.core.intention import Intention
from hedgerow.core.known import BusyTime
from hedgerow.core.placement import fill_board, relieve
from hedgerow.core.search.asked import OUTSIDE, Ground, Key, key_of
from hedgerow.core.search.candidates import ask
from hedgerow.core.search.engine import search
from hedgerow.core.search.polish import polish
from hedgerow.core.search.problem import Engine, Found, Problem
from hedgerow.core.search.proof import Proof

_ROUNDS = 4
"""A second look takes what the first one found for standing; nearly always it changes nothing."""


Wishes = Mapping[Week, Sequence[Intention]]
Arrangement = Callable[[Board, Wishes, datetime], tuple[Board, Proof]]
"""Fills a board, and says how good that is known to be."""


def arrange(board: Board, wishes: Wishes, now: datetime) -> tuple[Board, Proof]:
    return _arrange(board, wishes, now, search)


def arrange_without_solver(board: Board, wishes: Wishes, now: datetime) -> tuple[Board, Proof]:
    """From what stands, by ruin and recreation alone."""
    board, proof = _arrange(board, wishes, now, partial(search, use_solver=False))
    return board, replace(proof, proven=False)


def leave_standing(board: Board, wishes: Wishes, _now: datetime) -> tuple[Board, Proof]:
    """Without what lost its place or what others that stand feed enough, and nothing new."""
    left = board.with_only(board.pieces)
    for week, wished in wishes.items():
        for wish in wished:
            relieve(left, wish, week)
    return left.with_only(left.pieces), Proof(proven=False, gap=None, engine=Engine.STANDING)


def _arrange(board: Board, wishes: Wishes, now: datetime, search: Callable[[Problem], Found]) -> tuple[Board, Proof]:
    """Planning again what this returns returns it unchanged, unless the rounds were used up."""
    proof, by_rule = Proof(), _by_rule(board, wishes)
    for _ in range(_ROUNDS):
        pieces, proof = _improve(Ground(board, by_rule, wishes, now), search)
        before, board = board, board.with_only(pieces)
        by_rule = _by_rule(board, wishes)
        # what is proven best stays so once it stands, unless the rule then has something new to propose
        is_settled = proof.proven or (not before.reserved and _places(before) == _places(board))
        if is_settled and _places(by_rule) == _places(board):
            break
    return board, proof


def _by_rule(board: Board, wishes: Wishes) -> Board:
    """Once more, closed to work where it cost a guard."""
    filled = _filled(board, wishes)
    had, left = grant_on(board, wishes), {(each.guard, each.day) for each in grant_on(filled, wishes)}
    lost = [each.span for each in had if (each.guard, each.day) not in left]
    return _filled(replace(board, guarded=BusyTime(lost)), wishes) if lost else filled


def _filled(board: Board, wishes: Wishes) -> Board:
    """New blocks keep out of what is soft; what stands there stays, until a better place is found."""
    filled = board.wary()
    for piece in board.pieces:
        filled.add(piece)
    filled.reserved += board.reserved
    fill_board(filled, wishes)
    return filled


def _places(board: Board) -> set[Key]:
    return {key_of(piece) for piece in board.pieces}


def _improve(ground: Ground, search: Callable[[Problem], Found]) -> tuple[list[Piece], Proof]:
    asked, problem = ask(ground)
    found = search(problem)
    proof = Proof(found.proven, found.gap, found.engine)
    places = range(len(asked.pieces))  # what follows are guards, of which any will do
    chosen = {n for n in found.chosen if n in places}
    for known, choice in zip((ground.board.pieces, ground.by_rule.pieces), problem.wanted, strict=True):
        if {n for n in choice if n in places} == chosen:
            return known, proof
    named = _name(ground, [asked.pieces[n] for n in polish(asked, problem, found.chosen) if n in places])
    if named is None:
        return ground.by_rule.pieces, Proof(proven=False, gap=None, engine=found.engine)
    return named, proof


def _name(ground: Ground, chosen: Sequence[Piece]) -> list[Piece] | None:
    """Which new place is that of which block that lost its own; None when two would stand for the same day."""
    there = {piece.block for piece in chosen if piece.block is not None}
    named = [piece for piece in chosen if piece.block is not None]
    free = [piece for piece in chosen if piece.block is None]
    for homeless in (p for p in ground.loose if p.block is not None and p.block not in there):
        fitting = [p for p in free if p.intention.id == homeless.intention.id and _same_week(ground, p, homeless)]
        if not fitting:
            continue
        ruled = next((p.span for p in ground.by_rule.pieces if p.block == homeless.block), None)
        place = min(fitting, key=lambda p: (p.span != ruled, *_farness(p, homeless)))
        free.remove(place)
        named.append(replace(homeless, intention=place.intention, span=place.span, day=place.day))
    slots: list[Slot] = [piece.slot for piece in (*named, *free)]
    return [*named, *free] if len(set(slots)) == len(slots) else None


def _same_week(ground: Ground, one: Piece, other: Piece) -> bool:
    return ground.week(one.day) == ground.week(other.day) != OUTSIDE


def _farness(place: Piece, homeless: Piece) -> tuple[int, timedelta, int]:
    """The nearest day, then the nearest time of day; of two days the later."""
    days = (place.day - homeless.day).days
    time = abs(place.span.start - homeless.span.start - timedelta(days=days))
    return abs(days), time, -days
