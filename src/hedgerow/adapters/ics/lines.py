"""Bytes of a calendar → content lines (RFC 5545 section 3.1), each with the number of the line it began on.

Unfolding happens on bytes, because a fold may lie inside one UTF-8 character, or inside a name.
"""

import codecs
import re
from collections.abc import Iterator

_PIECE = 1 << 20
_FOLD = b"\x00"
_FOLD_AFTER_BLANK_LINES = re.compile(rb"(?<!\n)\n+\x00")
"""The look-behind keeps it linear on a megabyte of blank lines."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")
"""They can make a title look like another, break a line or move a terminal; surrogates stand in names not in UTF-8."""


def plain(body: bytes) -> bytes:
    """UTF-8 with LF line ends, whatever it was before: UTF-16, a byte order mark, CRLF, CR alone."""
    text = _utf8(body).removeprefix(codecs.BOM_UTF8).replace(b"\n" + codecs.BOM_UTF8, b"\n").replace(_FOLD, b"")
    if b"\r" not in text:
        return text
    if b"\n" not in text:
        return text.replace(b"\r", b"\n")
    return text.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")


def content_lines(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Of `plain` text. A fold stays marked until its line has been counted."""
    marked = text.replace(b"\n ", _FOLD).replace(b"\n\t", _FOLD)
    if b"\n\x00" in marked:
        marked = _FOLD_AFTER_BLANK_LINES.sub(lambda match: _FOLD * len(match[0]), marked)
    number = 1
    for line in _split(marked):
        if _FOLD in line:
            yield number, line.replace(_FOLD, b"")
            number += line.count(_FOLD)
        else:
            yield number, line
        number += 1


def _split(text: bytes) -> Iterator[bytes]:
    """By LF; piece by piece, because a list of millions of short lines takes gigabytes."""
    start = 0
    while True:
        end = text.find(b"\n", start + _PIECE)
        if end < 0:
            yield from text[start:].split(b"\n")
            return
        yield from text[start:end].split(b"\n")
        start = end + 1


def decoded(line: bytes) -> str:
    """Old exports are not always UTF-8; Windows-1252 is what they usually are."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def clean(text: str) -> str:
    """One line that is safe to show."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def shown(name: str, limit: int = 200) -> str:
    """Of a file or a folder, safe to show; the middle of a very long one is left out."""
    text = clean(name)
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 2 :]}"


def _utf8(body: bytes) -> bytes:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace").encode()
    if body.startswith(b"B\x00E\x00"):
        return body.decode("utf-16-le", errors="replace").encode()
    if body.startswith(b"\x00B\x00E"):
        return body.decode("utf-16-be", errors="replace").encode()
    return body
