"""Recorded × found → what the person did since we last knew, once our own unfinished writes are settled.

A record of the ledger against the event found under its id. “As left” is what the mark says: it was written with the
event, while the ledger may be yesterday's.

    recorded            found                                          so
    ------------------- ---------------------------------------------- --------------------------------------------
    HELD                as left, and as recorded                       nothing
    HELD                as left, with another version                  NOTE
    HELD                as left, but otherwise than recorded           NOTE: we wrote it, one of our files is older
    HELD                moved, resized, both                           PIN there, at that length
    HELD                free ↔ busy by hand                            PIN: the defence rule must not undo it
    HELD                in another calendar than we wrote it to        PIN there
    PINNED              elsewhere                                      PIN at the new place
    PINNED              with another version or transparency           NOTE
    HELD, PINNED        retitled, all-day, recurring, with guests      LET_GO: it occupies the place found
    HELD, PINNED        unreadable, or without its mark                LET_GO: there, or where it last was
    RELEASED            changed in any way                             NOTE: it stays theirs
    HELD, PINNED,       none, or cancelled, and not yet over           SKIP: the slot stays empty
      RELEASED                                                           recorded with its last place
                        none, or cancelled, and over                   nothing: that is history
    SKIPPED, WITHDRAWN  none, or cancelled                             nothing
    SKIPPED, WITHDRAWN  an event again                                 PIN (or LET_GO): somebody brought it back
    not at all          a stranger's: see `is_ours`                    nothing, ever: it is like any other event
    not at all          as left                                        ADOPT as HELD
    not at all          changed, as above                              ADOPT as PINNED, RELEASED or SKIPPED
    any                 the calendar was not seen                      nothing
    any                 its intent is still open                       nothing yet

One id in two calendars (an event copied with its UID) counts where it is recorded, else where we wrote it, else in the
first calendar by name.
Two ids for one slot (a ledger restored from yesterday, which then booked anew) are both kept here; `previous_of` gives
the planner the one that stays, and `reconcile` deletes the other if it is HELD. What the person touched always stays.
"""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hedgerow.core.block import BlockId, Booking, Found, IntentionId, Owner, Standing
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.reconcile import Edit, Observation, Seen
from hedgerow.core.span import Span


@dataclass(frozen=True, slots=True)
class Own:
    """By what a block that the ledger does not know is told from one that another Hedgerow holds in the same place."""

    owner: Owner
    domains: Mapping[IntentionId, frozenset[Domain]]
    """Of the intentions in the settings."""


def is_ours(found: Found, known: Container[BlockId], owner: Owner, intentions: Container[IntentionId]) -> bool:
    """`known` are the blocks of the ledger, those of open intents included.

    What is not ours is neither adopted nor written, and it makes the person as busy as any other event does.
    """
    return found.block in known or (found.mark.owner == owner and found.mark.slot.intention in intentions)


def observe(
    recorded: Sequence[Booking],
    seen: Seen,
    own: Own,
    now: datetime,
    unsettled: Collection[BlockId] = (),
) -> tuple[Observation, ...]:
    """In order of block id. `own` is for blocks that only their mark tells us of.

    `unsettled` blocks have an open intent, so that what is found may be our own doing: they are left for later.
    """
    known = {booking.block: booking for booking in recorded}
    found = _by_block(known, seen)
    observations = []
    for block in sorted((known.keys() | found.keys()) - set(unsettled)):
        booking, event = known.get(block), found.get(block)
        if booking is None:
            assert event is not None, "every block is recorded or found"
            if is_ours(event, known, own.owner, own.domains):
                observations.append(_adopt(event, own.domains[event.mark.slot.intention]))
        elif booking.calendar in seen or event is not None:
            observations.extend(_compare(booking, event, now))
    return tuple(observations)


def _by_block(known: Mapping[BlockId, Booking], seen: Seen) -> Mapping[BlockId, Found]:
    def claim(event: Found) -> tuple[bool, bool, CalendarId]:
        booking = known.get(event.block)
        recorded = booking.calendar if booking else None
        return event.calendar != recorded, event.calendar != event.mark.calendar, event.calendar

    events = (event for held in seen.values() for event in held)
    return {event.block: event for event in sorted(events, key=claim, reverse=True)}


def _adopt(event: Found, domains: frozenset[Domain]) -> Observation:
    standing, how = _touched(event)
    booking = Booking(
        block=event.block,
        slot=event.mark.slot,
        calendar=event.calendar,
        promised=event.mark.left,
        span=event.span,
        title=event.title,
        transparency=event.transparency,
        domains=domains,
        standing=standing,
        version=event.version,
    )
    return Observation(Edit.ADOPT, booking, None, f"known by its mark, {how}")


def _compare(booking: Booking, event: Found | None, now: datetime) -> Sequence[Observation]:
    """None or one."""
    if event is None or event.cancelled:
        if not booking.stands or booking.span.end <= now:
            return ()
        gone = "deleted by hand" if event is None else "cancelled by hand"
        return (Observation(Edit.SKIP, replace(booking, standing=Standing.SKIPPED), booking, gone),)
    standing, how = _judge(booking, event)
    is_unreadable = event.broken and event.span == event.mark.left
    after = replace(
        booking,
        calendar=event.calendar,
        span=booking.span if is_unreadable else event.span,
        title=booking.title if is_unreadable else event.title,
        transparency=event.transparency,
        standing=standing,
        version=event.version,
    )
    if after == booking:
        return ()
    if standing is Standing.HELD or (standing is booking.standing and not _pinned_elsewhere(booking, after)):
        return (Observation(Edit.NOTE, after, booking, "as it was in all that matters"),)
    return (Observation(_EDITS[standing], after, booking, how),)


_EDITS = {Standing.PINNED: Edit.PIN, Standing.RELEASED: Edit.LET_GO}


def _pinned_elsewhere(booking: Booking, after: Booking) -> bool:
    moved = (booking.calendar, booking.span) != (after.calendar, after.span)
    return moved and after.standing is Standing.PINNED


def _judge(booking: Booking, event: Found) -> tuple[Standing, str]:
    """Whose the event is now, and by what; what was the person's once never becomes ours again."""
    standing, how = _touched(event)
    if standing is Standing.RELEASED or booking.standing is Standing.RELEASED:
        return Standing.RELEASED, how
    if not booking.stands:
        return Standing.PINNED, "brought back by hand"
    if booking.standing is Standing.PINNED:
        return Standing.PINNED, _carried(booking.calendar, event) or _shifted(booking.span, event.span) or how
    return standing, how


def _touched(event: Found) -> tuple[Standing, str]:
    """What the event alone tells, by its mark."""
    if event.cancelled:
        return Standing.SKIPPED, "cancelled by hand"
    for changed, how in (
        (event.broken, "changed so that it can't be read as ours any more"),
        (event.all_day, "made all-day by hand"),
        (event.recurring, "made recurring by hand"),
        (event.has_guests, "others were invited to it"),
        (event.title != event.mark.title, "retitled by hand"),
    ):
        if changed:
            return Standing.RELEASED, how
    how = _carried(event.mark.calendar, event) or _shifted(event.mark.left, event.span) or _shown(event)
    return (Standing.PINNED, how) if how else (Standing.HELD, "as we left it")


def _carried(left: CalendarId, event: Found) -> str:
    return "" if event.calendar == left else "moved to another calendar by hand"


def _shown(event: Found) -> str:
    if event.transparency is event.mark.transparency:
        return ""
    return f"shown as {'free' if event.transparency is Transparency.TRANSPARENT else 'busy'} by hand"


def _shifted(left: Span, found: Span) -> str:
    """Empty when nothing is."""
    if left == found:
        return ""
    if left.length == found.length:
        return "moved by hand"
    one_end_stays = left.start == found.start or left.end == found.end
    return "resized by hand" if one_end_stays else "moved and resized by hand"
