"""`hedgerow apply` on a terminal: what is written is what the person said yes to."""

import os
import pty
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hedgerow.adapters.clock import SystemClock
from tests.system.life import command, environment, meetings, settle

QUESTION = "for the first time? [y/N]:"


class Terminal:
    def __init__(self, master: int) -> None:
        self.master, self.said = master, ""

    def read_until(self, wanted: str) -> str:
        """What was said since the last time, up to the wanted words or the end."""
        said = ""
        with suppress(OSError):  # the terminal closes with the process
            while wanted not in said and (piece := os.read(self.master, 65536)):
                said += piece.decode()
        return said

    def type(self, line: str) -> None:
        os.write(self.master, f"{line}\n".encode())


@contextmanager
def applying(path: Path) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    master, slave = pty.openpty()
    words, folder = command("--config", path, "apply"), path.parent
    alike = environment(HOME=str(folder), COLUMNS="120")
    with subprocess.Popen(words, cwd=folder, env=alike, stdin=slave, stdout=slave, stderr=slave) as running:
        os.close(slave)
        try:
            yield Terminal(master), running
        finally:
            running.kill()
            os.close(master)


def next_dinners() -> bytes:
    """A meeting over the usual hour of dinner on each of the next days."""
    today = SystemClock().now().astimezone(ZoneInfo("Europe/Berlin")).date()
    six = datetime(today.year, today.month, today.day, 18, tzinfo=ZoneInfo("Europe/Berlin"))
    utc = ZoneInfo("UTC")
    return meetings(*((six + timedelta(days=n)).astimezone(utc) for n in range(1, 14)))


def test_a_yes_to_a_plan_that_has_changed_meanwhile_is_asked_for_again(tmp_path: Path) -> None:
    path = settle(tmp_path)
    with applying(path) as (terminal, running):
        assert "create" in terminal.read_until(QUESTION)
        (tmp_path / "work.ics").write_bytes(next_dinners())
        terminal.type("y")
        again = terminal.read_until(QUESTION)
        assert "Meanwhile things changed. This is the plan now:" in again
        assert not (tmp_path / "blocks.ics").exists()
        terminal.type("y")
        assert "done." in terminal.read_until("done.")
        assert running.wait(timeout=30) == 0
    assert (tmp_path / "blocks.ics").exists()


def test_a_no_writes_nothing(tmp_path: Path) -> None:
    path = settle(tmp_path)
    with applying(path) as (terminal, running):
        terminal.read_until(QUESTION)
        terminal.type("n")
        terminal.read_until("never said")
        assert running.wait(timeout=30) == 130
    assert not (tmp_path / "blocks.ics").exists()
