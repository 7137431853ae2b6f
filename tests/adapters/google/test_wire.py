"""One connection a thread, and no answer that drips in for ever."""

import select
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Barrier, Event, Thread, get_ident

import pytest

from hedgerow.adapters.google.authority import Authority
from hedgerow.adapters.google.pacing import Bucket, Pace
from hedgerow.adapters.google.session import Session
from hedgerow.adapters.google.wire import LOOPBACK, Wire, Wires, _Secure
from hedgerow.settings.values import AccountId
from tests.adapters.google.bench import Waits, bench, session_at
from tests.adapters.google.signed_in import refreshes, signed_in
from tests.fakes.google import GoogleServer
from tests.fakes.google.state import State
from tests.fakes.secrets import MemorySecrets
from tests.fakes.tls import make_pair

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"


@contextmanager
def dripping(answer: bytes, pause: float) -> Iterator[str]:
    """A byte at a time, each soon enough for a time-out of its own."""
    stop = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=drip, args=(listening, answer, partial(stop.wait, pause)))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            stop.set()
            thread.join()


def drip(listening: socket.socket, answer: bytes, waits: Callable[[], bool]) -> None:
    link, _ = listening.accept()
    with link, suppress(OSError):
        link.recv(65536)
        for at in range(len(answer)):
            link.send(answer[at : at + 1])
            if waits():
                return


def answer(listening: socket.socket, context: ssl.SSLContext, links: list[str], most: int) -> None:
    """Twice over each connection."""
    for _ in range(most):
        accepted, _ = listening.accept()
        links.append("another")
        with context.wrap_socket(accepted, server_side=True) as link:
            for _ in range(2):
                link.recv(65536)
                link.sendall(ANSWER)


@pytest.fixture
def wire() -> Iterator[Wire]:
    made = Wire(0.3, LOOPBACK)
    yield made
    made.close()


def test_an_answer_in_time_is_given_whole(wire: Wire) -> None:
    with dripping(ANSWER, 0) as url:
        status, body = wire.request(url)
        assert (status["status"], body) == ("200", b"hello")


@pytest.mark.parametrize("answer", [ANSWER, ANSWER[:-5] + b"h", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50])
def test_an_answer_that_drips_is_cut_and_never_taken_for_a_whole_one(wire: Wire, answer: bytes) -> None:
    with dripping(answer, 0.04) as url, pytest.raises(OSError, match=r"too long|timed out"):
        wire.request(url)


def test_over_tls_a_connection_is_kept_and_one_that_ended_is_replaced(tmp_path: Path) -> None:
    pair, wire, links = make_pair(tmp_path), Wire(10, LOOPBACK), list[str]()
    wire.ca_certs = str(tmp_path / "certificate.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=answer, args=(listening, pair.server, links, 2))
        thread.start()
        bodies = [wire.request(f"https://127.0.0.1:{listening.getsockname()[1]}/")[1] for _ in range(4)]
        thread.join()
    wire.close()
    assert bodies == [b"hello"] * 4
    assert len(links) == 2


def test_what_tls_says_after_its_handshake_is_no_end(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=answer, args=(listening, pair.server, [], 1))
        thread.start()
        port = listening.getsockname()[1]
        link = _Secure("127.0.0.1", port, timeout=10, ca_certs=str(tmp_path / "certificate.pem"))  # type: ignore[call-arg]
        link.connect()
        first = link.sock
        assert select.select([first], [], [], 10)[0], "tickets for another session"
        bodies = []
        for _ in range(2):
            link.request("GET", "/")
            bodies.append(link.getresponse().read())
        assert link.sock is first
        link.close()
        thread.join()
    assert bodies == [b"hello"] * 2


@pytest.mark.parametrize("url", ["https://www.googleapis.com/", "http://example.org/", "http://[::2]/"])
def test_a_test_never_leaves_the_machine(wire: Wire, url: str) -> None:
    with pytest.raises(OSError, match="is not to be asked here"):
        wire.request(url)


def test_each_thread_has_a_wire_of_its_own() -> None:
    wires, seen = Wires(), []

    def look() -> None:
        seen.append((wires.mine(), wires.mine()))

    threads = [Thread(target=look) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    wires.close()
    assert all(first is second for first, second in seen)
    assert len({id(first) for first, _ in seen}) == 8


def fifty(state: State) -> None:
    for n in range(50):
        state.account(f"p{n}@example.org")


def test_fifty_accounts_in_sixteen_threads_hear_only_of_themselves() -> None:
    """No answer is another's, no thread uses the wire of another, and nobody is signed in twice."""
    used: set[tuple[int, int]] = set()

    class Watched(Wires):
        def mine(self) -> Wire:
            found = super().mine()
            used.add((id(found), get_ident()))
            return found

    with GoogleServer(fifty) as server:
        server.modes.seconds_per_request = 0.0
        wires, project = Watched(20, LOOPBACK), Bucket(10_000, 150)
        with session_at(server, email="p0@example.org") as (_, waits, _):
            sessions = [
                Session(f"p{n}", authority(server, n), Pace(waits, project), wires, server.api) for n in range(50)
            ]
            for n in range(50):
                server.hands(f"p{n}@example.org").add(f"of {n}", "2026-11-24T09:00:00", "2026-11-24T10:00:00")
            wrong = in_threads(sessions)
        wires.close()
        assert not wrong
        assert len(used) == 16
        assert len({wire for wire, _ in used}) == len({thread for _, thread in used}) == 16
        assert len(server.log.calls()) == 16 * 50
        assert {each.status for each in server.log.calls()} == {200}
        assert refreshes(server) == 50


def authority(server: GoogleServer, n: int) -> Authority:
    return signed_in(server, MemorySecrets(), AccountId(f"p{n}"), f"p{n}@example.org")


def in_threads(sessions: list[Session]) -> list[str]:
    wrong: list[str] = []
    together = Barrier(16)

    def work(first: int) -> None:
        together.wait()
        for n in range(50):
            at = (first * 3 + n) % 50
            session = sessions[at]
            body = session.ask(session.api.events.list(calendarId="primary")).body
            wrong.extend(each["summary"] for each in body["items"] if each["summary"] != f"of {at}")

    threads = [Thread(target=work, args=(n,)) for n in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return wrong


def test_a_bucket_is_shared_by_all_who_take_from_it(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        other = Pace(Waits(held.server), held.session.pace.project)
        held.session.pace.project.take(600, held.waits.now())
        other.wait_for_turn(None)
        assert len(other.waiter.seconds) == 1  # type: ignore[attr-defined]
