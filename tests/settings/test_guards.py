"""[[guards]]: nightly rest and days off."""

from datetime import timedelta

import pytest

from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.guard import DayOff, NightlyRest
from hedgerow.core.intention import Priority
from tests.settings.reading import HOME, problems, settings

REST = HOME + '[[guards]]\nid = "rest"\nkind = "nightly rest"\n'
"""The first line after it is line 6."""
OFF = HOME + '[[guards]]\nid = "off"\nkind = "day off"\n'


def test_a_guard_of_few_words_gets_the_defaults() -> None:
    [rest] = settings(REST).guards
    assert rest == NightlyRest(rest.id, "Nightly rest")
    [off] = settings(OFF + 'days = ["sunday"]').guards
    assert off == DayOff(off.id, "Day off", frozenset({Weekday.SUNDAY}))


def test_a_guard_of_many_words_keeps_each() -> None:
    [rest] = settings(
        REST + 'title = "Sleep"\nlength = "12h"\nbetween = "19:00-09:00"\nnights = ["sunday"]\npriority = 1\n'
    ).guards
    window = DayWindow(19 * 60, 33 * 60)
    assert rest == NightlyRest(
        rest.id, "Sleep", frozenset({Weekday.SUNDAY}), timedelta(hours=12), window, Priority.CRITICAL
    )
    [off] = settings(OFF + 'days = ["saturday", "sunday"]\ntimes_per_week = 2\npriority = "low"\n').guards
    assert isinstance(off, DayOff)
    assert (off.times_per_week, len(off.days), off.priority) == (2, 2, Priority.LOW)


def test_a_guard_may_be_left_out() -> None:
    assert settings(REST + "skip = true").guards == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HOME + '[[guards]]\nid = "a"', '3:3: guards.1.kind: needs a value: "nightly rest" or "day off"'),
        (
            HOME + '[[guards]]\nid = "a"\nkind = "day of"',
            "5:8: guards.1.kind: 'day of' is not one of nightly rest, day off; did you mean 'day off'?",
        ),
        (REST + 'days = ["monday"]', "6:1: guards.1.days: a nightly rest has no days; leave this out"),
        (REST + 'length = "0h"', "6:10: guards.1.length: '0h' is no rest; write it as '11h'"),
        (REST + 'length = "17h"', "6:10: guards.1.length: '17h' does not fit between '18:00-10:00'"),
        (
            REST + "nights = []",
            "6:10: guards.1.nights: needs a value: at least one night, by the day that it begins on",
        ),
        (OFF, "3:3: guards.1.days: needs a value: the days that may be it, such as saturday and sunday"),
        (
            OFF + 'days = ["sunday"]\ntimes_per_week = 2',
            "7:18: guards.1.times_per_week: is more than the days that may be it: 1",
        ),
    ],
)
def test_a_guard_that_can_not_be_says_why(text: str, said: str) -> None:
    assert problems(text) == [f"h.toml:{said}"]


def test_each_guard_has_its_own_name() -> None:
    assert len(problems(REST + REST.removeprefix(HOME))) == 1
