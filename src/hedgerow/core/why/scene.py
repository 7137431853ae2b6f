"""A plan laid out again as it was found, so that it can be asked about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from hedgerow.core.assured import assured_plan
from hedgerow.core.block import BlockId
from hedgerow.core.board import ON_CALL, Board, Piece, zone_of_piece, zone_of_span
from hedgerow.core.days import Week
from hedgerow.core.domains import Domain
from hedgerow.core.guarding import guarding
from hedgerow.core.intention import Intention, Opening, Priority
from hedgerow.core.margins import guarded, travelled, zone_of_busy
from hedgerow.core.occurrence import Transparency
from hedgerow.core.places import whole_minutes
from hedgerow.core.plan import FACTS, Busy, Given, Hold, Placed, Plan, Previous, Reason
from hedgerow.core.seasonal import wish_in
from hedgerow.core.span import Span
from hedgerow.core.start import start_of

_FIRM = (*FACTS, Reason.FROZEN)


@dataclass(frozen=True, slots=True)
class Scene:
    given: Given
    plan: Plan
    board: Board
    """With all blocks of the plan, and those of earlier weeks that still matter."""
    busy: tuple[Busy, ...]
    """All that binds, with what the person holds of intentions that are gone."""
    soft: tuple[Busy, ...]
    """What is not certain, and takes better places without leaving none out."""
    working: tuple[Span, ...] = ()
    """Where others may expect the person to be at work."""
    planner: Callable[[Given], Plan] = assured_plan
    """Whoever plans with an idea, wherever it runs. Raises BrokenPromise."""

    def week_of(self, piece: Piece) -> Week:
        return self.given.rules.week_of(piece.day)


@dataclass(frozen=True, slots=True)
class Obstacle:
    what: Busy
    zone: Span
    """Where no block of the intention may be for its sake."""
    yields: Priority | None = None
    """What it matters, where another plan could put it elsewhere."""
    is_ours: bool = False

    @property
    def is_firm(self) -> bool:
        return self.yields is None


def scene_of(
    given: Given, plan: Plan, working: Sequence[Span] = (), planner: Callable[[Given], Plan] = assured_plan
) -> Scene:
    start, rules = start_of(given), given.rules
    before = (
        Piece(wish, placed.slot, placed.span, day, placed.block, stays=True)
        for placed, wish in start.standing
        if (day := start.board.day(placed.span)) < rules.begins
    )
    for piece in chain(before, _pieces(given, plan, start.board)):
        start.board.add(piece)
    return Scene(given, plan, guarding(start.board, rules.weeks), start.busy, start.soft, tuple(working), planner)


def _pieces(given: Given, plan: Plan, board: Board) -> Iterator[Piece]:
    for block in plan.blocks:
        day = board.day(block.span)
        wish = wish_in(given.rules.week_of(day), block.slot.intention, given.intentions, given.rules.changes)
        if wish is not None:
            name = block.block or BlockId(f"new-{block.slot.intention}-{block.slot.day}")
            yield Piece(wish, block.slot, block.span, day, name, stays=block.reason in _FIRM)


def obstacles(scene: Scene, wish: Intention, openings: Sequence[Opening], besides: Piece | None) -> list[Obstacle]:
    """Everything around the openings that may be in the way, in order of time."""
    on_call = scene.given.rules.on_call if wish.avoids_on_call else ()
    soft = scene.soft if besides else ()
    busy = (*scene.busy, *soft, *(Busy(span, ON_CALL, is_work=False) for span in on_call))
    found: dict[tuple[Busy, Span], Obstacle] = {}
    for opening in openings:
        around = guarded(wish, opening.free)
        for thing in (thing for thing in busy if thing.span.overlaps(around)):
            each = Obstacle(thing, zone_of_busy(wish, whole_minutes(thing.span)))
            found[each.what, each.zone] = each
        for piece in scene.board.over(travelled(wish, opening.free)):
            if piece is not besides:
                yields = None if piece.stays else piece.intention.priority
                each = Obstacle(as_busy(piece), zone_of_piece(wish, piece), yields, is_ours=True)
                found[each.what, each.zone] = each
        for each in _guards(scene, wish, opening):
            found[each.what, each.zone] = each
    return [found[key] for key in sorted(found)]


def _guards(scene: Scene, wish: Intention, opening: Opening) -> Iterator[Obstacle]:
    around = travelled(wish, opening.free)
    for each in scene.plan.guards if Domain.WORK in wish.domains else ():
        if each.span.overlaps(around):
            what = Busy(each.span, each.guard.title, is_work=False)
            yield Obstacle(what, zone_of_span(wish, each.span), each.guard.priority, is_ours=True)


def as_busy(piece: Piece) -> Busy:
    return Busy(piece.span, piece.intention.title, Domain.WORK in piece.intention.domains)


def befores(scene: Scene) -> tuple[Previous, ...]:
    """What another plan may start from: what the plan will have put there, and what stands now where that differs."""
    old = {placed.block: placed for placed in scene.given.previous.placed}
    ours = {piece.block: _booked(piece, old) for piece in scene.board.pieces if piece.block is not None}
    others = (p for p in old.values() if p.block not in ours and p.hold is not Hold.NONE)
    then = replace(scene.given.previous, placed=(*ours.values(), *others))
    is_settled = {(p.slot, p.span) for p in then.placed} == {(p.slot, p.span) for p in old.values()}
    return (then,) if is_settled else (then, scene.given.previous)


def _booked(piece: Piece, old: Mapping[BlockId, Placed]) -> Placed:
    assert piece.block is not None
    before = old.get(piece.block)
    hold, shown = (before.hold, before.transparency) if before else (Hold.NONE, Transparency.OPAQUE)
    return Placed(piece.block, piece.slot, piece.span, hold, shown)
