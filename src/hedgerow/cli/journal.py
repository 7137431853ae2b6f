"""`hedgerow journal`."""

import sys
from pathlib import Path

import click

from hedgerow.cli.asking import dry_run_option, json_option
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.letters import read_week
from hedgerow.cli.opening import opened
from hedgerow.core.days import Week
from hedgerow.flows.cycle import current_week
from hedgerow.flows.household import Household
from hedgerow.flows.journaling import Sheet, as_markdown, journal_of, sheets_of, write_answers, write_thought
from hedgerow.letter.phrases import counted, moment, sentence
from hedgerow.ports import AuthorizationExpired
from hedgerow.ports.journal import Page, PageId

_HEADING = "Journal"


@click.command()
@click.option("--week", "name", help="Which week, as 2026-W47. Without it: all of them; to write, the last whole week.")
@click.option("--write", is_flag=True, help="Answer the questions of the week's letter; from a pipe, one thought.")
@click.option("--export", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write all of it as Markdown.")
@click.option("--forget", "page", type=int, metavar="N", help="Forget the page of that number.")
@dry_run_option
@json_option
@click.pass_obj
def journal(
    context: Context, /, *, name: str | None, file: Path | None, page: int | None, json_: bool, **how: bool
) -> Exit:
    """Read and write your journal: what you answered to the questions of the letters.

    It is sealed in the database of this machine, is never mailed, and nothing is concluded from it.
    """
    with opened(context, exclusive=False) as household:
        try:
            if how["write"]:
                return _write(context, household, name, dry_run=how["dry_run"])
            if page is not None:
                return _forget(context, household, PageId(page), dry_run=how["dry_run"])
            pages = _chosen(household, name)
        except AuthorizationExpired as error:
            raise Stop(Exit.FAILED, str(error)) from error
        if file is None:
            _show(context, household, pages, json=json_)
            return Exit.DONE
    if not how["dry_run"]:
        _export(file, as_markdown(pages, _HEADING))
    context.say(f"{sentence(counted(len(pages), 'page'))} in {file}.")
    return Exit.DONE


def _chosen(household: Household, name: str | None) -> list[Page]:
    week = str(_week(household, name)) if name else None
    return [page for page in journal_of(household).pages() if week in (None, page.week)]


def _week(household: Household, name: str | None) -> Week:
    this = current_week(household.settings, household.clock.now())
    return read_week(name, this) if name else this.plus(-1)


def _show(context: Context, household: Household, pages: list[Page], *, json: bool) -> None:
    if json:
        context.print_json("journal", {"pages": [_as_json(page) for page in pages]})
        return
    for page in pages:
        _print(household, page)
    if not pages:
        context.say("The journal is empty: `hedgerow journal --write` asks the questions of the last letter.")


def _export(file: Path, text: str) -> None:
    """For the eyes of its writer alone. Raises Stop."""
    try:
        file.touch(mode=0o600)
        if file.is_file():
            file.chmod(0o600)  # it may have been there before
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(Exit.FAILED, f"{file} can't be written ({error.strerror}): name another one.") from error


def _print(household: Household, page: Page) -> None:
    at = moment(page.at, household.settings.person.zone)
    click.secho(f"{page.id}  {page.week}, written {at}", dim=True)
    if page.question:
        click.secho(page.question, bold=True)
    click.echo(f"{page.answer}\n")


def _as_json(page: Page) -> dict[str, object]:
    said = {"question": page.question or None, "answer": page.answer, "written": page.at.isoformat()}
    return {"id": page.id, "week": page.week, "key": page.key or None, **said}


def _write(context: Context, household: Household, name: str | None, *, dry_run: bool) -> Exit:
    week = _week(household, name)
    if not sys.stdin.isatty():
        text = sys.stdin.read()
        is_written = bool(text.strip()) if dry_run else write_thought(household, week, text)
        context.say("Written down." if is_written else "There was nothing in it, so nothing was written.")
        return Exit.DONE
    sheets = sheets_of(household, week)
    if not sheets:
        raise Stop(Exit.FAILED, f"There are no questions about {week}: it could not be seen.")
    answers = {sheet.key: _ask(sheet) for sheet in sheets}
    many = sum(map(bool, answers.values())) if dry_run else write_answers(household, week, sheets, answers)
    context.say(f"{sentence(counted(many, 'answer'))} written down." if many else "Nothing was written.")
    return Exit.DONE


def _ask(sheet: Sheet) -> str:
    click.secho(f"\n{sheet.step}", bold=True, err=True)
    click.echo(sheet.text, err=True)
    answer: str = click.prompt("  (Enter skips)", default=sheet.before, show_default=bool(sheet.before), err=True)
    return answer


def _forget(context: Context, household: Household, page: PageId, *, dry_run: bool) -> Exit:
    kept = journal_of(household)
    is_there = any(each.id == page for each in kept.pages()) if dry_run else kept.forget(page)
    if not is_there:
        raise Stop(Exit.USAGE, f"There is no page {page}: `hedgerow journal` shows their numbers.")
    context.say(f"Page {page} is forgotten.")
    return Exit.DONE
