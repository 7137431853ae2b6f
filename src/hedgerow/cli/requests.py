"""`hedgerow skip` and `hedgerow pin`: one block, by name."""

from collections.abc import Callable

import click

from hedgerow.cli.asking import Manner, ask, writes
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.lines import say
from hedgerow.cli.naming import find_block, find_intention, read_day
from hedgerow.cli.opening import opened
from hedgerow.cli.tables import Screen, screen
from hedgerow.cli.tellings import answer_json, answered_json, tell_outcome
from hedgerow.core.block import Booking
from hedgerow.core.reconcile import Observation, Step
from hedgerow.core.reply import Response
from hedgerow.core.request import Refusal
from hedgerow.flows.asking import Answer, ask_to_pin, ask_to_skip, ask_to_skip_day, carry_out
from hedgerow.flows.cycle import Outcome, Survey, record_findings, survey
from hedgerow.flows.household import Household
from hedgerow.letter.phrases import sentence, short_day, stretch
from hedgerow.ports import Origin

Look = Callable[[Household, Survey], Answer]


@click.command()
@click.argument("name", metavar="BLOCK|INTENTION")
@click.argument("day", metavar="[DAY]", required=False)
@writes
@click.pass_obj
def skip(context: Context, *, name: str, day: str | None, how: Manner) -> Exit:
    """Leave out one block: it goes, and its day stays empty.

    BLOCK is the first characters of a block id, or run@2026-11-26. With a DAY the INTENTION has none on that day,
    whether one is booked already or not.
    """

    def look(household: Household, surveyed: Survey) -> Answer:
        settings, bookings = household.settings, surveyed.outlook.bookings
        if day is None:
            return ask_to_skip(household, surveyed, find_block(bookings, name, settings.person.zone))
        wish = find_intention(settings.intentions, name)
        return ask_to_skip_day(household, surveyed, wish, read_day(day))

    return _do(context, "skip", look, how)


@click.command()
@click.argument("name", metavar="BLOCK")
@writes
@click.pass_obj
def pin(context: Context, *, name: str, how: Manner) -> Exit:
    """Keep one block exactly where it is, whatever comes.

    BLOCK is the first characters of a block id, or run@2026-11-26. Nothing is written to the calendar.
    """

    def look(household: Household, surveyed: Survey) -> Answer:
        zone = household.settings.person.zone
        return ask_to_pin(surveyed, find_block(surveyed.outlook.bookings, name, zone))

    return _do(context, "pin", look, how)


def _do(context: Context, verb: str, look: Look, how: Manner) -> Exit:
    with opened(context, exclusive=not how.dry_run) as household:
        surveyed = survey(household)
        answer = look(household, surveyed)
        on = screen(context.console(), household.settings)
        if isinstance(answer, Refusal):
            return _stays(context, verb, answer, on, json=how.json)
        if not how.json:
            say(on.console, f"{sentence(verb)}: {_told(on, answer)}.")
        if isinstance(answer, Step) and not how.yes and not how.dry_run:
            ask("Delete it from your calendar?")
        if how.dry_run:
            if how.json:
                context.print_json(verb, {"plan": None, **answer_json(answer, on.zone)})
            return Exit.DONE
        record_findings(household, surveyed)
        plan = household.new_plan()
        answered = carry_out(household, answer, Origin(plan, household.clock.now()))
    if how.json:
        context.print_json(verb, {"plan": plan, **answered_json(answered, on.zone)})
    else:
        context.say(tell_outcome(answered) or f"Done, run {plan}; `hedgerow undo` takes it back.")
    return Exit.DONE if answered.outcome is Outcome.DONE else Exit.PARTLY


def _stays(context: Context, verb: str, answer: Refusal, on: Screen, *, json: bool) -> Exit:
    """Raises Stop unless it is so already."""
    if not answer.is_so_already:
        raise Stop(Exit.FAILED, answer.sentence)
    if json:
        context.print_json(verb, {"plan": None, **answer_json(answer, on.zone)})
    else:
        context.say(answer.sentence)
    return Exit.DONE


def _told(on: Screen, answer: Step | Observation | Response) -> str:
    if isinstance(answer, Step):
        event = answer.action.event
        title = on.titles.get(event.slot.intention, event.title)
        return f"{title}, {stretch(event.span, on.zone)}, goes, and its day stays empty"
    assert isinstance(answer, Observation), "replies are not asked for by name"
    booking: Booking = answer.booking
    title = on.titles.get(booking.slot.intention, booking.title)
    if answer.before is None:
        return f"{title} has no block on {short_day(booking.slot.day)}"
    return f"{title}, {stretch(booking.span, on.zone)}, stays exactly there"
