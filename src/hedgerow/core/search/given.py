"""What is chosen already, and which week that leaves to choose from."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from hedgerow.core.search.problem import Candidate, Demand, Problem
from hedgerow.core.search.stage import Task

Key = tuple[str, int]
"""An intention and a week."""


def canonical(candidate: Candidate) -> tuple[object, ...]:
    """Fields in their order, without the cost of comparing whole candidates."""
    c = candidate
    return c.intention, c.week, c.day, c.start, c.length, c.begins, c.ends, c.value, c.fixed, c.amount, c.feeds


class Given:
    """Grows as weeks are planned, each with all fixed ones and with what the weeks before took."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        order = sorted(range(len(problem.candidates)), key=lambda n: canonical(problem.candidates[n]))
        self.chosen = [n for n in order if problem.candidates[n].fixed]
        self._free: dict[int, list[int]] = {}
        for n in order:
            if not problem.candidates[n].fixed:
                self._free.setdefault(problem.candidates[n].week, []).append(n)
        self._demands: dict[int, dict[str, Demand]] = {}
        for demand in problem.demands:
            self._demands.setdefault(demand.week, {})[demand.intention] = demand
        self._units: dict[Key, int] = {}
        self._days: dict[str, set[tuple[int, int]]] = {}
        self._spans: list[tuple[int, int]] = []
        self._excluded: set[int] = set()
        self._note(self.chosen)

    @property
    def weeks(self) -> list[int]:
        return sorted(self._demands)

    def take(self, numbers: Sequence[int]) -> None:
        self.chosen += numbers
        self._note(numbers)

    def _note(self, numbers: Iterable[int]) -> None:
        taken = frozenset(numbers)
        self._excluded.update(chain.from_iterable(g for g in self.problem.exclusions if not g.isdisjoint(taken)))
        for candidate in (self.problem.candidates[n] for n in taken):
            for name, many in candidate.units():
                self._units[name, candidate.week] = self._units.get((name, candidate.week), 0) + many
            self._days.setdefault(candidate.intention, set()).add((candidate.day, self._apart(candidate)))
            if candidate.begins < candidate.ends:
                insort(self._spans, (candidate.begins, candidate.ends))
        self._spans = _merged(self._spans)

    def _apart(self, candidate: Candidate) -> int:
        demand = self._demands.get(candidate.week, {}).get(candidate.intention)
        return demand.apart if demand else 1

    def task(self, week: int) -> tuple[Sequence[int], Task]:
        """With what its candidates are called in the whole problem."""
        left = {name: self._left(demand) for name, demand in self._demands.get(week, {}).items()}
        dear = self._dear(week, left)
        numbers = sorted(dear, key=lambda n: -dear[n])
        local = {number: index for index, number in enumerate(numbers)}
        groups = (tuple(sorted(local[n] for n in group if n in local)) for group in self.problem.exclusions)
        exclusions = sorted({group for group in groups if len(group) > 1})
        asked = tuple(left[name] for name in sorted(left))
        return numbers, Task(tuple(self.problem.candidates[n] for n in numbers), asked, tuple(exclusions))

    def _left(self, demand: Demand) -> Demand:
        had = self._units.get((demand.intention, demand.week), 0)
        return Demand(demand.intention, demand.week, demand.rewards[had:], demand.apart)

    def _dear(self, week: int, left: Mapping[str, Demand]) -> Mapping[int, int]:
        """What may still be chosen, in canonical order, and what each would be worth as the first of its intention.

        Not what can only cost: leaving such a one out is always allowed, and never worth less.
        """
        ends = [end for _, end in self._spans]
        closed = {name: self._closed_days(demand) for name, demand in left.items()}
        found: dict[int, int] = {}
        first: dict[tuple[object, ...], int] = {}
        for n in self._free.get(week, ()):
            candidate = self.problem.candidates[n]
            demand = left.get(candidate.intention)
            if demand is None or candidate.amount > len(demand.rewards) or n in self._excluded:
                continue
            if candidate.day in closed[candidate.intention]:
                continue
            kind = candidate.intention, candidate.amount, candidate.feeds
            if kind not in first:
                first[kind] = _first(candidate, left)
            worth = candidate.value + first[kind]
            if worth > 0 and not self._is_over(candidate, ends):
                found[n] = worth
        return found

    def _closed_days(self, demand: Demand) -> set[int]:
        """On both sides of a change from week to week the smaller spacing is enough."""
        known = self._days.get(demand.intention, ())
        near = ((day, min(apart, demand.apart)) for day, apart in known)
        return {day + step for day, reach in near for step in range(1 - reach, reach)}

    def _is_over(self, candidate: Candidate, ends: Sequence[int]) -> bool:
        at = bisect_right(ends, candidate.begins)
        is_met = at < len(ends) and self._spans[at][0] < candidate.ends
        return is_met and candidate.begins < candidate.ends


def _first(candidate: Candidate, left: Mapping[str, Demand]) -> int:
    return sum(sum(left[name].rewards[:many]) for name, many in candidate.units() if name in left)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begins, ends in spans:
        if merged and begins <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(ends, merged[-1][1])
        else:
            merged.append((begins, ends))
    return merged
