"""Everything that the flows of one person work with."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from hedgerow.core.assured import assured_plan
from hedgerow.core.block import Owner, owner_of
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.plan import Given, Plan
from hedgerow.core.span import Span
from hedgerow.ports import (
    BlockCalendar,
    Breaks,
    Clock,
    Doubts,
    History,
    HolidayCalendar,
    Ids,
    Ledger,
    Logbook,
    Mailer,
    Outbox,
    Pause,
    PlanId,
    Source,
    Standing,
)
from hedgerow.ports.invitations import Invitations, Replies
from hedgerow.ports.journal import Journal, Mailbox
from hedgerow.ports.links import Links
from hedgerow.ports.proposals import Proposals
from hedgerow.settings.edits import File
from hedgerow.settings.values import AccountId, AccountSettings, Settings


class Passwords(Protocol):
    """What the person can do about the passwords of accounts."""

    def whence(self, account: AccountSettings) -> str:
        """To follow `password from`; empty when there is none. Never the password."""

    def doubt_key(self) -> str:
        """One sentence when what opens the sealed ones cannot be used; empty when it can, or is not needed."""

    def forget(self, account: AccountId) -> bool:
        """Whether there was one."""

    def forget_all(self) -> int: ...


def _no_copy(_: date) -> None: ...


def _no_day() -> None: ...


@dataclass(frozen=True, slots=True)
class Household:
    settings: Settings
    sources: Sequence[Source]
    block_calendars: Sequence[BlockCalendar]
    ledger: Ledger
    logbook: Logbook
    breaks: Breaks
    doubts: Doubts
    outbox: Outbox
    history: History
    proposals: Proposals
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
    """Keeps every other process from writing while it lasts; raises Unavailable while another one writes.

    Raises Refused, too, when what would be recorded would not be kept.
    """
    writable: Callable[[], Sequence[BlockCalendar]] = tuple
    """Every calendar of the settings that can be written at all, whatever its role: where a block of ours may lie."""
    uncancelled: Callable[[], Mapping[CalendarId, int]] = dict
    """How many cancellations are still to be mailed, by calendar, where that can be seen."""
    invitations: Sequence[Invitations] = ()
    """The calendars in which a reply can be given, whether the settings want any or not."""
    replies: Replies | None = None
    """None: none are given."""
    passwords: Passwords | None = None
    """Those of accounts; None where there can be none."""
    standings: Callable[[], Mapping[AccountId, Standing]] = dict
    """Of the accounts that let us in by a grant, by what was heard of them so far; asks nobody.

    Raises Unavailable, Refused.
    """
    back_up: Callable[[date], object] = _no_copy
    """Copies the database, once for each day. Raises Unavailable."""
    last_backup: Callable[[], date | None] = _no_day
    links: Links | None = None
    """For what letters link to; None where nothing would answer."""
    journal: Journal | None = None
    """None where nothing is asked, and nothing can be written down."""
    mailbox: Mailbox | None = None
    """None where letters can't be answered by mail."""
    file: File | None = None
    """None where the settings came from none."""
    plan: Callable[[Given], Plan] = assured_plan
    """In this process, unless somebody gives it another. Raises BrokenPromise."""

    def forget_secrets(self) -> int:
        """Forgets every stored password and says how many there were."""
        return self.passwords.forget_all() if self.passwords else 0

    def new_plan(self) -> PlanId:
        """For one run; short enough to type."""
        return PlanId(self.ids.fresh()[-8:])

    def pause(self, now: datetime) -> Pause | None:
        """None when the person wants writing, or their pause is over."""
        pause = self.breaks.pause()
        return None if pause is None or pause.is_over(now) else pause

    @property
    def owner(self) -> Owner:
        """Whose blocks are ours."""
        return owner_of(self.settings.person.addresses, self.settings.person.name)

    def holidays_of(self, window: Span) -> Mapping[date, str]:
        """Public ones, of every year that the window touches in any zone."""
        if self.holidays is None:
            return {}
        wide = window.widen(timedelta(days=1), timedelta(days=1))
        return self.holidays.days(range(wide.start.year, wide.end.year + 1))
