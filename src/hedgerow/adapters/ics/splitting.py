"""A whole calendar → its events as chunks of lines, its time zones as raw lines, before anything is parsed.

Only the lines that matter are kept: a description of 30 MB or a nest of alarms costs no more than being passed over.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.budget import Budget
from hedgerow.adapters.ics.lines import content_lines, decoded, plain
from hedgerow.adapters.ics.mark import MARK
from hedgerow.core.occurrence import Uid

BODY_LIMIT = 128 * 2**20
EVENT_LIMIT = 200_000
LINES_LIMIT = 5_000_000
LINE_LIMIT = 200_000
KEPT_LIMIT = 20_000
"""Lines of one event that matter; the longest list of dates or people that is read has fewer."""
ZONE_LIMIT = 64_000
_TAIL = 4096

TEXTS = (
    "SUMMARY",
    "STATUS",
    "TRANSP",
    "ATTENDEE",
    "ORGANIZER",
    "CATEGORIES",
    "COLOR",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    MARK,
)
TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_NAMES = {name.encode(): name for name in ("UID", "SEQUENCE", "LAST-MODIFIED", *TEXTS, *TIMES)}
_WANTED = re.compile(b"(%b)[;:]" % b"|".join(sorted(_NAMES, reverse=True)), re.IGNORECASE)
_BROKEN_OFF = "It breaks off before END:VCALENDAR, so a part of it is missing."
_UNCLOSED = "A part of it, such as an alarm, has no END line, so that its own lines cannot be told apart."
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One VEVENT, unparsed."""

    line: int
    """Of its BEGIN line, counted from 1."""
    lines: tuple[tuple[str, bytes], ...]
    """Name in capitals, and the whole unfolded line."""
    fault: str = ""
    """Why it cannot be read at all; empty when it can."""

    @property
    def uid(self) -> Uid | None:
        text = next((decoded(line.partition(b":")[2]) for name, line in self.lines if name == "UID"), "")
        return Uid(_ESCAPED.sub(r"\1", text).strip()) or None

    def values(self, name: str) -> list[bytes]:
        """The lines of one property, whole."""
        return [line for other, line in self.lines if other == name]


@dataclass(frozen=True, slots=True)
class Body:
    """One VCALENDAR, unparsed."""

    chunks: Sequence[Chunk]
    zones: Mapping[str, bytes]
    """The lines of each VTIMEZONE, by TZID; the first one of a name counts."""
    zone_name: str
    """X-WR-TIMEZONE, or empty."""


@dataclass(frozen=True, slots=True)
class File:
    bodies: Sequence[Body]
    """Those that hold events."""
    odd: int
    """How many events begin in a way that is not understood; they are in no body."""

    @property
    def events(self) -> int:
        return sum(len(body.chunks) for body in self.bodies)


def split(body: bytes, budget: Budget) -> File:
    """Raises Broken when the file is not whole: what is missing would otherwise look like free time."""
    if len(body) > BODY_LIMIT:
        raise Broken("It is larger than 128 MiB; publish or export a shorter period.")
    text = plain(body)
    _check_whole(text)
    lines = text.count(b"\n")
    if lines > LINES_LIMIT:
        raise Broken("It has more than 5 million lines; publish or export a shorter period.")
    budget.spend_on_file(lines // 2 + len(text) // 100)
    splitter = _Splitter()
    for number, line in content_lines(text):
        splitter.take(number, line)
    return splitter.file()


def _check_whole(text: bytes) -> None:
    head = text[:_TAIL].lstrip()
    if not head:
        raise Broken("It is empty, and a calendar never is: even one without events has a first and a last line.")
    if head[:1] == b"<":
        raise Broken("It is a web page, not a calendar: the address may need a sign-in, or lead to a page about it.")
    if not head.upper().startswith(b"BEGIN:VCALENDAR"):
        raise Broken("It does not begin with BEGIN:VCALENDAR, so it is not a calendar.")
    if b"END:VCALENDAR" not in text[-_TAIL:].upper():
        raise Broken(_BROKEN_OFF)


@dataclass(slots=True)
class _Splitter:
    """Which component the current line belongs to. A forgotten END closes at the next event, not at the end of all."""

    bodies: list[Body] = field(default_factory=list)
    events: int = 0
    odd: int = 0
    is_open: bool | None = None
    """A VCALENDAR has begun and not ended; None before the first."""
    chunks: list[Chunk] = field(default_factory=list)
    zones: dict[str, bytes] = field(default_factory=dict)
    zone_name: str = ""
    begun: int = 0
    """The line the open event began on; 0 outside of events."""
    depth: int = 0
    """Of components inside the open event."""
    hidden: bool = False
    """A line that would matter stood in the component that is open there."""
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    fault: str = ""
    zone: list[bytes] | None = None

    def take(self, number: int, line: bytes) -> None:
        start = line[:6].upper()
        if start == b"BEGIN:":
            self._begin(number, line[6:].strip().upper())
        elif start[:5] == b"BEGIN" and b"VEVENT" in line.upper():
            self.odd += 1
        elif start[:4] == b"END:":
            self._end(line[4:].strip().upper())
        elif self.begun:
            self._keep(line)
        else:
            self._keep_outside(line)

    def file(self) -> File:
        if self.is_open is None:
            raise Broken("Its lines cannot be told apart, so that nothing in it can be read.")
        if self.is_open:
            raise Broken(_BROKEN_OFF)
        self._close_calendar()
        return File(self.bodies, self.odd)

    def _begin(self, number: int, name: bytes) -> None:
        match name:
            case b"VEVENT":
                self._close("It has no END line before the next event begins, so a part of it may be missing.")
                self.begun = number
            case b"VCALENDAR":
                self._close_calendar()
                self.is_open = True
            case _ if name.startswith(b"VEVENT"):
                self.odd += 1
            case _ if self.begun:
                self.hidden = self.hidden and self.depth > 0
                self.depth += 1
            case b"VTIMEZONE":
                self.zone = []
            case _ if self.zone is not None:
                self.zone.append(b"BEGIN:" + name)
            case _:
                pass

    def _end(self, name: bytes) -> None:
        match name:
            case b"VEVENT":
                self._close(_UNCLOSED if self.depth and self.hidden else "")
            case b"VCALENDAR":
                self._close_calendar()
                self.is_open = False
            case _ if self.begun:
                self.depth = max(0, self.depth - 1)
            case b"VTIMEZONE":
                self._close_zone()
            case _ if self.zone is not None:
                self.zone.append(b"END:" + name)
            case _:
                pass

    def _keep(self, line: bytes) -> None:
        match = _WANTED.match(line)
        if match is None:
            return
        if self.depth:
            self.hidden = True
            return
        name = _NAMES[match[1].upper()]
        if len(line) > LINE_LIMIT:
            self.fault = f"Its {name} line is longer than 200 kB."
        elif len(self.kept) >= KEPT_LIMIT:
            self.fault = "It has more than 20,000 lines of times, people and words."
        else:
            self.kept.append((name, line.rstrip()))

    def _keep_outside(self, line: bytes) -> None:
        if self.zone is not None:
            self.zone.append(line.strip())
        elif not self.zone_name and line[:13].upper() == b"X-WR-TIMEZONE":
            self.zone_name = decoded(line.partition(b":")[2]).strip()

    def _close(self, fault: str) -> None:
        if not self.begun:
            return
        self.events += 1
        if self.events > EVENT_LIMIT:
            raise Broken("It holds more than 200,000 events; publish or export a shorter period.")
        self.chunks.append(Chunk(self.begun, tuple(self.kept), self.fault or fault))
        self.begun, self.depth, self.kept, self.fault = 0, 0, [], ""

    def _close_calendar(self) -> None:
        """What it defines holds for its own events alone."""
        self._close("It has no END line, so a part of it may be missing.")
        if self.chunks:
            self.bodies.append(Body(self.chunks, self.zones, self.zone_name))
        self.chunks, self.zones, self.zone_name, self.zone = [], {}, "", None

    def _close_zone(self) -> None:
        lines, self.zone = self.zone or [], None
        name = next((line.partition(b":")[2] for line in lines if line[:5].upper() in (b"TZID:", b"TZID;")), b"")
        raw = b"\n".join(lines)
        if len(raw) <= ZONE_LIMIT:
            self.zones.setdefault(decoded(name).strip(), raw)
