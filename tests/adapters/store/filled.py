"""A store with something in it."""

from dataclasses import replace
from pathlib import Path

from hedgerow.adapters.store.database import open_store
from hedgerow.core.block import BlockId
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.ports import PersonId
from tests.adapters.contract_ledger import BOOKED, NOON

ANNA = PersonId("anna")


def adopt(count: int) -> list[Observation]:
    blocks = (replace(BOOKED, block=BlockId(f"b{number:05d}")) for number in range(count))
    return [Observation(Edit.ADOPT, booking, None, "its mark is ours") for booking in blocks]


def fill(path: Path) -> None:
    with open_store(path) as store:
        store.ledger(ANNA).note(adopt(200), NOON)
