"""Weeks in order, each to the end of its proof; and the chain of fall-backs when there is none."""

from collections.abc import Sequence

from hedgerow.core.search.given import Given
from hedgerow.core.search.problem import Choice, Engine, Found, Problem, worth
from hedgerow.core.search.program import SolverFailed, program_of
from hedgerow.core.search.repair import fill, ruin_and_recreate
from hedgerow.core.search.stage import Stage, local_choice
from hedgerow.core.search.tail import solve_whole
from hedgerow.core.search.tree import Tree

_WEAKEST_LAST = (Engine.TREE, Engine.TAIL, Engine.REPAIR)


def search(problem: Problem) -> Found:
    """The same for any order of the candidates. Fixed ones are in it, whatever they break among themselves."""
    given = Given(problem)
    gap, nodes, engine = 0, 0, Engine.TREE
    for week in given.weeks:
        stage = given.stage(week)
        found = solve_week(stage, [local_choice(stage, choice) for choice in problem.wanted])
        given.take([stage.numbers[n] for n in found.chosen])
        gap, nodes = gap + found.gap, nodes + found.nodes
        engine = max(engine, found.engine, key=_WEAKEST_LAST.index)
    value = worth(problem, given.chosen)
    return Found(tuple(sorted(given.chosen)), value, value + gap, engine, nodes)


def solve_week(stage: Stage, wanted: Sequence[Choice]) -> Found:
    """Of those equally dear the first one wanted, so that nothing moves for nothing."""
    known = [choice for choice in wanted if stage.allows(choice)]
    start = max([*known, fill(stage), ()], key=stage.worth)
    found = _solve(stage, start) if stage.candidates else Found((), 0, 0, Engine.TREE)
    same = (choice for choice in known if stage.worth(choice) == found.value)
    return Found(next(same, found.chosen), found.value, found.bound, found.engine, found.nodes)


def _solve(stage: Stage, start: Choice) -> Found:
    try:
        tree = Tree(stage, program_of(stage), start, stage.worth(start))
    except ImportError:
        return _repaired(stage, start)
    try:
        tree.grow()
    except SolverFailed:
        return _repaired(stage, tree.best)
    if not tree.open:
        return Found(tree.best, tree.value, tree.value, Engine.TREE, tree.program.runs)
    return _finished(stage, tree)


def _finished(stage: Stage, tree: Tree) -> Found:
    before, runs = tree.bound, tree.program.runs
    try:
        whole, bound = solve_whole(tree.program)
    except SolverFailed:
        return Found(tree.best, tree.value, before, Engine.TREE, runs)
    best = max(tree.best, whole if stage.allows(whole) else (), key=stage.worth)
    value = stage.worth(best)
    return Found(best, value, max(value, min(before, bound)), Engine.TAIL, runs)


def _repaired(stage: Stage, start: Choice) -> Found:
    chosen = ruin_and_recreate(stage, start)
    value = stage.worth(chosen)
    return Found(chosen, value, max(value, _loose_bound(stage)), Engine.REPAIR)


def _loose_bound(stage: Stage) -> int:
    """All that is asked for, each at its dearest."""
    return sum(max(0, c.value) for c in stage.candidates) + sum(sum(demand.rewards) for demand in stage.demands)
