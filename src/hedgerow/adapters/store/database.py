"""The database of a data folder: made when missing, put aside when damaged, brought up to date when old."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from hedgerow.adapters.store.breaks import SqlBreaks
from hedgerow.adapters.store.copies import back_up, copy_whole, newest_day, newest_whole, reason_of
from hedgerow.adapters.store.doubts import SqlDoubts
from hedgerow.adapters.store.history import SqlHistory
from hedgerow.adapters.store.journal import SqlPages
from hedgerow.adapters.store.ledger import SqlLedger
from hedgerow.adapters.store.logbook import SqlLogbook
from hedgerow.adapters.store.outbox import SqlOutbox
from hedgerow.adapters.store.proposals import SqlProposals
from hedgerow.adapters.store.replies import SqlReplies
from hedgerow.adapters.store.transactions import Damaged, reading, sqlite_engine
from hedgerow.adapters.store.upgrade import SHIPPED, Migrations, bring_up_to_date
from hedgerow.adapters.store.used_links import SqlUsedLinks
from hedgerow.adapters.store.vault import SqlVault
from hedgerow.ports import PersonId, Refused, Unavailable

CHECKED_BYTES = 16 * 1024 * 1024
"""A file up to this size is checked whole at each start, in milliseconds; a larger one only as it is used."""


class Store:
    """May be used by several threads. Close it: that leaves one file, without the log beside it."""

    def __init__(self, engine: Engine, path: Path, notice: str | None = None) -> None:
        self._engine = engine
        self._path = path
        self._file = path.stat().st_dev, path.stat().st_ino
        self.notice = notice
        """One sentence for the person, when the database was damaged and begun anew."""

    def ledger(self, person: PersonId) -> SqlLedger:
        return SqlLedger(self._engine, person)

    def replies(self, ledger: SqlLedger, person: PersonId) -> SqlReplies:
        """With the ledger that writes in the same runs."""
        return SqlReplies(self._engine, person, ledger)

    def logbook(self, person: PersonId) -> SqlLogbook:
        return SqlLogbook(self._engine, person)

    def breaks(self, person: PersonId) -> SqlBreaks:
        return SqlBreaks(self._engine, person)

    def doubts(self, person: PersonId) -> SqlDoubts:
        return SqlDoubts(self._engine, person)

    def outbox(self, person: PersonId) -> SqlOutbox:
        return SqlOutbox(self._engine, person)

    def pages(self, person: PersonId) -> SqlPages:
        return SqlPages(self._engine, person)

    def used_links(self, person: PersonId) -> SqlUsedLinks:
        return SqlUsedLinks(self._engine, person)

    def history(self, person: PersonId) -> SqlHistory:
        return SqlHistory(self._engine, person)

    def proposals(self, person: PersonId) -> SqlProposals:
        return SqlProposals(self._engine, person)

    def vault(self, person: PersonId) -> SqlVault:
        return SqlVault(self._engine, person)

    def back_up(self, today: date) -> Path | None:
        """Beside the database, once a day; None when today's is there. Raises Unavailable."""
        return back_up(self._path, today)

    def last_backup(self) -> date | None:
        return newest_day(self._path)

    def expect_in_place(self) -> None:
        """Raises Refused when the file was deleted or replaced: what is recorded in it now, nobody would find again."""
        there = self._path.stat() if self._path.exists() else None
        if there is None or (there.st_dev, there.st_ino) != self._file:
            raise Refused(f"{self._path} was deleted or replaced, so nothing is written: start Hedgerow again.")

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(path: Path, migrations: Migrations = SHIPPED) -> Store:
    """Raises Unavailable, or Refused when only the person can help."""
    try:
        return Store(_open(path, migrations), path)
    except Damaged:
        backup = newest_whole(path)
        aside = _exchange(path, backup)
    begun = f"the copy {backup.name} took its place" if backup else "a new one was begun"
    notice = (
        f"The database {path} was damaged. It is kept as {aside.name}, and {begun}; blocks in your "
        f"calendars are found again by their marks."
    )
    return Store(_open(path, migrations), path, notice)


def _open(path: Path, migrations: Migrations) -> Engine:
    _make(path)
    engine = sqlite_engine(path)
    try:
        _check(engine, path)
        bring_up_to_date(engine, path, migrations)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _make(path: Path) -> None:
    """For nobody else's eyes: SQLite gives the files beside it the same rights."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise Refused(
            f"{path} cannot be made ({error.strerror}): name a folder for data that you may write."
        ) from error


def _check(engine: Engine, path: Path) -> None:
    if path.stat().st_size > CHECKED_BYTES:
        return
    with reading(engine) as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise Damaged(f"The database {path} is damaged.")


def _exchange(path: Path, backup: Path | None) -> Path:
    """Where the damaged one is kept. It stays where it is while the backup cannot be copied. Raises Unavailable."""
    restored = path.with_name(f"{path.name}.restored")
    try:
        if backup is not None:
            copy_whole(backup, restored)
        aside = _put_aside(path)
        if backup is not None:
            restored.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(
            f"The database {path} is damaged, and could not be exchanged for a whole one ({reason_of(error)}): free"
            f" some space and start Hedgerow again."
        ) from error
    return aside


def _put_aside(path: Path) -> Path:
    """With its log, and the log first: SQLite would play an old log into a new file."""
    aside = next(free for free in _names_aside(path) if not free.exists())
    for ending in ("-wal", "-shm", ""):
        file = path.with_name(path.name + ending)
        if file.exists():
            file.rename(aside.with_name(aside.name + ending))
    return aside


def _names_aside(path: Path) -> Iterator[Path]:
    return (path.with_name(f"{path.name}.corrupt-{number}") for number in count(1))
