"""A week that has begun: what is missing is what could still be."""

import pytest

from hedgerow.core.intention import Firmness, Length
from hedgerow.core.plan import Plan, PlanRules
from tests.agenda import BERLIN, WEEK, at, span
from tests.plans import busy, kept, placed, plan, wish

DAILY = wish("run", "17:00-21:00", ideal="18:00", times_per_week=7)


def missing(made: Plan) -> list[int]:
    return [gap.missing for gap in made.unplaced]


def test_a_first_start_on_thursday_misses_nothing_of_the_days_before() -> None:
    made = plan([DAILY], now=at("thu", "12:00"))
    assert (len(made.blocks), missing(made)) == (4, [])


def test_a_day_that_is_taken_is_missing_beside_the_days_that_are_over() -> None:
    made = plan([DAILY], busy("fri 08:00-22:00  Trip"), now=at("thu", "12:00"))
    assert (len(made.blocks), missing(made)) == (3, [1])
    assert [thing.title for gap in made.unplaced for thing in gap.blockers] == ["Trip"]


@pytest.mark.parametrize(("clock", "placed_then"), [("18:30", 4), ("18:31", 3)])
def test_today_is_over_when_its_shortest_block_can_no_longer_start_with_notice(clock: str, placed_then: int) -> None:
    made = plan([DAILY], now=at("thu", clock))
    assert (len(made.blocks), missing(made)) == (placed_then, [])


def test_once_a_week_is_missing_while_any_day_of_it_is_left() -> None:
    once = wish("run", "17:00-21:00")
    taken = busy("fri 08:00-22:00  Trip", "sat 08:00-22:00  Trip", "sun 08:00-22:00  Trip")
    assert missing(plan([once], taken, now=at("fri", "12:00"))) == [1]
    assert missing(plan([once], taken, now=at("sun", "20:00"))) == []


def test_a_window_too_small_for_the_block_is_missing_on_every_day_of_the_week() -> None:
    small = wish("run", "18:00-18:20", times_per_week=7, length=Length(30, 30, 30))
    assert missing(plan([small], now=at("thu", "12:00"))) == [7]


def test_what_spacing_rules_out_is_missing_from_the_first_day_on() -> None:
    rare = wish("run", "17:00-21:00", times_per_week=4, spacing_days=3)
    assert missing(plan([rare], now=at("mon", "08:00"))) == [1]
    # two days of the three that there were are left; what is missing is the fourth still
    assert missing(plan([rare], now=at("tue", "22:00"))) == [1]


def test_a_block_that_stood_on_a_day_gone_by_counts_as_before() -> None:
    held = kept(placed(span("mon", "18:00-19:00"), "mon"))
    made = plan([DAILY], previous=held, now=at("thu", "12:00"))
    assert (len(made.blocks), missing(made)) == (5, [])


def test_a_fixed_block_is_over_with_its_start() -> None:
    fixed = wish("run", "17:00-21:00", days="thu", ideal="18:00", firmness=Firmness.FIXED)
    taken = busy("thu 18:00-18:30  Call")
    assert missing(plan([fixed], taken, now=at("thu", "16:00"))) == [1]
    assert missing(plan([fixed], taken, now=at("thu", "16:01"))) == []


def test_the_week_after_is_judged_whole() -> None:
    two = PlanRules(BERLIN, (WEEK, WEEK.plus(1)))
    taken = busy("mon+1 08:00-22:00  Trip")
    made = plan([DAILY], taken, now=at("thu", "12:00"), rules=two)
    assert [(gap.week, gap.missing) for gap in made.unplaced] == [(WEEK.plus(1), 1)]
