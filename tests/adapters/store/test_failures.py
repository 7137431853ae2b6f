"""What the person and the flows see when disk or file fail, and that nothing is half written then."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hedgerow.adapters.store.database import Store, open_store
from hedgerow.ports import Refused, Unavailable
from tests.adapters.contract_ledger import CREATE, FAMILY, NOON, run
from tests.adapters.store.filled import ANNA, adopt, fill


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hedgerow.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


def pragma(store: Store, setting: str) -> None:
    """On the one connection that a single thread uses again and again."""
    with store._engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA {setting}")


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """No file may grow any more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(file.stat().st_size for file in folder.iterdir()), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_database_records_nothing_and_goes_on_when_there_is_room_again(store: Store) -> None:
    ledger = store.ledger(ANNA)
    ledger.begin(CREATE, FAMILY, run(NOON))
    pragma(store, "max_page_count = 1")
    with pytest.raises(Unavailable, match="free some disk space"):
        ledger.note(adopt(500), NOON)
    assert list(ledger.bookings()) == []
    assert len(ledger.open_intents()) == 1
    pragma(store, "max_page_count = 1000000")
    ledger.note(adopt(500), NOON)
    assert len(ledger.bookings()) == 500


def test_a_disk_that_takes_no_more_records_nothing_and_the_store_goes_on_later(store: Store, path: Path) -> None:
    ledger = store.ledger(ANNA)
    with full_disk(path.parent):
        with pytest.raises(Unavailable, match="disk"):
            ledger.note(adopt(500), NOON)
        assert list(ledger.bookings()) == []
    ledger.note(adopt(500), NOON)
    assert len(ledger.bookings()) == 500


def test_while_another_process_writes_reading_goes_on_and_writing_waits_for_the_next_cycle(
    store: Store, path: Path
) -> None:
    pragma(store, "busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert list(store.ledger(ANNA).bookings()) == []
        with pytest.raises(Unavailable, match="locked by another process"):
            store.ledger(ANNA).begin(CREATE, FAMILY, run(NOON))
        with pytest.raises(Unavailable, match="locked by another process"):
            store.outbox(ANNA).claim("weekly", "2026-W47", NOON)
    assert store.outbox(ANNA).claim("weekly", "2026-W47", NOON)


def test_a_database_that_may_only_be_read_is_read(store: Store) -> None:
    store.ledger(ANNA).note(adopt(1), NOON)
    pragma(store, "query_only = ON")
    assert len(store.ledger(ANNA).bookings()) == 1
    with pytest.raises(Unavailable, match="give this user the right to write"):
        store.ledger(ANNA).begin(CREATE, FAMILY, run(NOON))


def test_a_folder_that_may_only_be_read_is_said_in_words() -> None:
    program = """if True:
        import os, sys
        from pathlib import Path
        import sqlalchemy.dialects.sqlite
        from hedgerow.adapters.store.database import open_store
        from hedgerow.ports import Unavailable
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            open_store(Path(sys.argv[1]))
        except Unavailable as error:
            print(error)
    """
    with TemporaryDirectory() as folder:
        fill(Path(folder) / "hedgerow.db")
        (Path(folder) / "hedgerow.db").chmod(0o444)
        Path(folder).chmod(0o555)
        said = subprocess.run(
            [sys.executable, "-c", program, f"{folder}/hedgerow.db"], check=True, capture_output=True, text=True
        )
        Path(folder).chmod(0o755)
    assert "cannot be written: give this user the right to write it and its folder" in said.stdout


def garbage(file: Path) -> None:
    file.write_bytes(b"<!doctype html><title>Not a database</title>" * 100)


def truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def a_page_overwritten(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 4096)


def the_later_half_overwritten(file: Path) -> None:
    half = file.stat().st_size // 2
    with file.open("r+b") as opened:
        opened.seek(half)
        opened.write(b"\xff" * half)


@pytest.mark.parametrize("damage", [garbage, truncated, a_page_overwritten, the_later_half_overwritten])
def test_a_damaged_database_is_put_aside_whole_and_a_new_one_begun(path: Path, damage: Callable[[Path], None]) -> None:
    fill(path)
    damage(path)
    before = path.read_bytes()
    with open_store(path) as store:
        assert store.notice is not None
        assert "hedgerow.db.corrupt-1" in store.notice
        assert list(store.ledger(ANNA).bookings()) == []
        store.ledger(ANNA).begin(CREATE, FAMILY, run(NOON))
    assert path.with_name("hedgerow.db.corrupt-1").read_bytes() == before
    with open_store(path) as store:
        assert store.notice is None
        assert len(store.ledger(ANNA).open_intents()) == 1


def test_the_next_damaged_database_gets_the_next_number(path: Path) -> None:
    for _ in range(2):
        garbage(path)
        open_store(path).close()
    names = ["hedgerow.db", "hedgerow.db.corrupt-1", "hedgerow.db.corrupt-2"]
    assert sorted(file.name for file in path.parent.iterdir()) == names


def test_the_log_of_a_damaged_database_is_not_played_into_the_new_one(path: Path) -> None:
    fill(path)
    with open_store(path) as store:
        store.ledger(ANNA).begin(CREATE, FAMILY, run(NOON))
        log = path.with_name("hedgerow.db-wal").read_bytes()
    garbage(path)
    path.with_name("hedgerow.db-wal").write_bytes(log)
    with open_store(path) as store:
        assert list(store.ledger(ANNA).open_intents()) == []
    assert path.with_name("hedgerow.db.corrupt-1-wal").exists()


def test_a_damaged_database_stays_in_place_until_its_backup_can_be_copied(path: Path) -> None:
    fill(path)
    with open_store(path) as store:
        store.back_up(NOON.date())
    garbage(path)
    damaged = path.read_bytes()
    with full_disk(path.parent):
        for _ in range(2):
            with pytest.raises(Unavailable, match="free some space"):
                open_store(path)
    assert path.read_bytes() == damaged
    with open_store(path) as store:
        assert len(store.ledger(ANNA).bookings()) == 200
        assert store.notice is not None
    names = {file.name for file in path.parent.iterdir() if not file.name.endswith(("-wal", "-shm"))}
    assert names == {"backups", "hedgerow.db", "hedgerow.db.corrupt-1"}
    assert path.with_name("hedgerow.db.corrupt-1").read_bytes() == damaged


def test_damage_found_only_in_use_is_said_in_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedgerow.adapters.store.database.CHECKED_BYTES", 0)
    fill(path)
    the_later_half_overwritten(path)
    with open_store(path) as store, pytest.raises(Refused, match="start Hedgerow again"):
        store.ledger(ANNA).note(adopt(400), NOON)


def test_errors_never_quote_a_title(store: Store) -> None:
    pragma(store, "max_page_count = 1")
    secret = [replace(seen, booking=replace(seen.booking, title="Therapy")) for seen in adopt(500)]
    with pytest.raises(Unavailable) as raised:
        store.ledger(ANNA).note(secret, NOON)
    assert "INSERT INTO" in str(raised.value.__cause__)
    assert "Therapy" not in f"{raised.value} {raised.value.__cause__}"
