"""The few weeks that outgrow the tree: the solver's own search for whole numbers, limited in nodes."""

from hedgerow.core.search.branch import chosen_of
from hedgerow.core.search.program import Program, SolverFailed

MOST_NODES = 2000
_SLACK = 1e-3


def solve_whole(program: Program) -> tuple[tuple[int, ...], int]:
    """A choice, maybe empty, and a bound that no choice exceeds. Raises SolverFailed."""
    import highspy  # noqa: PLC0415 - as in the program
    import numpy as np  # noqa: PLC0415 - as in the program

    solver, many = program.solver, len(program.costs)
    whole = np.array([highspy.HighsVarType.kInteger] * many)
    solver.changeColsIntegrality(many, np.arange(many, dtype=np.int32), whole)
    options: dict[str, str | float] = {
        "presolve": "on",
        "mip_max_nodes": MOST_NODES,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.99,
    }
    for option, value in options.items():
        solver.setOptionValue(option, value)
    solver.run()
    status = solver.getModelStatus()
    limits = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)
    if status not in limits:
        raise SolverFailed(f"HiGHS says {solver.modelStatusToString(status)}")
    info = solver.getInfo()
    return tuple(chosen_of(program.sheet, list(solver.getSolution().col_value))), int(info.mip_dual_bound + _SLACK)
