"""One at a time per data folder: one process that writes, and one that serves, which writes only in its turns.

The kernel holds the lock (flock), so that a killed process never leaves one behind.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hedgerow.ports import Refused, Unavailable

NAME = "hedgerow.lock"
SERVING = "hedgerow.serving"

_held_here: set[tuple[Path, str]] = set()
"""Resolved folder and name of each lock that this process holds; its file may still have a number of another life."""


class Held(Unavailable):
    """Another process has it. `pid` is None in the moment before it has said which."""

    def __init__(self, folder: Path, name: str, pid: int | None) -> None:
        holder = f"process {pid}" if pid else "another process"
        said = f"Hedgerow is at work on {folder} at this moment ({holder}): try again when it is done."
        if name == SERVING:
            said = f"Hedgerow already serves {folder} ({holder}): stop that one, or name another data folder."
        super().__init__(said)
        self.pid = pid


@contextmanager
def hold_lock(folder: Path, name: str = NAME) -> Iterator[None]:
    """Makes the folder. Raises Held at once, without waiting; Refused when the folder cannot be written.

    The file stays, empty: were it removed, two processes could each hold a lock on a file of that name.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Refused(f"{folder} cannot be used ({error.strerror}): name a data folder that you may write.") from error
    try:
        _lock(file, folder, name)
        held = folder.resolve(), name
        _held_here.add(held)
        try:
            yield
        finally:
            _held_here.discard(held)
            os.ftruncate(file, 0)
    finally:
        os.close(file)


def _lock(file: int, folder: Path, name: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Held(folder, name, _pid(file)) from error
    with suppress(OSError):  # on a full disk the lock holds without a name
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())


def is_held_here(folder: Path, name: str = NAME) -> bool:
    """This very process has it."""
    return (folder.resolve(), name) in _held_here


def _pid(file: int) -> int | None:
    said = os.pread(file, 32, 0).strip()
    return int(said) if said.isdigit() else None
