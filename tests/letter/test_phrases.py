"""Numbers, times and dates in words."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.days import Week, Weekday
from hedgerow.letter.phrases import clock_of, clocks, counted, dates, duration, listed, short_day, stretch
from tests.agenda import BERLIN, span


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (65, "1 h 05"), (270, "4 h 30"), (6000, "100 h")]
)
def test_durations(minutes: int, words: str) -> None:
    assert duration(minutes).replace("\N{NO-BREAK SPACE}", " ") == words


def test_counts_are_words_up_to_twelve_and_plurals_are_right() -> None:
    assert [counted(n, "event") for n in (0, 1, 2, 12, 13)] == [
        "no events", "one event", "two events", "twelve events", "13 events",
    ]  # fmt: skip
    assert counted(2, "more", "more") == "two more"


def test_lists() -> None:
    assert [listed(items) for items in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (Week(2026, 47), "16–22 November 2026"),
        (Week(2026, 49), "30 November – 6 December 2026"),
        (Week(2026, 53), "28 December 2026 – 3 January 2027"),
        (Week(2026, 47, Weekday.SUNDAY), "15–21 November 2026"),
    ],
)
def test_dates_of_a_week(week: Week, words: str) -> None:
    assert dates(week) == words


def test_times_are_24_hours_in_the_persons_zone() -> None:
    late = span("thu", "23:00-01:30")
    assert clocks(late, BERLIN) == "23:00–01:30"
    assert clocks(late, ZoneInfo("America/St_Johns")) == "18:30–21:00"
    assert clocks(span("thu", "22:00-00:00"), BERLIN) == "22:00–24:00"
    assert stretch(late, BERLIN).replace("\N{NO-BREAK SPACE}", " ") == "Thu 19 Nov 23:00–01:30"


def test_a_short_day_names_weekday_day_and_month() -> None:
    assert short_day(date(2027, 1, 3)).replace("\N{NO-BREAK SPACE}", " ") == "Sun 3 Jan"


def test_a_wall_clock_beyond_midnight_is_that_of_the_day_after() -> None:
    assert [clock_of(n) for n in (540, 1440, 1800)] == ["09:00", "24:00", "06:00"]
