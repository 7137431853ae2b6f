"""Google accounts and their calendars: every mistake is one sentence at its place."""

import pytest

from hedgerow.core.domains import Domain
from hedgerow.settings.focus import TAKEN
from hedgerow.settings.values import (
    AccountKind,
    AccountSettings,
    CalendarKind,
    CalendarSettings,
    Decline,
    FocusTime,
    OutOfOffice,
    Role,
)
from tests.settings.reading import HOME, problems, settings

JOB = '[[accounts]]\nname = "job"\nkind = "google"\nuser = "ann@example.org"\n'
MAIN = '[[calendars]]\nname = "work"\nkind = "google"\naccount = "job"\nid = "primary"\ndomains = ["work"]\n'


def test_an_account_needs_no_address() -> None:
    [job] = settings(HOME + JOB).accounts
    assert job == AccountSettings(job.id, AccountKind.GOOGLE, "", "ann@example.org")
    assert settings(HOME + JOB.replace('user = "ann@example.org"', "")).accounts[0].user == ""


def test_another_server_that_speaks_like_google_may_be_named() -> None:
    given = f'{HOME}{JOB}url = "http://127.0.0.1:8000/calendar/v3"\n'
    assert settings(given).accounts[0].url == "http://127.0.0.1:8000/calendar/v3/"
    [problem] = problems(given.replace("127.0.0.1", "google.example"))
    assert problem.endswith("accounts.1.url: is without https, so that what goes there could be read on the way")


@pytest.mark.parametrize("role", list(Role))
def test_a_calendar_has_the_id_that_google_gave_it(role: Role) -> None:
    [work] = settings(f'{HOME}{JOB}{MAIN}role = "{role}"').calendars
    domains = frozenset({Domain.WORK})
    assert work == CalendarSettings(
        work.id, CalendarKind.GOOGLE, domains, role, None, None, work.account, google_id="primary"
    )


CLOUD = '[[accounts]]\nname = "cloud"\nkind = "caldav"\nurl = "https://dav.example.org/"\nuser = "ann"\n'


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('id = "primary"', "", "7:3: calendars.1.id: needs a value: what Google calls the calendar, such as 'primary'"),
        ('account = "job"', "", "7:3: calendars.1.account: needs a value: the name of one of your [[accounts]]"),
        (
            'account = "job"',
            'account = "jobs"',
            "10:11: calendars.1.account: there is no account named 'jobs'; did you",
        ),
        ('id = "pri', 'url = "x"\nid = "pri', "11:1: calendars.1.url: a Google calendar has its id and no more"),
        ('id = "pri', 'path = "x"\nid = "pri', "11:1: calendars.1.path: a Google calendar has its id and no more"),
    ],
)
def test_every_mistake_of_its_calendar_is_one_sentence(line: str, instead: str, said: str) -> None:
    [problem] = problems(HOME + JOB + MAIN.replace(line, instead))
    assert problem.startswith(f"h.toml:{said}")


def test_a_calendar_of_one_kind_in_an_account_of_another_is_refused() -> None:
    [problem] = problems(HOME + CLOUD + MAIN.replace('"job"', '"cloud"'))
    assert problem.endswith("calendars.1.account: is a caldav account; the calendar is of kind 'google'")
    dav = (
        '[[calendars]]\nname = "a"\nkind = "caldav"\naccount = "job"\nurl = "https://a.example/"\ndomains = ["self"]\n'
    )
    [problem] = problems(HOME + JOB + dav)
    assert problem.endswith("calendars.1.account: is a google account; the calendar is of kind 'caldav'")


def test_another_kind_of_calendar_has_no_id() -> None:
    file = '[[calendars]]\nname = "a"\nkind = "file"\npath = "a.ics"\nid = "x"\ndomains = ["self"]\n'
    assert problems(HOME + file) == ["h.toml:7:1: calendars.1.id: a file has no id; leave this out"]


HOLD = MAIN + 'role = "hold"\nfocus_time = true\n'


def test_focus_time_declines_nothing_unless_told_to() -> None:
    assert settings(HOME + JOB + MAIN).calendars[0].focus_time is None
    assert settings(HOME + JOB + HOLD).calendars[0].focus_time == FocusTime(Decline.NONE, "")
    told = HOLD + 'decline = "new-conflicting"\ndecline_message = "Not now"\n'
    assert settings(HOME + JOB + told).calendars[0].focus_time == FocusTime(Decline.NEW, "Not now")


def test_out_of_office_stands_by_itself_or_beside_focus_time() -> None:
    away = MAIN + 'role = "hold"\nout_of_office = true\ndecline = "new-conflicting"\ndecline_message = "At the sea"\n'
    [calendar, *_] = settings(HOME + JOB + away).calendars
    assert (calendar.focus_time, calendar.out_of_office) == (None, OutOfOffice(Decline.NEW, "At the sea"))
    [calendar, *_] = settings(HOME + JOB + HOLD + "out_of_office = true\n").calendars
    assert (calendar.focus_time, calendar.out_of_office) == (FocusTime(Decline.NONE, ""), OutOfOffice(Decline.NONE, ""))


def test_hedgerow_declines_nothing_unless_told_to_and_has_words_of_its_own() -> None:
    assert settings(HOME + JOB + HOLD).calendars[0].declines is None
    asked = MAIN + 'role = "hold"\ndecline_invitations = true\n'
    assert settings(HOME + JOB + asked).calendars[0].declines == TAKEN
    assert settings(HOME + JOB + asked + 'decline_message = "I run then"\n').calendars[0].declines == "I run then"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            MAIN + "decline_invitations = true\n",
            "decline_invitations: is only for a 'google' calendar with the role 'hold'; leave it out",
        ),
        (
            MAIN.replace("primary", "x@group.calendar.google.com") + 'role = "hold"\ndecline_invitations = true\n',
            "decline_invitations: Google has it only in the account's own calendar",
        ),
        (
            MAIN + "out_of_office = true\n",
            "out_of_office: is only for a 'google' calendar with the role 'hold'; leave it out",
        ),
        (
            MAIN + "focus_time = true\n",
            "focus_time: is only for a 'google' calendar with the role 'hold'; leave it out",
        ),
        (HOLD.replace("primary", "x@group.calendar.google.com"), "focus_time: Google has it only in the account's own"),
        (HOLD + 'decline = "all"\n', "decline: 'all' is not one of"),
        (HOLD + 'decline_message = "No"\n', "decline_message: is never sent: write decline"),
        (
            MAIN + 'decline = "new-conflicting"\n',
            "decline: is only for focus time and out-of-office: write focus_time = true",
        ),
    ],
)
def test_every_mistake_about_focus_time_is_one_sentence(given: str, said: str) -> None:
    [problem] = problems(HOME + JOB + given)
    assert f"calendars.1.{said}" in problem


LETTERS = '[letter]\nto = "robin@example.org"\naccount = "job"\n'


def test_letters_may_go_out_through_a_google_account_and_come_from_its_address() -> None:
    letter = settings(HOME + JOB + LETTERS).letter
    assert (letter.account, letter.smtp, letter.sender) == ("job", None, "ann@example.org")
    assert settings(f'{HOME}{JOB}{LETTERS}from = "a@b.c"').letter.sender == "a@b.c"


@pytest.mark.parametrize("user", ["", 'user = "ann"\n'])
def test_where_the_address_of_the_account_is_not_known_letters_come_from_where_they_go(user: str) -> None:
    letter = settings(HOME + JOB.replace('user = "ann@example.org"\n', user) + LETTERS).letter
    assert letter.sender == "robin@example.org"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            JOB + LETTERS.replace('"job"', '"jobs"'),
            "9:11: letter.account: there is no account named 'jobs'; did you mean",
        ),
        (LETTERS, "5:11: letter.account: there is no account named 'job'; write one under [[accounts]]"),
        (
            CLOUD + LETTERS.replace("job", "cloud"),
            "10:11: letter.account: is a caldav account, and letters go out through a Google one, or through [letter.",
        ),
        (
            f'{JOB}{LETTERS}[letter.smtp]\nhost = "h"\n',
            "9:1: letter.account: letters go out one way; leave out either this or [letter.smtp]",
        ),
        (
            JOB + LETTERS.replace('to = "robin@example.org"\n', ""),
            "7:2: letter.to: needs a value: the address that letters go to, since account is set",
        ),
    ],
)
def test_every_mistake_about_the_account_of_letters_is_one_sentence(given: str, said: str) -> None:
    [problem] = problems(HOME + given)
    assert said in problem


def test_an_account_that_is_itself_wrong_is_said_once() -> None:
    said = problems(HOME + JOB.replace("google", "gogle") + LETTERS)
    assert [problem for problem in said if "letter" in problem] == []
