"""HTTP/1.1 on the loopback: requests in, answers out, and every way in which a connection ends too early."""

import gzip
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""

    @property
    def path(self) -> str:
        """With its percent signs, which tell a slash in an id from one between ids."""
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    """The machine's word of a refusal, for the log."""
    delay: float = 0.0
    """Seconds to wait before it is sent."""
    cut: bool = False
    """The connection ends in the middle of the body."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """No answer: the connection is closed, which httplib2 takes as leave to send once more, or reset."""

    reset: bool = False


Handle = Callable[[Request], Answer | Dropped]


class Wire:
    """Serves on an ephemeral port of the loopback, or the one given."""

    def __init__(self, handle: Handle, port: int = 0) -> None:
        self.handle = handle
        self.answered: Callable[[Request], None] = lambda _request: None
        """Told of each request once its answer was sent."""
        self.closing = Event()
        self.broken: list[BaseException] = []
        """What went wrong in the server itself, which a client would take for a lost connection."""
        self.links: set[socket.socket] = set()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.wire = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        for link in tuple(self.links):
            _shut(link)
        self._server.server_close()


def _shut(link: socket.socket) -> None:
    try:
        link.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed on the other side


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    allow_reuse_address = True
    request_queue_size = 128
    wire: Wire

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exception()
        if error is not None:
            self.wire.broken.append(error)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 20

    def setup(self) -> None:
        super().setup()
        self.server.wire.links.add(self.connection)
        if self.server.wire.closing.is_set():
            _shut(self.connection)

    def finish(self) -> None:
        self.server.wire.links.discard(self.connection)
        try:
            super().finish()
        except OSError:
            return  # the other side went away

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
        answer = self.server.wire.handle(request)
        if isinstance(answer, Dropped):
            self._drop(answer)
        else:
            self._send(answer, zipped="gzip" in headers.get("accept-encoding", ""))
            self.server.wire.answered(request)

    def _send(self, answer: Answer, *, zipped: bool) -> None:
        if answer.delay:
            self.server.wire.closing.wait(answer.delay)
        body, headers = answer.body, dict(answer.headers)
        if zipped and body:
            body, headers["Content-Encoding"] = gzip.compress(body, 1, mtime=0), "gzip"
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer.cut:
            self.close_connection = True
            body = body[: len(body) // 2]
        if self.command != "HEAD":
            self.wfile.write(body)

    def _drop(self, dropped: Dropped) -> None:
        self.close_connection = True
        if dropped.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            _shut(self.connection)

    def log_message(self, format: str, *args: object) -> None:
        """The log is the server's own."""


for _verb in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
    setattr(_Handler, f"do_{_verb}", _Handler._any)
