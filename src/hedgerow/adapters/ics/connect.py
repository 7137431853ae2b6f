"""A connection to an address that was checked, under one deadline.

The name is resolved once and the checked address is the one that is dialled, so an answer that changes in between
has no effect. httpcore's own time-outs are per step and left aside: the deadline is for all steps together.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import httpcore

from hedgerow.adapters.ics.reach import Reach, may_connect
from hedgerow.ports import Unavailable

Resolve = Callable[[str, int], Sequence[str]]
"""Every address of a host, best first. Raises OSError."""


def resolve(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


@dataclass(slots=True)
class Deadline:
    ends: float
    """Of the monotonic clock, which no change of the time of day moves."""

    @classmethod
    def within(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def renew(self, seconds: float) -> None:
        """For the next request on a connection that was kept."""
        self.ends = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.ends

    def left(self) -> float:
        """Seconds, more than none. Raises httpcore.TimeoutException when the time is over."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


@dataclass(frozen=True, slots=True)
class DeadlineStream(httpcore.NetworkStream):
    """Every step gets what is left of the whole time: a byte now and then gains nothing."""

    stream: httpcore.NetworkStream
    deadline: Deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.deadline.left())

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Closes the connection when it fails: httpcore leaves that to whoever does the handshake."""
        try:
            inner = self.stream.start_tls(ssl_context, server_hostname, self.deadline.left())
        except BaseException:
            self.close()
            raise
        return DeadlineStream(inner, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


@dataclass(frozen=True, slots=True)
class CheckedNetwork(httpcore.NetworkBackend):
    """httpcore's way to the network for one request."""

    where: str
    reach: Reach
    deadline: Deadline
    resolve: Resolve = resolve
    dial: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    reached: list[str] = field(default_factory=list)
    """The address of each connection that was made."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises Unavailable when the name is unknown or no address is allowed, else what httpcore raises."""
        addresses = [address for address in self._look_up(host, port) if may_connect(address, self.reach)]
        if not addresses:
            raise Unavailable(
                f"{self.where} leads into a part of the network that calendars are not read from: check the address."
            )
        for untried in range(len(addresses) - 1, 0, -1):
            # one address that swallows packets must leave time for the next
            share = self.deadline.left() / (untried + 1)
            try:
                return self._dial(addresses.pop(0), port, share, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._dial(addresses[0], port, self.deadline.left(), socket_options)

    def _dial(
        self, address: str, port: int, seconds: float, options: Iterable[httpcore.SOCKET_OPTION] | None
    ) -> httpcore.NetworkStream:
        stream = self.dial.connect_tcp(address, port, timeout=seconds, socket_options=options)
        self.reached.append(address)
        return DeadlineStream(stream, self.deadline)

    def _look_up(self, host: str, port: int) -> Sequence[str]:
        """In a thread of its own, because the system's resolver knows no time-out."""
        answers: SimpleQueue[Sequence[str] | OSError] = SimpleQueue()
        Thread(target=partial(self._answer, host, port, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=self.deadline.left())
        except Empty:
            raise httpcore.ConnectTimeout from None
        if isinstance(answer, OSError):
            raise Unavailable(
                f"{self.where} could not be found (no such name, or no network); it will be tried again."
            ) from answer
        return answer

    def _answer(self, host: str, port: int, answers: "SimpleQueue[Sequence[str] | OSError]") -> None:
        try:
            answers.put(self.resolve(host, port))
        except (OSError, ValueError) as error:
            answers.put(error if isinstance(error, OSError) else OSError("no host name"))
