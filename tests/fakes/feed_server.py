"""A web server on the loopback that answers as scripted, faults and all.

with FeedServer() as server:
    server.script["/week.ics"] = ok(BODY, etag='"1"')
    fetch(server.url("/week.ics"))
"""

import gzip
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from socket import socket
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from types import TracebackType
from typing import Self

PAUSE = b""
"""A piece that is nothing but a wait of some milliseconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    target: str
    headers: dict[str, str]
    """Names in lower case."""


Script = Callable[[Asked], Iterable[bytes]]


def answer(status: str, body: bytes = b"", **headers: str) -> bytes:
    """`etag` becomes ETag, `content_type` Content-Type; the length is added unless it is given."""
    named = {"content_length": str(len(body))} | headers
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def says(*pieces: bytes) -> Script:
    return lambda _: pieces


def ok(body: bytes, **headers: str) -> Script:
    return says(answer("200 OK", body, **headers))


def packed(body: bytes, **headers: str) -> Script:
    return ok(gzip.compress(body, 1), content_encoding="gzip", **headers)


def redirect(to: str, status: str = "302 Found") -> Script:
    return says(answer(status, location=to))


def chunked(*parts: bytes, closed: bool = True) -> Script:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = [b"%x\r\n%b\r\n" % (len(part), part) for part in parts]
    return says(head, *chunks, b"0\r\n\r\n" if closed else PAUSE)


def versioned(body: bytes, etag: str) -> Script:
    """304 for who already knows the version."""

    def script(asked: Asked) -> Iterable[bytes]:
        known = asked.headers.get("if-none-match") == etag
        return [answer("304 Not Modified", etag=etag) if known else answer("200 OK", body, etag=etag)]

    return script


def drip(data: bytes, after: bytes = b"") -> Script:
    """`after` at once, then `data` one byte at a time, then silence."""

    def script(_: Asked) -> Iterator[bytes]:
        yield after
        for byte in data:
            yield bytes([byte])
            yield PAUSE
        while True:
            yield PAUSE

    return script


def endless(head: bytes, piece: bytes) -> Script:
    def script(_: Asked) -> Iterator[bytes]:
        yield head
        while True:
            yield piece

    return script


@dataclass
class FeedServer:
    """Answers every path without a script with 404."""

    trust: ssl.SSLContext | None = None
    """With it the server speaks TLS."""
    script: dict[str, Script] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: list[str] = field(default_factory=list)
    """Where each came from."""
    _stop: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.feeds = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1", user: str = "") -> str:
        """`user` is `name:password`."""
        return f"http{'s' if self.trust else ''}://{user + '@' if user else ''}{host}:{self.port}{path}"

    def pieces(self, asked: Asked) -> Iterator[bytes]:
        self.asked.append(asked)
        script = self.script.get(asked.target, says(answer("404 Not Found")))
        for piece in script(asked):
            if self._stop.wait(0.0 if piece else 0.01):
                return
            yield piece

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = False
    feeds: FeedServer

    def get_request(self) -> tuple[socket, tuple[str, int]]:
        plain, place = self.socket.accept()
        self.feeds.connections.append(place[0])
        return plain, place


class _Handler(StreamRequestHandler):
    server: _Server
    timeout = 5

    def handle(self) -> None:
        try:
            self._converse()
        except OSError:
            return  # the other side went away, which is what half of the tests are about

    def _converse(self) -> None:
        trust = self.server.feeds.trust
        if trust is None:
            self._answer(self.request)
            return
        with trust.wrap_socket(self.request, server_side=True) as wrapped:
            self._answer(wrapped)

    def _answer(self, link: socket) -> None:
        with link.makefile("rb") as lines:
            head = [line.decode("latin-1").strip() for line in takewhile(bytes.strip, lines)]
        if not head:
            return  # connected, and said nothing
        _, target, _ = head[0].split(" ")
        pairs = (line.partition(":") for line in head[1:])
        for piece in self.server.feeds.pieces(Asked(target, {name.lower(): value.strip() for name, _, value in pairs})):
            link.sendall(piece)
