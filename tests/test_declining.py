"""New invitations over firm blocks, declined at Google with all that Hedgerow is made of, and taken back."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.google.grant import save_grant
from hedgerow.adapters.google.scopes import SCOPES, BlocksIn
from hedgerow.cli.tables import screen, show_survey
from hedgerow.cli.tellings import tell_entry
from hedgerow.compose import open_household, open_secrets
from hedgerow.core.occurrence import CalendarId
from hedgerow.flows.cycle import apply, reply_to_invitations, survey
from hedgerow.flows.performing import Outcome
from hedgerow.flows.undo import look_back, undo
from hedgerow.settings.values import AccountId, Settings
from tests.adapters.google.signed_in import granted
from tests.agenda import BERLIN
from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.faults import drop_after, fails_after
from tests.settings.reading import HOME, settings

LIFE = """
[[accounts]]
name = "job"
kind = "google"
url = "{url}"
[[calendars]]
name = "work"
kind = "google"
account = "job"
id = "primary"
domains = ["work"]
role = "hold"
decline_invitations = true
decline_message = "I run then"
[[intentions]]
id = "run"
title = "Run"
domains = ["self"]
length = "1h"
calendar = "work"
times_per_week = 7
windows = ["18:00-19:00"]
firmness = "firm"
defence = "always-busy"
[server]
data = "data"
"""
OVER = ("2026-11-25T18:00:00+01:00", "2026-11-25T19:00:00+01:00")
WORK = CalendarId("work")


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


@pytest.fixture
def life(tmp_path: Path, google: GoogleServer) -> Settings:
    return settings(HOME + LIFE.format(url=google.api), base=tmp_path)


def sign_in(life: Settings, google: GoogleServer, blocks: BlocksIn = BlocksIn.MAIN) -> None:
    with open_secrets(life) as secrets:
        save_grant(secrets, AccountId("job"), granted(google, scopes=SCOPES[blocks]), google.clock.now())


def cycle(life: Settings, google: GoogleServer) -> list[Outcome]:
    """What became of the replies; a quarter of an hour goes by."""
    with open_household(life, StillClock(google.clock.now()), exclusive=True) as household:
        surveyed = survey(household)
        apply(household, surveyed, [WORK])
        replied = reply_to_invitations(household, surveyed)
    google.clock.advance(minutes=15)
    return [each.outcome for each in replied]


def answer(google: GoogleServer, name: str) -> str:
    [own] = [each for each in google.hands().held(name)["attendees"] if each["email"] == ADA]
    return f"{own['responseStatus']} {own.get('comment', '')}".strip()


def invited(life: Settings, google: GoogleServer) -> str:
    """After the blocks were booked."""
    sign_in(life, google)
    assert (cycle(life, google), cycle(life, google)) == ([], [])
    return google.hands().invite("Sync", *OVER)


def test_it_is_shown_then_said_then_on_record_then_taken_back(life: Settings, google: GoogleServer) -> None:
    name = invited(life, google)
    with open_household(life, StillClock(google.clock.now()), exclusive=False) as household:
        on = screen(Console(file=StringIO(), width=200), life)
        show_survey(on, survey(household))
    shown = " ".join(on.console.file.getvalue().split())  # type: ignore[attr-defined]
    assert "Would decline Sync, Wed 25 Nov 18:00–19:00 in work: it is new, and over Run" in shown.replace("\xa0", " ")
    assert "There is nothing to do" not in shown
    assert (answer(google, name), google.state.notified) == ("needsAction", [])
    assert (cycle(life, google), answer(google, name)) == ([Outcome.DONE], "declined I run then")
    assert [each.to for each in google.state.notified] == ["boss@example.org"]
    assert cycle(life, google) == []
    with open_household(life, StillClock(google.clock.now()), exclusive=True) as household:
        line = household.logbook.entries()[-1]
        assert tell_entry(line, {}, BERLIN).replace("\xa0", " ") == "decline Sync, Wed 25 Nov 18:00–19:00"
        [back] = undo(household, look_back(household, survey(household), line.id), household.new_plan())
    assert (back.outcome, answer(google, name)) == (Outcome.DONE, "needsAction")
    assert (cycle(life, google), answer(google, name)) == ([], "needsAction")


@pytest.mark.parametrize("fault", [drop_after, fails_after(503)])
def test_an_answer_that_never_came_is_found_out_and_nothing_is_said_twice(
    life: Settings, google: GoogleServer, fault: object
) -> None:
    name = invited(life, google)
    google.faults.next("events.patch", fault)  # type: ignore[arg-type]
    cycle(life, google)
    assert (cycle(life, google), answer(google, name)) == ([], "declined I run then")
    assert len(google.log.of("events.patch")) <= 2
    assert google.hands().alive()
    with open_household(life, StillClock(google.clock.now()), exclusive=False) as household:
        assert household.replies is not None
        assert list(household.replies.begun()) == []
        assert [each.failure for each in household.logbook.entries() if each.response] == [None]


def test_without_the_right_to_it_nothing_is_tried_and_check_says_so(life: Settings, google: GoogleServer) -> None:
    sign_in(life, google, BlocksIn.OWN)
    google.hands().invite("Sync", *OVER)
    assert cycle(life, google) == []
    assert not google.log.of("events.patch")
    with open_household(life, StillClock(google.clock.now()), exclusive=False) as household:
        survey(household)
        [standing] = household.standings().values()
    [warning] = standing.warnings
    assert warning.startswith("No invitations are declined, as calendar.events.owned is not granted: run `hedgerow")
