"""One transaction at a time, and SQL errors in the words of the ports.

Python's SQLite driver begins transactions late, and not at all around DDL, so that a migration killed half way would
stay half done. Here it never begins one itself; ours begin at once, and with the write lock when they mean to write
(SQLAlchemy's "begin" recipe for SQLite).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from hedgerow.ports import Refused, Unavailable

BUSY_SECONDS = 5
_PRAGMAS = (
    "synchronous = FULL",  # an intent has to survive a power cut
    "foreign_keys = ON",
    f"journal_size_limit = {64 * 1024 * 1024}",
)


class Damaged(Refused):
    """The file is no whole database."""


def sqlite_engine(path: Path) -> Engine:
    """Reads and writes an existing file. Errors never quote a row: titles stay out of logs."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: _connect(path),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view; never waits for a writer. Raises Unavailable or Refused."""
    with _in_words(engine), engine.execution_options(reading=True).begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """On disk when the block is left, wholly undone when it raises. Raises Unavailable or Refused."""
    with _in_words(engine), engine.begin() as connection:
        yield connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        [mode] = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise Refused(
                f"{path.parent} cannot hold a database safely (a network drive?): use a folder on a local disk."
            )
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")


@contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise _fault(error, f"The database {engine.url.database}") from error
    except UnicodeEncodeError as error:
        raise Refused(f"The database {engine.url.database} cannot hold a text with half a character in it.") from error


def _fault(error: SQLAlchemyError, database: str) -> Unavailable | Refused:
    origin = error.orig if isinstance(error, DBAPIError) else None
    # the driver leaves the code out of the errors that it raises itself
    match getattr(origin, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return Unavailable(f"{database} could not grow: free some disk space. Nothing was recorded.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Unavailable(f"{database} stayed locked by another process for {BUSY_SECONDS} seconds.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return Unavailable(f"{database} cannot be written: give this user the right to write it and its folder.")
        case sqlite3.SQLITE_IOERR:
            return Unavailable(f"{database} could not be read or written: check the disk and the space left on it.")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Damaged(f"{database} is damaged: start Hedgerow again, and it puts the file aside and begins anew.")
        case _:
            return Refused(f"{database} refused an operation ({type(error).__name__}): please report this.")
