"""Weeks in order, and the chain of fall-backs."""

from hedgerow.core.search.conflict import rules_of
from hedgerow.core.search.problem import Engine, Found, Problem, worth


def search(problem: Problem) -> Found:
    """The same for any order of the candidates that `wanted` and `exclusions` follow; never wrong, proven or not."""
    rules = rules_of(problem)
    chosen = [n for n, candidate in enumerate(problem.candidates) if candidate.fixed]
    order = sorted(range(len(problem.candidates)), key=lambda n: problem.candidates[n])
    for index in order:
        more = [*chosen, index]
        if index not in chosen and rules.allow(more) and worth(problem, more) > worth(problem, chosen):
            chosen = more
    value = worth(problem, chosen)
    most = sum(max(0, candidate.value) for candidate in problem.candidates)
    bound = value + most + sum(sum(demand.rewards) for demand in problem.demands)
    return Found(tuple(sorted(chosen)), value, bound, Engine.REPAIR)
