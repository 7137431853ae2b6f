"""A write was begun, and a crash or a lost answer hid its outcome: what is found tells it, and nothing else does.

Every write has an operation of its own, and the mark inside an event has that of our last write. So the answer holds
even if the person changed the event since, which is then for `observe` to see.

    begun             found under its id                               so
    ----------------- ------------------------------------------------ --------------------------------------------
    CREATE            an event                                         it happened, or an earlier try of it did:
                                                                         booked as its mark says that we left it
    CREATE            none                                             it did not; another try takes the same id
    MOVE, RESIZE,     the mark has its operation                       it happened
      REWORD, DEFEND, the mark has another, or is spoilt               it did not, as far as anybody can see
      RELEASE         none                                             it did not: the person deleted it
    DELETE            none, or cancelled                               it happened
    DELETE            an event                                         it did not
    any               the calendar was not seen                        still open

An answer is read, never guessed, and an old answer must not be taken for a new one. A server may show an old state for
a while, so a calendar in which anything is not as the ledger has it (`caution.news`) is read twice: only when both
readings agree is anything concluded from it. Should it lie twice, a creation still exists once: another try has the
same id, so that the calendar itself refuses a second event; and a write decided on an old state fails its precondition.

A calendar that refuses a write because its event is another one by now (`PreconditionFailed`) is read at once. If it
holds the operation, our own write had arrived, perhaps delivered twice, and is adopted. If not, somebody else was
there: we let the write go, and the next run sees what became of the event. A refused DELETE is never taken for ours,
as a deletion leaves no mark: what is gone then was deleted by hand, and stays away.

What cannot be told apart. (1) A creation whose answer was lost and whose event the person deleted before the next run
looks like one that never arrived. It is booked again, once: a block that was promised and is missing is the greater
harm, and the person's next deletion counts for good. (Where a calendar keeps a deleted event as a cancelled one, the
deletion is seen and counts at once.) (2) A block that the person deleted while our own deletion of it has no answer
counts as deleted by us: its day may get another block later. (3) A block that the person deletes in the seconds between
our reading and our writing, while it moves to another calendar, is there by then: they delete it there once more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import NO_OPERATION, BlockEvent, BlockId, Booking, Found, Slot
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Seen, Step, booked


class Begun(Protocol):
    """A write whose outcome is not known: `ports.Intent`."""

    @property
    def action(self) -> Action: ...

    @property
    def calendar(self) -> CalendarId: ...


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome of a write that was begun, known by reading."""

    action: Action
    booking: Booking | None
    """What to finish the intent with; None when the write did not happen and the intent is to be abandoned."""
    reason: str
    calendar: CalendarId


def settle(intents: Sequence[Begun], seen: Seen) -> tuple[Settled, ...]:
    """In the order given; an intent for a calendar that was not seen stays open and does not appear."""
    return tuple(_settle(intent, seen[intent.calendar]) for intent in intents if intent.calendar in seen)


def _settle(intent: Begun, found: Sequence[Found]) -> Settled:
    action = intent.action
    event = next((each for each in found if each.block == action.event.block), None)
    if not _happened(action, event):
        return Settled(action, None, "the calendar shows that it was not done", intent.calendar)
    version = event.version if event else action.expected
    assert version is not None, "only a deletion leaves nothing behind, and it expected a version"
    done = replace(action, event=_as_left(action.event, event))
    booking = booked(Step(intent.calendar, done), version)
    return Settled(action, booking, "the calendar shows that it was done", intent.calendar)


def _happened(action: Action, event: Found | None) -> bool:
    if action.verb is Verb.DELETE:
        return event is None or event.cancelled
    if event is None:
        return False
    return action.before is None or event.mark.operation == action.event.operation


def _as_left(asked: BlockEvent, event: Found | None) -> BlockEvent:
    """An earlier try of a creation may have asked for another place."""
    if event is None or event.mark.operation in (asked.operation, NO_OPERATION):
        return asked
    mark = event.mark
    return replace(asked, slot=mark.slot, span=mark.left, title=mark.title, transparency=mark.transparency)


def to_try_again(settled: Sequence[Settled]) -> Mapping[tuple[CalendarId, Slot], BlockId]:
    """The ids of creations that did not happen, by calendar and slot."""
    failed = (each for each in settled if each.booking is None and each.action.verb is Verb.CREATE)
    return {(each.calendar, each.action.event.slot): each.action.event.block for each in failed}
