"""The linear program of a week says neither more nor less of a choice than the rules do; and what proves, proves."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from hedgerow.core.search import cuts
from hedgerow.core.search.certificate import Matrix, certify
from hedgerow.core.search.cliques import cliques
from hedgerow.core.search.given import Given
from hedgerow.core.search.problem import Problem
from hedgerow.core.search.program import Program, program_of
from hedgerow.core.search.stage import Stage
from tests.core.search.tasks import problems


def every_choice(stage: Stage, first: int = 0, chosen: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """The largest come first."""
    for index in range(first, len(stage.candidates)):
        if stage.allows((*chosen, index)):
            yield from every_choice(stage, index + 1, (*chosen, index))
    yield chosen


def of(problem: Problem) -> tuple[Stage, Program]:
    stage = Stage(Given(problem).task(0)[1])
    assume(stage.candidates)
    return stage, program_of(stage)


@given(problems())
def test_the_program_lets_every_choice_be_and_knows_its_worth(problem: Problem) -> None:
    stage, program = of(problem)
    for choice in islice(every_choice(stage), 20):
        bounds = {n: (1, 1) if n in choice else (0, 0) for n in range(len(stage.candidates))}
        assert program.solve(bounds).bound == stage.worth(choice)


@given(problems(), st.data())
def test_it_sees_a_contradiction_in_what_is_no_choice(problem: Problem, data: st.DataObject) -> None:
    stage, program = of(problem)
    several = st.frozensets(st.integers(0, len(stage.candidates) - 1), max_size=5)
    chosen = data.draw(several.map(sorted))
    bounds = {n: (1, 1) if n in chosen else (0, 0) for n in range(len(stage.candidates))}
    assert bool(program.solve(bounds).columns) == stage.allows(chosen)


@given(problems(), st.lists(st.sampled_from([0.0, 0.0, 0.0, -2.0, 3.5]), min_size=1, max_size=9))
def test_whatever_the_solver_says_the_certificate_is_no_less_than_any_choice(
    problem: Problem, lies: list[float]
) -> None:
    stage, program = of(problem)
    program.solve({})
    duals = np.array(program.solver.getSolution().row_dual)
    duals += np.resize(np.array(lies), len(duals))
    found = certify(program.costs, (program.lower, program.upper), program.matrix, duals)
    assert found.whole() >= max(stage.worth(choice) for choice in islice(every_choice(stage), 50))


def test_a_row_that_says_at_most_proves_nothing_from_below() -> None:
    pair = np.array([0, 1], dtype=np.int32)
    row = Matrix(np.array([0, 0], dtype=np.int32), pair, np.ones(2), np.ones(1), np.array([False]))
    box = np.zeros(2), np.ones(2)
    assert certify(np.array([-9.0, -9.0]), box, row, np.array([-5.0])).whole() == 0
    assert certify(np.array([9.0, 7.0]), box, row, np.array([8.0])).whole() == 9
    assert certify(np.array([9.0, 7.0]), box, row, np.array([9.5])).whole() == 9
    exact = replace(row, is_equal=np.array([True]))
    assert certify(np.array([-9.0, -9.0]), box, exact, np.array([-9.0])).whole() == -9


@given(problems())
def test_no_cut_cuts_off_a_choice(problem: Problem) -> None:
    stage, program = of(problem)
    for row in cuts.lifted_cliques(stage, program.solve({}).columns):
        assert all(len(set(choice) & set(row.columns)) <= 1 for choice in islice(every_choice(stage), 50))


def test_of_spans_that_share_a_minute_each_largest_set_is_told_once() -> None:
    spans = {0: (0, 30), 1: (10, 20), 2: (20, 40), 3: (35, 50), 4: (60, 70)}
    assert [sorted(found) for found in cliques(spans)] == [[0, 1], [0, 2], [2, 3]]
    assert [sorted(found) for found in cliques(spans, least=1)][-1] == [4]
    assert list(cliques({})) == []
