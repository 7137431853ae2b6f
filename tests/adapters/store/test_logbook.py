from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hedgerow.adapters.store.database import Store, open_store
from hedgerow.ports import Breaks, Doubts, Ledger, Logbook, Pause, PersonId
from tests.adapters.contract_breaks import BreaksContract
from tests.adapters.contract_doubts import EMPTY, MANY, DoubtsContract
from tests.adapters.contract_ledger import BOOKED, CREATE, LATER, NOON, run
from tests.adapters.contract_logbook import LogbookContract, write
from tests.fakes.breaks import MemoryBreaks
from tests.fakes.doubts import MemoryDoubts
from tests.fakes.ledger import MemoryLedger, MemoryLogbook

ANNA, BEN = PersonId("anna"), PersonId("ben")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hedgerow.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


class TestMemoryLogbook(LogbookContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        return MemoryLedger()

    @pytest.fixture
    def logbook(self, ledger: MemoryLedger) -> Logbook:
        return MemoryLogbook(ledger)


class TestSqlLogbook(LogbookContract):
    @pytest.fixture
    def ledger(self, store: Store) -> Ledger:
        return store.ledger(ANNA)

    @pytest.fixture
    def logbook(self, store: Store) -> Logbook:
        return store.logbook(ANNA)


class TestMemoryBreaks(BreaksContract):
    @pytest.fixture
    def breaks(self) -> Breaks:
        return MemoryBreaks()


class TestSqlBreaks(BreaksContract):
    @pytest.fixture
    def breaks(self, store: Store) -> Breaks:
        return store.breaks(ANNA)


class TestMemoryDoubts(DoubtsContract):
    @pytest.fixture
    def doubts(self) -> Doubts:
        return MemoryDoubts()


class TestSqlDoubts(DoubtsContract):
    @pytest.fixture
    def doubts(self, store: Store) -> Doubts:
        return store.doubts(ANNA)


def test_one_person_reads_nothing_of_another(store: Store) -> None:
    write(store.ledger(ANNA), CREATE, BOOKED, run(NOON))
    store.breaks(ANNA).set_pause(Pause(NOON, LATER))
    store.doubts(ANNA).save({"family": EMPTY})
    assert (list(store.logbook(BEN).entries()), store.breaks(BEN).pause(), store.doubts(BEN).load()) == ([], None, {})
    store.breaks(BEN).set_pause(None)
    store.doubts(BEN).save({})
    assert store.breaks(ANNA).pause() == Pause(NOON, LATER)
    assert store.doubts(ANNA).load() == {"family": EMPTY}


def test_a_lease_of_one_person_fences_no_other(store: Store) -> None:
    anna, ben = store.ledger(ANNA), store.ledger(BEN)
    write(anna, CREATE, BOOKED, run(NOON, "annas"))
    write(ben, CREATE, BOOKED, run(NOON, "bens"))
    anna.begin(CREATE, BOOKED.calendar, run(LATER, "annas"))
    assert len(anna.open_intents()) == 1


def test_the_same_doubts_are_not_written_again(store: Store, path: Path) -> None:
    doubts = store.doubts(ANNA)
    doubts.save({"family": EMPTY, "deletions": MANY})
    log = path.with_name(f"{path.name}-wal").stat().st_size
    doubts.save({"deletions": MANY, "family": EMPTY})
    assert path.with_name(f"{path.name}-wal").stat().st_size == log


def test_a_pause_is_over_from_its_end_on_and_never_without_one() -> None:
    pause = Pause(NOON, LATER)
    assert [pause.is_over(LATER + timedelta(seconds=n)) for n in (-1, 0, 1)] == [False, True, True]
    assert not Pause(NOON, None).is_over(LATER + timedelta(days=9999))
