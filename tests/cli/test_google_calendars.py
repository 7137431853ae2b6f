"""What a person is asked about the calendars of a Google account, and what comes into the settings."""

import io
import sys
from pathlib import Path

import pytest

from hedgerow.adapters.google.calendars import Listed
from hedgerow.adapters.google.scopes import READ, BlocksIn, Wanted
from hedgerow.adapters.google.welcome import Found
from hedgerow.cli.google_calendars import Choice, choose
from hedgerow.compose.google import Signed
from hedgerow.settings.load import read_settings
from hedgerow.settings.values import AccountId, Settings
from tests.adapters.google.test_grant import GRANT

JOB = AccountId("job")
ANN = "ann@corp.example"
START = '# mine\n[person]\ntime_zone = "Europe/Paris"\n'
FOUND = Found(
    ANN,
    [
        Listed(ANN, ANN, "Europe/Paris", "owner", is_primary=True, is_hidden=False),
        Listed("x@group.calendar.google.com", "Été à la mer", "", "writer", is_primary=False, is_hidden=False),
        Listed("y@group.calendar.google.com", "Été à la mer", "", "writer", is_primary=False, is_hidden=False),
        Listed("boss@corp.example", "日本", "", "freeBusyReader", is_primary=False, is_hidden=False),
        Listed("old@corp.example", "Old", "", "owner", is_primary=False, is_hidden=True),
    ],
    "own@group.calendar.google.com",
)


def settings(text: str) -> Settings:
    read = read_settings(text, "h.toml", Path("/nowhere"), {})
    assert isinstance(read, Settings), read
    return read


def chosen(monkeypatch: pytest.MonkeyPatch, *lines: str, text: str = START, found: Found = FOUND) -> Choice:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return choose(settings(text), JOB, Signed(GRANT, Wanted(BlocksIn.OWN), is_again=False), found, asks=bool(lines))


def test_the_calendars_are_shown_and_only_the_chosen_ones_come(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    choice = chosen(monkeypatch, "1, 4", "", "home community")
    assert [(each.name, each.id, sorted(each.domains)) for each in choice.taken] == [
        ("ann", ANN, ["work"]),
        ("google", "boss@corp.example", ["community", "home"]),
        ("hedgerow", "own@group.calendar.google.com", ["self"]),
    ]
    shown = capsys.readouterr().err
    assert "   1  ann@corp.example: yours to write" in shown
    assert "   4  日本: shows only when it is busy" in shown
    assert "Old" not in shown


def test_an_answer_that_makes_no_sense_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    choice = chosen(monkeypatch, "7", "one", "1 none", "1", "play", "self")
    assert [sorted(each.domains) for each in choice.taken[:-1]] == [["self"]]
    told = "".join(capsys.readouterr())
    assert "Say some of 1, 2, 3, 4, or none." in told
    assert "'play' is not one of" in told


def test_none_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.name for each in chosen(monkeypatch, "none").taken] == ["hedgerow"]


def test_what_comes_loads_keeps_comments_and_has_names_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = START + '[[calendars]]\nname = "hedgerow"\nkind = "file"\npath = "x.ics"\ndomains = ["self"]\n'
    choice = chosen(monkeypatch, text=taken)
    text = choice.added_to(taken)
    assert text.startswith("# mine\n")
    read = settings(text)
    assert [each.id for each in read.calendars] == ["hedgerow", "ann", "ete-a-la-mer", "ete-a-la-mer-2", "hedgerow-2"]
    assert [(each.id, each.user, each.url) for each in read.accounts] == [("job", ANN, "")]
    assert chosen(monkeypatch, text=text).added_to(text) == text


def test_primary_in_the_settings_is_the_same_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        f'{START}[[accounts]]\nname = "job"\nkind = "google"\n[[calendars]]\nname = "a"\nkind = "google"\n'
        'account = "job"\nid = "primary"\ndomains = ["work"]\n'
    )
    assert ANN not in [each.id for each in chosen(monkeypatch, text=text).taken]


def test_a_grant_that_may_not_hold_blocks_in_the_main_calendar_holds_none(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = Signed(GRANT, Wanted(BlocksIn.MAIN), is_again=False)
    assert GRANT.scopes == (READ,)
    choice = choose(settings(START), JOB, signed, Found(ANN, FOUND.calendars, ""), asks=False)
    assert {each.role.value for each in choice.taken} == {"read"}
    [off] = signed.missing
    assert "calendar.events.owned" in off
