"""One sentence for each thing wrong, where it is wrong. Shapes and all sections but intentions."""

from pathlib import Path

import pytest

from tests.settings.reading import HOME, problems


def test_everything_wrong_is_said_at_once_in_order_of_place() -> None:
    text = """\
[person]
time_zone = "Europe/Stokholm"
adresses = []
[[calendars]]
name = "work"
kind = "file"
path = "a.ics"
domains = ["work"]
role = "hold"
[[calendars]]
name = "work"
kind = "file"
path = "b.ics"
domains = ["work"]
[boundary]
monday = ["17:00-09:00"]
[[intentions]]
id = "lunch"
title = "Lunch"
domains = ["self"]
length = "1h"
windows = ["12:00-12:30"]
"""
    assert problems(text) == [
        "h.toml:2:13: person.time_zone: unknown time zone 'Europe/Stokholm'; did you mean 'Europe/Stockholm'?",
        "h.toml:3:1: person.adresses: unknown key; did you mean 'addresses'?",
        "h.toml:11:8: calendars.2.name: 'work' is used twice; give each a name of its own",
        (
            "h.toml:16:11: boundary.monday.1: '17:00-09:00' ends before it starts; if it runs over midnight, write"
            " '17:00-09:00+1'"
        ),
        "h.toml:21:10: intentions.1.length: a block of 1h does not fit into the longest window, 12:00-12:30",
    ]


def test_an_empty_file_lacks_only_the_time_zone() -> None:
    assert problems("") == [
        "h.toml:1:1: person.time_zone: needs a value: the time zone you live in, such as 'Europe/Berlin'"
    ]


def test_a_missing_key_is_said_at_the_header_of_its_table() -> None:
    assert problems('\n[person]\nname = "Ada"') == [
        "h.toml:2:2: person.time_zone: needs a value: the time zone you live in, such as 'Europe/Berlin'"
    ]


def test_a_misspelt_key_is_not_said_to_be_missing_too() -> None:
    assert problems('[person]\ntimezone = "Europe/Berlin"') == [
        "h.toml:2:1: person.timezone: unknown key; did you mean 'time_zone'?"
    ]


def test_a_key_like_no_other_gets_no_guess() -> None:
    assert problems(HOME + "qqq = 1") == ["h.toml:3:1: person.qqq: unknown key"]


def test_a_strange_key_is_shown_without_its_control_characters() -> None:
    assert problems('"\\u001b[31m" = 1\n' + HOME) == ["h.toml:1:1: '\\x1b[31m': unknown key"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("name = 5", "3:8: person.name: must be a text in quotes, not the number 5"),
        ("name = true", "3:8: person.name: must be a text in quotes, not true"),
        ("name = 18:00:00", "3:8: person.name: must be a text in quotes, not a date or time"),
        ("addresses = 'a@b.c'", "3:13: person.addresses: must be a list in square brackets, not a text"),
        ("addresses = ['a@b.c', 5]", "3:23: person.addresses.2: must be a text in quotes, not the number 5"),
        ("[planning]\nweeks = 'two'", "4:9: planning.weeks: must be a whole number, not a text"),
        ("[planning]\nweeks = 2.5", "4:9: planning.weeks: must be a whole number, not the number 2.5"),
        ("[planning]\nweeks = inf", "4:9: planning.weeks: must be a whole number, not so large a number"),
        ("[planning]\nnotice = true", "4:10: planning.notice: must be a text in quotes, not true"),
        ("[letter]\nenabled = 'perhaps'", "4:11: letter.enabled: must be true or false, not a text"),
        ("[[letter]]", "3:3: letter: must be a table, not a list"),
        ("[calendars]", "3:2: calendars: must be a list in square brackets, not a table"),
        ("[limits]\nevenings_touched = [2]", "4:20: limits.evenings_touched: must be a text in quotes, not a list"),
    ],
)
def test_a_value_of_the_wrong_kind_says_which_kind_it_must_be(lines: str, said: str) -> None:
    assert problems(HOME + lines) == [f"h.toml:{said}"]


def test_a_value_of_the_wrong_kind_hides_nothing_else() -> None:
    assert problems('[person]\ntime_zone = 5\naddresses = ["me"]') == [
        "h.toml:2:13: person.time_zone: must be a text in quotes, not the number 5",
        "h.toml:3:14: person.addresses.1: 'me' is not a mail address; write it as 'name@example.org'",
    ]


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Europe/berlin", "; did you mean 'Europe/Berlin'?"),
        ("Berlin", "; did you mean 'Europe/Berlin'?"),
        ("New York", "; did you mean 'America/New_York'?"),
        ("../Berlin", "; did you mean 'Europe/Berlin'?"),
        ("zzzzzz", ""),
    ],
)
def test_an_unknown_zone_is_guessed_by_its_name_or_its_city(zone: str, hint: str) -> None:
    assert problems(f'[person]\ntime_zone = "{zone}"') == [
        f"h.toml:2:13: person.time_zone: unknown time zone '{zone}'{hint}"
    ]


def test_a_weekday_is_written_out() -> None:
    assert problems(HOME + 'first_weekday = "sun"') == [
        (
            "h.toml:3:17: person.first_weekday: 'sun' is not one of monday, tuesday, wednesday, thursday, friday,"
            " saturday, sunday; did you mean 'sunday'?"
        )
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('monday = ["9-17"]', "4:11: boundary.monday.1: '9-17' is not a window; write it as '09:00-17:00'"),
        (
            'monday = ["09:00-09:00"]',
            (
                "4:11: boundary.monday.1: '09:00-09:00' ends where it starts; leave it out, or write '00:00-24:00' for"
                " a whole day"
            ),
        ),
        (
            'monday = ["09:00-10:00+1"]',
            "4:11: boundary.monday.1: '09:00-10:00+1' is longer than a day; leave out the '+1'",
        ),
        (
            'monday = ["09:00-17:00", "10:00-11:00", "16:00-18:00"]',
            "4:41: boundary.monday.3: '16:00-18:00' overlaps '09:00-17:00'; write them as one window",
        ),
        ('evening = "24:00"', "4:11: boundary.evening: '24:00' is not a time of day; write it as '18:30'"),
        ('night = "22:00"', "4:9: boundary.night: '22:00' is not a window; write it as '09:00-17:00'"),
        (
            'night = "22:00-22:00"',
            "4:9: boundary.night: '22:00-22:00' ends where it starts; write the night as '22:00-06:00'",
        ),
    ],
)
def test_a_window_that_can_not_be_says_how_to_write_it(lines: str, said: str) -> None:
    assert f"h.toml:{said}" in problems(f"{HOME}[boundary]\n{lines}")


def test_a_window_over_midnight_may_not_overlap_the_next_day() -> None:
    assert problems(HOME + '[boundary]\nsunday = ["22:00-06:00+1"]\nmonday = ["05:00-14:00"]') == [
        (
            "h.toml:5:10: boundary.monday: the first window opens before that of sunday closes; let them touch"
            " instead of overlap"
        )
    ]


def test_windows_that_touch_are_fine_but_one_minute_more_is_not() -> None:
    touching = '[boundary]\ntuesday = ["09:00-12:00", "12:00-17:00", "{}-06:00+1"]\nwednesday = ["06:00-07:00"]'
    assert len(problems("[limits]\nx = 1\n" + HOME + touching.format("17:00"))) == 1
    assert len(problems("[limits]\nx = 1\n" + HOME + touching.format("16:59"))) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("shortest_rest = 11", "4:17: limits.shortest_rest: '11' has no unit; write '11min' or '11h'"),
        (
            'scheduled_work = "two days"',
            "4:18: limits.scheduled_work: 'two days' is not a length of time; write it as '45min', '2h' or '1h30'",
        ),
        ('scheduled_work = "169h"', "4:18: limits.scheduled_work: is too much: a week has 168h"),
        ("evenings_touched = 8", "4:20: limits.evenings_touched: is too much: a week has 7 evenings"),
        ('evenings_touched = "2h"', "4:20: limits.evenings_touched: '2h' can't be read; write it as '2'"),
        ("blocks_lost = 33", "4:15: limits.blocks_lost: '33' can't be read; write it as '33%'"),
        ("blocks_lost = '101%'", "4:15: limits.blocks_lost: is too much: more than 100% can't be lost"),
        ('shortest_rst = "11h"', "4:1: limits.shortest_rst: unknown key; did you mean 'shortest_rest'?"),
    ],
)
def test_a_limit_is_written_in_its_unit(line: str, said: str) -> None:
    assert problems(f"{HOME}[limits]\n{line}") == [f"h.toml:{said}"]


def test_a_rule_without_conditions_matches_nothing() -> None:
    assert problems(HOME + '[[domain_rules]]\ndomains = ["home"]\ntitle = ""') == [
        (
            "h.toml:3:3: domain_rules.1: matches nothing; give it at least one of title, regex, attendee_domain,"
            " organizer, organizer_domain, color, category, shorter_than, longer_than, calendar"
        )
    ]


def test_a_rule_names_domains_and_a_calendar_that_exists() -> None:
    assert problems(HOME + '[[domain_rules]]\ncalendar = "work"') == [
        "h.toml:3:3: domain_rules.1.domains: needs a value: at least one of work, home, community, self",
        "h.toml:4:12: domain_rules.1.calendar: there is no calendar named 'work'",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "regex = '(yoga'",
            "5:9: domain_rules.1.regex: '(yoga' is not a regular expression: missing ) at its character 6",
        ),
        (
            "shorter_than = 30",
            "5:16: domain_rules.1.shorter_than: '30' has no unit; write '30min' or '30h'",
        ),
        ('shorter_than = "0min"', "5:16: domain_rules.1.shorter_than: matches nothing: no event is shorter than that"),
        (
            'longer_than = "2h"\nshorter_than = "120min"',
            (
                "6:16: domain_rules.1.shorter_than: matches nothing: no event is longer than longer_than and shorter"
                " than this"
            ),
        ),
    ],
)
def test_a_condition_that_could_never_match_is_a_problem_at_its_place(line: str, said: str) -> None:
    assert problems(f'{HOME}[[domain_rules]]\ndomains = ["home"]\n{line}') == [f"h.toml:{said}"]


def test_a_rule_whose_condition_was_refused_is_not_said_to_have_none() -> None:
    assert problems(HOME + '[[domain_rules]]\ndomains = ["home"]\ntitel = "x"') == [
        "h.toml:5:1: domain_rules.1.titel: unknown key; did you mean 'title'?"
    ]


def test_the_numbers_of_planning_have_bounds() -> None:
    assert problems(HOME + "[planning]\nweeks = 9\nfree_places = -1\nfreeze = '-1h'") == [
        "h.toml:4:9: planning.weeks: must be from 1 to 8",
        "h.toml:5:15: planning.free_places: must be from 0 to 99",
        "h.toml:6:10: planning.freeze: '-1h' is not a length of time; write it as '45min', '2h' or '1h30'",
    ]


def test_the_server_runs_at_least_once_a_day() -> None:
    assert problems(HOME + "[server]\nevery = '25h'\ndata = 'a\\tb'\noutbox = \"a\\u0000b\"") == [
        "h.toml:4:9: server.every: '25h' is not between 1min and 24h",
        "h.toml:6:10: server.outbox: a path can't hold control characters",
    ]


def test_a_mail_server_needs_a_host_and_an_address_to_write_to() -> None:
    assert problems(HOME + "[letter.smtp]\nport = 70000\ntls = 'ssl'") == [
        "h.toml:3:2: letter.to: needs a value: the address that letters go to, since [letter.smtp] is set",
        "h.toml:3:9: letter.smtp.host: needs a value: the name of your mail server, such as 'smtp.example.org'",
        "h.toml:4:8: letter.smtp.port: must be from 1 to 65535",
        "h.toml:5:7: letter.smtp.tls: 'ssl' is not one of starttls, tls, none",
    ]


def test_the_letter_goes_to_an_address_at_a_time_of_day() -> None:
    assert problems(HOME + "[letter]\nto = 'me'\nfrom = 'a@b@c'\nat = '9 am'\ntitles = 'hiden'\nweekday = ''") == [
        "h.toml:4:6: letter.to: 'me' is not a mail address; write it as 'name@example.org'",
        "h.toml:5:8: letter.from: 'a@b@c' is not a mail address; write it as 'name@example.org'",
        "h.toml:6:6: letter.at: '9 am' is not a time of day; write it as '18:30'",
        "h.toml:7:10: letter.titles: 'hiden' is not one of full, hidden; did you mean 'hidden'?",
        (
            "h.toml:8:11: letter.weekday: '' is not one of monday, tuesday, wednesday, thursday, friday, saturday,"
            " sunday"
        ),
    ]


def test_a_file_that_is_not_toml_is_said_with_its_place(tmp_path: Path) -> None:
    assert problems("[person]\nname ? 1", base=tmp_path) == [
        "h.toml:2:6: is not valid TOML: expected '=' after a key in a key/value pair"
    ]
    assert problems("[person]\nname = [\n", base=tmp_path) == ["h.toml:3:1: is not valid TOML: invalid value"]
