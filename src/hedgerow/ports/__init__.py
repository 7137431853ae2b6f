"""What the flows need from the world, and what it may raise.

A failed call is one of five exceptions, grouped by what the caller does next; bad data never is one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from enum import StrEnum
from typing import NewType, Protocol

from hedgerow.core.action import Action, Reply, Verb
from hedgerow.core.block import BlockEvent, BlockId, Booking, Found, Version
from hedgerow.core.days import Week
from hedgerow.core.doubt import Doubt
from hedgerow.core.history import WeekRecord
from hedgerow.core.occurrence import CalendarId, Reading
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.core.reply import Response
from hedgerow.core.span import Span

PersonId = NewType("PersonId", str)
PlanId = NewType("PlanId", str)
"""One run of apply, of the daemon, of undo or of leave."""
EntryId = NewType("EntryId", int)
SecretName = NewType("SecretName", str)
"""What a secret is for, such as `password/home`; it is shown."""


class Unavailable(Exception):
    """It may work later: try again next cycle. The message is one sentence without event titles."""


class AuthorizationExpired(Exception):
    """The account no longer lets us in: only the person can change that. The message says to sign in again."""


class PreconditionFailed(Exception):
    """The calendar no longer holds the expected version: read and decide again."""


class Refused(Exception):
    """It will not work by repeating: report it. The message says what to do."""


class UncertainDelivery(Exception):
    """The mail may or may not have arrived: never send it again by itself."""


class Clock(Protocol):
    def now(self) -> datetime:
        """In UTC."""


class Ids(Protocol):
    def fresh(self) -> BlockId:
        """Never given before, on any machine."""


class Source(Protocol):
    """One calendar to read."""

    @property
    def calendar(self) -> CalendarId: ...

    def read(self, window: Span) -> Reading:
        """Every occurrence that overlaps the window.

        Raises Unavailable, AuthorizationExpired or Refused when nothing could be read.
        """


class HolidayCalendar(Protocol):
    """The public holidays of where the person lives."""

    def days(self, years: Iterable[int]) -> Mapping[date, str]:
        """Each day with its name, days in lieu included; a day with several names has them all in one."""


class BlockCalendar(Protocol):
    """One calendar that holds our blocks, and other events that are none of our business."""

    @property
    def calendar(self) -> CalendarId: ...

    def find_blocks(self) -> Sequence[Found]:
        """Every event under the UID of a block, at any time, in order of UID.

        Raises Unavailable, AuthorizationExpired, Refused.
        """

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        """Create (`expected` None) or replace exactly that version, and say the new one.

        Raises PreconditionFailed when the calendar holds something else, Unavailable, AuthorizationExpired, Refused.
        """

    def remove(self, block: BlockId, expected: Version) -> None:
        """Raises PreconditionFailed when the calendar holds another version or none, and else what `put` raises."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Why a write happens: the run that decided it, and what it takes back."""

    plan: PlanId
    at: datetime
    undoes: EntryId | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that was begun, and whose outcome we may not know."""

    action: Action
    calendar: CalendarId
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger's history: what we did (a Verb, a Reply) or what the person did (an Edit)."""

    id: EntryId
    at: datetime
    block: BlockId
    calendar: CalendarId
    what: Verb | Edit | Reply
    before: Booking | None
    after: Booking | None
    """None when it did not happen, and of a reply."""
    reason: str
    failure: str | None
    """Why it did not happen; None when it did."""
    plan: PlanId
    """Empty for what the person did in the calendar."""
    earlier: str = field(default="", repr=False)
    """The text of the event before a deletion, else empty."""
    undoes: EntryId | None = None
    response: Response | None = None
    """Of a reply: what was said to what; `block` is empty then."""


@dataclass(frozen=True, slots=True)
class Pause:
    since: datetime
    until: datetime | None
    """None: until the person resumes."""

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now


class Ledger(Protocol):
    """Our record of one person's blocks and actions. Each call is one transaction, on disk when it returns."""

    def bookings(self) -> Sequence[Booking]:
        """All, past ones too, in order of block id."""

    def open_intents(self) -> Sequence[Intent]:
        """Begun and neither finished nor abandoned, oldest first."""

    def note(self, observations: Sequence[Observation], at: datetime, by: Origin | None = None) -> None:
        """Records what the person did, and each booking as it is now; `by` when they did it with a command."""

    def begin(self, action: Action, calendar: CalendarId, origin: Origin) -> None:
        """Before the write. Raises Refused when the block has an open intent, or when a later run took over.

        The first write of a run takes over from every other run, wherever it sleeps.
        """

    def finish(self, booking: Booking, at: datetime) -> None:
        """After the write: closes the block's open intent and records its booking."""

    def abandon(self, block: BlockId, at: datetime, reason: str) -> None:
        """Closes the block's open intent: the write did not happen."""

    def approved(self) -> frozenset[CalendarId]:
        """The calendars that the person said yes to blocks in. A block found there is no yes."""

    def approve(self, calendar: CalendarId, at: datetime) -> None:
        """The person said yes; nothing changes where they had."""


class Logbook(Protocol):
    """The ledger's history, to be shown and taken back."""

    def entries(self, last: int | None = None, plan: PlanId | None = None) -> Sequence[Entry]:
        """Oldest first; the `last` so many, those of one run, or all."""

    def undone(self) -> frozenset[EntryId]:
        """Those that were taken back."""


class Breaks(Protocol):
    """Whether the person wants nothing written for now."""

    def pause(self) -> Pause | None: ...

    def set_pause(self, pause: Pause | None) -> None:
        """None resumes."""


class Doubts(Protocol):
    """What looked wrong and was not believed at once, by subject (a calendar, or the deletions of a run)."""

    def load(self) -> Mapping[str, Doubt]: ...

    def save(self, doubts: Mapping[str, Doubt]) -> None:
        """All of them in place of what was there; writes nothing when that changes nothing."""


class Secrets(Protocol):
    """Passwords and tokens of one person. Each raises Refused when the key that seals them is not to be used."""

    def load(self, name: SecretName) -> str | None:
        """Raises AuthorizationExpired when it is there and does not open."""

    def save(self, name: SecretName, value: str, at: datetime) -> None: ...

    def forget(self, name: SecretName) -> None:
        """Nothing happens where there is none."""

    def names(self) -> Sequence[SecretName]:
        """In order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands that lets us in by a grant and not by a password."""

    faults: Sequence[str]
    """Sentences, each with what mends it; none when it lets us in."""
    warnings: Sequence[str]
    facts: str
    """Whose, since when, for what, and what was heard of it lately; empty when it does not let us in."""
    lacks: Sequence[str] = ()
    """Sentences on what the settings ask for, the account does not offer, and is done in another way."""
    address: str = ""
    """Of the account; empty while it is not known."""
    mail_fault: str = ""
    """Why no letters can go out through the account, with what mends it; empty when they can."""


class LetterState(StrEnum):
    CLAIMED = "claimed"
    """Somebody is about to send it; certainly not sent yet."""
    HANDING_OVER = "handing-over"
    """The server was ready for the text: from here on it may have arrived."""
    SENT = "sent"
    UNCERTAIN = "uncertain"


class Outbox(Protocol):
    """Which letters of one person went out: at most one per kind and week."""

    def claim(self, kind: str, week: str, at: datetime) -> bool:
        """True for exactly one caller; again only after `release`, or 15 minutes after a claim that went no further."""

    def settle(self, kind: str, week: str, state: LetterState, at: datetime) -> None:
        """Records the state; on disk when it returns. Raises Refused when the letter is no longer the caller's."""

    def release(self, kind: str, week: str) -> None:
        """The letter certainly did not go out; another try is safe."""

    def state(self, kind: str, week: str) -> LetterState | None:
        """None when nobody claimed it."""

    def doubtful(self, kind: str, now: datetime) -> Sequence[str]:
        """Weeks whose letter may or may not have arrived, in order, with those handed over for 15 minutes."""

    def claim_doubtful(self, kind: str, week: str, at: datetime) -> bool:
        """As `claim`, but of a doubtful one: the person, who can look into the mailbox, wants it sent again."""


class History(Protocol):
    """The weeks of one person that are over, as numbers."""

    def load(self, first: Week, last: Week) -> Sequence[WeekRecord]:
        """Those from `first` to `last`, both included and begun on the same weekday, in order."""

    def save(self, records: Sequence[WeekRecord], at: datetime) -> None:
        """Each in place of the one of its week; all of them or none, on disk when it returns."""


class Mailer(Protocol):
    def send(self, message: EmailMessage, handing_over: Callable[[], None]) -> str:
        """Calls `handing_over` once, when the next byte may make the mail arrive; says where it went.

        Raises Unavailable or Refused when it certainly did not arrive, else UncertainDelivery.
        """
