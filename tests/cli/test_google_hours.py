"""What is proposed of a person's hours once an account at Google is connected."""

import json
import tomllib
from pathlib import Path

from hedgerow.adapters.google.calendars import About
from hedgerow.cli.google_hours import has_boundary, propose, tell, write_into
from hedgerow.core.days import DayWindow, Weekday
from hedgerow.settings.load import read_settings
from hedgerow.settings.values import Settings

HOME = '[person]\ntime_zone = "Europe/Paris"\n'
OFFICE = {day: (DayWindow(9 * 60, 17 * 60),) if day < Weekday.SATURDAY else () for day in Weekday}


def settings(text: str = HOME) -> Settings:
    read = read_settings(text, "h.toml", Path("/nowhere"), {})
    assert isinstance(read, Settings), read
    return read


def test_what_the_settings_say_already_is_not_proposed() -> None:
    assert propose(settings(), About("Europe/Paris", Weekday.MONDAY, OFFICE)) == {}
    assert list(tell({})) == []


def test_what_google_does_not_say_is_not_proposed() -> None:
    assert propose(settings(), About("", None, None)) == {}
    assert propose(settings(), None) == {}


def test_what_differs_is_proposed_as_lines_that_load_and_say_what_google_says() -> None:
    hours = OFFICE | {
        Weekday.FRIDAY: (DayWindow(8 * 60, 12 * 60), DayWindow(13 * 60, 24 * 60)),
        Weekday.SUNDAY: (DayWindow(0, 60),),
        Weekday.MONDAY: (),
    }
    lines = list(tell(propose(settings(), About("Asia/Tokyo", Weekday.SUNDAY, hours))))
    assert lines[0].startswith("Google has other hours for you than your settings.")
    assert lines[1:] == [
        "\n[person]", 'time_zone = "Asia/Tokyo"', 'first_weekday = "sunday"',
        "\n[boundary]", "monday = []", 'friday = ["08:00-12:00", "13:00-24:00"]', 'sunday = ["00:00-01:00"]',
    ]  # fmt: skip
    taken = settings("\n".join(lines[1:]))
    assert propose(taken, About("Asia/Tokyo", Weekday.SUNDAY, hours)) == {}
    assert set(tomllib.loads("\n".join(lines[1:]))) == {"person", "boundary"}


def test_a_zone_that_nobody_here_knows_is_not_proposed() -> None:
    assert propose(settings(), About("Mars/Base", None, None)) == {}


HOURS = {day.name.lower(): ["10:00-15:00"] if day is Weekday.MONDAY else [] for day in Weekday}


def test_hours_that_are_written_are_those_of_the_whole_week_and_every_other_line_stays() -> None:
    before = f'# mine\n{HOME}\n[boundary]\n# later\nnight = "21:00-06:00"\n'
    after = write_into(before, HOURS)
    assert [line for line in after.splitlines() if line not in HOURS_LINES] == before.splitlines()
    windows = settings(after).boundary.windows
    assert {day: windows.get(day, ()) for day in Weekday} == {
        day: (DayWindow(600, 900),) if day is Weekday.MONDAY else () for day in Weekday
    }


HOURS_LINES = [f"{day} = {json.dumps(windows)}" for day, windows in HOURS.items()]


def test_a_boundary_of_the_persons_own_is_never_written_over() -> None:
    own = f'{HOME}[boundary]\nfriday = ["09:00-12:00"]\n'
    assert (has_boundary(own), write_into(own, HOURS)) == (True, own)
    assert not has_boundary(f"{HOME}[boundary]\n")
    assert write_into(HOME, {}) == HOME
