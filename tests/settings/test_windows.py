"""Windows that name their days."""

import pytest

from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.intention import Intention
from tests.settings.reading import HOLDER, HOME, problems, settings

HEAD = HOME + HOLDER + '[[intentions]]\nid = "walk"\ntitle = "Walk"\ndomains = ["self"]\nlength = "45min"\n'
"""The first line after it is line 14."""
EARLY, LATE = DayWindow(7 * 60, 9 * 60), DayWindow(9 * 60, 12 * 60)
WEEKEND = {Weekday.SATURDAY, Weekday.SUNDAY}


def walk(lines: str) -> Intention:
    [only] = settings(HEAD + lines).intentions
    return only


def test_a_day_with_a_window_of_its_own_has_no_other() -> None:
    read = walk('windows = ["07:00-09:00", "sat 09:00-12:00"]')
    assert (read.windows_on(Weekday.FRIDAY), read.windows_on(Weekday.SATURDAY)) == ((EARLY,), (LATE,))
    assert len(read.days) == 7


@pytest.mark.parametrize("days", ["sat sun", "Saturday, sunday", "sat-sun"])
def test_days_alone_with_windows_are_the_only_ones(days: str) -> None:
    read = walk(f'windows = ["{days} 09:00-12:00"]')
    assert read.days == WEEKEND
    assert read.windows_on(Weekday.MONDAY) == ()


def test_days_may_run_over_the_end_of_the_week() -> None:
    assert walk('windows = ["fri-mon 07:00-09:00"]').days == {Weekday.FRIDAY, *WEEKEND, Weekday.MONDAY}


def test_a_season_may_give_a_day_its_own_windows() -> None:
    season = '[[seasons]]\nname = "term"\nfirst = "02-01"\nlast = "03-01"\n[seasons.intentions.walk]\n'
    read = settings(HEAD + 'windows = ["07:00-09:00"]\n' + season + 'windows = ["sat 09:00-12:00"]\n')
    changed = read.pattern.seasons[0].intentions[read.intentions[0].id]
    assert changed is not None
    assert changed.days == {Weekday.SATURDAY}
    assert changed.own_windows == ((Weekday.SATURDAY, (LATE,)),)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            'windows = ["caturday 09:00-12:00"]',
            (
                "14:12: intentions.1.windows.1: 'caturday 09:00-12:00' names a day that is none; 'caturday' is not one"
                " of monday, tuesday, wednesday, thursday, friday, saturday, sunday; did you mean 'saturday'?"
            ),
        ),
        (
            'days = ["monday"]\nwindows = ["sat 09:00-12:00"]',
            "15:12: intentions.1.windows.1: 'sat 09:00-12:00' is for a day that 'days' leaves out: saturday",
        ),
        (
            'windows = ["sat 09:00-12:00", "sat-sun 11:00-13:00"]',
            "14:31: intentions.1.windows.2: '11:00-13:00' overlaps '09:00-12:00'; write them as one window",
        ),
        (
            'windows = ["sat 12:00"]',
            "14:12: intentions.1.windows.1: '12:00' is not a window; write it as '09:00-17:00'",
        ),
        (
            'windows = ["07:00-09:00"]\nsoft_windows = ["08:30-10:00", "18:00-20:00"]',
            "15:16: intentions.1.soft_windows: '18:00-20:00' lies outside of all windows",
        ),
        (
            'windows = ["sat-sun 09:00-12:00"]\ntimes_per_week = 3',
            "15:18: intentions.1.times_per_week: the days and spacing_days leave room for only 2 a week",
        ),
    ],
)
def test_a_window_that_can_not_be_says_why(lines: str, said: str) -> None:
    assert problems(HEAD + lines) == [f"h.toml:{said}"]


def test_soft_windows_are_read() -> None:
    assert walk('windows = ["07:00-12:00"]\nsoft_windows = ["07:00-09:00"]').soft_windows == (EARLY,)
