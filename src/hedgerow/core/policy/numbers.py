"""What is told of a proposal: numbers of what it is about, before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass

from hedgerow.core.block import IntentionId
from hedgerow.core.policy.tally import Tally, total


@dataclass(frozen=True, slots=True)
class Numbers:
    """Sums over `weeks`; minutes unless said otherwise. Of one intention, where the change is about one."""

    weeks: int
    held: int
    kept: int
    """Blocks that took place."""
    asked: int
    """Blocks wished for."""
    failed: int
    """Of all intentions."""
    moved: int
    by_hand: int
    taken: int
    unrested: int


def numbers_of(tallies: Iterable[Tally], intention: IntentionId | None) -> Numbers:
    summed = total(tallies)
    names = [intention] if intention is not None else list(summed.asked)
    held, kept, asked = (sum(each.get(name, 0) for name in names) for each in (summed.held, summed.kept, summed.asked))
    return Numbers(
        summed.weeks, held, kept, asked, summed.failed, summed.moved, summed.by_hand, summed.taken, summed.unrested
    )
