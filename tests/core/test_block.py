"""Whose a block is."""

from hedgerow.core.block import Owner, owner_of


def test_an_owner_is_the_same_on_every_machine_and_tells_nothing_of_the_person() -> None:
    assert owner_of((), "foobar") == Owner("85944171f73967e8"), "a published value of FNV-1a"


def test_an_owner_is_known_by_an_address_in_whatever_order_they_are_kept_and_else_by_a_name() -> None:
    both = ("ada@example.org", "ada@work.example")
    assert owner_of(both, "Ada") == owner_of(both[::-1], "Countess") == owner_of(both[:1], "")
    assert len({owner_of(both, "Ada"), owner_of((), "Ada"), owner_of((), "Bob"), owner_of((), "")}) == 4
