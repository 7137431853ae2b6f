"""Why there is no block: of each day that was left for one, the fewest things that leave no place on it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hedgerow.core.intention import Intention, Opening, Priority, lengths
from hedgerow.core.places import Hindrance, smallest_cover
from hedgerow.core.plan import Busy, Unplaced
from hedgerow.core.why.facts import Conflict, Nowhere
from hedgerow.core.why.scene import Obstacle, Scene, obstacles


def tell_nowhere(scene: Scene, gap: Unplaced) -> Nowhere:
    met: list[Conflict] = []
    crowded: list[Conflict] = []
    for day in missed_days(scene, gap):
        openings = scene.board.openings_on(gap.intention, day)
        for level, near in enumerate(_levels(obstacles(scene, gap.intention, openings, None))):
            by = _cover(scene, gap.intention, openings, near)
            if by:
                (crowded if level else met).append(Conflict(day, by))
                break
    wish = gap.intention
    return Nowhere(gap.week, gap.missing, wish.asked, wish.is_in_hours, _fewest_first(met), _fewest_first(crowded))


def missed_days(scene: Scene, gap: Unplaced) -> tuple[date, ...]:
    """Those on which one more could still lie if nothing else were there."""
    wish, board = gap.intention, scene.board
    shortest = lengths(wish)[-1]
    return tuple(
        day
        for day in gap.week.days
        if board.is_open(wish, day)
        and any(opening.reach(shortest, board.earliest.bound) for opening in board.openings_on(wish, day))
    )


def _levels(near: Sequence[Obstacle]) -> Iterator[list[Obstacle]]:
    """What no plan could move, then with our other blocks and the guards, the most important first."""
    yield [each for each in near if each.is_firm]
    for least in Priority:
        yield [each for each in near if each.yields is None or each.yields <= least]


def _cover(scene: Scene, wish: Intention, openings: Iterable[Opening], near: Sequence[Obstacle]) -> tuple[Busy, ...]:
    """Empty when they leave a place."""
    hindrances = [Hindrance(each.zone, index) for index, each in enumerate(near)]
    cover = smallest_cover(openings, lengths(wish)[-1], scene.board.earliest.bound, hindrances)
    return tuple(near[index].what for index in cover or ())


def _fewest_first(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(sorted(conflicts, key=lambda each: (len(each.by), each.day)))
