"""Forks a writer for each line on its input. It says its pid once it is at work; `gone` follows when it was killed.

    python -m tests.system.store_writer DATABASE

A writer books blocks and moves them without end, in the round that its line names. Forked from a process that has
imported everything, it is at work within some milliseconds.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from hedgerow.adapters.store.database import open_store
from hedgerow.core.block import BlockId
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.ports import Ledger, PersonId
from tests.adapters.contract_ledger import BOOKED, CREATE, EVENT, FAMILY, LATER, MOVE, MOVED, NOON, run


def write(path: Path, writer: str) -> None:
    """Adds a dot to `<writer>.calls` whenever a call has returned."""
    calls = os.open(path.with_name(f"{writer}.calls"), os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    with open_store(path) as store:
        for number in count():
            for call in calls_of(store.ledger(PersonId("anna")), BlockId(f"{writer}n{number}")):
                call()
                os.write(calls, b".")
            if number == 0:
                say(os.getpid())


def calls_of(ledger: Ledger, block: BlockId) -> tuple[Callable[[], None], ...]:
    booked, moved = replace(BOOKED, block=block), replace(MOVED, block=block)
    create = replace(CREATE, event=replace(EVENT, block=block))
    move = replace(MOVE, event=replace(MOVE.event, block=block), before=booked)
    return (
        partial(ledger.begin, create, FAMILY, run(NOON)),
        partial(ledger.finish, booked, NOON),
        partial(ledger.begin, move, FAMILY, run(LATER)),
        partial(ledger.finish, moved, LATER),
        partial(ledger.note, [Observation(Edit.NOTE, booked, moved, "another version")], LATER),
    )


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    path = Path(sys.argv[1])
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            write(path, line.strip())
        os.waitpid(pid, 0)
        say("gone")


if __name__ == "__main__":
    main()
