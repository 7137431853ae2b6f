"""A plan that passed the checker, whatever becomes of the search: the best of three ways that can be had.

First the search with its solver; where that fails or breaks a promise, what stands, ruined and recreated without one;
and then what stands alone, without what something lies over. Only the first may call itself proven.
"""

from collections.abc import Sequence
from dataclasses import replace

from hedgerow.core.arrange import Arrangement, arrange, arrange_without_solver, leave_standing
from hedgerow.core.check import BrokenPromise, check_plan
from hedgerow.core.plan import Given, Plan
from hedgerow.core.planner import plan_blocks

FALL_BACKS: tuple[Arrangement, ...] = (arrange_without_solver, leave_standing)
WAYS: tuple[Arrangement, ...] = (arrange, *FALL_BACKS)
_MISTAKES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(MemoryError, RuntimeError, TypeError, ValueError),
)
"""What a mistake of ours, or of the solver, raises."""


def assured_plan(given: Given, ways: Sequence[Arrangement] = WAYS) -> Plan:
    """The first way that passes. Raises BrokenPromise, with what is wrong with the first, when none does."""
    wrong: list[str] = []
    for number, way in enumerate(ways):
        try:
            plan = plan_blocks(given, way)
        except _MISTAKES as mistake:
            wrong.append(f"the search failed with {type(mistake).__name__}")
            continue
        faults = check_plan(plan, given)
        if not faults:
            return plan if not number else replace(plan, proof=replace(plan.proof, proven=False, doubt=wrong[0]))
        wrong.append("; ".join(faults))
    raise BrokenPromise(f"the plan breaks a promise, so nothing was written: {wrong[0]}")
