from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.limits import LimitKey
from tests.settings.reading import HOLDER, HOME, problems, settings


def test_a_variable_goes_before_the_file_and_the_file_before_the_default() -> None:
    text = HOME + "[planning]\nweeks = 3"
    assert settings(HOME).planning.weeks == 2
    assert settings(text).planning.weeks == 3
    assert settings(text, {"HEDGEROW_PLANNING__WEEKS": "4"}).planning.weeks == 4


def test_a_variable_leaves_the_rest_of_its_table_to_the_file() -> None:
    read = settings(HOME + 'name = "Ada"', {"HEDGEROW_PERSON__TIME_ZONE": "Asia/Kolkata"})
    assert (read.person.name, read.person.zone) == ("Ada", ZoneInfo("Asia/Kolkata"))


def test_variables_alone_are_enough() -> None:
    environ = {
        "HEDGEROW_PERSON__TIME_ZONE": "Europe/Berlin",
        "HEDGEROW_PERSON__ADDRESSES": '["a@b.c"]',
        "HEDGEROW_CALENDARS": '[{"name": "work", "kind": "file", "path": "/w.ics", "domains": ["work"]}]',
        "HEDGEROW_BOUNDARY": '{"monday": [], "night": "23:00-07:00"}',
        "HEDGEROW_LIMITS__EVENINGS_TOUCHED": "3",
        "HEDGEROW_LETTER__FROM": "from@b.c",
        "HEDGEROW_LETTER__ENABLED": "false",
        "HEDGEROW_LETTER__TO": "to@b.c",
        "HEDGEROW_LETTER__SMTP__HOST": "mail.example",
        "hedgerow_letter__smtp__port": "2525",
    }
    read = settings("", environ)
    assert read.person.addresses == {"a@b.c"}
    assert [calendar.id for calendar in read.calendars] == ["work"]
    assert (read.boundary.windows[read.person.first_weekday], read.boundary.night.opens) == ((), 23 * 60)
    assert read.limits[LimitKey.EVENINGS] == 3
    assert (read.letter.sender, read.letter.enabled) == ("from@b.c", False)
    assert read.letter.smtp
    assert (read.letter.smtp.host, read.letter.smtp.port) == ("mail.example", 2525)


def test_a_list_in_a_variable_replaces_that_of_the_file() -> None:
    environ = {"HEDGEROW_CALENDARS": '[{"name": "b", "kind": "folder", "path": "/b", "domains": ["home"]}]'}
    assert [calendar.id for calendar in settings(HOME + HOLDER, environ).calendars] == ["b"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HEDGEROW_PLANNING__WEEKS", "9", "HEDGEROW_PLANNING__WEEKS: must be from 1 to 8"),
        ("HEDGEROW_PLANNING__WEEKS", "two", "HEDGEROW_PLANNING__WEEKS: must be a whole number, not a text"),
        ("HEDGEROW_LIMITS__SHORTEST_REST", "x h", None),
        ("HEDGEROW_PERSN__NAME", "x", "HEDGEROW_PERSN__NAME: unknown variable; did you mean 'HEDGEROW_PERSON__NAME'?"),
        ("HEDGEROW_PERSON_NAME", "x", "HEDGEROW_PERSON_NAME: unknown variable; did you mean 'HEDGEROW_PERSON__NAME'?"),
        (
            "HEDGEROW_LETTER__SMTP__HOSTS",
            "x",
            "HEDGEROW_LETTER__SMTP__HOSTS: unknown variable; did you mean 'HEDGEROW_LETTER__SMTP__HOST'?",
        ),
        (
            "HEDGEROW_PERSON__ADDRESSES",
            "a@b.c",
            (
                'HEDGEROW_PERSON__ADDRESSES: a list or a section is written as JSON, such as ["a", "b"] or'
                ' {"key": "value"}'
            ),
        ),
        ("HEDGEROW_PERSON__ADDRESSES", '["a"]', None),
        ("HEDGEROW_PERSON", '{"nam": 1}', "HEDGEROW_PERSON.nam: unknown key; did you mean 'name'?"),
        ("HEDGEROW_PERSON", '{"name": null}', "HEDGEROW_PERSON.name: must be a text in quotes, not nothing"),
        ("HEDGEROW_PERSON", "3", "HEDGEROW_PERSON: must be a table, not the number 3"),
        ("HEDGEROW_CALENDARS", "[" * 100_000, None),
    ],
)
def test_what_is_wrong_in_a_variable_is_said_by_its_name(name: str, value: str, said: str | None) -> None:
    [problem] = problems(HOME, {name: value})
    assert problem.startswith(f"environment: {name}")
    assert said is None or problem == f"environment: {said}"


def test_an_item_of_a_list_in_a_variable_is_counted_from_one() -> None:
    environ = {"HEDGEROW_CALENDARS": '[{"name": "b", "kind": "fold", "path": "/b", "domains": ["home"]}]'}
    [problem] = problems(HOME, environ)
    assert problem == (
        "environment: HEDGEROW_CALENDARS.1.kind: 'fold' is not one of file, folder, feed, caldav, invitations, google;"
        " did you mean 'folder'?"
    )


def test_problems_of_the_file_come_before_those_of_the_environment() -> None:
    said = problems("[planning]\nweeks = 0\n" + HOME, {"HEDGEROW_SERVER__EVERY": "0min", "HEDGEROW_X": ""})
    assert [line.partition(":")[0] for line in said] == ["h.toml", "environment", "environment"]


@pytest.mark.parametrize("name", ["HEDGEROW_CONFIG", "HEDGEROW_ALL_PARTS", "HEDGEROWS_X", "PATH"])
def test_variables_that_are_no_settings_are_left_alone(name: str) -> None:
    assert settings(HOME, {name: "1"}) == settings(HOME)


def test_a_variable_that_holds_a_secret_may_have_our_prefix() -> None:
    mail = '[letter]\nto = "a@b.c"\n[letter.smtp]\nhost = "h"\nuser = "u"\npassword_env = "HEDGEROW_MAIL_PASSWORD"'
    smtp = settings(HOME + mail, {"HEDGEROW_MAIL_PASSWORD": "hush"}).letter.smtp
    assert smtp
    assert smtp.password == "hush"
