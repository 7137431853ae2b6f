"""What every `ports.Doubts` does. Inherit, and give the fixture `doubts`."""

from hedgerow.core.doubt import Doubt
from hedgerow.ports import Doubts
from tests.adapters.contract_ledger import LATER, NOON

EMPTY = Doubt("d1", 2, NOON, LATER)
MANY = Doubt("d2", 1, LATER, LATER)


class DoubtsContract:
    def test_there_are_none_at_first(self, doubts: Doubts) -> None:
        assert dict(doubts.load()) == {}

    def test_all_take_the_place_of_all_that_were(self, doubts: Doubts) -> None:
        for kept in ({"family": EMPTY, "deletions": MANY}, {"family": MANY}, {}):
            doubts.save(kept)
            assert dict(doubts.load()) == kept
