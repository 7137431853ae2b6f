"""kill -9 at any moment: what a call had returned for is there, and the call under way happened or did not."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import IO

from hedgerow.adapters.store.database import open_store
from hedgerow.adapters.store.rows import read_booking
from hedgerow.core.block import BlockId, Booking
from hedgerow.ports import Ledger, PersonId

KILLS = 25
ENTRIES = "SELECT block, before, after, failure FROM action ORDER BY id"
CALLS = {0: 0, 1: 2, 2: 4, 3: 5}
"""How many calls of the writer stand behind so many entries of one block: begin, finish, begin, finish, note."""


@dataclass
class History:
    last: dict[BlockId, Booking]
    """What the last entry of each block says of it."""
    entries: Counter[BlockId]


@contextmanager
def writers(path: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    command = [sys.executable, "-m", "tests.system.store_writer", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdin, process.stdout
        process.stdin.close()


def kill_one_after(seconds: float, writer: str, pipes: tuple[IO[str], IO[str]]) -> None:
    orders, answers = pipes
    orders.write(f"{writer}\n")
    orders.flush()
    pid = int(answers.readline())
    Event().wait(seconds)
    os.kill(pid, signal.SIGKILL)
    assert answers.readline() == "gone\n"


def history(path: Path) -> History:
    """Fails when an entry does not follow the one before."""
    seen = History({}, Counter())
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for block, before, after, failure in connection.execute(ENTRIES):
            assert (read_booking(json.loads(before)) if before else None) == seen.last.get(block)
            if failure is None:
                seen.last[block] = read_booking(json.loads(after))
                seen.entries[block] += 1
    return seen


def settle(ledger: Ledger, seen: History) -> None:
    """As recovery does."""
    for intent in ledger.open_intents():
        assert intent.action.before == seen.last.get(intent.action.event.block)
        ledger.abandon(intent.action.event.block, intent.begun_at, "the program was killed")


def test_however_the_program_is_killed_each_call_is_recorded_wholly_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "hedgerow.db"
    open_store(path).close()
    with writers(path) as pipes:
        for kill in range(KILLS):
            writer = f"k{kill}"
            kill_one_after(kill * 37 % 41 / 2000, writer, pipes)
            returned = (tmp_path / f"{writer}.calls").stat().st_size
            with open_store(path) as store:
                ledger, seen = store.ledger(PersonId("anna")), history(path)
                assert store.notice is None
                assert {booking.block: booking for booking in ledger.bookings()} == seen.last
                entries = [number for block, number in seen.entries.items() if block.startswith(f"{writer}n")]
                recorded = sum(CALLS[number] for number in entries) + len(ledger.open_intents())
                assert recorded in (returned, returned + 1)
                settle(ledger, seen)
