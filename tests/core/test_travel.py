from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.boundary import Boundary, Stay, evening_span, night_of, personal_time, working_time
from hedgerow.core.days import Week
from hedgerow.core.intrusion import Kind, find_intrusions
from hedgerow.core.limits import LIMITS
from hedgerow.core.span import Span, merge, total_minutes
from hedgerow.core.week import Coverage, Evidence, Seen, review_week
from tests.agenda import WEEK, WORK, agenda, boundary, day_of, span, utc

NEW_YORK = ZoneInfo("America/New_York")
DEFAULTS = {rule.key: rule.default for rule in LIMITS}
# Berlin but for Tuesday to Thursday, which are lived in New York: six hours behind in November.
TRIP = replace(boundary("09:00-17:00"), stays=(Stay(day_of("tue"), day_of("thu"), NEW_YORK),))


def hours(life: Boundary, day: str) -> float:
    return life.day_span(day_of(day)).minutes / 60


def test_the_day_before_the_flight_west_has_thirty_hours_and_the_last_there_eighteen() -> None:
    assert [hours(TRIP, day) for day in ("sun-1", "mon", "tue", "wed", "thu", "fri")] == [24, 30, 24, 24, 18, 24]
    assert TRIP.day_span(day_of("tue")) == Span(utc("2026-11-17 05:00"), utc("2026-11-18 05:00"))
    assert TRIP.day_span(day_of("thu")) == Span(utc("2026-11-19 05:00"), utc("2026-11-19 23:00"))


def test_the_week_of_a_trip_there_and_back_has_its_168_hours() -> None:
    judged = review_week(WEEK, Evidence(agenda(), (), {}, Coverage(seen=(Seen(WORK, 1),))), TRIP, DEFAULTS)
    assert judged.span.minutes == 168 * 60
    assert (judged.measures.working, judged.measures.personal) == (5 * 480, 168 * 60 - 5 * 480)


def test_the_windows_follow_the_clock_of_the_day() -> None:
    assert working_time(TRIP, TRIP.week_span(WEEK)) == (
        Span(utc("2026-11-16 08:00"), utc("2026-11-16 16:00")),
        Span(utc("2026-11-17 14:00"), utc("2026-11-17 22:00")),
        Span(utc("2026-11-18 14:00"), utc("2026-11-18 22:00")),
        Span(utc("2026-11-19 14:00"), utc("2026-11-19 22:00")),
        Span(utc("2026-11-20 08:00"), utc("2026-11-20 16:00")),
    )


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("wed 16:00-18:00  In the New York morning", []),
        ("wed 13:00-14:00  At seven over there", [Kind.EARLY]),
        ("wed 23:00-24:00  After five over there", [Kind.EVENING]),
        ("wed 09:00-10:00  At three in the night over there", [Kind.NIGHT]),
        ("mon 20:00-20:30  Before the flight", [Kind.EVENING]),
        ("fri 09:00-10:00  Home again", []),
    ],
)
def test_a_call_is_named_by_the_clock_that_the_person_lives_by_that_day(line: str, kinds: list[Kind]) -> None:
    assert [i.kind for i in find_intrusions(agenda(line), TRIP, TRIP.week_span(WEEK))] == kinds


def test_the_night_of_the_flight_runs_from_the_clock_left_to_the_clock_reached() -> None:
    assert night_of(TRIP, day_of("mon")) == Span(utc("2026-11-16 21:00"), utc("2026-11-17 11:00"))
    # The last day there ends at six in its evening, when at home it is midnight.
    assert night_of(TRIP, day_of("thu")) == Span(utc("2026-11-19 23:00"), utc("2026-11-20 05:00"))
    assert evening_span(TRIP, day_of("thu")) == Span(utc("2026-11-19 22:00"), utc("2026-11-19 23:00"))


def test_an_instant_is_of_the_day_by_the_clock_of_that_day() -> None:
    assert TRIP.local_day(utc("2026-11-17 04:30")) == day_of("mon")
    assert TRIP.local_day(utc("2026-11-17 05:00")) == day_of("tue")
    assert TRIP.local_day(utc("2026-11-19 23:00")) == day_of("fri")


def test_of_stays_that_share_a_day_the_one_that_began_last_says_the_clock() -> None:
    tokyo = Stay(day_of("wed"), day_of("wed"), ZoneInfo("Asia/Tokyo"))
    for stays in ((*TRIP.stays, tokyo), (tokyo, *TRIP.stays)):
        life = replace(TRIP, stays=stays)
        assert [life.zone_on(day_of(day)).key for day in ("tue", "wed", "thu")] == [
            "America/New_York",
            "Asia/Tokyo",
            "America/New_York",
        ]


def test_who_flies_over_the_date_line_skips_a_day_and_lives_no_hour_twice() -> None:
    pago, kiritimati = ZoneInfo("Pacific/Pago_Pago"), ZoneInfo("Pacific/Kiritimati")
    life = replace(boundary(zone=pago), stays=(Stay(day_of("wed"), day_of("sun+1"), kiritimati),))
    assert [hours(life, day) for day in ("mon", "tue", "wed")] == [24, 0, 23]
    assert life.local_day(life.start_of(day_of("wed"))) == day_of("wed")


def test_a_trip_over_a_change_of_clocks_keeps_both_clocks_right() -> None:
    # Europe leaves summer time on 25 October, New York a week later: five hours between them that week.
    stay = Stay(date(2026, 10, 24), date(2026, 10, 27), NEW_YORK)
    life = replace(boundary("09:00-17:00"), stays=(stay,))
    lengths = [life.day_span(date(2026, 10, day)).minutes // 60 for day in (23, 24, 25, 27, 28)]
    assert lengths == [30, 24, 24, 19, 24]
    assert life.week_span(Week(2026, 43)).minutes == (168 + 6) * 60


ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo"]
STAYS = st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 6), st.sampled_from(ZONES)), max_size=4)


@given(st.sampled_from(ZONES), STAYS, st.sampled_from([date(2026, 11, 16), date(2026, 10, 19), date(2026, 3, 23)]))
def test_days_follow_one_another_without_a_gap_and_every_instant_is_in_one(
    home: str, trips: list[tuple[int, int, str]], monday: date
) -> None:
    stays = tuple(
        Stay(monday + timedelta(days=first), monday + timedelta(days=first + more), ZoneInfo(zone))
        for first, more, zone in trips
    )
    life = replace(boundary("09:00-12:00 22:00-03:00", zone=ZoneInfo(home)), stays=stays)
    days = [life.day_span(monday + timedelta(days=n)) for n in range(14)]
    assert all(before.end == after.start for before, after in pairwise(days))
    whole = Span(days[0].start, days[-1].end)
    assert all(life.day_span(life.local_day(day.middle)).holds(day.middle) for day in days)
    assert merge([*working_time(life, whole), *personal_time(life, whole)]) == (whole,)
    by_day = sum(total_minutes(working_time(life, day)) for day in days if day.minutes)
    assert by_day == total_minutes(working_time(life, whole))


def test_totals_of_days_of_travel_are_those_of_the_week() -> None:
    calls = agenda("mon 23:00-07:30  Flight with work", "thu 22:30-02:00  Red-eye", "fri 05:00-07:00  Early")
    week = TRIP.week_span(WEEK)
    by_day = [find_intrusions(calls, TRIP, TRIP.day_span(day)) for day in WEEK.days]
    assert sum(i.minutes for found in by_day for i in found) == sum(
        i.minutes for i in find_intrusions(calls, TRIP, week)
    )
    assert span("mon", "23:00-07:30").minutes == 510
