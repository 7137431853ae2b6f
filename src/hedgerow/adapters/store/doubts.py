"""`ports.Doubts` on SQL."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from hedgerow.adapters.store.rows import instant, seconds
from hedgerow.adapters.store.schema import DOUBT
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.core.doubt import Doubt
from hedgerow.ports import PersonId

Row = dict[str, Any]


class SqlDoubts:
    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person

    def load(self) -> Mapping[str, Doubt]:
        with reading(self._engine) as connection:
            return {row["subject"]: _read(row) for row in self._rows(connection)}

    def save(self, doubts: Mapping[str, Doubt]) -> None:
        rows = [_write(subject, doubts[subject]) for subject in sorted(doubts)]
        with reading(self._engine) as connection:
            if sorted(self._rows(connection), key=_subject) == rows:
                return
        with writing(self._engine) as connection:
            connection.execute(delete(DOUBT).where(DOUBT.c.person == self._person))
            for row in rows:
                connection.execute(insert(DOUBT).values(person=self._person, **row))

    def _rows(self, connection: Connection) -> list[Row]:
        kept = (DOUBT.c.subject, DOUBT.c.digest, DOUBT.c.times, DOUBT.c.since, DOUBT.c.seen_at)
        chosen = select(*kept).where(DOUBT.c.person == self._person)
        return [row._asdict() for row in connection.execute(chosen)]


def _subject(row: Row) -> str:
    return str(row["subject"])


def _write(subject: str, doubt: Doubt) -> Row:
    return {
        "subject": subject,
        "digest": doubt.digest,
        "times": doubt.times,
        "since": seconds(doubt.since),
        "seen_at": seconds(doubt.seen_at),
    }


def _read(row: Row) -> Doubt:
    return Doubt(row["digest"], row["times"], instant(row["since"]), instant(row["seen_at"]))
