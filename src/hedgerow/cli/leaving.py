"""`hedgerow leave`."""

from collections.abc import Iterator, Mapping, Sequence

import click

from hedgerow.cli import as_json
from hedgerow.cli.asking import Manner, ask, writes
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.cli.google_words import BY_HAND
from hedgerow.cli.lines import say
from hedgerow.cli.opening import opened
from hedgerow.cli.tables import Screen, screen
from hedgerow.compose.copies import forget_all_copies
from hedgerow.compose.google import revoke_all
from hedgerow.core.farewell import Trace
from hedgerow.core.occurrence import CalendarId
from hedgerow.flows.cycle import Outcome, Performed
from hedgerow.flows.household import Household
from hedgerow.flows.leave import Farewell, leave, look_around
from hedgerow.letter.phrases import counted, listed, sentence, stretch
from hedgerow.ports import PlanId


@click.command("leave")
@click.option("--keep-changed", is_flag=True, help="Leave the blocks that you changed yourself.")
@click.option("--keep-past", is_flag=True, help="Leave the blocks that are over.")
@writes
@click.pass_obj
def leave_(context: Context, *, keep_changed: bool, keep_past: bool, how: Manner) -> Exit:
    """Take every block that Hedgerow ever made out of your calendars, and book nothing more.

    Blocks are known by the mark inside them, so this works without the database, too. Nothing else is touched.
    """
    with opened(context, exclusive=not how.dry_run) as household:
        found = look_around(household, keep_changed=keep_changed, keep_past=keep_past)
        on = screen(context.console(), household.settings)
        if not how.json:
            _show(on, found)
        if not how.dry_run and not how.yes:
            going = f"Delete {counted(len(found.steps), 'block')}, and pause" if found.steps else "Pause"
            ask(f"{going} until `hedgerow resume`?")
        plan = household.new_plan()
        performed = () if how.dry_run else leave(household, found.steps, plan)
        unmailed = {} if how.dry_run else household.uncancelled()
        exit_ = _exit(found, performed, unmailed)
        is_whole = not how.dry_run and exit_ is Exit.DONE
        # a grant or a password may be what it takes to come back for the rest
        untold = _give_back(household) if is_whole else []
        forgotten = household.forget_secrets() if is_whole else 0
        deleted = forget_all_copies(household.settings) if is_whole else 0
        if how.json:
            told = _told(on, found, performed, plan if performed else None)
            ends = {"passwords_forgotten": forgotten, "copies_deleted": deleted, "not_revoked": untold}
            context.print_json("leave", {**told, "still_to_mail": unmailed, **ends})
        elif not how.dry_run:
            _report(on, performed, unmailed, plan)
            _report_deleted(on, forgotten, deleted)
            for account in untold:
                say(on.console, f"Google could not be told that the grant of {account!r} ends: {BY_HAND}.", "yellow")
    return exit_


def _give_back(household: Household) -> list[str]:
    """The Google accounts whose grant goes on there."""
    return [account for account, is_told in revoke_all(household.settings, household.clock).items() if not is_told]


def _show(on: Screen, found: Farewell) -> None:
    if not found.traces and not found.gaps:
        say(on.console, "None of your calendars holds a block of ours, so there is nothing to take out.")
        return
    for calendar in found.looked_at:
        here = [trace for trace in found.traces if trace.found.calendar == calendar]
        past = sum(trace.is_over for trace in here)
        over = f", {counted(past, 'of them over', 'of them over')}" if past else ""
        say(on.console, f"{calendar}: {counted(len(here), 'block')} of ours{over}.")
    going = {step.action.event.block for step in found.steps}
    for trace in found.traces:
        if trace.changes:
            fate = "goes, too" if trace.found.block in going else "stays"
            say(on.console, f"You changed one: {_named(on, trace)} ({listed(trace.changes)}); it {fate}.", "yellow")
    for gap in found.gaps:
        say(on.console, f"Not looked at: {gap.calendar}: {gap.reason}", "yellow")
    kept = len(found.traces) - len(found.steps)
    stays = f" {sentence(counted(kept, 'block stays', 'blocks stay'))}." if kept else ""
    say(on.console, f"{sentence(counted(len(found.steps), 'block goes', 'blocks go'))}.{stays}")


def _named(on: Screen, trace: Trace) -> str:
    return f"{trace.found.title}, {stretch(trace.found.span, on.zone)}, in {trace.found.calendar}"


def _report(on: Screen, performed: Sequence[Performed], unmailed: Mapping[CalendarId, int], plan: PlanId) -> None:
    for line in (*_failures(on, performed), *_delays(unmailed)):
        say(on.console, line, "yellow")
    if performed:
        done = sum(each.outcome is Outcome.DONE for each in performed)
        say(on.console, f"{sentence(counted(done, 'block'))} deleted, run {plan}.")
    say(
        on.console,
        "Nothing is booked from now on; `hedgerow resume` would begin again. Settings and database stay as they are.",
    )


def _report_deleted(on: Screen, forgotten: int, deleted: int) -> None:
    if forgotten:
        say(on.console, f"{sentence(counted(forgotten, 'stored password'))} forgotten.")
    if deleted:
        say(on.console, f"{sentence(counted(deleted, 'copy of a calendar', 'copies of calendars'))} deleted here.")


def _failures(on: Screen, performed: Sequence[Performed]) -> Iterator[str]:
    for each in performed:
        if each.outcome is not Outcome.DONE:
            event = each.step.action.event
            where = f"{event.title}, {stretch(event.span, on.zone)}, in {each.step.calendar}"
            yield f"Not deleted: {where}. {each.message} Run `hedgerow leave` again."


def _delays(unmailed: Mapping[CalendarId, int]) -> Iterator[str]:
    for calendar, count in unmailed.items():
        yield (
            f"Still to be mailed for {calendar}: {counted(count, 'cancellation')}. `hedgerow serve` mails what is left"
            " when its time has come; without it, run `hedgerow leave` again in an hour."
        )


def _told(on: Screen, found: Farewell, performed: Sequence[Performed], plan: PlanId | None) -> dict[str, object]:
    going = {step.action.event.block for step in found.steps}
    return {
        "plan": plan,
        "looked_at": list(found.looked_at),
        "not_looked_at": [{"calendar": gap.calendar, "reason": gap.reason} for gap in found.gaps],
        "blocks": [
            {
                "block": trace.found.block,
                "calendar": trace.found.calendar,
                "title": trace.found.title,
                **as_json.span(trace.found.span, on.zone),
                "changes": list(trace.changes),
                "over": trace.is_over,
                "goes": trace.found.block in going,
            }
            for trace in found.traces
        ],
        "steps": [as_json.performed(each, on.zone) for each in performed],
    }


def _exit(found: Farewell, performed: Sequence[Performed], unmailed: Mapping[CalendarId, int]) -> Exit:
    whole = not found.gaps and not unmailed and all(each.outcome is Outcome.DONE for each in performed)
    return Exit.DONE if whole else Exit.PARTLY
