import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.store.database import Store, open_store
from hedgerow.adapters.store.rows import read_booking
from hedgerow.core.block import BlockId, Standing
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.ports import Intent, Ledger, PersonId, Refused
from tests.adapters.contract_ledger import BOOKED, CREATE, FAMILY, LATER, MOVE, MOVED, NOON, LedgerContract, run
from tests.adapters.store.raw import select
from tests.fakes.ledger import MemoryLedger


class TestMemoryLedger(LedgerContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        return MemoryLedger()

    @pytest.fixture
    def beside(self, ledger: MemoryLedger) -> Ledger:
        return replace(ledger)


class TestSqlLedger(LedgerContract):
    @pytest.fixture
    def ledger(self, store: Store) -> Ledger:
        return store.ledger(PersonId("anna"))

    @pytest.fixture
    def beside(self, path: Path, ledger: Ledger) -> Iterator[Ledger]:
        with open_store(path) as other:
            yield other.ledger(PersonId("anna"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hedgerow.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


def test_one_person_sees_nothing_of_another(store: Store) -> None:
    anna, ben = store.ledger(PersonId("anna")), store.ledger(PersonId("ben"))
    anna.begin(CREATE, FAMILY, run(NOON))
    assert list(ben.open_intents()) == []
    ben.begin(CREATE, FAMILY, run(NOON))
    ben.finish(MOVED, NOON)
    assert len(anna.open_intents()) == 1
    anna.finish(BOOKED, NOON)
    assert (list(anna.bookings()), list(ben.bookings())) == ([BOOKED], [MOVED])


def test_the_ledger_outlives_the_program(path: Path) -> None:
    with open_store(path) as store:
        store.ledger(PersonId("anna")).note([Observation(Edit.ADOPT, BOOKED, None, "its mark is ours")], NOON)
        store.ledger(PersonId("anna")).begin(MOVE, FAMILY, run(LATER))
    with open_store(path) as store:
        assert list(store.ledger(PersonId("anna")).bookings()) == [BOOKED]
        assert list(store.ledger(PersonId("anna")).open_intents()) == [Intent(MOVE, FAMILY, LATER)]


def test_all_that_happened_is_kept_with_its_before_and_after(store: Store, path: Path) -> None:
    ledger = store.ledger(PersonId("anna"))
    ledger.begin(CREATE, FAMILY, run(NOON))
    ledger.finish(BOOKED, NOON)
    ledger.begin(MOVE, FAMILY, run(NOON))
    ledger.abandon(BOOKED.block, LATER, "the calendar held another version")
    pinned = replace(MOVED, standing=Standing.PINNED)
    ledger.note([Observation(Edit.PIN, pinned, BOOKED, "moved by hand")], LATER)
    rows = select(path, "SELECT what, reason, failure, before, after, at FROM action ORDER BY id")
    assert [(what, reason, failure) for what, reason, failure, *_ in rows] == [
        ("create", "the ideal place", None),
        ("move", "a meeting took its place", "the calendar held another version"),
        ("pin", "moved by hand", None),
    ]
    kept = [tuple(booking and read_booking(json.loads(booking)) for booking in row[3:5]) for row in rows]
    assert kept == [(None, BOOKED), (BOOKED, None), (BOOKED, pinned)]
    assert [row[5] for row in rows] == [1794830400, 1794830700, 1794830700]


def test_a_booking_knows_when_it_was_first_recorded_and_last_changed(store: Store, path: Path) -> None:
    ledger = store.ledger(PersonId("anna"))
    ledger.begin(CREATE, FAMILY, run(NOON))
    ledger.finish(BOOKED, NOON)
    ledger.begin(MOVE, FAMILY, run(LATER))
    ledger.finish(MOVED, LATER)
    assert select(path, "SELECT recorded_at, changed_at FROM booking") == [(1794830400, 1794830700)]


def test_observations_are_noted_all_or_none(store: Store) -> None:
    ledger = store.ledger(PersonId("anna"))
    broken = replace(BOOKED, block=BlockId("b2"), title=None)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        ledger.note([Observation(Edit.ADOPT, booking, None, "ours") for booking in (BOOKED, broken)], NOON)
    assert list(ledger.bookings()) == []


def test_a_quiet_run_commits_nothing(store: Store, path: Path) -> None:
    ledger = store.ledger(PersonId("anna"))
    ledger.note([Observation(Edit.ADOPT, BOOKED, None, "ours")], NOON)
    log = path.with_name(f"{path.name}-wal").stat().st_size
    ledger.note([], LATER)
    ledger.bookings(), ledger.open_intents(), ledger.approved()
    assert path.with_name(f"{path.name}-wal").stat().st_size == log
