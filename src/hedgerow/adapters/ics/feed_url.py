"""The address of a feed: mostly a secret, so it is shown only as far as its host."""

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from hedgerow.ports import Unavailable

_PORTS = {"http": 80, "https": 443}
_LONGEST_HOST = 253
_PATH = "/%:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class FeedUrl:
    scheme: str
    host: str
    """In ASCII; an IPv6 address without its brackets."""
    port: int
    target: str = field(repr=False)
    """Path and query as they are sent."""
    authorization: str = field(default="", repr=False)
    """The value of the Authorization header, or empty."""

    @property
    def authority(self) -> str:
        """As in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def where(self) -> str:
        """What people may see."""
        return f"{self.scheme}://{self.authority}/…"

    def follow(self, location: str) -> "FeedUrl":
        """Where a redirect leads. The password goes along only to the same host. Raises Unavailable."""
        to = self._joined(location)
        if to is None:
            raise Unavailable(f"{self.where} sends on to what is no web address: check the address.")
        if self.scheme == "https" and to.scheme == "http":
            raise Unavailable(
                f"{self.where} sends on to an unencrypted address, which is not followed: check the address."
            )
        kept = self.authorization if self._trusts(to) else ""
        return FeedUrl(to.scheme, to.host, to.port, to.target, kept)

    def _joined(self, location: str) -> "FeedUrl | None":
        try:
            return _parsed(urljoin(f"{self.scheme}://{self.authority}{self.target}", location))
        except ValueError:
            return None

    def _trusts(self, other: "FeedUrl") -> bool:
        upgraded = (self.scheme, self.port, other.scheme, other.port) == ("http", 80, "https", 443)
        return self.host == other.host and (self.port == other.port or upgraded)


def read_url(text: str) -> FeedUrl:
    """http, https, or webcal, which means https. Raises Unavailable without repeating the text."""
    url = _parsed(text)
    if url is None:
        raise Unavailable("The feed's address is not a web address: give one that begins with https://.")
    return url


def _parsed(text: str) -> FeedUrl | None:
    """None instead of an error, which might repeat a part of the address."""
    try:
        parts = urlsplit(text.strip())
        scheme = {"webcal": "https", "webcals": "https"}.get(parts.scheme, parts.scheme)
        host = _ascii(parts.hostname or "")
        return FeedUrl(scheme, host, parts.port or _PORTS[scheme], _target(parts), _basic(parts)) if host else None
    except (ValueError, KeyError):
        return None


def _ascii(host: str) -> str:
    """IDNA, as browsers do it for names beyond ASCII. Raises ValueError."""
    if len(host) > _LONGEST_HOST or any(
        letter.isspace() or not letter.isprintable() or letter in "/\\%<>" for letter in host
    ):
        raise ValueError("no host name")
    return host if host.isascii() else host.encode("idna").decode()


def _target(parts: SplitResult) -> str:
    """Raises ValueError on half a surrogate pair, which no bytes stand for."""
    path = quote(parts.path or "/", safe=_PATH)
    return f"{path}?{quote(parts.query, safe=_PATH + '?')}" if parts.query else path


def _basic(parts: SplitResult) -> str:
    if parts.username is None:
        return ""
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return f"Basic {b64encode(pair.encode()).decode()}"
