"""The stock MIP solver of HiGHS over the same rows."""

from collections.abc import Iterator, Mapping

import highspy
import numpy as np

from hedgerow.core.search.problem import Choice
from tests.benchmarks.planner_peers import SECONDS, Sums, Tally


def solve(sums: Sums, seconds: float = SECONDS) -> tuple[Choice, bool]:
    """One column for each place, then of each tally one for each reward, and whether there is one of its own."""
    names = list(sums.values)
    column = {n: number for number, n in enumerate(names)}
    gains = [float(value) for value in sums.values.values()]
    rows: list[tuple[float, list[int], list[float]]] = []
    for members, most in sums.limits:
        rows.append((float(most), [column[n] for n in sorted(members)], [1.0] * len(members)))
    for tally in sums.tallies:
        steps = list(range(len(gains), len(gains) + len(tally.rewards)))
        gains += map(float, tally.rewards)
        units = {column[n]: float(many) for n, many in {**tally.own, **tally.fed}.items()}
        rows.append((0.0, [*units, *steps], [*(-many for many in units.values()), *[1.0] * len(steps)]))
        rows += _no_more_than_rewards(tally, column, len(gains))
        gains.append(0.0)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # nor does it tell
    for option, value in (("output_flag", False), ("threads", 1), ("time_limit", seconds), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(option, value)
    solver.passModel(_program(gains, rows, len(names)))
    solver.run()
    is_best = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    values = solver.getSolution().col_value
    return tuple(n for n, value in zip(names, values, strict=False) if value > 0.5), is_best


def _no_more_than_rewards(
    tally: Tally, column: Mapping[int, int], has_own: int
) -> Iterator[tuple[float, list[int], list[float]]]:
    """Where one of its own is chosen."""
    units = {column[n]: float(many) for n, many in {**tally.own, **tally.fed}.items()}
    yield len(tally.rewards) + tally.most_fed, [*units, has_own], [*units.values(), float(tally.most_fed)]
    for n in tally.own if tally.fed else ():
        yield 0.0, [column[n], has_own], [1.0, -1.0]


def _program(gains: list[float], rows: list[tuple[float, list[int], list[float]]], whole: int) -> highspy.HighsLp:
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(gains), len(rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array(gains)
    program.col_lower_, program.col_upper_ = np.zeros(len(gains)), np.ones(len(gains))
    program.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    program.row_upper_ = np.array([most for most, _, _ in rows])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(members) for _, members, _ in rows)])
    program.a_matrix_.index_ = np.array([n for _, members, _ in rows for n in members])
    program.a_matrix_.value_ = np.array([weight for _, _, weights in rows for weight in weights])
    kinds = [highspy.HighsVarType.kInteger] * whole + [highspy.HighsVarType.kContinuous] * (len(gains) - whole)
    program.integrality_ = kinds
    return program
