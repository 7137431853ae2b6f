"""One feed over http or https, whole or not at all.

Whole means: the announced length, or the end of the last chunk, was seen. Everything else is Unavailable, in one
sentence that shows the address only as far as its host.
"""

import logging
import ssl
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO

import httpcore

from hedgerow.adapters.ics.connect import CheckedNetwork, Deadline, Resolve, resolve
from hedgerow.adapters.ics.feed_url import FeedUrl, read_url
from hedgerow.adapters.ics.inflate import CODINGS, Spoilt, inflate
from hedgerow.adapters.ics.reach import Reach, may_connect
from hedgerow.ports import Unavailable

# its debug records hold headers, and a Location header may hold the secret address of a feed
logging.getLogger("httpcore").setLevel(logging.WARNING)

_MIB = 1 << 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST = 1_000
"""Of a validator; servers refuse requests whose headers are large."""
_ADVICE = {
    401: "check the address, and its user and password.",
    403: "check the address; it may have been changed or withdrawn.",
    404: "take the address anew from where the calendar is published, or remove the calendar.",
    410: "take the address anew from where the calendar is published, or remove the calendar.",
    429: "it asks for fewer visits; it will be tried again.",
}


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: float = 30.0
    """For the whole of it, redirects included."""
    wire: int = 32 * _MIB
    inflated: int = 128 * _MIB
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server called this version: RFC 9110 section 8.8. Empty where it did not."""

    etag: str = ""
    modified: str = ""

    @classmethod
    def sendable(cls, etag: str, modified: str) -> "Validators":
        """Without those that cannot be sent back: asking with one would fail for ever, asking without one never."""
        kept = [
            text if text.isascii() and text.isprintable() and len(text) <= _LONGEST else "" for text in (etag, modified)
        ]
        return cls(*kept)


@dataclass(frozen=True, slots=True)
class Fetched:
    body: bytes | None
    """None when it is still the version asked about."""
    validators: Validators


@dataclass(frozen=True, slots=True)
class Fetcher:
    reach: Reach = Reach.ALLOW_LAN
    limits: Limits = field(default_factory=Limits)
    trust: ssl.SSLContext | None = None
    """None: the authorities this system and Mozilla trust."""
    resolve: Resolve = resolve
    dial: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def fetch(self, url: str, known: Validators) -> Fetched:
        """Raises Unavailable."""
        at = read_url(url)
        reach = self.reach
        deadline = Deadline.within(self.limits.seconds)
        for _ in range(self.limits.redirects + 1):
            network = CheckedNetwork(at.where, reach, deadline, self.resolve, self.dial)
            answer = self._ask(at, known, network)
            if isinstance(answer, Fetched):
                return answer
            if any(may_connect(address, Reach.PUBLIC_ONLY) for address in network.reached):
                # whoever is outside must not choose what is asked for inside
                reach = Reach.PUBLIC_ONLY
            at = answer
        raise Unavailable(f"{at.where} sends on from address to address without end: check the address.")

    def _ask(self, at: FeedUrl, known: Validators, network: CheckedNetwork) -> Fetched | FeedUrl:
        to = httpcore.URL(scheme=at.scheme, host=at.host, port=at.port, target=at.target)
        try:
            with (
                httpcore.HTTPConnection(to.origin, ssl_context=self.trust, network_backend=network) as connection,
                connection.stream("GET", to, headers=_headers(at, known)) as response,
            ):
                return self._answer(at, response, known)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Unavailable(f"{at.where} {self._fault(error)}") from error

    def _answer(self, at: FeedUrl, response: httpcore.Response, known: Validators) -> Fetched | FeedUrl:
        headers = {name.decode("ascii").lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS and "location" in headers:
            return at.follow(headers["location"])
        if response.status == HTTPStatus.NOT_MODIFIED and known != Validators():
            return Fetched(None, known)
        if response.status != HTTPStatus.OK:
            raise Unavailable(f"{at.where} {_refusal(response.status)}")
        validators = Validators.sendable(headers.get("etag", ""), headers.get("last-modified", ""))
        return Fetched(self._body(at, headers, response.iter_stream()), validators)

    def _body(self, at: FeedUrl, headers: Mapping[str, str], pieces: Iterable[bytes]) -> bytes:
        coding = headers.get("content-encoding", "").strip().lower()
        if coding not in CODINGS:
            raise Unavailable(f"{at.where} packs its calendar in a way that was not asked for; it will be tried again.")
        if "content-length" not in headers and "chunked" not in headers.get("transfer-encoding", ""):
            raise Unavailable(
                f"{at.where} does not say how long its calendar is, so a part may be missing: read it from a file."
            )
        announced = headers.get("content-length", "0")
        if int(announced) > self.limits.wire:
            raise Unavailable(f"{at.where} {_too_large(self.limits.wire)}")
        body = BytesIO()
        try:
            for part in _at_most(self.limits.inflated, inflate(_at_most(self.limits.wire, pieces, at), coding), at):
                body.write(part)
        except Spoilt as error:
            raise Unavailable(
                f"{at.where} sent a packed calendar that cannot be opened; it will be tried again."
            ) from error
        return body.getvalue()

    def _fault(self, error: Exception) -> str:
        """What a failure of the connection means, to follow the address in a sentence."""
        if isinstance(error, httpcore.TimeoutException):
            return f"did not send its whole calendar within {self.limits.seconds:g} seconds; it will be tried again."
        if isinstance(error.__cause__, ssl.SSLError):
            reason = getattr(error.__cause__, "verify_message", "") or error.__cause__.reason or "TLS failed"
            return f"has no connection that can be trusted ({reason}): check the address and the server's certificate."
        if isinstance(error, httpcore.ConnectError):
            return f"could not be reached ({_plain(error)}); it will be tried again."
        return "broke off or did not answer as a web server does; it will be tried again."


def _headers(at: FeedUrl, known: Validators) -> list[tuple[str, str]]:
    wanted = {
        "Host": at.authority,
        "User-Agent": "Hedgerow",
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        "Authorization": at.authorization,
        "If-None-Match": known.etag,
        "If-Modified-Since": known.modified,
    }
    return [(name, value) for name, value in wanted.items() if value]


def _at_most(limit: int, pieces: Iterable[bytes], at: FeedUrl) -> Iterator[bytes]:
    """The same pieces. Raises Unavailable instead of the one that passes the limit."""
    seen = 0
    for piece in pieces:
        seen += len(piece)
        if seen > limit:
            raise Unavailable(f"{at.where} {_too_large(limit)}")
        yield piece


def _too_large(limit: int) -> str:
    size = f"{limit // _MIB} MiB" if limit >= _MIB else f"{limit} bytes"
    return f"sends more than {size}, which is too large for a calendar: publish a shorter span of it."


def _refusal(status: int) -> str:
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        name = str(status)
    later = "it will be tried again." if status >= 500 else "check the address."
    return f"answered {name}: {_ADVICE.get(status, later)}"


def _plain(error: Exception) -> str:
    """`Connection refused` out of `[Errno 111] Connection refused`."""
    cause = error.__cause__
    return cause.strerror or "no connection" if isinstance(cause, OSError) else "no connection"
