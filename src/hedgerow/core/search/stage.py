"""One week of the problem, given the weeks before: only what may still be chosen, numbered anew, with its clashes."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hedgerow.core.search.problem import Candidate, Choice, Demand, Problem, demands_of

Group = tuple[str, int]
"""An intention and a day: of its candidates at most one is chosen."""


@dataclass(frozen=True)
class Stage:
    """Sets of candidates are the bits of an integer, so that a clash is one `&`."""

    numbers: Sequence[int]
    """What each is called in the whole problem, in canonical order of the candidates."""
    candidates: Sequence[Candidate]
    demands: Sequence[Demand]
    """With the rewards that are left, by intention."""
    exclusions: Sequence[Sequence[int]]

    @cached_property
    def groups(self) -> Mapping[Group, Sequence[int]]:
        found: dict[Group, list[int]] = {}
        for index, candidate in enumerate(self.candidates):
            found.setdefault((candidate.intention, candidate.day), []).append(index)
        return found

    @cached_property
    def rewards(self) -> Mapping[str, tuple[int, ...]]:
        return {demand.intention: demand.rewards for demand in self.demands}

    @cached_property
    def clashes(self) -> Sequence[int]:
        """For each candidate the set of those that it excludes, itself included."""
        begun = _marks((c.begins, n) for n, c in enumerate(self.candidates))
        ended = _marks((c.ends, n) for n, c in enumerate(self.candidates))
        begins, ends = sorted(begun), sorted(ended)
        begun_by, ended_by = _grow(begun, begins), _grow(ended, ends)
        near = self._near()
        found = []
        for candidate in self.candidates:
            before = begun_by[bisect_right(begins, candidate.ends - 1)]
            gone = ended_by[bisect_right(ends, candidate.begins)]
            found.append(before & ~gone | near[candidate.intention, candidate.day])
        for index, others in self._excluded().items():
            found[index] |= others
        return found

    def _near(self) -> Mapping[Group, int]:
        apart = {demand.intention: demand.apart for demand in self.demands}
        sets = {group: _set_of(members) for group, members in self.groups.items()}
        near: dict[Group, int] = {}
        for name, day in sets:
            reach = apart[name]
            near[name, day] = 0
            for other in range(day - reach + 1, day + reach):
                near[name, day] |= sets.get((name, other), 0)
        return near

    def _excluded(self) -> Mapping[int, int]:
        found: dict[int, int] = {}
        for group in self.exclusions:
            members = _set_of(group)
            for index in group:
                found[index] = found.get(index, 0) | members
        return found

    def worth(self, chosen: Iterable[int]) -> int:
        counts: dict[str, int] = {}
        total = 0
        for index in chosen:
            candidate = self.candidates[index]
            total += candidate.value
            counts[candidate.intention] = counts.get(candidate.intention, 0) + 1
        return total + sum(sum(self.rewards[name][:many]) for name, many in counts.items())

    def allows(self, chosen: Sequence[int]) -> bool:
        counts: dict[str, int] = {}
        closed = 0
        for index in chosen:
            name = self.candidates[index].intention
            counts[name] = counts.get(name, 0) + 1
            if closed >> index & 1 or counts[name] > len(self.rewards[name]):
                return False
            closed |= self.clashes[index]
        return True


def stage_of(problem: Problem, order: Sequence[int], week: int, chosen: Sequence[int]) -> Stage:
    """`order`: the candidates in canonical order; `chosen`: all fixed ones, and what earlier weeks took."""
    demands = {name: demand for (name, at), demand in demands_of(problem).items() if at == week}
    taken = Taken(problem, chosen)
    left = {name: _left(demand, taken.count(name, week)) for name, demand in demands.items()}
    numbers = [n for n in order if _may_be_chosen(problem.candidates[n], week, left, taken, number=n)]
    local = {number: index for index, number in enumerate(numbers)}
    exclusions = [sorted(local[n] for n in group if n in local) for group in problem.exclusions]
    asked = [left[name] for name in sorted(left)]
    apart = [group for group in sorted(exclusions) if len(group) > 1]
    return Stage(numbers, [problem.candidates[n] for n in numbers], asked, apart)


def _left(demand: Demand, had: int) -> Demand:
    return Demand(demand.intention, demand.week, demand.rewards[had:], demand.apart)


def _may_be_chosen(candidate: Candidate, week: int, left: Mapping[str, Demand], taken: "Taken", *, number: int) -> bool:
    """Not that it can only cost: leaving such a one out is always allowed, and never worth less."""
    if candidate.fixed or candidate.week != week or candidate.intention not in left:
        return False
    rewards = left[candidate.intention].rewards
    return bool(rewards) and rewards[0] + candidate.value > 0 and not taken.clashes(candidate, number)


class Taken:
    """What is chosen already, found by bisection."""

    def __init__(self, problem: Problem, chosen: Sequence[int]) -> None:
        self._candidates = [problem.candidates[n] for n in chosen]
        self._apart = {key: demand.apart for key, demand in demands_of(problem).items()}
        self._spans = _merged((c.begins, c.ends) for c in self._candidates)
        self._ends = [end for _, end in self._spans]
        groups = (group for group in problem.exclusions if not group.isdisjoint(chosen))
        self._excluded = frozenset().union(*groups)
        self._days: dict[str, set[tuple[int, int]]] = {}
        for candidate in self._candidates:
            apart = self._apart.get((candidate.intention, candidate.week), 1)
            self._days.setdefault(candidate.intention, set()).add((candidate.day, apart))

    def count(self, intention: str, week: int) -> int:
        return sum((c.intention, c.week) == (intention, week) for c in self._candidates)

    def clashes(self, candidate: Candidate, number: int) -> bool:
        at = bisect_right(self._ends, candidate.begins)
        over = at < len(self._spans) and self._spans[at][0] < candidate.ends
        return over or number in self._excluded or self._is_too_near(candidate)

    def _is_too_near(self, candidate: Candidate) -> bool:
        """On both sides of a change from week to week the smaller spacing is enough."""
        own = self._apart.get((candidate.intention, candidate.week), 1)
        days = self._days.get(candidate.intention, ())
        return any(abs(day - candidate.day) < min(own, apart) for day, apart in days)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begins, ends in sorted(spans):
        if merged and begins <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(ends, merged[-1][1])
        else:
            merged.append((begins, ends))
    return merged


def _marks(times: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for time, index in times:
        found[time] = found.get(time, 0) | 1 << index
    return found


def _grow(marks: Mapping[int, int], times: Sequence[int]) -> list[int]:
    """At n the set of all with one of the first n times."""
    grown = [0]
    for time in times:
        grown.append(grown[-1] | marks[time])
    return grown


def _set_of(members: Iterable[int]) -> int:
    return sum(1 << member for member in members)


def local_choice(stage: Stage, choice: Choice) -> tuple[int, ...]:
    """What of a choice of the whole problem is in this stage."""
    wanted = set(choice)
    return tuple(index for index, number in enumerate(stage.numbers) if number in wanted)
