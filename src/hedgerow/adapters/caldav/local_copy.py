"""What one collection held when it was last read, kept between runs.

One file a collection: a checksum of the rest, then packed JSON. It is named by a hash of address and user, so that
neither is shown and neither can get the other's. Any other file counts as none.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hedgerow.adapters.ics.feed_cache import Suspicion, replace_file


@dataclass(frozen=True, slots=True)
class Held:
    href: str
    """As the server wrote it, to ask for it."""
    etag: str
    """Empty when the server told none."""
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Copy:
    """Token and ctag are of a state that `held` is no older than; each is empty when the server has none."""

    token: str = ""
    ctag: str = ""
    held: Mapping[str, Held] = field(default_factory=dict)
    """By the path that hrefs are compared by."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Path → href of what is there and was not to be had; it is asked for again each time."""
    suspicion: Suspicion | None = None
    asks_for_basic: bool = False
    """The server has asked for the password itself, so that it may be sent at once: a request less each time."""

    @property
    def events(self) -> int:
        return sum(each.text.upper().count("BEGIN:VEVENT") for each in self.held.values())


@dataclass(frozen=True, slots=True)
class CopyStore:
    folder: Path
    """Made when needed."""
    url: str = field(repr=False)
    user: str = field(repr=False)

    def load(self) -> Copy | None:
        """None when there is none, or none that can be relied on."""
        try:
            checksum, _, rest = self.file.read_bytes().partition(b"\n")
        except OSError:
            return None
        if checksum.decode("latin-1") != sha256(rest).hexdigest():
            return None
        return _copy(json.loads(zlib.decompress(rest)))

    def keep(self, copy: Copy) -> None:
        """Whole or not at all. Raises OSError."""
        noted = {
            "token": copy.token,
            "ctag": copy.ctag,
            "held": [[path, each.href, each.etag, each.text] for path, each in copy.held.items()],
            "lost": dict(copy.lost),
            "suspicion": copy.suspicion
            and [copy.suspicion.digest, copy.suspicion.times, copy.suspicion.since.isoformat()],
            "basic": copy.asks_for_basic,
        }
        rest = zlib.compress(json.dumps(noted).encode(), 1)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(self.file, sha256(rest).hexdigest().encode() + b"\n" + rest)

    @property
    def file(self) -> Path:
        """A new format gets a new ending."""
        name = sha256(f"{self.url}\0{self.user}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self.folder / f"{name}.dav1"


def _copy(noted: Any) -> Copy:
    doubt = noted["suspicion"]
    return Copy(
        token=noted["token"],
        ctag=noted["ctag"],
        held={path: Held(href, etag, text) for path, href, etag, text in noted["held"]},
        lost=noted["lost"],
        suspicion=Suspicion(doubt[0], doubt[1], datetime.fromisoformat(doubt[2])) if doubt else None,
        asks_for_basic=noted["basic"],
    )
