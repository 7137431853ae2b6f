"""What one more block would cost: its week planned again with it forced in, and all else as good as it then can be."""

from collections.abc import Iterator
from dataclasses import replace

from hedgerow.core.block import IntentionId
from hedgerow.core.board import Board, Piece
from hedgerow.core.guarding import grant_on
from hedgerow.core.intention import Intention, lengths
from hedgerow.core.plan import Unplaced
from hedgerow.core.search.asked import EPOCH, Ground
from hedgerow.core.search.candidates import ask
from hedgerow.core.search.engine import search
from hedgerow.core.search.objective import units
from hedgerow.core.search.problem import Demand, Problem
from hedgerow.core.seasonal import wishes_in
from hedgerow.core.span import Span
from hedgerow.core.why.facts import Own, Price
from hedgerow.core.why.scene import Scene
from hedgerow.core.why.worth import cost_of, filled, rewards_of, worth_of

_FORCED = 1_000_000
"""Points: more than a whole week is worth."""


def price_of(scene: Scene, gap: Unplaced) -> Price | None:
    """None when the week has no room for it whatever goes, or when nothing has to go."""
    wish, week, board = gap.intention, gap.week, scene.board
    wishes = {week: wishes_in(week, scene.given.intentions, scene.given.rules.changes)}
    ground = Ground(board, board, wishes, scene.given.now)
    asked, problem = ask(ground)
    had = filled(scene, wish, week)
    found = search(_forcing(problem, wish.id, had + units(wish, _least(wish))))
    pieces = [asked.pieces[n] for n in found.chosen if n < len(asked.pieces)]
    after = _beside(scene, board.with_only(pieces))
    place = _place(scene, after, gap)
    if place is None:
        return None
    more = filled(after, wish, week)
    gain = sum(rewards_of(after, wish, week)[had:more]) - cost_of(after, place)
    costs = (*_lost_guards(scene, after), *_costs(scene, after, gap, place))
    if not costs:
        return None
    return Price(place.span, wish.priority, gain, gain + worth_of(scene) - worth_of(after), costs)


def _least(wish: Intention) -> Span:
    return Span(EPOCH, EPOCH + lengths(wish)[-1])


def _beside(scene: Scene, board: Board) -> Scene:
    """With the guards that the board leaves room for."""
    guards = grant_on(board, scene.given.rules.weeks)
    return replace(scene, board=board, plan=replace(scene.plan, guards=guards))


def _forcing(problem: Problem, name: IntentionId, many: int) -> Problem:
    return replace(problem, demands=[_forced(d, many) if d.intention == name else d for d in problem.demands])


def _forced(demand: Demand, many: int) -> Demand:
    return replace(demand, rewards=tuple(r + _FORCED * (n < many) for n, r in enumerate(demand.rewards)))


def _place(before: Scene, after: Scene, gap: Unplaced) -> Piece | None:
    """The one that is there more, first on a day that had none."""
    old = {piece.day for piece in _of_week(before, gap)}
    new = _of_week(after, gap)
    if len(new) <= len(_of_week(before, gap)):
        return None
    return min(new, key=lambda piece: (piece.day in old, piece.span))


def _of_week(scene: Scene, gap: Unplaced) -> list[Piece]:
    return [piece for piece in scene.board.of(gap.intention) if piece.day in gap.week.days]


def _costs(before: Scene, after: Scene, gap: Unplaced, place: Piece) -> list[Own]:
    """What goes first, the most important of it before others; then what moves or shrinks."""
    there, stood = _places(after), _places(before)
    gone = [p for p in before.board.pieces if p.day in gap.week.days and _key(p) not in there]
    new = [p for p in after.board.pieces if _key(p) not in stood and _key(p) != _key(place)]
    gone.sort(key=lambda piece: (piece.intention.priority, piece.span))
    gone.sort(key=lambda piece: not any(_is_same_day(piece, other) for other in new))
    costs = [_own(piece, new) for piece in gone]
    return sorted(costs, key=lambda own: own.to is not None)


def _lost_guards(before: Scene, after: Scene) -> Iterator[Own]:
    still = {(each.guard.id, each.day) for each in after.plan.guards}
    for each in before.plan.guards:
        if (each.guard.id, each.day) not in still:
            yield Own(each.guard.id, each.guard.title, each.guard.priority, each.span, None)


def _own(piece: Piece, new: list[Piece]) -> Own:
    """With the place that it has instead, which it takes from the new ones: that of its day, or else the first."""
    wish = piece.intention
    mine = [other for other in new if other.intention.id == wish.id]
    to = min(mine, key=lambda other: (not _is_same_day(piece, other), other.span), default=None)
    if to is not None:
        new.remove(to)
    return Own(wish.id, wish.title, wish.priority, piece.span, to.span if to else None)


def _is_same_day(one: Piece, other: Piece) -> bool:
    return one.intention.id == other.intention.id and one.day == other.day


def _places(scene: Scene) -> set[tuple[IntentionId, Span]]:
    return {_key(piece) for piece in scene.board.pieces}


def _key(piece: Piece) -> tuple[IntentionId, Span]:
    return piece.intention.id, piece.span
