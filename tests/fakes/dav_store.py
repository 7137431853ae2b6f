"""What a CalDAV server keeps: calendars of resources, each with an ETag, and the changes since any sync token."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from icalendar import Calendar

from tests.fakes.faulty_http import Answer, Request

_UNFOLD = re.compile(rb"\r?\n[ \t]")
_ETAG = re.compile(r'(W/)?("[^"]*"|[^\s,]+)')


@dataclass
class Quirks:
    """What servers in the wild do differently. None of it breaks RFC 4791."""

    no_etag: bool = False
    """A PUT is not told the ETag of what it made."""
    rewrites: bool = False
    """The body is kept with other folding, order and DTSTAMP, hence without an ETag in the answer (section 5.3.4)."""
    drops_x: bool = False
    """X- properties get lost."""
    refuses_x: bool = False
    """A body with an X- property in an event is refused with 403."""
    weak_etags: bool = False
    """ETags are told as weak ones, as a compressing proxy makes them; If-Match only takes the strong one."""
    full: bool = False
    """507 to every PUT."""
    no_sync: bool = False
    """sync-collection is not supported: 403 with `supported-report`, and no sync-token."""
    tombstones: bool = False
    """A UID that was once deleted is never taken again: 409, as Google answers."""
    page: int = 0
    """So many members in one answer to sync-collection, then 507 for the collection (RFC 6578 section 3.6)."""
    broken: set[str] = field(default_factory=set)
    """Hrefs that fail with 500 inside of a 207."""
    lost: set[str] = field(default_factory=set)
    """Hrefs that a multiget leaves out without a word."""


@dataclass(frozen=True, slots=True)
class Resource:
    body: bytes
    etag: str
    """Strong, in its quotes."""
    uid: str


@dataclass
class Collection:
    """One calendar. `put` and `delete` are the hands of the person, with no conditions."""

    name: str
    display: str = ""
    resources: dict[str, Resource] = field(default_factory=dict)
    """By the last part of the href."""
    changes: list[str] = field(default_factory=list)
    """Names in the order in which they changed; a sync token is how many there were."""
    read_only: bool = False
    buried: set[str] = field(default_factory=set)
    """UIDs that were once deleted."""
    forgotten: int = 0
    """Sync tokens before this one have expired."""

    @property
    def bodies(self) -> Mapping[str, bytes]:
        return {name: each.body for name, each in sorted(self.resources.items())}

    def put(self, name: str, body: bytes) -> Resource:
        self.changes.append(name)
        # the number too: what was deleted and came again is another version
        etag = f'"{sha256(body + b"%d" % len(self.changes)).hexdigest()[:24]}"'
        resource = Resource(body, etag, uid_of(body))
        self.resources[name] = resource
        return resource

    def delete(self, name: str) -> None:
        self.changes.append(name)
        self.buried.add(self.resources.pop(name).uid)

    def forget_tokens(self) -> None:
        """Every sync token given so far is refused from now on."""
        self.forgotten = len(self.changes) + 1
        self.changes.append("")

    def changed_since(self, token: int, page: int) -> tuple[list[str], int]:
        """The names, and the token after them."""
        after, names = len(self.changes), dict[str, None]()
        for number, name in enumerate(self.changes[token:], token + 1):
            names[name] = None
            if page and len(names) == page:
                after = number
                break
        return [name for name in names if name], after

    def holder_of(self, uid: str) -> str | None:
        return next((name for name, each in self.resources.items() if each.uid == uid), None)

    def write(self, name: str, request: Request, quirks: Quirks) -> Answer:
        """A PUT as RFC 9110 and RFC 4791 section 5.3.2 have it."""
        held = self.resources.get(name)
        if not is_allowed(request, held):
            return Answer(412)
        if quirks.full:
            return Answer(507)
        refused = self._refusal(name, request.body, quirks)
        if refused is not None:
            return refused
        resource = self.put(name, kept(request.body, quirks))
        told = {} if quirks.no_etag or resource.body != request.body else {"ETag": told_etag(resource, quirks)}
        return Answer(204 if held else 201, told)

    def remove(self, name: str, request: Request) -> Answer:
        held = self.resources.get(name)
        if not is_allowed(request, held):
            return Answer(412)
        if held is None:
            return Answer(404)
        if self.read_only:
            return Answer(403)
        self.delete(name)
        return Answer(204)

    def _refusal(self, name: str, body: bytes, quirks: Quirks) -> Answer | None:
        if self.read_only:
            return Answer(403, body=_error("<D:need-privileges/>"))
        uid = uid_of(body)
        if not uid or not is_calendar(body):
            return Answer(403, body=_error("<C:valid-calendar-data/>"))
        if quirks.refuses_x and any(_is_x(line) for line in event_lines(body)):
            return Answer(403, body=_error("<C:supported-calendar-data/>"))
        if quirks.tombstones and uid in self.buried:
            return Answer(409)
        if self.holder_of(uid) not in (None, name):
            return Answer(
                409, body=_error(f"<C:no-uid-conflict><D:href>{self.holder_of(uid)}</D:href></C:no-uid-conflict>")
            )
        return None


def told_etag(resource: Resource, quirks: Quirks) -> str:
    return f"W/{resource.etag}" if quirks.weak_etags else resource.etag


def is_allowed(request: Request, held: Resource | None) -> bool:
    """RFC 9110 section 13.2.2: If-Match by strong comparison, then If-None-Match by the weak one."""
    match, none = request.headers.get("if-match"), request.headers.get("if-none-match")
    if match is not None:
        strong = {etag for weak, etag in _ETAG.findall(match) if not weak}
        if held is None or (match.strip() != "*" and held.etag not in strong):
            return False
    if none is not None and held is not None:
        return none.strip() != "*" and held.etag not in {etag for _, etag in _ETAG.findall(none)}
    return True


def kept(body: bytes, quirks: Quirks) -> bytes:
    if quirks.drops_x:
        lines = _lines(body)
        inside = set(event_lines(body))
        body = b"".join(line + b"\r\n" for line in lines if line not in inside or not _is_x(line))
    return _rewritten(body) if quirks.rewrites else body


def _rewritten(body: bytes) -> bytes:
    """Names in the order of the alphabet, lines folded at 60 bytes, a DTSTAMP of its own."""
    calendar = Calendar.from_ical(body)
    for event in calendar.walk("VEVENT"):
        event.pop("DTSTAMP", None)
    lines = _lines(calendar.to_ical(sorted=True))
    stamped = (
        each for line in lines for each in ((line, b"DTSTAMP:20200202T020202Z") if line == b"BEGIN:VEVENT" else (line,))
    )
    return b"".join(b"\r\n ".join(_pieces(line, 60)) + b"\r\n" for line in stamped)


def _pieces(line: bytes, size: int) -> Iterator[bytes]:
    """Never through a character of UTF-8."""
    while len(line) > size:
        cut = size
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        yield line[:cut]
        line = line[cut:]
    yield line


def _lines(body: bytes) -> list[bytes]:
    return [line for line in _UNFOLD.sub(b"", body).splitlines() if line]


def event_lines(body: bytes) -> list[bytes]:
    lines = _lines(body)
    if b"BEGIN:VEVENT" not in lines:
        return []
    start, end = lines.index(b"BEGIN:VEVENT"), len(lines) - lines[::-1].index(b"END:VEVENT")
    return lines[start:end]


def _is_x(line: bytes) -> bool:
    return line[:2].upper() == b"X-"


def uid_of(body: bytes) -> str:
    uids = {line.partition(b":")[2] for line in event_lines(body) if line.upper().startswith((b"UID:", b"UID;"))}
    return uids.pop().decode("utf-8", "replace") if len(uids) == 1 else ""


def is_calendar(body: bytes) -> bool:
    lines = _lines(body)
    return bool(lines) and lines[0].upper() == b"BEGIN:VCALENDAR" and lines[-1].upper() == b"END:VCALENDAR"


def _error(inner: str) -> bytes:
    spaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    return f'<?xml version="1.0" encoding="utf-8"?><D:error {spaces}>{inner}</D:error>'.encode()
