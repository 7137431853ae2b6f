"""`ports.Breaks` on SQL: one row while the person wants nothing written."""

from sqlalchemy import ColumnElement, Engine, delete, insert, select

from hedgerow.adapters.store.rows import instant, seconds
from hedgerow.adapters.store.schema import PAUSE
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.ports import Pause, PersonId


class SqlBreaks:
    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person

    def pause(self) -> Pause | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(PAUSE.c.since, PAUSE.c.until).where(self._mine)).one_or_none()
        if row is None:
            return None
        return Pause(instant(row.since), None if row.until is None else instant(row.until))

    def set_pause(self, pause: Pause | None) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(PAUSE).where(self._mine))
            if pause is not None:
                until = None if pause.until is None else seconds(pause.until)
                connection.execute(insert(PAUSE).values(person=self._person, since=seconds(pause.since), until=until))

    @property
    def _mine(self) -> ColumnElement[bool]:
        return PAUSE.c.person == self._person
