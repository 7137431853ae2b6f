"""Which candidates exclude each other: they overlap, are too near in days, or are excluded by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from hedgerow.core.search.problem import Candidate, Problem, demands_of


@dataclass(frozen=True, slots=True)
class Rules:
    """The same as the problem says, at hand."""

    candidates: Sequence[Candidate]
    apart: dict[tuple[str, int], int]
    most: dict[tuple[str, int], int]
    exclusions: dict[int, frozenset[int]]
    """For each candidate those that it excludes by name."""

    def collide(self, one: int, other: int) -> bool:
        a, b = self.candidates[one], self.candidates[other]
        if a.begins < b.ends and b.begins < a.ends:
            return True
        if a.intention == b.intention and abs(a.day - b.day) < min(self._apart(a), self._apart(b)):
            return True
        return other in self.exclusions.get(one, ())

    def limit(self, candidate: Candidate) -> int:
        return self.most.get((candidate.intention, candidate.week), 0)

    def allow(self, chosen: Iterable[int]) -> bool:
        """Are all fixed ones there, and does every other one keep every rule?"""
        chosen = list(chosen)
        if not {n for n, c in enumerate(self.candidates) if c.fixed} <= set(chosen):
            return False
        free = {n for n in chosen if not self.candidates[n].fixed}
        if any((a in free or b in free) and self.collide(a, b) for a, b in combinations(chosen, 2)):
            return False
        return all(self._counts(chosen, self.candidates[n]) <= self.limit(self.candidates[n]) for n in free)

    def _counts(self, chosen: Sequence[int], like: Candidate) -> int:
        key = like.intention, like.week
        return sum((self.candidates[n].intention, self.candidates[n].week) == key for n in chosen)

    def _apart(self, candidate: Candidate) -> int:
        return self.apart.get((candidate.intention, candidate.week), 1)


def rules_of(problem: Problem) -> Rules:
    demands = demands_of(problem)
    excluded: dict[int, frozenset[int]] = {}
    for group in problem.exclusions:
        for index in group:
            excluded[index] = excluded.get(index, frozenset()) | group - {index}
    apart = {key: demand.apart for key, demand in demands.items()}
    most = {key: len(demand.rewards) for key, demand in demands.items()}
    return Rules(problem.candidates, apart, most, excluded)
