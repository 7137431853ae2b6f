"""What `hedgerow plan --explain` adds: a reason for every step and every gap, and how far the plan is proven best."""

from collections.abc import Iterator, Mapping

from hedgerow.cli.as_json import Json
from hedgerow.cli.lines import say
from hedgerow.cli.reasons_json import explanation, proof
from hedgerow.cli.tables import Screen
from hedgerow.core.action import Verb
from hedgerow.core.reconcile import Step
from hedgerow.core.why.facts import Explanation
from hedgerow.core.why.telling import Explained, explain_plan
from hedgerow.flows.cycle import Survey
from hedgerow.flows.explaining import lay_out
from hedgerow.flows.household import Household
from hedgerow.letter.phrases import sentence, stretch
from hedgerow.letter.reasons import word, word_proof


def show_explained(on: Screen, household: Household, surveyed: Survey) -> None:
    explained = explain_plan(lay_out(household, surveyed))
    for step, told in _steps(explained, surveyed):
        _show(on, _named(on, step), word(told, on.zone) or (f"{sentence(step.action.reason)}.",))
    for gap, told in explained.unplaced:
        _show(on, f"No place: {gap.intention.title}, {gap.week}", word(told, on.zone))
    for lost, told in explained.withheld:
        _show(on, f"Not granted: {lost.guard.title}, {lost.week}", word(told, on.zone))
    if explained.proof.is_proven:  # else it is said already
        say(on.console, word_proof(explained.proof))


def _show(on: Screen, title: str, lines: tuple[str, ...]) -> None:
    say(on.console, title, "bold")
    for line in lines:
        say(on.console, line, indent=2)


def explained_json(household: Household, surveyed: Survey) -> Json:
    explained, zone = explain_plan(lay_out(household, surveyed)), surveyed.outlook.given.rules.zone
    return {
        "steps": [{**_step(step), **explanation(told, zone)} for step, told in _steps(explained, surveyed)],
        "unplaced": [
            {"intention": gap.intention.id, "week": str(gap.week), **explanation(told, zone)}
            for gap, told in explained.unplaced
        ],
        "withheld": [
            {"guard": lost.guard.id, "week": str(lost.week), **explanation(told, zone)}
            for lost, told in explained.withheld
        ],
        "proof": proof(explained.proof, zone),
    }


def _step(step: Step) -> Json:
    slot = step.action.event.slot
    named = {"verb": step.action.verb, "intention": slot.intention, "day": slot.day.isoformat()}
    return {**named, "reason": step.action.reason}


def _steps(explained: Explained, surveyed: Survey) -> Iterator[tuple[Step, Explanation]]:
    """What goes has no explanation but its reason; nor has what tells others of leave."""
    known: Mapping[object, Explanation] = {(block.slot, block.span): told for block, told in explained.blocks}
    for step in surveyed.outlook.steps:
        event = step.action.event
        told = None if step.action.verb is Verb.DELETE else known.get((event.slot, event.span))
        yield step, told or Explanation(())


def _named(on: Screen, step: Step) -> str:
    event = step.action.event
    title = on.titles.get(event.slot.intention, event.title)
    return f"{sentence(step.action.verb.value)} {title}, {stretch(event.span, on.zone)}"
