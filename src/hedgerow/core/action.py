"""One write to a calendar: what we may do to a block."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hedgerow.core.block import BlockEvent, Booking, Standing, Version


class Verb(StrEnum):
    CREATE = "create"
    MOVE = "move"
    RESIZE = "resize"
    DEFEND = "defend"
    """Free → busy."""
    RELEASE = "release"
    """Busy → free."""
    REWORD = "reword"
    """Another title or other domains, because the settings changed."""
    DELETE = "delete"


class Reply(StrEnum):
    """What we may say to an invitation for the person, and that is no write of a block."""

    DECLINE = "decline"
    REOPEN = "reopen"
    """Not answered any more."""


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
    leaves: Standing = Standing.HELD
    """What the ledger says of the block once it was done."""
    earlier: str = field(default="", repr=False)
    """For DELETE the text of the event as it was found, so that undo can bring all of it back; else empty."""

    @property
    def first_start(self) -> datetime:
        """Of the block as it is or as it will be: from then on it is not to be touched."""
        start = self.event.span.start
        return start if self.before is None else min(start, self.before.span.start)
