"""Weeks in order, each to the end of its proof; and the chain of fall-backs when there is none."""

from functools import lru_cache

from hedgerow.core.search.alone import bound_alone
from hedgerow.core.search.given import Given
from hedgerow.core.search.hunt import Hunt
from hedgerow.core.search.problem import Choice, Engine, Found, Problem, worth
from hedgerow.core.search.program import SolverFailed
from hedgerow.core.search.repair import fill, ruin_and_recreate
from hedgerow.core.search.stage import Stage, Task

_WEAKEST_LAST = (Engine.TREE, Engine.TAIL, Engine.REPAIR)
_KNOWN_WEEKS = 16
"""Of a change most weeks know nothing, and a plan is asked for again and again."""


def search(problem: Problem, *, use_solver: bool = True) -> Found:
    """The same for any order of the candidates. Fixed ones are in it, whatever they break among themselves."""
    given = Given(problem)
    gap, nodes, engine = 0, 0, Engine.TREE
    for week in given.weeks:
        numbers, task = given.task(week)
        places = {number: index for index, number in enumerate(numbers)}
        wanted = tuple(tuple(sorted(places[n] for n in choice if n in places)) for choice in problem.wanted)
        found = solve_week(task, wanted, use_solver=use_solver)
        given.take([numbers[n] for n in found.chosen])
        gap, nodes = gap + found.gap, nodes + found.nodes
        engine = max(engine, found.engine, key=_WEAKEST_LAST.index)
    value = worth(problem, given.chosen)
    return Found(tuple(sorted(given.chosen)), value, value + gap, engine, nodes)


def _recreate(stage: Stage, start: Choice) -> Found:
    most = bound_alone(stage)
    chosen = ruin_and_recreate(stage, start) if stage.worth(start) < most else start
    return Found(chosen, stage.worth(chosen), most, Engine.REPAIR)


@lru_cache(maxsize=_KNOWN_WEEKS)
def solve_week(task: Task, wanted: tuple[Choice, ...], *, use_solver: bool = True) -> Found:
    """Of those equally dear the first one wanted, so that nothing moves for nothing."""
    stage = Stage(task)
    known = [choice for choice in wanted if stage.allows(choice)]
    start = max([*known, fill(stage)], key=stage.worth)
    found = _solve(stage, start) if use_solver else _recreate(stage, start)
    same = (choice for choice in known if stage.worth(choice) == found.value)
    return Found(next(same, found.chosen), found.value, found.bound, found.engine, found.nodes)


def _solve(stage: Stage, start: Choice) -> Found:
    most = bound_alone(stage)
    if stage.worth(start) == most:
        return Found(start, most, most, Engine.TREE)
    hunt = Hunt(stage, start)
    try:
        return hunt.run()
    except (ImportError, SolverFailed):
        chosen = ruin_and_recreate(stage, hunt.best)
        return Found(chosen, stage.worth(chosen), most, Engine.REPAIR)
