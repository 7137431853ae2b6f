"""`adapters.links.Used` on SQL."""

from datetime import datetime

from sqlalchemy import ColumnElement, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from hedgerow.adapters.store.rows import seconds
from hedgerow.adapters.store.schema import LINK
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.ports import PersonId


class SqlUsedLinks:
    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person

    def claim(self, digest: str, at: datetime) -> bool:
        row = {"person": self._person, "token": digest, "used_at": seconds(at), "outcome": ""}
        with writing(self._engine) as connection:
            try:
                connection.execute(insert(LINK).values(**row))
            except IntegrityError:
                return False
        return True

    def settle(self, digest: str, outcome: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(LINK).where(*self._key(digest)).values(outcome=outcome))

    def release(self, digest: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(LINK).where(*self._key(digest)))

    def outcome(self, digest: str) -> str | None:
        with reading(self._engine) as connection:
            return connection.execute(select(LINK.c.outcome).where(*self._key(digest))).scalar_one_or_none()

    def _key(self, digest: str) -> tuple[ColumnElement[bool], ...]:
        return LINK.c.person == self._person, LINK.c.token == digest
