from pathlib import Path

import pytest

from hedgerow.settings.values import CalendarKind, Role
from tests.settings.reading import HOME, problems, settings

INVITATIONS = '[[calendars]]\nname = "invited"\nkind = "invitations"\ndomains = ["self"]\n'
HOLD = INVITATIONS + 'role = "hold"\n'
LETTER = '[letter]\nto = "robin@example.org"\nfrom = "hedgerow@example.org"\n'
MAIL = LETTER + '[letter.smtp]\nhost = "smtp.example.org"\n'
ROBIN = HOME + 'addresses = ["r@example.org", "robin@example.net"]\n'


def recipient(text: str) -> str:
    return settings(text).calendars[0].to


def test_invitations_are_kept_in_the_data_folder_and_hold_blocks() -> None:
    read = settings(f'{HOME}{HOLD}{MAIL}[server]\ndata = "/data"')
    [invited] = read.calendars
    assert (invited.kind, invited.role, invited.url) == (CalendarKind.INVITATIONS, Role.HOLD, None)
    assert invited.path == Path("/data/invitations/invited.ics")


def test_they_go_to_the_address_said_else_the_first_of_the_person_else_that_of_the_letters() -> None:
    assert recipient(f'{ROBIN}{HOLD}to = "cal@example.org"\n{MAIL}') == "cal@example.org"
    assert recipient(ROBIN + HOLD + MAIL) == "r@example.org"
    assert recipient(HOME + HOLD + MAIL) == "robin@example.org"


def test_they_need_a_mail_server_because_a_folder_reaches_no_calendar() -> None:
    assert problems(HOME + HOLD + LETTER) == [
        "h.toml:5:8: calendars.1.kind: needs a mail server that invitations can be sent through: set [letter.smtp]"
    ]


def test_a_google_account_that_letters_go_through_sends_no_invitations() -> None:
    job = '[[accounts]]\nname = "job"\nkind = "google"\n'
    [problem] = problems(f'{HOME}{HOLD}{job}{LETTER}account = "job"')
    assert problem.endswith("can be sent through: set [letter.smtp] in the place of account")


@pytest.mark.parametrize("sender", ['from = "ROBIN@example.org"', ""])
def test_they_come_from_another_address_than_they_go_to(sender: str) -> None:
    mail = f'[letter]\nto = "robin@example.org"\n{sender}\n[letter.smtp]\nhost = "smtp.example.org"\n'
    [problem] = problems(HOME + HOLD + mail)
    assert problem.endswith(
        "letter.from: must be another address than 'robin@example.org', to which invitations go: calendar programs"
        " leave alone what somebody invites themselves to"
    )


def test_they_are_there_to_hold_blocks_and_lie_nowhere() -> None:
    assert problems(f'{HOME}{INVITATIONS}path = "b.ics"\nurl = "https://a.example/b"\n{MAIL}') == [
        'h.toml:3:3: calendars.1.role: invitations are there to hold blocks; write role = "hold"',
        "h.toml:7:1: calendars.1.path: invitations are mailed, and lie nowhere else; leave this out",
        "h.toml:8:1: calendars.1.url: invitations are mailed, and lie nowhere else; leave this out",
    ]


def test_only_an_address_is_mailed_to() -> None:
    assert problems(f'{HOME}{HOLD}to = "robin"\n{MAIL}') == [
        "h.toml:8:6: calendars.1.to: 'robin' is not a mail address; write it as 'name@example.org'"
    ]


def test_nothing_else_is_mailed_to_anybody() -> None:
    file = '[[calendars]]\nname = "a"\nkind = "file"\npath = "a.ics"\ndomains = ["self"]\nto = "robin@example.org"\n'
    assert problems(HOME + file) == [
        "h.toml:8:1: calendars.1.to: only invitations are mailed to somebody; leave this out"
    ]
