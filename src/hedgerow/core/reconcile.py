"""Wanted × found × recorded → actions. Decisions only; `flows.cycle` performs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hedgerow.core.block import BlockEvent, Booking, Found, Version


class Verb(StrEnum):
    CREATE = "create"
    MOVE = "move"
    RESIZE = "resize"
    DEFEND = "defend"
    """Free → busy."""
    RELEASE = "release"
    """Busy → free."""
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Action:
    """One write to a calendar, complete: what it does, and what it was decided on."""

    verb: Verb
    event: BlockEvent
    """The event as it will be; for DELETE as it is."""
    before: Booking | None
    """None exactly for CREATE."""
    expected: Version | None
    """The version the calendar must still hold; None exactly for CREATE, which must find nothing under that UID."""
    reason: str


class Edit(StrEnum):
    """What somebody did to a block since we last knew it: a change of our record, not of the calendar."""

    PIN = "pin"
    SKIP = "skip"
    LET_GO = "let-go"
    ADOPT = "adopt"
    """Ours by its mark, but unknown to the ledger (a lost database, a crash before the record)."""
    NOTE = "note"
    """Still ours; the calendar changed its version or transparency without a change that matters."""


@dataclass(frozen=True, slots=True)
class Observation:
    edit: Edit
    booking: Booking
    """As the ledger should know it from now on."""
    before: Booking | None
    reason: str


def observe(recorded: Sequence[Booking], found: Sequence[Found]) -> tuple[Observation, ...]:
    raise NotImplementedError
