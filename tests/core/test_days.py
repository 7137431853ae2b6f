from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.days import DayWindow, Week, Weekday, day_span, days_of, instant, week_of, week_span, window_span
from tests.agenda import utc

ZONES = ["Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata"]


@pytest.mark.parametrize(
    ("zone", "day", "starts", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", "2026-03-28 23:00", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24 22:00", 25),
        ("America/New_York", "2026-03-08", "2026-03-08 05:00", 23),
        ("America/New_York", "2026-11-01", "2026-11-01 04:00", 25),
        ("America/St_Johns", "2026-03-08", "2026-03-08 03:30", 23),
        ("America/St_Johns", "2026-11-01", "2026-11-01 02:30", 25),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04 13:00", 24.5),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03 13:30", 23.5),
        ("Asia/Kolkata", "2026-03-29", "2026-03-28 18:30", 24),
        ("Asia/Kolkata", "2026-10-25", "2026-10-24 18:30", 24),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say(zone: str, day: str, starts: str, hours: float) -> None:
    span = day_span(date.fromisoformat(day), ZoneInfo(zone))
    assert span.start == utc(starts)
    assert span.length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "day", "opens", "closes"),
    [
        # Clocks go forward: what the jump swallows is gone, what it cuts begins or ends at the jump.
        ("Europe/Berlin", "2026-03-29", "2026-03-29 01:00", "2026-03-29 02:00"),
        ("America/New_York", "2026-03-08", "2026-03-08 07:00", "2026-03-08 08:00"),
        ("America/St_Johns", "2026-03-08", "2026-03-08 05:30", "2026-03-08 06:30"),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03 15:30", "2026-10-03 17:00"),
        # Clocks go back: a window opens at the first of two equal times and closes at the second.
        ("Europe/Berlin", "2026-10-25", "2026-10-25 00:30", "2026-10-25 03:00"),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04 16:00", "2026-04-04 17:30"),
        ("Asia/Kolkata", "2026-03-29", "2026-03-28 21:00", "2026-03-28 22:30"),
    ],
)
def test_a_window_from_half_past_two_to_four_on_the_day_of_the_change(
    zone: str, day: str, opens: str, closes: str
) -> None:
    span = window_span(date.fromisoformat(day), DayWindow(150, 240), ZoneInfo(zone))
    assert (span.start, span.end) == (utc(opens), utc(closes))


def test_a_window_from_one_to_half_past_one_closes_at_the_second_half_past_one_in_new_york() -> None:
    span = window_span(date(2026, 11, 1), DayWindow(60, 90), ZoneInfo("America/New_York"))
    assert (span.start, span.end) == (utc("2026-11-01 05:00"), utc("2026-11-01 06:30"))


def test_a_window_that_the_jump_swallows_whole_is_empty_at_the_jump() -> None:
    span = window_span(date(2026, 3, 29), DayWindow(130, 170), ZoneInfo("Europe/Berlin"))
    assert span.start == span.end == utc("2026-03-29 01:00")


def test_a_window_over_midnight_ends_on_the_day_after() -> None:
    span = window_span(date(2026, 11, 16), DayWindow(22 * 60, 30 * 60), ZoneInfo("Europe/Berlin"))
    assert (span.start, span.end) == (utc("2026-11-16 21:00"), utc("2026-11-17 05:00"))


def test_a_day_whose_midnight_is_skipped_begins_at_the_jump() -> None:
    # Cairo: clocks go forward at midnight on 24 April 2026.
    assert day_span(date(2026, 4, 24), ZoneInfo("Africa/Cairo")).start == utc("2026-04-23 22:00")


def test_the_week_of_new_year_2027_is_week_53_of_2026() -> None:
    assert str(week_of(date(2027, 1, 1))) == "2026-W53"
    assert str(week_of(date(2027, 1, 4))) == "2027-W01"


@pytest.mark.parametrize(
    ("first", "begins"),
    [
        (Weekday.MONDAY, "2026-11-16"),
        (Weekday.SUNDAY, "2026-11-15"),
        (Weekday.SATURDAY, "2026-11-14"),
    ],
)
def test_week_47_begins_on_the_first_weekday_that_the_person_chose(first: Weekday, begins: str) -> None:
    assert Week(2026, 47, first).first_day == date.fromisoformat(begins)


def test_the_week_of_the_autumn_change_has_169_hours() -> None:
    assert week_span(Week(2026, 43), ZoneInfo("Europe/Berlin")).length == timedelta(hours=169)


def test_a_span_that_ends_at_midnight_does_not_touch_the_next_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert list(days_of(day_span(date(2026, 11, 16), zone), zone)) == [date(2026, 11, 16)]


@given(st.dates(date(1980, 1, 1), date(2090, 1, 1)), st.sampled_from(Weekday))
def test_every_day_lies_in_exactly_the_week_that_is_told(day: date, first: Weekday) -> None:
    week = week_of(day, first)
    assert day in week.days
    assert week.days[0].weekday() == first
    assert week.plus(1).first_day == week.first_day + timedelta(days=7)


@given(st.dates(date(2000, 1, 1), date(2037, 1, 1)), st.sampled_from(ZONES))
def test_days_follow_one_another_without_gap(day: date, zone: str) -> None:
    tz = ZoneInfo(zone)
    assert day_span(day, tz).end == day_span(day + timedelta(days=1), tz).start


@given(st.dates(date(2000, 1, 1), date(2037, 1, 1)), st.integers(0, 1439), st.integers(0, 1439), st.sampled_from(ZONES))
def test_later_on_the_wall_is_never_earlier_in_the_world(day: date, one: int, two: int, zone: str) -> None:
    tz = ZoneInfo(zone)
    early, late = sorted((one, two))
    assert instant(day, early, tz) <= instant(day, late, tz, closing=True)
