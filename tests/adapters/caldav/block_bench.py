"""A calendar on a CalDAV server with our blocks in it, and the hands of the person who uses it with another program."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

import httpx
from defusedxml.ElementTree import fromstring

from hedgerow.adapters.caldav.blocks import CalDavBlocks
from hedgerow.adapters.caldav.client import DavAnswer, DavClient
from hedgerow.adapters.caldav.collection import Collection
from hedgerow.adapters.clock import StillClock
from hedgerow.core.block import BlockId, uid_of
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.span import Span
from tests.agenda import BERLIN, at

NOW = at("mon", "12:00")
BLOCKS = CalendarId("blocks")
_FOLD = re.compile(rb"\r?\n[ \t]")
_TIMES = re.compile(rb"^DT(START|END)[:;].*\r?\n", re.MULTILINE)


def resource(*events: bytes) -> bytes:
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//Else//EN\r\n"
    return head + b"".join(events) + b"END:VCALENDAR\r\n"


def vevent(*lines: str) -> bytes:
    own = ("BEGIN:VEVENT", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT")
    return "".join(line + "\r\n" for line in own).encode()


DENTIST = resource(
    vevent("UID:dentist", "DTSTART:20261117T080000Z", "DTEND:20261117T090000Z", "SUMMARY:Dentist", "X-COLOUR:green")
)


@dataclass
class Hands:
    """Over HTTP, with no conditions: what another program of the person may do."""

    url: str
    auth: httpx.BasicAuth | None = None

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> httpx.Response:
        answer = httpx.request(
            method,
            url,
            content=body,
            headers=headers,
            auth=self.auth,
            trust_env=False,
            timeout=30,
            follow_redirects=True,
        )
        return answer.raise_for_status()

    def all(self) -> Mapping[str, tuple[str, bytes]]:
        """ETag and text of each resource, by its URL."""
        body = b'<propfind xmlns="DAV:"><prop><getetag/><getcontenttype/></prop></propfind>'
        answer = self.ask("PROPFIND", self.url, body, Depth="1")
        hrefs = {href.text or "" for href in fromstring(answer.content).iter("{DAV:}href")}
        urls = {urljoin(self.url, href) for href in hrefs}
        here = unquote(urlsplit(self.url).path).rstrip("/")
        texts = {url: self.ask("GET", url) for url in urls if unquote(urlsplit(url).path).rstrip("/") != here}
        return {url: (text.headers.get("ETag", ""), text.content) for url, text in sorted(texts.items())}

    def holding(self, block: BlockId) -> tuple[str, bytes]:
        """URL and text of the one resource with that block."""
        uid = f"\nUID:{uid_of(block)}".encode()
        [found] = [(url, text) for url, (_, text) in self.all().items() if uid in _FOLD.sub(b"", text)]
        return found

    def put(self, name: str, text: bytes) -> None:
        self.ask("PUT", urljoin(self.url, name), text, **{"Content-Type": "text/calendar; charset=utf-8"})

    def edit(self, block: BlockId, old: bytes, new: bytes) -> None:
        url, text = self.holding(block)
        assert text.count(old) == 1, f"{old!r} in {text!r}"
        self.put(url, text.replace(old, new))


@dataclass(slots=True, eq=False)
class LoggedClient(DavClient):
    """Remembers what it was asked to write."""

    bare_writes: list[str] = field(init=False, default_factory=list)
    """Those without a precondition."""

    def request(
        self, method: str, href: str = "", headers: Mapping[str, str] = MappingProxyType({}), body: bytes = b""
    ) -> DavAnswer:
        if method in ("PUT", "DELETE") and not {"If-Match", "If-None-Match"} & set(headers):
            self.bare_writes.append(f"{method} {href}")
        return DavClient.request(self, method, href, headers, body)


def held_by(client: DavClient, cache: Path) -> CalDavBlocks:
    """The collection at the client's address."""
    clock = StillClock(NOW)
    return CalDavBlocks(Collection(client, cache, clock), BLOCKS, BERLIN, clock)


@dataclass
class DavBench:
    calendar: CalDavBlocks
    hands: Hands

    def reopened(self) -> CalDavBlocks:
        return held_by(self.calendar.collection.client, self.calendar.collection.cache)

    def foreign(self) -> object:
        """Every resource, tags and bytes, without those of the blocks that are found."""
        ours = {uid_of(each.block).encode() for each in self.calendar.find_blocks() if not each.broken}

        def is_ours(text: bytes) -> bool:
            return any(b"\nUID:" + uid in _FOLD.sub(b"", text) for uid in ours)

        return {url: held for url, held in self.hands.all().items() if not is_ours(held[1])}

    def copy_by_hand(self, block: BlockId) -> None:
        _, text = self.hands.holding(block)
        self.hands.put("copy.ics", text.replace(uid_of(block).encode(), b"copy@elsewhere"))

    def move_by_hand(self, block: BlockId, where: Span) -> None:
        url, text = self.hands.holding(block)
        times = f"DTSTART:{where.start:%Y%m%dT%H%M%SZ}\r\nDTEND:{where.end:%Y%m%dT%H%M%SZ}\r\n".encode()
        self.hands.put(url, _TIMES.sub(b"", text).replace(b"END:VEVENT", times + b"END:VEVENT"))

    def take_uid(self, block: BlockId) -> None:
        mine = vevent(f"UID:{uid_of(block)}", "DTSTART:20261118T080000Z", "DTEND:20261118T090000Z", "SUMMARY:Mine")
        self.hands.put("mine.ics", resource(mine))
