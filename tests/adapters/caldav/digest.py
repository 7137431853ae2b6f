"""A server that lets in by Digest (RFC 7616) alone, and checks the whole answer to its challenge."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import md5, sha256

from tests.fakes.faulty_http import Answer, Backend, Request

_FIELD = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
_HASH: dict[str, Callable[[bytes], str]] = {
    "MD5": lambda data: md5(data, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda data: sha256(data).hexdigest(),
}


@dataclass
class DigestGate:
    behind: Backend
    user: str
    password: str
    algorithm: str = "MD5"
    nonce: str = "n1"
    """Change it, and the next request is challenged anew."""
    used: set[tuple[str, str]] = field(default_factory=set)
    """Each nonce with its count: a second time would be a replay."""

    def __call__(self, request: Request) -> Answer:
        if self._lets_in(request):
            return self.behind(request)
        challenge = f'Digest realm="dav", qop="auth", nonce="{self.nonce}", algorithm={self.algorithm}, opaque="o"'
        return Answer(401, {"WWW-Authenticate": challenge})

    def _lets_in(self, request: Request) -> bool:
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        given: dict[str, str] = {name: quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
        if scheme != "Digest" or given.get("nonce") != self.nonce or given.get("uri") != request.target:
            return False
        once = (given["nonce"], given["nc"])
        if once in self.used:
            return False
        self.used.add(once)
        return self._expected(request, given) == given["response"]

    def _expected(self, request: Request, given: dict[str, str]) -> str:
        make = _HASH[self.algorithm]
        who = make(f"{self.user}:dav:{self.password}".encode())
        what = make(f"{request.method}:{request.target}".encode())
        return make(":".join((who, given["nonce"], given["nc"], given["cnonce"], given["qop"], what)).encode())
