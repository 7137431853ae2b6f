"""An idea put to the test: all weeks planned with it, on what stands now and on what the plan will have put there."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from hedgerow.core.check import BrokenPromise
from hedgerow.core.days import Week
from hedgerow.core.plan import Busy, Given
from hedgerow.core.span import Span
from hedgerow.core.why.facts import Change
from hedgerow.core.why.moves import Idea
from hedgerow.core.why.scene import Scene, befores, scene_of
from hedgerow.core.why.worth import Share, amounts_of, minutes_of, worth_of

MOST_TRIED = 4
Gained = Callable[[Scene, Scene], tuple[Span, ...]]
"""What one scene has more of than another; nothing where it is no better for it."""


def first_that_helps(scene: Scene, ideas: Iterable[Idea], week: Week, gained: Gained) -> Change | None:
    """Of the first few, in their order."""
    tried = (_try(scene, idea, week, gained) for idea in list(ideas)[:MOST_TRIED])
    return next((change for change in tried if change), None)


def _try(scene: Scene, idea: Idea, week: Week, gained: Gained) -> Change | None:
    """The same has to be gained whether the plan is carried out first or the idea is."""
    promised: tuple[Span, ...] = ()
    for previous in befores(scene):
        given = replace(scene.given, busy=with_idea(scene.given.busy, idea), previous=previous)
        after = planned(scene, given)
        found = gained(scene, after) if after else ()
        if not found or promised not in ((), found):
            return None
        promised = found
    return Change(week, idea.what, idea.to, promised)


def planned(scene: Scene, given: Given) -> Scene | None:
    """None where no plan can be had that keeps its promises."""
    try:
        return scene_of(given, scene.planner(given), scene.working, scene.planner)
    except BrokenPromise:
        return None


def with_idea(busy: Iterable[Busy], idea: Idea) -> tuple[Busy, ...]:
    others = tuple(each for each in busy if each != idea.what)
    return others if idea.to is None else (*others, replace(idea.what, span=idea.to))


def gain_of(before: Scene, after: Scene, share: Share) -> int:
    """How much more of one the plan has; 0 where it has less of anything, or is not worth more."""
    amounts, had = amounts_of(after), amounts_of(before)
    minutes, lasted = minutes_of(after), minutes_of(before)
    is_whole = all(amounts[each] >= had[each] for each in had) and all(minutes[each] >= lasted[each] for each in lasted)
    return max(0, amounts[share] - had[share]) if is_whole and worth_of(after) > worth_of(before) else 0
