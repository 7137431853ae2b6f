"""A household with calendars at Google."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.google.grant import save_grant
from hedgerow.adapters.google.scopes import SCOPES, BlocksIn
from hedgerow.compose import open_household, open_secrets
from hedgerow.compose.accounts import Accounts
from hedgerow.core.boundary import Off
from hedgerow.core.occurrence import Occurrence
from hedgerow.core.span import Span
from hedgerow.core.week import Coverage
from hedgerow.daemon import Wheel
from hedgerow.flows.cycle import apply, survey
from hedgerow.flows.reading import read_all
from hedgerow.settings.values import AccountId, Settings
from tests.adapters.google.signed_in import granted
from tests.adapters.ics.calendars import calendar, window
from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.worlds import whole_life
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
[[calendars]]
name = "family"
kind = "google"
account = "job"
id = "family@group.calendar.google.com"
domains = ["home"]
[[calendars]]
name = "gym"
kind = "file"
path = "gym.ics"
domains = ["self"]
"""
WEEK = window("2026-11-23", "2026-11-30")
SEA = Span(datetime(2026, 11, 29, 23, tzinfo=UTC), datetime(2026, 12, 2, 23, tzinfo=UTC))
"""By the clock of Berlin."""


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer(whole_life) as server:
        yield server


@pytest.fixture
def life(tmp_path: Path, google: GoogleServer) -> Settings:
    (tmp_path / "gym.ics").write_bytes(calendar("UID:g\nDTSTART:20261124T080000Z\nSUMMARY:Gym"))
    return settings(HOME + LIFE.format(url=google.api) + '[server]\ndata = "data"\n', base=tmp_path)


def sign_in(life: Settings, google: GoogleServer, scopes: Sequence[str] = SCOPES[BlocksIn.OWN]) -> None:
    with open_secrets(life) as secrets:
        save_grant(secrets, AccountId("job"), granted(google, scopes=scopes), google.clock.now())


def read(life: Settings, google: GoogleServer) -> tuple[list[Occurrence], Coverage]:
    """As one run of the program does."""
    with open_household(life, StillClock(google.clock.now()), exclusive=False) as household:
        occurrences, coverage = read_all(household.sources, WEEK)
    return list(occurrences), coverage


def test_calendars_at_google_are_read_beside_others(life: Settings, google: GoogleServer) -> None:
    sign_in(life, google)
    occurrences, coverage = read(life, google)
    assert not coverage.not_seen
    found = {(each.calendar, each.title) for each in occurrences}
    assert {("work", "Standup"), ("family", "Swimming"), ("gym", "Gym")} <= found


def test_a_run_with_nothing_changed_costs_one_request_a_calendar_and_no_sign_in(
    life: Settings, google: GoogleServer
) -> None:
    sign_in(life, google)
    first = read(life, google)
    read(life, google)
    google.log.clear()
    assert read(life, google) == first
    assert google.log.lines() == ["events.list 200"] * 2


def test_a_day_of_one_household_takes_less_for_its_quiet_calendars_at_last(
    life: Settings, google: GoogleServer
) -> None:
    """Of two: the first reading, 88 looks more at each until 180 of 200 are used, and 3 of the last 7."""
    sign_in(life, google)
    google.clock.advance(hours=15)
    assert google.clock.now().astimezone(life.person.zone).hour == 0
    clock = StillClock(google.clock.now())
    with open_household(life, clock, exclusive=False) as household:
        for _ in range(96):
            assert not read_all(household.sources, WEEK)[1].not_seen
            google.clock.advance(minutes=15)
            clock.at = google.clock.now()
    assert len(google.log.of("events.list")) == 2 * (2 + 88 + 3)


def test_without_a_sign_in_the_other_calendars_are_read_and_it_says_what_to_do(
    life: Settings, google: GoogleServer
) -> None:
    occurrences, coverage = read(life, google)
    assert {each.calendar for each in occurrences} == {"gym"}
    assert [each.calendar for each in coverage.not_seen] == ["work", "family"]
    assert {each.reason for each in coverage.not_seen} == {
        "The Google account 'job' is not signed in: run `hedgerow connect google job`."
    }
    assert not google.log.lines()


def test_a_sign_in_that_ended_is_asked_for_once_and_google_no_more(life: Settings, google: GoogleServer) -> None:
    sign_in(life, google)
    google.modes.sign_in.error = "invalid_grant"
    for _ in range(3):
        _, coverage = read(life, google)
        assert len(coverage.not_seen) == 2
    assert google.log.lines() == ["token 400 invalid_grant"]


def test_the_service_says_once_that_a_sign_in_ended(
    life: Settings, google: GoogleServer, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(life, google)
    google.modes.sign_in.error = "invalid_grant"
    with open_household(life, StillClock(google.clock.now()), exclusive=False) as household:
        wheel = Wheel(household)
        for _ in range(3):
            wheel.is_asked = True
            wheel.turn()
    [line] = [each.getMessage() for each in caplog.records if "job" in each.getMessage()]
    assert line.startswith("calendar family, work not seen: Google ended the sign-in of 'job'")


def told(life: Settings, google: GoogleServer, *, reading: bool = True) -> str:
    with open_household(life, StillClock(google.clock.now()), exclusive=False) as household:
        if reading:
            read_all(household.sources, WEEK)
        [(account, standing)] = household.standings().items()
    assert (account, list(standing.faults), list(standing.warnings)) == ("job", [], [])
    # how much may follow is counted by a clock that no test stops
    return re.sub(r"\b(\d\d) more may", "N more may", standing.facts.partition("calendar.app.created; ")[2])


def test_an_account_tells_its_last_change_and_what_was_asked_of_google(life: Settings, google: GoogleServer) -> None:
    google.modes.seconds_per_request = 0.0
    sign_in(life, google)
    read(life, google)
    read(life, google)
    google.clock.advance(hours=3)
    assert told(life, google) == (
        "last let in 0 min ago; last change heard of 3 h 0 min ago; two requests just now, N more may follow at once"
    )
    google.hands().add("New", "2026-11-26T10:00:00", "2026-11-26T11:00:00")
    assert "; last change heard of 0 min ago; two requests just now" in told(life, google)


def test_an_account_that_was_not_asked_tells_of_its_grant(life: Settings, google: GoogleServer) -> None:
    sign_in(life, google)
    assert told(life, google, reading=False) == "last let in 0 min ago; no requests just now, N more may follow at once"
    assert not google.log.lines()


def test_titles_are_nowhere_in_the_data_folder_to_be_read(life: Settings, google: GoogleServer, tmp_path: Path) -> None:
    sign_in(life, google)
    read(life, google)
    kept = sorted((tmp_path / "data" / "google").iterdir())
    assert len(kept) == 2
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    grant = granted(google)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert not any(word.encode() in everything for word in ("Standup", "Swimming", grant.refresh_token))


def test_a_life_without_google_does_not_load_its_library() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import hedgerow.compose, sys; print([n for n in sys.modules if 'google' in n])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout == "[]\n"


def test_two_accounts_share_what_google_allows_their_client(tmp_path: Path, google: GoogleServer) -> None:
    second = LIFE.partition("[[calendars]]")[0].replace("job", "club") + (
        '[[calendars]]\nname = "team"\nkind = "google"\naccount = "club"\nid = "primary"\ndomains = ["community"]\n'
    )
    (tmp_path / "gym.ics").write_bytes(calendar("UID:g\nDTSTART:20261124T080000Z\nSUMMARY:Gym"))
    life = settings(HOME + (LIFE + second).format(url=google.api) + '[server]\ndata = "data"\n', base=tmp_path)
    with open_secrets(life) as secrets, ExitStack() as opened:
        accounts = Accounts(life, StillClock(google.clock.now()), lambda _: None, secrets, opened)
        accounts.reach()
        job, club = (accounts.sessions[AccountId(name)].pace for name in ("job", "club"))
    assert job.project is club.project
    assert job.person is not club.person


HOLD = """
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
focus_time = {focus}
[[intentions]]
id = "deep"
title = "Deep work"
domains = ["work"]
length = "1h"
windows = ["09:00-12:00"]
"""


def test_that_an_account_has_no_focus_time_is_told_by_the_run_that_hears_it_and_those_after_it(
    tmp_path: Path, google: GoogleServer
) -> None:
    google.state.accounts[ADA].workspace = False
    life, plain = (
        settings(HOME + HOLD.format(url=google.api, focus=focus) + '[server]\ndata = "data"\n', base=tmp_path)
        for focus in ("true", "false")
    )
    sign_in(life, google, SCOPES[BlocksIn.MAIN])

    def told(life: Settings) -> tuple[list[str], list[str]]:
        """Before and after it writes."""
        with open_household(life, StillClock(google.clock.now()), exclusive=True) as household:
            surveyed = survey(household)
            before = list(household.standings()[AccountId("job")].lacks)
            apply(household, surveyed, {step.calendar for step in surveyed.outlook.steps})
            return before, list(household.standings()[AccountId("job")].lacks)

    sentence = "Google does not give this account focus time: blocks are held as plain busy events."
    assert told(life) == ([], [sentence])
    assert told(life) == ([sentence], [sentence])
    assert told(plain) == ([], [])


AWAY = """
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
out_of_office = true
[[leave]]
name = "Sea"
first = 2026-11-30
last = 2026-12-02
kind = "unplugged"
[server]
data = "data"
"""


def test_an_unplugged_leave_is_out_of_office_at_google_once_and_read_back_as_no_second_leave(
    tmp_path: Path, google: GoogleServer
) -> None:
    life = settings(HOME + AWAY.format(url=google.api), base=tmp_path)
    sign_in(life, google, SCOPES[BlocksIn.MAIN])

    def turn() -> tuple[list[str], list[tuple[Span, str]]]:
        """What it wrote, and the leave of the weeks to come."""
        with open_household(life, StillClock(google.clock.now()), exclusive=True) as household:
            surveyed = survey(household)
            apply(household, surveyed, {step.calendar for step in surveyed.outlook.steps})
        ahead = [each for each in surveyed.view.boundary.off if each.span.overlaps(SEA)]
        return [step.action.verb for step in surveyed.outlook.steps], [(each.span, each.kind) for each in ahead]

    leave = [(SEA, Off.UNPLUGGED)]
    assert turn() == (["create"], leave)
    google.clock.advance(hours=1)
    assert turn() == ([], leave)
    for file in (tmp_path / "data").glob("hedgerow.sqlite*"):
        file.unlink()
    sign_in(life, google, SCOPES[BlocksIn.MAIN])
    google.clock.advance(hours=1)
    assert turn() == ([], leave)
    ours = [each for each in google.hands().alive() if each.get("summary") == "Out of office"]
    assert [each["eventType"] for each in ours] == ["outOfOffice"]
