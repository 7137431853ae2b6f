"""One connection a thread, each request sent once, and answered in time or not at all.

httplib2 sends a request a second time when the connection closes without an answer, a POST too; here it does not. A
connection that the server closed while it was idle is seen before anything is sent over it.
"""

import io
import select
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.client import BadStatusLine, HTTPConnection, HTTPResponse, ResponseNotReady
from threading import Lock, local
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httplib2

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SECONDS = 30.0
"""For one request with its whole answer."""


class _Timed(io.RawIOBase):
    """What any byte would renew otherwise: the time-out of a socket is for each step."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float) -> None:
        self._raw, self._sock, self._deadline = raw, sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - monotonic()
        if left <= 0:
            raise TimeoutError("the answer takes too long")
        with suppress(OSError):  # closed on our side already: what was received can still be read
            self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, deadline: float, **named: Any) -> None:
        super().__init__(sock, *args, **named)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock, deadline))


if TYPE_CHECKING:
    _Connection = HTTPConnection
else:
    _Connection = object


class _Once(_Connection):
    deadline = 0.0
    is_idle = False
    """It has answered before. What a fresh one has to read may be tickets of TLS."""

    def connect(self) -> None:
        self.is_idle = False
        super().connect()

    def request(self, *args: Any, **named: Any) -> None:
        self.deadline = monotonic() + (self.timeout or SECONDS)
        if self.sock is not None and self.is_idle and _has_ended(self.sock):
            self.close()
        if self.sock is not None:
            self.sock.settimeout(self.timeout)  # not what was left for the answer before
        super().request(*args, **named)

    def getresponse(self) -> HTTPResponse:
        self.response_class = partial(_TimedResponse, deadline=self.deadline)  # type: ignore[assignment]
        try:
            response = super().getresponse()
        except (BadStatusLine, ResponseNotReady) as error:
            self.close()
            # of another kind than those upon which httplib2 sends again
            raise ConnectionResetError("closed without an answer") from error
        self.is_idle = True
        return response


def _has_ended(sock: socket.socket) -> bool:
    """Between two answers there is nothing to read but the end."""
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


class _Plain(_Once, httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc]
    pass


class _Secure(_Once, httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]
    pass


class Wire(httplib2.Http):  # type: ignore[misc]
    """Of one thread. Follows no redirect: Google gives none, networks that want a sign-in do."""

    def __init__(self, seconds: float, hosts: frozenset[str]) -> None:
        # a proxy would need another library, and without it even no_proxy is of no help
        super().__init__(timeout=seconds, proxy_info=None)
        self.follow_redirects = False
        self._hosts = hosts

    def request(self, uri: str, *args: Any, **named: Any) -> tuple[Any, bytes]:
        parts = urlsplit(uri)
        if self._hosts and parts.hostname not in self._hosts:
            raise OSError(f"{parts.hostname} is not to be asked here")
        named["connection_type"] = _Secure if parts.scheme == "https" else _Plain
        try:
            return super().request(uri, *args, **named)  # type: ignore[no-any-return]
        except BaseException:
            self.close()  # what is left of the answer must not become that of the next request
            raise


@dataclass(eq=False)
class Wires:
    """Each thread's own; whatever accounts it serves."""

    seconds: float = SECONDS
    hosts: frozenset[str] = frozenset()
    """The only ones to be asked; empty: any."""
    _mine: local = field(default_factory=local)
    _all: list[Wire] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def mine(self) -> Wire:
        found: Wire | None = getattr(self._mine, "wire", None)
        if found is None:
            found = self._mine.wire = Wire(self.seconds, self.hosts)
            with self._lock:
                self._all.append(found)
        return found

    def close(self) -> None:
        """When no thread uses them any more."""
        with self._lock:
            for wire in self._all:
                wire.close()
