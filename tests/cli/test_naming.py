from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.cli.exits import Stop
from hedgerow.cli.naming import SHORTEST, find_block, short_ids
from hedgerow.core.block import BlockId, Booking, Slot, Standing
from tests.agenda import BERLIN, day_of
from tests.bookings import held

RUN, SWIM = held("tue 07:00-08:00  Run"), held("wed 07:00-08:00  Swim")


def named(booking: Booking, block: str) -> Booking:
    return replace(booking, block=BlockId(block))


@given(st.sets(st.text("abv09", min_size=6, max_size=12).map(BlockId), max_size=8))
def test_a_short_id_begins_one_block_and_no_other(blocks: set[BlockId]) -> None:
    for block, short in short_ids(blocks).items():
        assert block.startswith(short)
        others = [other for other in blocks if other != block and other.startswith(short)]
        assert others == [] or (short == block and all(other.startswith(block) for other in others))
        assert len(short) >= SHORTEST


def test_a_short_id_is_no_longer_than_it_has_to_be() -> None:
    blocks = [BlockId("demo000001"), BlockId("demo000002"), BlockId("x12345678")]
    assert list(short_ids(blocks).values()) == ["demo000001", "demo000002", "x1234"]


def test_a_block_is_found_by_the_beginning_of_its_id_and_by_its_day() -> None:
    ours = [named(RUN, "abc1"), named(SWIM, "abd1")]
    assert [find_block(ours, name, BERLIN).block for name in ("abc", "run@2026-11-17")] == ["abc1", "abc1"]


def test_the_block_that_lies_on_a_day_comes_before_the_one_that_stands_for_it() -> None:
    moved = replace(named(RUN, "abc1"), slot=Slot(RUN.slot.intention, day_of("wed")))
    other = replace(named(held("wed 07:00-08:00  Run"), "abc2"), slot=Slot(RUN.slot.intention, day_of("thu")))
    for day, block in (("2026-11-18", "abc2"), ("2026-11-17", "abc1"), ("2026-11-19", "abc2")):
        assert find_block([moved, other], f"run@{day}", BERLIN).block == block


def test_an_id_that_may_be_several_is_told_with_all_of_them() -> None:
    with pytest.raises(Stop, match=r"'abc' may be abc11 \(Tue.17.Nov.* and abc12 \(Wed.18.Nov.*: give more of the id"):
        find_block([named(RUN, "abc11"), named(SWIM, "abc12")], "abc", BERLIN)


@pytest.mark.parametrize("name", ["abc1", "ab", "run@2026-11-18", "run@", "run", ""])
def test_what_is_not_booked_or_too_short_names_nothing(name: str) -> None:
    gone = replace(named(RUN, "abc1"), standing=Standing.SKIPPED)
    with pytest.raises(Stop, match="plan --all"):
        find_block([gone, named(RUN, "abd1")], name, BERLIN)
