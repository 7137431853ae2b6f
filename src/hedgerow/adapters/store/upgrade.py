"""From whatever revision a database has to ours: all of it in one transaction, after a copy, or not at all.

A new revision is a file in `migrations/versions`, beside a change of `schema.py` and of `HEAD`.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from hedgerow.adapters.store.copies import copy_whole
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.ports import Refused

HEAD = "0004"
"""Alembic's newest revision, known without importing Alembic, which takes longer than everything else here."""


@dataclass(frozen=True, slots=True)
class Migrations:
    folder: Path
    head: str


SHIPPED = Migrations(Path(__file__).parent / "migrations", HEAD)


def bring_up_to_date(engine: Engine, path: Path, migrations: Migrations = SHIPPED) -> None:
    """Raises Refused, with nothing changed, when the database is newer than these migrations or somebody else's."""
    with reading(engine) as connection:
        if _revision(connection) == migrations.head:
            return
    with writing(engine) as connection:
        revision = _revision(connection)  # again: another process may have been faster
        if revision != migrations.head:
            _upgrade(connection, path, revision, migrations)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return str(found) if found else None


def _upgrade(connection: Connection, path: Path, revision: str | None, migrations: Migrations) -> None:
    from alembic import command  # noqa: PLC0415 - slow, and needed once per release
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations.folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    _require_ours(connection, path, revision, known)
    if revision is not None:
        copy_whole(path, path.with_name(f"{path.name}.{revision}"))
    command.upgrade(config, migrations.head)


def _require_ours(connection: Connection, path: Path, revision: str | None, known: set[str]) -> None:
    if revision is None and inspect(connection).get_table_names():
        raise Refused(f"{path} is a database of another program: name another folder for Hedgerow's data.")
    if revision is not None and revision not in known:
        raise Refused(
            f"{path} was written by a newer Hedgerow (its revision {revision} is unknown here): install that version "
            f"again, or put back the copy that it made before its upgrade."
        )
