"""What `hedgerow plan --explain` adds: a reason for every step and every gap, and how far the plan is proven best."""

from collections.abc import Iterator
from dataclasses import dataclass

from hedgerow.cli.as_json import Json
from hedgerow.cli.lines import say
from hedgerow.cli.reasons_json import explanation, proof
from hedgerow.cli.tables import Screen
from hedgerow.core.action import Verb
from hedgerow.core.plan import Block
from hedgerow.core.reconcile import Step
from hedgerow.core.why.facts import Explanation
from hedgerow.core.why.proven import proof_of
from hedgerow.core.why.scene import Scene
from hedgerow.core.why.telling import explain, explain_unplaced, explain_withheld
from hedgerow.flows.cycle import Survey
from hedgerow.flows.explaining import lay_out
from hedgerow.letter.phrases import sentence, stretch
from hedgerow.letter.reasons import word, word_proof


@dataclass(frozen=True, slots=True)
class Answered:
    step: Step
    explanation: Explanation | None
    """None for what the plan has no block for any more."""


def show_explained(on: Screen, surveyed: Survey) -> None:
    scene = lay_out(surveyed)
    for answered in _steps(scene, surveyed):
        say(on.console, _named(on, answered.step), "bold")
        told = answered.explanation
        reason = f"{sentence(answered.step.action.reason)}."
        for line in word(told, on.zone) if told else (reason,):
            say(on.console, line, indent=2)
    for title, told in _gaps(scene):
        say(on.console, title, "bold")
        for line in word(told, on.zone):
            say(on.console, line, indent=2)
    if scene.plan.is_proven:  # else it is said already
        say(on.console, word_proof(proof_of(scene.plan)))


def explained_json(surveyed: Survey) -> Json:
    scene = lay_out(surveyed)
    zone = scene.given.rules.zone
    return {
        "steps": [_step(answered, scene) for answered in _steps(scene, surveyed)],
        "unplaced": [
            {"intention": gap.intention.id, "week": str(gap.week), **explanation(explain_unplaced(scene, gap), zone)}
            for gap in scene.plan.unplaced
        ],
        "withheld": [
            {"guard": gap.guard.id, "week": str(gap.week), **explanation(explain_withheld(scene, gap), zone)}
            for gap in scene.plan.withheld
        ],
        "proof": proof(proof_of(scene.plan), zone),
    }


def _step(answered: Answered, scene: Scene) -> Json:
    action = answered.step.action
    told = answered.explanation or Explanation(())
    named = {"verb": action.verb, "intention": action.event.slot.intention, "day": action.event.slot.day.isoformat()}
    return {**named, "reason": action.reason, **explanation(told, scene.given.rules.zone)}


def _steps(scene: Scene, surveyed: Survey) -> Iterator[Answered]:
    planned: dict[object, Block] = {(block.slot, block.span): block for block in scene.plan.blocks}
    for step in surveyed.outlook.steps:
        event = step.action.event
        block = None if step.action.verb is Verb.DELETE else planned.get((event.slot, event.span))
        yield Answered(step, explain(scene, block) if block else None)


def _gaps(scene: Scene) -> Iterator[tuple[str, Explanation]]:
    for gap in scene.plan.unplaced:
        yield f"No place: {gap.intention.title}, {gap.week}", explain_unplaced(scene, gap)
    for lost in scene.plan.withheld:
        yield f"Not granted: {lost.guard.title}, {lost.week}", explain_withheld(scene, lost)


def _named(on: Screen, step: Step) -> str:
    event = step.action.event
    title = on.titles.get(event.slot.intention, event.title)
    return f"{sentence(step.action.verb.value)} {title}, {stretch(event.span, on.zone)}"
