"""Other ways to the same answer: CP-SAT and the stock MIP of HiGHS over sets of which one may be chosen, and greedy.

Each takes a task of one week (`single`), or of several in their order as our own search does. CP-SAT and HiGHS can't be
loaded into one process, so each is imported when first asked.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from hedgerow.core.search.cliques import cliques
from hedgerow.core.search.engine import search, solve_week
from hedgerow.core.search.problem import Candidate, Choice, Problem, worth

SECONDS = 4.0
"""Of the wall clock, for each week, after which a peer gives up."""


@dataclass(frozen=True, slots=True)
class Answer:
    chosen: Choice
    value: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Timed:
    answer: Answer
    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Units of a wish, its own and fed: each is worth the next reward, and with one of its own there are no more."""

    own: Mapping[int, int]
    fed: Mapping[int, int]
    most_fed: int
    rewards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """A week as rows: of each set at most so many are chosen, and what is chosen is counted in tallies."""

    size: int
    values: Mapping[int, int]
    limits: tuple[tuple[frozenset[int], int], ...]
    tallies: tuple[Tally, ...]


def in_order(solve: Callable[[Sums], tuple[Choice, bool]], problem: Problem) -> Answer:
    """What is chosen in one week stands in the next."""
    chosen = {n for n, candidate in enumerate(problem.candidates) if candidate.fixed}
    proven = True
    for week in sorted({candidate.week for candidate in problem.candidates}):
        found, is_best = solve(sums_of(problem, chosen, week))
        chosen |= set(found)
        proven &= is_best
    return Answer(tuple(sorted(chosen)), worth(problem, chosen), proven)


def sums_of(problem: Problem, chosen: set[int], week: int) -> Sums:
    everything = problem.candidates
    asked = {demand.intention for demand in problem.demands if demand.week == week}
    free = {n for n, c in enumerate(everything) if c.week == week and not c.fixed and c.intention in asked}
    free -= _ruled_out(problem, chosen, free)
    wide = {n: (c.begins, c.ends) for n, c in enumerate(everything) if n in free and c.begins < c.ends}
    limits = [(clique, 1) for clique in cliques(wide)]
    limits += [(group & free, 1) for group in problem.exclusions if len(group & free) > 1]
    tallies = []
    for demand in (d for d in problem.demands if d.week == week):
        own = frozenset(n for n in free if everything[n].intention == demand.intention)
        limits += [(days, 1) for days in _near_days(everything, own, demand.apart)]
        units = {n: dict(everything[n].units()).get(demand.intention, 0) for n in free | chosen}
        used = sum(units[n] for n in chosen if everything[n].week == week)
        fed = {n: units[n] for n in free - own if units[n]}
        most = _one_a_day(everything, fed)
        tallies.append(Tally({n: units[n] for n in own}, fed, most, demand.rewards[used:]))
    values = {n: everything[n].value for n in sorted(free)}
    return Sums(len(everything), values, tuple(limits), tuple(tallies))


def _one_a_day(everything: Sequence[Candidate], fed: Mapping[int, int]) -> int:
    most: dict[tuple[str, int], int] = {}
    for n, many in fed.items():
        key = everything[n].intention, everything[n].day
        most[key] = max(many, most.get(key, 0))
    return sum(most.values())


def _ruled_out(problem: Problem, chosen: set[int], free: set[int]) -> set[int]:
    """Nothing from further back than a week reaches into this one."""
    apart = {(d.intention, d.week): d.apart for d in problem.demands}
    everything = problem.candidates
    week = min((everything[n].week for n in free), default=0)
    near = [everything[n] for n in chosen if abs(everything[n].week - week) <= 1]
    out = set(chain.from_iterable(group for group in problem.exclusions if group & chosen))
    for n in free - out:
        if any(_collide(everything[n], other, apart) for other in near):
            out.add(n)
    return out


def _collide(one: Candidate, other: Candidate, apart: Mapping[tuple[str, int], int]) -> bool:
    overlap = max(one.begins, other.begins) < min(one.ends, other.ends)
    return overlap or (one.intention == other.intention and _are_near(one, other, apart))


def _are_near(one: Candidate, other: Candidate, apart: Mapping[tuple[str, int], int]) -> bool:
    days = min(apart.get((c.intention, c.week), 1) for c in (one, other))
    return abs(one.day - other.day) < days


def _near_days(everything: Sequence[Candidate], own: frozenset[int], apart: int) -> Iterator[frozenset[int]]:
    days = sorted({everything[n].day for n in own})
    for day in days:
        near = frozenset(n for n in own if day <= everything[n].day < day + apart)
        if len(near) > 1:
            yield near


def ask_hedgerow(problem: Problem) -> Answer:
    solve_week.cache_clear()
    return ask_hedgerow_again(problem)


def ask_hedgerow_again(problem: Problem) -> Answer:
    """It remembers the weeks that it has solved."""
    found = search(problem)
    return Answer(found.chosen, found.value, found.proven)


def ask_cp_sat(problem: Problem) -> Answer:
    from tests.benchmarks.planner_cp_sat import solve  # noqa: PLC0415 - not with HiGHS in one process

    return in_order(solve, problem)


def ask_highs(problem: Problem) -> Answer:
    from tests.benchmarks.planner_highs import solve  # noqa: PLC0415 - not with CP-SAT in one process

    return in_order(solve, problem)


def ask_greedy(problem: Problem) -> Answer:
    return in_order(lambda sums: (fill(sums), False), problem)


def fill(sums: Sums) -> Choice:
    """Always the place that is worth most at the moment, while any is worth something."""
    rows: dict[int, list[int]] = {}
    for row, (members, _) in enumerate(sums.limits):
        for n in members:
            rows.setdefault(n, []).append(row)
    counts = Counts(sums)
    left = [most for _, most in sums.limits]
    queue = [(-counts.gain(n), n) for n in sums.values]
    heapq.heapify(queue)
    chosen: list[int] = []
    while queue:
        told, n = heapq.heappop(queue)
        gain = counts.gain(n)
        if gain <= 0 or not counts.has_room(n) or any(left[row] == 0 for row in rows.get(n, ())):
            continue
        if gain < -told:
            heapq.heappush(queue, (-gain, n))
            continue
        chosen.append(n)
        counts.add(n)
        for row in rows.get(n, ()):
            left[row] -= 1
    return tuple(sorted(chosen))


class Counts:
    """What each tally holds so far."""

    def __init__(self, sums: Sums) -> None:
        self._sums = sums
        self._units = [0] * len(sums.tallies)
        self._own = [0] * len(sums.tallies)
        self._of: dict[int, list[tuple[int, int, bool]]] = {n: [] for n in sums.values}
        for at, tally in enumerate(sums.tallies):
            for n, many in tally.own.items():
                self._of[n].append((at, many, True))
            for n, many in tally.fed.items():
                self._of[n].append((at, many, False))

    def gain(self, n: int) -> int:
        tallies, units = self._sums.tallies, self._units
        gains = (sum(tallies[at].rewards[units[at] : units[at] + many]) for at, many, _ in self._of[n])
        return self._sums.values[n] + sum(gains)

    def has_room(self, n: int) -> bool:
        counted = [(at, many) for at, many, is_own in self._of[n] if is_own or self._own[at]]
        return all(self._units[at] + many <= len(self._sums.tallies[at].rewards) for at, many in counted)

    def add(self, n: int) -> None:
        for at, many, is_own in self._of[n]:
            self._units[at] += many
            self._own[at] += is_own


PEERS: Mapping[str, Callable[[Problem], Answer]] = {
    "hedgerow": ask_hedgerow,
    "CP-SAT": ask_cp_sat,
    "HiGHS MIP": ask_highs,
    "greedy": ask_greedy,
}
KNOWING = "hedgerow, other weeks known"
ANSWERS = {**PEERS, KNOWING: ask_hedgerow_again}
