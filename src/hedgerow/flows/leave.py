"""Leave: take every block of ours out of every calendar, by its mark, and book nothing until the person says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hedgerow.core.action import Verb
from hedgerow.core.block import Booking
from hedgerow.core.caution import doubtful
from hedgerow.core.farewell import Trace, farewell, find_traces
from hedgerow.core.occurrence import CalendarId, NotSeen
from hedgerow.core.reconcile import Step
from hedgerow.flows.household import Household
from hedgerow.flows.performing import Held, Performed, perform
from hedgerow.flows.reading import find_all_blocks, find_forsaken
from hedgerow.ports import Origin, Pause, PlanId


@dataclass(frozen=True, slots=True)
class Farewell:
    """What leaving finds, before anything is done."""

    traces: tuple[Trace, ...]
    steps: tuple[Step, ...]
    """The deletion of each trace that is not kept, in the same order."""
    looked_at: tuple[CalendarId, ...]
    gaps: tuple[NotSeen, ...]
    """Where blocks of ours may be that could not be looked at."""


def look_around(household: Household, *, keep_changed: bool, keep_past: bool) -> Farewell:
    """Every calendar of the settings that can be written is looked at, whatever its role."""
    now, ledger = household.clock.now(), household.ledger
    places = household.writable()
    held, gaps = find_all_blocks(places)
    bookings = {booking.block: booking for booking in ledger.bookings()}
    known = bookings.keys() | {intent.action.event.block for intent in ledger.open_intents()}
    found = [each for calendar in held.values() for each in calendar]
    traces = find_traces(found, known, household.owner, now)
    going = [trace for trace in traces if not (keep_changed and trace.changes) and not (keep_past and trace.is_over)]
    gaps += find_forsaken(bookings.values(), places, now) + _find_deserted(household, bookings.values(), held, now)
    return Farewell(traces, farewell(going, bookings, household.owner), tuple(held), gaps)


def _find_deserted(household: Household, bookings: Iterable[Booking], held: Held, now: datetime) -> tuple[NotSeen, ...]:
    """Where an old or empty state may have been shown: what is not seen would stay for good."""
    begun = {i.action.event.block for i in household.ledger.open_intents() if i.action.verb is Verb.DELETE}
    expected = [each for each in bookings if each.block not in begun]
    reason = "most blocks that were booked there were not found, so look yourself, or run `hedgerow leave` once more"
    return tuple(NotSeen(calendar, calendar, reason) for calendar in sorted(doubtful(expected, held, now)))


def leave(household: Household, steps: Sequence[Step], plan: PlanId) -> tuple[Performed, ...]:
    """The pause comes first, so that a run between two deletions books nothing anew."""
    origin = Origin(plan, household.clock.now())
    household.breaks.set_pause(Pause(origin.at, None))
    _let_go_of_begun(household, steps, origin)
    places = {each.calendar: each for each in household.writable()}
    return tuple(perform(household, places[step.calendar], step, origin) for step in steps)


def _let_go_of_begun(household: Household, steps: Iterable[Step], origin: Origin) -> None:
    """Whatever was begun with a block that is there: it is deleted now."""
    going = {step.action.event.block for step in steps}
    for intent in household.ledger.open_intents():
        block = intent.action.event.block
        if block in going:
            household.ledger.abandon(block, origin.at, "Hedgerow leaves, so the block is deleted instead")
