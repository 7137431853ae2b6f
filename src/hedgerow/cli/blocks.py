"""`hedgerow plan` and `hedgerow apply`: the same table before and after the yes."""

from collections.abc import Container, Sequence

import click

from hedgerow.cli import as_json
from hedgerow.cli.asking import ask, json_option
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.explained import explained_json, show_explained
from hedgerow.cli.opening import opened
from hedgerow.cli.tables import screen, show_booked, show_performed, show_replied, show_survey
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.outlook import is_same
from hedgerow.flows.cycle import (
    Outcome,
    Performed,
    Survey,
    apply,
    first_writes,
    reply_to_invitations,
    survey,
    writes_to,
)
from hedgerow.flows.household import Household
from hedgerow.flows.replying import Replied
from hedgerow.letter.phrases import counted, listed, sentence
from hedgerow.ports import PlanId
from hedgerow.settings.invitations import what_is_not_seen
from hedgerow.settings.values import CalendarKind

_believe = click.option(
    "--believe", multiple=True, metavar="CALENDAR", help="So much is gone there because you deleted it."
)


@click.command(help="Show exactly what apply would write. Writes nothing.")
@click.option("--check", "check_", is_flag=True, help="End with 10 when there is something to do.")
@click.option("--explain", is_flag=True, help="Say why for each step and gap, what would help, and what is proven.")
@click.option("--all", "all_", is_flag=True, help="List what is booked already, too, with its ids.")
@_believe
@json_option
@click.pass_obj
def plan(context: Context, /, *, believe: Sequence[str], json_: bool, **asked: bool) -> Exit:
    with opened(context, exclusive=False) as household:
        surveyed = _look(household, believe)
        _show(context, household, surveyed, json_=json_, explain=asked["explain"])
        if asked["explain"] and not json_:
            show_explained(screen(context.console(), household.settings), household, surveyed)
        if asked["all_"] and not json_:
            show_booked(screen(context.console(), household.settings), surveyed.outlook.bookings, surveyed.now)
    if asked["check_"] and writes_to(surveyed):
        return Exit.DIFFERENT
    return _exit(surveyed, ())


@click.command("apply", help="Book, move and defend the blocks of the plan.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@_believe
@json_option
@click.pass_obj
def apply_(context: Context, *, dry_run: bool, yes: bool, believe: Sequence[str], json_: bool) -> Exit:
    with opened(context, exclusive=not dry_run) as household:
        surveyed = _look(household, believe)
        known = _lacks(household)
        if dry_run or not json_:
            _show(context, household, surveyed, json_=json_)
        if dry_run:
            return _exit(surveyed, ())
        while writes_to(surveyed) and not yes and surveyed.pause is None:
            _ask(surveyed)
            asked, surveyed = surveyed, _look(household, believe)
            yes = is_same(asked.outlook.steps, surveyed.outlook.steps) and _said(asked) == _said(surveyed)
            if not yes:
                context.say("Meanwhile things changed. This is the plan now:")
                _show(context, household, surveyed, json_=json_)
        plan = household.new_plan()
        performed = apply(household, surveyed, writes_to(surveyed), plan)
        replied = reply_to_invitations(household, surveyed, plan)
        if json_:
            zone = household.settings.person.zone
            steps = [as_json.performed(each, zone) for each in performed]
            is_any = any(each.is_on_record for each in performed) or any(each.is_on_record for each in replied)
            run = plan if is_any else None
            said = {"plan": run, "steps": steps, "replies": [as_json.replied(each, zone) for each in replied]}
            context.print_json("apply", {**as_json.survey(surveyed, zone), **said})
        elif (performed or replied) and surveyed.pause is None:
            _tell_done(context, household, performed, replied, plan)
            say_lacks(context, household, known)
    return _exit(surveyed, (*performed, *replied))


def _look(household: Household, believe: Sequence[str]) -> Survey:
    names = [calendar.id for calendar in household.settings.calendars]
    for name in believe:
        if name not in names:
            raise Stop(Exit.USAGE, f"--believe {name}: the calendars are {', '.join(names) or 'none'}.")
    return survey(household, believed=[CalendarId(name) for name in believe], released=True)


def _show(context: Context, household: Household, surveyed: Survey, *, json_: bool, explain: bool = False) -> None:
    zone = household.settings.person.zone
    if json_:
        explained = {"explained": explained_json(household, surveyed)} if explain else {}
        context.print_json("plan", {**as_json.survey(surveyed, zone), **explained})
    else:
        show_survey(screen(context.console(), household.settings), surveyed)
        written = {step.calendar for step in surveyed.outlook.steps}
        for each in household.settings.calendars:
            if each.kind is CalendarKind.INVITATIONS and each.id in written:
                context.say(what_is_not_seen(each))
        say_lacks(context, household)


def _tell_done(
    context: Context, household: Household, performed: Sequence[Performed], replied: Sequence[Replied], plan: PlanId
) -> None:
    on = screen(context.console(), household.settings)
    show_performed(on, performed)
    show_replied(on, replied)
    done, said = (sum(each.outcome is Outcome.DONE for each in those) for those in (performed, replied))
    back = f" `hedgerow undo --plan {plan}` takes them back." if done or said else ""
    context.say(f"{sentence(_counts(done, said))} done.{back}")


def _counts(steps: int, replies: int) -> str:
    told = [(steps, counted(steps, "step")), (replies, counted(replies, "reply", "replies"))]
    return listed([words for count, words in told if count]) or counted(0, "step")


def _said(surveyed: Survey) -> list[str]:
    return [repr(each) for each in surveyed.letters.responses]


def say_lacks(context: Context, household: Household, known: Container[str] = ()) -> None:
    for lack in _lacks(household):
        if lack not in known:
            context.say(lack)


def _lacks(household: Household) -> tuple[str, ...]:
    """What accounts do not offer of what the settings ask for, each once."""
    return tuple(dict.fromkeys(each for account in household.standings().values() for each in account.lacks))


def _ask(surveyed: Survey) -> None:
    """Raises Stop when there is nobody to ask, and Abort on a no."""
    steps, replies = len(surveyed.outlook.steps), len(surveyed.letters.responses)
    count, new = _counts(steps, replies), listed(first_writes(surveyed))
    first = f", to {new} for the first time" if new else ""
    ask(f"Write {count} to your calendars{first}?")


def _exit(surveyed: Survey, performed: Sequence[Performed | Replied]) -> Exit:
    whole = surveyed.view.coverage.is_whole and not surveyed.outlook.doubtful
    return Exit.DONE if whole and all(each.outcome is Outcome.DONE for each in performed) else Exit.PARTLY
