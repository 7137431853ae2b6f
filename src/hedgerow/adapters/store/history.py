"""`ports.History` on SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, update

from hedgerow.adapters.store.rows import seconds
from hedgerow.adapters.store.schema import WEEK
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.adapters.store.weeks import read_week, write_key, write_week
from hedgerow.core.days import Week
from hedgerow.core.history import WeekRecord
from hedgerow.ports import PersonId

_BY_WEEK = WEEK.c.year * 100 + WEEK.c.number


class SqlHistory:
    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person

    def load(self, first: Week, last: Week) -> Sequence[WeekRecord]:
        asked = _BY_WEEK.between(first.year * 100 + first.number, last.year * 100 + last.number)
        mine = (WEEK.c.person == self._person, WEEK.c.first == int(first.first), asked)
        with reading(self._engine) as connection:
            rows = connection.execute(select(WEEK).where(*mine).order_by(_BY_WEEK))
            return [read_week(row._asdict()) for row in rows]

    def save(self, records: Sequence[WeekRecord], at: datetime) -> None:
        with writing(self._engine) as connection:
            for record in records:
                self._put(connection, record, seconds(at))

    def _put(self, connection: Connection, record: WeekRecord, at: int) -> None:
        key, row = write_key(record.week), {**write_week(record), "changed_at": at}
        mine = (WEEK.c.person == self._person, *(WEEK.c[name] == value for name, value in key.items()))
        if connection.execute(update(WEEK).where(*mine).values(**row)).rowcount == 0:
            connection.execute(insert(WEEK).values(person=self._person, **key, **row, closed_at=at))
