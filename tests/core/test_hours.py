"""Hours a week, in chunks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hedgerow.core.days import week_of
from hedgerow.core.intention import Firmness, Intention, Length, Priority
from hedgerow.core.plan import Hold, PlanRules, Previous, Reason
from hedgerow.core.search.objective import chunk_fee, rewards
from hedgerow.core.span import Span
from tests.agenda import BERLIN, at, day_of, span
from tests.plans import Case, booked, busy, kept, placed, plan, skip, wall, wish


def study(hours: float, within: str = "17:00-21:00", days: str = "mon tue wed thu fri", **more: Any) -> Intention:
    """Chunks of two hours where they fit, of one to three where not."""
    length = more.pop("length", Length(60, 120, 180))
    return wish("study", within, days, length=length, minutes_per_week=int(hours * 60), **more)


def test_ten_hours_are_five_chunks_of_the_length_that_is_wished_for() -> None:
    made = plan([study(10)])
    assert wall(made) == [f"{day} 17:00-19:00" for day in ("mon", "tue", "wed", "thu", "fri")]
    assert (made.unplaced, made.is_proven) == ((), True)


def test_what_is_left_over_makes_one_shorter_chunk() -> None:
    made = plan([study(5)])
    assert sorted(block.span.minutes for block in made.blocks) == [60, 120, 120]


def test_a_chunk_grows_where_the_days_are_too_few() -> None:
    # two days of at most three hours: five hours are three and two, at a fee of 6 each and 6 for the longer one
    assert sorted(block.span.minutes for block in plan([study(5, days="mon tue")]).blocks) == [120, 180]


@pytest.mark.parametrize(
    ("minutes", "fee"),
    [
        # the fee of every chunk is 6; one longer by all of its ideal costs 12 more, one shorter by all of it 3
        (120, 6),
        (180, 6 + 6),
        (150, 6 + 3),
        (60, 6 + 2),
        (90, 6 + 1),
    ],
)
def test_a_chunk_costs_a_fee_and_more_when_it_is_off_its_ideal_length(minutes: int, fee: int) -> None:
    """So two of the ideal length (12) beat one of double (18), and one beats two of half (16)."""
    where = span("mon", "17:00-17:00")
    start = where.start
    assert chunk_fee(study(10), Span(start, start + timedelta(minutes=minutes))) == fee


def test_a_quarter_of_an_hour_is_worth_a_tenth_more_in_the_first_half_and_less_in_the_second() -> None:
    # normal: 200 an hour; five quarters are three at 55 and two at 45
    assert rewards(study(1.25), 75) == (55, 55, 55, 45, 45)


def test_a_short_evening_has_a_short_chunk() -> None:
    made = plan([study(4, days="mon tue")], busy("mon 18:15-22:00  Board"))
    assert wall(made) == ["mon 17:00-18:00", "tue 17:00-20:00"]
    # it is not short for want of room alone, so it does not say so
    assert {block.reason for block in made.blocks} == {Reason.IDEAL}


def test_what_finds_no_place_is_missing_in_minutes_and_names_what_is_in_the_way() -> None:
    made = plan([study(6, days="mon tue")], busy("mon 17:30-20:30  Board"))
    # Monday leaves no hour; Tuesday has room for three
    assert (wall(made), [gap.missing for gap in made.unplaced]) == (["tue 17:00-20:00"], [180])
    assert [thing.title for thing in made.unplaced[0].blockers] == ["Board"]


def test_never_more_than_is_asked_for() -> None:
    # 1 h 30 are one chunk of that length, not of two hours
    assert wall(plan([study(1.5)])) == ["mon 17:00-18:30"]


def test_a_firm_chunk_never_shrinks_and_a_fixed_one_has_its_ideal_length() -> None:
    shortened = busy("mon 18:30-22:00  Board")
    assert plan([study(5, days="mon", firmness=Firmness.FIRM)], shortened).blocks == ()
    [firm] = plan([study(3, days="mon", firmness=Firmness.FIRM)]).blocks
    [fixed] = plan([study(3, days="mon", firmness=Firmness.FIXED)]).blocks
    assert (firm.span.minutes, fixed.span.minutes) == (180, 120)


def test_a_day_has_one_chunk() -> None:
    [block] = plan([study(6, "08:00-20:00", days="mon")]).blocks
    assert block.span.minutes == 180


def test_chunks_keep_their_distance_in_days() -> None:
    made = plan([study(6, spacing_days=2)])
    assert wall(made) == ["mon 17:00-19:00", "wed 17:00-19:00", "fri 17:00-19:00"]


def test_more_hours_of_one_that_matters_beat_fewer_of_one_that_matters_less() -> None:
    tennis = wish(
        "tennis", "17:00-19:00", "mon", firmness=Firmness.FIRM, length=Length(120, 120, 120), priority=Priority.LOW
    )
    made = plan([study(2, "17:00-19:00", days="mon"), tennis])
    assert [block.slot.intention for block in made.blocks] == ["study"]


# What stands


def test_a_standing_chunk_keeps_its_length() -> None:
    stands = placed(span("mon", "17:00-18:15"), "mon", "study")
    made = plan([study(4)], previous=kept(stands))
    assert made.blocks[0].span == stands.span
    assert sum(block.span.minutes for block in made.blocks) == 240
    assert sum(block.span.minutes for block in made.blocks) == 240


def test_a_chunk_that_the_target_has_no_room_for_any_more_goes() -> None:
    stand = [placed(span(day, "17:00-19:00"), day, "study") for day in ("mon", "tue", "wed")]
    made = plan([study(4)], previous=kept(*stand))
    assert [block.reason for block in made.blocks] == [Reason.KEPT, Reason.KEPT]


def test_of_a_chunk_too_many_what_is_still_asked_for_stays() -> None:
    stand = [placed(span(day, "17:00-19:00"), day, "study") for day in ("mon", "tue", "wed")]
    made = plan([study(5)], previous=kept(*stand))
    assert sum(block.span.minutes for block in made.blocks) == 300
    assert [block.block for block in made.blocks] == [each.block for each in stand]
    # nothing lies over its old place: less is asked for
    assert sorted(block.reason for block in made.blocks) == [Reason.KEPT, Reason.KEPT, Reason.OUTSIDE]


def test_a_chunk_under_a_new_meeting_moves_and_the_others_stay() -> None:
    case = Case([study(10)])
    made = case.plan()
    hit = replace(case, busy=busy("wed 17:30-18:30  Call"), previous=kept(*booked(made)))
    again = hit.plan()
    assert [block.reason for block in again.blocks].count(Reason.KEPT) == 4
    assert wall(again)[2] == "wed 18:30-20:30"
    assert [block.reason for block in again.blocks].count(Reason.MOVED) == 1


def test_planning_again_changes_nothing() -> None:
    case = Case([study(7.5), wish("run", "17:00-20:00", times_per_week=3)], busy("tue 17:00-18:40  Call"))
    made = case.plan()
    assert wall(replace(case, previous=kept(*booked(made))).plan()) == wall(made)


def test_a_chunk_of_any_length_that_is_held_counts_to_the_minute() -> None:
    held = placed(span("mon", "17:00-17:50"), "mon", "study", Hold.PINNED)
    made = plan([study(3, days="mon tue wed")], previous=kept(held))
    # 130 min are left: in quarters of an hour no more than 120 fit
    assert (sum(b.span.minutes for b in made.blocks), [gap.missing for gap in made.unplaced]) == (50 + 120, [10])


def test_a_deleted_chunk_is_not_asked_for_again() -> None:
    made = plan([study(4)], previous=Previous((), frozenset({skip("mon", name="study")})))
    # a deleted chunk stands for one of the ideal length: two of the four hours are left
    assert (wall(made), made.unplaced) == (["tue 17:00-19:00"], ())


def test_hours_whose_time_went_by_are_not_missed() -> None:
    # on Thursday at noon two of five days are left, of at most three hours each
    made = plan([study(10)], now=at("thu", "12:00"))
    assert (sum(block.span.minutes for block in made.blocks), made.unplaced) == (360, ())
    late = plan([study(10)], busy("thu 17:00-21:00  Board"), now=at("thu", "12:00"))
    assert [gap.missing for gap in late.unplaced] == [180]


def test_hours_of_a_window_that_nobody_knows_of_wait() -> None:
    rules = replace(Case(()).rules, unknown=(span("fri", "00:00-23:59"),))
    made = plan([study(6, days="thu fri")], rules=rules)
    assert (wall(made), [gap.missing for gap in made.waiting], made.unplaced) == (["thu 17:00-20:00"], [180], ())


# The clocks change: Berlin, 29 March 2026, 02:00 -> 03:00, and 25 October 2026, 03:00 -> 02:00


@pytest.mark.parametrize(
    ("sunday", "hours", "lasts"),
    [
        # from 00:00 CET to 06:00 CEST are five hours: a chunk of three from the window's start ends at 04:00 CEST
        ("2026-03-29", 3, "2026-03-28 23:00 to 02:00"),
        # from 00:00 CEST to 06:00 CET are seven: it ends at 02:00 CET, the second two o'clock
        ("2026-10-25", 3, "2026-10-24 22:00 to 01:00"),
    ],
)
def test_a_chunk_has_its_elapsed_length_across_the_change(sunday: str, hours: int, lasts: str) -> None:
    week = week_of(day_of(sunday))
    night = study(hours, "00:00-06:00", "sun", length=Length(180, 180, 180))
    now = at(sunday, "00:00") - timedelta(days=3)
    [block] = plan([night], rules=PlanRules(BERLIN, (week,)), now=now).blocks
    assert f"{block.span.start:%Y-%m-%d %H:%M} to {block.span.end:%H:%M}" == lasts
    assert block.span.minutes == 180
