"""Sealed secrets as rows. What opens them is none of the database's business."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from hedgerow.adapters.store.rows import seconds
from hedgerow.adapters.store.schema import SECRET
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.ports import PersonId, SecretName


class SqlVault:
    """`adapters.secrets.sealed.Vault`."""

    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person

    def row(self, name: SecretName) -> tuple[str, bytes] | None:
        chosen = select(SECRET.c.key, SECRET.c.sealed).where(SECRET.c.person == self._person, SECRET.c.name == name)
        with reading(self._engine) as connection:
            found = connection.execute(chosen).one_or_none()
        return None if found is None else (found.key, found.sealed)

    def keep(self, name: SecretName, key: str, sealed: bytes, at: datetime) -> None:
        row = {"key": key, "sealed": sealed, "changed_at": seconds(at)}
        with writing(self._engine) as connection:
            connection.execute(delete(SECRET).where(SECRET.c.person == self._person, SECRET.c.name == name))
            connection.execute(insert(SECRET).values(person=self._person, name=name, **row))

    def keep_first(self, name: SecretName, key: str, sealed: bytes, at: datetime) -> None:
        row = {"person": self._person, "name": name, "key": key, "sealed": sealed, "changed_at": seconds(at)}
        taken = select(SECRET.c.name).where(SECRET.c.person == self._person, SECRET.c.name == name)
        with writing(self._engine) as connection:
            if connection.execute(taken).one_or_none() is None:
                connection.execute(insert(SECRET).values(**row))

    def drop(self, name: SecretName) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(SECRET).where(SECRET.c.person == self._person, SECRET.c.name == name))

    def names(self) -> Sequence[SecretName]:
        chosen = select(SECRET.c.name).where(SECRET.c.person == self._person)
        with reading(self._engine) as connection:
            return sorted(SecretName(name) for name in connection.execute(chosen).scalars())
