"""The person moves, deletes and drags blocks; the plan lives with it."""

from dataclasses import replace
from datetime import timedelta

from hedgerow.core.span import Span
from tests.agenda import span
from tests.flows.life import DINNER, Life


def test_a_block_moved_into_the_next_week_and_deleted_there_gets_no_other_in_that_week() -> None:
    life = Life(intentions=(replace(DINNER, times_per_week=1),))
    life.now("mon", "06:00")
    life.turn()
    first, other = sorted(life.blocks.find_blocks(), key=lambda found: found.span)
    nine = timedelta(days=9)
    life.blocks.edit(first.block, span=Span(first.span.start + nine, first.span.end + nine))
    life.turn()
    held = [found.span for found in life.blocks.find_blocks() if found.block != first.block]
    life.blocks.delete(first.block)
    life.turn()
    assert life.spans() == held
    assert not any(each.overlaps(span("mon+1", "00:00-24:00")) for each in life.spans())
    assert other.block not in {found.block for found in life.blocks.find_blocks()}
