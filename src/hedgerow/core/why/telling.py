"""All that there is to say of one block, of one wish without a place, or of a whole plan."""

from hedgerow.core.plan import Block, Unplaced
from hedgerow.core.why.facts import Explanation, Proof
from hedgerow.core.why.here import tell_here
from hedgerow.core.why.nowhere import tell_nowhere
from hedgerow.core.why.scene import Scene


def explain(scene: Scene, block: Block) -> Explanation:
    return Explanation(tell_here(scene, block))


def explain_unplaced(scene: Scene, gap: Unplaced) -> Explanation:
    return Explanation((tell_nowhere(scene, gap),))


def proof_of(scene: Scene) -> Proof:
    return Proof(scene.plan.is_proven)
