"""A calendar at the Google of the tests that holds blocks, and the hands of the person who uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hedgerow.adapters.google.blocks import GoogleBlocks
from hedgerow.adapters.google.mark import event_id, read_mark
from hedgerow.core.block import BlockId
from hedgerow.core.span import Span
from tests.adapters.google.bench import Bench, session_at
from tests.adapters.ics.calendars import window
from tests.agenda import BERLIN
from tests.bookings import BLOCKS
from tests.fakes.google import GoogleServer
from tests.fakes.google.hands import Hands

LIFE = window("2026-11-16", "2026-12-07")


@dataclass
class BlockBench:
    google: Bench
    calendar: GoogleBlocks = field(init=False)

    def __post_init__(self) -> None:
        self.calendar = self.reopened()

    @property
    def server(self) -> GoogleServer:
        return self.google.server

    @property
    def hands(self) -> Hands:
        return self.server.hands()

    def reopened(self) -> GoogleBlocks:
        """A run reads its window first."""
        held = self.google.collection()
        held.read("source", LIFE)
        return GoogleBlocks(BLOCKS, held, BERLIN)

    def held(self, block: BlockId) -> dict[str, Any]:
        return dict(self.hands.held(event_id(block)))

    def foreign(self) -> list[dict[str, Any]]:
        return [each for each in self.hands.alive() if read_mark(each) is None]

    def copy_by_hand(self, block: BlockId) -> None:
        self.hands.duplicate(event_id(block))
        self.later()

    def move_by_hand(self, block: BlockId, where: Span) -> None:
        self.later()
        self.hands.move(event_id(block), where.start.isoformat(), where.end.isoformat())
        self.later()

    def take_uid(self, block: BlockId) -> None:
        self.hands.add("Mine", "2026-11-17T07:00:00", "2026-11-17T08:00:00", id=event_id(block))
        self.later()

    def later(self) -> None:
        """Than any lag, and than what was read is good for."""
        self.google.advance(minutes=2)


@contextmanager
def block_bench(folder: Path, seed: Any = None) -> Iterator[BlockBench]:
    """No write was without the version that it was decided on."""
    with GoogleServer(*[seed] if seed else []) as server:
        server.modes.sign_in.expires_in = 10**8  # the credentials go by the real clock
        server.hands().add("Dentist", "2026-11-18T09:00:00", "2026-11-18T09:45:00", id="dentist", colorId="11")
        server.clock.advance(seconds=60)
        with session_at(server) as (session, waits, clock):
            clock.at = server.clock.now()
            yield BlockBench(Bench(server, session, waits, clock, folder / "google"))
        assert server.log.bare_writes() == []
        assert server.state.notified == []
