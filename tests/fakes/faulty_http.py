"""An HTTP server on the loopback with faults in front of whatever answers behind it, and a log of all that was asked.

What answers is a `Backend`. A `Fault` stands before it and decides what becomes of one request; a `Script` picks the
fault of each. A server's calendar, or a whole other server (`fault_proxy`), can be the backend.
"""

import random  # noqa: TID251 - chance from a seed, so that a run can be had again
import socket
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

WRITES = ("PUT", "DELETE", "MOVE", "COPY", "MKCALENDAR", "PROPPATCH")
PRECONDITIONS = ("if-match", "if-none-match")


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def path(self) -> str:
        """Without its query and without percent signs."""
        return unquote(urlsplit(self.target).path)

    @property
    def lists(self) -> bool:
        """It asks what there is, and not for something that it names."""
        whole = self.method == "PROPFIND" and self.headers.get("depth", "0") != "0"
        report = any(word in self.body for word in (b"calendar-query", b"sync-collection"))
        return whole or (self.method == "REPORT" and report)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    """The connection ends in the middle of the body."""


Backend = Callable[[Request], Answer]
Fault = Callable[[Request, Backend], Answer | None]
"""None drops the connection."""
Script = Callable[[Request], Fault | None]
Watch = Callable[[str, Request], None]
"""Told of each request at the moments `before` it reaches the backend, `applied`, and `answered`."""


def sound(request: Request, backend: Backend) -> Answer | None:
    return backend(request)


def drop_before(request: Request, backend: Backend) -> Answer | None:
    return None


def drop_after(request: Request, backend: Backend) -> Answer | None:
    """It was done, and nobody is told."""
    backend(request)
    return None


def twice(request: Request, backend: Backend) -> Answer | None:
    """A duplicate delivery: whoever asked sees the answer to the second."""
    backend(request)
    return backend(request)


def truncated(request: Request, backend: Backend) -> Answer | None:
    return replace(backend(request), cut=True)


def conflict(request: Request, backend: Backend) -> Answer | None:
    """412 out of nowhere to a write; what only reads is answered."""
    return Answer(412) if request.method in WRITES else backend(request)


def fails(status: int, retry_after: str = "") -> Fault:
    """Answers so and does nothing."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return named(f"fails_{status}", lambda _request, _backend: Answer(status, headers))


def fails_after(status: int) -> Fault:
    """Does it, and says that it failed."""

    def fault(request: Request, backend: Backend) -> Answer | None:
        backend(request)
        return Answer(status)

    return named(f"fails_{status}_after", fault)


def empty_list(request: Request, backend: Backend) -> Answer | None:
    """A list without one member in it, as if all were deleted."""
    answer = backend(request)
    if not request.lists or answer.status != 207:
        return answer
    root = ET.fromstring(answer.body)
    for each in root.findall("{DAV:}response"):
        href = urlsplit(each.findtext("{DAV:}href") or "").path
        if unquote(href).rstrip("/") != request.path.rstrip("/"):
            root.remove(each)
    return replace(answer, body=ET.tostring(root))


def stale_lists() -> Fault:
    """What the same question was first answered, whatever has changed since. Remembers, so ask for it once."""
    first: dict[tuple[str, str, bytes], Answer] = {}

    def stale_list(request: Request, backend: Backend) -> Answer | None:
        answer = backend(request)
        return first.setdefault((request.method, request.target, request.body), answer) if request.lists else answer

    return stale_list


def named(name: str, fault: Fault) -> Fault:
    fault.__name__ = name
    return fault


KINDS: tuple[Fault, ...] = (
    drop_before, drop_after, drop_after, twice, truncated, conflict, fails(500), fails(503, "1"), fails(429, "1"),
    fails_after(502),
)  # fmt: skip
"""What any server on the way may do. A list that lies is not among them: ask for it by name."""


def seeded(seed: int, share: float, kinds: Sequence[Fault] = KINDS) -> Script:
    """Out of a hundred requests `share * 100` fare so, by the seed and their number."""
    chance = random.Random(seed)
    return lambda _: chance.choice(kinds) if chance.random() < share else None


def once(method: str, *faults: Fault) -> Script:
    """The first requests of the method fare so, one after the other; `*` stands for every method."""
    left = list(faults)
    return lambda request: left.pop(0) if left and method in ("*", request.method) else None


def always(method: str, fault: Fault) -> Script:
    return lambda request: fault if method in ("*", request.method) else None


@dataclass(frozen=True, slots=True)
class Logged:
    request: Request
    fault: str
    status: int | None
    """What was answered; None where the connection was dropped."""

    @property
    def is_write(self) -> bool:
        return self.request.method in WRITES

    @property
    def has_precondition(self) -> bool:
        return any(name in self.request.headers for name in PRECONDITIONS)

    @property
    def line(self) -> str:
        return f"{self.request.method} {self.request.path} {self.status} {self.fault}".strip()


class FaultyServer:
    """Serves `backend` from `__enter__` to `__exit__`, on a port that it keeps."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.script: Script = lambda _: None
        self.watch: Watch = lambda _moment, _request: None
        self.log: list[Logged] = []
        self._lock = Lock()
        self._open: set[socket.socket] = set()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.faulty = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def writes(self) -> list[Logged]:
        return [each for each in self.log if each.is_write]

    def bare_writes(self) -> list[str]:
        """The writes that would have overwritten or deleted whatever there was."""
        return [each.line for each in self.writes() if not each.has_precondition]

    def handle(self, request: Request) -> Answer | None:
        with self._lock:  # one at a time, so that the log has the order in which things happened
            self.watch("before", request)
            fault = self.script(request) or sound
            answer = fault(request, self.backend)
            self.watch("applied", request)
            name = "" if fault is sound else fault.__name__
            self.log.append(Logged(request, name, answer.status if answer else None))
            return answer

    @contextmanager
    def down(self) -> Iterator[None]:
        """Nothing listens at the port meanwhile: a connection is refused."""
        port = self.port
        self._close()
        try:
            yield
        finally:
            self._server = _Server(("127.0.0.1", port), _Handler)
            self._server.faulty = self
            self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
            self._thread.start()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def _close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        for link in tuple(self._open):
            _cut(link)
        self._server.server_close()


def _cut(link: socket.socket) -> None:
    try:
        link.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was cut on the other side


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    allow_reuse_address = True
    faulty: FaultyServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 10

    def setup(self) -> None:
        super().setup()
        self.server.faulty._open.add(self.connection)

    def finish(self) -> None:
        self.server.faulty._open.discard(self.connection)
        try:
            super().finish()
        except OSError:
            return  # the other side went away, which is what half of the tests are about

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def _any(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        length = int(headers.get("content-length", "0"))
        body = self.rfile.read(length)
        if len(body) < length:  # whoever sent it ended in the middle: no server takes half a request for a whole one
            self.close_connection = True
            return
        request = Request(self.command, self.path, headers, body)
        answer = self.server.faulty.handle(request)
        if answer is None:
            self._drop()
            return
        self._send(answer)
        self.server.faulty.watch("answered", request)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        body = b"" if self.command == "HEAD" else answer.body
        if answer.cut:
            self.close_connection = True
            body = body[: len(body) // 2]
        self.wfile.write(body)

    def _drop(self) -> None:
        """By a reset, as when the other machine is gone."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """The log is `FaultyServer.log`."""


for _method in ("OPTIONS", "GET", "HEAD", "POST", "PROPFIND", "REPORT", *WRITES):
    setattr(_Handler, f"do_{_method}", _Handler._any)
