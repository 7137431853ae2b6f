"""By what a block and its person are known."""

from hedgerow.core.block import BlockId, Owner, block_of, owner_of, uid_of
from hedgerow.core.occurrence import Uid


def test_an_owner_is_the_same_on_every_machine_and_tells_nothing_of_the_person() -> None:
    assert owner_of((), "foobar") == Owner("85944171f73967e8"), "a published value of FNV-1a"


def test_an_owner_is_known_by_an_address_in_whatever_order_they_are_kept_and_else_by_a_name() -> None:
    both = ("ada@example.org", "ada@work.example")
    assert owner_of(both, "Ada") == owner_of(both[::-1], "Countess") == owner_of(both[:1], "")
    assert len({owner_of(both, "Ada"), owner_of((), "Ada"), owner_of((), "Bob"), owner_of((), "")}) == 4


def test_a_block_is_known_by_its_uid_and_no_other_uid_is_taken_for_one() -> None:
    assert block_of(uid_of(BlockId("a1v"))) == "a1v"
    others = ("a1v", "a1z@hedgerow", "A1@hedgerow", "@hedgerow", "a1@hedgerow.example", "a1@hedgerow\n", "")
    assert [block_of(Uid(other)) for other in others] == [None] * len(others)
