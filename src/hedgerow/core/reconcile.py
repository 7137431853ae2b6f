"""Wanted × booked × seen → steps. Decisions only; `flows.cycle` performs them after `settle` and `observe`.

    wanted             booking of it      its calendar   → step
    ------------------ ------------------ -------------- -------------------------------------------------------
    a new block        –                  seen           CREATE under a fresh id
    a new block        –                  not seen       none: what is there is not known
    a new block        its slot is taken  any            none: a block exists at most once; so, too, while its creation
                                                           was begun in a calendar that is not seen
    a new block        its creation was begun and is not found: CREATE under the same id
    a new block        its slot SKIPPED   any            none: what a person deleted never comes back
    a standing block   HELD, same event   seen           none
    a standing block   HELD, other place  seen           MOVE; RESIZE when its start or its end stays
    a standing block   HELD, free → busy  seen           DEFEND
    a standing block   HELD, busy → free  seen           RELEASE
    a standing block   HELD, other words  seen           REWORD: settings gave it another title or other domains
    a standing block   HELD, its event tells others what the settings said once: REWORD
    a leave            HELD, begun already, and its end is another now: RESIZE
    a standing block   HELD, its intention now has another calendar, both seen: CREATE here, and after it DELETE there
    a standing block   PINNED, RELEASED   any            none: it is the person's
    a new block        its slot is HELD by one that goes: CREATE, and after it DELETE
    not at all         HELD               seen           DELETE
    not at all         HELD, as a twin of one that stands in a calendar not seen: none
    not at all         PINNED, RELEASED   any            none
    anything           any                not seen       none

Above all others: a block that starts outside of `within` (from now to the horizon) is never touched, nor is anything
put there. More than `deletions_allowed` deletions look like a mistake: all are `held_back`, nothing is put where they
still stand, unless a person looks at them and says yes, or a later run plans the very same. What only makes way for its
successor is not counted.

What a booking is after it was moved, retitled, deleted, … by hand, `observe` has said before: its table has those rows.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import BlockEvent, BlockId, Booking, Found, IntentionId, Owner, Slot, Standing, Version
from hedgerow.core.intention import Intention, Visibility
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Block, Reason
from hedgerow.core.span import Span
from hedgerow.core.why.facts import BRIEFLY

BUSY = "Busy"
"""The title of a block whose intention is not to be seen."""

Seen = Mapping[CalendarId, Sequence[Found]]
"""What each block calendar held when it was read. One that could not be read is missing, which is not empty."""


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
    released: bool = False
    """A person sees every step before it is done, or a later run planned the very same."""
    tried: Mapping[tuple[CalendarId, Slot], BlockId] = field(default_factory=dict)
    """Of creations that were not found: another try has the same id, so that the calendar keeps it from being two."""

    def text_of(self, booking: Booking) -> str:
        """Of its event as it was found."""
        found = self.seen.get(booking.calendar, ())
        return next((each.text for each in found if each.block == booking.block), "")


@dataclass(frozen=True, slots=True)
class Step:
    calendar: CalendarId
    action: Action
    after: BlockId | None = None
    """Done only once the step for that block was: what replaces this one."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Deletions first, then changes, then creations, then what they replace, each in order of start and slot."""

    steps: tuple[Step, ...]
    held_back: tuple[Step, ...] = ()
    """So many deletions at once that no run does them by itself. They are steps all the same where a person looks."""


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


def event_of(booking: Booking, owner: Owner) -> BlockEvent:
    """The event that a block is, as far as the ledger knows."""
    return BlockEvent(
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


def booked(step: Step, version: Version) -> Booking:
    """What the ledger knows once the step was done; a deletion keeps the version it was decided on."""
    event, before = step.action.event, step.action.before
    if before is not None and step.action.verb is Verb.DELETE:
        return replace(before, standing=step.action.leaves)
    return Booking(
        block=event.block,
        slot=event.slot,
        calendar=step.calendar,
        promised=before.promised if before else event.span,
        span=event.span,
        title=event.title,
        transparency=event.transparency,
        domains=event.domains,
        standing=step.action.leaves,
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
    going = ours.keys() - {booking.block for _, booking in kept}
    surplus = [ours[block] for block in sorted(going, key=lambda block: (ours[block].span, block))]
    new = _new(wishes, going, bookings, seen)
    gone = [each for each in surplus if each.slot not in new and _may_go(each, wishes, bookings, seen)]
    deletions = [_deletion(each, wishes, site) for each in gone]
    held_back = tuple(deletions) if len(deletions) > deletions_allowed(bookings, within) else ()
    there = () if site.released else held_back
    roomy = [(wish, booking) for wish, booking in kept if _has_room(wish, within, there)]
    changes = [
        step for wish, booking in (*roomy, *_running(wishes, bookings, site)) for step in _changes(wish, booking, site)
    ]
    creations = [_creation(wish, site, fresh) for wish in new.values() if _has_room(wish, within, there)]
    replaced = _replaced(surplus, creations, site)
    return Reconciled((*(() if there else deletions), *changes, *creations, *replaced), held_back)


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


def _has_room(wish: Wanted, within: Span, there: Sequence[Step]) -> bool:
    stand = (step.action.event.span for step in there)
    return within.start < wish.block.span.start < within.end and not any(map(wish.block.span.overlaps, stand))


def _new(
    wishes: Sequence[Wanted], going: Collection[BlockId], bookings: Sequence[Booking], seen: Seen
) -> Mapping[Slot, Wanted]:
    stay = (each for each in bookings if each.standing is not Standing.WITHDRAWN and each.block not in going)
    taken = {each.slot for each in stay}
    new: dict[Slot, Wanted] = {}
    for wish in wishes:
        is_new = wish.block.block is None or wish.block.block in going
        if is_new and wish.intention.calendar in seen and wish.block.slot not in taken:
            new.setdefault(wish.block.slot, wish)
    return new


def _may_go(booking: Booking, wishes: Sequence[Wanted], bookings: Sequence[Booking], seen: Seen) -> bool:
    """Not while what stands in its stead, or where that should stand, is not seen: it may be the only one."""
    instead = [wish for wish in wishes if wish.block.slot == booking.slot]
    ids = {wish.block.block for wish in instead}
    stand = {each.calendar for each in bookings if each.block in ids}
    return {wish.intention.calendar for wish in instead} | stand <= seen.keys()


def _creation(wish: Wanted, site: Site, fresh: Callable[[], BlockId]) -> Step:
    reason = BRIEFLY[wish.block.reason] if wish.block.block is None else "its intention has this calendar now"
    calendar = wish.intention.calendar
    block = site.tried.get((calendar, wish.block.slot)) or fresh()
    return Step(calendar, Action(Verb.CREATE, event_for(wish, block, site.owner), None, None, reason))


def _replaced(surplus: Sequence[Booking], creations: Sequence[Step], site: Site) -> Iterator[Step]:
    by_slot = {step.action.event.slot: step for step in creations}
    for each in surplus:
        creation = by_slot.get(each.slot)
        if creation is not None:
            moves = creation.calendar != each.calendar
            reason = f"it is held in {creation.calendar} from now on" if moves else "another block takes its place"
            yield replace(_withdrawal(each, reason, site), after=creation.action.event.block)


def _running(wishes: Sequence[Wanted], bookings: Sequence[Booking], site: Site) -> Sequence[tuple[Wanted, Booking]]:
    """Leave that has begun: its end may still change, its beginning is over."""
    away = {wish.block.block: wish for wish in wishes if wish.block.reason is Reason.AWAY}
    begun = (each for each in bookings if each.standing is Standing.HELD and each.span.holds(site.within.start))
    return [(away[each.block], each) for each in begun if each.block in away and each.calendar in site.seen]


def _changes(wish: Wanted, booking: Booking, site: Site) -> Sequence[Step]:
    """None or one; the verb names the greatest change, and the event carries all of them."""
    event = replace(event_for(wish, booking.block, site.owner), calendar=booking.calendar)
    verb, reason = _difference(event, booking)
    if verb is None and any(each.outdated for each in site.seen[booking.calendar] if each.block == booking.block):
        verb, reason = Verb.REWORD, "the settings now tell invitations something else"
    if verb is None:
        return ()
    reason = reason or BRIEFLY[wish.block.reason]
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


def _deletion(booking: Booking, wishes: Sequence[Wanted], site: Site) -> Step:
    again = any(wish.block.slot == booking.slot for wish in wishes)
    reason = "another block stands for the same occasion" if again else "the plan has no place for it any more"
    return _withdrawal(booking, reason, site)


def _withdrawal(booking: Booking, reason: str, site: Site) -> Step:
    event = event_of(booking, site.owner)
    text = site.text_of(booking)
    action = Action(Verb.DELETE, event, booking, booking.version, reason, Standing.WITHDRAWN, text)
    return Step(booking.calendar, action)
