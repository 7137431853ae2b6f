from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from hedgerow.adapters.store.database import Store, open_store
from hedgerow.ports import LetterState, PersonId
from tests.adapters.contract_outbox import STALE, SUNDAY, Opened, OutboxContract
from tests.fakes.outbox import Key, Letter, MemoryOutbox

ANNA = PersonId("anna")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hedgerow.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


class TestMemoryOutbox(OutboxContract):
    @pytest.fixture
    def opened(self) -> Opened:
        letters: dict[Key, Letter] = {}
        return lambda: MemoryOutbox(letters)


class TestSqlOutbox(OutboxContract):
    @pytest.fixture
    def opened(self, store: Store) -> Opened:
        return lambda: store.outbox(ANNA)


def test_each_person_has_a_letter_of_their_own(store: Store) -> None:
    assert store.outbox(ANNA).claim("weekly", "2026-W47", SUNDAY)
    assert store.outbox(PersonId("ben")).claim("weekly", "2026-W47", SUNDAY)
    store.outbox(ANNA).release("weekly", "2026-W47")
    assert store.outbox(PersonId("ben")).state("weekly", "2026-W47") is LetterState.CLAIMED


def test_a_letter_that_was_sent_stays_sent_when_the_program_starts_again(path: Path) -> None:
    with open_store(path) as store:
        store.outbox(ANNA).claim("weekly", "2026-W47", SUNDAY)
        store.outbox(ANNA).settle("weekly", "2026-W47", LetterState.SENT, SUNDAY)
    with open_store(path) as store:
        assert not store.outbox(ANNA).claim("weekly", "2026-W47", STALE)


@pytest.mark.parametrize("start", ["a letter nobody claimed", "a stale claim"])
def test_of_eight_that_claim_at_once_one_wins(path: Path, start: str) -> None:
    with open_store(path) as store:
        if start == "a stale claim":
            store.outbox(ANNA).claim("weekly", "2026-W47", SUNDAY)
    barrier = Barrier(8)

    def claim(_: int) -> bool:
        with open_store(path) as store:
            barrier.wait()
            return store.outbox(ANNA).claim("weekly", "2026-W47", STALE)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(claim, range(8))) == [False] * 7 + [True]
