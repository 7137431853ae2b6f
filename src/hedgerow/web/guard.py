"""What is asked of every request before a page sees it, and what every answer says to browsers."""

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64 * 1024
"""Of a form."""
TOO_LONG = ("That is too long.", 413)
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_SAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    # with no-referrer Chromium would send `Origin: null` from our own forms
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
ONE_CLICK = "/stop/"
"""Mail programs post here on their own, from anywhere: RFC 8058. Only a token that stops letters opens it."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses hosts that are not ours (a name that was bound to this machine), and forms of other pages."""

    app: ASGIApp
    hosts: frozenset[str]
    """With their ports where they are not the usual ones."""
    origins: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        fault = self._fault(scope["method"], scope["path"], Headers(scope=scope))
        answer: ASGIApp = PlainTextResponse(*fault) if fault else self.app
        await answer(scope, _bounded(receive), _saying(send))

    def _fault(self, method: str, path: str, headers: Headers) -> tuple[str, int] | None:
        if headers.get("host", "").lower() not in self.hosts:
            return "There is no such host here.", 421
        if method not in ("GET", "HEAD", "POST"):
            return "That can't be done here.", 405
        if method == "POST" and not path.startswith(ONE_CLICK) and not self._is_from_here(headers):
            return "This form was sent from another page: open the link in your letter again.", 403
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return TOO_LONG
        return None

    def _is_from_here(self, headers: Headers) -> bool:
        """A browser says at least one of the two."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site not in (None, "same-origin", "none") or (origin is not None and origin.lower() not in self.origins):
            return False
        return site is not None or origin is not None


def _bounded(receive: Receive) -> Receive:
    """A body without a length ends where it is too long."""
    left = MOST_BYTES

    async def receiving() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return message if left >= 0 else {"type": "http.disconnect"}

    return receiving


def _saying(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _SAYS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
