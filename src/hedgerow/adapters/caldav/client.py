"""One account on a CalDAV server: requests out, whole answers back, every fault in one sentence that shows the host.

Where the password goes: to the address that the person gave, and from http to https of the same host. A redirect to
any other scheme, host or port is followed without it.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpcore
import httpx

from hedgerow.adapters.caldav.sign_in import SignIn
from hedgerow.adapters.caldav.transport import LOCATION, AccountNetwork, AccountTransport
from hedgerow.adapters.ics.connect import Deadline
from hedgerow.adapters.ics.feed_url import FeedUrl, read_url
from hedgerow.adapters.ics.fetch import Fetcher
from hedgerow.ports import AuthorizationExpired, Refused, Unavailable

_REDIRECTS = frozenset({301, 302, 307, 308})
_QUESTIONS = frozenset({"GET", "OPTIONS", "PROPFIND", "REPORT"})
_HANDED_BACK = frozenset({HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.INSUFFICIENT_STORAGE})
"""The second only to a question, where it means that the answer would be too long: RFC 6578 section 3.6."""
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class DavAnswer:
    """Never 401, 429, a redirect or, but for 501, 5xx: those were raised or followed."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case."""
    body: bytes = field(repr=False)
    url: str = field(repr=False)
    """Of the request that was answered: after redirects, without user and password."""

    @property
    def where(self) -> str:
        """What people may see of the address."""
        return read_url(self.url).where

    def unexpected(self) -> Unavailable:
        """To raise where the caller can do nothing with the status."""
        return Unavailable(f"{self.where} answered {_named(self.status)}: check the address of the calendar.")


@dataclass(slots=True, eq=False)
class DavClient:
    """Its connection is kept between requests, until `close`. Not for two threads at once."""

    url: str = field(repr=False)
    """http or https; hrefs are relative to it."""
    user: str = field(repr=False)
    """Empty: nobody signs in, and 401 is handed back."""
    password: str = field(repr=False)
    by: Fetcher = field(default_factory=Fetcher)
    """Limits, trust and reach, as feeds have them; the time is for one request, redirects and sign-in included."""
    _home: FeedUrl = field(init=False, repr=False)
    _deadline: Deadline = field(init=False, repr=False)
    _sign_in: SignIn = field(init=False, repr=False)
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raises Unavailable when the address is none."""
        home = read_url(self.url)
        self._home = replace(home, authorization="signed" if self.user else "")
        self._deadline = Deadline.within(self.by.limits.seconds)
        unasked = home.scheme == "https" or home.host in _HERE
        self._sign_in = SignIn(self.user, self.password, home.where, unasked=unasked)
        network = AccountNetwork(home, self.by, self._deadline)
        self._http = httpx.Client(
            transport=AccountTransport(network, self.by.trust, self.by.limits),
            headers={"User-Agent": "Hedgerow", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"},
            timeout=None,  # noqa: S113 - the deadline of the connection is the limit
            trust_env=False,
        )

    @property
    def where(self) -> str:
        return self._home.where

    @property
    def shows_password(self) -> bool:
        """The server is told the password itself, so whomever it names learns nothing new from it."""
        return self._sign_in.is_basic

    def expect_basic(self) -> None:
        """The server asked for it before, so that it need not ask again."""
        self._sign_in.is_basic = True

    def request(
        self, method: str, href: str = "", headers: Mapping[str, str] = _NO_HEADERS, body: bytes = b""
    ) -> DavAnswer:
        """Method and body are kept over redirects. Raises Unavailable, AuthorizationExpired, Refused."""
        self._deadline.renew(self.by.limits.seconds)
        at = self._home.follow(href) if href else self._home
        for _ in range(self.by.limits.redirects + 1):
            answer = self._ask(httpx.Request(method, _url(at), headers=self._headers(headers), content=body), at)
            if answer.status == HTTPStatus.UNAUTHORIZED and not self.user:
                return answer
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return _sound(answer, method)
            at = at.follow(answer.headers["location"])
        raise Unavailable(f"{at.where} sends on from address to address without end: check the address.")

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _headers(self, headers: Mapping[str, str]) -> httpx.Headers:
        return httpx.Headers({**self._http.headers, **headers})

    def _ask(self, request: httpx.Request, at: FeedUrl) -> DavAnswer:
        auth = self._sign_in if at.authorization else None
        try:
            response = self._http.send(request, auth=auth, follow_redirects=False)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Unavailable(f"{at.where} {self._fault(error)}") from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        if LOCATION in response.extensions:
            headers["location"] = response.extensions[LOCATION]
        return DavAnswer(response.status_code, headers, response.content, _url(at))

    def _fault(self, error: Exception) -> str:
        """To follow the address in a sentence."""
        if isinstance(error, httpcore.TimeoutException):
            return f"did not answer whole within {self.by.limits.seconds:g} seconds; it will be tried again."
        cause = error.__context__  # the pool raises it anew, without its cause
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or cause.reason or "TLS failed"
            return f"has no connection that can be trusted ({reason}): check the address and the server's certificate."
        if isinstance(error, httpcore.ConnectError):
            reason = cause.strerror or "no connection" if isinstance(cause, OSError) else "no connection"
            return f"could not be reached ({reason}); it will be tried again."
        return "broke off or did not answer as a web server does; it will be tried again."


def _url(at: FeedUrl) -> str:
    return f"{at.scheme}://{at.authority}{at.target}"


def _sound(answer: DavAnswer, method: str) -> DavAnswer:
    """The same answer. Raises what its status means whoever asked."""
    status, where = answer.status, answer.where
    if status == HTTPStatus.UNAUTHORIZED:
        raise AuthorizationExpired(
            f"{where} does not accept the user and password: sign in again, with an app password where there are such."
        )
    if status == HTTPStatus.INSUFFICIENT_STORAGE and method not in _QUESTIONS:
        raise Refused(f"{where} has no space left on the server: make room there.")
    if (status >= 500 and status not in _HANDED_BACK) or status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Unavailable(f"{where} answered {_named(status)}{_wait(answer)}; it will be tried again.")
    if 300 <= status < 400 and status != HTTPStatus.NOT_MODIFIED:
        raise Unavailable(f"{where} answered {_named(status)}: check the address.")
    return answer


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _wait(answer: DavAnswer) -> str:
    """RFC 9110 section 10.2.3: seconds, or a date."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 8:
        return f" and asks to wait {int(text)} seconds"
    try:
        return f" and asks to wait until {parsedate_to_datetime(text):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return ""
