"""Take back what was done: look at the history and at the calendars, decide, show, and only then write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hedgerow.core.reconcile import Observation, Step
from hedgerow.core.request import Refusal
from hedgerow.core.undo import Scene, may_be_undone, take_back
from hedgerow.flows.asking import Answer, Answered, carry_out
from hedgerow.flows.cycle import Survey
from hedgerow.flows.household import Household
from hedgerow.ports import Entry, EntryId, Origin, PlanId


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
    able = [line for line in reversed(lines) if may_be_undone(line, undone)]
    if asked is not None:
        return [line for line in able if line.plan == asked]
    return [line for line in able if line.undoes is None][:1]


def _decide(household: Household, surveyed: Survey, line: Entry, scene: Scene) -> Answer:
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
    return isinstance(undoing.answer, Step | Observation)
