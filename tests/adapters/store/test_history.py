import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hedgerow.adapters.store.database import Store, open_store
from hedgerow.adapters.store.rows import write_booking
from hedgerow.adapters.store.upgrade import SHIPPED, Migrations
from hedgerow.ports import History, PersonId, Refused
from tests.adapters.contract_history import NOON, W47, HistoryContract
from tests.adapters.contract_ledger import BOOKED
from tests.adapters.store.raw import select
from tests.fakes.history import MemoryHistory

ANNA, BEN = PersonId("anna"), PersonId("ben")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hedgerow.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


class TestMemoryHistory(HistoryContract):
    @pytest.fixture
    def history(self) -> History:
        return MemoryHistory()


class TestSqlHistory(HistoryContract):
    @pytest.fixture
    def history(self, store: Store) -> History:
        return store.history(ANNA)


def test_each_person_has_weeks_of_their_own(store: Store) -> None:
    store.history(ANNA).save([W47], NOON)
    store.history(BEN).save([replace(W47, personal_taken=1)], NOON)
    assert list(store.history(ANNA).load(W47.week, W47.week)) == [W47]


def test_a_recomputed_week_keeps_the_instant_at_which_it_was_closed(store: Store, path: Path) -> None:
    store.history(ANNA).save([W47], NOON)
    store.history(ANNA).save([replace(W47, digest="07")], NOON + timedelta(days=1))
    [(closed, changed)] = select(path, "SELECT closed_at, changed_at FROM week")
    assert (closed, changed - closed) == (int(NOON.timestamp()), 86_400)


def test_weeks_are_saved_all_or_none(store: Store) -> None:
    broken = replace(W47, week=W47.week.plus(1), digest="\ud800")
    with pytest.raises(Refused, match="half a character"):
        store.history(ANNA).save([W47, broken], NOON)
    assert list(store.history(ANNA).load(W47.week, W47.week.plus(1))) == []


def test_a_database_of_the_first_revision_gets_its_weeks_and_loses_nothing(path: Path, tmp_path: Path) -> None:
    first = Migrations(tmp_path / "migrations", "0001")
    shutil.copytree(
        SHIPPED.folder, first.folder, ignore=shutil.ignore_patterns("0002*", "0003*", "0004*", "__pycache__")
    )
    open_store(path, first).close()
    row = {"person": ANNA, "recorded_at": 0, "changed_at": 0, **write_booking(BOOKED)}
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(f"INSERT INTO booking ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    with open_store(path) as store:
        store.history(ANNA).save([W47], NOON)
        assert list(store.ledger(ANNA).bookings()) == [BOOKED]
        assert list(store.history(ANNA).load(W47.week, W47.week)) == [W47]


def test_a_week_kept_before_the_hours_of_domains_were_has_none(store: Store, path: Path) -> None:
    store.history(ANNA).save([W47], NOON)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE week SET numbers = json_remove(numbers, '$.domains')")
    [kept] = store.history(ANNA).load(W47.week, W47.week)
    assert kept == replace(W47, domains=None)
