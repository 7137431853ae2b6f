"""httpx over the network of feeds: checked addresses, one deadline for all steps, bounded bodies, no cookies."""

import logging
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

import httpcore
import httpx

from hedgerow.adapters.ics.connect import CheckedNetwork, Deadline
from hedgerow.adapters.ics.feed_url import FeedUrl
from hedgerow.adapters.ics.fetch import Fetcher, Limits
from hedgerow.adapters.ics.inflate import CODINGS, Spoilt, inflate
from hedgerow.adapters.ics.reach import Reach, may_connect
from hedgerow.ports import Unavailable

# their records hold whole addresses and headers
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

LOCATION = "hedgerow.location"
"""The extension of a response that holds its Location header: httpx parses the header, and fails on odd ones."""
_LEFT_OUT = frozenset({"set-cookie", "content-encoding", "content-length", "location"})
"""Of an answer: there is no session, and the body is already unpacked."""


@dataclass(slots=True, eq=False)
class AccountNetwork(httpcore.NetworkBackend):
    """The way to the hosts of one account. The person chose `home`; what it names must not lead from outside in."""

    home: FeedUrl
    by: Fetcher
    deadline: Deadline
    _outside: bool = field(default=False, init=False)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        chosen = (host, port) == (self.home.host, self.home.port)
        reach = self.by.reach if chosen or not self._outside else Reach.PUBLIC_ONLY
        network = CheckedNetwork(host, reach, self.deadline, self.by.resolve, self.by.dial)
        stream = network.connect_tcp(host, port, socket_options=socket_options)
        if any(may_connect(address, Reach.PUBLIC_ONLY) for address in network.reached):
            self._outside = True
        return stream


class AccountTransport(httpx.BaseTransport):
    def __init__(self, network: AccountNetwork, trust: ssl.SSLContext | None, limits: Limits) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=trust, network_backend=network, max_connections=2)
        self._limits = limits

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises what httpcore raises, and Unavailable."""
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        response = self._pool.handle_request(
            httpcore.Request(request.method, target, headers=request.headers.raw, content=request.read())
        )
        kept = [(name, value) for name, value in response.headers if name.decode("latin-1").lower() not in _LEFT_OUT]
        named = httpx.Headers(response.headers)
        body = _Body(response, named.get("content-encoding", "").strip().lower(), url.host, self._limits)
        extensions = {LOCATION: named["location"]} if "location" in named else {}
        return httpx.Response(response.status, headers=kept, stream=body, extensions=extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response, coding: str, where: str, limits: Limits) -> None:
        self._response, self._coding, self._where, self._limits = response, coding, where, limits

    def __iter__(self) -> Iterator[bytes]:
        if self._coding not in CODINGS:
            raise Unavailable(
                f"{self._where} packs its answer in a way that was not asked for; it will be tried again."
            )
        pieces = self._at_most(self._limits.wire, self._response.iter_stream())
        first = next(pieces, b"")
        if not first:
            return  # also packed, nothing is nothing
        try:
            yield from self._at_most(self._limits.inflated, inflate(chain([first], pieces), self._coding))
        except Spoilt as error:
            raise Unavailable(
                f"{self._where} sent a packed answer that cannot be opened; it will be tried again."
            ) from error

    def _at_most(self, limit: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
        seen = 0
        for piece in pieces:
            seen += len(piece)
            if seen > limit:
                raise Unavailable(f"{self._where} sends more than {limit:,} bytes, which is too large for a calendar.")
            yield piece

    def close(self) -> None:
        self._response.close()
