"""The blocks among the events of calendar text: which are ours, and what a person made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hedgerow.adapters.ics.block_event import read_event
from hedgerow.adapters.ics.pieces import Layout, Piece
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.block import Found, block_of, lost_mark
from hedgerow.core.occurrence import Uid


def block_uids(layout: Layout) -> Sequence[Uid]:
    """Of every event under the UID of a block, in order, with or without our mark."""
    return sorted({piece.uid for piece in layout.pieces if block_of(piece.uid) is not None})


def ours_of(layout: Layout, uid: str) -> tuple[Piece, ...]:
    """Those of one UID that carry our mark."""
    return tuple(piece for piece in layout.of(uid) if piece.mark is not None)


def texts_of(layout: Layout, pieces: Iterable[Piece]) -> Sequence[bytes]:
    return [layout.text([piece]) for piece in pieces]


def read_block(layouts: Sequence[Layout], uid: Uid, reader: Reader) -> Found:
    """The events of one UID, of which there is one at least; in several texts where a program made a copy.

    The person who spoilt our mark made the event theirs; but it is there, and was not deleted.
    """
    block = block_of(uid)
    assert block is not None
    marks = [piece.mark for layout in layouts for piece in ours_of(layout, uid)]
    texts = [text for layout in layouts for text in texts_of(layout, ours_of(layout, uid) if marks else layout.of(uid))]
    mark = next((mark for mark in marks if mark is not None), None)
    zones = b"".join(layout.zones for layout in layouts)
    found = read_event(texts, mark or lost_mark(block, reader.calendar), reader, zones)
    text = b"".join(texts).decode("utf-8", "replace")
    return replace(found, broken=found.broken or mark is None, text=text)
