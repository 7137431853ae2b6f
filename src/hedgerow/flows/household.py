"""Everything that the flows of one person work with."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta

from hedgerow.core.span import Span
from hedgerow.ports import BlockCalendar, Clock, History, HolidayCalendar, Ids, Ledger, Mailer, Outbox, Source
from hedgerow.settings.values import Settings


@dataclass(frozen=True, slots=True)
class Household:
    settings: Settings
    sources: Sequence[Source]
    block_calendars: Sequence[BlockCalendar]
    ledger: Ledger
    outbox: Outbox
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
    alone: Callable[[], AbstractContextManager[None]] = nullcontext
    """Keeps every other process from writing while it lasts; raises Unavailable while another one writes."""

    def holidays_of(self, window: Span) -> Mapping[date, str]:
        """Public ones, of every year that the window touches in any zone."""
        if self.holidays is None:
            return {}
        wide = window.widen(timedelta(days=1), timedelta(days=1))
        return self.holidays.days(range(wide.start.year, wide.end.year + 1))
