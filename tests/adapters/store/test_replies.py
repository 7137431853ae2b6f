from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.store.database import Store, open_store
from hedgerow.adapters.store.ledger import SqlLedger
from hedgerow.ports import Logbook, PersonId
from hedgerow.ports.invitations import Replies
from tests.adapters.contract_ledger import NOON, run
from tests.adapters.contract_replies import NO, WORK, RepliesContract
from tests.fakes.ledger import MemoryLedger, MemoryLogbook
from tests.fakes.replies import MemoryReplies

ANNA, BEN = PersonId("anna"), PersonId("ben")


class TestMemoryReplies(RepliesContract):
    @pytest.fixture
    def ledger(self) -> MemoryLedger:
        return MemoryLedger()

    @pytest.fixture
    def replies(self, ledger: MemoryLedger) -> Replies:
        return MemoryReplies(ledger)

    @pytest.fixture
    def beside(self, ledger: MemoryLedger) -> Replies:
        return MemoryReplies(replace(ledger))

    @pytest.fixture
    def logbook(self, ledger: MemoryLedger) -> Logbook:
        return MemoryLogbook(ledger)


class TestSqlReplies(RepliesContract):
    @pytest.fixture
    def ledger(self, store: Store) -> SqlLedger:
        return store.ledger(ANNA)

    @pytest.fixture
    def replies(self, store: Store, ledger: SqlLedger) -> Replies:
        return store.replies(ledger, ANNA)

    @pytest.fixture
    def beside(self, path: Path, replies: Replies) -> Iterator[Replies]:
        with open_store(path) as other:
            yield other.replies(other.ledger(ANNA), ANNA)

    @pytest.fixture
    def logbook(self, store: Store) -> Logbook:
        return store.logbook(ANNA)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hedgerow.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def test_what_one_person_said_is_none_of_another_s(store: Store) -> None:
    mine, other = (store.replies(store.ledger(each), each) for each in (ANNA, BEN))
    mine.switch([WORK], NOON)
    mine.begin(NO, run(NOON))
    mine.finish(NO, NOON)
    assert (dict(other.since()), list(other.begun()), dict(other.given())) == ({}, [], {})
