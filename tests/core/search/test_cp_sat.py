"""The search against CP-SAT, in a process of its own, on weeks as large as real ones.

A handful here; HEDGEROW_EXPLORE=1 compares more than 150, in a minute or two.
"""

import os
from collections.abc import Iterator

import pytest

from hedgerow.core.search.engine import search
from hedgerow.core.search.problem import Candidate, Demand, Problem
from tests.benchmarks.planner_lives import Life, Load, Meeting, make_life
from tests.benchmarks.planner_tasks import booked, task_of
from tests.benchmarks.planner_worker import Worker
from tests.core.search.oracle import breaches, up_to, value, weeks_of

EXPLORES = os.environ.get("HEDGEROW_EXPLORE") == "1"
SEEDS = range(1, 1 + (25 if EXPLORES else 1))


@pytest.fixture(scope="module")
def cp_sat() -> Iterator[Worker]:
    with Worker("CP-SAT") as worker:
        yield worker


def compare(problem: Problem, cp_sat: Worker) -> None:
    found = search(problem)
    assert breaches(problem, found.chosen) == []
    assert found.value == value(problem, found.chosen)
    lost = 0
    for week in weeks_of(problem):
        alone, chosen = up_to(problem, found.chosen, week)
        peer = cp_sat.ask(alone).answer
        assert breaches(alone, peer.chosen) == []
        assert peer.proven
        lost += peer.value - value(alone, chosen)
    assert (lost, found.gap) == (0, 0)


def crowded(life: Life) -> Life:
    """The plan of an emptier week stands, and two meetings come."""
    found = search(task_of(life))
    stands = booked(life, found.chosen)
    return stands.with_meeting(Meeting(1080 + 1440, 1140 + 1440)).with_meeting(Meeting(7 * 60 + 2880, 9 * 60 + 2880))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("load", Load)
def test_a_week_from_nothing_is_worth_what_cp_sat_proves(load: Load, seed: int, cp_sat: Worker) -> None:
    compare(task_of(make_life(load, 1, seed)), cp_sat)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("load", Load)
def test_so_is_a_week_that_stands_and_is_met_by_meetings(load: Load, seed: int, cp_sat: Worker) -> None:
    compare(task_of(crowded(make_life(load, 1, seed))), cp_sat)


@pytest.mark.parametrize("seed", SEEDS[: len(SEEDS) // 8 + 1])
def test_so_is_each_of_two_weeks_given_the_one_before(seed: int, cp_sat: Worker) -> None:
    compare(task_of(make_life(Load.HEAVY, 2, seed)), cp_sat)


def test_cp_sat_itself_knows_an_easy_week_by_hand(cp_sat: Worker) -> None:
    run, read = Candidate("run", 0, 0, 0, 60, 0, 60, -3), Candidate("read", 0, 0, 30, 60, 30, 90, 2)
    late = Candidate("read", 0, 1, 30, 60, 1470, 1530, -5)
    asked = [Demand("run", 0, (20,)), Demand("read", 0, (8, 6))]
    answer = cp_sat.ask(Problem([run, read, late], asked)).answer
    assert (answer.value, answer.chosen, answer.proven) == (20 - 3 + 8 - 5, (0, 2), True)
