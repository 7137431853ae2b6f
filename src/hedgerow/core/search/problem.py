"""What is asked and what is found. Times are whole minutes from any one origin, days whole numbers, values integers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Choice = tuple[int, ...]
"""Indices of candidates, ascending."""


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """One place for one block."""

    intention: str
    week: int
    """Weeks are planned in this order, each given the ones before."""
    day: int
    start: int
    length: int
    begins: int
    """What it occupies, travel included, ends where `ends` says; two chosen ones never overlap there."""
    ends: int
    value: int = 0
    """What it adds beyond its demand: minus for a worse place, plus for one that stands already."""
    fixed: bool = False
    """Chosen whatever it collides with; every other one that collides with it is out."""


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """At most `len(rewards)` candidates of an intention in a week; without a demand there are none but fixed ones."""

    intention: str
    week: int
    rewards: tuple[int, ...]
    """Of the first block, the second …: never rising."""
    apart: int = 1
    """Days from one block of the intention to the next, whatever the week; at least 1."""

    def __post_init__(self) -> None:
        if list(self.rewards) != sorted(self.rewards, reverse=True) or self.apart < 1:
            raise ValueError(f"rewards never rise, and blocks are at least a day apart: {self}")


@dataclass(frozen=True, slots=True)
class Problem:
    candidates: Sequence[Candidate]
    demands: Sequence[Demand]
    exclusions: Sequence[frozenset[int]] = ()
    """Sets of candidates, by index, of which at most one may be chosen."""
    wanted: Sequence[Choice] = ()
    """Choices to return as they are when nothing is worth more, the dearest first; those that break a rule count for
    nothing."""


class Engine(StrEnum):
    """Who found it, of several weeks the weakest."""

    TREE = "tree"
    TAIL = "tail"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Found:
    chosen: Choice
    value: int
    bound: int
    """No choice is worth more, the earlier weeks being as they are."""
    engine: Engine
    nodes: int = 0

    @property
    def gap(self) -> int:
        return self.bound - self.value

    @property
    def proven(self) -> bool:
        return self.gap == 0


def demands_of(problem: Problem) -> Mapping[tuple[str, int], Demand]:
    return {(demand.intention, demand.week): demand for demand in problem.demands}


def worth(problem: Problem, chosen: Iterable[int]) -> int:
    """The exact value of a choice, fixed ones included. More than a demand asks for is worth nothing more."""
    counts: dict[tuple[str, int], int] = {}
    total = 0
    for index in chosen:
        candidate = problem.candidates[index]
        total += candidate.value
        key = candidate.intention, candidate.week
        counts[key] = counts.get(key, 0) + 1
    demands = demands_of(problem)
    return total + sum(sum(demands[key].rewards[:many]) for key, many in counts.items() if key in demands)
