"""The search against everything there is to choose: what it finds may be chosen, and nothing is worth more."""

import pytest
from hypothesis import given, settings

from hedgerow.core.search.engine import search
from hedgerow.core.search.problem import Candidate, Demand, Found, Problem
from tests.core.search.hindered import without_luck
from tests.core.search.oracle import best, breaches, up_to, value, weeks_of
from tests.core.search.tasks import problems


def judge(problem: Problem, found: Found) -> None:
    """Of each week, the weeks before being as they are."""
    assert breaches(problem, found.chosen) == []
    assert found.value == value(problem, found.chosen)
    lost = 0
    for week in weeks_of(problem):
        alone, chosen = up_to(problem, found.chosen, week)
        lost += best(alone) - value(alone, chosen)
    assert (lost, found.gap) == (0, 0)


@settings(max_examples=600)
@given(problems())
def test_nothing_is_worth_more_than_what_is_proven_best(problem: Problem) -> None:
    judge(problem, search(problem))


@settings(max_examples=100)
@given(problems(weeks=2, most=16))
def test_nor_in_any_of_two_weeks_given_the_week_before(problem: Problem) -> None:
    judge(problem, search(problem))


@settings(max_examples=150)
@given(problems(most=18))
def test_nor_when_luck_is_left_out(problem: Problem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        without_luck(patch)
        judge(problem, search(problem))


def place(name: str, day: int, start: int, length: int = 3, worth: int = 0) -> Candidate:
    return Candidate(name, 0, day, 10 * day + start, length, 10 * day + start, 10 * day + start + length, worth)


def test_the_oracle_itself_knows_an_easy_week_by_hand() -> None:
    run_early, run_late, read = place("run", 0, 0), place("run", 0, 5, worth=-2), place("read", 0, 1)
    asked = [Demand("run", 0, (20,)), Demand("read", 0, (8,))]
    task = Problem([run_early, run_late, read], asked)
    assert best(task) == 20 - 2 + 8
    assert best(Problem(task.candidates, asked, [frozenset({1, 2})])) == 20
    assert best(Problem(task.candidates, asked[:1])) == 20


def test_the_oracle_itself_names_each_breach() -> None:
    task = Problem(
        [place("run", 0, 0), place("run", 1, 0), place("read", 0, 1), place("read", 3, 1)],
        [Demand("run", 0, (20, 10), apart=2), Demand("read", 0, (8,))],
        [frozenset({1, 3})],
    )
    assert breaches(task, [0, 1]) == ["0 and 1 are too near"]
    assert breaches(task, [0, 2]) == ["0 and 2 overlap"]
    assert breaches(task, [1, 3]) == ["1 and 3 exclude each other"]
    assert breaches(task, [2, 3]) == ["2 units of read are more than 1"]
    assert breaches(task, [0, 3]) == []
