"""Wait on the loopback for the browser to come back (RFC 8252 section 7.3).

Everything but the answer is turned away and the wait goes on: browsers ask for icons, and other programs look around.
"""

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import parse_qsl, urlsplit

from hedgerow.adapters.google.signing import Answered
from hedgerow.ports import Refused, Unavailable

_T = TypeVar("_T")
_SLOW = 10
"""Seconds that a browser may take for a request, or we to send it a page."""
_STYLE = (
    ":root{color-scheme:light dark}body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;"
    "padding:0 1.5rem}h1{font-size:1.5rem;font-weight:600}"
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none';"
    " base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Connection": "close",
}
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>{style}</style>
<main><h1>{title}</h1><p>{text}</p></main></html>
"""


class Page(NamedTuple):
    status: HTTPStatus
    title: str
    text: str


_NOTHING = Page(HTTPStatus.NOT_FOUND, "Nothing is here", "This address only waits for the answer to a sign-in.")
_FOREIGN = Page(
    HTTPStatus.BAD_REQUEST,
    "That was another sign-in",
    "Hedgerow still waits: open the address that the terminal shows.",
)
_TWICE = Page(HTTPStatus.BAD_REQUEST, "That answer came already", "You can close this page.")
_DONE = Page(HTTPStatus.OK, "Google said yes", "You can close this page; Hedgerow goes on in the terminal.")
_FAILED = Page(
    HTTPStatus.INTERNAL_SERVER_ERROR, "That did not work", "The terminal says more. You can close this page."
)


class _Came(NamedTuple):
    answered: Answered
    page: SimpleQueue[Page]
    is_sent: Event


class Loopback(ThreadingHTTPServer):
    """Listens on an ephemeral port of 127.0.0.1 at once, and answers from `__enter__` to `__exit__`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.is_ours: Callable[[Answered], bool] = lambda _: False
        """To be set before the address is shown to anybody."""
        self.came: SimpleQueue[_Came] = SimpleQueue()
        self.once = Lock()
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def redirect(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def wait(self, settle: Callable[[Answered], _T], seconds: float) -> _T:
        """What `settle` makes of the answer, once it came; the browser is shown whether that worked.

        Raises what `settle` raises, and Unavailable when nobody came back.
        """
        try:
            came = self.came.get(timeout=seconds)
        except Empty:
            raise Unavailable("Nobody came back from Google's page: run `hedgerow connect google` again.") from None
        page = _FAILED
        try:
            settled = settle(came.answered)
            page = _DONE
        except (Refused, Unavailable) as error:
            page = _FAILED._replace(status=HTTPStatus.OK, text=f"{error} You can close this page.")
            raise
        finally:
            came.page.put(page)
            came.is_sent.wait(_SLOW)
        return settled

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up, or a stranger who talks nonsense, is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Loopback
    timeout = _SLOW
    server_version, sys_version = "Hedgerow", ""

    def do_GET(self) -> None:
        answered = self._answered()
        if answered is None:
            self._show(_NOTHING)
        elif not self.server.is_ours(answered):
            self._show(_FOREIGN)
        elif not self.server.once.acquire(blocking=False):
            self._show(_TWICE)
        else:
            came = _Came(answered, SimpleQueue(), Event())
            self.server.came.put(came)
            try:
                self._show(came.page.get())
            finally:
                came.is_sent.set()

    def _answered(self) -> Answered | None:
        """Asked of this address and no other name for it, which a page elsewhere could have given it."""
        with suppress(ValueError):
            parts = urlsplit(self.path)
            given = dict(parse_qsl(parts.query, keep_blank_values=True))
            is_here = parts.path == "/" and self.headers.get("Host") == f"127.0.0.1:{self.server.server_port}"
            if is_here and "state" in given and ("code" in given or "error" in given):
                return Answered(parts.query)
        return None

    def _show(self, page: Page) -> None:
        body = _PAGE.format(style=_STYLE, title=escape(page.title), text=escape(page.text)).encode()
        self.send_response(page.status)
        for name, value in (*HEADERS.items(), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is no GET, or no HTTP."""
        self._show(_NOTHING._replace(status=HTTPStatus(code)))

    def log_message(self, format: str, *args: Any) -> None:
        """Requests hold codes."""
