"""The life that the harness changes before every run, and the person who edits blocks while a run goes on."""

import random  # noqa: TID251 - chance from a seed, so that a run can be had again
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hedgerow.adapters.ics.mark import MARK, parse_mark
from tests.benchmarks.crashes_peers import Peer
from tests.fakes.dav_store import event_lines
from tests.system.life import calendar, event, meetings

NOW = datetime(2026, 11, 16, 4, tzinfo=UTC)
"""A Monday; every run takes place at this moment, so that what is planned only follows from the calendars."""
MEETINGS = 24
SETTINGS = """\
[person]
name = "Ada"
addresses = ["ada@example.org"]
time_zone = "Europe/Berlin"

[[calendars]]
name = "work"
kind = "file"
path = "work.ics"
domains = ["work"]

[[calendars]]
name = "blocks"
{hold}
[[intentions]]
id = "dinner"
title = "Dinner"
domains = ["home"]
length = "60min"
times_per_week = {dinners}
windows = ["17:00-21:00"]
ideal_start = "{dinner}:00"

[[intentions]]
id = "run"
title = "Run"
domains = ["self"]
length = "45min"
times_per_week = {runs}
windows = ["06:30-09:00", "17:00-20:00"]
ideal_start = "07:00"

[[intentions]]
id = "read"
title = "Read"
domains = ["self"]
length = "30min"
times_per_week = 4
windows = ["11:30-14:00", "20:00-22:00"]
ideal_start = "12:30"

[letter]
to = "ada@example.org"

[server]
data = "data"
outbox = "letters"
"""


@dataclass
class World:
    folder: Path
    hold: str
    chance: random.Random
    meets: list[datetime] = field(default_factory=list)
    dinners: int = 5
    runs: int = 3
    dinner: int = 18

    @property
    def settings(self) -> Path:
        return self.folder / "hedgerow.toml"

    def change(self, held: Sequence["Held"] = ()) -> None:
        """A few meetings appear, move or vanish, some of them over what is held; now and then a wish changes."""
        for _ in range(self.chance.randint(3, 8)):
            if len(self.meets) >= MEETINGS:
                self.meets.remove(self.chance.choice(self.meets))
            over = self.chance.choice(held).start if held and self.chance.random() < 0.4 else self._moment()
            self.meets.append(over)
        if self.chance.random() < 0.3:
            self.dinners, self.runs = self.chance.randint(3, 5), self.chance.randint(2, 4)
        if self.chance.random() < 0.2:
            self.dinner = self.chance.randint(17, 19)
        self.write()

    def write(self) -> None:
        text = SETTINGS.format(hold=self.hold, dinners=self.dinners, runs=self.runs, dinner=self.dinner)
        _replace(self.settings, text.encode())
        _replace(self.folder / "work.ics", meetings(*sorted(set(self.meets)), minutes=90))

    def _moment(self) -> datetime:
        """Where blocks like to be, so that they have to go."""
        day, hour = self.chance.randint(1, 13), self.chance.choice((6, 7, 11, 11, 16, 17, 17, 18))
        return NOW.replace(hour=hour) + timedelta(days=day)


def _replace(path: Path, data: bytes) -> None:
    new = path.with_suffix(".new")
    new.write_bytes(data)
    new.replace(path)


@dataclass(frozen=True, slots=True)
class Held:
    """An event of ours, of whichever scheme."""

    name: str
    intention: str
    slot: date
    start: datetime
    end: datetime

    @property
    def day(self) -> date:
        return self.start.date()  # all of the life happens between 6 and 21 in Berlin


def value_of(body: bytes, name: str) -> str:
    """Of the first such property of the event; empty without."""
    pairs = (line.partition(b":") for line in event_lines(body))
    return next((value.decode() for head, _, value in pairs if head.partition(b";")[0] == name.encode()), "")


def instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def held_of(name: str, body: bytes) -> Held | None:
    """None for what is not ours: without a mark, or with the mark of another event."""
    mark, rule = parse_mark(value_of(body, MARK)), value_of(body, "X-NAIVE")
    start, end = value_of(body, "DTSTART"), value_of(body, "DTEND")
    if mark is not None and value_of(body, "UID") == f"{mark.block}@hedgerow":
        return Held(name, mark.slot.intention, mark.slot.day, instant(start), instant(end))
    if rule and value_of(body, "UID") == name.removesuffix(".ics"):
        return Held(name, rule, instant(start).date(), instant(start), instant(end))
    return None


def all_held(bodies: Mapping[str, bytes]) -> list[Held]:
    return [held for name, body in bodies.items() if (held := held_of(name, body)) is not None]


FOREIGN = {"lunch.ics": ("lunch", "20261118T110000Z"), "dinner.ics": ("Dinner", "20261119T190000Z")}
"""Title and start by name; the second looks like one of ours."""


def foreign(name: str) -> bytes:
    title, start = FOREIGN[name]
    return calendar(event(name.removesuffix(".ics"), instant(start), 30, f"COMMENT:{title}", "COLOR:teal"))


@dataclass
class Person:
    """Edits one block at a time, as another calendar program does: the whole body under its own hand."""

    peer: Peer
    chance: random.Random
    edited: dict[str, bytes] = field(default_factory=dict)
    """As the calendar kept it after the edit, by name."""
    copies: dict[str, bytes] = field(default_factory=dict)
    deleted: dict[str, Held] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    """Names of blocks that were there before the run, all settled: only these are deleted. What is deleted between a
    request and its record leaves the same traces as a request that never arrived."""

    def act(self) -> None:
        bodies = self.peer.bodies()
        blocks = [each for each in all_held(bodies) if each.name not in self.edited]
        if not blocks:
            return
        chosen = self.chance.choice(blocks)
        kinds = [self._move, self._resize, self._retitle, self._copy]
        if chosen.name in self.known:
            kinds.append(self._delete)
        self.chance.choice(kinds)(chosen, bodies[chosen.name])

    def _move(self, held: Held, body: bytes) -> None:
        self._times(held, body, held.start + timedelta(minutes=20), held.end + timedelta(minutes=20))

    def _resize(self, held: Held, body: bytes) -> None:
        self._times(held, body, held.start, held.end + timedelta(minutes=10))

    def _times(self, held: Held, body: bytes, start: datetime, end: datetime) -> None:
        moved = _with(body, "DTSTART", f"{start:%Y%m%dT%H%M%SZ}")
        self._keep(held.name, _with(moved, "DTEND", f"{end:%Y%m%dT%H%M%SZ}"))

    def _retitle(self, held: Held, body: bytes) -> None:
        self._keep(held.name, _with(body, "SUMMARY", "Mine now"))

    def _keep(self, name: str, body: bytes) -> None:
        self.peer.put(name, body)
        self.edited[name] = self.peer.bodies()[name]

    def _copy(self, held: Held, body: bytes) -> None:
        name = f"copy{len(self.copies)}.ics"
        self.peer.put(name, _with(body, "UID", f"copy{len(self.copies)}"))
        self.copies[name] = self.peer.bodies()[name]

    def _delete(self, held: Held, body: bytes) -> None:
        self.peer.delete(held.name)
        self.deleted[held.name] = held


def _with(body: bytes, name: str, value: str) -> bytes:
    pattern = rb"^%b[:;][^\r\n]*(?:\r?\n[ \t][^\r\n]*)*" % name.encode()
    return re.sub(pattern, f"{name}:{value}".encode(), body, count=1, flags=re.MULTILINE)
