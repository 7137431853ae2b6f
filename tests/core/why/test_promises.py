"""Every change that is told, made in the calendar, gives what it promised."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.core.block import IntentionId
from hedgerow.core.plan import Busy, Plan, Previous
from hedgerow.core.why.change import find_change
from hedgerow.core.why.facts import Change
from hedgerow.core.why.scene import Scene
from hedgerow.core.why.unguarded import find_change_for_guard
from tests.agenda import BERLIN
from tests.core.why.lives import WORKING, life
from tests.plans import Case, booked

LIVES = 200
PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_told_comes_true(part: int) -> None:
    told = 0
    for seed in range(part, LIVES, PARTS):
        case = life(seed)
        scene = case.scene(WORKING)
        for name, change in changes(scene):
            told += 1
            is_acceptable(case, change)
            for standing in (case.previous, Previous(booked(scene.plan))):
                moved = Case(case.wishes, made(case, change), case.rules, case.now, standing)
                gives(scene.plan, moved.plan(), name, change)
    assert told >= 5


def changes(scene: Scene) -> Iterator[tuple[str, Change]]:
    for gap in scene.plan.unplaced:
        found = find_change(scene, gap)
        if isinstance(found, Change):
            yield gap.intention.id, found
    for lost in scene.plan.withheld:
        found = find_change_for_guard(scene, lost)
        if isinstance(found, Change):
            yield lost.guard.id, found


def made(case: Case, change: Change) -> tuple[Busy, ...]:
    others = [thing for thing in case.busy if thing != change.what]
    assert len(others) == len(case.busy) - 1
    return tuple(others if change.to is None else [*others, replace(change.what, span=change.to)])


def is_acceptable(case: Case, change: Change) -> None:
    if change.to is None:
        return
    assert change.to.length == change.what.span.length
    assert not any(thing.span.overlaps(change.to) for thing in case.busy if thing != change.what)
    if change.what.is_work:
        assert any(hours.covers(change.to) for hours in WORKING)
    else:
        assert 7 <= change.to.start.astimezone(BERLIN).hour < 22
    assert change.to.start >= case.now + case.rules.notice
    is_same_day = change.to.start.astimezone(BERLIN).date() == change.what.span.start.astimezone(BERLIN).date()
    assert not is_same_day or abs(change.to.start - change.what.span.start) <= timedelta(hours=4)


def gives(before: Plan, after: Plan, name: str, change: Change) -> None:
    there = {block.span for block in after.blocks if block.slot.intention == name}
    there |= {each.span for each in after.guards if each.guard.id == name}
    assert set(change.gained) <= there
    assert lacking(after)[name] < lacking(before)[name]
    assert all(lacking(after)[other] <= lacking(before)[other] for other in lacking(after))
    assert all(minutes(after)[other] >= many for other, many in minutes(before).items())


def lacking(plan: Plan) -> Counter[str]:
    unplaced: Counter[str] = Counter()
    for gap in plan.unplaced:
        unplaced[gap.intention.id] += gap.missing
    for lost in plan.withheld:
        unplaced[lost.guard.id] += lost.missing
    return unplaced


def minutes(plan: Plan) -> Counter[IntentionId]:
    found: Counter[IntentionId] = Counter()
    for block in plan.blocks:
        found[block.slot.intention] += block.span.minutes
    return found
