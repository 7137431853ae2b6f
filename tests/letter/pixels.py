"""PNG → pixels (RFC 2083; eight bits of red, green, blue and, maybe, alpha), to see what was drawn and how clearly."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

Pixel = tuple[int, int, int, int]


@dataclass(frozen=True)
class Pixels:
    rows: tuple[tuple[Pixel, ...], ...]

    @property
    def size(self) -> tuple[int, int]:
        return len(self.rows[0]), len(self.rows)

    def at(self, x: float, y: float) -> Pixel:
        """Of CSS pixels, two of the picture's to each."""
        return self.rows[round(2 * y)][round(2 * x)]

    def count(self, colour: str) -> int:
        """How many pixels are wholly of it."""
        wanted = (*bytes.fromhex(colour.removeprefix("#")), 255)
        return sum(row.count(wanted) for row in self.rows)


def pixels(png: bytes) -> Pixels:
    width, height, *kind = struct.unpack(">IIBBBBB", png[16:29])
    assert kind in ([8, 6, 0, 0, 0], [8, 2, 0, 0, 0])
    size = 4 if kind[1] == 6 else 3
    data = zlib.decompress(b"".join(body for name, body in _chunks(png) if name == b"IDAT"))
    rows, above = [], bytearray(size * width)
    for place in range(height):
        start = place * (size * width + 1)
        above = _unfilter(data[start], bytearray(data[start + 1 : start + 1 + size * width]), above, size)
        rows.append(tuple(_pixels(above, size)))
    return Pixels(tuple(rows))


def _pixels(line: bytearray, size: int) -> Iterator[Pixel]:
    opaque = bytes([255]) * (len(line) // size)
    red, green, blue, *alpha = (line[part::size] for part in range(size))
    yield from zip(red, green, blue, alpha[0] if alpha else opaque, strict=True)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _unfilter(kind: int, line: bytearray, above: bytearray, size: int) -> bytearray:
    if kind == 0:
        return line
    for n in range(len(line)):
        left, up = line[n - size] if n >= size else 0, above[n]
        corner = above[n - size] if n >= size else 0
        line[n] = (line[n] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]) & 255
    return line


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def luminance(colour: str) -> float:
    """WCAG 2.2."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in bytes.fromhex(colour.removeprefix("#"))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
