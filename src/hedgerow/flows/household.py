"""Everything that the flows of one person work with."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from hedgerow.ports import BlockCalendar, Clock, Ids, Ledger, Mailer, Outbox, Source
from hedgerow.settings.values import Settings


@dataclass(frozen=True, slots=True)
class Household:
    settings: Settings
    sources: Sequence[Source]
    block_calendars: Sequence[BlockCalendar]
    ledger: Ledger
    outbox: Outbox
    clock: Clock
    ids: Ids
    folder: Mailer
    """Where every letter is kept."""
    post: Mailer | None
    """The way to the person's mailbox, where one is set."""
    notices: Sequence[str] = ()
    """Sentences that the person should see before anything else."""
    alone: Callable[[], AbstractContextManager[None]] = nullcontext
    """Keeps every other process from writing while it lasts; raises Unavailable while another one writes."""
