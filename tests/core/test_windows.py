"""Windows of single days, and windows where a block had rather be."""

from dataclasses import replace

import pytest

from hedgerow.core.days import Weekday
from hedgerow.core.intention import Firmness, Intention, Length, openings_on
from hedgerow.core.plan import PlanRules
from hedgerow.core.search.objective import preference
from tests.agenda import BERLIN, at, day_of, span, windows
from tests.plans import busy, in_utc, plan, wall, weeks, wish

HOUR = Length(60, 60, 60)


def split(days: str = "fri sat", **more: object) -> Intention:
    """Early on weekdays, later on Saturday."""
    own = ((Weekday.SATURDAY, windows("09:00-12:00")),)
    plain = wish("run", "07:00-09:00", days, times_per_week=2, own_windows=own, length=HOUR)
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_day_of_its_own_windows_has_no_others() -> None:
    assert wall(plan([split()])) == ["fri 07:00-08:00", "sat 09:00-10:00"]


def test_where_the_own_window_is_taken_the_others_are_no_help() -> None:
    made = plan([split()], busy("sat 09:00-12:00  Market"))
    assert (wall(made), [gap.missing for gap in made.unplaced]) == (["fri 07:00-08:00"], [1])


def test_an_own_window_over_midnight_reaches_into_the_next_day() -> None:
    own = ((Weekday.FRIDAY, windows("22:00-02:00")),)
    late = wish("run", "07:00-09:00", "fri", own_windows=own, length=Length(240, 240, 240))
    assert wall(plan([late])) == ["fri 22:00-02:00"]


def test_own_windows_follow_the_wall_clock_through_the_change() -> None:
    # Berlin, 29 March 2026: 09:00 is 08:00 UTC on Saturday and 07:00 UTC on Sunday
    own = tuple((day, windows("09:00-10:00")) for day in (Weekday.SATURDAY, Weekday.SUNDAY))
    both = replace(split("sat sun"), own_windows=own)
    rules = PlanRules(BERLIN, weeks("2026-W13"))
    assert in_utc(plan([both], rules=rules, now=at("2026-03-23", "08:00"))) == [
        "2026-03-28 08:00-09:00",
        "2026-03-29 07:00-08:00",
    ]


# Soft windows


def soft(ideal: str = "", within: str = "08:00-20:00", **more: object) -> Intention:
    plain = wish("read", within, "mon", ideal, length=HOUR, firmness=Firmness.FIRM, soft_windows=windows("18:00-20:00"))
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_block_lies_in_its_soft_window_where_it_can_and_elsewhere_where_not() -> None:
    assert wall(plan([soft()])) == ["mon 18:00-19:00"]
    assert wall(plan([soft()], busy("mon 17:30-20:00  Party"))) == ["mon 16:30-17:30"]


@pytest.mark.parametrize(
    ("ideal", "clocks", "points"),
    [
        # without an ideal start only what lies outside counts: 3 for each half hour begun
        ("", "18:30-19:30", 0),
        ("", "17:30-18:30", 3),
        ("", "17:29-18:29", 6),
        ("", "17:00-18:00", 6),
        ("", "12:00-14:00", 12),
        # and a point for each half hour begun away from the ideal start
        ("18:00", "18:00-19:00", 0),
        ("18:00", "18:15-19:15", 1),
        ("18:00", "18:31-19:31", 2),
        ("18:00", "17:30-18:30", 1 + 3),
        ("18:00", "17:00-18:00", 2 + 6),
        # never more than twelve
        ("18:00", "12:00-13:00", 12),
    ],
)
def test_the_points_of_a_place_are_those_of_the_formula(ideal: str, clocks: str, points: int) -> None:
    wished = soft(ideal)
    assert preference(wished, span("mon", clocks), openings_on(wished, day_of("mon"), BERLIN)) == points


def test_no_preference_keeps_a_block_out() -> None:
    made = plan([soft("19:00", "08:00-09:00")])
    assert wall(made) == ["mon 08:00-09:00"]
