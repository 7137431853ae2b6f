"""Where the blocks of a calendar lie: in which of its resources, under which version."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import unquote

from hedgerow.adapters.caldav.local_copy import Copy, Held
from hedgerow.adapters.caldav.writes import is_strong
from hedgerow.adapters.ics.block_found import block_uids, ours_of, read_block
from hedgerow.adapters.ics.pieces import Layout, NotWhole, Piece, lay_out
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.block import Found, Version, block_of, lost_mark
from hedgerow.core.occurrence import Transparency, Uid

_FOLD = re.compile(rb"\r?\n[ \t]")
_TEXT_FOLD = re.compile(r"\r?\n[ \t]")
_UID = re.compile(rb"[a-v0-9]+@hedgerow")
_LINE_END = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True)
class Place:
    """One resource that names a block."""

    href: str
    etag: str
    """As the server told it; empty when it did not."""
    data: bytes
    layout: Layout | None
    """None when the text is no whole calendar."""

    @property
    def version(self) -> Version:
        """A weak ETag may be the same for two texts, so the text counts too."""
        if is_strong(self.etag):
            return Version(self.etag)
        text = sha256(_LINE_END.sub(b"\n", self.data)).hexdigest()[:32]
        return Version(f"{self.etag} {text}".strip())

    @property
    def uids(self) -> Iterable[Uid]:
        if self.layout is not None:
            return block_uids(self.layout)
        named = _UID.findall(_FOLD.sub(b"", self.data)) or _UID.findall(unquote(self.href).encode())
        return sorted({Uid(uid.decode()) for uid in named})

    def ours(self, uid: Uid) -> tuple[Piece, ...]:
        return ours_of(self.layout, uid) if self.layout else ()


Places = Mapping[Uid, tuple[Place, ...]]


def place(href: str, etag: str, data: bytes) -> Place:
    try:
        return Place(href, etag, data, lay_out(data))
    except NotWhole:
        return Place(href, etag, data, None)


def names_a_block(held: Held) -> bool:
    """Quickly: most resources of a calendar do not."""
    return "@hedgerow" in _TEXT_FOLD.sub("", held.text) or _named_by_us(held.href)


def may_lack_a_block(copy: Copy, places: Places) -> bool:
    """What the server lists and does not give would look as if the person had deleted it.

    Where all blocks still have the names that we gave their resources, one with another name is none of ours.
    """
    renamed = any(not _named_by_us(each.href) for some in places.values() for each in some)
    return any(renamed or _named_by_us(href) for href in copy.lost.values())


def _named_by_us(href: str) -> bool:
    return "@hedgerow.ics" in unquote(href)


def by_uid(places: Iterable[Place]) -> Places:
    """In order of UID, then of href; where one carries our mark, without those that do not."""
    named: dict[Uid, list[Place]] = {}
    for each in sorted(places, key=lambda one: one.href):
        for uid in each.uids:
            named.setdefault(uid, []).append(each)
    return {uid: _marked(uid, some) or tuple(some) for uid, some in sorted(named.items())}


def _marked(uid: Uid, places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(each for each in places if each.ours(uid))


def version_of_places(places: tuple[Place, ...]) -> Version:
    versions = [each.version for each in places]
    return versions[0] if len(versions) == 1 else Version(sha256("\n".join(versions).encode()).hexdigest()[:32])


def find_block(uid: Uid, places: tuple[Place, ...], reader: Reader) -> Found:
    """One event in two resources is a copy that a program made under the same UID, hence two, and called recurring."""
    version = version_of_places(places)
    layouts = [each.layout for each in places if each.layout is not None]
    if layouts:
        return replace(read_block(layouts, uid, reader), version=version)
    block = block_of(uid)
    assert block is not None
    mark = lost_mark(block, reader.calendar)
    return Found(reader.calendar, mark, mark.left, "", Transparency.OPAQUE, version, broken=True)
