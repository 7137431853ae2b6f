"""A block that the person moved and then deleted stays away from where it stood and from where it lay."""

from hedgerow.core.plan import PlanRules, Previous
from tests.agenda import BERLIN, WEEK, day_of
from tests.plans import plan, skip, wall, wish

TWO = PlanRules(BERLIN, (WEEK, WEEK.plus(1)))


def test_it_is_not_missing_in_the_week_where_it_lay_and_that_week_gets_no_other() -> None:
    moved = Previous((), frozenset({skip("mon", lay="wed+1")}))
    made = plan([wish(days="mon wed")], rules=TWO, previous=moved)
    assert [block.slot.day for block in made.blocks] == [day_of("wed")]
    assert made.unplaced == ()


def test_within_one_week_it_is_one_block_less_and_two_days_are_closed() -> None:
    moved = Previous((), frozenset({skip("mon", lay="wed")}))
    made = plan([wish(within="18:00-19:00", days="mon tue wed thu", times_per_week=3)], previous=moved)
    assert wall(made) == ["tue 18:00-19:00", "thu 18:00-19:00"]
    assert made.unplaced == ()


def test_the_day_it_stood_for_stays_closed_when_it_lay_in_the_week_before() -> None:
    moved = Previous((), frozenset({skip("mon", lay="fri-1")}))
    made = plan([wish(days="mon")], previous=moved)
    assert made.blocks == ()
    assert [gap.missing for gap in made.unplaced] == [1]
