"""Why a rest or a day off is not granted, and the one thing that would give it back."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import islice

from hedgerow.core.domains import Domain
from hedgerow.core.guard import NightlyRest, days_in, stretches
from hedgerow.core.places import whole_minutes
from hedgerow.core.plan import Busy, Withheld
from hedgerow.core.span import Span, merge
from hedgerow.core.why.facts import Change, Conflict, NoChange, Unguarded
from hedgerow.core.why.moves import STEP, Idea, is_movable, other_days, shifts
from hedgerow.core.why.scene import Scene
from hedgerow.core.why.trial import first_that_helps, gain_of, with_idea


def tell_unguarded(gap: Withheld) -> Unguarded:
    is_night = isinstance(gap.guard, NightlyRest)
    return Unguarded(gap.week, gap.missing, is_night, Conflict(gap.day, gap.blockers))


def find_change_for_guard(scene: Scene, gap: Withheld) -> Change | NoChange:
    """A shift within the day, else another day, else a refusal."""
    days = [gap.day] if isinstance(gap.guard, NightlyRest) else _missed_days(scene, gap)
    alone = [(day, what) for day in days for what in _alone(scene, gap, day)]
    ideas = sorted({idea for day, what in alone for idea in _ideas(scene, gap, day, what)}, key=lambda idea: idea.rank)
    return first_that_helps(scene, ideas, gap.week, partial(_gains, gap)) or NoChange(needs_two=not alone)


def _missed_days(scene: Scene, gap: Withheld) -> list[date]:
    had = {each.day for each in scene.plan.guards if each.guard == gap.guard}
    return [day for day in days_in(gap.guard, gap.week) if day not in had]


def _alone(scene: Scene, gap: Withheld, day: date) -> Iterator[Busy]:
    """Each meeting without which there would be room."""
    wide = gap.guard.wide(day, scene.given.rules.zone)
    for what in scene.given.busy:
        if (
            what.is_work
            and what.span.overlaps(wide)
            and is_movable(scene, what)
            and _is_free(scene, gap, day, Idea(what, None))
        ):
            yield what


def _is_free(scene: Scene, gap: Withheld, day: date, idea: Idea) -> bool:
    """Would the work that no plan could move leave room?"""
    binding = scene.given.rules.binding(with_idea(scene.given.busy, idea))
    meetings = (each for each in binding if each.is_work and not each.all_day)
    firm = (p.occupied for p in scene.board.pieces if p.stays and Domain.WORK in p.intention.domains)
    work = merge(whole_minutes(span) for span in (*(each.span for each in meetings), *firm))
    return bool(stretches(gap.guard, day, work, scene.given.rules.zone))


def _ideas(scene: Scene, gap: Withheld, day: date, what: Busy) -> Iterator[Idea]:
    is_free = partial(_is_free, scene, gap, day)
    for sign in (-1, 1):
        yield from islice(filter(is_free, shifts(scene, what, sign, STEP)), 1)
    nearest = sorted(filter(is_free, other_days(scene, what)), key=lambda idea: idea.rank)
    yield from nearest[:1]
    yield Idea(what, None)


def _gains(gap: Withheld, before: Scene, after: Scene) -> tuple[Span, ...]:
    more = gain_of(before, after, (f"guard:{gap.guard.id}", gap.week))
    had = {each.span for each in before.plan.guards if each.guard == gap.guard}
    new = [each.span for each in after.plan.guards if each.guard == gap.guard and each.span not in had]
    return tuple(new[:more])
