"""What one Google calendar held when its window was last read, kept between runs.

One file a calendar: a checksum of the rest, then packed JSON. It is named by a hash of account and calendar, so that
neither is shown and neither can get the other's. Any other file counts as none.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hedgerow.adapters.google.events import Event
from hedgerow.adapters.ics.feed_cache import Suspicion, replace_file
from hedgerow.core.span import Span


@dataclass(frozen=True, slots=True)
class Kept:
    token: str
    """Of a state that `events` is no older than."""
    covered: Span
    read_at: datetime
    """When the window was read."""
    changed_at: datetime
    """When Google last told of a change, or was asked anew."""
    role: str
    """What Google calls the access of the account to the calendar."""
    events: Sequence[Event] = field(repr=False)
    """All that lie in `covered`, series taken apart."""
    is_first: bool = False
    """Of the readings since something changed."""
    suspicion: Suspicion | None = None
    blocks: Sequence[Event] | None = field(default=None, repr=False)
    """All of ours at any time, whole, with those that were deleted lately; None when nobody asked for them."""
    refused: frozenset[str] = frozenset()
    """The types of events that Google did not take here when it was last asked to."""

    @property
    def is_busy_only(self) -> bool:
        return self.role == "freeBusyReader"

    @property
    def is_own(self) -> bool:
        return self.role == "owner"


@dataclass(frozen=True, slots=True)
class KeptStore:
    folder: Path
    """Made when needed."""
    account: str = field(repr=False)
    calendar: str = field(repr=False)

    def load(self) -> Kept | None:
        """None when there is none, or none that can be relied on."""
        try:
            checksum, _, rest = self.file.read_bytes().partition(b"\n")
        except OSError:
            return None
        if checksum.decode("latin-1") != sha256(rest).hexdigest():
            return None
        return _kept(json.loads(zlib.decompress(rest)))

    def keep(self, kept: Kept) -> None:
        """Whole or not at all. Raises OSError."""
        doubt = kept.suspicion
        noted = {
            "token": kept.token,
            "covered": [kept.covered.start.isoformat(), kept.covered.end.isoformat()],
            "read_at": kept.read_at.isoformat(),
            "changed_at": kept.changed_at.isoformat(),
            "role": kept.role,
            "is_first": kept.is_first,
            "events": list(kept.events),
            "blocks": None if kept.blocks is None else list(kept.blocks),
            "refused": sorted(kept.refused),
            "suspicion": doubt and [doubt.digest, doubt.times, doubt.since.isoformat()],
        }
        rest = zlib.compress(json.dumps(noted).encode(), 1)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(self.file, sha256(rest).hexdigest().encode() + b"\n" + rest)

    @property
    def file(self) -> Path:
        """Another format, other fields or other parameters of the token get a new ending."""
        name = sha256(f"{self.account}\0{self.calendar}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self.folder / f"{name}.google4"


def _kept(noted: Any) -> Kept:
    start, end = (_utc(each) for each in noted["covered"])
    doubt = noted["suspicion"]
    return Kept(
        token=noted["token"],
        covered=Span(start, end),
        read_at=_utc(noted["read_at"]),
        changed_at=_utc(noted["changed_at"]),
        role=noted["role"],
        events=noted["events"],
        is_first=noted["is_first"],
        suspicion=Suspicion(doubt[0], doubt[1], _utc(doubt[2])) if doubt else None,
        blocks=noted["blocks"],
        refused=frozenset(noted["refused"]),
    )


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
