"""Copies of calendars hold titles: they go with the account or calendar that they are of."""

from pathlib import Path

import pytest

from hedgerow.adapters.caldav.local_copy import Copy, CopyStore
from hedgerow.adapters.google.kept import Kept, KeptStore
from hedgerow.adapters.ics.feed_cache import FeedCache, pack
from hedgerow.adapters.ics.feed_cache import Kept as Feed
from hedgerow.adapters.ics.fetch import Validators
from hedgerow.compose.copies import forget_all_copies, forget_copies
from hedgerow.ports import Unavailable
from hedgerow.settings.values import AccountId, Settings
from tests.adapters.ics.calendars import window
from tests.settings.reading import settings

HOME, CLUB = "https://home.example/ann/personal/", "https://club.example/ben/team/"
FEED, OLD_FEED = "https://feeds.example/school.ics", "https://feeds.example/gone.ics"
LIFE = f"""
[person]
time_zone = "Europe/Berlin"
[[accounts]]
name = "home"
kind = "caldav"
url = "https://home.example/"
user = "ann"
[[accounts]]
name = "club"
kind = "caldav"
url = "https://club.example/"
user = "ben"
[[accounts]]
name = "job"
kind = "google"
[[accounts]]
name = "choir"
kind = "google"
[[calendars]]
name = "work"
kind = "google"
account = "job"
id = "primary"
domains = ["work"]
[[calendars]]
name = "singing"
kind = "google"
account = "choir"
id = "primary"
domains = ["community"]
[[calendars]]
name = "personal"
kind = "caldav"
account = "home"
url = "{HOME}"
domains = ["home"]
[[calendars]]
name = "team"
kind = "caldav"
account = "club"
url = "{CLUB}"
domains = ["community"]
[[calendars]]
name = "school"
kind = "feed"
url = "{FEED}"
domains = ["home"]
[server]
data = "data"
"""


WEEK = window("2026-11-23", "2026-11-30")


def kept_at(data: Path, account: str) -> KeptStore:
    return KeptStore(data / "google", account, "primary")


@pytest.fixture
def life(tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    for url, user in ((HOME, "ann"), (CLUB, "ben")):
        CopyStore(data / "caldav", url, user).keep(Copy())
    for url in (FEED, OLD_FEED):
        FeedCache(data / "feeds").keep(url, Feed(Validators(), 1, pack(b"SUMMARY:Canary")))
    for account in ("job", "choir"):
        kept_at(data, account).keep(Kept("token", WEEK, WEEK.start, WEEK.start, "owner", ()))
    (data / "google" / "1.google1").write_text("Canary")
    (data / "feeds" / "half.new").write_text("Canary")
    (data / "hedgerow.sqlite").write_text("")
    return settings(LIFE, base=tmp_path)


def left(life: Settings) -> list[Path]:
    return sorted(path for path in life.server.data.rglob("*") if path.is_file())


def test_the_copies_of_one_account_go_with_those_that_nothing_names_any_more(life: Settings) -> None:
    data = life.server.data
    assert forget_copies(life, AccountId("home")) == 4, "personal, what nothing names, and what was half written"
    assert left(life) == sorted(
        [
            CopyStore(data / "caldav", CLUB, "ben").file,
            FeedCache(data / "feeds").file(FEED),
            kept_at(data, "choir").file,
            kept_at(data, "job").file,
            data / "hedgerow.sqlite",
        ]
    )
    assert forget_copies(life, AccountId("home")) == 0


def test_the_copies_of_a_google_account_go_with_it_and_those_of_another_one_stay(life: Settings) -> None:
    forget_copies(life, AccountId("job"))
    assert list((life.server.data / "google").iterdir()) == [kept_at(life.server.data, "choir").file]
    assert len(list((life.server.data / "caldav").iterdir())) == 2


def test_all_copies_go_and_the_database_stays(life: Settings) -> None:
    assert forget_all_copies(life) == 8
    assert left(life) == [life.server.data / "hedgerow.sqlite"]


def test_where_nothing_was_ever_copied_there_is_nothing_to_delete(tmp_path: Path) -> None:
    assert forget_all_copies(settings(LIFE, base=tmp_path)) == 0


def test_a_copy_that_cannot_be_deleted_is_named(life: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *, missing_ok: bool) -> None:
        raise PermissionError(13, "Permission denied", str(path), missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(Unavailable, match=r"\.dav1, a copy of a calendar, can't be deleted \(Permission denied\)"):
        forget_all_copies(life)
