"""Wanted × booked × seen → steps. Decisions only; `flows.cycle` performs them after `settle` and `observe`.

    wanted             booking of it      its calendar   → step
    ------------------ ------------------ -------------- -------------------------------------------------------
    a new block        –                  seen           CREATE under a fresh id
    a new block        –                  not seen       none: what is there is not known
    a new block        its slot is taken  any            none: a block exists at most once
    a new block        its slot SKIPPED   any            none: what a person deleted never comes back
    a standing block   HELD, same event   seen           none
    a standing block   HELD, other place  seen           MOVE; RESIZE when its start or its end stays
    a standing block   HELD, free → busy  seen           DEFEND
    a standing block   HELD, busy → free  seen           RELEASE
    a standing block   HELD, other words  seen           REWORD: settings gave it another title or other domains
    a standing block   HELD, its intention now has another calendar, both seen: DELETE there and CREATE here
    a standing block   PINNED, RELEASED   any            none: it is the person's
    not at all         HELD               seen           DELETE
    not at all         PINNED, RELEASED   any            none
    anything           any                not seen       none

Above all rows: a block that starts outside of `within` (from now to the horizon) is never touched, nor is anything put
there; no more than `deletions_allowed` deletions happen in one run, the soonest first; what is held back for that, and
what would be put where a held-back block still stands, comes back as `held_back` and is decided again next time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hedgerow.core.block import BlockEvent, BlockId, Booking, Found, Slot, Standing, Version
from hedgerow.core.intention import Intention, Visibility
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Block, Hold, Placed, Previous, Reason
from hedgerow.core.span import Span

BUSY = "Busy"
"""The title of a block whose intention is not to be seen."""

Seen = Mapping[CalendarId, Sequence[Found]]
"""What each block calendar held when it was read. One that could not be read is missing, which is not empty."""


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
    """As it was, in all that matters: a new version of it, or the place where an older copy of our files has it."""


@dataclass(frozen=True, slots=True)
class Observation:
    edit: Edit
    booking: Booking
    """As the ledger should know it from now on."""
    before: Booking | None
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A block of the plan with the intention it serves."""

    block: Block
    intention: Intention


@dataclass(frozen=True, slots=True)
class Step:
    calendar: CalendarId
    action: Action


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Deletions first, then changes, then creations, each in order of start and slot."""

    steps: tuple[Step, ...]
    held_back: tuple[Step, ...] = ()
    """Too many deletions at once look like a mistake: these wait for another run."""


def event_for(wanted: Wanted, block: BlockId) -> BlockEvent:
    raise NotImplementedError


def previous_of(bookings: Iterable[Booking]) -> Previous:
    """What the planner may build on. Of several blocks for one slot only those come through that will stay."""
    raise NotImplementedError


def booked(step: Step, version: Version) -> Booking:
    """What the ledger knows once the step was done; a deletion keeps the version it expected."""
    raise NotImplementedError


def deletions_allowed(bookings: Sequence[Booking], within: Span) -> int:
    raise NotImplementedError


def reconcile(
    wanted: Sequence[Wanted],
    bookings: Sequence[Booking],
    seen: Seen,
    within: Span,
    fresh: Callable[[], BlockId],
) -> Reconciled:
    """`bookings` as the ledger knows them after `observe`; `within` from now to the end of the horizon."""
    raise NotImplementedError
