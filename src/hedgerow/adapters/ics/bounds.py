"""Which events cannot touch a window, told by the digits of their dates before anything is parsed.

Two days of margin are more than any zone's offset. What is odd is never ruled out; parsing says what is wrong.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from hedgerow.adapters.ics.splitting import Chunk
from hedgerow.core.span import Span

_MARGIN = timedelta(days=2)
_LEAST, _MOST = b"00000000", b"99999999"
_DAY = rb"(?!0000)\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
"""Other digits are no date, and say nothing about when the event is."""
_DATE = re.compile(rb"\s*(%b)(?:T\d{6}Z?)?" % _DAY)
_UNTIL = re.compile(rb"[;:]UNTIL=(%b)" % _DAY, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Both inclusive, as eight digits."""

    low: bytes
    high: bytes

    def meets(self, other: "Bounds") -> bool:
        return self.low <= other.high and other.low <= self.high


ANYWHEN = Bounds(_LEAST, _MOST)


def bounds_of_window(window: Span) -> Bounds:
    low, high = (
        day.date().isoformat().replace("-", "").encode() for day in (window.start - _MARGIN, window.end + _MARGIN)
    )
    return Bounds(low, high)


def bounds_of_event(chunk: Chunk) -> Bounds:
    if chunk.fault or chunk.values("RDATE") or _is_ranged(chunk):
        return ANYWHEN
    dates = [_digits(line) for name in ("DTSTART", "DTEND") for line in chunk.values(name)]
    if not chunk.values("DTSTART") or None in dates:
        return ANYWHEN
    known = [date for date in dates if date]
    return Bounds(min(known), max((*known, *_ends(chunk, known))))


def _ends(chunk: Chunk, known: list[bytes]) -> Iterable[bytes]:
    if len(known) == 1 and chunk.values("DURATION"):
        return (_MOST,)
    return (_last(line, known) for line in chunk.values("RRULE"))


def _last(rule: bytes, known: list[bytes]) -> bytes:
    """The last instance may begin on the UNTIL day; beyond a day of length it is not worth the arithmetic."""
    until = _UNTIL.search(rule)
    return until[1] if until and len(set(known)) == 1 else _MOST


def _digits(line: bytes) -> bytes | None:
    match = _DATE.fullmatch(line.rpartition(b":")[2].strip())
    return match[1] if match else None


def _is_ranged(chunk: Chunk) -> bool:
    return any(b"RANGE" in line.upper() for line in chunk.values("RECURRENCE-ID"))
