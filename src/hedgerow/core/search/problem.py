"""What is asked and what is found. Times are whole minutes from any one origin, days whole numbers, values integers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """What it occupies, travel included, ends where `ends` says; two chosen ones never overlap there. One that begins
    where it ends occupies nothing, wherever it lies: a guard, that only `exclusions` keep from others."""
    ends: int
    value: int = 0
    """What it adds beyond its demand: minus for a worse place, plus for one that stands already."""
    fixed: bool = False
    """Chosen whatever it collides with; every other one that collides with it is out."""
    amount: int = 1
    """Units that it adds to its demand: 1 of a count, quarters of an hour of hours."""
    feeds: tuple[tuple[str, int], ...] = ()
    """Other intentions, and the units that it adds to what they ask for in the same week."""

    def __hash__(self) -> int:
        """Of enough to tell most of them apart: weeks of thousands are looked up."""
        return hash((self.start, self.length, self.value))

    def units(self) -> Iterator[tuple[str, int]]:
        yield self.intention, self.amount
        yield from self.feeds


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """At most `len(rewards)` units of an intention in a week, and one candidate a day; without a demand there are none
    but fixed ones.

    What feeds it from elsewhere may go beyond that, and is worth nothing there; but none of its own may be chosen then.
    """

    intention: str
    week: int
    rewards: tuple[int, ...]
    """Of the first unit, the second …: never rising, never below 0."""
    apart: int = 1
    """Days from one block of the intention to the next, whatever the week; at least 1."""

    def __post_init__(self) -> None:
        if list(self.rewards) != sorted(self.rewards, reverse=True) or min(self.rewards, default=0) < 0:
            raise ValueError(f"rewards never rise, nor are they below 0: {self}")
        if self.apart < 1:
            raise ValueError(f"blocks are at least a day apart: {self}")


@dataclass(frozen=True, slots=True)
class Problem:
    candidates: Sequence[Candidate]
    demands: Sequence[Demand]
    exclusions: Sequence[frozenset[int]] = ()
    """Sets of candidates, by index, of whatever weeks, of which at most one may be chosen."""
    wanted: Sequence[Choice] = ()
    """Choices to return as they are when nothing is worth more, the dearest first; those that break a rule count for
    nothing."""


class Engine(StrEnum):
    """Who found it, of several weeks the weakest."""

    TREE = "tree"
    TAIL = "tail"
    REPAIR = "repair"
    STANDING = "standing"
    """Nobody searched: what stands, as far as it may."""


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


def units_of(candidates: Iterable[Candidate]) -> Mapping[tuple[str, int], int]:
    """How much of each intention there is in each week, its own and what feeds it."""
    found: dict[tuple[str, int], int] = {}
    for candidate in candidates:
        for name, many in candidate.units():
            found[name, candidate.week] = found.get((name, candidate.week), 0) + many
    return found


def worth(problem: Problem, chosen: Iterable[int]) -> int:
    """The exact value of a choice, fixed ones included. More than a demand asks for is worth nothing more."""
    ones = [problem.candidates[index] for index in chosen]
    demands, units = demands_of(problem), units_of(ones)
    rewards = sum(sum(demands[key].rewards[:many]) for key, many in units.items() if key in demands)
    return sum(one.value for one in ones) + rewards
