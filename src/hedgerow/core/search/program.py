"""The relaxation of one week as a linear program, and the only talk with the solver of it.

Columns: x of each candidate, then y of each (intention, day), then u of each reward still to be had; all in [0, 1].
Rows: of candidates that share a minute at most one; x of a day add up to its y; y of days too near at most one;
y of a week add up to its u. So every branch of the search is a change of bounds of columns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hedgerow.core.search.stage import Group, Stage

if TYPE_CHECKING:
    import highspy
    from highspy._core import _Highs

Row = tuple[tuple[int, ...], tuple[int, ...]]
"""Columns and their factors."""


class SolverFailed(Exception):
    """The linear program has no answer that can be relied on; another way has to be taken."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column is what."""

    xs: int
    ys: Mapping[Group, int]
    us: Mapping[str, Sequence[int]]
    costs: Sequence[int]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """An answer; `value` is None when the bounds contradict."""

    value: float | None
    columns: Sequence[float] = ()
    reduced: Sequence[float] = ()


def layout_of(stage: Stage) -> Layout:
    xs = len(stage.candidates)
    ys = {group: xs + n for n, group in enumerate(stage.groups)}
    costs = [*(candidate.value for candidate in stage.candidates), *(0 for _ in ys)]
    us: dict[str, Sequence[int]] = {}
    for demand in stage.demands:
        us[demand.intention] = range(len(costs), len(costs) + len(demand.rewards))
        costs += demand.rewards
    return Layout(xs, ys, us, costs)


def rows_of(stage: Stage, layout: Layout) -> tuple[list[Row], list[Row]]:
    """Those that add up to at most 1, and those that add up to 0."""
    at_most = [_ones(clique) for clique in cliques(stage)]
    at_most += [_ones(group) for group in stage.exclusions]
    at_most += [_ones(layout.ys[group] for group in groups) for groups in too_near(stage)]
    exact = [_balance(members, [layout.ys[group]]) for group, members in stage.groups.items()]
    for demand in stage.demands:
        days = [column for (name, _), column in layout.ys.items() if name == demand.intention]
        exact.append(_balance(days, layout.us[demand.intention]))
    return at_most, exact


def _ones(columns: Iterable[int]) -> Row:
    chosen = tuple(columns)
    return chosen, (1,) * len(chosen)


def _balance(plus: Sequence[int], minus: Sequence[int]) -> Row:
    return (*plus, *minus), (1,) * len(plus) + (-1,) * len(minus)


def cliques(stage: Stage) -> list[tuple[int, ...]]:
    """Maximal sets of candidates that share a minute: what is open at the last start before an end."""
    events = sorted(
        [(c.begins, 1, n) for n, c in enumerate(stage.candidates)]
        + [(c.ends, 0, n) for n, c in enumerate(stage.candidates)]
    )
    found: list[tuple[int, ...]] = []
    active: set[int] = set()
    grew = False
    for _, begins, index in events:
        if begins:
            active.add(index)
            grew = True
            continue
        if grew and len({_group(stage, n) for n in active}) > 1:
            found.append(tuple(sorted(active)))
        active.remove(index)
        grew = False
    return found


def _group(stage: Stage, index: int) -> Group:
    return stage.candidates[index].intention, stage.candidates[index].day


def too_near(stage: Stage) -> list[list[Group]]:
    """Days of one intention of which at most one may have a block."""
    found: list[list[Group]] = []
    for demand in stage.demands:
        days = sorted(day for name, day in stage.groups if name == demand.intention)
        windows = [[(demand.intention, d) for d in days if first <= d < first + demand.apart] for first in days]
        found += [window for window in windows if len(window) > 1]
    return found


@dataclass(slots=True)
class Program:
    """Warm: each run begins where the last one ended."""

    layout: Layout
    solver: "_Highs"
    lower: list[float]
    upper: list[float]
    pushed: dict[int, tuple[float, float]] = field(default_factory=dict)
    runs: int = 0

    def solve(self, bounds: Mapping[int, tuple[float, float]]) -> Relaxed:
        """Within those bounds of columns, all others being free. Raises SolverFailed."""
        import highspy  # noqa: PLC0415 - costs 150 ms, so only those who plan pay it

        changed = {n: self._free(n) for n in self.pushed if n not in bounds}
        changed |= {n: pair for n, pair in bounds.items() if self.pushed.get(n) != pair}
        self.push(changed)
        self.pushed = dict(bounds)
        self.solver.run()
        self.runs += 1
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Relaxed(None)
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverFailed(f"HiGHS says {self.solver.modelStatusToString(status)}")
        solution = self.solver.getSolution()
        value = self.solver.getInfo().objective_function_value
        return Relaxed(value, list(solution.col_value), list(solution.col_dual))

    def _free(self, column: int) -> tuple[float, float]:
        return self.lower[column], self.upper[column]

    def push(self, changed: Mapping[int, tuple[float, float]]) -> None:
        import numpy as np  # noqa: PLC0415 - as above

        if not changed:
            return
        columns = np.array(sorted(changed), dtype=np.int32)
        low = np.array([changed[n][0] for n in columns], dtype=float)
        high = np.array([changed[n][1] for n in columns], dtype=float)
        self.solver.changeColsBounds(len(columns), columns, low, high)

    def release(self) -> None:
        """Takes every bound back but those that are for good."""
        self.push({n: self._free(n) for n in self.pushed})
        self.pushed = {}

    def close(self, columns: Iterable[int]) -> None:
        """For good."""
        shut = sorted(set(columns))
        for column in shut:
            self.upper[column] = 0.0
        self.push(dict.fromkeys(shut, (0.0, 0.0)))

    def cut(self, rows: Sequence[Row]) -> None:
        """Adds rows that are at most 1."""
        import highspy  # noqa: PLC0415 - as above
        import numpy as np  # noqa: PLC0415 - as above

        for columns, factors in rows:
            many, at = len(columns), np.array(columns, dtype=np.int32)
            self.solver.addRow(-highspy.kHighsInf, 1.0, many, at, np.array(factors, dtype=float))


def program_of(stage: Stage) -> Program:
    """Raises ImportError where the solver is missing."""
    from highspy._core import _Highs  # noqa: PLC0415 - as above; `Highs` itself greets on standard output

    layout = layout_of(stage)
    solver = _Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("presolve", "off")):
        solver.setOptionValue(option, value)
    solver.passModel(_model(stage, layout))
    many = len(layout.costs)
    return Program(layout, solver, [0.0] * many, [1.0] * many)


def _model(stage: Stage, layout: Layout) -> "highspy.HighsLp":
    import highspy  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above

    at_most, exact = rows_of(stage, layout)
    rows = [*at_most, *exact]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(layout.costs), len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(layout.costs, dtype=float)
    model.col_lower_, model.col_upper_ = np.zeros(len(layout.costs)), np.ones(len(layout.costs))
    model.row_lower_ = np.array([-highspy.kHighsInf] * len(at_most) + [0.0] * len(exact))
    model.row_upper_ = np.array([1.0] * len(at_most) + [0.0] * len(exact))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = [0]
    for columns, _ in rows:
        starts.append(starts[-1] + len(columns))
    model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array([n for columns, _ in rows for n in columns], dtype=np.int32)
    model.a_matrix_.value_ = np.array([f for _, factors in rows for f in factors], dtype=float)
    return model
