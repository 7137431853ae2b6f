"""A ledger in memory. The contract in tests/adapters/contract_ledger.py holds for it and for the real one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from hedgerow.core.action import Action
from hedgerow.core.block import BlockId, Booking
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.ports import Entry, EntryId, Intent, Origin, PlanId, Refused

HERSELF = PlanId("")


@dataclass
class MemoryLedger:
    """Several of them share what they are given, as processes share a database."""

    booked: dict[BlockId, Booking] = field(default_factory=dict)
    open: dict[BlockId, Intent] = field(default_factory=dict)
    agreed: dict[CalendarId, datetime] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    begun: dict[BlockId, Origin] = field(default_factory=dict)
    runs: list[PlanId] = field(default_factory=list)
    """Each that began to write, in order: only the last one goes on."""
    _mine: int = 0
    """Which of them is ours, counted from one."""

    def bookings(self) -> Sequence[Booking]:
        return [self.booked[block] for block in sorted(self.booked)]

    def open_intents(self) -> Sequence[Intent]:
        return list(self.open.values())

    def note(self, observations: Sequence[Observation], at: datetime, by: Origin | None = None) -> None:
        for seen in observations:
            self.booked[seen.booking.block] = seen.booking
            entry = self._entry(seen.booking.block, seen.booking.calendar, at, by or Origin(HERSELF, at))
            self.log.append(replace(entry, what=seen.edit, before=seen.before, after=seen.booking, reason=seen.reason))

    def begin(self, action: Action, calendar: CalendarId, origin: Origin) -> None:
        if action.event.block in self.open:
            raise Refused(f"Block {action.event.block}: an earlier write has not been settled yet.")
        self.take_over(origin.plan)
        self.open[action.event.block] = Intent(action, calendar, origin.at)
        self.begun[action.event.block] = origin

    def finish(self, booking: Booking, at: datetime) -> None:
        self.log.append(replace(self._close(booking.block, at), after=booking))
        self.booked[booking.block] = booking

    def abandon(self, block: BlockId, at: datetime, reason: str) -> None:
        self.log.append(replace(self._close(block, at), failure=reason))

    def approved(self) -> frozenset[CalendarId]:
        return frozenset(self.agreed)

    def approve(self, calendar: CalendarId, at: datetime) -> None:
        self.agreed.setdefault(calendar, at)

    def take_over(self, plan: PlanId) -> None:
        is_first = not self._mine or self.runs[self._mine - 1] != plan
        if not is_first and self._mine != len(self.runs):
            raise Refused("A later run took over while this one slept.")
        if is_first:
            self.runs.append(plan)
            self._mine = len(self.runs)

    def _close(self, block: BlockId, at: datetime) -> Entry:
        intent = self.open.pop(block, None)
        if intent is None:
            raise Refused(f"Block {block}: no write of it was begun.")
        action = intent.action
        entry = self._entry(block, intent.calendar, at, self.begun.pop(block))
        told = replace(entry, what=action.verb, before=action.before, reason=action.reason)
        return replace(told, earlier=action.earlier)

    def _entry(self, block: BlockId, calendar: CalendarId, at: datetime, origin: Origin) -> Entry:
        number = EntryId(len(self.log) + 1)
        return Entry(number, at, block, calendar, Edit.NOTE, None, None, "", None, origin.plan, "", origin.undoes)


@dataclass
class MemoryLogbook:
    ledger: MemoryLedger

    def entries(self, last: int | None = None, plan: PlanId | None = None) -> Sequence[Entry]:
        chosen = [entry for entry in self.ledger.log if plan is None or entry.plan == plan]
        return chosen if last is None else chosen[len(chosen) - min(last, len(chosen)) :]

    def undone(self) -> frozenset[EntryId]:
        done = (entry for entry in self.ledger.log if entry.failure is None)
        return frozenset(entry.undoes for entry in done if entry.undoes is not None)
