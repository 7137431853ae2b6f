"""What a plan is worth apart from what it moves, and what each wish and guard gets of it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from hedgerow.core.board import Piece
from hedgerow.core.days import Week
from hedgerow.core.guard import Guarded
from hedgerow.core.intention import Intention
from hedgerow.core.places import QUARTER
from hedgerow.core.search.objective import WORTH, chunk_fee, preference, rewards, shrink, uncertain, units
from hedgerow.core.seasonal import wishes_in
from hedgerow.core.why.scene import Scene

Share = tuple[str, Week]
"""Of an intention or guard, by id, in a week."""


def amounts_of(scene: Scene) -> Mapping[Share, int]:
    """Blocks, minutes of hours, and guards granted."""
    blocks = {(wish.id, week): scene.board.count(wish, week) for wish, week in _asked(scene)}
    return Counter(blocks) + Counter((f"guard:{each.guard.id}", _week(scene, each)) for each in scene.plan.guards)


def minutes_of(scene: Scene) -> Mapping[Share, int]:
    found: Counter[Share] = Counter()
    for piece in _planned(scene):
        found[piece.intention.id, scene.week_of(piece)] += piece.span.minutes
    return found


def worth_of(scene: Scene) -> int:
    """Without the bonuses for what stands, so that plans made at different times can be compared."""
    wishes = sum(sum(rewards_of(scene, wish, week)[: filled(scene, wish, week)]) for wish, week in _asked(scene))
    guards = sum(WORTH[each.guard.priority] for each in scene.plan.guards)
    return wishes + guards - sum(cost_of(scene, piece) for piece in _planned(scene))


def worth_of_block(scene: Scene, piece: Piece) -> int:
    """What its week would have less without it, wherever it lies: the last of several counts less than the first."""
    week = scene.week_of(piece)
    many = filled(scene, piece.intention, week)
    return sum(rewards_of(scene, piece.intention, week)[max(0, many - units(piece.intention, piece.span)) : many])


def rewards_of(scene: Scene, wish: Intention, week: Week) -> tuple[int, ...]:
    """Of each unit that the week asks for."""
    return rewards(wish, scene.board.count(wish, week) + max(0, scene.board.missing(wish, week)))


def filled(scene: Scene, wish: Intention, week: Week) -> int:
    """How many of them it has."""
    own = sum(units(wish, piece.span) for piece in scene.board.of(wish) if piece.day in week.days)
    return own + scene.board.fed(wish, week) // (QUARTER if wish.is_in_hours else 1)


def cost_of(scene: Scene, piece: Piece) -> int:
    wish, openings = piece.intention, scene.board.openings_on(piece.intention, piece.day)
    doubt = uncertain(wish, piece.span, scene.board.softly(piece.occupied))
    return shrink(wish, piece.span) + chunk_fee(wish, piece.span) + preference(wish, piece.span, openings) + doubt


def _asked(scene: Scene) -> Iterator[tuple[Intention, Week]]:
    rules = scene.given.rules
    for week in rules.weeks:
        for wish in wishes_in(week, scene.given.intentions, rules.changes):
            yield wish, week


def _planned(scene: Scene) -> Iterator[Piece]:
    return (piece for piece in scene.board.pieces if piece.day >= scene.given.rules.begins)


def _week(scene: Scene, each: Guarded) -> Week:
    return scene.given.rules.week_of(each.day)
