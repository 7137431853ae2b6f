"""Take back what was done: look at the history and at the calendars, decide, show, and only then write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hedgerow.core.action import Reply
from hedgerow.core.reconcile import Observation, Step
from hedgerow.core.reply import Response, reopen
from hedgerow.core.request import Refusal
from hedgerow.core.undo import Scene, may_be_undone, take_back
from hedgerow.flows.asking import Answer, Answered, carry_out
from hedgerow.flows.cycle import Survey
from hedgerow.flows.household import Household
from hedgerow.ports import AuthorizationExpired, Entry, EntryId, Origin, PlanId, Refused, Unavailable


@dataclass(frozen=True, slots=True)
class Undoing:
    line: Entry
    answer: Answer


def look_back(household: Household, surveyed: Survey, asked: EntryId | PlanId | None) -> tuple[Undoing, ...]:
    """What would be done, newest first, to one line, to those of a run, or to the last one of ours that stands.

    Empty when there is no such line. What `surveyed` found should be on record before, or it is not seen here.
    """
    lines, undone = household.logbook.entries(), household.logbook.undone()
    return tuple(
        Undoing(line, _decide(household, surveyed, line, Scene(lines, undone, found, surveyed.now, household.owner)))
        for line in _chosen(lines, undone, asked)
        for found in [surveyed.held.get(line.calendar, ())]
    )


def _chosen(lines: Sequence[Entry], undone: Collection[int], asked: EntryId | PlanId | None) -> Sequence[Entry]:
    """By itself an undo is not undone, so that undoing again goes one step further back."""
    if isinstance(asked, int):
        return [line for line in lines if line.id == asked]
    able = [line for line in reversed(lines) if may_be_undone(line, undone) or _is_standing_no(line, undone)]
    if asked is not None:
        return [line for line in able if line.plan == asked]
    return [line for line in able if line.undoes is None][:1]


def _is_standing_no(line: Entry, undone: Collection[int]) -> bool:
    return line.what is Reply.DECLINE and line.failure is None and line.id not in undone


def _decide_reply(household: Household, surveyed: Survey, line: Entry, scene: Scene) -> Answer:
    if not _is_standing_no(line, scene.undone) or line.response is None:
        return Refusal(f"#{line.id} did not happen, was taken back already, or is itself an undo.")
    place = next((each for each in household.invitations if each.calendar == line.calendar), None)
    try:
        if place is None:
            return Refusal(f"#{line.id} stays: the calendar {line.calendar} is not in the settings any more.")
        now = place.look(line.response.invitation.id)
    except (Unavailable, AuthorizationExpired, Refused) as error:
        return Refusal(f"#{line.id} stays for now: {error}")
    return reopen(line.id, line.response, now, surveyed.now)


def _decide(household: Household, surveyed: Survey, line: Entry, scene: Scene) -> Answer:
    if isinstance(line.what, Reply):
        return _decide_reply(household, surveyed, line, scene)
    answer = take_back(line, scene, household.ids.fresh)
    is_seen = line.calendar in surveyed.held and line.calendar not in surveyed.outlook.doubtful
    if isinstance(answer, Observation) or is_seen:
        return answer
    return Refusal(f"#{line.id} stays for now: the calendar {line.calendar} can't be read, or can't be believed.")


def undo(household: Household, undoings: Sequence[Undoing], plan: PlanId) -> tuple[Answered, ...]:
    """Under one run; what was refused stays."""
    at = household.clock.now()
    return tuple(carry_out(household, each.answer, Origin(plan, at, each.line.id)) for each in undoings)


def is_able(undoing: Undoing) -> bool:
    return isinstance(undoing.answer, Step | Observation | Response)
