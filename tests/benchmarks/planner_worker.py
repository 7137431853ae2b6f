"""One peer in a process of its own: pickled tasks in, pickled measurements out, until the input ends.

    python -m tests.benchmarks.planner_worker PEER

Libraries print what they like to standard output, so answers go to a copy of it.
"""

import os
import pickle
import subprocess
import sys
from time import perf_counter, process_time
from types import TracebackType
from typing import BinaryIO, Self

from hedgerow.core.search.problem import Problem
from tests.benchmarks.planner_peers import ANSWERS, Timed


class Worker:
    """Asks a peer in its own process."""

    def __init__(self, peer: str) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.planner_worker", peer]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, problem: Problem) -> Timed:
        ours, theirs = self._process.stdin, self._process.stdout
        assert ours is not None
        assert theirs is not None
        pickle.dump(problem, ours)
        ours.flush()
        timed: Timed = pickle.load(theirs)
        return timed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()


def answer(peer: str, tasks: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            problem = pickle.load(tasks)
        except EOFError:
            return
        wall, cpu = perf_counter(), process_time()
        found = ANSWERS[peer](problem)
        timed = Timed(found, process_time() - cpu, perf_counter() - wall)
        pickle.dump(timed, answers)
        answers.flush()


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answer(sys.argv[1], sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
