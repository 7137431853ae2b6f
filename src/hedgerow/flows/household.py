"""Everything that the flows of one person work with."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.ports import BlockCalendar, Clock, History, History, HolidayCalendar, Ids, Ledger, Mailer, Outbox, Source
from hedgerow.settings.values import Settings


@dataclass(frozen=True, slots=True)
class Household:
    settings: Settings
    sources: Sequence[Source]
    block_calendars: Sequence[BlockCalendar]
    ledger: Ledger
    outbox: Outbox
    history: History
    history: History
    clock: Clock
    ids: Ids
    folder: Mailer
    """Where every letter is kept."""
    post: Mailer | None
    """The way to the person's mailbox, where one is set."""
    holidays: HolidayCalendar | None = None
    """None: the settings name no country."""
    notices: Sequence[str] = ()
    """Sentences that the person should see before anything else."""
