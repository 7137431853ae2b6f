"""Forks a writer for each line on its input, says its pid, and says `gone` when somebody has killed it.

    python -m tests.system.store_writer DATABASE

A writer books blocks and moves them without end, in the round that its line names. Forked from a process that has
imported everything, it is at work within a millisecond.
"""

import os
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from hedgerow.adapters.store.database import open_store
from hedgerow.core.block import BlockId
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.ports import PersonId
from tests.adapters.contract_ledger import BOOKED, CREATE, EVENT, FAMILY, LATER, MOVE, MOVED, NOON


def write(path: Path, writer: str) -> None:
    with open_store(path) as store:
        ledger = store.ledger(PersonId("anna"))
        for number in count():
            block = BlockId(f"{writer}n{number}")
            booked, moved = replace(BOOKED, block=block), replace(MOVED, block=block)
            ledger.begin(replace(CREATE, event=replace(EVENT, block=block)), FAMILY, NOON)
            ledger.finish(booked, NOON)
            ledger.begin(replace(MOVE, event=replace(MOVE.event, block=block), before=booked), FAMILY, LATER)
            ledger.finish(moved, LATER)
            ledger.note([Observation(Edit.NOTE, booked, moved, "another version")], LATER)


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    path = Path(sys.argv[1])
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            write(path, line.strip())
        say(pid)
        os.waitpid(pid, 0)
        say("gone")


if __name__ == "__main__":
    main()
