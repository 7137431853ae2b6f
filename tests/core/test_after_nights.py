"""Sleep after a night shift: one block for each, as soon as it can be."""

from dataclasses import replace

import pytest

from hedgerow.core.boundary import Boundary, Off, Rota, TimeOff
from hedgerow.core.days import Week, week_span
from hedgerow.core.intention import Intention, Length
from hedgerow.core.pattern import Pattern
from hedgerow.core.plan import PlanRules
from hedgerow.core.seasonal import change_wishes
from hedgerow.core.span import Span, merge
from tests.agenda import BERLIN, WEEK, at, boundary, span
from tests.plans import Case, busy, in_utc, wall, wish

SLEEP = replace(wish("sleep", "06:00-22:00"), length=Length(360, 480, 480), after_night_shift=True)


def by_rota(*work: Span, week: Week = WEEK, off: tuple[TimeOff, ...] = ()) -> Boundary:
    whole = week_span(week, BERLIN)
    known = whole.widen(whole.length, whole.length)
    return replace(boundary("09:00-17:00"), rota=Rota(merge(work), (), known), off=off)


def slept(life: Boundary, *meetings: str, week: Week = WEEK, sleep: Intention = SLEEP) -> Case:
    changes = change_wishes([sleep], [week], Pattern(), life)
    assert life.rota
    shifts = busy(*meetings) + tuple(replace(b, span=s) for s in life.rota.work for b in busy("mon 00:00-01:00  Shift"))
    now = week_span(week, BERLIN).start
    return Case([sleep], shifts, PlanRules(BERLIN, (week,), changes=changes), now=now)


def test_each_night_shift_is_slept_after_and_no_other_shift() -> None:
    life = by_rota(
        span("mon", "07:00-15:00"), span("tue", "14:00-22:00"), span("thu", "21:30-07:30"), span("fri", "21:30-06:00")
    )
    assert wall(slept(life).plan()) == ["fri 07:30-15:30", "sat 06:00-14:00"]


@pytest.mark.parametrize(("clocks", "count"), [("18:00-01:00", 1), ("18:00-00:59", 0), ("03:01-11:00", 0)])
def test_three_hours_of_night_make_a_shift_night_work(clocks: str, count: int) -> None:
    assert len(slept(by_rota(span("tue", clocks))).plan().blocks) == count


def test_a_night_that_ends_in_the_week_counts_for_it_and_one_that_ends_after_it_does_not() -> None:
    life = by_rota(span("sun-1", "22:00-06:00"), span("sun", "22:00-06:00"))
    assert wall(slept(life).plan()) == ["mon 06:00-14:00"]


def test_the_sleep_is_shorter_where_something_follows_and_never_under_its_minimum() -> None:
    night = by_rota(span("tue", "22:00-06:00"))
    assert wall(slept(night, "wed 13:00-19:00  Training").plan()) == ["wed 06:00-13:00"]
    made = slept(night, "wed 10:00-19:00  Training").plan()
    assert (made.blocks, [gap.missing for gap in made.unplaced]) == ((), [1])


def test_time_on_the_way_home_comes_before_the_sleep() -> None:
    home = replace(SLEEP, travel_before=30, buffer_before=30)
    assert wall(slept(by_rota(span("tue", "22:00-06:00")), sleep=home).plan()) == ["wed 07:00-15:00"]


def test_a_week_without_nights_wishes_for_none_and_misses_none() -> None:
    made = slept(by_rota(span("mon", "07:00-15:00"))).plan()
    assert (made.blocks, made.unplaced, made.waiting) == ((), (), ())


def test_leave_takes_the_night_and_its_sleep() -> None:
    away = TimeOff(Span(at("tue", "00:00"), at("thu", "00:00")), Off.LEAVE, "Sea")
    life = by_rota(span("tue", "22:00-06:00"), off=(away,))
    assert change_wishes([SLEEP], [WEEK], Pattern(), life) == {(SLEEP.id, WEEK): None}


@pytest.mark.parametrize(
    ("week", "night", "asleep"),
    [
        # 22:00 to 06:00 by the clock of the ward, 7 h and 9 h long; asleep at 06:00 by the clock of the day.
        (Week(2026, 13), "2026-03-28", "2026-03-29 04:00-12:00"),
        (Week(2026, 43), "2026-10-24", "2026-10-25 05:00-13:00"),
    ],
)
def test_the_sleep_begins_when_the_shift_ends_on_both_sides_of_a_change_of_clocks(
    week: Week, night: str, asleep: str
) -> None:
    life = by_rota(span(night, "22:00-06:00"), week=week)
    assert in_utc(slept(life, week=week).plan()) == [asleep]


def test_weekly_windows_over_midnight_are_night_shifts_too() -> None:
    watch = boundary("", mon="22:00-06:00")
    changes = change_wishes([SLEEP], [WEEK], Pattern(), watch)
    assert changes[SLEEP.id, WEEK] == replace(
        SLEEP, stretches=(Span(at("tue", "06:00"), at("tue", "18:00")),), times_per_week=1
    )
