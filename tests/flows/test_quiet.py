"""Nothing changed means nothing written, and a run that slept writes no more: on the real database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.store.database import Store, open_store
from hedgerow.core.block import BlockEvent, Version
from hedgerow.flows.cycle import apply, survey
from hedgerow.flows.household import Household
from hedgerow.ports import PersonId, Refused
from tests.flows.life import BLOCKS, Life

ANNA = PersonId("anna")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hedgerow.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


def household(life: Life, store: Store) -> Household:
    return replace(
        life.household,
        ledger=store.ledger(ANNA),
        logbook=store.logbook(ANNA),
        breaks=store.breaks(ANNA),
        doubts=store.doubts(ANNA),
    )


def test_a_turn_in_which_nothing_changed_writes_and_commits_nothing(store: Store, path: Path) -> None:
    life, log = Life(), path.with_name(f"{path.name}-wal")
    home = household(life, store)
    apply(home, survey(home), [BLOCKS])
    before = (life.blocks.writes, log.stat().st_size)
    assert before > (0, 0)
    assert apply(home, survey(home), []) == ()
    assert (life.blocks.writes, log.stat().st_size) == before


def test_a_run_that_slept_while_another_wrote_leaves_the_rest_to_it(store: Store, path: Path) -> None:
    life = Life()
    slow = household(life, store)
    put, surveyed = life.blocks.put, survey(slow)

    def sleep_once(event: BlockEvent, expected: Version | None) -> Version:
        life.blocks.put = put  # type: ignore[method-assign]
        version = put(event, expected)
        with open_store(path) as other:
            quick = household(life, other)
            apply(quick, survey(quick), [BLOCKS])
        return version

    life.blocks.put = sleep_once  # type: ignore[method-assign]
    with pytest.raises(Refused):
        apply(slow, surveyed, [BLOCKS])
    spans = life.spans()
    assert len(spans) == len(set(spans)) == len(surveyed.outlook.steps)
    assert apply(slow, survey(slow), []) == ()
