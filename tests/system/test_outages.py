"""What cannot be recorded is not sent; and when the disk, the database or the clock are well again, it goes on."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.benchmarks.crashes_life import all_held
from tests.benchmarks.crashes_peers import PEERS
from tests.conftest import ALL_PARTS
from tests.fakes.faulty_http import Request
from tests.system.life import environment
from tests.system.outage import nothing_is_sent_meanwhile
from tests.system.service import Service, locked


@pytest.fixture(params=["file", "fake"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """Its calendar holds all that is planned."""
    with PEERS[request.param](tmp_path) as peer:
        service = Service(tmp_path, peer)
        service.run(2)
        assert service.faults() == {}
        assert len(all_held(peer.bodies())) > 15
        yield service


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Service]:
    """One whose calendar is asked over HTTP."""
    with PEERS["fake"](tmp_path) as peer:
        service = Service(tmp_path, peer)
        service.run(2)
        yield service


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedgerow.adapters.store.transactions.BUSY_SECONDS", 0.02)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file takes another byte; Python ignores the signal that goes with it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def outage(kind: str, service: Service) -> AbstractContextManager[None]:
    return full_disk() if kind == "full disk" else locked(service.database)


@pytest.mark.parametrize("kind", ["full disk", "locked database"])
def test_nothing_is_sent_that_could_not_be_recorded_and_the_next_turn_goes_on(service: Service, kind: str) -> None:
    nothing_is_sent_meanwhile(service, outage(kind, service))


@pytest.mark.parametrize("kind", ["full disk", "locked database"])
def test_an_outage_amid_the_writes_lets_no_further_one_be_sent(asked: Service, kind: str) -> None:
    with asked.open() as serving, ExitStack() as now:
        serving.turn()
        asked.world.change()
        before = asked.writes()
        asked.at_first_write(lambda: now.enter_context(outage(kind, asked)))
        serving.turn()
        assert asked.writes() == before + 1
        now.close()
        serving.turn()
    assert asked.faults() == {}


def test_every_write_finds_its_intent_on_the_disk_when_it_arrives(asked: Service) -> None:
    front, found = asked.peer.front, list[bool]()
    assert front is not None

    def look(moment: str, request: Request) -> None:
        if moment == "before" and request.method in ("PUT", "DELETE"):
            with closing(sqlite3.connect(asked.database)) as other:
                blocks = [block for (block,) in other.execute("SELECT block FROM intent")]
            found.append(any(block in request.path for block in blocks))

    front.watch = look
    for _ in range(3):
        asked.world.change()
        asked.run(2)
    assert len(found) > 3
    assert all(found)


@pytest.mark.parametrize("hours", [-49, -3, 3])
def test_a_clock_that_jumps_during_a_write_doubles_nothing(asked: Service, hours: int) -> None:
    def jump(by: int) -> None:
        asked.clock.at += timedelta(hours=by)

    with asked.open() as serving:
        asked.world.change()
        asked.at_first_write(lambda: jump(hours))
        serving.turn()
        serving.turn()
        jump(-hours)
        serving.turn()
    assert asked.faults() == {}


def test_a_second_run_with_nothing_changed_asks_the_calendar_once(asked: Service) -> None:
    front = asked.peer.front
    assert front is not None
    with asked.open() as serving:
        serving.turn()
        before = len(front.log)
        serving.turn()
        assert [each.request.method for each in front.log[before:]] in (["PROPFIND"], ["REPORT"])


def mount_space() -> list[str]:
    """The command that gives a process mounts of its own. Root may; others may as the root of a space of theirs."""
    for words in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
            return words
    reason = "this user may mount nothing, not even in a space of their own"
    if os.environ.get(ALL_PARTS) == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.mark.part("unshare")
@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_a_real_disk_that_is_full_or_read_only_lets_nothing_be_sent(kind: str, tmp_path: Path) -> None:
    command = [*mount_space(), sys.executable, "-m", "tests.system.outage", kind, str(tmp_path), "file"]
    ran = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False, timeout=120)
    assert ran.stdout.splitlines()[-1:] == ["well"], ran.stderr


@pytest.mark.parametrize("hours", [-49, -3, 3, 49])
def test_a_clock_that_jumps_between_two_turns_doubles_nothing(service: Service, hours: int) -> None:
    with service.open() as serving:
        service.world.change()
        serving.turn()
        service.clock.at += timedelta(hours=hours)
        serving.turn()
        service.clock.at -= timedelta(hours=hours)
        serving.turn()
    assert service.faults() == {}


def test_a_second_run_with_nothing_changed_writes_nothing_and_commits_nothing(service: Service) -> None:
    with closing(sqlite3.connect(service.database)) as observer, service.open() as serving:
        serving.turn()
        before, held, asked = state(observer, service.database), service.peer.bodies(), service.writes()
        serving.turn()
        assert (state(observer, service.database), service.peer.bodies(), service.writes()) == (before, held, asked)


def state(observer: sqlite3.Connection, database: Path) -> tuple[int, bytes]:
    """Differs after any commit of anybody else."""
    [version] = observer.execute("PRAGMA data_version").fetchone()
    return version, database.with_name(f"{database.name}-wal").read_bytes()


def test_a_database_that_is_gone_is_made_good_by_the_marks(service: Service) -> None:
    held = service.peer.bodies()
    shutil.rmtree(service.database.parent)
    service.run(2)
    assert (service.peer.bodies(), service.faults()) == (held, {})
    service.world.change()
    service.run(2)
    assert service.faults() == {}


def test_a_backup_of_yesterday_is_made_good_by_the_marks(service: Service, tmp_path: Path) -> None:
    shutil.copy(service.database, tmp_path / "backup")
    for _ in range(3):
        service.world.change()
        service.run(2)
    assert service.faults() == {}
    held = service.peer.bodies()
    shutil.copy(tmp_path / "backup", service.database)
    service.run(2)
    assert service.faults() == {}
    assert {name for name in held if name not in service.peer.bodies()} == set()
