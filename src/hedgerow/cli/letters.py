"""`hedgerow report`."""

from pathlib import Path

import click

from hedgerow.cli import report_json
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.opening import opened
from hedgerow.cli.screen import show_page
from hedgerow.compose import letter_folder
from hedgerow.core.days import Week
from hedgerow.core.report import Report
from hedgerow.flows.cycle import current_week, survey
from hedgerow.flows.enclosing import parts_of
from hedgerow.flows.household import Household
from hedgerow.flows.sending import AlreadySent, OnLeave, leave_now, letter_of, send_letter, send_test
from hedgerow.flows.weekly import WEEKS_BEFORE, make_report, word_letter
from hedgerow.letter.phrases import short_day
from hedgerow.letter.reader import Letter
from hedgerow.ports import LetterState

_STATES = {
    LetterState.CLAIMED: "is being sent just now",
    LetterState.HANDING_OVER: "may have arrived (a crash hid the answer): look into the mailbox",
    LetterState.UNCERTAIN: "may have arrived (the answer got lost): look into the mailbox",
    LetterState.SENT: "was sent already",
}

_DOUBTFUL = (LetterState.HANDING_OVER, LetterState.UNCERTAIN)
_AGAIN = " by itself. If it is not there, `--send --again` sends it once more."


@click.command(help="Show the weekly letter; keep it in a folder, or send it.")
@click.option("--week", "name", help="Which week, as 2026-W47. Without it: the last whole week.")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write the letter as files here."
)
@click.option("--send", is_flag=True, help="Send it as set under [letter]: once a week, never twice.")
@click.option("--anyway", is_flag=True, help="With --send: on leave, too, when no letter is sent otherwise.")
@click.option("--again", is_flag=True, help="With --send: once more, when nobody knows whether it arrived.")
@click.option("--send-test", is_flag=True, help="Send it to your mailbox as a test; the letter itself still comes.")
@click.option("--preview", is_flag=True, help="Open it in a browser.")
@click.option("--dry-run", is_flag=True, help="With --send: say whom it would go to, and send nothing.")
@click.option("--json", "json_", is_flag=True, help="The numbers, for scripts.")
@click.pass_obj
def report(context: Context, /, *, name: str | None, folder: Path | None, json_: bool, **how: bool) -> Exit:
    with opened(context, exclusive=how["send"] and not how["dry_run"]) as household:
        made = report_on(household, name)
        if json_:
            context.print_json("report", report_json.report(made, household.settings.person.zone))
        elif folder is None and not any(how[way] for way in ("send", "send_test", "preview")):
            click.echo(_worded(household, made).text)
        if folder is not None:
            context.say(f"The letter is {_keep(household, made, folder)}, with .html and .txt beside it.")
        if how["preview"]:
            _preview(context, household, made)
        if how["send_test"]:
            context.say(f"Sent as a test: {send_test(household, made)}. Look whether it arrived, and not among spam.")
        if how["send"] and how["dry_run"]:
            context.say(_would_send(household, made, anyway=how["anyway"]))
        elif how["send"]:
            _send(context, household, made, anyway=how["anyway"], again=how["again"])
    return Exit.DONE if made.coverage.is_whole else Exit.PARTLY


def _worded(household: Household, made: Report) -> Letter:
    return word_letter(household.settings, made, parts_of(household, made))


def _keep(household: Household, made: Report, folder: Path) -> str:
    return letter_folder(folder).send(letter_of(household, made), lambda: None)


def _preview(context: Context, household: Household, made: Report) -> None:
    page = Path(_keep(household, made, household.settings.server.data / "preview")).with_suffix(".html")
    shown = show_page(page.as_uri())
    context.say(f"{page} is open in your browser." if shown else f"Open {page} in a browser.")


def report_on(household: Household, name: str | None) -> Report:
    """Raises Stop when the name is none of a whole week."""
    this = current_week(household.settings, household.clock.now())
    week = read_week(name, this) if name else this.plus(-1)
    back = (this.first_day - week.first_day).days // 7
    return make_report(household, survey(household, back + WEEKS_BEFORE), week)


def read_week(name: str, this: Week) -> Week:
    year, _, number = name.upper().partition("-W")
    try:
        week = Week(int(year), int(number), this.first)
        week.plus(-2 * WEEKS_BEFORE)
    except (ValueError, OverflowError):
        raise Stop(Exit.USAGE, f"{name!r} is no ISO week: write it as {this.plus(-1)}.") from None
    if week.first_day >= this.first_day:
        raise Stop(Exit.USAGE, f"{week} is not over yet: the last whole week is {this.plus(-1)}.")
    return week


def _would_send(household: Household, made: Report, *, anyway: bool) -> str:
    leave = leave_now(household, made.boundary or household.settings.boundary)
    if leave and not anyway:
        return _waits(made, leave)
    subject = _worded(household, made).subject
    return f"The letter “{subject}” would go to {household.settings.letter.to or 'the outbox'}."


def _waits(made: Report, leave: OnLeave) -> str:
    return (
        f"The letter about {made.week} is not sent: you are on leave ({leave.name}) until {short_day(leave.last)}."
        " To send it all the same, add --anyway."
    )


def _send(context: Context, household: Household, made: Report, *, anyway: bool, again: bool) -> None:
    sent = send_letter(household, made, anyway=anyway, again=again)
    if isinstance(sent, OnLeave):
        context.say(_waits(made, sent))
        return
    if isinstance(sent, AlreadySent):
        told = f"The letter about {made.week} {_STATES[sent.state]}; it is never sent twice"
        raise Stop(Exit.FAILED, f"{told}{_AGAIN if sent.state in _DOUBTFUL else '.'}")
    context.say(f"Sent: {'; '.join(sent.where)}")
