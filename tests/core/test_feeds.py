"""Blocks that count for other intentions, too."""

from dataclasses import replace

import pytest

from hedgerow.core.block import IntentionId
from hedgerow.core.intention import Firmness, Intention, Length, Priority
from hedgerow.core.plan import Hold, Plan, Previous
from tests.agenda import at, span
from tests.plans import Case, booked, busy, kept, placed, plan, wish

FRIENDS = (IntentionId("friends"),)


def counts(made: Plan) -> dict[str, int]:
    names = [block.slot.intention for block in made.blocks]
    return {str(name): names.count(name) for name in sorted(set(names))}


def walk(times: int = 1, **more: object) -> Intention:
    """With a friend."""
    return replace(wish("walk", "10:00-14:00", times_per_week=times, feeds=FRIENDS), **more)  # type: ignore[arg-type]


def friends(times: int = 3, within: str = "18:00-22:00") -> Intention:
    return wish("friends", within, times_per_week=times)


def test_the_other_asks_only_for_the_rest() -> None:
    made = plan([walk(), friends()])
    assert (counts(made), made.unplaced, made.is_proven) == ({"friends": 2, "walk": 1}, (), True)


def test_what_is_fed_more_than_it_asks_for_has_no_blocks_of_its_own() -> None:
    made = plan([walk(4), friends(3)])
    assert (counts(made), made.unplaced) == ({"walk": 4}, ())


def test_a_walk_without_a_place_leaves_the_other_to_its_own() -> None:
    rain = busy(*(f"{day} 10:00-14:00  Rain" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")))
    made = plan([walk(), friends()], rain)
    assert counts(made) == {"friends": 3}
    assert [(gap.intention.id, gap.missing) for gap in made.unplaced] == [("walk", 1)]


def test_what_is_fed_is_not_missed() -> None:
    away = busy(*(f"{day} 18:00-22:00  Away" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")))
    made = plan([walk(2), friends(3)], away)
    assert [(gap.intention.id, gap.missing) for gap in made.unplaced] == [("friends", 1)]


def test_of_what_went_by_what_was_fed_is_no_part() -> None:
    """On Saturday at noon two days are left, of which one has no evening; three of seven are asked for, one was fed."""
    walked = placed(span("mon", "10:00-11:00"), "mon", "walk", Hold.PINNED)
    made = plan(
        [walk(), friends(3)],
        busy("sun 18:00-22:00  Away"),
        previous=kept(walked),
        now=at("sat", "12:00"),
    )
    assert counts(made) == {"friends": 1, "walk": 1}
    assert [(gap.intention.id, gap.missing) for gap in made.unplaced] == [("friends", 1)]


def test_a_block_that_serves_two_wishes_goes_before_one_that_serves_one() -> None:
    """One evening is left: the walk is worth its own wish and that of the friends."""
    film = wish("film", "18:00-19:00", "mon", firmness=Firmness.FIRM)
    both = replace(wish("walk", "18:00-19:00", "mon", firmness=Firmness.FIRM), feeds=FRIENDS)
    assert counts(plan([film, both, friends(1, "06:00-06:20")])) == {"walk": 1}


def test_hours_are_fed_in_minutes() -> None:
    study = wish(
        "study", "17:00-21:00", "mon tue", length=Length(60, 120, 180), minutes_per_week=300, firmness=Firmness.FLEXIBLE
    )
    group = wish("group", "10:00-12:00", "wed", length=Length(90, 90, 90), feeds=(IntentionId("study"),))
    made = plan([study, group])
    own = [block.span.minutes for block in made.blocks if block.slot.intention == "study"]
    # five hours, of which the group is an hour and a half: three and a half are left
    assert (sum(own), made.unplaced) == (210, ())


def test_a_block_of_hours_is_one_time_to_what_asks_for_times() -> None:
    study = wish("study", "17:00-21:00", "mon", length=Length(60, 120, 180), minutes_per_week=180, feeds=FRIENDS)
    assert counts(plan([study, friends(2)])) == {"friends": 1, "study": 1}


def test_blocks_that_stand_give_way_when_another_begins_to_feed() -> None:
    stand = kept(*(placed(span(day, "18:00-19:00"), day, "friends") for day in ("mon", "wed", "fri")))
    made = plan([walk(), friends()], previous=stand)
    assert counts(made) == {"friends": 2, "walk": 1}


def test_a_walk_that_is_held_counts_as_well() -> None:
    held = placed(span("mon", "15:00-16:00"), "mon", "walk", Hold.PINNED)
    made = plan([walk(), friends(1)], previous=kept(held))
    assert counts(made) == {"walk": 1}


def test_a_chain_counts_each_link_once() -> None:
    """The walk feeds the friends, the friends feed the neighbours; the walk is nothing to the neighbours."""
    neighbours = wish("neighbours", "06:00-09:00", times_per_week=2)
    circle = replace(friends(2), feeds=(IntentionId("neighbours"),))
    made = plan([walk(), circle, neighbours])
    assert counts(made) == {"friends": 1, "neighbours": 1, "walk": 1}


@pytest.mark.parametrize("priority", [Priority.LOW, Priority.CRITICAL])
def test_planning_again_changes_nothing(priority: Priority) -> None:
    case = Case([walk(2, priority=priority), friends(3)], busy("mon 18:00-22:00  Away"))
    made = case.plan()
    again = replace(case, previous=kept(*booked(made))).plan()
    assert [block.span for block in again.blocks] == [block.span for block in made.blocks]


def test_a_new_block_that_is_frozen_once_it_stands_leaves_nothing_more_to_plan_the_next_time() -> None:
    """Tonight's focus keeps out a run that feeds it more than it asks for, until it is frozen."""
    focus = wish("focus", "22:00-24:00", length=Length(60, 120, 120), minutes_per_week=90, priority=Priority.HIGH)
    run = replace(
        wish("run", "12:00-14:00", "sun", length=Length(75, 75, 75)), feeds=(focus.id,), priority=Priority.LOW
    )
    case = Case([focus, run], now=at("sun", "06:00"))
    first = case.plan()
    again = replace(case, previous=Previous(booked(first))).plan()
    assert [block.span for block in again.blocks] == [block.span for block in first.blocks]
