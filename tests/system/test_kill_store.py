"""kill -9 at any moment: each block is as it was before a call, or as it is after it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import IO

from hedgerow.adapters.store.database import open_store
from hedgerow.adapters.store.rows import read_booking
from hedgerow.core.block import BlockId, Booking
from hedgerow.ports import Ledger, PersonId

KILLS = 40
ENTRIES = "SELECT block, before, after, failure FROM action ORDER BY id"
Last = dict[BlockId, Booking]


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


def history(path: Path) -> Last:
    """What the last entry of each block's history says of it. Raises when an entry does not follow the one before."""
    last: Last = {}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for block, before, after, failure in connection.execute(ENTRIES):
            assert read(before) == last.get(block)
            if failure is None:
                last[block] = read_booking(json.loads(after))
    return last


def read(booking: str | None) -> Booking | None:
    return read_booking(json.loads(booking)) if booking else None


def settle(ledger: Ledger, last: Last) -> int:
    """As recovery does; gives how many writes were open."""
    intents = ledger.open_intents()
    for intent in intents:
        assert intent.action.before == last.get(intent.action.event.block)
        ledger.abandon(intent.action.event.block, intent.begun_at, "the program was killed")
    return len(intents)


def test_a_block_is_never_half_recorded_however_the_program_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "hedgerow.db"
    open_store(path).close()
    open_writes = []
    with writers(path) as pipes:
        for kill in range(KILLS):
            kill_one_after(0.02 + kill * 37 % 41 / 1000, f"k{kill}", pipes)
            with open_store(path) as store:
                ledger = store.ledger(PersonId("anna"))
                last = history(path)
                assert store.notice is None
                assert {booking.block: booking for booking in ledger.bookings()} == last
                open_writes.append(settle(ledger, last))
    assert set(open_writes) <= {0, 1}
    assert len(last) > KILLS
