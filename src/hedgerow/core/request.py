"""What a person asks of one block: that it stays exactly there, lies elsewhere, or goes and leaves its day empty.

asked   the block                      → answer
------- ------------------------------ ------------------------------------------------------------------
pin     HELD                           the record: PINNED; the calendar stays as it is
pin     PINNED, RELEASED               none: it stays there already
skip    HELD, PINNED                   DELETE, leaving its slot SKIPPED
skip    RELEASED                       none: what the person made of it is theirs to delete
move    HELD, PINNED                   MOVE, leaving it PINNED where the person wants it
move    RELEASED                       none: what the person made of it is theirs to move
skip    none yet on that day           the record: that slot is SKIPPED, so that it is never planned
either  gone, or over                  none
"""

from dataclasses import dataclass, replace
from datetime import datetime

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import BlockId, Booking, Found, Owner, Slot, Standing, Version
from hedgerow.core.intention import Intention
from hedgerow.core.occurrence import Transparency
from hedgerow.core.reconcile import Edit, Observation, Step, event_of
from hedgerow.core.span import Span


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why it stays as it is, as one sentence."""

    sentence: str
    is_so_already: bool = False
    """What was asked for holds, and nothing is to be done."""


def pin(booking: Booking, now: datetime) -> Observation | Refusal:
    if why_not := _not_there(booking, now):
        return Refusal(why_not)
    match booking.standing:
        case Standing.PINNED:
            return Refusal("It is pinned already: it stays exactly there.", is_so_already=True)
        case Standing.RELEASED:
            return Refusal("You changed it, so it is yours, and nothing moves it.")
        case _:
            return Observation(Edit.PIN, replace(booking, standing=Standing.PINNED), booking, "pinned by you")


def skip(booking: Booking, found: Found | None, owner: Owner, now: datetime) -> Step | Refusal:
    """`found` is its event as it is now; None when it is not to be seen."""
    if why_not := _not_there(booking, now):
        return Refusal(why_not)
    if found is None:
        return Refusal("Its event can't be seen just now, so it can't be deleted: try again.")
    if booking.standing is Standing.RELEASED:
        return Refusal("You changed it, so it is yours: delete it in your calendar, and its day stays empty.")
    return removal(booking, found, owner, "skipped by you")


def move(booking: Booking, found: Found | None, owner: Owner, start: datetime, now: datetime) -> Step | Refusal:
    """As long as it is; `found` as for `skip`."""
    if why_not := _not_there(booking, now):
        return Refusal(why_not)
    if found is None:
        return Refusal("Its event can't be seen just now, so it can't be moved: try again.")
    if booking.standing is Standing.RELEASED:
        return Refusal("You changed it, so it is yours: move it in your calendar.")
    if start == booking.span.start:
        return Refusal("It lies there already.", is_so_already=True)
    if start <= now:
        return Refusal("That time is over.")
    event = replace(event_of(booking, owner), calendar=found.calendar, span=Span(start, start + booking.span.length))
    return Step(found.calendar, Action(Verb.MOVE, event, booking, found.version, "moved by you", Standing.PINNED))


def skip_slot(slot: Slot, block: BlockId, intention: Intention, noon: datetime) -> Observation:
    """For a day without a block. `block` is fresh; `noon` is that day's, where the record puts what never was."""
    where = Span(noon, noon)
    booking = Booking(
        block=block,
        slot=slot,
        calendar=intention.calendar,
        promised=where,
        span=where,
        title=intention.title,
        transparency=Transparency.TRANSPARENT,
        domains=intention.domains,
        standing=Standing.SKIPPED,
        version=Version(""),
    )
    return Observation(Edit.SKIP, booking, None, "skipped by you")


def _not_there(booking: Booking, now: datetime) -> str:
    if not booking.stands:
        return "It is not booked any more."
    return "It is over." if booking.span.end <= now else ""


def removal(booking: Booking, found: Found, owner: Owner, reason: str, leaves: Standing = Standing.SKIPPED) -> Step:
    """The deletion of a block because the person asked for it."""
    event = replace(event_of(booking, owner), calendar=found.calendar)
    return Step(found.calendar, Action(Verb.DELETE, event, booking, found.version, reason, leaves, found.text))
