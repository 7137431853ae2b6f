"""Which meetings cost how much of the time for work of one's own: the week planned without each of the likeliest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from hedgerow.core.domains import Domain
from hedgerow.core.fate import SHIFT
from hedgerow.core.margins import guarded
from hedgerow.core.plan import Busy, Hold, Unplaced
from hedgerow.core.why.facts import Cost, Shortfall
from hedgerow.core.why.moves import Idea
from hedgerow.core.why.scene import Scene, befores
from hedgerow.core.why.trial import planned, with_idea
from hedgerow.core.why.worth import minutes_of

MOST_TRIED = 8
MOST_TOLD = 3


def tell_shortfall(scene: Scene, gap: Unplaced) -> Iterator[Shortfall]:
    """Of what serves work; other wishes have changes alone. Nothing where no single meeting costs any of it."""
    if Domain.WORK not in gap.intention.domains:
        return
    wish, had = gap.intention, _planned_afresh(scene, gap, scene.given.busy)
    costs = []
    for what in _likeliest(scene, gap)[:MOST_TRIED]:
        minutes = _planned_afresh(scene, gap, with_idea(scene.given.busy, Idea(what, None))) - had
        costs += [Cost(what, minutes)] if minutes > 0 else []
    costs.sort(key=lambda cost: (-cost.minutes, cost.what))
    minutes = gap.missing if wish.is_in_hours else gap.missing * wish.length.ideal
    if costs:
        yield Shortfall(minutes, tuple(costs[:MOST_TOLD]))


def _likeliest(scene: Scene, gap: Unplaced) -> list[Busy]:
    """By how much of its windows they take."""
    taken: dict[Busy, timedelta] = {}
    for day in gap.week.days:
        for opening in scene.board.openings_on(gap.intention, day):
            around = guarded(gap.intention, opening.free)
            for what in scene.given.rules.binding(scene.given.busy):
                part = what.span.clip(around)
                if part and not what.all_day and what.title != SHIFT and what.span.start > scene.given.now:
                    taken[what] = taken.get(what, timedelta()) + part.length
    return sorted(taken, key=lambda what: (-taken[what], what))


def _planned_afresh(scene: Scene, gap: Unplaced, busy: Sequence[Busy]) -> int:
    """Minutes of that week, had it not been planned before: what stands already does not grow for more room."""
    rules, (before, *_) = replace(scene.given.rules, weeks=(gap.week,)), befores(scene)
    others = tuple(p for p in before.placed if p.slot.intention != gap.intention.id or p.hold is not Hold.NONE)
    given = replace(scene.given, busy=busy, rules=rules, previous=replace(before, placed=others))
    after = planned(scene, given)
    return minutes_of(after)[gap.intention.id, gap.week] if after else 0
