"""One week of the problem: only what may still be chosen, the dearest first, and which excludes which."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import or_

from hedgerow.core.search.problem import Candidate, Demand

Group = tuple[str, int]
"""An intention and a day: of its candidates at most one is chosen."""
_Grown = tuple[Sequence[int], Sequence[int]]
Units = tuple[tuple[int, int], ...]
"""Demands, by their place in the stage, and how much is added to each; the candidate's own first."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a week depends on, and nothing else."""

    candidates: tuple[Candidate, ...]
    """The dearest first."""
    demands: tuple[Demand, ...]
    """With the rewards that are left, by intention."""
    exclusions: tuple[tuple[int, ...], ...]


class Stage:
    """A task to be searched. Sets of candidates are the bits of an integer, so that a clash is one `&`."""

    def __init__(self, task: Task) -> None:
        self.candidates, self.demands, self.exclusions = task.candidates, task.demands, task.exclusions
        self._known: dict[int, int] = {}

    def only(self, members: Sequence[int]) -> "Stage":
        """As if there were no others. Numbered anew, in the same order."""
        if len(members) == len(self.candidates):
            return self
        local = {number: index for index, number in enumerate(members)}
        groups = (tuple(local[n] for n in group if n in local) for group in self.exclusions)
        exclusions = tuple(group for group in groups if len(group) > 1)
        return Stage(Task(tuple(self.candidates[n] for n in members), self.demands, exclusions))

    @cached_property
    def groups(self) -> Mapping[Group, Sequence[int]]:
        found: dict[Group, list[int]] = {}
        for index, candidate in enumerate(self.candidates):
            found.setdefault((candidate.intention, candidate.day), []).append(index)
        return found

    @cached_property
    def units(self) -> Sequence[Units]:
        """Of each candidate, without what nobody asks for."""
        place = {demand.intention: at for at, demand in enumerate(self.demands)}
        known: dict[tuple[tuple[str, int], ...], Units] = {}
        found = []
        for candidate in self.candidates:
            key = ((candidate.intention, candidate.amount), *candidate.feeds)
            if key not in known:
                known[key] = tuple((place[name], many) for name, many in key if name in place)
            found.append(known[key])
        return found

    @cached_property
    def sums(self) -> Sequence[Sequence[int]]:
        """Of each demand, what the first n of its units are worth together."""
        return [list(accumulate(demand.rewards, initial=0)) for demand in self.demands]

    @cached_property
    def everything(self) -> int:
        return (1 << len(self.candidates)) - 1

    @cached_property
    def own(self) -> Sequence[int]:
        """Of each demand the set of its own candidates."""
        found = [0] * len(self.demands)
        for index, units in enumerate(self.units):
            found[units[0][0]] |= 1 << index
        return found

    def clash(self, index: int) -> int:
        """The set of those that the candidate excludes, itself included. Few are ever asked about."""
        if index not in self._known:
            candidate = self.candidates[index]
            near = self._near[candidate.intention, candidate.day] | self._excluded.get(index, 0)
            self._known[index] = self._over(candidate) | near
        return self._known[index]

    def _over(self, candidate: Candidate) -> int:
        if candidate.begins == candidate.ends:
            return 0
        begins, begun = self._begun
        ends, ended = self._ended
        return begun[bisect_left(begins, candidate.ends)] & ~ended[bisect_right(ends, candidate.begins)]

    @cached_property
    def _begun(self) -> _Grown:
        return _grow([c.begins for c in self.candidates], self._wide)

    @cached_property
    def _ended(self) -> _Grown:
        return _grow([c.ends for c in self.candidates], self._wide)

    @cached_property
    def _wide(self) -> Sequence[int]:
        return [n for n, c in enumerate(self.candidates) if c.begins < c.ends]

    @cached_property
    def _near(self) -> Mapping[Group, int]:
        apart = {demand.intention: demand.apart for demand in self.demands}
        sets = {group: _set_of(members) for group, members in self.groups.items()}
        near: dict[Group, int] = {}
        for name, day in sets:
            near[name, day] = 0
            for other in range(day - apart[name] + 1, day + apart[name]):
                near[name, day] |= sets.get((name, other), 0)
        return near

    @cached_property
    def _excluded(self) -> Mapping[int, int]:
        found: dict[int, int] = {}
        for group in self.exclusions:
            members = _set_of(group)
            for index in group:
                found[index] = found.get(index, 0) | members
        return found

    def worth(self, chosen: Iterable[int]) -> int:
        had = [0] * len(self.demands)
        total = 0
        for index in chosen:
            total += self.candidates[index].value
            for demand, many in self.units[index]:
                had[demand] += many
        return total + sum(sums[min(many, len(sums) - 1)] for sums, many in zip(self.sums, had, strict=True))

    def allows(self, chosen: Sequence[int]) -> bool:
        basket = Basket(self)
        for index in chosen:
            if not basket.has_room(index):
                return False
            basket.put(index)
        return True


class Basket:
    """What is chosen so far, and what still may be. Whatever is in it may be chosen together."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.chosen: list[int] = []
        self.open = stage.everything
        """The set of candidates that nothing chosen clashes with."""
        self._had = [0] * len(stage.demands)
        self._own = [0] * len(stage.demands)

    def has_room(self, index: int) -> bool:
        """A demand of which something of its own is chosen is not overfilled."""
        if not self.open >> index & 1:
            return False
        first, *fed = self.stage.units[index]
        return self._has_left(*first) and all(not self._own[demand] or self._has_left(demand, n) for demand, n in fed)

    def _has_left(self, demand: int, many: int) -> bool:
        return self._had[demand] + many < len(self.stage.sums[demand])

    def gain(self, index: int) -> int:
        total = self.stage.candidates[index].value
        for demand, many in self.stage.units[index]:
            sums, had = self.stage.sums[demand], self._had[demand]
            total += sums[min(had + many, len(sums) - 1)] - sums[min(had, len(sums) - 1)]
        return total

    def put(self, index: int) -> None:
        stage = self.stage
        self.chosen.append(index)
        self.open &= ~stage.clash(index)
        self._own[stage.units[index][0][0]] += 1
        for demand, many in stage.units[index]:
            self._had[demand] += many
            if not self._has_left(demand, 1):
                self.open &= ~stage.own[demand]

    def pass_over(self, index: int) -> None:
        self.open &= ~(1 << index)


def _grow(times: Sequence[int], members: Sequence[int]) -> _Grown:
    """Their times in order, and at n the set of the first n of them."""
    order = sorted(members, key=times.__getitem__)
    return [times[n] for n in order], list(accumulate((1 << n for n in order), or_, initial=0))


def _set_of(members: Iterable[int]) -> int:
    found = 0
    for member in members:
        found |= 1 << member
    return found
