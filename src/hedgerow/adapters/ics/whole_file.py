"""A file that other programs read and write at any moment is replaced as a whole, or not at all."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EINVAL, ENOSYS, ENOTSUP
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from stat import S_IMODE

from hedgerow.ports import PreconditionFailed

_HERE = -100
"""AT_FDCWD of Linux."""
_NO_REPLACE, _EXCHANGE = 1, 2
"""Of renameat2(2)."""


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
    file as it was unless only the last sync failed. A file that may not be written is not replaced either.
    """
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.hedgerow")
    fresh.unlink(missing_ok=True)
    try:
        _expect_writable(target)
        _write(fresh, after, target)
        if _content(target) != before or not _put_in_place(fresh, target, before):
            raise PreconditionFailed(f"{path} was changed by another program meanwhile.")
    finally:
        fresh.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _expect_writable(target: Path) -> None:
    """The folder alone would allow it."""
    effective = os.access in os.supports_effective_ids
    if target.exists() and not os.access(target, os.W_OK, effective_ids=effective):
        raise PermissionError(EACCES, os.strerror(EACCES), str(target))


def _put_in_place(fresh: Path, target: Path, before: bytes | None) -> bool:
    """False when another program was quicker, even in this moment; then its file stays. `before` was just there."""
    after = fresh.read_bytes()
    try:
        done = _rename(fresh, target, _NO_REPLACE if before is None else _EXCHANGE)
    except FileExistsError:
        return False
    if not done:
        fresh.replace(target)
    elif before is not None and fresh.read_bytes() != before:
        _give_back(fresh, target, after)
        return False
    return True


def _give_back(fresh: Path, target: Path, after: bytes) -> None:
    """`fresh` holds what another program saved; if it has saved once more since, then that stays."""
    _rename(fresh, target, _EXCHANGE)
    if fresh.read_bytes() != after:
        _rename(fresh, target, _EXCHANGE)


def _rename(source: Path, target: Path, flag: int) -> bool:
    """False where the system or the file system can't."""
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return False
    if function(_HERE, os.fsencode(source), _HERE, os.fsencode(target), flag) == 0:
        return True
    number = ctypes.get_errno()
    if number in (ENOSYS, EINVAL, ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(target))


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
