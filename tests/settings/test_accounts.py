"""Accounts, and the calendars in them: every mistake is one sentence at its place."""

from pathlib import Path

import pytest

from hedgerow.core.domains import Domain
from hedgerow.settings.values import AccountKind, AccountSettings, CalendarKind, CalendarSettings, Role
from tests.settings.reading import HOME, problems, settings

CLOUD = '[[accounts]]\nname = "my-cloud"\nkind = "caldav"\nurl = "https://cloud.example.org/dav/"\nuser = "ann"\n'
WORK = (
    '[[calendars]]\nname = "work"\nkind = "caldav"\naccount = "my-cloud"\nurl = "/dav/ann/work/"\ndomains = ["work"]\n'
)


def test_an_account_has_a_name_an_address_and_a_user() -> None:
    [cloud] = settings(HOME + CLOUD).accounts
    assert cloud == AccountSettings(cloud.id, AccountKind.CALDAV, "https://cloud.example.org/dav/", "ann")
    assert (cloud.id, cloud.variable) == ("my-cloud", "HEDGEROW_PASSWORD_MY_CLOUD")


def test_a_calendar_of_an_account_is_read_and_may_hold_blocks() -> None:
    url = "https://cloud.example.org/dav/ann/work/"
    for role in Role:
        [work] = settings(f'{HOME}{CLOUD}{WORK}role = "{role}"').calendars
        domains = frozenset({Domain.WORK})
        assert work == CalendarSettings(work.id, CalendarKind.CALDAV, domains, role, None, url, work.account)
        assert (work.account, isinstance(work.path, Path)) == ("my-cloud", False)


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        ("/a%20b/", "https://cloud.example.org/a%20b/"),
        ("https://cloud.example.org/c/", "https://cloud.example.org/c/"),
        ("https://p01-caldav.example.net/c/", "https://p01-caldav.example.net/c/"),
        ("//evil.example/c/", "https://cloud.example.org//evil.example/c/"),
    ],
)
def test_its_address_is_whole_or_a_path_on_the_server(given: str, whole: str) -> None:
    assert settings(HOME + CLOUD + WORK.replace("/dav/ann/work/", given)).calendars[0].url == whole


def test_the_variable_of_a_password_is_known_and_others_are_not() -> None:
    environ = {"HEDGEROW_PASSWORD_MY_CLOUD": "canary", "HEDGEROW_PASSWORD_OTHER": "canary"}
    [problem] = problems(HOME + CLOUD, environ)
    assert problem.startswith("environment: HEDGEROW_PASSWORD_OTHER: unknown variable")
    assert problems(HOME + CLOUD, {"HEDGEROW_PASSWORD_MYCLOUD": ""}) == [
        "environment: HEDGEROW_PASSWORD_MYCLOUD: unknown variable; did you mean 'HEDGEROW_PASSWORD_MY_CLOUD'?"
    ]
    assert "canary" not in repr(settings(HOME + CLOUD, {"HEDGEROW_PASSWORD_MY_CLOUD": "canary"}))


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        (
            'name = "my-cloud"',
            "",
            "3:3: accounts.1.name: needs a value: a short name that nothing else of its kind has",
        ),
        (
            'name = "my-cloud"',
            'name = "My"',
            "4:8: accounts.1.name: 'My' is not a short name; use only a-z, 0-9 and '-',",
        ),
        ('kind = "caldav"', "", "3:3: accounts.1.kind: needs a value: 'caldav' or 'google'"),
        (
            'kind = "caldav"',
            'kind = "gogle"',
            "5:8: accounts.1.kind: 'gogle' is not one of caldav, google; did you mean 'google'?",
        ),
        (
            'user = "ann"',
            "",
            "3:3: accounts.1.user: needs a value: the user that signs in there, mostly a mail address",
        ),
        ("cloud.example.org", "", "6:7: accounts.1.url: is not the address of a server; it begins with https:// or"),
        ("https://cloud", "ftp://cloud", "6:7: accounts.1.url: is not the address of a server; it begins with"),
        ("example.org", "a b", "6:7: accounts.1.url: is not the address of a server; it begins with"),
        ("cloud.", "ann:canary@cloud.", "6:7: accounts.1.url: holds a user or a password; leave them out, and name"),
    ],
)
def test_every_mistake_of_an_account_is_one_sentence(line: str, instead: str, said: str) -> None:
    [problem] = problems(HOME + CLOUD.replace(line, instead))
    assert problem.startswith(f"h.toml:{said}")
    assert "canary" not in problem


def test_a_password_in_the_file_is_refused_with_the_place_where_it_goes() -> None:
    [problem] = problems(HOME + CLOUD + 'password = "canary"')
    assert problem == (
        "h.toml:8:1: accounts.1.password: a secret does not belong in this file; put it into the environment variable"
        " HEDGEROW_PASSWORD_ followed by the name of the account in capitals, or let `hedgerow connect caldav` ask for"
        " it"
    )


def test_two_accounts_of_one_name_are_refused() -> None:
    assert problems(HOME + CLOUD + CLOUD) == [
        "h.toml:9:8: accounts.2.name: 'my-cloud' is used twice; give each a name of its own"
    ]


def test_two_accounts_that_are_named_by_an_address_repeat_no_secret_of_it() -> None:
    secret = CLOUD.replace('"my-cloud"', '"https://ann:canary@example.org/"')
    assert "canary" not in " ".join(problems(HOME + secret + secret))


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('account = "my-cloud"', "", "8:3: calendars.1.account: needs a value: the name of one of your [[accounts]]"),
        (
            'account = "my-cloud"',
            'account = "mycloud"',
            "11:11: calendars.1.account: there is no account named 'mycloud'; did you mean 'my-cloud'?",
        ),
        ('url = "/dav/ann/work/"', "", "8:3: calendars.1.url: needs a value: the address of the calendar, or its path"),
        ("/dav/ann/work/", "work", "12:7: calendars.1.url: is neither the address of a calendar nor its path; it"),
        ("/dav/ann/work/", "http://cloud.example.org/", "12:7: calendars.1.url: is not where the account is, and"),
        ("/dav/ann/work/", "https://ann:canary@a.example/", "12:7: calendars.1.url: holds a user or a password; leave"),
        ('account = "my', 'path = "x"\naccount = "my', "11:1: calendars.1.path: a calendar of an account has its url"),
        (
            'account = "my',
            'url_env = "X"\naccount = "my',
            "11:1: calendars.1.url_env: a calendar of an account has its",
        ),
    ],
)
def test_every_mistake_of_its_calendar_is_one_sentence(line: str, instead: str, said: str) -> None:
    [problem] = problems(HOME + CLOUD + WORK.replace(line, instead))
    assert problem.startswith(f"h.toml:{said}")
    assert "canary" not in problem


def test_a_calendar_without_any_account_is_told_where_to_write_one() -> None:
    [problem] = problems(HOME + WORK)
    assert (
        problem
        == "h.toml:6:11: calendars.1.account: there is no account named 'my-cloud'; write one under [[accounts]]"
    )


def test_a_file_belongs_to_no_account() -> None:
    file = '[[calendars]]\nname = "a"\nkind = "file"\npath = "a.ics"\naccount = "my-cloud"\ndomains = ["self"]\n'
    assert problems(HOME + CLOUD + file) == [
        "h.toml:12:1: calendars.1.account: a file belongs to no account; leave this out"
    ]
