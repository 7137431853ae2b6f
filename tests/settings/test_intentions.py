from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Defence, Firmness, Intention, Length, Priority, Visibility
from hedgerow.settings.intentions import awake
from hedgerow.settings.shares import most_per_week
from tests.settings.reading import HOLDER, HOME, problems, settings

WALK = '[[intentions]]\nid = "walk"\ntitle = "Walk"\ndomains = ["self"]\n'
"""Eleven lines with what it needs to be read, and no length: the first line after it is line 13."""
HEAD = HOME + HOLDER + WALK


def intention(lines: str) -> Intention:
    [only] = settings(HEAD + lines).intentions
    return only


def test_an_intention_of_few_words_gets_the_defaults() -> None:
    walk = intention('length = "45min"')
    assert walk == Intention(walk.id, "Walk", frozenset({Domain.SELF}), Length(45, 45, 45), walk.calendar, walk.windows)
    assert (walk.id, walk.calendar, walk.windows) == ("walk", "blocks", (DayWindow(6 * 60, 22 * 60),))


def test_an_intention_of_many_words_keeps_each() -> None:
    walk = intention("""\
why = "Sam listens"
length = { minimum = "30min", ideal = "1h", maximum = "1h30" }
times_per_week = 2
days = ["monday", "Friday"]
windows = ["18:00-20:00", "12:00-14:00"]
ideal_start = "12:15"
spacing_days = 3
buffer_before = "5min"
buffer_after = "10min"
travel_before = "15min"
travel_after = "20min"
priority = 1
firmness = "firm"
defence = "always-busy"
visibility = "busy"
calendar = "blocks"
""")
    assert walk.length == Length(30, 60, 90)
    assert walk.days == {Weekday.MONDAY, Weekday.FRIDAY}
    assert walk.windows == (DayWindow(720, 840), DayWindow(1080, 1200))
    assert (walk.why, walk.times_per_week, walk.ideal_start, walk.spacing_days) == ("Sam listens", 2, 735, 3)
    assert (walk.buffer_before, walk.buffer_after, walk.travel_before, walk.travel_after) == (5, 10, 15, 20)
    assert (walk.priority, walk.firmness) == (Priority.CRITICAL, Firmness.FIRM)
    assert (walk.defence, walk.visibility) == (Defence.ALWAYS_BUSY, Visibility.BUSY)


def test_a_length_may_name_only_its_ends_beside_the_ideal() -> None:
    assert intention('length = { ideal = "1h" }').length == Length(60, 60, 60)
    assert intention('length = { minimum = "30min", ideal = "1h" }').length == Length(30, 60, 60)
    assert intention('length = { ideal = "1h", maximum = "2h" }').length == Length(60, 60, 120)


@pytest.mark.parametrize(("text", "priority"), [("2", 2), ('"2"', 2), ('"low"', 4), ('"High"', 2)])
def test_a_priority_is_a_number_or_a_word(text: str, priority: int) -> None:
    assert intention(f'length = "1h"\npriority = {text}').priority == priority


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "9:3: intentions.1.length: needs a value: how long the block is, such as '45min'"),
        ("length = 45", "13:10: intentions.1.length: '45' has no unit; write '45min' or '45h'"),
        ('length = "0min"', "13:10: intentions.1.length: '0min' is not a length for a block; it has 1min to 24h"),
        (
            'length = { minimum = "1h", ideal = "45min" }',
            "13:22: intentions.1.length.minimum: '1h' is more than the ideal of '45min'",
        ),
        (
            'length = { ideal = "45min", maximum = "30min" }',
            "13:39: intentions.1.length.maximum: '30min' is less than the ideal of '45min'",
        ),
        (
            'length = { minimum = "1h" }',
            "13:1: intentions.1.length.ideal: needs a value: how long the block is, such as '45min'",
        ),
        ('length = { idea = "1h" }', "13:12: intentions.1.length.idea: unknown key; did you mean 'ideal'?"),
        ('lenght = "1h"', "13:1: intentions.1.lenght: unknown key; did you mean 'length'?"),
        ("length = true", "13:10: intentions.1.length: must be a text such as '45min' or a table, not true"),
        (
            'length = "1h"\nwindows = ["9:00-9:30", "12:00-12:45"]',
            "13:10: intentions.1.length: a block of 1h does not fit into the longest window, 12:00-12:45",
        ),
        (
            'firmness = "firm"\nwindows = ["12:00-12:45"]\nlength = { minimum = "30min", ideal = "1h" }',
            "15:10: intentions.1.length: a block of 1h does not fit into the longest window, 12:00-12:45",
        ),
        (
            'length = "1h"\nideal_start = "12:00"\nwindows = ["13:00-15:00"]',
            "14:15: intentions.1.ideal_start: no window is open at 12:00",
        ),
        (
            'length = "1h"\nideal_start = "14:30"\nwindows = ["13:00-15:00"]\nfirmness = "fixed"',
            "14:15: intentions.1.ideal_start: no window has room for the 1h of a fixed block at 14:30",
        ),
        ('length = "1h"\ntimes_per_week = 8', "14:18: intentions.1.times_per_week: must be from 1 to 7"),
        (
            'length = "1h"\ntimes_per_week = 3\ndays = ["monday", "friday"]',
            "14:18: intentions.1.times_per_week: the days and spacing_days leave room for only 2 a week",
        ),
        (
            'length = "1h"\ntimes_per_week = 4\nspacing_days = 2',
            "14:18: intentions.1.times_per_week: the days and spacing_days leave room for only 3 a week",
        ),
        ('length = "1h"\ndays = []', "14:8: intentions.1.days: needs a value: at least one day of the week"),
        ('length = "1h"\nbuffer_after = "25h"', "14:16: intentions.1.buffer_after: '25h' is longer than a day"),
        (
            'length = "1h"\npriority = 5',
            "14:12: intentions.1.priority: '5' is not one of 1, 2, 3, 4, critical, high, normal, low",
        ),
        (
            'length = "1h"\ndefence = "always busy"',
            (
                "14:11: intentions.1.defence: 'always busy' is not one of always-busy, auto, always-free; did you mean"
                " 'always-busy'?"
            ),
        ),
        (
            'length = "1h"\ncalendar = "block"',
            "14:12: intentions.1.calendar: there is no calendar named 'block'; did you mean 'blocks'?",
        ),
    ],
)
def test_an_intention_that_can_not_be_says_why(lines: str, said: str) -> None:
    assert problems(HEAD + lines) == [f"h.toml:{said}"]


def test_an_intention_without_anything_lacks_each_thing_at_its_header() -> None:
    assert problems(HOME + HOLDER + "[[intentions]]") == [
        "h.toml:9:3: intentions.1.domains: needs a value: at least one of work, home, community, self",
        "h.toml:9:3: intentions.1.id: needs a value: a short name that nothing else of its kind has",
        "h.toml:9:3: intentions.1.length: needs a value: how long the block is, such as '45min'",
        "h.toml:9:3: intentions.1.title: needs a value: what the block is called in your calendar",
    ]


def test_ids_are_short_and_used_once() -> None:
    other = '\n[[intentions]]\nid = "{}"\ntitle = "x"\ndomains = ["self"]\nlength = "1h"'
    assert problems(HEAD + 'length = "1h"' + other.format("walk") + other.format("My Walk")) == [
        "h.toml:15:6: intentions.2.id: 'walk' is used twice; give each a name of its own",
        "h.toml:20:6: intentions.3.id: 'My Walk' is not a short name; use only a-z, 0-9 and '-', at most 40",
    ]


def test_blocks_need_a_calendar_that_holds_them() -> None:
    reader = HOLDER.replace('"hold"', '"read"')
    assert problems(HOME + reader + WALK + 'length = "1h"') == [
        (
            "h.toml:9:3: intentions: no calendar holds blocks;"
            " give a 'file', 'caldav' or 'google' one the line: role = \"hold\""
        )
    ]
    assert problems(HOME + HOLDER + reader.replace("blocks", "work") + WALK + 'length = "1h"\ncalendar = "work"') == [
        "h.toml:20:12: intentions.1.calendar: 'work' is only read; name a calendar with the role 'hold'"
    ]


def test_of_two_calendars_that_hold_blocks_one_must_be_named() -> None:
    two = HOME + HOLDER + HOLDER.replace('"blocks"', '"more"') + WALK + 'length = "1h"'
    assert problems(two) == [
        "h.toml:15:3: intentions.1.calendar: needs a value: which calendar holds it, blocks or more"
    ]
    assert [found.calendar for found in settings(two + '\ncalendar = "more"').intentions] == ["more"]


@pytest.mark.parametrize(
    "holder", ["calendars = 5\n", '[[calendars]]\nkind = "file"\npath = "a"\ndomains = ["self"]\n']
)
def test_a_broken_calendar_is_not_blamed_on_the_intentions(holder: str) -> None:
    said = problems(holder + HOME + WALK + 'length = "1h"\ncalendar = "blocks"')
    assert [line for line in said if "intentions" in line] == []
    assert len(said) == 1


def test_a_role_in_doubt_is_not_blamed_on_the_intentions() -> None:
    assert problems(HOME + HOLDER.replace('"hold"', '"hodl"') + WALK + 'length = "1h"') == [
        "h.toml:8:8: calendars.1.role: 'hodl' is not one of read, hold; did you mean 'hold'?"
    ]


def test_a_window_over_midnight_has_its_ideal_start_in_the_early_hours() -> None:
    assert intention('length = "1h"\nwindows = ["22:00-02:00+1"]\nideal_start = "00:30"').ideal_start == 30


def test_a_block_may_fill_its_window_to_the_minute_and_not_one_more() -> None:
    lines = 'firmness = "fixed"\nideal_start = "12:00"\nwindows = ["12:00-13:00"]\nlength = "{}"'
    assert intention(lines.format("1h")).length.ideal == 60
    assert problems(HEAD + lines.format("1h01")) == [
        "h.toml:16:10: intentions.1.length: a block of 1h01 does not fit into the longest window, 12:00-13:00"
    ]


def test_time_on_the_way_may_lie_outside_of_the_windows() -> None:
    assert intention('length = "1h"\nwindows = ["12:00-13:00"]\ntravel_before = "30min"').travel_before == 30


@pytest.mark.parametrize(
    ("night", "window"),
    [
        (DayWindow(22 * 60, 30 * 60), DayWindow(6 * 60, 22 * 60)),
        (DayWindow(0, 6 * 60), DayWindow(6 * 60, DAY_MINUTES)),
        (DayWindow(60, 6 * 60), DayWindow(6 * 60, DAY_MINUTES)),
        (DayWindow(8 * 60, 16 * 60), DayWindow(16 * 60, DAY_MINUTES)),
        (DayWindow(6 * 60, 30 * 60), DayWindow(0, DAY_MINUTES)),
    ],
)
def test_without_windows_the_time_outside_of_the_night_is_meant(night: DayWindow, window: DayWindow) -> None:
    assert awake(night) == (window,)


@given(st.frozensets(st.sampled_from(Weekday), min_size=1), st.integers(1, 7))
def test_as_many_blocks_fit_as_can_be_repeated_every_week(days: frozenset[Weekday], spacing: int) -> None:
    room = most_per_week(days, spacing)
    assert 1 <= room <= len(days)
    assert room == 1 or room * spacing <= 7
    assert room == most_per_week(frozenset(Weekday((day + 3) % 7) for day in days), spacing)
    if spacing == 1:
        assert room == len(days)


@given(st.times(), st.times())
def test_any_window_that_is_read_has_room_for_its_own_length(opens: time, closes: time) -> None:
    if opens.replace(second=0, microsecond=0) < closes.replace(second=0, microsecond=0):
        text = f"{opens:%H:%M}-{closes:%H:%M}"
        minutes = closes.hour * 60 + closes.minute - opens.hour * 60 - opens.minute
        assert intention(f'length = "{minutes}min"\nwindows = ["{text}"]').length.minimum == minutes


def test_an_intention_says_whether_it_may_lie_on_call() -> None:
    walk = 'length = "30min"\n'
    assert [intention(walk + text).avoids_on_call for text in ("", 'on_call = "avoid"\n')] == [False, True]
    [said] = problems(HEAD + walk + 'on_call = "never"\n')
    assert said.endswith("intentions.1.on_call: 'never' is not one of allowed, avoid")


def test_after_a_night_shift_is_said_instead_of_windows_and_days() -> None:
    sleep = 'length = { minimum = "6h", ideal = "8h" }\nafter_night_shift = true\n'
    assert intention(sleep).after_night_shift
    said = "after_night_shift means one block after each night shift; leave this out"
    assert problems(HEAD + sleep + 'windows = ["08:00-16:00"]\ntimes_per_week = 3\n') == [
        f"h.toml:15:1: intentions.1.windows: {said}",
        f"h.toml:16:1: intentions.1.times_per_week: {said}",
    ]
