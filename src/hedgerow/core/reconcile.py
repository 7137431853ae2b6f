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
there. No more than `deletions_allowed` deletions happen in one run, the soonest first; the others are `held_back`, and
nothing is put where they still stand. The next run decides about all of that again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from hedgerow.core.block import BlockEvent, BlockId, Booking, Found, IntentionId, Owner, Slot, Standing, Version
from hedgerow.core.intention import Intention, Visibility
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Block, Reason
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

    @property
    def first_start(self) -> datetime:
        """Of the block as it is or as it will be: from then on it is not to be touched."""
        start = self.event.span.start
        return start if self.before is None else min(start, self.before.span.start)


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
class Site:
    """Where blocks may be written, and whose."""

    seen: Seen
    within: Span
    """From now to the end of the horizon."""
    owner: Owner


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


def event_for(wanted: Wanted, block: BlockId, owner: Owner) -> BlockEvent:
    """As a new block; the title on one line: calendars do not agree on how to keep more than that."""
    hidden = wanted.intention.visibility is Visibility.BUSY
    return BlockEvent(
        block=block,
        slot=wanted.block.slot,
        span=wanted.block.span,
        title=BUSY if hidden else " ".join(wanted.intention.title.split()),
        transparency=wanted.block.transparency,
        domains=wanted.intention.domains,
        private=hidden,
        calendar=wanted.intention.calendar,
        owner=owner,
    )


def booked(step: Step, version: Version) -> Booking:
    """What the ledger knows once the step was done; a deletion keeps the version it was decided on."""
    event, before = step.action.event, step.action.before
    if before is not None and step.action.verb is Verb.DELETE:
        return replace(before, standing=Standing.WITHDRAWN)
    return Booking(
        block=event.block,
        slot=event.slot,
        calendar=step.calendar,
        promised=before.promised if before else event.span,
        span=event.span,
        title=event.title,
        transparency=event.transparency,
        domains=event.domains,
        standing=Standing.HELD,
        version=version,
    )


def deletions_allowed(bookings: Sequence[Booking], within: Span) -> int:
    """A quarter of the blocks that stand and are to come, but at least ten."""
    return max(10, sum(each.stands and within.holds(each.span.start) for each in bookings) // 4)


def reconcile(
    wanted: Sequence[Wanted], bookings: Sequence[Booking], site: Site, fresh: Callable[[], BlockId]
) -> Reconciled:
    """`bookings` as the ledger knows them after `observe`."""
    seen, within = site.seen, site.within
    wishes = sorted(wanted, key=_order)
    ours = {each.block: each for each in bookings if _is_ours(each, seen, within)}
    kept = [(wish, booking) for wish in wishes if (booking := _kept(wish, ours, seen))]
    surplus = sorted(ours.keys() - {booking.block for _, booking in kept}, key=lambda block: (ours[block].span, block))
    deletions = tuple(_deletion(ours[block], wishes, site.owner) for block in surplus)
    allowed = deletions_allowed(bookings, within)
    held_back = deletions[allowed:]
    changes = [
        step
        for wish, booking in kept
        if _has_room(wish, within, held_back)
        for step in _changes(wish, booking, site.owner)
    ]
    new = [wish for wish in wishes if _is_new(wish, surplus, seen) and _has_room(wish, within, held_back)]
    going = {step.action.event.block for step in deletions[:allowed]}
    creations = _creations(new, {each.slot for each in bookings if _takes_slot(each, going)}, site.owner, fresh)
    return Reconciled((*deletions[:allowed], *changes, *creations), held_back)


def _order(wish: Wanted) -> tuple[Span, IntentionId, date]:
    return (wish.block.span, wish.block.slot.intention, wish.block.slot.day)


def _is_ours(booking: Booking, seen: Seen, within: Span) -> bool:
    to_come = within.start < booking.span.start < within.end
    return booking.standing is Standing.HELD and booking.calendar in seen and to_come


def _kept(wish: Wanted, ours: Mapping[BlockId, Booking], seen: Seen) -> Booking | None:
    """The booking that is to become what is wished, unless the wish is now for another calendar that was seen."""
    booking = ours.get(wish.block.block) if wish.block.block is not None else None
    leaves = booking is not None and booking.calendar != wish.intention.calendar in seen
    return None if leaves else booking


def _has_room(wish: Wanted, within: Span, held_back: Sequence[Step]) -> bool:
    stand = (step.action.event.span for step in held_back)
    return within.start < wish.block.span.start < within.end and not any(map(wish.block.span.overlaps, stand))


def _is_new(wish: Wanted, surplus: Collection[BlockId], seen: Seen) -> bool:
    return wish.intention.calendar in seen and (wish.block.block is None or wish.block.block in surplus)


def _takes_slot(booking: Booking, going: Collection[BlockId]) -> bool:
    return booking.standing is Standing.SKIPPED or (booking.stands and booking.block not in going)


def _creations(new: Sequence[Wanted], taken: set[Slot], owner: Owner, fresh: Callable[[], BlockId]) -> Iterator[Step]:
    for wish in new:
        if wish.block.slot not in taken:
            taken.add(wish.block.slot)
            action = Action(Verb.CREATE, event_for(wish, fresh(), owner), None, None, _PLACES[wish.block.reason])
            yield Step(wish.intention.calendar, action)


def _changes(wish: Wanted, booking: Booking, owner: Owner) -> Sequence[Step]:
    """None or one; the verb names the greatest change, and the event carries all of them."""
    event = replace(event_for(wish, booking.block, owner), calendar=booking.calendar)
    verb, reason = _difference(event, booking)
    if verb is None:
        return ()
    reason = reason or _PLACES[wish.block.reason]
    return (Step(booking.calendar, Action(verb, event, booking, booking.version, reason)),)


def _difference(event: BlockEvent, booking: Booking) -> tuple[Verb | None, str]:
    """An empty reason where the plan knows it."""
    if event.span != booking.span:
        one_end_stays = event.span.start == booking.span.start or event.span.end == booking.span.end
        return (Verb.RESIZE if one_end_stays else Verb.MOVE), ""
    if (event.title, event.domains) != (booking.title, booking.domains):
        return Verb.REWORD, "the settings now say it in other words"
    if event.transparency is booking.transparency:
        return None, ""
    if event.transparency is Transparency.OPAQUE:
        return Verb.DEFEND, "it starts soon, or few other places are left for it"
    return Verb.RELEASE, "there is time, and other places are left for it"


def _deletion(booking: Booking, wishes: Sequence[Wanted], owner: Owner) -> Step:
    event = BlockEvent(
        block=booking.block,
        slot=booking.slot,
        span=booking.span,
        title=booking.title,
        transparency=booking.transparency,
        domains=booking.domains,
        private=booking.title == BUSY,
        calendar=booking.calendar,
        owner=owner,
    )
    again = any(wish.block.slot == booking.slot for wish in wishes)
    reason = "another block stands for the same occasion" if again else "the plan has no place for it any more"
    return Step(booking.calendar, Action(Verb.DELETE, event, booking, booking.version, reason))


_PLACES = {
    Reason.KEPT: "it stands where it stood",
    Reason.PINNED: "it stays where it was put by hand",
    Reason.RELEASED: "it was changed by hand and is left alone",
    Reason.FROZEN: "it starts too soon to be moved",
    Reason.PAST: "it has begun",
    Reason.IDEAL: "this is its ideal place",
    Reason.NEAREST: "this is the free place nearest to the ideal one",
    Reason.SHORTENED: "only a shorter place is free",
    Reason.MOVED: "its place was taken by something busy",
}
