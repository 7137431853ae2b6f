"""User and password, as the server asks for them: Basic (RFC 7617) or Digest (RFC 7616).

Basic shows the password to whoever is at the other end or listens on the way. So it is sent unasked only where nobody
can listen, and never where the server offers Digest instead.
"""

import re
from collections.abc import Generator
from functools import partial

import httpx

from hedgerow.ports import Refused

_UNAUTHORIZED = 401
_OFFERED = re.compile(r"(?:^|,)\s*(basic|digest)\b", re.IGNORECASE)


class SignIn(httpx.Auth):
    """`unasked`: send Basic before the server asks. Raises Refused when the server wants anything else."""

    def __init__(self, user: str, password: str, where: str, *, unasked: bool) -> None:
        if any("\ud800" <= letter <= "\udfff" for letter in user + password):
            raise Refused(f"User or password for {where} holds characters that cannot be sent: give them in UTF-8.")
        self._fresh = partial(httpx.DigestAuth, user, password)
        self._digest = self._fresh()
        self._basic = httpx.BasicAuth(user, password)
        self._where = where
        self.is_basic = unasked
        """The server has been told the password itself."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        digest = self._digest.auth_flow(request)
        next(digest)  # signs the request when a challenge is known, else leaves it as it is
        if self.is_basic:
            next(self._basic.auth_flow(request))
        response = yield request
        if response.status_code != _UNAUTHORIZED:
            return
        asked = response.headers.get("www-authenticate", "")
        offered = {name.lower() for name in _OFFERED.findall(asked)}
        if self.is_basic and ("basic" in offered or not asked):
            return
        if "digest" in offered and self._answer(digest, response):
            self.is_basic = False
        elif "basic" in offered:
            self.is_basic = True
            next(self._basic.auth_flow(request))
        else:
            raise Refused(
                f"{self._where} asks to sign in otherwise than with a user and password; that is not possible."
            )
        yield request

    def _answer(self, digest: Generator[httpx.Request, httpx.Response, None], challenge: httpx.Response) -> bool:
        """Signs the request; False when the challenge is of a kind that is not understood."""
        try:
            digest.send(challenge)
        except (StopIteration, KeyError, ValueError, NotImplementedError, httpx.ProtocolError):
            self._digest = self._fresh()  # it keeps what it could not answer, and would fail on it again
            return False
        return True
