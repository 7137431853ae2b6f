import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.schema import CreateTable

from hedgerow.adapters.store.database import open_store
from hedgerow.adapters.store.schema import METADATA
from hedgerow.adapters.store.upgrade import HEAD, SHIPPED, Migrations
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.ports import Refused
from tests.adapters.contract_ledger import BOOKED, NOON
from tests.adapters.store.filled import ANNA
from tests.adapters.store.raw import execute, select

POSTGRESQL = URL.create("postgresql").get_dialect()()
NEXT = """
import os
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"

def upgrade():
    op.add_column("letter", sa.Column("half_done", sa.Text))
    {body}
    op.create_table("later", sa.Column("id", sa.Text))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of today's revision that holds a booking."""
    path = tmp_path / "data" / "hedgerow.db"
    with open_store(path) as store:
        store.ledger(ANNA).note([Observation(Edit.ADOPT, BOOKED, None, "its mark is ours")], NOON)
    return path


def next_release(folder: Path, body: str = "pass") -> Migrations:
    """Our migrations, and one more that does `body` between two changes."""
    shutil.copytree(SHIPPED.folder, folder / "migrations")
    (folder / "migrations" / "versions" / "next.py").write_text(NEXT.format(head=HEAD, body=body))
    return Migrations(folder / "migrations", "next")


def tables(path: Path) -> set[str]:
    return {name for (name,) in select(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}


def columns(path: Path, table: str) -> list[str]:
    return [name for (name,) in select(path, f"SELECT name FROM pragma_table_info('{table}')")]


def form(engine: Engine) -> dict[str, object]:
    seen = inspect(engine)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)],
            seen.get_pk_constraint(table),
            seen.get_unique_constraints(table),
            seen.get_indexes(table),
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_the_head_we_know_is_the_one_alembic_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(SHIPPED.folder))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_make_the_tables_of_the_schema(path: Path, tmp_path: Path) -> None:
    migrated, declared = create_engine(f"sqlite:///{path}"), create_engine(f"sqlite:///{tmp_path}/declared.db")
    METADATA.create_all(declared)
    assert form(migrated) == form(declared)
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    migrated.dispose()
    declared.dispose()


def test_every_table_carries_the_person() -> None:
    assert [table.name for table in METADATA.sorted_tables if not table.c.person.nullable] == sorted(METADATA.tables)


def test_the_tables_can_be_made_in_postgresql() -> None:
    said = "\n".join(str(CreateTable(table).compile(dialect=POSTGRESQL)) for table in METADATA.sorted_tables)
    assert said.count("CREATE TABLE") == len(METADATA.tables)
    assert said.count("id BIGSERIAL NOT NULL") == 3


def test_opening_a_database_of_today_does_not_load_alembic(path: Path) -> None:
    program = """if True:
        import sys
        from pathlib import Path
        from hedgerow.adapters.store.database import open_store
        open_store(Path(sys.argv[1])).close()
        print("alembic" in sys.modules)
    """
    said = subprocess.run([sys.executable, "-c", program, path], check=True, capture_output=True, text=True)
    assert said.stdout == "False\n"


def test_an_upgrade_keeps_what_was_there_and_a_copy_from_before(path: Path, tmp_path: Path) -> None:
    with open_store(path, next_release(tmp_path)) as store:
        assert list(store.ledger(ANNA).bookings()) == [BOOKED]
    assert "later" in tables(path)
    copy = path.with_name(f"hedgerow.db.{HEAD}")
    assert copy.stat().st_mode & 0o777 == 0o600
    with open_store(copy) as store:
        assert list(store.ledger(ANNA).bookings()) == [BOOKED]
    assert sorted(file.name for file in path.parent.iterdir()) == ["hedgerow.db", copy.name]


def second_release(folder: Path) -> Migrations:
    """The migrations as they were before the third."""
    shutil.copytree(SHIPPED.folder, folder / "second")
    for later in ("0003_trust.py", "0004_cycle.py"):
        (folder / "second" / "versions" / later).unlink()
    return Migrations(folder / "second", "0002")


@pytest.mark.parametrize("made_first", ["", "DROP TABLE approval"], ids=["with approvals", "without them"])
def test_a_database_of_the_second_release_opens_however_its_first_tables_were_made(
    tmp_path: Path, made_first: str
) -> None:
    path = tmp_path / "data" / "hedgerow.db"
    open_store(path, second_release(tmp_path)).close()
    execute(path, made_first)
    assert ("approval" in tables(path)) is not bool(made_first)
    with open_store(path) as store:
        assert store.ledger(ANNA).approved() == frozenset()
    migrated, declared = create_engine(f"sqlite:///{path}"), create_engine(f"sqlite:///{tmp_path}/declared.db")
    METADATA.create_all(declared)
    assert form(migrated) == form(declared)
    migrated.dispose()
    declared.dispose()


def test_an_upgraded_database_is_not_upgraded_again(path: Path, tmp_path: Path) -> None:
    release = next_release(tmp_path)
    open_store(path, release).close()
    path.with_name(f"hedgerow.db.{HEAD}").unlink()
    open_store(path, release).close()
    assert [file.name for file in path.parent.iterdir()] == ["hedgerow.db"]


def test_an_upgrade_that_fails_changes_nothing(path: Path, tmp_path: Path) -> None:
    before = columns(path, "letter")
    with pytest.raises(Refused, match="refused an operation"):
        open_store(path, next_release(tmp_path, body='op.execute("SELECT * FROM nowhere")'))
    assert (columns(path, "letter"), "later" in tables(path)) == (before, False)
    with open_store(path) as store:
        assert list(store.ledger(ANNA).bookings()) == [BOOKED]


def test_an_upgrade_that_is_killed_half_way_changes_nothing(path: Path, tmp_path: Path) -> None:
    before = columns(path, "letter")
    release = next_release(tmp_path, body="os.kill(os.getpid(), 9)")
    program = """if True:
        import sys
        from pathlib import Path
        from hedgerow.adapters.store.database import open_store
        from hedgerow.adapters.store.upgrade import Migrations
        open_store(Path(sys.argv[1]), Migrations(Path(sys.argv[2]), "next"))
    """
    killed = subprocess.run([sys.executable, "-c", program, path, release.folder], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_store(path) as store:
        assert list(store.ledger(ANNA).bookings()) == [BOOKED]
    assert (columns(path, "letter"), "later" in tables(path)) == (before, False)


def test_a_newer_database_is_refused_in_words_and_left_as_it_is(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(Refused, match="newer Hedgerow"):
        open_store(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["hedgerow.db"]


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    execute(path, "CREATE TABLE songs (title TEXT)")
    with pytest.raises(Refused, match="another program"):
        open_store(path)
    assert tables(path) == {"songs"}


def test_a_new_revision_can_be_written_from_the_template(tmp_path: Path) -> None:
    folder = next_release(tmp_path).folder
    config = Config()
    config.set_main_option("script_location", str(folder))
    command.revision(config, "Add seasons", rev_id="seasons")
    [written] = folder.glob("versions/seasons*.py")
    open_store(tmp_path / "hedgerow.db", Migrations(folder, "seasons")).close()
    assert written.read_text().startswith('"""Add seasons"""')
