"""Where the events of a calendar file lie, in bytes, so that one can be replaced and every other byte stays as it is.

A line ends with LF, with or without CR before it; a line that begins with a blank or tab continues the one before
(RFC 5545 section 3.1). Only whether components are nested soundly is judged here: whatever else stands in the file is
nobody's business.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hedgerow.adapters.ics.mark import MARK, parse_mark
from hedgerow.core.block import Mark, uid_of
from hedgerow.core.occurrence import Uid

_BOM = b"\xef\xbb\xbf"


class NotWhole(Exception):
    """The bytes are not one whole calendar; the message says what is wrong, after “it”."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One VEVENT from the B of its BEGIN to the end of its END line, directly in a VCALENDAR."""

    start: int
    end: int
    uid: Uid
    mark: Mark | None
    """None for every event that is not ours: no mark, a mark we did not write, one bound to another UID, two marks."""


@dataclass(frozen=True, slots=True)
class Layout:
    data: bytes
    pieces: tuple[Piece, ...]
    room: int
    """Where another event may be put in: before the last END:VCALENDAR."""
    newline: bytes
    """As the first line ends."""
    zones: bytes
    """The lines that define zones: every VTIMEZONE, and X-WR-TIMEZONE."""

    def of(self, uid: str) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.uid == uid)

    def text(self, pieces: Iterable[Piece]) -> bytes:
        return b"".join(self.data[piece.start : piece.end] for piece in pieces)

    def with_event(self, event: bytes, instead_of: tuple[Piece, ...] = ()) -> bytes:
        """`event` in the place of the first of the pieces, the others gone; at the end without any."""
        place = instead_of[0].start if instead_of else self.room
        return self.without(instead_of, until=place) + event + self.without(instead_of, since=place)

    def without(self, pieces: Iterable[Piece], since: int = 0, until: int | None = None) -> bytes:
        """The bytes from `since` to `until` that belong to none of the pieces; neither end lies within one."""
        until = len(self.data) if until is None else until
        kept, at = b"", since
        for piece in pieces:
            if since <= piece.start and piece.end <= until:
                kept, at = kept + self.data[at : piece.start], piece.end
        return kept + self.data[at:until]


def lay_out(data: bytes) -> Layout:
    """Raises NotWhole for anything but one or more complete VCALENDARs."""
    scan = _Scan(data)
    for start, end, line in lines_of(data):
        scan.take(start, end, line)
    if scan.open or scan.room < 0:
        raise NotWhole("is not a whole calendar: it ends too early" if scan.open else "is empty, and no calendar")
    first, _, _ = data.partition(b"\n")
    return Layout(
        data, tuple(scan.pieces), scan.room, b"\r\n" if first.endswith(b"\r") else b"\n", b"".join(scan.zones)
    )


@dataclass
class _Scan:
    data: bytes
    open: list[bytes] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    room: int = -1
    zones: list[bytes] = field(default_factory=list)
    begun: int = 0
    properties: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def in_event(self) -> bool:
        """Directly: the UID of an alarm is not that of its event."""
        return self.open == [b"VCALENDAR", b"VEVENT"]

    @property
    def in_zone(self) -> bool:
        return self.open[:2] == [b"VCALENDAR", b"VTIMEZONE"]

    def take(self, start: int, end: int, line: bytes) -> None:
        was_in_zone = self.in_zone
        self.match(start, end, line)
        if was_in_zone or self.in_zone or (self.open == [b"VCALENDAR"] and _split(line)[0] == b"X-WR-TIMEZONE"):
            self.zones.append(self.data[start:end])

    def match(self, start: int, end: int, line: bytes) -> None:
        match _split(line):
            case b"BEGIN", component:
                self.begin(component.upper(), start)
            case b"END", component:
                self.end(component.upper(), start, end)
            case _ if line and not self.open:
                self.outside(start)
            case named if self.in_event:
                self.properties.append(named)
            case _:
                pass

    def begin(self, component: bytes, start: int) -> None:
        if not self.open and component != b"VCALENDAR":
            self.outside(start)
        self.open.append(component)
        if self.in_event:
            self.begun, self.properties = start, []

    def end(self, component: bytes, start: int, end: int) -> None:
        if not self.open or self.open[-1] != component:
            raise NotWhole(f"is not a whole calendar: line {self._line(start)} ends what was not begun")
        if self.in_event:
            self.pieces.append(_piece(self.begun, end, self.properties))
        self.open.pop()
        if not self.open:
            self.room = start

    def outside(self, start: int) -> None:
        """What follows a whole calendar may be anything; what comes before the first one makes it none."""
        if self.room < 0:
            raise NotWhole(f"is not a calendar: BEGIN:VCALENDAR is missing in line {self._line(start)}")

    def _line(self, start: int) -> int:
        return self.data.count(b"\n", 0, start) + 1


def _piece(start: int, end: int, properties: Iterable[tuple[bytes, bytes]]) -> Piece:
    named: dict[bytes, list[str]] = {}
    for name, value in properties:
        named.setdefault(name, []).append(value.decode("utf-8", "replace"))
    uids, marks = named.get(b"UID", []), named.get(MARK.encode(), [])
    uid = Uid(uids[0] if uids else "")
    mark = parse_mark(marks[0]) if len(marks) == len(uids) == 1 else None
    return Piece(start, end, uid, mark if mark and uid_of(mark.block) == uid else None)


def lines_of(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each content line unfolded, without its line end, with where it starts and where the next one does."""
    start = len(_BOM) if data.startswith(_BOM) else 0
    while start < len(data):
        end = _next(data, start)
        parts = [data[start:end].rstrip(b"\r\n")]
        while data[end : end + 1] in (b" ", b"\t"):
            fold, end = end, _next(data, end)
            parts.append(data[fold + 1 : end].rstrip(b"\r\n"))
        yield start, end, b"".join(parts)
        start = end


def _next(data: bytes, start: int) -> int:
    found = data.find(b"\n", start)
    return len(data) if found < 0 else found + 1


def _split(line: bytes) -> tuple[bytes, bytes]:
    """Name in capitals and value without parameters: enough for the names read here, whose parameters hold no colon."""
    head, _, value = line.partition(b":")
    return head.partition(b";")[0].strip().upper(), value.strip()
