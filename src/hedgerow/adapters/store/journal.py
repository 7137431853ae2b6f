"""Sealed pages as rows, and which questions were asked. What opens the pages is none of the database's business."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine, Select, delete, insert, select
from sqlalchemy.exc import IntegrityError

from hedgerow.adapters.store.rows import instant, seconds
from hedgerow.adapters.store.schema import ASKED, JOURNAL, LINK
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.ports import PersonId

Row = tuple[int, str, str, str, bytes, datetime]
"""Id, week, key of the question, name of the sealing key, what is sealed, when it was written."""


class SqlPages:
    """`adapters.secrets.journal.Pages`."""

    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person

    def rows(self) -> Sequence[Row]:
        columns = (JOURNAL.c.id, JOURNAL.c.week, JOURNAL.c.question, JOURNAL.c.key, JOURNAL.c.sealed, JOURNAL.c.at)
        chosen = select(*columns).where(JOURNAL.c.person == self._person).order_by(JOURNAL.c.id)
        with reading(self._engine) as connection:
            found = connection.execute(chosen).all()
        return [(row.id, row.week, row.question, row.key, row.sealed, instant(row.at)) for row in found]

    def add(self, row: Row) -> int:
        _, week, question, key, sealed, at = row
        values = {"week": week, "question": question, "key": key, "sealed": sealed, "at": seconds(at)}
        with writing(self._engine) as connection:
            added = insert(JOURNAL).values(person=self._person, **values).returning(JOURNAL.c.id)
            return int(connection.execute(added).scalar_one())

    def drop(self, page: int) -> bool:
        with writing(self._engine) as connection:
            gone = delete(JOURNAL).where(JOURNAL.c.person == self._person, JOURNAL.c.id == page)
            return bool(connection.execute(gone).rowcount)

    def take(self, reply: str, at: datetime) -> bool:
        row = {"token": f"reply/{reply}", "used_at": seconds(at), "outcome": ""}
        with writing(self._engine) as connection:
            try:
                connection.execute(insert(LINK).values(person=self._person, **row))
            except IntegrityError:
                return False
        return True

    def ask(self, week: str, keys: Sequence[str]) -> Sequence[str]:
        with writing(self._engine) as connection:
            before = connection.execute(self._asked([week])).all()
            if before:
                return [row.question for row in before]
            rows = [{"person": self._person, "week": week, "question": key} for key in keys]
            if rows:
                connection.execute(insert(ASKED), rows)
        return list(keys)

    def asked(self, weeks: Sequence[str]) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(self._asked(weeks)):
                found.setdefault(row.week, []).append(row.question)
        return found

    def _asked(self, weeks: Sequence[str]) -> Select[tuple[str, str]]:
        chosen = select(ASKED.c.week, ASKED.c.question).where(ASKED.c.person == self._person, ASKED.c.week.in_(weeks))
        return chosen.order_by(ASKED.c.week, ASKED.c.question)
