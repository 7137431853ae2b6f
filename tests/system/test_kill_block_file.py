"""A process that writes a block calendar file may be killed at any moment."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.ics.pieces import lay_out
from hedgerow.core.occurrence import CalendarId
from tests.agenda import BERLIN, at

KILLS = 24
FOREIGN = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\nPRODID:-//Somebody//Else//EN\r\n"
    + b"".join(b"BEGIN:VEVENT\r\nUID:%d\nSUMMARY:Fol\n ded \xff\r\nEND:VEVENT\r\n" % n for n in range(200))
    + b"BEGIN:VTODO\r\nUID:todo\r\nEND:VTODO\r\nEND:VCALENDAR\r\n\r\ntrailing"
)

WRITERS = """
import os, sys
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.core.block import BlockId
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.span import Span
from tests.adapters.contract_block_calendar import RUN
from tests.agenda import BERLIN, at

def write(file, n):
    there = {each.block: each for each in file.find_blocks()}
    block = BlockId(f"b{n % 7}")
    if block in there and n % 3 == 0:
        file.remove(block, there[block].version)
    else:
        where = Span(RUN.span.start + timedelta(hours=n), RUN.span.end + timedelta(hours=n))
        file.put(replace(RUN, block=block, span=where), there[block].version if block in there else None)

file = BlockFile(Path(sys.argv[1]), CalendarId("blocks"), BERLIN, StillClock(at("mon", "12:00")))
first = os.getpid()
for _ in sys.stdin:
    writer = os.fork()
    if writer == 0:
        for n in count():
            write(file, n)
            print("written" if os.getppid() == first else os._exit(1), flush=True)
    print("writer", writer, flush=True)
    print("ended", os.waitpid(writer, 0)[1], flush=True)
"""
"""Starts a writer, by fork since imports take long, for each line it is given."""


def kill_while_writing(writers: "subprocess.Popen[str]", milliseconds: int) -> int:
    """So many milliseconds after its first write; how many writes it had told of."""
    assert writers.stdin is not None
    assert writers.stdout is not None
    print(file=writers.stdin, flush=True)
    told: list[list[str]] = []
    while not {"writer", "written"} <= {words[0] for words in told}:
        told.append(writers.stdout.readline().split())
    [writer] = [int(words[1]) for words in told if words[0] == "writer"]
    with suppress(subprocess.TimeoutExpired):
        writers.wait(milliseconds / 1000)
    os.kill(writer, signal.SIGKILL)
    while told[-1][0] != "ended":
        told.append(writers.stdout.readline().split())
    assert told[-1] == ["ended", str(int(signal.SIGKILL))]
    return len(told) - 2


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "blocks.ics").write_bytes(FOREIGN)
    return tmp_path / "blocks.ics"


@pytest.fixture
def writers(path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", WRITERS, str(path)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        yield process
        process.kill()


def test_a_writer_killed_at_any_moment_leaves_a_whole_calendar_with_all_that_is_foreign(
    path: Path, writers: "subprocess.Popen[str]"
) -> None:
    file = BlockFile(path, CalendarId("blocks"), BERLIN, StillClock(at("mon", "12:00")))
    writes = 0
    for n in range(KILLS):
        writes += kill_while_writing(writers, n * 5 % 37)
        layout = lay_out(path.read_bytes())
        ours = tuple(piece for piece in layout.pieces if piece.mark is not None)
        assert layout.without(ours) == FOREIGN
        assert len({piece.uid for piece in ours}) == len(ours) == len(file.find_blocks())
    assert writes > KILLS
    assert {each.name for each in path.parent.iterdir()} <= {"blocks.ics", ".blocks.ics.hedgerow"}
