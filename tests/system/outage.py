"""Disks that fail for real: a small one that fills up, and one that may only be read. In a mount space of its own:

unshare --mount python -m tests.system.outage full|read-only FOLDER PEER
"""

import errno
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from hedgerow.ports import Unavailable
from tests.benchmarks.crashes_peers import PEERS
from tests.system.service import Service

SIZE = "8m"
"""Room for the log of SQLite, which grows to 4 MB before it is played back, and for a backup."""


def nothing_is_sent_meanwhile(service: Service, outage: AbstractContextManager[None]) -> None:
    """The service is at work when it begins and when it ends, and a plan has changed meanwhile."""
    with service.open() as serving:
        serving.turn()
        service.world.change()
        before, asked = service.peer.bodies(), service.writes()
        with outage:
            serving.turn()
        assert (service.peer.bodies(), service.writes()) == (before, asked)
        serving.turn()
        assert service.peer.bodies() != before
    assert service.faults() == {}


def nothing_is_sent_by_a_new_start(service: Service, outage: AbstractContextManager[None]) -> None:
    service.world.change()
    before, asked = service.peer.bodies(), service.writes()
    with outage:
        # whether the start fails or the turn waits is the file system's affair; that nothing is sent is ours
        with suppress(Unavailable):
            service.run()
        assert service.writes() == asked
    assert service.peer.bodies() == before
    service.run(2)
    assert service.peer.bodies() != before
    assert service.faults() == {}


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """To the last byte."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress_full():
        while file.write(bytes(4096)):
            pass
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def suppress_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)


def main() -> None:
    kind, folder, peer_name = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    data = folder / "data"
    data.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", data], check=True)
    with PEERS[peer_name](folder) as peer:
        service = Service(folder, peer)
        service.run(2)
        if kind == "full":
            nothing_is_sent_meanwhile(service, filled(data))
        else:
            nothing_is_sent_by_a_new_start(service, read_only(data))
    sys.stdout.write("well\n")


if __name__ == "__main__":
    main()
