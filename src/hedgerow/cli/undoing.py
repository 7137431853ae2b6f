"""`hedgerow undo`."""

from collections.abc import Sequence

import click

from hedgerow.cli.asking import Manner, ask, writes
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.lines import say
from hedgerow.cli.opening import opened
from hedgerow.cli.tables import Screen, screen
from hedgerow.cli.tellings import answer_json, answered_json, entry_json, tell_answer, tell_entry, tell_outcome
from hedgerow.core.request import Refusal
from hedgerow.flows.asking import Answered
from hedgerow.flows.cycle import Outcome, record_findings, survey
from hedgerow.flows.undo import Undoing, is_able, look_back, undo
from hedgerow.letter.phrases import counted, sentence
from hedgerow.ports import EntryId, PlanId


@click.command("undo")
@click.argument("number", metavar="[ID]", required=False)
@click.option("--plan", "plan_", metavar="RUN", help="All that this run did, newest first.")
@writes
@click.pass_obj
def undo_(context: Context, *, number: str | None, plan_: str | None, how: Manner) -> Exit:
    """Take back the last thing that Hedgerow did, one that `hedgerow log` numbers, or a whole run.

    A block that was booked goes, and its day stays empty; what was changed is put back and stays so; what was deleted
    comes back with all that was in it. What you changed since is yours and stays.
    """
    asked = _asked(number, plan_)
    with opened(context, exclusive=not how.dry_run) as household:
        surveyed = survey(household)
        if not how.dry_run:
            record_findings(household, surveyed)
        undoings = look_back(household, surveyed, asked)
        if not undoings:
            raise Stop(*_nothing(number, plan_))
        able, on = [each for each in undoings if is_able(each)], screen(context.console(), household.settings)
        if not how.json:
            _show(on, undoings)
        if able and not how.dry_run and not how.yes:
            ask(f"Take back {counted(len(able), 'action')}?")
        plan = household.new_plan()
        answered = () if how.dry_run else undo(household, undoings, plan)
        if how.json:
            context.print_json("undo", {"plan": plan if answered else None, "lines": _told(on, undoings, answered)})
        elif answered:
            _report(context, on, answered, plan)
    return _exit(undoings, answered)


def _asked(number: str | None, plan: str | None) -> EntryId | PlanId | None:
    if number is not None and plan is not None:
        raise Stop(Exit.USAGE, "Say a number or --plan, not both.")
    if number is None:
        return PlanId(plan) if plan is not None else None
    if not number.removeprefix("#").isdecimal():
        raise Stop(Exit.USAGE, f"{number!r} is no number of a line: `hedgerow log` shows them.")
    return EntryId(int(number.removeprefix("#")))


def _nothing(number: str | None, plan: str | None) -> tuple[Exit, str]:
    if number is not None:
        return Exit.USAGE, f"There is no line #{number.removeprefix('#')}: `hedgerow log` shows them."
    if plan is not None:
        return Exit.USAGE, f"No run {plan!r} did anything that could be taken back: `hedgerow log` shows the runs."
    return Exit.FAILED, "There is nothing to take back."


def _show(on: Screen, undoings: Sequence[Undoing]) -> None:
    for each in undoings:
        if isinstance(each.answer, Refusal):
            say(on.console, each.answer.sentence, "yellow")
        else:
            line = each.line
            say(
                on.console,
                f"Takes back #{line.id}, {tell_entry(line, on.titles, on.zone)}: {tell_answer(each.answer, on.zone)}.",
            )


def _report(context: Context, on: Screen, answered: Sequence[Answered], plan: PlanId) -> None:
    for each in answered:
        if not isinstance(each.answer, Refusal) and (told := tell_outcome(each)):
            say(on.console, told)
    done = sum(each.outcome is Outcome.DONE for each in answered)
    context.say(f"{sentence(counted(done, 'action'))} taken back, run {plan}.")


def _told(on: Screen, undoings: Sequence[Undoing], answered: Sequence[Answered]) -> list[dict[str, object]]:
    lines = [entry_json(each.line, (), on.zone) for each in undoings]
    if answered:
        answers = [answered_json(each, on.zone) for each in answered]
    else:
        answers = [answer_json(each.answer, on.zone) for each in undoings]
    return [{"line": line, **answer} for line, answer in zip(lines, answers, strict=True)]


def _exit(undoings: Sequence[Undoing], answered: Sequence[Answered]) -> Exit:
    able = sum(map(is_able, undoings))
    failed = sum(each.outcome is not Outcome.DONE for each in answered)
    if not able:
        return Exit.FAILED
    return Exit.PARTLY if failed or able < len(undoings) else Exit.DONE
