"""Rests and days off: granted where work leaves room, and kept clear of the work that we plan."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hedgerow.core.days import Weekday, local_day
from hedgerow.core.domains import Domain
from hedgerow.core.guard import DayOff, Guard, GuardId, NightlyRest
from hedgerow.core.intention import Firmness, Intention, Length, Priority
from hedgerow.core.plan import Hold, Plan, PlanRules
from tests.agenda import BERLIN, MONDAY, WEEK, at, day_of, span, windows
from tests.plans import RULES, busy, kept, placed, plan, wall, weeks, wish

NIGHTS = NightlyRest(GuardId("rest"), "Nightly rest")
WEEKEND = DayOff(GuardId("off"), "Day off", frozenset({Weekday.SATURDAY, Weekday.SUNDAY}))


def guarded(*guards: Guard) -> PlanRules:
    return PlanRules(BERLIN, (WEEK,), guards=guards)


def focus(within: str = "18:00-22:00", days: str = "", **more: Any) -> Intention:
    return wish("focus", within, days, domains=frozenset({Domain.WORK}), firmness=Firmness.FIRM, **more)


def granted(made: Plan) -> list[tuple[str, date]]:
    return [(each.guard.id, each.day) for each in made.guards]


def nights(*names: str) -> list[tuple[str, date]]:
    return [("rest", day_of(name)) for name in names]


# Nightly rest


def test_a_free_night_is_rested_in_its_middle() -> None:
    made = plan([], rules=guarded(NIGHTS))
    assert granted(made) == nights("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    # 18:00 to 10:00 are 16 h: 11 h in the middle of them begin 2.5 h after 18:00
    assert made.guards[0].span == span("mon", "20:30-07:30")
    assert made.withheld == ()


def test_a_rest_gives_way_to_a_late_meeting_as_far_as_there_is_room() -> None:
    made = plan([], busy("mon 20:00-22:15  Release", "wed 22:00-23:01  Call"), rules=guarded(NIGHTS))
    assert made.guards[0].span == span("mon", "22:15-09:15")
    # from 23:01 to 10:00 are 10 h 59 min
    assert ("rest", day_of("wed")) not in granted(made)
    [gap] = made.withheld
    assert (gap.day, gap.missing, [b.title for b in gap.blockers]) == (day_of("wed"), 1, ["Call"])


def test_the_fewest_meetings_that_spoil_a_night_are_named() -> None:
    late = busy(
        "mon 19:00-19:30  Short", "mon 20:00-21:00  Late", "tue 06:00-06:30  Early", "tue 07:00-08:00  Stand-up"
    )
    [gap] = plan([], late, rules=guarded(NIGHTS)).withheld
    # between Late and Stand-up are 10 h, with Early within; before and after them 2 h each
    assert [b.title for b in gap.blockers] == ["Late", "Stand-up"]


def test_personal_things_and_whole_days_of_work_spoil_no_night() -> None:
    party = busy("mon 19:00-03:00  Party", domain=Domain.HOME)
    fair = busy("tue Fair (all-day)")
    assert plan([], (*party, *fair), rules=guarded(NIGHTS)).withheld == ()


def test_our_own_work_leaves_the_night_alone() -> None:
    work = focus("18:00-22:00", "mon", length=Length(60, 60, 60), ideal="21:00")
    # the rest may begin at 23:00 and end at 10:00, so the wished hour is free to have
    assert wall(plan([work], rules=guarded(NIGHTS))) == ["mon 21:00-22:00"]
    # with a meeting at 09:00 it has to begin by 22:00, at 08:30 by 21:30: only an hour before that is left
    early = busy("tue 08:30-09:00  Board")
    made = plan([work], early, rules=guarded(NIGHTS))
    assert wall(made) == ["mon 20:30-21:30"]
    assert made.guards[0].span == span("mon", "21:30-08:30")


def test_personal_blocks_lie_in_a_rest_as_they_like() -> None:
    dinner = wish("dinner", "20:00-23:00", "mon", ideal="21:30")
    made = plan([dinner], busy("tue 08:30-09:00  Board"), rules=guarded(NIGHTS))
    assert (wall(made), granted(made)[0]) == (["mon 21:30-22:30"], ("rest", day_of("mon")))


def test_work_that_matters_more_costs_the_rest_and_is_named() -> None:
    work = focus("20:00-22:00", "mon", length=Length(120, 120, 120), priority=Priority.CRITICAL)
    made = plan([work], busy("tue 08:30-09:00  Board"), rules=guarded(NIGHTS))
    assert wall(made) == ["mon 20:00-22:00"]
    [gap] = made.withheld
    # from 18:00 to 08:30 are 14.5 h; the block takes two of them in the middle and the meeting the end
    assert [b.title for b in gap.blockers] == ["Focus", "Board"]


def test_work_that_matters_less_gives_way_to_the_rest() -> None:
    work = focus("20:00-22:00", "mon", length=Length(120, 120, 120), priority=Priority.NORMAL)
    made = plan([work], busy("tue 08:30-09:00  Board"), rules=guarded(NIGHTS))
    assert (made.blocks, made.withheld, made.is_proven) == ((), (), True)
    [gap] = made.unplaced
    # the rest may move as far as 21:30 to 08:30, and the block only where it lies
    assert (gap.missing, [thing.title for thing in gap.blockers]) == (1, ["Nightly rest"])


def test_work_that_stands_gives_way_to_a_rest_that_matters_more_but_not_when_it_is_held() -> None:
    work = focus("20:00-22:00", "mon", length=Length(120, 120, 120), priority=Priority.NORMAL)
    early = busy("tue 08:30-09:00  Board")
    stands = placed(span("mon", "20:00-22:00"), "mon", "focus")
    assert plan([work], early, previous=kept(stands), rules=guarded(NIGHTS)).blocks == ()
    pinned = placed(span("mon", "20:00-22:00"), "mon", "focus", Hold.PINNED)
    made = plan([work], early, previous=kept(pinned), rules=guarded(NIGHTS))
    assert (wall(made), [gap.day for gap in made.withheld]) == (["mon 20:00-22:00"], [MONDAY])


def test_nights_that_are_over_are_not_missed() -> None:
    late = busy("mon 22:00-23:30  Late", "thu 22:00-23:30  Late")
    made = plan([], late, rules=guarded(NIGHTS), now=at("wed", "12:00"))
    assert [gap.day for gap in made.withheld] == [day_of("thu")]


def test_only_nights_that_are_asked_for_are_guarded() -> None:
    some = NightlyRest(GuardId("rest"), "Rest", frozenset({Weekday.TUESDAY}), timedelta(hours=12))
    made = plan([], rules=guarded(some))
    assert [each.span for each in made.guards] == [span("tue", "20:00-08:00")]


def test_a_new_block_that_a_second_look_puts_elsewhere_stands_for_the_day_where_it_lies() -> None:
    """The first look puts one on Tuesday night, beside the one that lost its place; the second finds better."""
    own = ((Weekday.MONDAY, windows("22:30-02:30")),)
    often: dict[str, Any] = {"minutes_per_week": 600, "spacing_days": 2, "own_windows": own}
    soft = windows("03:00-13:00")
    night = focus("22:15-08:15", length=Length(20, 50, 50), travel_before=30, priority=Priority.HIGH, **often)
    too_long = placed(span("thu", "00:30-01:30"), "wed", "focus")
    made = plan(
        [replace(night, soft_windows=soft)], rules=guarded(NIGHTS), now=at("mon", "22:30"), previous=kept(too_long)
    )
    new = [block for block in made.blocks if block.block is None]
    assert len(new) == 2
    assert [block.slot.day for block in new] == [local_day(block.span.start, BERLIN) for block in new]


# Days off


def test_the_first_free_day_is_the_day_off() -> None:
    assert granted(plan([], rules=guarded(WEEKEND))) == [("off", day_of("sat"))]
    made = plan([], busy("sat 10:00-10:30  Call"), rules=guarded(WEEKEND))
    assert granted(made) == [("off", day_of("sun"))]


def test_a_day_off_moves_to_where_work_loses_least() -> None:
    work = focus("09:00-12:00", "sat", length=Length(180, 180, 180), priority=Priority.LOW)
    made = plan([work], rules=guarded(WEEKEND))
    assert (wall(made), granted(made)) == (["sat 09:00-12:00"], [("off", day_of("sun"))])
    both = focus("09:00-12:00", "sat sun", length=Length(180, 180, 180), priority=Priority.LOW, times_per_week=2)
    made = plan([both], rules=guarded(WEEKEND))
    assert (len(made.blocks), len(made.guards), made.unplaced[0].missing) == (1, 1, 1)


def test_days_off_that_are_withheld_name_the_day_that_comes_nearest() -> None:
    calls = busy("sat 10:00-10:30  One", "sat 11:00-11:30  Two", "sun 11:00-11:30  Three")
    [gap] = plan([], calls, rules=guarded(WEEKEND)).withheld
    assert (gap.day, gap.missing, [b.title for b in gap.blockers]) == (day_of("sun"), 1, ["Three"])


def test_a_day_that_was_off_already_counts() -> None:
    made = plan([], busy("sun 11:00-11:30  Call"), rules=guarded(WEEKEND), now=at("sun", "09:00"))
    assert (granted(made), made.withheld) == ([("off", day_of("sat"))], ())


def test_a_week_of_which_the_days_are_over_misses_none() -> None:
    made = plan(
        [],
        busy("sat 11:00-11:30  Call"),
        rules=guarded(DayOff(GuardId("off"), "x", frozenset({Weekday.SATURDAY}))),
        now=at("sun", "09:00"),
    )
    assert (made.guards, made.withheld) == ((), ())


# The two nights of the year. Berlin: 29 March 2026, 02:00 -> 03:00, and 25 October 2026, 03:00 -> 02:00


@pytest.mark.parametrize(
    ("week", "meeting", "rested"),
    [
        # Sat 22:00 CET is 21:00 UTC; 11 h later 08:00 UTC is 10:00 CEST: it fits to the minute
        ("2026-W13", "2026-03-28 20:00-22:00  Late", "2026-03-28 21:00 to 2026-03-29 08:00"),
        # a minute more, and 10 h 59 min are left
        ("2026-W13", "2026-03-28 20:00-22:01  Late", None),
        # Sat 23:59 CEST is 21:59 UTC; 11 h later 08:59 UTC is 09:59 CET, as the night has 17 h
        ("2026-W43", "2026-10-24 20:00-23:59  Late", "2026-10-24 21:59 to 2026-10-25 08:59"),
    ],
)
def test_eleven_hours_pass_whatever_the_clocks_do(week: str, meeting: str, rested: str | None) -> None:
    rules = PlanRules(BERLIN, weeks(week), guards=(NIGHTS,))
    saturday = date.fromisoformat(meeting[:10])
    made = plan([], busy(meeting), rules=rules, now=at(f"{saturday - timedelta(days=6)}", "12:00"))
    found = [f"{g.span.start:%Y-%m-%d %H:%M} to {g.span.end:%Y-%m-%d %H:%M}" for g in made.guards if g.day == saturday]
    assert found == ([rested] if rested else [])


@pytest.mark.parametrize(("week", "sunday", "hours"), [("2026-W13", "2026-03-29", 23), ("2026-W43", "2026-10-25", 25)])
def test_a_day_off_has_the_hours_of_its_day(week: str, sunday: str, hours: int) -> None:
    off = DayOff(GuardId("off"), "Day off", frozenset({Weekday.SUNDAY}))
    monday = date.fromisoformat(sunday) - timedelta(days=6)
    rules, now = PlanRules(BERLIN, weeks(week), guards=(off,)), at(f"{monday}", "08:00")
    [each] = plan([], rules=rules, now=now).guards
    assert each.span.length == timedelta(hours=hours)
    # the last minute of the day belongs to it, and the first of the next does not
    assert plan([], busy(f"{sunday} 23:59-00:30  Late"), rules=rules, now=now).guards == ()
    next_day = date.fromisoformat(sunday) + timedelta(days=1)
    assert len(plan([], busy(f"{next_day} 00:00-00:30  Late"), rules=rules, now=now).guards) == 1


def test_rules_without_guards_ask_for_none() -> None:
    assert plan([], rules=RULES).guards == ()
