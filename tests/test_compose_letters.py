"""The way of letters that the settings name, as the household is given it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.google.grant import save_grant
from hedgerow.adapters.google.mailer import GmailMailer
from hedgerow.adapters.google.scopes import BlocksIn, Wanted
from hedgerow.adapters.mail.smtp import SmtpMailer
from hedgerow.cli.checking import Line, State, _letter
from hedgerow.compose import open_household, open_secrets
from hedgerow.ports import Mailer
from hedgerow.settings.values import AccountId, Settings
from tests.adapters.contract_mailer import letter
from tests.adapters.google.signed_in import granted, refreshes
from tests.adapters.ics.calendars import window
from tests.fakes.google import ADA, GoogleServer
from tests.settings.reading import HOME, settings

JOB = '[[accounts]]\nname = "job"\nkind = "google"\nurl = "{0}"\nuser = "ada@example.org"\n'
MAIN = '[[calendars]]\nname = "work"\nkind = "google"\naccount = "job"\nid = "primary"\ndomains = ["work"]\n'
TO = '[letter]\nto = "robin@example.org"\n'


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


def life(folder: Path, google: GoogleServer, more: str = "") -> Settings:
    text = f'{HOME}{JOB.format(google.api)}{MAIN}{TO}account = "job"\n{more}[server]\ndata = "data"\n'
    return settings(text, base=folder)


def sign_in(life: Settings, google: GoogleServer, address: str = ADA) -> None:
    with open_secrets(life) as secrets:
        grant = granted(google, scopes=Wanted(BlocksIn.OWN, mail=True).scopes)
        save_grant(secrets, AccountId("job"), replace(grant, address=address), google.clock.now())


def post(of: Settings) -> Mailer | None:
    with open_household(of, exclusive=False) as household:
        return household.post


def test_letters_go_the_way_that_the_settings_name(tmp_path: Path, google: GoogleServer) -> None:
    smtp = settings(f'{HOME}{TO}[letter.smtp]\nhost = "h"\n[server]\ndata = "data"\n', base=tmp_path)
    neither = settings(f'{HOME}{TO}[server]\ndata = "data"\n', base=tmp_path)
    assert isinstance(post(life(tmp_path, google)), GmailMailer)
    assert isinstance(post(smtp), SmtpMailer)
    assert post(neither) is None


def test_a_letter_costs_no_sign_in_beside_that_of_the_calendars(tmp_path: Path, google: GoogleServer) -> None:
    mine = life(tmp_path, google)
    sign_in(mine, google)
    with open_household(mine, StillClock(google.clock.now()), exclusive=False) as household:
        assert household.post is not None
        household.sources[0].read(window("2026-11-23", "2026-11-30"))
        household.post.send(letter(), lambda: None)
        assert len(google.letters) == 1
        assert refreshes(google) == 1


def line(of: Settings, google: GoogleServer) -> Line:
    with open_household(of, StillClock(google.clock.now()), exclusive=False) as household:
        return _letter(household)


@pytest.mark.parametrize(
    ("sender", "address", "said"),
    [
        ("", ADA, " as ada@example.org"),
        ('from = "ADA@example.org"\n', ADA, " as ada@example.org"),
        ('from = "a@b.c"\n', ADA, " as ada@example.org, or as a@b.c where that is one of its aliases at Google"),
        ("", "", ""),
    ],
)
def test_check_says_as_whom_letters_go(
    tmp_path: Path, google: GoogleServer, sender: str, address: str, said: str
) -> None:
    mine = life(tmp_path, google, sender)
    sign_in(mine, google, address)
    found = line(mine, google)
    told = f"letters go through the Google account job{said}"
    assert (found.state, found.fact.partition("; ")[2]) == (State.OK, told)


def test_check_says_that_nobody_is_signed_in(tmp_path: Path, google: GoogleServer) -> None:
    found = line(life(tmp_path, google), google)
    assert (found.state, found.fact.endswith("run `hedgerow connect google job`.")) == (State.FAIL, True)
