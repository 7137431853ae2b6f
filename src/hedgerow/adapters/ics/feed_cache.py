"""The last whole answer of a feed, kept between runs.

One file a feed: a checksum of the rest, a line of JSON, the packed body. Any other file counts as none.
"""

import json
import os
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from hedgerow.adapters.ics.fetch import Validators


@dataclass(frozen=True, slots=True)
class Suspicion:
    """An answer that had lost most of its events: seen how often, alike, and since when."""

    digest: str
    times: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    validators: Validators
    events: int
    packed: bytes = field(repr=False)
    suspicion: Suspicion | None = None

    @property
    def body(self) -> bytes:
        return zlib.decompress(self.packed)


def pack(body: bytes) -> bytes:
    return zlib.compress(body, 1)


@dataclass(frozen=True, slots=True)
class FeedCache:
    folder: Path

    def load(self, url: str) -> Kept | None:
        """None when there is none, or none that can be relied on."""
        try:
            checksum, _, rest = self.file(url).read_bytes().partition(b"\n")
        except OSError:
            return None
        if checksum.decode("latin-1") != sha256(rest).hexdigest():
            return None
        head, _, packed = rest.partition(b"\n")
        noted = json.loads(head)
        since = noted["suspicion"] and Suspicion(
            noted["suspicion"]["digest"],
            noted["suspicion"]["times"],
            datetime.fromisoformat(noted["suspicion"]["since"]),
        )
        return Kept(Validators.sendable(**noted["validators"]), noted["events"], packed, since)

    def keep(self, url: str, kept: Kept) -> None:
        """Whole or not at all, and only when it differs. Raises OSError."""
        if self.load(url) == kept:
            return
        head = json.dumps(
            {
                "validators": asdict(kept.validators),
                "events": kept.events,
                "suspicion": kept.suspicion and asdict(kept.suspicion),
            },
            default=datetime.isoformat,
        )
        rest = head.encode() + b"\n" + kept.packed
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(self.file(url), sha256(rest).hexdigest().encode() + b"\n" + rest)

    def file(self, url: str) -> Path:
        """Named by a hash, because the address may be a secret. A new format gets a new ending."""
        return self.folder / f"{sha256(url.encode()).hexdigest()[:32]}.feed1"


def replace_file(path: Path, data: bytes) -> None:
    """Readable by its owner alone, from the first byte on."""
    with NamedTemporaryFile(dir=path.parent, prefix=path.stem, suffix=".new", delete=False) as new:
        try:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
            os.replace(new.name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(new.name)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
