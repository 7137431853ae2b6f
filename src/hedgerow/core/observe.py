"""Recorded × found → what happened since we last knew: to our own unfinished writes, and by the person's hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hedgerow.core.block import BlockId, Booking, IntentionId
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Action, Observation, Seen


class Begun(Protocol):
    """A write whose outcome is not known: `ports.Intent`."""

    @property
    def action(self) -> Action: ...

    @property
    def calendar(self) -> CalendarId: ...


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome of a write that was begun, known by reading."""

    action: Action
    booking: Booking | None
    """What to finish the intent with; None when the write did not happen and the intent is to be abandoned."""
    reason: str


def settle(intents: Sequence[Begun], seen: Seen) -> tuple[Settled, ...]:
    """In the order given; an intent for a calendar that was not seen stays open and does not appear."""
    raise NotImplementedError


def observe(
    recorded: Sequence[Booking],
    seen: Seen,
    domains: Mapping[IntentionId, frozenset[Domain]],
    now: datetime,
    unsettled: Collection[BlockId] = (),
) -> tuple[Observation, ...]:
    """In order of block id. `domains` are those of the intentions, for blocks that only their mark tells us of.

    `unsettled` blocks have an open intent, so that what is found may be our own doing: they are left for later.
    """
    raise NotImplementedError


def doubtful(recorded: Sequence[Booking], seen: Seen, now: datetime) -> frozenset[CalendarId]:
    """Calendars that lost at least half of at least five coming blocks at once: more like a fault than like a person.

    Leave them out of `seen` until the person confirms, or until it has been so for some time.
    """
    raise NotImplementedError
