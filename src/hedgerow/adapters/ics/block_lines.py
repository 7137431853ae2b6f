"""The content lines of one VEVENT, each with its bytes, so that some can be replaced and all others stay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hedgerow.adapters.ics.pieces import lines_of

_HEAD = re.compile(rb'(?:[^:"]|"[^"]*")*')
"""Name and parameters; a quoted one may hold a colon (RFC 5545 section 3.1)."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WIDTH = 74
_TO_ESCAPE = re.compile(r"[\\;,]")
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Line:
    raw: bytes
    """With its folds and its line end."""
    text: bytes
    """Unfolded, without its line end."""
    is_property: bool
    """Of the event itself: the summary of an alarm is not that of its event."""

    @property
    def head(self) -> bytes:
        match = _HEAD.match(self.text)
        return match[0] if match else b""

    @property
    def name(self) -> str:
        return self.head.partition(b";")[0].strip().upper().decode("ascii", "replace")

    @property
    def value(self) -> bytes:
        return self.text[len(self.head) + 1 :].strip()


def read_lines(event: bytes) -> Sequence[Line]:
    lines: list[Line] = []
    depth = 0
    for start, end, text in lines_of(event):
        line = Line(event[start:end], text, is_property=False)
        match line.name:
            case "BEGIN":
                depth += 1
            case "END":
                depth -= 1
            case _ if depth == 1:
                line = Line(line.raw, text, is_property=True)
            case _:
                pass
        lines.append(line)
    return lines


def named(lines: Sequence[Line], name: str) -> Sequence[Line]:
    """The properties of that name; `name` in capitals."""
    return [line for line in lines if line.is_property and line.name == name]


def only_value(lines: Sequence[Line], name: str) -> bytes:
    """Empty when there is none, or more than one."""
    found = named(lines, name)
    return found[0].value if len(found) == 1 else b""


def splice(lines: Sequence[Line], own: Mapping[str, bytes]) -> bytes:
    """`own`, by name, stand where the first property of that name stood, else after the last property.

    The bytes of a name are all its lines: none removes it.
    """
    pending, out = dict(own), list[bytes]()
    for number, line in enumerate(lines):
        if line.is_property and line.name in own:
            out.append(pending.pop(line.name, b""))
            continue
        if number and not line.is_property:
            out.extend(pending.values())
            pending.clear()
        out.append(line.raw)
    return b"".join(out)


def write_line(text: str, newline: bytes) -> bytes:
    """Folded after 74 octets, never within a character. What UTF-8 has no place for is replaced."""
    line, width = bytearray(), 0
    for character in text:
        octets = character.encode("utf-8", "replace")
        if width + len(octets) > _WIDTH:
            line += newline + b" "
            width = 1
        line += octets
        width += len(octets)
    return bytes(line) + newline


def utc_text(instant: datetime) -> str:
    """Of an instant in UTC: RFC 5545 section 3.3.5, form 2."""
    return f"{instant:%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """RFC 5545 section 3.3.11."""
    return _LINE_END.sub(r"\\n", _TO_ESCAPE.sub(r"\\\g<0>", text))


def unescape(value: bytes) -> str:
    """Old programs are not always UTF-8, and then it matters only that something is read."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value.decode("utf-8", "replace"))
