"""Backups: one a day, seven kept, and what takes the place of a damaged database."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from hedgerow.adapters.store.database import open_store
from hedgerow.ports import Unavailable
from tests.adapters.contract_ledger import NOON
from tests.adapters.store.filled import ANNA, adopt, fill

MONDAY = date(2026, 11, 16)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "hedgerow.sqlite"


def backups(path: Path) -> list[str]:
    return sorted(file.name for file in (path.parent / "backups").iterdir())


def test_a_backup_holds_everything_and_is_for_this_user_alone(path: Path) -> None:
    with open_store(path) as store:
        store.ledger(ANNA).note(adopt(3), NOON)
        copy = store.back_up(MONDAY)
    assert copy is not None
    assert oct(copy.stat().st_mode & 0o777) == "0o600"
    assert oct(copy.parent.stat().st_mode & 0o777) == "0o700"
    with open_store(copy) as store:
        assert len(store.ledger(ANNA).bookings()) == 3


def test_one_backup_a_day_is_enough_and_seven_are_kept(path: Path) -> None:
    with open_store(path) as store:
        made = [store.back_up(MONDAY + timedelta(days=day // 2)) for day in range(20)]
    assert [copy is None for copy in made] == [False, True] * 10
    assert backups(path) == [f"hedgerow-2026-11-{day}.sqlite" for day in range(19, 26)]


def test_a_damaged_database_gives_way_to_the_newest_whole_backup(path: Path) -> None:
    with open_store(path) as store:
        store.ledger(ANNA).note(adopt(3), NOON)
        store.back_up(MONDAY)
        spoilt = store.back_up(MONDAY + timedelta(days=1))
    assert spoilt is not None
    spoilt.write_bytes(b"not a database" * 1000)
    path.write_bytes(b"not a database" * 1000)
    with open_store(path) as store:
        assert store.notice is not None
        assert "hedgerow-2026-11-16.sqlite took its place" in store.notice
        assert len(store.ledger(ANNA).bookings()) == 3


def test_a_backup_that_cannot_be_written_says_so_and_harms_nothing(path: Path) -> None:
    fill(path)
    (path.parent / "backups").write_text("in the way")
    with open_store(path) as store, pytest.raises(Unavailable, match="could not be written"):
        store.back_up(MONDAY)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM booking").fetchone() == (200,)


def test_the_day_of_the_last_backup_is_known_whatever_lies_beside_it(path: Path) -> None:
    with open_store(path) as store:
        assert store.last_backup() is None
        store.back_up(date(2026, 11, 16))
        store.back_up(date(2026, 11, 17))
        (path.parent / "backups" / f"{path.stem}-9999-99-99{path.suffix}").touch()
        assert store.last_backup() == date(2026, 11, 17)
