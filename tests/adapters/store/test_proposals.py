from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.store.database import Store, open_store
from hedgerow.core.policy.said import State
from hedgerow.ports import PersonId
from hedgerow.ports.proposals import Proposals
from tests.adapters.contract_proposals import NOON, W47, ProposalsContract
from tests.fakes.proposals import MemoryProposals

ANNA, BEN = PersonId("anna"), PersonId("ben")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "hedgerow.db") as store:
        yield store


class TestMemoryProposals(ProposalsContract):
    @pytest.fixture
    def proposals(self) -> Proposals:
        return MemoryProposals()


class TestSqlProposals(ProposalsContract):
    @pytest.fixture
    def proposals(self, store: Store) -> Proposals:
        return store.proposals(ANNA)


def test_each_person_has_proposals_of_their_own(store: Store) -> None:
    store.proposals(ANNA).add(W47)
    assert not store.proposals(BEN).decide(replace(W47, state=State.REFUSED, decided_at=NOON), State.PROPOSED)
    assert store.proposals(BEN).add(replace(W47, subject="intention/run/time"))
    assert list(store.proposals(ANNA).load()) == [W47]
