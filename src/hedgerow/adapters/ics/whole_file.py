"""A file that other programs read and write at any moment is replaced as a whole, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from stat import S_IMODE

from hedgerow.ports import PreconditionFailed


@contextmanager
def folder_lock(path: Path) -> Iterator[None]:
    """Against another Hedgerow; on the folder, since the file is another one after each replacement.

    The kernel gives it up with the process, so that a killed one leaves nothing behind. Raises BlockingIOError.
    """
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        flock(folder, LOCK_EX | LOCK_NB)
        yield
    finally:
        os.close(folder)


def replace_file(path: Path, before: bytes | None, after: bytes) -> None:
    """Under `folder_lock`. Keeps mode and owner, and a symbolic link stays one; a new file is the person's alone.

    Raises PreconditionFailed when the file no longer holds `before` (None: when there is one), and OSError, with the
    file as it was unless only the last sync failed.
    """
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.hedgerow")
    fresh.unlink(missing_ok=True)
    try:
        _write(fresh, after, target)
        if (target.read_bytes() if target.exists() else None) != before:
            raise PreconditionFailed(f"{path} was changed by another program meanwhile.")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _write(fresh: Path, content: bytes, like: Path) -> None:
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        if like.exists():
            status = like.stat()
            with suppress(PermissionError):  # only root may give a file away; the mode is what matters then
                os.fchown(file.fileno(), status.st_uid, status.st_gid)
            os.fchmod(file.fileno(), S_IMODE(status.st_mode))
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
