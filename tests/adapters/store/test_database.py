import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from hedgerow.adapters.store.database import open_store
from hedgerow.core.reconcile import Observation
from hedgerow.ports import Refused
from tests.adapters.contract_ledger import BOOKED, CREATE, FAMILY, LATER, MOVE, MOVED, NOON, run
from tests.adapters.store.filled import ANNA, adopt, fill


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "hedgerow.db"


def test_the_folder_and_the_files_are_for_this_user_alone(path: Path) -> None:
    with open_store(path) as store:
        store.ledger(ANNA).begin(CREATE, FAMILY, run(NOON))
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("hedgerow.db", "hedgerow.db-wal", "hedgerow.db-shm"), "0o600")
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_each_connection_is_set_to_outlive_a_power_cut(path: Path) -> None:
    with open_store(path) as store, store._engine.connect() as connection:
        names = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "journal_size_limit")
        said = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 5000,
        "foreign_keys": 1,
        "journal_size_limit": 64 * 1024 * 1024,
    }


def test_a_closed_store_is_one_file(path: Path) -> None:
    fill(path)
    assert [file.name for file in path.parent.iterdir()] == ["hedgerow.db"]


def test_the_same_calls_make_the_same_bytes(tmp_path: Path) -> None:
    def work(path: Path) -> str:
        fill(path)
        with open_store(path) as store:
            ledger, outbox = store.ledger(ANNA), store.outbox(ANNA)
            ledger.begin(CREATE, FAMILY, run(NOON))
            ledger.finish(BOOKED, NOON)
            ledger.begin(MOVE, FAMILY, run(LATER))
            ledger.finish(MOVED, LATER)
            outbox.claim("weekly", "2026-W47", NOON)
            outbox.release("weekly", "2026-W47")
        return hashlib.sha256(path.read_bytes()).hexdigest()

    assert work(tmp_path / "one" / "hedgerow.db") == work(tmp_path / "two" / "hedgerow.db")


def test_eight_threads_with_connections_of_their_own_write_at_once(path: Path) -> None:
    open_store(path).close()
    barrier = Barrier(8)

    def work(observation: Observation) -> None:
        with open_store(path) as store:
            barrier.wait()
            store.ledger(ANNA).note([observation], NOON)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, adopt(8)))
    with open_store(path) as store:
        assert len(store.ledger(ANNA).bookings()) == 8


def test_processes_that_make_the_database_at_once_share_one(path: Path) -> None:
    program = """if True:
        import sys
        from pathlib import Path
        from hedgerow.adapters.store.database import open_store
        with open_store(Path(sys.argv[1])) as store:
            print(store.notice)
    """
    command = [sys.executable, "-c", program, str(path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[0] for process in started] == ["None\n"] * 3
    assert [file.name for file in path.parent.iterdir()] == ["hedgerow.db"]


def test_a_path_with_odd_characters_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "50% of life?#" / "my data.db"
    fill(path)
    with open_store(path) as store:
        assert len(store.ledger(ANNA).bookings()) == 200


def test_a_folder_that_cannot_be_made_is_refused_in_words(path: Path) -> None:
    path.parent.write_text("a file")
    with pytest.raises(Refused, match="name a folder for data"):
        open_store(path)
