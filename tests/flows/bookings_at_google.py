"""The machine of `bookings_machine` with both calendars at the Google of the tests.

python -m tests.benchmarks.machine drives the one in memory; this one takes a request for each look, so few steps.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.google.block_event import read_block
from hedgerow.adapters.google.blocks import GoogleBlocks
from hedgerow.adapters.google.collection import Collection
from hedgerow.adapters.google.mark import block_of_id, event_id, read_mark
from hedgerow.adapters.google.session import Session
from hedgerow.adapters.google.sync import Remote
from hedgerow.core.block import BlockEvent, BlockId, Found, Version, block_of, uid_of
from hedgerow.core.occurrence import CalendarId, Uid
from tests.adapters.google.bench import session_at
from tests.agenda import BERLIN
from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.hands import Hands
from tests.flows.bookings_machine import Bookings
from tests.flows.life import BLOCKS


@dataclass
class Events(MutableMapping[Uid, Found]):
    """What lies in the calendar, read past the network. What was deleted is there by its name only."""

    calendar: CalendarId
    hands: Hands
    copies: dict[Uid, str] = field(default_factory=dict)

    def __getitem__(self, uid: Uid) -> Found:
        block = block_of(uid)
        name = event_id(block) if block else self.copies.get(uid, "")
        held = self.hands.calendar.events.get(name)
        mark = read_mark(held.data | {"id": event_id(block)}) if held and block else None
        if held is None or (block and mark is None):
            raise KeyError(uid)
        original = block or BlockId(name)
        return read_block(held.data | {"etag": held.etag}, original, self.calendar, BERLIN)

    def __setitem__(self, uid: Uid, event: Found) -> None:
        if block_of(uid) is None:
            self.copies[uid] = self.hands.duplicate(event_id(event.block))
        else:
            self.hands.edit(event_id(event.block), status="confirmed")

    def __delitem__(self, uid: Uid) -> None:
        block = block_of(uid)
        assert block is not None
        self.hands.delete(event_id(block))

    def __iter__(self) -> Iterator[Uid]:
        alive = {each["id"]: each for each in self.hands.alive()}
        blocks = [uid_of(block) for name, each in alive.items() if read_mark(each) and (block := block_of_id(name))]
        return iter([*sorted(blocks), *(uid for uid, name in self.copies.items() if name in alive)])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, uid: object) -> bool:
        return uid in list(iter(self))


@dataclass
class Foreign(MutableMapping[Uid, str]):
    hands: Hands
    names: dict[Uid, str] = field(default_factory=dict)

    def __getitem__(self, uid: Uid) -> str:
        held = self.hands.held(self.names[uid])
        return f"{held['summary']} {held['updated']}"

    def __setitem__(self, uid: Uid, title: str) -> None:
        block = block_of(uid)
        more = {"id": event_id(block)} if block else {}
        self.names[uid] = self.hands.add(title, "2026-11-18T09:00:00", "2026-11-18T10:00:00", **more)

    def __delitem__(self, uid: Uid) -> None:
        raise AssertionError("nobody takes it away")

    def __iter__(self) -> Iterator[Uid]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@dataclass
class AtGoogle:
    """What `MemoryCalendar` is to the machine."""

    calendar: CalendarId
    hands: Hands
    session: Session
    folder: Path
    clock: StillClock
    events: Events = field(init=False)
    foreign: Foreign = field(init=False)
    blocks: GoogleBlocks = field(init=False)

    def __post_init__(self) -> None:
        self.events, self.foreign = Events(self.calendar, self.hands), Foreign(self.hands)
        self.restart()

    def restart(self) -> None:
        remote = Remote(self.session, self.hands.calendar.id, f"Google Calendar {self.calendar}")
        self.blocks = GoogleBlocks(self.calendar, Collection(remote, self.folder, self.clock), BERLIN)

    def find_blocks(self) -> Sequence[Found]:
        return self.blocks.find_blocks()

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        return self.blocks.put(event, expected)

    def remove(self, block: BlockId, expected: Version) -> None:
        self.blocks.remove(block, expected)

    def edit(self, block: BlockId, **changes: Any) -> None:
        found = self.events[uid_of(block)]
        told: dict[str, Any] = {}
        if "span" in changes:
            told |= {"start": _time(changes["span"].start), "end": _time(changes["span"].end)}
        if changes.get("all_day"):
            day = found.span.start.astimezone(BERLIN).date()
            told |= {"start": {"date": f"{day}"}, "end": {"date": f"{day + timedelta(days=1)}"}}
        if changes.get("recurring"):
            start = found.span.start.astimezone(BERLIN)
            told |= {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"], "start": _time(start)}
            told |= {"end": _time(found.span.end)}
        told |= {"summary": changes["title"]} if "title" in changes else {}
        told |= {"transparency": str(changes["transparency"])} if "transparency" in changes else {}
        told |= {"status": "cancelled"} if changes.get("cancelled") else {}
        self.hands.edit(event_id(block), **told)

    def delete(self, block: BlockId) -> None:
        self.hands.delete(event_id(block))


def _time(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(BERLIN).isoformat(), "timeZone": "Europe/Berlin"}


class BookingsAtGoogle(Bookings):
    def __init__(self) -> None:
        self._opened = ExitStack()
        self._folder = Path(self._opened.enter_context(TemporaryDirectory()))
        self._server = self._opened.enter_context(GoogleServer())
        self._server.modes.sign_in.expires_in = 10**8
        self._session = self._opened.enter_context(session_at(self._server))[0]
        super().__init__()

    def held_in(self, calendar: CalendarId, clock: StillClock) -> Any:
        name = ADA if calendar == BLOCKS else "other@group.calendar.google.com"
        if name != ADA:
            self._server.state.add_calendar(ADA, calendar_id=name)
        return AtGoogle(calendar, self._server.hands(name), self._session, self._folder, clock)

    def ours(self) -> list[Found]:
        """Past the network: the laws look often."""
        held = (each for door in self.doors.values() for uid, each in door.real.events.items() if block_of(uid))
        return [each for each in held if not each.cancelled and not each.broken]

    def has_crashed(self) -> None:
        for door in self.doors.values():
            restart = getattr(door.real, "restart")  # noqa: B009 - typed as the one in memory
            restart()

    def teardown(self) -> None:
        assert self._server.log.bare_writes() == []
        self._opened.close()
