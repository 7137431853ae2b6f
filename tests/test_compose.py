import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.compose import open_household
from hedgerow.compose.accounts import PasswordOf
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.span import Span
from hedgerow.flows.reading import find_all_blocks, read_all
from hedgerow.ports import AuthorizationExpired, Refused
from hedgerow.settings.values import AccountSettings, Settings
from tests.adapters.contract_source import MEETING
from tests.adapters.ics.calendars import calendar, window
from tests.agenda import at, utc
from tests.fakes.dav_server import DavServer
from tests.settings.reading import HOME, settings


@pytest.mark.parametrize(("country", "known"), [('country = "DE"', {date(2026, 10, 3): "German Unity Day"}), ("", {})])
def test_a_household_keeps_the_public_holidays_of_its_country(
    tmp_path: Path, country: str, known: dict[date, str]
) -> None:
    read = settings(f'{HOME}[server]\ndata = "data"\n[holidays]\n{country}\n', base=tmp_path)
    window = Span(at("2026-10-01", "00:00"), at("2026-10-05", "00:00"))
    with open_household(read, exclusive=False) as household:
        days = household.holidays_of(window)
    assert {day: name for day, name in days.items() if day.month == 10} == known


CLOUD = """
[[accounts]]
name = "my-cloud"
kind = "caldav"
url = "{url}"
user = "ann"
[[calendars]]
name = "work"
kind = "caldav"
account = "my-cloud"
url = "/calendars/ada/work/"
domains = ["work"]
role = "hold"
[[calendars]]
name = "gym"
kind = "file"
path = "gym.ics"
domains = ["self"]
"""
WEEK = window("2026-11-16", "2026-11-23")
NOW = StillClock(utc("2026-11-16 08:00"))


@pytest.fixture
def dav() -> Iterator[DavServer]:
    with DavServer("work", user="ann", password="canary") as server:
        server.calendar("work").put("m.ics", calendar(MEETING))
        yield server


def cloud(folder: Path, dav: DavServer) -> Settings:
    (folder / "gym.ics").write_bytes(calendar("UID:g\nDTSTART:20261117T080000Z\nSUMMARY:Gym"))
    return settings(HOME + CLOUD.format(url=dav.url()) + '[server]\ndata = "data"\n', base=folder)


def test_a_calendar_of_an_account_is_read_and_holds_blocks_over_one_connection(tmp_path: Path, dav: DavServer) -> None:
    with open_household(cloud(tmp_path, dav), NOW, exclusive=False, password_of=lambda _: "canary") as household:
        occurrences, coverage = read_all(household.sources, WEEK)
        assert sorted(occurrence.title for occurrence in occurrences) == ["Gym", "Meeting"]
        assert not coverage.not_seen
        held, gaps = find_all_blocks(household.block_calendars)
        assert (held, gaps) == ({"work": ()}, ())
        assert [place.calendar for place in household.writable()] == ["work", "gym"]
    assert not any(b"canary" in path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())


def test_a_second_run_with_nothing_changed_asks_the_server_once(tmp_path: Path, dav: DavServer) -> None:
    read = cloud(tmp_path, dav)
    for _ in range(2):
        dav.log.clear()
        with open_household(read, NOW, exclusive=False, password_of=lambda _: "canary") as household:
            read_all(household.sources, WEEK)
            find_all_blocks(household.block_calendars)
    assert [each.line for each in dav.log] == ["REPORT /calendars/ada/work/ 207"]


def test_the_password_may_stand_in_the_environment(
    tmp_path: Path, dav: DavServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEDGEROW_PASSWORD_MY_CLOUD", "canary")
    with open_household(cloud(tmp_path, dav), NOW, exclusive=False) as household:
        assert not read_all(household.sources, WEEK)[1].not_seen


def sealed(_: AccountSettings) -> str | None:
    raise AuthorizationExpired("It does not open.")


@pytest.mark.parametrize(
    ("password_of", "said"),
    [
        (
            lambda _: None,
            "run `hedgerow connect caldav my-cloud`, or set the environment variable HEDGEROW_PASSWORD_MY_CLOUD where",
        ),
        (sealed, "It does not open"),
        (lambda _: "wrong", "sign in again"),
    ],
    ids=["none", "sealed", "wrong"],
)
def test_an_account_that_does_not_open_is_a_gap_that_says_what_to_do(
    tmp_path: Path, dav: DavServer, password_of: PasswordOf, said: str
) -> None:
    with open_household(cloud(tmp_path, dav), NOW, exclusive=False, password_of=password_of) as household:
        occurrences, coverage = read_all(household.sources, WEEK)
        held, gaps = find_all_blocks(household.block_calendars)
    assert [occurrence.title for occurrence in occurrences] == ["Gym"]
    for gap in (*coverage.not_seen, *gaps):
        assert gap.calendar == "work"
        assert said in gap.reason
    assert (len(coverage.not_seen), held, len(gaps)) == (1, {}, 1)


def test_a_life_without_accounts_loads_nothing_of_them() -> None:
    names = ("httpx", "defusedxml", "httpcore", "cryptography", "keyring")
    said = f"import sys, hedgerow.compose; print([name for name in {names} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[]"


def test_a_household_of_files_is_opened_without_what_seals_secrets(tmp_path: Path) -> None:
    (tmp_path / "h.toml").write_text(f"{HOME}[server]\ndata = 'data'\n")
    words = ["-X", "importtime", "-m", "hedgerow", "--config", str(tmp_path / "h.toml"), "check"]
    told = subprocess.run([sys.executable, *words], capture_output=True, check=False, text=True)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.stderr.splitlines()}
    assert ("ok    database" in told.stdout, "sqlalchemy" in loaded) == (True, True)
    assert not loaded & {"cryptography", "httpx", "keyring"}


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_service_whose_database_was_deleted_or_replaced_writes_no_more(tmp_path: Path, *, is_replaced: bool) -> None:
    read = settings(f'{HOME}[server]\ndata = "data"\n', base=tmp_path)
    file = tmp_path / "data" / "hedgerow.sqlite"
    with open_household(read, NOW, exclusive=False) as serving:
        with serving.alone():
            serving.ledger.approve(CalendarId("blocks"), NOW.now())
        copy = file.read_bytes()
        for each in file.parent.glob("hedgerow.sqlite*"):
            each.unlink()
        if is_replaced:
            file.write_bytes(copy)
        with pytest.raises(Refused, match="deleted or replaced, so nothing is written: start Hedgerow again"):
            serving.alone().__enter__()
