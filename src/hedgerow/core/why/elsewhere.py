"""Where a block would go that the person put somewhere and that a meeting lies over now."""

from collections.abc import Callable
from dataclasses import replace

from hedgerow.core.block import BlockId
from hedgerow.core.plan import Given, Hold, Plan
from hedgerow.core.span import Span


def find_elsewhere(given: Given, plan: Callable[[Given], Plan], block: BlockId) -> Span | None:
    """Told by planning as if the person had not held it; None where there is no other place, or it is not theirs.

    Raises BrokenPromise.
    """
    held = next((each for each in given.previous.placed if each.block == block), None)
    if held is None or held.hold is not Hold.PINNED:
        return None
    placed = tuple(replace(each, hold=Hold.NONE) if each is held else each for each in given.previous.placed)
    planned = plan(replace(given, previous=replace(given.previous, placed=placed)))
    span = next((each.span for each in planned.blocks if each.block == block), held.span)
    return None if span == held.span else span
