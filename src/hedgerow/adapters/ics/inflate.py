"""Bodies unpacked piece by piece, so that a bomb is refused before it fills the memory."""

import zlib
from collections.abc import Iterable, Iterator

_STEP = 1 << 20
_GZIP, _ZLIB, _RAW = 31, 15, -15
CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


class Spoilt(ValueError):
    """The packed bytes are damaged or end too early."""


def inflate(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Pieces of at most 1 MiB, whatever goes in. `coding` is one of CODINGS. Raises Spoilt."""
    if coding in {"", "identity"}:
        yield from pieces
        return
    unpack: zlib._Decompress | None = None
    for piece in pieces:
        rest, full = piece, False
        while rest or full:
            if unpack is None or unpack.eof:  # RFC 1952 section 2.2: members may follow one another
                unpack = zlib.decompressobj(_format(coding, rest))
            out = _step(unpack, rest)
            yield out
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            full = len(out) == _STEP and not unpack.eof
    if unpack is None or not unpack.eof:
        raise Spoilt("it ends too early")


def _step(unpack: "zlib._Decompress", packed: bytes) -> bytes:
    try:
        return unpack.decompress(packed, _STEP)
    except zlib.error as error:
        raise Spoilt("it is damaged") from error


def _format(coding: str, head: bytes) -> int:
    """`deflate` means a zlib stream, yet some servers send a bare one: RFC 9110 section 8.4.1.2."""
    if coding != "deflate":
        return _GZIP
    return _ZLIB if head[0] & 15 == 8 else _RAW
