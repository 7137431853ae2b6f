"""`hedgerow policy`: the one change that the last letter proposed."""

from collections.abc import Mapping
from typing import Any

import click

from hedgerow.cli.asking import Manner, ask, writes
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.letters import report_on
from hedgerow.cli.lines import say
from hedgerow.cli.opening import opened
from hedgerow.core.policy.said import Proposed, State
from hedgerow.core.request import Refusal
from hedgerow.flows.cycle import current_week
from hedgerow.flows.deciding import Decision, accept, decide, newest, of_week, refuse, undo
from hedgerow.flows.household import Household
from hedgerow.flows.refine import told_of
from hedgerow.flows.weekly import reader_of
from hedgerow.letter.policy import tell_effect, tell_evidence, tell_title
from hedgerow.settings.edits import File

_STATES: Mapping[State, str] = {
    State.PROPOSED: "Open: --accept makes it, --refuse leaves it.",
    State.ACCEPTED: "Accepted; --undo takes it back.",
    State.REFUSED: "Refused.",
    State.UNDONE: "Accepted, and taken back.",
}
_DONE: Mapping[State, str] = {
    State.ACCEPTED: "Accepted. `hedgerow policy --undo` takes it back.",
    State.REFUSED: "Refused; refused twice, it is not proposed for a quarter of a year.",
    State.UNDONE: "Taken back.",
}
_QUESTIONS: Mapping[State, str] = {
    State.ACCEPTED: "Make this change?",
    State.REFUSED: "Refuse it?",
    State.UNDONE: "Take it back?",
}
_NOTHING = "Nothing is proposed: the last weeks teach no change that is worth it."


@click.command()
@click.option("--accept", "wanted", flag_value=State.ACCEPTED.value, help="Make the change in hedgerow.toml.")
@click.option("--refuse", "wanted", flag_value=State.REFUSED.value, help="Leave things as they are.")
@click.option("--undo", "wanted", flag_value=State.UNDONE.value, help="Take back a change that was accepted.")
@click.option("--week", "name", help="Of the letter about that week, as 2026-W47. Without it: the last one.")
@writes
@click.pass_obj
def policy(context: Context, *, wanted: str | None, name: str | None, how: Manner) -> Exit:
    """Show the one change of your settings that the last weeks teach, make it, or take it back.

    It is proposed with the weekly letter, at most one a week, and never made without you.
    """
    with opened(context, exclusive=wanted is not None and not how.dry_run) as household:
        proposed = _find(household, name)
        if proposed is None:
            return _nothing(context, how, is_asked=wanted is not None)
        assert household.file is not None, "a command reads its settings from a file"
        decision = _decision(household, proposed, household.file, State(wanted) if wanted else None)
        if how.json:
            _print_json(context, proposed, decision, is_written=wanted is not None and not how.dry_run)
        else:
            _show(context, household, proposed, decision)
        if wanted is not None:
            _carry_out(context, household, decision, how)
    return Exit.DONE


def _find(household: Household, name: str | None) -> Proposed | None:
    if name is not None:
        return of_week(household, name.upper())
    last = str(current_week(household.settings, household.clock.now()).plus(-1))
    if all(each.week != last for each in household.proposals.load()):
        report_on(household, None)
    return newest(household)


def _nothing(context: Context, how: Manner, *, is_asked: bool) -> Exit:
    if is_asked:
        raise Stop(Exit.FAILED, _NOTHING)
    if how.json:
        context.print_json("policy", {"proposed": None})
    else:
        click.echo(_NOTHING)
    return Exit.DONE


def _decision(household: Household, proposed: Proposed, file: File, wanted: State | None) -> Decision:
    """Of an open one without a wish: what accepting it would do. Raises Stop when it can't be done."""
    match wanted or (State.ACCEPTED if proposed.state is not State.ACCEPTED else None):
        case State.ACCEPTED:
            found = accept(household, proposed, file)
        case State.REFUSED:
            found = refuse(household, proposed)
        case State.UNDONE:
            found = undo(household, proposed, file)
        case _:
            return Decision(proposed, proposed)
    if not isinstance(found, Refusal):
        return found
    if wanted is None:
        return Decision(proposed, proposed)
    raise Stop(Exit.DONE if found.is_so_already else Exit.FAILED, found.sentence)


def _show(context: Context, household: Household, proposed: Proposed, decision: Decision) -> None:
    console, told = context.console(), told_of(proposed)
    reader = reader_of(household.settings, household.settings.boundary)
    say(console, tell_title(told, reader).translate(_PLAIN), style="bold")
    say(console, tell_evidence(told, reader).translate(_PLAIN))
    say(console, tell_effect(told, reader.language))
    diff = decision.edit.diff() if decision.edit else "\n".join(told.diff)
    if diff:
        click.echo(f"\n{diff}")
    say(console, f"Of the letter about {proposed.week}. {_STATES[proposed.state]}", style="dim")


_PLAIN = dict.fromkeys(map(ord, "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"))


def _carry_out(context: Context, household: Household, decision: Decision, how: Manner) -> None:
    """Raises Stop when it can't be done."""
    state = decision.proposed.state
    if how.dry_run:
        context.say("Nothing was changed.")
        return
    if not how.yes:
        ask(_QUESTIONS[state])
    try:
        refusal = decide(household, decision)
    except OSError as error:
        raise Stop(Exit.FAILED, f"The settings can't be written ({error.strerror}): nothing was changed.") from error
    if refusal is not None:
        raise Stop(Exit.FAILED, refusal.sentence)
    context.say(_DONE[state])


def _print_json(context: Context, proposed: Proposed, decision: Decision, *, is_written: bool) -> None:
    told: dict[str, Any] = {
        "week": proposed.week,
        "subject": proposed.subject,
        "state": (decision.proposed if is_written else proposed).state,
        "diff": decision.edit.diff() if decision.edit else None,
        **{name: proposed.content[name] for name in _FIELDS},
    }
    context.print_json("policy", {"proposed": told, "written": is_written})


_FIELDS = ("kind", "title", "weeks", "of", "count", "culprits", "before", "after", "settings", "ask")
