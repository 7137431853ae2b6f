"""How far a plan is known to be the best."""

from hedgerow.core.plan import Plan
from hedgerow.core.search.problem import Engine
from hedgerow.core.why.facts import Proof


def proof_of(plan: Plan) -> Proof:
    proof = plan.proof
    has_solver = proof.engine in (Engine.TREE, Engine.TAIL)
    return Proof(proof.proven, proof.gap, has_solver=has_solver, has_failed=bool(proof.doubt))
