from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.boundary import Boundary, evening_span, night_spans, personal_time, working_time
from hedgerow.core.days import DayWindow, Week, Weekday, day_span, week_span
from hedgerow.core.span import Span, intersect, merge, total_minutes
from tests.agenda import WEEK, at, boundary, day_of, span, utc, windows

NINE_TO_FIVE = boundary("09:00-17:00")
EVERY_DAY = dict.fromkeys(Weekday, windows("01:00-04:00"))


def test_personal_time_is_everything_that_is_not_working_time() -> None:
    week = week_span(WEEK, NINE_TO_FIVE.zone)
    assert total_minutes(working_time(NINE_TO_FIVE, week)) == 5 * 8 * 60
    assert total_minutes(personal_time(NINE_TO_FIVE, week)) == (7 * 24 - 5 * 8) * 60


def test_a_day_may_have_several_windows_and_another_none() -> None:
    split = boundary("09:00-12:00 13:00-15:00", tue="09:00-11:00 20:00-21:30", wed="")
    assert working_time(split, Span(at("tue", "00:00"), at("thu", "00:00"))) == (
        span("tue", "09:00-11:00"),
        span("tue", "20:00-21:30"),
    )


def test_a_shift_over_midnight_belongs_to_the_day_it_opens_and_reaches_into_the_next() -> None:
    nurse = boundary("", mon="22:00-06:00")
    assert working_time(nurse, span("tue", "00:00-12:00")) == (span("tue", "00:00-06:00"),)


@pytest.mark.parametrize(
    ("zone", "day", "opens", "closes", "minutes"),
    [
        ("Europe/Berlin", "2026-03-29", "2026-03-29 00:00", "2026-03-29 02:00", 120),
        ("Europe/Berlin", "2026-10-25", "2026-10-24 23:00", "2026-10-25 03:00", 240),
        ("America/New_York", "2026-03-08", "2026-03-08 06:00", "2026-03-08 08:00", 120),
        ("America/New_York", "2026-11-01", "2026-11-01 05:00", "2026-11-01 09:00", 240),
        ("America/St_Johns", "2026-03-08", "2026-03-08 04:30", "2026-03-08 06:30", 120),
        ("America/St_Johns", "2026-11-01", "2026-11-01 03:30", "2026-11-01 07:30", 240),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03 14:30", "2026-10-03 17:00", 150),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04 14:00", "2026-04-04 17:30", 210),
        ("Asia/Kolkata", "2026-03-29", "2026-03-28 19:30", "2026-03-28 22:30", 180),
        ("Asia/Kolkata", "2026-10-25", "2026-10-24 19:30", "2026-10-24 22:30", 180),
    ],
)
def test_a_window_from_one_to_four_loses_or_gains_what_the_clocks_do(
    zone: str, day: str, opens: str, closes: str, minutes: int
) -> None:
    night_work = Boundary(ZoneInfo(zone), EVERY_DAY)
    [window] = working_time(night_work, day_span(date.fromisoformat(day), ZoneInfo(zone)))
    assert (window.start, window.end) == (utc(opens), utc(closes))
    assert window.minutes == minutes


def test_the_evening_begins_when_the_last_window_closes() -> None:
    assert evening_span(NINE_TO_FIVE, day_of("mon")) == span("mon", "17:00-22:00")


def test_the_evening_of_a_day_off_begins_at_six() -> None:
    assert evening_span(NINE_TO_FIVE, day_of("sat")) == span("sat", "18:00-22:00")


def test_work_by_the_pattern_into_the_night_leaves_no_evening() -> None:
    assert evening_span(boundary("14:00-23:00"), day_of("mon")).minutes == 0


def test_the_night_before_reaches_into_the_morning() -> None:
    assert night_spans(NINE_TO_FIVE, span("tue", "05:00-23:00")) == (
        span("tue", "05:00-06:00"),
        span("tue", "22:00-23:00"),
    )


@given(
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata"]),
    st.integers(1, 52),
    st.lists(st.tuples(st.integers(0, 1380), st.integers(5, 1440)), min_size=1, max_size=7),
)
def test_working_and_personal_time_share_nothing_and_leave_nothing(
    zone: str, number: int, opened: list[tuple[int, int]]
) -> None:
    pattern = {Weekday(day): (DayWindow(opens, opens + length),) for day, (opens, length) in enumerate(opened)}
    life = Boundary(ZoneInfo(zone), pattern)
    week = week_span(Week(2026, number), life.zone)
    working, personal = working_time(life, week), personal_time(life, week)
    assert not intersect(working, personal)
    assert merge([*working, *personal]) == (week,)
