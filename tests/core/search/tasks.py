"""Tiny tasks for a search, drawn so that candidates collide in every way there is."""

from collections.abc import Sequence

from hypothesis import strategies as st

from hedgerow.core.search.problem import Candidate, Demand, Problem

DAY = 10
"""Minutes of a day here: few, so that candidates meet."""
DAYS = 4
"""Of a week."""
NAMES = "abc"
Drawn = tuple[str, int, int, int, int, int]


def _candidate(drawn: Drawn, weeks: int, fixed: bool) -> Candidate:
    name, day, start, length, margin, value = drawn
    day %= DAYS * weeks
    begins = day * DAY + start
    return Candidate(name, day // DAYS, day, begins, length, begins - margin, begins + length + margin, value, fixed)


rewards = st.lists(st.sampled_from([0, 3, 8, 20, 45, 50, 60]), min_size=0, max_size=4).map(
    lambda drawn: tuple(sorted(drawn, reverse=True))
)
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
    """One candidate of nine is fixed, unless `fixed` is not wanted; each asked for in most weeks."""
    drawn = draw(st.lists(draws, min_size=5, max_size=most, unique_by=lambda d: (d[0], d[1] % (DAYS * weeks), *d[2:5])))
    holds = draw(st.integers(0, 2 ** len(drawn) - 1)) & draw(st.integers(0, 2 ** len(drawn) - 1)) if fixed else 0
    holds &= draw(st.integers(0, 2 ** len(drawn) - 1)) if fixed else 0
    candidates = [_candidate(d, weeks, bool(holds >> n & 1)) for n, d in enumerate(drawn)]
    demands = [Demand(name, week, draw(rewards), draw(st.integers(1, 3))) for name in NAMES for week in range(weeks)]
    groups = draw(st.lists(st.frozensets(st.integers(0, len(drawn) - 1), min_size=2), max_size=3))
    return Problem(tuple(candidates), tuple(demands), tuple(groups))


def shuffled(problem: Problem, order: Sequence[int]) -> Problem:
    """The same task, its candidates in another order: the one at `order[n]` comes n-th."""
    groups = [frozenset(order.index(n) for n in group) for group in problem.exclusions]
    wanted = [tuple(sorted(order.index(n) for n in choice)) for choice in problem.wanted]
    return Problem([problem.candidates[n] for n in order], problem.demands, groups, wanted)
