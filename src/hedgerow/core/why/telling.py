"""All that there is to say of one block, of one wish without a place, or of a whole plan."""

from collections.abc import Iterator
from dataclasses import dataclass

from hedgerow.core.plan import Block, Unplaced, Withheld
from hedgerow.core.why.change import find_change
from hedgerow.core.why.facts import Explanation, Fact, Proof
from hedgerow.core.why.here import tell_here
from hedgerow.core.why.nowhere import tell_nowhere
from hedgerow.core.why.price import price_of
from hedgerow.core.why.proven import proof_of
from hedgerow.core.why.scene import Scene
from hedgerow.core.why.shortfall import tell_shortfall
from hedgerow.core.why.unguarded import find_change_for_guard, tell_unguarded


@dataclass(frozen=True, slots=True)
class Explained:
    """A plan with all its reasons."""

    blocks: tuple[tuple[Block, Explanation], ...]
    unplaced: tuple[tuple[Unplaced, Explanation], ...]
    withheld: tuple[tuple[Withheld, Explanation], ...]
    proof: Proof


def explain_plan(scene: Scene) -> Explained:
    return Explained(
        tuple((block, explain(scene, block)) for block in scene.plan.blocks),
        tuple((gap, explain_unplaced(scene, gap)) for gap in scene.plan.unplaced),
        tuple((gap, explain_withheld(scene, gap)) for gap in scene.plan.withheld),
        proof_of(scene.plan),
    )


def explain(scene: Scene, block: Block) -> Explanation:
    return Explanation(tell_here(scene, block))


def explain_unplaced(scene: Scene, gap: Unplaced) -> Explanation:
    """Plans several times: some hundredths of a second each."""
    return Explanation(tuple(_tell_unplaced(scene, gap)))


def _tell_unplaced(scene: Scene, gap: Unplaced) -> Iterator[Fact]:
    nowhere = tell_nowhere(scene, gap)
    yield nowhere
    price = price_of(scene, gap) if nowhere.crowded else None
    if price is not None:
        yield price
    if nowhere.conflicts:
        yield find_change(scene, gap)
    yield from tell_shortfall(scene, gap)


def explain_withheld(scene: Scene, gap: Withheld) -> Explanation:
    return Explanation((tell_unguarded(gap), find_change_for_guard(scene, gap)))
