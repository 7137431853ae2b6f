"""Three simple ways to keep a calendar in step with a plan, to have numbers beside ours. Each writes, then records.

    naive      an id that nobody wrote down before the write, as when the server chooses it
    per-rule   the id follows from the rule and its number in the week; a move is an update of that event
    per-slot   the id follows from the rule and the start; a move is a creation and a deletion

None of them asks for a version: what is there is replaced.
"""

import sqlite3
from base64 import b64encode
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path

from hedgerow.adapters.clock import RandomIds
from hedgerow.core.plan import Block
from tests.benchmarks.crashes_peers import PASSWORD, USER

SCHEMES = ("naive", "per-rule", "per-slot")


class Failed(Exception):
    """The run ends; the next one starts over."""


@dataclass(frozen=True, slots=True)
class Place:
    port: int
    target: str

    def ask(self, method: str, name: str, body: bytes = b"") -> int:
        link = HTTPConnection("127.0.0.1", self.port, timeout=10)
        auth = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        try:
            link.request(method, self.target + name, body or None, {"Authorization": f"Basic {auth}"})
            status = link.getresponse().status
        except OSError as error:
            raise Failed from error
        finally:
            link.close()
        if status >= 500 or status in (412, 429):
            raise Failed
        return status


@dataclass(frozen=True, slots=True)
class Wish:
    key: str
    rule: str
    start: datetime
    end: datetime

    @property
    def when(self) -> str:
        return f"{self.start:%Y%m%dT%H%M%SZ}/{self.end:%Y%m%dT%H%M%SZ}"

    def body(self, name: str) -> bytes:
        start, end = self.when.split("/")
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//naive//EN", "BEGIN:VEVENT"]
        lines += [f"UID:{name.removesuffix('.ics')}", "DTSTAMP:20260101T000000Z", f"DTSTART:{start}", f"DTEND:{end}"]
        lines += [f"SUMMARY:{self.rule}", f"X-NAIVE:{self.rule}", "END:VEVENT", "END:VCALENDAR", ""]
        return "\r\n".join(lines).encode()


def wishes(scheme: str, blocks: Iterable[Block]) -> list[Wish]:
    made: list[Wish] = []
    for block in sorted(blocks, key=lambda block: block.span):
        rule, start, end = block.slot.intention, block.span.start, block.span.end
        week = "{}-{}".format(*block.slot.day.isocalendar())
        number = sum(each.key.startswith(f"{rule}/{week}/") for each in made)
        key = f"{rule}/{start:%Y%m%dT%H%M}" if scheme == "per-slot" else f"{rule}/{week}/{number}"
        made.append(Wish(key, rule, start, end))
    return made


def synchronise(scheme: str, blocks: Iterable[Block], place: Place, database: Path) -> None:
    """Raises Failed when a request does."""
    wanted = {wish.key: wish for wish in wishes(scheme, blocks)}
    with closing(sqlite3.connect(database, isolation_level=None)) as rows:
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("CREATE TABLE IF NOT EXISTS held (key PRIMARY KEY, name, at)")
        held = {key: (name, at) for key, name, at in rows.execute("SELECT key, name, at FROM held")}
        for key, wish in wanted.items():
            name, at = held.get(key, (_new_name(scheme, key), ""))
            if at != wish.when:
                place.ask("PUT", name, wish.body(name))
                rows.execute("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", (key, name, wish.when))
        for key in held.keys() - wanted.keys():
            place.ask("DELETE", held[key][0])
            rows.execute("DELETE FROM held WHERE key = ?", (key,))


def _new_name(scheme: str, key: str) -> str:
    return f"{RandomIds().fresh() if scheme == 'naive' else sha256(key.encode()).hexdigest()[:24]}.ics"
