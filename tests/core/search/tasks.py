"""Tiny tasks for a search, drawn so that candidates collide in every way there is."""

from collections.abc import Sequence

from hypothesis import strategies as st

from hedgerow.core.search.problem import Candidate, Demand, Problem

DAY = 10
"""Minutes of a day here: few, so that candidates meet."""
DAYS = 4
"""Of a week."""
NAMES = "abcd"
Drawn = tuple[str, int, int, int, int, int]
HOURS, GUARD = "c", "d"
"""One that is asked for in units of length, and one that occupies nothing."""


def _candidate(drawn: Drawn, weeks: int, fixed: bool, feeds: tuple[tuple[str, int], ...]) -> Candidate:
    name, day, start, length, margin, value = drawn
    day %= DAYS * weeks
    begins = day * DAY + start
    around = (begins, begins) if name == GUARD else (begins - margin, begins + length + margin)
    amount = length if name == HOURS else 1
    return Candidate(name, day // DAYS, day, begins, length, *around, value, fixed, amount, feeds)


def _falling(most: int) -> st.SearchStrategy[tuple[int, ...]]:
    drawn = st.lists(st.sampled_from([0, 3, 8, 20, 20, 45, 50, 60]), min_size=0, max_size=most)
    return drawn.map(lambda rewards: tuple(sorted(rewards, reverse=True)))


@st.composite
def _feeds(draw: st.DrawFn, name: str) -> tuple[tuple[str, int], ...]:
    """One of three feeds another intention."""
    others = sorted(set(NAMES) - {name})
    return ((draw(st.sampled_from(others)), draw(st.integers(1, 3))),) if draw(st.integers(0, 2)) == 0 else ()


draws: st.SearchStrategy[Drawn] = st.tuples(
    st.sampled_from(NAMES),
    st.integers(0, 7),
    st.integers(0, DAY - 3),
    st.integers(1, 5),
    st.sampled_from([0, 0, 0, 1]),
    st.integers(-12, 12),
)


@st.composite
def problems(draw: st.DrawFn, weeks: int = 1, most: int = 14, fixed: bool = True) -> Problem:
    """One candidate of nine is fixed, unless `fixed` is not wanted. One intention is asked for in units of length, one
    is a guard, and one candidate of three feeds another intention."""
    drawn = draw(st.lists(draws, min_size=5, max_size=most, unique_by=lambda d: (d[0], d[1] % (DAYS * weeks), *d[2:5])))
    holds = draw(st.integers(0, 2 ** len(drawn) - 1)) & draw(st.integers(0, 2 ** len(drawn) - 1)) if fixed else 0
    holds &= draw(st.integers(0, 2 ** len(drawn) - 1)) if fixed else 0
    candidates = [_candidate(d, weeks, bool(holds >> n & 1), draw(_feeds(d[0]))) for n, d in enumerate(drawn)]
    demands = [
        Demand(name, week, draw(_falling(9 if name == HOURS else 4)), draw(st.integers(1, 3)))
        for name in NAMES
        for week in range(weeks)
    ]
    groups = draw(st.lists(st.frozensets(st.integers(0, len(drawn) - 1), min_size=2), max_size=4))
    return Problem(tuple(candidates), tuple(demands), tuple(groups))


def shuffled(problem: Problem, order: Sequence[int]) -> Problem:
    """The same task, its candidates in another order: the one at `order[n]` comes n-th."""
    groups = [frozenset(order.index(n) for n in group) for group in problem.exclusions]
    wanted = [tuple(sorted(order.index(n) for n in choice)) for choice in problem.wanted]
    return Problem([problem.candidates[n] for n in order], problem.demands, groups, wanted)
