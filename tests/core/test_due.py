from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.boundary import Off, Stay, TimeOff
from hedgerow.core.days import Weekday
from hedgerow.core.due import LetterHour, letter_due
from hedgerow.core.span import Span
from tests.agenda import at, boundary, day_of, span

MONDAY_NINE = LetterHour(Weekday.MONDAY, 9 * 60)


@pytest.mark.parametrize(
    ("day", "clock", "week"),
    [
        ("mon", "08:59", None),
        ("mon", "09:00", "2026-W46"),
        ("mon", "21:59", "2026-W46"),
        ("mon", "22:00", None),
        ("tue", "05:59", None),
        ("tue", "06:00", "2026-W46"),
        ("thu", "08:59", "2026-W46"),
        ("thu", "09:00", None),
        ("sun", "12:00", None),
        ("mon+1", "09:00", "2026-W47"),
    ],
)
def test_the_letter_about_the_last_week_is_due_on_monday_at_nine_and_for_three_days_but_not_at_night(
    day: str, clock: str, week: str | None
) -> None:
    due = letter_due(at(day, clock), MONDAY_NINE, Weekday.MONDAY, boundary())
    assert (str(due) if due else None) == week


def test_a_letter_on_friday_is_about_the_week_that_ended_before() -> None:
    friday = LetterHour(Weekday.FRIDAY, 8 * 60)
    assert str(letter_due(at("fri", "10:00"), friday, Weekday.MONDAY, boundary())) == "2026-W46"


def test_a_week_that_begins_on_sunday_is_whole_on_sunday() -> None:
    sunday = LetterHour(Weekday.SUNDAY, 9 * 60)
    assert str(letter_due(at("sun", "10:00"), sunday, Weekday.SUNDAY, boundary())) == "2026-W47"


def test_no_letter_is_due_on_leave_and_it_may_still_go_the_day_after() -> None:
    leave = replace(boundary(), off=(TimeOff(span("mon", "00:00-24:00"), Off.LEAVE, "Lisbon"),))
    assert letter_due(at("mon", "10:00"), MONDAY_NINE, Weekday.MONDAY, leave) is None
    assert str(letter_due(at("tue", "10:00"), MONDAY_NINE, Weekday.MONDAY, leave)) == "2026-W46"


def test_a_leave_begins_by_the_clock_of_where_it_is_spent() -> None:
    tokyo = replace(boundary(), stays=(Stay(day_of("tue"), day_of("sun"), ZoneInfo("Asia/Tokyo")),))
    leave = replace(tokyo, off=(TimeOff(Span(at("mon", "16:00"), at("wed", "16:00")), Off.LEAVE, "Tokyo"),))
    assert str(letter_due(at("mon", "23:00"), MONDAY_NINE, Weekday.MONDAY, tokyo)) == "2026-W46"
    assert letter_due(at("mon", "23:00"), MONDAY_NINE, Weekday.MONDAY, leave) is None
