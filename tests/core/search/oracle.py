"""What a search has to find, by trying everything. It shares the words of `problem` with the search, no rule of it.

Every rule is written out again here, from what the problem says it means.
"""

from collections import Counter
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
    counts = Counter((c.intention, c.week) for c in (problem.candidates[n] for n in chosen))
    for n in chosen:
        candidate = problem.candidates[n]
        demand = _demand(problem, candidate)
        most = len(demand.rewards) if demand else 0
        if not candidate.fixed and counts[candidate.intention, candidate.week] > most:
            found.append(f"{n} is one of more than {most}")
    return found


def _quarrels(problem: Problem, one: int, other: int) -> Iterator[str]:
    a, b = problem.candidates[one], problem.candidates[other]
    if max(a.begins, b.begins) < min(a.ends, b.ends) or _inside(a, b) or _inside(b, a):
        yield "overlap"
    if a.intention == b.intention and abs(a.day - b.day) < min(_apart(problem, a), _apart(problem, b)):
        yield "are too near"
    if any(one in group and other in group for group in problem.exclusions):
        yield "exclude each other"


def _inside(point: Candidate, whole: Candidate) -> bool:
    return point.begins == point.ends and whole.begins < point.begins < whole.ends


def _apart(problem: Problem, candidate: Candidate) -> int:
    demand = _demand(problem, candidate)
    return demand.apart if demand else 1


def _demand(problem: Problem, candidate: Candidate) -> Demand | None:
    asked = [d for d in problem.demands if (d.intention, d.week) == (candidate.intention, candidate.week)]
    return asked[-1] if asked else None


def value(problem: Problem, chosen: Iterable[int]) -> int:
    ones = [problem.candidates[n] for n in chosen]
    total = sum(c.value for c in ones)
    for demand in problem.demands:
        many = sum((c.intention, c.week) == (demand.intention, demand.week) for c in ones)
        total += sum(demand.rewards[:many])
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
            if _has_room(problem, chosen, n):
                grow([*chosen, n], rest)

    grow(fixed, free)
    return highest


def _has_room(problem: Problem, chosen: list[int], n: int) -> bool:
    candidate = problem.candidates[n]
    demand = _demand(problem, candidate)
    ones = [problem.candidates[m] for m in chosen]
    many = sum((c.intention, c.week) == (candidate.intention, candidate.week) for c in ones)
    return demand is not None and many < len(demand.rewards)


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
