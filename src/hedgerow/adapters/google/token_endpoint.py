"""Ask Google for tokens, and give them back (RFC 6749 sections 4.1.3 and 6, RFC 7009).

Not through `Credentials.refresh`: that reads the clock of the system, waits seconds by itself between three tries, and
has no deadline for a server that sends a byte now and then.
"""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from httplib2 import HttpLib2Error

from hedgerow.adapters.google.wire import Wire
from hedgerow.ports import Unavailable

TIMEOUT = 20
"""Seconds for a request with its whole answer."""


@dataclass(frozen=True, slots=True)
class Told:
    status: int
    body: Mapping[str, Any] = field(repr=False)
    """Empty when it was no JSON object."""

    @property
    def code(self) -> str:
        """Of the refusal, such as `invalid_grant`; empty when there is none that can be repeated."""
        code = self.body.get("error")
        return code if isinstance(code, str) and re.fullmatch(r"[a-z_]{1,40}", code) else ""

    @property
    def may_pass(self) -> bool:
        """Repeating it later may help."""
        return self.status >= 500 or self.status in (408, 429) or self.code in _PASSING or not self.body


Ask = Callable[[str, Mapping[str, str]], Told]
"""Posts a form. Raises Unavailable."""
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
_PASSING = frozenset({"internal_failure", "server_error", "temporarily_unavailable"})


def ask(url: str, form: Mapping[str, str], seconds: float = TIMEOUT) -> Told:
    """Follows no redirect: what is sent is for that address alone. Raises Unavailable."""
    with closing(Wire(seconds, frozenset())) as wire:
        try:
            answer, data = wire.request(url, "POST", urlencode(form).encode(), _HEADERS)
        except (OSError, HttpLib2Error, HTTPException) as error:
            raise Unavailable(f"{urlsplit(url).hostname} can't be reached; it will be tried again.") from error
    return Told(int(answer.status), _object(data))


def revoke_token(token_uri: str, token: str, ask: Ask = ask) -> bool:
    """Ends everything that the client was granted by the account; whether Google said that it is over."""
    try:
        told = ask(urljoin(token_uri, "revoke"), {"token": token})
    except Unavailable:
        return False
    return told.status == 200 or told.code == "invalid_token"


def _object(data: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
