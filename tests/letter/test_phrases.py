"""Numbers, times and dates in words."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.days import Week, Weekday
from hedgerow.letter.language import language_of
from hedgerow.letter.phrases import (
    clock_of,
    clocks,
    counted,
    dates,
    duration,
    either,
    ends,
    hour,
    listed,
    short_day,
    stretch,
)
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


@pytest.mark.parametrize(
    ("code", "twelve_hours", "words"),
    [
        ("en", None, "21:00–24:00"),
        ("en", True, "9:00 pm–midnight"),
        ("en-US", None, "9:00 PM–midnight"),
        ("en-US", False, "21:00–24:00"),
        ("de", None, "21:00–24:00"),
        ("de", True, "9:00 PM–Mitternacht"),
    ],
)
def test_the_clock_is_that_of_the_language_unless_the_person_says_otherwise(
    code: str, twelve_hours: bool | None, words: str
) -> None:
    language = language_of(code, twelve_hours=twelve_hours)
    assert clocks(span("thu", "21:00-00:00"), BERLIN, language).replace("\N{NO-BREAK SPACE}", " ") == words


def test_marks_of_an_axis_are_as_short_as_the_clock_allows() -> None:
    american = language_of("en-US")
    assert [hour(n).replace("\N{NO-BREAK SPACE}", " ") for n in (6, 12)] == ["06", "12"]
    assert [hour(n, american).replace("\N{NO-BREAK SPACE}", " ") for n in (6, 12)] == ["6 AM", "12 PM"]


@pytest.mark.parametrize(
    ("code", "within", "across"),
    [
        ("de", "16.–22. November 2026", "30. November – 6. Dezember 2026"),
        ("fr", "16–22 novembre 2026", "30 novembre – 6 décembre 2026"),
        ("en-US", "November 16 – 22, 2026", "November 30 – December 6, 2026"),
    ],
)
def test_dates_of_a_week_stand_in_the_order_of_the_language(code: str, within: str, across: str) -> None:
    language = language_of(code)
    assert [dates(Week(2026, n), language) for n in (47, 49)] == [within, across]


def test_the_ends_of_a_week_stand_apart_for_a_sentence() -> None:
    assert ends(Week(2026, 47), language_of("de")) == ("16.", "22. November 2026")
    assert ends(Week(2026, 53)) == ("28 December 2026", "3 January 2027")


def test_lists_are_joined_as_the_language_does() -> None:
    assert [listed(("a", "b", "c"), language_of(code)) for code in ("en", "en-US", "fr")] == [
        "a, b and c", "a, b, and c", "a, b et c",
    ]  # fmt: skip
    assert either(("a", "b"), language_of("de")) == "a oder b"
