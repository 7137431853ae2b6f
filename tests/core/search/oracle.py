"""What a search has to find, by trying everything. It shares the words of `problem` with the search, no rule of it.

Every rule is written out again here, from what the problem says it means.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from hedgerow.core.search.problem import Candidate, Choice, Demand, Problem


def breaches(problem: Problem, chosen: Iterable[int]) -> list[str]:
    """In words, what a choice does that it must not."""
    chosen = sorted(chosen)
    found = [f"{n} is fixed and missing" for n, c in enumerate(problem.candidates) if c.fixed and n not in chosen]
    for one, other in combinations(chosen, 2):
        a, b = problem.candidates[one], problem.candidates[other]
        if not (a.fixed and b.fixed):
            found += [f"{one} and {other} {why}" for why in _quarrels(problem, one, other)]
    for demand in problem.demands:
        own = [n for n in chosen if _is_asked_by(demand, problem.candidates[n])]
        free = [n for n in own if not problem.candidates[n].fixed]
        units = _units(problem, chosen, demand)
        if free and units > len(demand.rewards):
            found.append(f"{units} units of {demand.intention} are more than {len(demand.rewards)}")
    found += [f"nobody asks for {n}" for n in chosen if not _may_be_there(problem, problem.candidates[n])]
    return found


def _is_asked_by(demand: Demand, candidate: Candidate) -> bool:
    return (candidate.intention, candidate.week) == (demand.intention, demand.week)


def _may_be_there(problem: Problem, candidate: Candidate) -> bool:
    return candidate.fixed or _demand(problem, candidate) is not None


def _units(problem: Problem, chosen: Iterable[int], demand: Demand) -> int:
    """Its own, and what feeds it."""
    total = 0
    for candidate in (problem.candidates[n] for n in chosen):
        if candidate.week == demand.week:
            total += candidate.amount if candidate.intention == demand.intention else 0
            total += sum(many for name, many in candidate.feeds if name == demand.intention)
    return total


def _quarrels(problem: Problem, one: int, other: int) -> Iterator[str]:
    a, b = problem.candidates[one], problem.candidates[other]
    if max(a.begins, b.begins) < min(a.ends, b.ends):
        yield "overlap"
    if a.intention == b.intention and abs(a.day - b.day) < min(_apart(problem, a), _apart(problem, b)):
        yield "are too near"
    if any(one in group and other in group for group in problem.exclusions):
        yield "exclude each other"


def _apart(problem: Problem, candidate: Candidate) -> int:
    demand = _demand(problem, candidate)
    return demand.apart if demand else 1


def _demand(problem: Problem, candidate: Candidate) -> Demand | None:
    asked = [d for d in problem.demands if (d.intention, d.week) == (candidate.intention, candidate.week)]
    return asked[-1] if asked else None


def value(problem: Problem, chosen: Iterable[int]) -> int:
    chosen = list(chosen)
    total = sum(problem.candidates[n].value for n in chosen)
    for demand in problem.demands:
        total += sum(demand.rewards[: _units(problem, chosen, demand)])
    return total


def best(problem: Problem) -> int:
    """The highest value of all choices that break no rule. For a single week, and up to some 18 candidates."""
    size = len(problem.candidates)
    fixed = [n for n in range(size) if problem.candidates[n].fixed]
    free = [n for n in range(size) if n not in fixed and not breaches(problem, [*fixed, n])]
    foes = {n: {m for m in free if m != n and any(_quarrels(problem, n, m))} for n in free}
    highest = value(problem, fixed)

    def grow(chosen: list[int], left: list[int]) -> None:
        nonlocal highest
        highest = max(highest, value(problem, chosen))
        for place, n in enumerate(left):
            rest = [m for m in left[place + 1 :] if m not in foes[n]]
            if not _overfills(problem, [*chosen, n]):
                grow([*chosen, n], rest)

    grow(fixed, free)
    return highest


def _overfills(problem: Problem, chosen: list[int]) -> bool:
    """Whatever is added, a demand with a block of its own and too many units stays one."""
    return any(" units of " in breach for breach in breaches(problem, chosen))


def weeks_of(problem: Problem) -> list[int]:
    return sorted({c.week for c in problem.candidates})


def up_to(problem: Problem, chosen: Choice, week: int) -> tuple[Problem, Choice]:
    """The task of that week alone: of the weeks before what was chosen, of those after what is fixed. And what was
    chosen of that."""
    kept = [
        n for n, c in enumerate(problem.candidates) if c.week == week or (n in chosen if c.week < week else c.fixed)
    ]
    candidates = [c if c.week == week else replace(c, fixed=True) for c in (problem.candidates[n] for n in kept)]
    exclusions = [frozenset(kept.index(n) for n in group if n in kept) for group in problem.exclusions]
    alone = Problem(candidates, problem.demands, [group for group in exclusions if len(group) > 1])
    return alone, tuple(place for place, n in enumerate(kept) if n in chosen)
