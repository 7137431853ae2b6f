"""Leave, holidays, seasons, rota, stays: what is read, and one sentence for each thing wrong, where it is wrong."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.block import IntentionId
from hedgerow.core.boundary import Off, Stay
from hedgerow.core.days import Weekday
from hedgerow.core.intention import Length
from hedgerow.core.intrusion import Expected
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.core.pattern import InsideRule, Leave, LeaveEvents, RotaRule, SeasonRule, YearDay
from hedgerow.settings.values import Region
from tests.agenda import windows
from tests.settings.reading import HOLDER, HOME, problems, settings

WALK = '[[intentions]]\nid = "walk"\ntitle = "Walk"\ndomains = ["self"]\nlength = "30min"\n'
SEASON = '[[seasons]]\nname = "exams"\nfirst = "02-01"\nlast = "02-20"\n'


def test_leave_is_read_from_dates_and_from_texts() -> None:
    text = """
[[leave]]
name = "Move"
first = 2026-11-16
last = "2026-11-17"
begins = "12:00"
ends = "13:00"
kind = "unplugged"
[[leave]]
name = "Day"
first = 2026-12-24
"""
    assert settings(HOME + text).pattern.leave == (
        Leave("Move", date(2026, 11, 16), date(2026, 11, 17), 720, 780, Off.UNPLUGGED),
        Leave("Day", date(2026, 12, 24), date(2026, 12, 24)),
    )


def test_leave_of_several_days_may_end_earlier_in_the_day_than_it_began() -> None:
    text = '[[leave]]\nname = "a"\nfirst = 2026-07-10\nlast = 2026-07-11\nbegins = "13:00"\nends = "12:00"\n'
    [leave] = settings(HOME + text).pattern.leave
    assert (leave.begins, leave.ends) == (780, 720)


def test_leave_events_holidays_and_rota_are_read() -> None:
    text = """
[leave_events]
titles = ["OOO", "Leave*"]
unplugged_titles = ["Sabbath"]
calendars = ["blocks"]
[holidays]
country = "deu"
subdivision = "berlin"
add = [{ day = 2026-12-24, name = "Christmas Eve" }]
work_on = [2026-05-01]
[rota]
calendar = "blocks"
on_call = ["On call*"]
ignore = ["Off"]
"""
    read = settings(HOME + HOLDER + text)
    blocks = CalendarId("blocks")
    assert read.pattern.leave_events == LeaveEvents(("OOO", "Leave*"), ("Sabbath",), frozenset({blocks}))
    assert read.region == Region("DE", "BE")
    assert read.pattern.added == {date(2026, 12, 24): "Christmas Eve"}
    assert read.pattern.work_on == {date(2026, 5, 1)}
    assert read.pattern.rota == RotaRule(blocks, ("On call*",), ("Off",))


def test_naps_stays_and_expected_series_are_read() -> None:
    text = """
[[work_inside]]
title = "nap"
calendar = "blocks"
[[stays]]
zone = "America/New_York"
first = 2027-03-01
last = 2027-03-05
[stay_events]
titles = { "Tokyo*" = "Asia/Tokyo" }
[[expected]]
title = "Release"
[[expected]]
uid = "a@b"
calendar = "blocks"
"""
    read = settings(HOME + HOLDER + text)
    new_york = ZoneInfo("America/New_York")
    assert read.pattern.inside == (InsideRule("nap", CalendarId("blocks")),)
    assert read.pattern.stays == (Stay(date(2027, 3, 1), date(2027, 3, 5), new_york),)
    assert read.pattern.stays[0].zone == new_york
    assert read.pattern.stay_titles == {"Tokyo*": ZoneInfo("Asia/Tokyo")}
    assert read.expected == (Expected("Release"), Expected("", Uid("a@b"), CalendarId("blocks")))


def test_a_season_is_read_with_what_differs_in_it() -> None:
    text = """
recovery_days = 7
[seasons.boundary]
saturday = ["10:00-14:00"]
monday = []
[seasons.limits]
scheduled_work = "52h"
[seasons.recovery_limits]
evenings_touched = 0
"""
    [season] = settings(HOME + SEASON + text).pattern.seasons
    assert season == SeasonRule(
        "exams",
        YearDay(2, 1),
        YearDay(2, 20),
        {Weekday.MONDAY: (), Weekday.SATURDAY: windows("10:00-14:00")},
        {LimitKey.SCHEDULED_WORK: 52 * 60},
        {},
        7,
        {LimitKey.EVENINGS: 0},
    )


def test_a_season_changes_some_keys_of_an_intention_and_keeps_the_others() -> None:
    text = '[seasons.intentions.walk]\nlength = "10min"\ntimes_per_week = 5\n'
    read = settings(HOME + HOLDER + WALK + SEASON + text)
    [walk] = read.intentions
    changed = read.pattern.seasons[0].intentions[IntentionId("walk")]
    assert changed
    assert (changed.length, changed.times_per_week) == (Length(10, 10, 10), 5)
    assert (changed.id, changed.title, changed.windows, changed.calendar) == (
        walk.id,
        walk.title,
        walk.windows,
        walk.calendar,
    )


def test_a_season_skips_an_intention() -> None:
    read = settings(HOME + HOLDER + WALK + SEASON + "[seasons.intentions.walk]\nskip = true\n")
    assert read.pattern.seasons[0].intentions == {IntentionId("walk"): None}


SKIPPED = WALK + "skip = true\n"


def test_a_season_has_an_intention_that_is_left_out_of_all_other_weeks() -> None:
    read = settings(HOME + HOLDER + SKIPPED + SEASON + '[seasons.intentions.walk]\nskip = false\nlength = "10min"\n')
    [walk] = read.intentions
    changed = read.pattern.seasons[0].intentions[walk.id]
    assert changed
    assert (walk.only_in_seasons, changed.only_in_seasons, changed.length) == (True, False, Length(10, 10, 10))


def test_a_season_that_does_not_say_so_leaves_out_what_every_week_leaves_out() -> None:
    read = settings(HOME + HOLDER + SKIPPED + SEASON + "[seasons.intentions.walk]\ntimes_per_week = 2\n")
    assert (read.intentions, read.pattern.seasons[0].intentions) == ((), {IntentionId("walk"): None})


def test_what_a_season_switches_on_is_read_as_strictly_as_any_other_intention() -> None:
    wrong = SKIPPED.replace("30min", "30")
    assert settings(HOME + HOLDER + wrong + SEASON).intentions == ()
    [said] = problems(HOME + HOLDER + wrong + SEASON + "[seasons.intentions.walk]\nskip = false\n")
    assert said.startswith("h.toml:13:10: intentions.1.length: '30' has no unit")


def test_a_season_can_be_left_out_and_then_switches_nothing_on() -> None:
    off = SEASON + "skip = true\n[seasons.intentions.walk]\nskip = false\n"
    read = settings(HOME + HOLDER + SKIPPED + off)
    assert (read.pattern.seasons, read.intentions) == ((), ())


def test_leaving_out_a_season_that_there_is_not_is_told_in_one_sentence() -> None:
    none = '[[seasons]]\nname = "exam"\nskip = true\n'
    assert problems(HOME + SEASON + none) == [
        "h.toml:8:8: seasons.2.name: there is no season 'exam' in the profile to leave out; did you mean 'exams'?"
    ]
    assert problems(HOME + "[[seasons]]\nskip = true\n") == [
        "h.toml:3:3: seasons.1.name: needs a value: which season of the profile to leave out"
    ]
    assert problems(HOME + '[[seasons]]\nname = "x"\nskip = "maybe"\n') == [
        "h.toml:5:8: seasons.1.skip: must be true or false, not a text"
    ]


def test_the_rest_floor_sinks_only_in_so_many_words_and_may_always_rise() -> None:
    lower = '[seasons.limits]\nshortest_rest = "9h"\n'
    [said] = problems(HOME + SEASON + lower)
    assert said == (
        "h.toml:8:17: seasons.1.limits.shortest_rest: is less rest than the 11h of any week; give at least that, or add"
        " rest_floor_may_sink = true"
    )
    [season] = settings(HOME + SEASON + "rest_floor_may_sink = true\n" + lower).pattern.seasons
    assert season.limits == {LimitKey.SHORTEST_REST: 9 * 60}
    assert settings(HOME + SEASON + '[seasons.limits]\nlongest_rest = "40h"\n').pattern.seasons[0].limits


def test_the_floor_is_the_persons_own() -> None:
    own = HOME + '[limits]\nlongest_rest = "48h"\n' + SEASON
    [said] = problems(
        own + '[seasons.recovery_limits]\nlongest_rest = "36h"\n[seasons.limits]\nevenings_touched = 7\n'
    )[1:]
    assert "recovery_limits.longest_rest: is less rest than the 48h of any week" in said


def test_variables_of_the_environment_set_sections_of_it() -> None:
    environ = {"HEDGEROW_HOLIDAYS__COUNTRY": "CA", "HEDGEROW_STAYS": '[{"zone": "Asia/Tokyo", "first": "2027-01-01"}]'}
    read = settings(HOME, environ)
    assert read.region == Region("CA")
    assert [stay.zone.key for stay in read.pattern.stays] == ["Asia/Tokyo"]


def test_a_base_intention_that_is_wrong_is_blamed_once() -> None:
    wrong = WALK.replace("30min", "30")
    assert len(problems(HOME + HOLDER + wrong + SEASON + "[seasons.intentions.walk]\ntimes_per_week = 2\n")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[[leave]]\nfirst = 2026-07-01",
            "3:3: leave.1.name: needs a value: what the leave is called, such as 'Summer'",
        ),
        ('[[leave]]\nname = "a"', "3:3: leave.1.first: needs a value: the first day, such as 2026-07-01"),
        (
            '[[leave]]\nname = "a"\nfirst = 2026-07-10\nlast = 2026-07-01',
            "6:8: leave.1.last: ends before it begins: 2026-07-01 is before 2026-07-10",
        ),
        (
            '[[leave]]\nname = "a"\nfirst = 2026-07-10\nbegins = "13:00"\nends = "12:00"',
            "7:8: leave.1.ends: ends before it begins: 12:00 is not after 13:00",
        ),
        (
            '[[leave]]\nname = "a"\nfirst = 2026-07-10\nkind = "holiday"',
            "6:8: leave.1.kind: 'holiday' is not one of leave, unplugged",
        ),
        (
            '[[leave]]\nname = "a"\nfirst = 2026-07-10T08:00:00',
            "5:9: leave.1.first: '2026-07-10T08:00:00' is not a day; write it as '2026-07-01'",
        ),
        (
            '[[leave]]\nname = "a"\nfirst = "20260710"',
            "5:9: leave.1.first: '20260710' is not a day; write it as '2026-07-01'",
        ),
        (
            '[leave_events]\ncalendars = ["wrok"]',
            "4:14: leave_events.calendars.1: there is no calendar named 'wrok'",
        ),
        (
            '[leave_events]\ntitles = [""]',
            "4:11: leave_events.titles.1: needs a value: words of the title, or a pattern with * and ?",
        ),
        (
            '[holidays]\ncountry = "Germany"',
            "4:11: holidays.country: no public holidays are known for a country 'Germany'; did you mean 'DE'?",
        ),
        (
            '[holidays]\ncountry = "4711"',
            "4:11: holidays.country: no public holidays are known for a country '4711'; write its two letters, such",
        ),
        (
            '[holidays]\ncountry = "DE"\nsubdivision = "Berlim"',
            "5:15: holidays.subdivision: DE has no subdivision 'Berlim'; did you mean 'BE'?",
        ),
        (
            '[holidays]\ncountry = "FI"\nsubdivision = "zzz"',
            "5:15: holidays.subdivision: FI has no subdivision 'zzz'; it has 01, 02, 03, 04, 05, 06, 07, 08, 09, 10",
        ),
        (
            '[holidays]\ncountry = "JP"\nsubdivision = "zzz"',
            "5:15: holidays.subdivision: JP has the same public holidays everywhere; leave this out",
        ),
        (
            '[holidays]\nsubdivision = "BE"',
            "3:2: holidays.country: needs a value: the country that the subdivision is in, such as 'DE'",
        ),
        (
            "[holidays]\nadd = [{ day = 2026-12-24 }]",
            "4:8: holidays.add.1.name: needs a value: what the day is called",
        ),
        (
            '[holidays]\nwork_on = ["May 1"]',
            "4:12: holidays.work_on.1: 'May 1' is not a day; write it as '2026-07-01'",
        ),
        (
            '[[seasons]]\nname = "a"\nfirst = 2026-07-10\nlast = 2026-07-01',
            "6:8: seasons.1.last: ends before it begins: 2026-07-01 is before 2026-07-10",
        ),
        (
            '[[seasons]]\nname = "a"\nfirst = "07-10"\nlast = 2026-08-01',
            "6:8: seasons.1.last: is of another kind than first; give both their year, or neither",
        ),
        (
            '[[seasons]]\nname = "a"\nfirst = "02-30"\nlast = "03-10"',
            "5:9: seasons.1.first: '02-30' is not a day; write it as '2026-07-01', or '07-01' for every year",
        ),
        (
            '[[seasons]]\nname = "a"\nfirst = "02-10"',
            "3:3: seasons.1.last: needs a value: a day such as '2026-07-01', or '07-01' for every year",
        ),
        (
            f"{SEASON}{SEASON.replace('exams', 'Exams')}",
            "8:8: seasons.2.name: 'Exams' is used twice; give each season its own name",
        ),
        (f"{SEASON}[seasons.limits]\nevening = 1", "8:1: seasons.1.limits.evening: unknown key"),
        (f"{SEASON}recovery_days = 93", "7:17: seasons.1.recovery_days: must be from 0 to 92"),
        (
            f"{SEASON}[seasons.recovery_limits]\nevenings_touched = 1",
            "3:3: seasons.1.recovery_days: needs a value: how many days after the season recovery_limits hold",
        ),
        (
            f'{SEASON}[seasons.boundary]\nmonday = ["17:00-25:00"]',
            "8:11: seasons.1.boundary.monday.1: '17:00-25:00' is not a window; write it as '09:00-17:00'",
        ),
        (
            f'{SEASON}[seasons.boundary]\nmonday = ["22:00-10:00+1"]',
            "7:10: seasons.1.boundary.tuesday: the first window opens before that of monday closes; let them touch",
        ),
        (
            f"{SEASON}[seasons.intentions.walk]\nskip = true",
            "7:21: seasons.1.intentions.walk: there is no intention 'walk'",
        ),
        (f"{SEASON}[seasons.intentions.walk]\nlenght = 1", "8:1: seasons.1.intentions.walk.lenght: unknown key; did"),
        ("[[stays]]\nfirst = 2026-01-01", "3:3: stays.1.zone: needs a value: the time zone of the stay, such as"),
        (
            '[[stays]]\nzone = "America/New_Yrk"\nfirst = 2026-01-01',
            "4:8: stays.1.zone: unknown time zone 'America/New_Yrk'; did you mean 'America/New_York'?",
        ),
        ('[stay_events]\ntitles = { a = "x" }', "4:16: stay_events.titles.a: unknown time zone 'x'"),
        ('[rota]\ncalendar = "rta"', "4:12: rota.calendar: there is no calendar named 'rta'"),
        ('[rota]\non_call = ["On call"]', "3:2: rota.calendar: needs a value: the calendar that holds your shifts"),
        ("[[work_inside]]", "3:3: work_inside.1.title: needs a value: which events, by words of their title"),
        ("[[expected]]", "3:3: expected.1: matches nothing; give it at least one of title, uid, calendar"),
    ],
)
def test_each_mistake_is_one_sentence_at_its_place(text: str, said: str) -> None:
    assert [line for line in problems(HOME + text) if f"h.toml:{said}" in line], problems(HOME + text)
    assert len(problems(HOME + text)) <= 1 + ("[seasons.intentions.walk]\nlenght" in text)


def test_an_intention_keeps_its_id_and_a_near_miss_is_told() -> None:
    text = HOME + HOLDER + WALK + SEASON
    assert problems(text + "[seasons.intentions.wakl]\nskip = true\n") == [
        "h.toml:18:21: seasons.1.intentions.wakl: there is no intention 'wakl'; did you mean 'walk'?"
    ]
    assert problems(text + '[seasons.intentions.walk]\nid = "run"\nlength = "25h"\n') == [
        "h.toml:19:1: seasons.1.intentions.walk.id: an intention keeps its id in a season; leave this out",
        "h.toml:20:10: seasons.1.intentions.walk.length: '25h' is not a length for a block; it has 1min to 24h",
    ]
