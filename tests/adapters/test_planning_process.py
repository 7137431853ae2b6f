"""Planning in a process of its own, and what becomes of a plan when that process does not answer."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from hedgerow.adapters.planning_process import COMMAND, PlanningProcess
from hedgerow.core.assured import assured_plan
from hedgerow.core.check import BrokenPromise
from hedgerow.core.intention import Firmness, Length
from hedgerow.core.plan import Given
from tests.plans import Case, busy, wish

FEW = Case([wish("run", times_per_week=3, ideal="18:00")], busy("mon 17:30-18:30  Sync")).given
SOON = timedelta(seconds=0.2)


def crowded() -> Given:
    """One that needs the solver."""
    firm: dict[str, Any] = {"firmness": Firmness.FIRM, "length": Length(60, 60, 60)}
    names = ("a", "b", "c")
    return Case([wish(name, "18:00-20:00", "mon tue", times_per_week=2, **firm) for name in names]).given


@contextmanager
def planning(limit: timedelta = timedelta(minutes=5), command: Sequence[str] = COMMAND) -> Iterator[PlanningProcess]:
    process = PlanningProcess(limit, command)
    try:
        yield process
    finally:
        process.close()


def python(code: str) -> tuple[str, str, str]:
    return sys.executable, "-c", code


def test_the_same_plan_is_made_there_and_here_and_the_next_one_by_the_same_process() -> None:
    with planning() as process:
        for given in (FEW, crowded(), FEW):
            assert process.plan(given) == assured_plan(given)


def test_who_asks_at_the_same_time_gets_the_plan_that_they_asked_for() -> None:
    """A page that shows the plan, while the wheel turns."""
    cases = [FEW, crowded(), Case([wish("read")]).given, Case([wish("walk", times_per_week=7)]).given] * 3
    with planning() as process, ThreadPoolExecutor(len(cases)) as pages:
        plans = list(pages.map(process.plan, cases))
    assert plans == [assured_plan(given) for given in cases]


def test_the_solver_is_loaded_there_and_not_here() -> None:
    code = """
import sys
from tests.adapters.test_planning_process import crowded, planning
with planning() as process:
    assert process.plan(crowded()).is_proven
sys.exit("highspy" in sys.modules)
"""
    assert subprocess.run(python(code), check=False).returncode == 0


@pytest.mark.parametrize(
    "code",
    [
        # hangs without a word
        "import sys; sys.stdin.buffer.read()",
        # dies at once
        "raise SystemExit(3)",
        # says what is no answer
        "print('Hello')",
        "import pickle, sys; pickle.dump('a plan', sys.stdout.buffer)",
        # dies in the middle of one
        "import pickle, sys; sys.stdout.buffer.write(pickle.dumps(list(range(1000)))[:100])",
    ],
)
def test_without_an_answer_the_plan_is_made_here_and_says_that_it_is_not_proven(code: str) -> None:
    with planning(SOON, python(code)) as process:
        for _ in range(2):
            made = process.plan(crowded())
            assert (made.is_proven, len(made.blocks)) == (False, 4)
            assert made.proof.doubt == "the planning process gave no answer"


def test_a_process_that_can_not_be_begun_gives_no_answer_either() -> None:
    with planning(command=("/nowhere/python",)) as process:
        assert len(process.plan(FEW).blocks) == 3


def test_a_promise_that_is_broken_there_is_raised_here() -> None:
    code = (
        "import pickle, sys; from hedgerow.core.check import BrokenPromise as B; pickle.dump(B('x'), sys.stdout.buffer)"
    )
    with planning(command=python(code)) as process, pytest.raises(BrokenPromise, match="x"):
        process.plan(FEW)


def test_a_process_that_was_never_needed_was_never_begun() -> None:
    with planning(command=("/nowhere/python",)):
        pass
