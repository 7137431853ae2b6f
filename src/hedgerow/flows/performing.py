"""One step, written: its intent is on disk before the request, so that a crash in here is settled by reading."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import Found, OperationId, Version
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Step, booked
from hedgerow.core.settle import settle
from hedgerow.flows.household import Household
from hedgerow.ports import AuthorizationExpired, BlockCalendar, Intent, Origin, PreconditionFailed, Refused, Unavailable

_log = logging.getLogger(__name__)

Held = Mapping[CalendarId, Sequence[Found]]


class Outcome(StrEnum):
    DONE = "done"
    CHANGED_MEANWHILE = "changed-meanwhile"
    """The calendar held something else than expected; the next cycle decides anew."""
    UNKNOWN = "unknown"
    """No answer came; the next cycle finds out by reading."""
    REFUSED = "refused"
    NOT_BEGUN = "not-begun"
    """Nothing was sent: another run took over, or an earlier write of the block has no answer yet."""
    TOO_LATE = "too-late"
    """It has begun since the calendars were read."""
    FOLLOWS = "follows"
    """What is to replace it was not written, so it stays."""
    NOT_ASKED = "not-asked"
    """Writing to this calendar waits for the person's yes."""
    PAUSED = "paused"
    """The person wants nothing written for now."""


@dataclass(frozen=True, slots=True)
class Performed:
    step: Step
    outcome: Outcome
    message: str = ""

    @property
    def is_on_record(self) -> bool:
        """The ledger tells of it under its run."""
        return self.outcome in (Outcome.DONE, Outcome.CHANGED_MEANWHILE, Outcome.UNKNOWN, Outcome.REFUSED)

    @property
    def is_try(self) -> bool:
        """The same again would be a quarrel; but a creation that was done is a new block each time."""
        if self.outcome is Outcome.DONE:
            return self.step.action.verb is not Verb.CREATE
        return self.outcome in (Outcome.CHANGED_MEANWHILE, Outcome.REFUSED)


def perform(household: Household, calendar: BlockCalendar, step: Step, origin: Origin) -> Performed:
    step = _stamped(household, step)
    block, at = step.action.event.block, origin.at
    try:
        household.ledger.begin(step.action, step.calendar, origin)
    except Refused as error:
        return _told(step, Outcome.NOT_BEGUN, error)
    try:
        booking = booked(step, _write(calendar, step.action))
    except PreconditionFailed as error:
        return _find_out(household, calendar, step, origin, error)
    except (Refused, AuthorizationExpired) as error:
        household.ledger.abandon(block, at, str(error))
        return _told(step, Outcome.REFUSED, error)
    except Unavailable as error:
        return _told(step, Outcome.UNKNOWN, error)
    household.ledger.finish(booking, at)
    _log.info("%s block %s in %s, run %s", step.action.verb, block, step.calendar, origin.plan)
    return Performed(step, Outcome.DONE)


def _find_out(
    household: Household, calendar: BlockCalendar, step: Step, origin: Origin, error: PreconditionFailed
) -> Performed:
    """Whose is it by now? What holds the operation was written by us; all else was somebody else's doing.

    A deletion leaves no mark: one that is refused is never taken for ours.
    """
    try:
        seen = {} if step.action.verb is Verb.DELETE else {step.calendar: calendar.find_blocks()}
    except (Unavailable, AuthorizationExpired, Refused) as unread:
        return _told(step, Outcome.UNKNOWN, unread)
    intent = Intent(step.action, step.calendar, origin.at)
    for settled in settle([intent], seen):
        if settled.booking is not None:
            household.ledger.finish(settled.booking, origin.at)
            return Performed(step, Outcome.DONE)
    household.ledger.abandon(step.action.event.block, origin.at, str(error))
    return _told(step, Outcome.CHANGED_MEANWHILE, error)


def _stamped(household: Household, step: Step) -> Step:
    event = replace(step.action.event, operation=OperationId(household.ids.fresh()))
    return replace(step, action=replace(step.action, event=event))


def _write(calendar: BlockCalendar, action: Action) -> Version:
    if action.verb is not Verb.DELETE:
        return calendar.put(action.event, action.expected)
    assert action.expected is not None, "a deletion was decided on a version"
    calendar.remove(action.event.block, action.expected)
    return action.expected


def _told(step: Step, outcome: Outcome, error: Exception) -> Performed:
    _log.warning("%s block %s in %s: %s", step.action.verb, step.action.event.block, step.calendar, outcome)
    return Performed(step, outcome, str(error))
