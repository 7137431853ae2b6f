from dataclasses import replace

import pytest

from hedgerow.core.block import Booking
from hedgerow.core.boundary import (
    Boundary,
    Off,
    Rota,
    TimeOff,
    evening_span,
    evenings_of,
    personal_time,
    working_time,
)
from hedgerow.core.days import week_span
from hedgerow.core.intrusion import Kind, find_intrusions
from hedgerow.core.limits import LIMITS, LimitKey
from hedgerow.core.span import Span, intersect, merge
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import Coverage, Evidence, Seen, Verdict, WeekReview, review_week
from tests.agenda import BERLIN, WEEK, WORK, agenda, at, boundary, day_of, span
from tests.core.test_fate import booking

NINE_TO_FIVE = boundary("09:00-17:00")
WEEK_47 = week_span(WEEK, BERLIN)
READ = Coverage(seen=(Seen(WORK, 1),))
DEFAULTS = {rule.key: rule.default for rule in LIMITS}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def off(first: str, clocks: str = "00:00-24:00", kind: Off = Off.LEAVE, last: str = "") -> TimeOff:
    opens, _, closes = clocks.partition("-")
    return TimeOff(Span(at(first, opens), at(last or first, closes)), kind, f"{kind} from {first}")


def away(*times: TimeOff, life: Boundary = NINE_TO_FIVE) -> Boundary:
    return replace(life, off=times)


def review(timeline: Timeline, life: Boundary, *bookings: Booking) -> WeekReview:
    return review_week(WEEK, Evidence(timeline, bookings, {}, READ), life, DEFAULTS)


def test_a_whole_day_of_leave_has_no_working_time() -> None:
    tuesday = away(off("tue"))
    assert working_time(tuesday, Span(at("mon", "00:00"), at("wed", "00:00"))) == (span("mon", "09:00-17:00"),)


def test_leave_from_noon_cuts_the_window_at_that_instant() -> None:
    half = away(off("tue", "12:00-24:00"))
    assert working_time(half, span("tue", "00:00-24:00")) == (span("tue", "09:00-12:00"),)


def test_the_evening_of_half_a_day_of_leave_begins_when_the_window_would_have_closed() -> None:
    assert evening_span(away(off("tue", "12:00-24:00")), day_of("tue")) == span("tue", "17:00-22:00")


def test_leave_that_begins_in_mid_shift_ends_the_shift_there() -> None:
    nurse = away(off("tue", "02:00-24:00"), life=boundary("", mon="22:00-06:00"))
    assert working_time(nurse, WEEK_47) == (span("mon", "22:00-02:00"),)
    found = find_intrusions(agenda("tue 01:00-03:30  Handover"), nurse, WEEK_47)
    assert [(i.kind, i.minutes) for i in found] == [(Kind.LEAVE, 90)]


def test_leave_that_begins_in_mid_shift_of_a_rota_ends_the_shift_there() -> None:
    rota = Rota((span("mon", "22:00-06:00"), span("tue", "22:00-06:00")), (), WEEK_47)
    nurse = replace(NINE_TO_FIVE, rota=rota, off=(off("tue", "02:00-24:00"),))
    assert working_time(nurse, WEEK_47) == (span("mon", "22:00-02:00"), span("wed", "00:00-06:00"))


def test_a_shift_that_would_open_on_a_whole_day_of_leave_does_not_reach_into_the_morning_after() -> None:
    nurse = away(off("tue"), life=boundary("", mon="22:00-06:00", tue="22:00-06:00"))
    assert working_time(nurse, WEEK_47) == (span("mon", "22:00-24:00"),)
    rota = Rota((span("mon", "22:00-06:00"), span("tue", "22:00-06:00")), (), WEEK_47)
    assert working_time(away(off("tue"), life=replace(NINE_TO_FIVE, rota=rota)), WEEK_47) == (
        span("mon", "22:00-24:00"),
    )


def test_every_meeting_in_unplugged_leave_intrudes_whatever_its_hour() -> None:
    found = find_intrusions(
        agenda("tue 10:00-11:00  Stand-up", "tue 23:00-23:30  Call", "wed 10:00-11:00  Back"),
        away(off("tue", kind=Off.UNPLUGGED)),
        WEEK_47,
    )
    assert [(i.kind, i.minutes) for i in found] == [(Kind.UNPLUGGED, 60), (Kind.UNPLUGGED, 30)]


@pytest.mark.parametrize(
    ("kinds", "named"),
    [
        ((Off.HOLIDAY,), Kind.HOLIDAY),
        ((Off.HOLIDAY, Off.LEAVE), Kind.LEAVE),
        ((Off.LEAVE, Off.UNPLUGGED), Kind.UNPLUGGED),
        ((Off.HOLIDAY, Off.LEAVE, Off.UNPLUGGED), Kind.UNPLUGGED),
    ],
)
def test_of_several_reasons_the_strongest_names_it_and_its_minutes_count_once(
    kinds: tuple[Off, ...], named: Kind
) -> None:
    life = away(*(off("tue", kind=kind) for kind in kinds))
    [found] = find_intrusions(agenda("tue 22:30-23:00  Late call"), life, WEEK_47)
    assert (found.kind, found.minutes) == (named, 30)


def test_one_meeting_over_the_start_of_leave_is_cut_there() -> None:
    found = find_intrusions(agenda("tue 11:30-13:00  Lunch talk"), away(off("tue", "12:00-24:00")), WEEK_47)
    assert [(i.kind, i.span, i.minutes) for i in found] == [(Kind.LEAVE, span("tue", "12:00-13:00"), 60)]


def test_an_all_day_work_event_on_a_holiday_is_named_for_it_and_takes_no_minutes() -> None:
    life = away(off("tue", kind=Off.HOLIDAY))
    found = find_intrusions(agenda("tue  Fair (all-day)", "wed  Fair (all-day)"), life, WEEK_47)
    assert [(i.kind, i.minutes) for i in found] == [(Kind.HOLIDAY, 0)]


def test_who_works_by_a_rota_works_on_a_public_holiday_when_it_says_so() -> None:
    rota = Rota((span("tue", "08:00-16:00"),), (), WEEK_47)
    nurse = replace(NINE_TO_FIVE, rota=rota, off=(off("tue", kind=Off.HOLIDAY),))
    assert working_time(nurse, WEEK_47) == (span("tue", "08:00-16:00"),)
    found = find_intrusions(agenda("tue 15:30-16:30  Handover"), nurse, WEEK_47)
    assert [(i.kind, i.minutes) for i in found] == [(Kind.HOLIDAY, 30)]


def test_leave_leaves_the_denominator_and_a_holiday_does_not() -> None:
    life = away(off("mon", kind=Off.HOLIDAY), off("tue"), off("wed", "12:00-24:00"))
    assert evenings_of(life, WEEK.days) == tuple(day_of(day) for day in ("mon", "wed", "thu", "fri", "sat", "sun"))


def test_an_evening_of_leave_touches_no_limit_of_evenings_but_takes_its_minutes() -> None:
    judged = review(agenda("tue 19:00-20:00  Call", "thu 19:00-20:00  Call"), away(off("tue")))
    assert judged.measures.evenings_touched == (day_of("thu"),)
    assert len(judged.measures.evenings) == 6
    assert judged.personal_taken == 120


def test_a_block_lost_on_leave_is_told_and_not_counted_among_the_lost() -> None:
    blocks = [booking(day, "10:00-11:00") for day in ("tue", "wed", "thu")]
    lost_on_tuesday = agenda("tue 10:00-11:00  Call")
    assert LimitKey.BLOCKS_LOST in [p.rule.key for p in review(lost_on_tuesday, NINE_TO_FIVE, *blocks).passed]
    judged = review(lost_on_tuesday, away(off("tue")), *blocks)
    assert len(judged.fates) == 3
    assert LimitKey.BLOCKS_LOST not in [p.rule.key for p in judged.passed]


@pytest.mark.parametrize(("days", "compares"), [(("mon", "tue"), True), (("mon", "tue", "wed"), False)])
def test_a_week_with_three_working_days_of_leave_compares_to_nothing(days: tuple[str, ...], *, compares: bool) -> None:
    judged = review(agenda(), away(*(off(day) for day in days)))
    assert judged.measures.days_missed == tuple(day_of(day) for day in days)
    assert judged.is_comparable is compares


def test_leave_over_a_weekend_misses_no_working_day_and_a_holiday_is_no_leave() -> None:
    judged = review(agenda(), away(off("fri", last="sun"), off("mon", kind=Off.HOLIDAY)))
    assert judged.measures.days_missed == (day_of("fri"),)
    assert [(day, each.kind) for day, each in judged.measures.days_off] == [
        (day_of("mon"), Off.HOLIDAY),
        (day_of("fri"), Off.LEAVE),
        (day_of("sat"), Off.LEAVE),
        (day_of("sun"), Off.LEAVE),
    ]


def test_leave_on_the_only_working_days_of_a_week_leaves_nothing_to_compare() -> None:
    carer = boundary("", mon="09:00-17:00", tue="09:00-17:00")
    assert not review(agenda(), away(off("mon"), off("tue"), life=carer)).is_comparable
    assert review(agenda(), away(off("mon"), life=carer)).is_comparable


def test_leave_by_a_rota_that_is_empty_then_is_leave_all_the_same() -> None:
    nurse = replace(NINE_TO_FIVE, rota=Rota((span("fri", "08:00-16:00"),), (), WEEK_47))
    assert not review(agenda(), away(off("mon", last="wed"), life=nurse)).is_comparable


def test_a_quiet_week_of_leave_is_clear() -> None:
    judged = review(agenda(), away(off("mon", last="sun")))
    assert (judged.verdict, judged.personal_taken, judged.measures.working) == (Verdict.CLEAR, 0, 0)
    assert judged.measures.meeting_load is None


def test_leave_that_is_cut_into_pieces_is_a_whole_day_all_the_same() -> None:
    halves = away(off("tue", "00:00-12:00"), off("tue", "12:00-24:00", Off.UNPLUGGED))
    assert [each.kind for _, each in review(agenda(), halves).measures.days_off] == [Off.UNPLUGGED]
    assert intersect(personal_time(halves, WEEK_47), [span("tue", "00:00-24:00")]) == (span("tue", "00:00-24:00"),)


def test_a_nap_on_a_day_of_leave_is_no_time_to_work() -> None:
    nap = replace(NINE_TO_FIVE, inside=merge([span("mon", "19:00-20:00"), span("tue", "13:00-14:30")]))
    assert working_time(away(off("tue"), life=nap), span("mon", "18:00-24:00")) == (span("mon", "19:00-20:00"),)
    [found] = find_intrusions(agenda("tue 13:00-14:00  Call"), away(off("tue"), life=nap), WEEK_47)
    assert (found.kind, found.minutes) == (Kind.LEAVE, 60)


def test_a_short_leave_of_an_hour_takes_that_hour_alone() -> None:
    judged = review(agenda("mon 10:00-12:00  Workshop"), away(off("mon", "11:00-12:00")))
    assert (judged.personal_taken, judged.measures.working) == (60, 5 * 480 - 60)
    assert judged.measures.leave_days == ()
