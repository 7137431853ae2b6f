"""What a process that serves takes up while it runs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.google.client_file import Client
from hedgerow.adapters.google.grant import Grant, forget_grant, load_grant, save_grant
from hedgerow.compose import open_passwords
from hedgerow.compose.reopening import Serving, SettingsFile, serving
from hedgerow.flows.household import Household
from hedgerow.settings.load import load_settings
from hedgerow.settings.values import AccountId, Settings
from tests.agenda import utc

NOW = utc("2026-11-23 08:00")
HOME, JOB = AccountId("home"), AccountId("job")
LIFE = """\
[person]
time_zone = "Europe/Berlin"
[[accounts]]
name = "home"
kind = "caldav"
url = "https://home.example/"
user = "ann"
[[accounts]]
name = "job"
kind = "google"
[[calendars]]
name = "gym"
kind = "file"
path = "gym.ics"
domains = ["self"]
[server]
data = "data"
every = "15min"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hedgerow.toml"
    path.write_text(LIFE)
    return path


@contextmanager
def served(path: Path) -> Iterator[tuple[Serving, Household]]:
    source = SettingsFile(path, partial(load_settings, path, {"XDG_CONFIG_HOME": str(path.parent)}))
    settings = source.load()
    assert isinstance(settings, Settings), settings
    with serving(settings, source, source.digest(), StillClock(NOW)) as at:
        yield at, at.open()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "hedgerow.compose.reopening"]


def test_settings_that_were_changed_are_used_from_the_next_cycle_on(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with served(file) as (at, household):
        assert at.renewed(household) is household
        change(file, "gym", "club")
        fresh = at.renewed(household)
        assert [each.calendar for each in fresh.sources] == ["club"]
        assert fresh.ledger.bookings() == []
        assert at.renewed(fresh) is fresh
    assert said(caplog) == ["the settings have changed: that is used from now on"]


def test_a_comment_changes_nothing(file: Path) -> None:
    with served(file) as (at, household):
        file.write_text(f"# mine\n{LIFE}")
        assert at.renewed(household) is household


def test_settings_that_cannot_be_used_keep_those_of_before_and_are_told_once_without_what_they_say(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with served(file) as (at, household):
        change(file, 'domains = ["self"]', 'domains = ["Secret title"]')
        for _ in range(3):
            assert at.renewed(household) is household
        file.unlink()
        assert at.renewed(household) is household
        change_back = LIFE.replace("gym", "club")
        file.write_text(change_back)
        assert [each.calendar for each in at.renewed(household).sources] == ["club"]
    told = said(caplog)
    assert [line.partition(": ")[2] for line in told] == [
        "see line 15; `hedgerow check` says what is wrong",
        "see the file; `hedgerow check` says what is wrong",
    ]


def test_another_data_folder_waits_for_a_new_start(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with served(file) as (at, household):
        change(file, '"data"', '"elsewhere"')
        assert [at.renewed(household), at.renewed(household)] == [household, household]
    assert said(caplog) == [
        "the settings name another data folder, so those of before stay: start `hedgerow serve` anew"
    ]
    assert not (file.parent / "elsewhere").exists()


def test_a_data_folder_that_cannot_be_opened_now_is_tried_again(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with served(file) as (at, household):
        change(file, "gym", "club")
        data = file.parent / "data"
        data.rename(file.parent / "moved")
        data.write_text("a file")
        assert [at.renewed(household), at.renewed(household)] == [household, household]
        data.unlink()
        (file.parent / "moved").rename(data)
        assert [each.calendar for each in at.renewed(household).sources] == ["club"]
    assert len([line for line in said(caplog) if "can't be used yet" in line]) == 1


def test_a_password_that_was_given_or_taken_away_beside_it_is_noticed(file: Path) -> None:
    with served(file) as (at, household):
        with open_passwords(at.settings) as beside:
            beside.keep(HOME, "first", NOW)
        first = at.renewed(household)
        assert first is not household
        with open_passwords(at.settings) as beside:
            beside.keep(HOME, "second", NOW)
        second = at.renewed(first)
        assert second is not first
        with open_passwords(at.settings) as beside:
            beside.forget(HOME)
        third = at.renewed(second)
        assert third is not second
        assert at.renewed(third) is third


def test_a_new_sign_in_and_its_end_are_noticed_and_a_refresh_is_none(file: Path) -> None:
    client = Client("id", "secret", "https://a.example/auth", "https://a.example/token")
    grant = Grant(client, (), NOW, "refresh", "", None, NOW)
    with served(file) as (at, household), open_passwords(at.settings) as beside:
        save_grant(beside.sealed, JOB, grant, NOW)
        first = at.renewed(household)
        assert first is not household
        held = load_grant(beside.sealed, JOB)
        assert held is not None
        save_grant(beside.sealed, JOB, replace(held, access_token="a", refresh_token="rotated"), NOW)
        assert at.renewed(first) is first
        save_grant(beside.sealed, JOB, replace(held, granted_at=NOW + timedelta(minutes=1)), NOW)
        second = at.renewed(first)
        assert second is not first
        forget_grant(beside.sealed, JOB)
        assert at.renewed(second) is not second
