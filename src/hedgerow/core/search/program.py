"""The relaxation of one week as a linear program, and the only talk with the solver of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hedgerow.core.search.certificate import Certificate, Matrix, certify
from hedgerow.core.search.cliques import moments
from hedgerow.core.search.rows import Row, Sheet, write_sheet
from hedgerow.core.search.stage import Stage

if TYPE_CHECKING:
    from highspy._core import _Highs

    from hedgerow.core.search.certificate import Floats, Integers

Bounds = Mapping[int, tuple[int, int]]
"""Of columns; all others are as free as they are at the start."""


class SolverFailed(Exception):
    """The linear program has no answer that can be relied on; another way has to be taken."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """An answer; without columns the bounds contradict."""

    columns: Sequence[float]
    certificate: Certificate
    bound: int
    """No choice within the bounds is worth more."""


@dataclass(slots=True)
class Program:
    """Warm: each run begins where the last one ended."""

    sheet: Sheet
    solver: "_Highs"
    matrix: Matrix
    costs: "Floats"
    lower: "Floats"
    upper: "Floats"
    pushed: dict[int, tuple[int, int]] = field(default_factory=dict)
    runs: int = 0

    def solve(self, bounds: Bounds) -> Relaxed:
        """Raises SolverFailed."""
        import highspy  # noqa: PLC0415 - costs 150 ms, so only those who plan pay it

        self._push(bounds)
        self.solver.run()
        self.runs += 1
        if self.runs == 1:
            # near the best a perturbed start only goes astray: a third of the steps without
            self.solver.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return self._contradiction()
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverFailed(f"HiGHS says {self.solver.modelStatusToString(status)}")
        solution = self.solver.getSolution()
        found = self._certify(self.costs, solution.row_dual)
        return Relaxed(solution.col_value, found, found.whole())

    def _certify(self, costs: "Floats", duals: Sequence[float]) -> Certificate:
        import numpy as np  # noqa: PLC0415 - as above

        lower, upper = self.lower.copy(), self.upper.copy()
        for column, (low, high) in self.pushed.items():
            lower[column], upper[column] = low, high
        return certify(costs, (lower, upper), self.matrix, np.array(duals))

    def _contradiction(self) -> Relaxed:
        """A ray of duals for which even nothing at all would be worth less than nothing."""
        import numpy as np  # noqa: PLC0415 - as above

        _, is_there, ray = self.solver.getDualRay()  # type: ignore[attr-defined]  # it has it; the stubs do not
        for side in (1.0, -1.0) if is_there else ():
            found = self._certify(np.zeros(len(self.costs)), side * ray)
            if found.bound < 0:
                return Relaxed((), found, -1)
        raise SolverFailed("HiGHS sees a contradiction and does not show it")

    def _push(self, bounds: Bounds) -> None:
        changed = {n: (int(self.lower[n]), int(self.upper[n])) for n in self.pushed if n not in bounds}
        changed |= {n: pair for n, pair in bounds.items() if self.pushed.get(n) != pair}
        self._set(changed)
        self.pushed = dict(bounds)

    def _set(self, changed: Bounds) -> None:
        import numpy as np  # noqa: PLC0415 - as above

        if changed:
            columns = np.array(sorted(changed), dtype=np.int32)
            low = np.array([changed[n][0] for n in columns], dtype=float)
            high = np.array([changed[n][1] for n in columns], dtype=float)
            self.solver.changeColsBounds(len(columns), columns, low, high)

    def cut(self, rows: Sequence[Row]) -> None:
        import highspy  # noqa: PLC0415 - as above
        import numpy as np  # noqa: PLC0415 - as above

        for row in rows:
            columns, factors = np.array(row.columns, dtype=np.int32), np.array(row.factors, dtype=float)
            self.solver.addRow(-highspy.kHighsInf, float(row.most), len(columns), columns, factors)
        self.matrix = _joined(self.matrix, _matrix_of(rows))


def program_of(stage: Stage) -> Program:
    """Raises ImportError where the solver is missing."""
    import highspy  # noqa: F401, PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above
    from highspy._core import _Highs  # noqa: PLC0415 - as above; `Highs` itself greets on standard output

    sheet = write_sheet(stage)
    matrix = _joined(_cliques(stage), _matrix_of(sheet.rows))
    costs, upper = np.array(sheet.costs, dtype=float), np.array(sheet.upper, dtype=float)
    solver = _Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("presolve", "off")):
        solver.setOptionValue(option, value)
    _pass(solver, matrix, costs, upper)
    return Program(sheet, solver, matrix, costs, np.zeros(len(costs)), upper)


def _cliques(stage: Stage) -> Matrix:
    """Of what shares a minute there is at most one; what the row of a day says already is left out."""
    import numpy as np  # noqa: PLC0415 - as above

    begins = np.array([c.begins for c in stage.candidates])
    ends = np.array([c.ends for c in stage.candidates])
    order = np.argsort(begins, kind="stable")
    order = order[begins[order] < ends[order]].astype(np.int32)
    if not len(order):
        return _matrix_of([])
    begins, ends = begins[order], ends[order]
    at = np.array(moments(begins.tolist(), ends.tolist()))
    # only what began within the longest of them can be open still
    first = np.searchsorted(begins, at - (ends - begins).max(), "left")
    counts = np.searchsorted(begins, at, "right") - first
    rows = np.repeat(np.arange(len(at), dtype=np.int32), counts)
    members = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    is_open = ends[members] > at[rows]
    return _ones_of(stage, rows[is_open], order[members[is_open]])


def _ones_of(stage: Stage, rows: "Integers", columns: "Integers") -> Matrix:
    """Those rows in which there are several groups."""
    import numpy as np  # noqa: PLC0415 - as above

    places = {group: n for n, group in enumerate(stage.groups)}
    groups = np.array([places[c.intention, c.day] for c in stage.candidates])[columns]
    firsts = np.flatnonzero(np.diff(rows, prepend=-1))
    is_mixed = np.minimum.reduceat(groups, firsts) < np.maximum.reduceat(groups, firsts)
    is_kept, numbers, many = is_mixed[rows], np.cumsum(is_mixed) - 1, int(is_mixed.sum())
    rows, columns = numbers[rows[is_kept]].astype(np.int32), columns[is_kept]
    return Matrix(rows, columns, np.ones(len(columns)), np.ones(many), np.zeros(many, dtype=bool))


def _matrix_of(rows: Sequence[Row]) -> Matrix:
    import numpy as np  # noqa: PLC0415 - as above

    lengths = [len(row.columns) for row in rows]
    return Matrix(
        np.repeat(np.arange(len(rows), dtype=np.int32), lengths),
        np.array([n for row in rows for n in row.columns], dtype=np.int32),
        np.array([f for row in rows for f in row.factors], dtype=float),
        np.array([row.most for row in rows], dtype=float),
        np.array([row.is_equal for row in rows], dtype=bool),
    )


def _joined(one: Matrix, other: Matrix) -> Matrix:
    import numpy as np  # noqa: PLC0415 - as above

    return Matrix(
        np.concatenate((one.rows, other.rows + np.int32(len(one.most)))),
        np.concatenate((one.columns, other.columns)),
        np.concatenate((one.factors, other.factors)),
        np.concatenate((one.most, other.most)),
        np.concatenate((one.is_equal, other.is_equal)),
    )


def _pass(solver: "_Highs", matrix: Matrix, costs: "Floats", upper: "Floats") -> None:
    import highspy  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above

    many, rows = len(costs), len(matrix.most)
    by_row, maximize = int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMaximize)
    least = np.where(matrix.is_equal, matrix.most, -highspy.kHighsInf)
    starts = np.concatenate(([0], np.cumsum(np.bincount(matrix.rows, minlength=rows)))).astype(np.int32)
    continuous = np.zeros(many, dtype=np.int32)
    solver.passModel(
        *(many, rows, len(matrix.columns), by_row, maximize, 0.0),
        *(costs, np.zeros(many), upper, least, matrix.most),
        *(starts, matrix.columns, matrix.factors, continuous),
    )
