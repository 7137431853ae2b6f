"""`hedgerow why`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import click

from hedgerow.cli.as_json import span as span_json
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.opening import opened
from hedgerow.cli.origins import event_json, find_events, tell_events
from hedgerow.cli.reasons_json import facts, proof
from hedgerow.core.block import BlockId, IntentionId, Slot, Standing
from hedgerow.core.days import week_of
from hedgerow.core.guard import GuardId
from hedgerow.core.span import Span
from hedgerow.core.why.empty import explain_skipped, explain_waiting
from hedgerow.core.why.facts import Explanation
from hedgerow.core.why.proven import proof_of
from hedgerow.core.why.telling import explain, explain_unplaced, explain_withheld
from hedgerow.flows.cycle import Survey, survey
from hedgerow.flows.explaining import lay_out
from hedgerow.flows.household import Household
from hedgerow.letter.phrases import listed, short_day, stretch
from hedgerow.letter.reasons import word, word_proof

LOOK_BACK = 4
"""Weeks before this one whose events can be asked about."""


@dataclass(frozen=True, slots=True)
class Answer:
    intention: IntentionId | GuardId
    title: str
    what: str
    """The occasion that is explained."""
    tell: Callable[[], Explanation]
    """Only what is asked for: what would help a gap is found by planning again."""
    slot: Slot | None = None
    block: BlockId | None = None
    span: Span | None = None


@click.command()
@click.argument("name", metavar="BLOCK|EVENT")
@click.option("--json", "json_", is_flag=True, help="For scripts.")
@click.pass_obj
def why(context: Context, *, name: str, json_: bool) -> Exit:
    """Say why a block is where it is or why there is none, or which domains an event serves and why.

    BLOCK is an intention (run) or guard (rest), one of its days (run@2026-11-26), or the first characters of a block
    id. EVENT is a UID, or words of the title of an event of the last four weeks or the coming ones.
    """
    with opened(context, exclusive=False) as household:
        surveyed = survey(household, back=LOOK_BACK)
        planned = list(_answers(household, surveyed))
        answers = [answer for answer in planned if _is_named(answer, name)]
        explained = [(answer, answer.tell()) for answer in answers]
        events = [] if answers else find_events(surveyed.view.timeline, name)
        zone, proven = household.settings.person.zone, proof_of(surveyed.outlook.plan)
        known = ", ".join(intention.id for intention in household.settings.intentions)
    if not answers and not events:
        raise Stop(Exit.USAGE, _tell_other_days(planned, name) or _tell_unknown(name, known))
    if json_:
        answered = [
            {
                "intention": answer.intention,
                "day": answer.slot.day.isoformat() if answer.slot else None,
                "block": answer.block,
                **(span_json(answer.span, zone) if answer.span else {}),
                "what": answer.what,
                "why": list(word(told, zone)),
                "facts": facts(told.facts, zone),
            }
            for answer, told in explained
        ]
        told_of = {"answers": answered, "events": [event_json(event, zone) for event in events]}
        context.print_json("why", {**told_of, "proof": proof(proven, zone)})
        return Exit.DONE
    for line in tell_events(events, zone):
        click.echo(click.style(line.text, bold=line.is_head) if line.is_head else f"  {line.text}", color=context.color)
    for answer, told in explained:
        click.echo(click.style(answer.what, bold=True), color=context.color)
        for sentence in word(told, zone):
            click.echo(f"  {sentence}")
    if explained:
        click.echo(word_proof(proven))
    return Exit.DONE


def _is_named(answer: Answer, name: str) -> bool:
    wish, day = _split(name)
    if day:
        return answer.slot is not None and answer.slot.day.isoformat() == day and _is_wish(answer, wish)
    return _is_wish(answer, wish) or (answer.block is not None and len(name) >= 4 and answer.block.startswith(name))


def _tell_other_days(planned: Sequence[Answer], name: str) -> str:
    """Empty when it is no day of an intention that was asked about."""
    wish, day = _split(name)
    days = {each.slot.day.isoformat() for each in planned if each.slot and _is_wish(each, wish)}
    return f"Nothing is planned for {wish!r} on {day}; its days are {listed(sorted(days))}." if day and days else ""


def _tell_unknown(name: str, known: str) -> str:
    return (
        f"No block and no event is named {name!r} in the last and the coming weeks; the intentions are:"
        f" {known or 'none'}."
    )


def _split(name: str) -> tuple[str, str]:
    """`run@2026-11-26` or `run 2026-11-26`; without a day the second part is empty."""
    wish, day = name[:-11], name[-10:]
    return (wish, day) if name[-11:-10] in ("@", " ") and day[:4].isdigit() else (name, "")


def _is_wish(answer: Answer, name: str) -> bool:
    return name.casefold() in (answer.intention, answer.title.casefold())


def _answers(household: Household, surveyed: Survey) -> Iterator[Answer]:
    """Placed ones in order of time, then those the person deleted, then what found no place."""
    settings, scene = household.settings, lay_out(household, surveyed)
    rules = scene.given.rules
    wishes = {intention.id: intention for intention in settings.intentions}
    for block in surveyed.outlook.plan.blocks:
        wish = wishes[block.slot.intention]
        what = f"{wish.title}, {stretch(block.span, rules.zone)}"
        yield Answer(wish.id, wish.title, what, partial(explain, scene, block), block.slot, block.block, block.span)
    for slot in _skipped(surveyed):
        if slot.intention in wishes and week_of(slot.day, settings.person.first_weekday) in rules.weeks:
            title = wishes[slot.intention].title
            what = f"{title}, {short_day(slot.day)}"
            yield Answer(slot.intention, title, what, partial(explain_skipped, slot), slot)
    for missing in surveyed.outlook.plan.unplaced:
        title = missing.intention.title
        tell = partial(explain_unplaced, scene, missing)
        yield Answer(missing.intention.id, title, f"{title}, week {missing.week}", tell)
    for lost in surveyed.outlook.plan.withheld:
        what = f"{lost.guard.title}, {short_day(lost.day)}"
        yield Answer(lost.guard.id, lost.guard.title, what, partial(explain_withheld, scene, lost))
    for waits in surveyed.outlook.plan.waiting:
        title, tell = waits.intention.title, partial(explain_waiting, surveyed.view.boundary)
        yield Answer(waits.intention.id, title, f"{title}, week {waits.week}", tell)


def _skipped(surveyed: Survey) -> Sequence[Slot]:
    skipped = {each.slot for each in surveyed.outlook.bookings if each.standing is Standing.SKIPPED}
    return sorted(skipped, key=lambda slot: (slot.day, slot.intention))
