"""A ledger in memory. The contract in tests/adapters/contract_ledger.py holds for it and for the real one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hedgerow.core.action import Action
from hedgerow.core.block import BlockId, Booking
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Observation
from hedgerow.ports import Intent, Origin, Refused


@dataclass
class MemoryLedger:
    booked: dict[BlockId, Booking] = field(default_factory=dict)
    open: dict[BlockId, Intent] = field(default_factory=dict)
    agreed: dict[CalendarId, datetime] = field(default_factory=dict)

    def bookings(self) -> Sequence[Booking]:
        return [self.booked[block] for block in sorted(self.booked)]

    def open_intents(self) -> Sequence[Intent]:
        return list(self.open.values())

    def note(self, observations: Sequence[Observation], at: datetime) -> None:
        self.booked.update({seen.booking.block: seen.booking for seen in observations})

    def begin(self, action: Action, calendar: CalendarId, origin: Origin) -> None:
        if action.event.block in self.open:
            raise Refused(f"Block {action.event.block}: an earlier write has not been settled yet.")
        self.open[action.event.block] = Intent(action, calendar, origin.at)

    def finish(self, booking: Booking, at: datetime) -> None:
        self._close(booking.block)
        self.booked[booking.block] = booking

    def abandon(self, block: BlockId, at: datetime, reason: str) -> None:
        self._close(block)

    def approved(self) -> frozenset[CalendarId]:
        return frozenset(self.agreed)

    def approve(self, calendar: CalendarId, at: datetime) -> None:
        self.agreed.setdefault(calendar, at)

    def _close(self, block: BlockId) -> None:
        if self.open.pop(block, None) is None:
            raise Refused(f"Block {block}: no write of it was begun.")
