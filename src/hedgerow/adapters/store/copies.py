"""Whole copies of the database: one a day, the last seven kept, each checked before it counts."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from hedgerow.ports import Unavailable

KEPT = 7
_FOLDER = "backups"


def folder_of(database: Path) -> Path:
    return database.with_name(_FOLDER)


def copy_whole(database: Path, copy: Path) -> None:
    """As it is between two transactions; whole, or not there. For this user alone. Raises OSError, sqlite3.Error."""
    half = copy.with_name(f"{copy.name}.half")
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(half)) as target:
        source.backup(target)
    half.replace(copy)


def back_up(database: Path, today: date) -> Path | None:
    """None when today's is there. Raises Unavailable, with the older copies as they were."""
    folder = folder_of(database)
    copy = folder / f"{database.stem}-{today.isoformat()}{database.suffix}"
    if copy.exists():
        return None
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        copy_whole(database, copy)
        whole = _is_whole(copy)
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(f"The backup {copy} could not be written ({reason_of(error)}): free some space.") from error
    if not whole:
        copy.unlink()
        raise Unavailable(f"The copy of {database} is damaged and was not kept: run `hedgerow check`.")
    for old in list(_newest_first(database))[KEPT:]:
        old.unlink(missing_ok=True)
    return copy


def newest_whole(database: Path) -> Path | None:
    """The backup to begin from when the database is damaged."""
    return next((copy for copy in _newest_first(database) if _is_whole(copy)), None)


def newest_day(database: Path) -> date | None:
    """Of the last copy that was made, whole or not: that is looked at when it is needed."""
    for copy in _newest_first(database):
        with suppress(ValueError):  # the person may put others beside ours
            return date.fromisoformat(copy.stem[-10:])
    return None


def _newest_first(database: Path) -> Iterator[Path]:
    """By the day in the name: a copy that was itself copied back has a new time and an old content."""
    return iter(sorted(folder_of(database).glob(f"{database.stem}-????-??-??{database.suffix}"), reverse=True))


def _is_whole(copy: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            return bool(opened.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def reason_of(error: OSError | sqlite3.Error) -> str:
    return (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
