"""Planning in a process of its own: a solver that hangs or dies there takes nothing with it.

One process for all plans, begun with the first; it ends when its input does. A plan that is not there in time is made
here, without the solver.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from threading import Lock, Timer
from typing import IO, BinaryIO

from hedgerow.core.assured import FALL_BACKS, assured_plan
from hedgerow.core.check import BrokenPromise
from hedgerow.core.plan import Given, Plan

LIMIT = timedelta(seconds=5)
COMMAND = (sys.executable, "-m", "hedgerow.adapters.planning_process")
_NO_ANSWER = (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError)
"""What a pipe that breaks raises, and what the library says that bytes may raise which are no pickle."""


class PlanningProcess:
    def __init__(self, limit: timedelta = LIMIT, command: Sequence[str] = COMMAND) -> None:
        self._limit, self._command = limit.total_seconds(), command
        self._process: subprocess.Popen[bytes] | None = None
        self._asking = Lock()
        """A page may ask while the wheel turns, and an answer does not say whose it is."""

    def plan(self, given: Given) -> Plan:
        """Raises BrokenPromise."""
        with self._asking:
            answer = self._ask(given)
        if isinstance(answer, BrokenPromise):
            raise answer
        if answer is not None:
            return answer
        plan = assured_plan(given, FALL_BACKS)
        return replace(plan, proof=replace(plan.proof, doubt="the planning process gave no answer"))

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            _close(pipe)
        process.wait()

    def _ask(self, given: Given) -> Plan | BrokenPromise | None:
        """None when there is no answer in time, or none that can be read; then the next one asks a new process."""
        try:
            answer = self._exchange(self._running(), given)
        except _NO_ANSWER:
            answer = None
        if isinstance(answer, Plan | BrokenPromise):
            return answer
        self.close()
        return None

    def _exchange(self, process: subprocess.Popen[bytes], given: Given) -> object:
        assert process.stdin is not None, "it is opened with pipes"
        assert process.stdout is not None, "it is opened with pipes"
        ending = Timer(self._limit, process.kill)
        ending.daemon = True
        ending.start()
        try:
            pickle.dump(given, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)  # noqa: S301 - from a process that we began, over a pipe of ours
        finally:
            ending.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # of its own session, so that an interrupt from the terminal is for us alone
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        return self._process


def _close(pipe: IO[bytes] | None) -> None:
    """What could not be sent any more is of no use to anybody."""
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass


def answer_all(asked: BinaryIO, answers: BinaryIO) -> None:
    """Until nobody asks any more."""
    while True:
        try:
            given = pickle.load(asked)  # noqa: S301 - from the process that began this one
        except EOFError:
            return
        pickle.dump(_answer(given), answers)
        answers.flush()


def _answer(given: Given) -> Plan | BrokenPromise:
    try:
        return assured_plan(given)
    except BrokenPromise as broken:
        return broken


def main() -> None:
    """Whatever a library prints goes where errors go, not among the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answer_all(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
