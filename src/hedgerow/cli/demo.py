"""`hedgerow demo`: the real flows on an invented life, under a clock that stands still."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.opening import telling_failures
from hedgerow.cli.tables import Screen, screen, show_coverage, show_steps, show_unplaced
from hedgerow.cli.year import show_weeks
from hedgerow.compose import StillClock, open_household, still_ids
from hedgerow.flows.cycle import Survey, apply, current_week, survey
from hedgerow.flows.history import recall
from hedgerow.flows.household import Household
from hedgerow.flows.sending import Sent, send_letter
from hedgerow.flows.weekly import WEEKS_BEFORE, make_report, review_weeks
from hedgerow.letter.phrases import counted, moment, sentence
from hedgerow.ports import Ids
from hedgerow.settings.load import load_settings
from hedgerow.settings.profiles import PROFILES
from hedgerow.settings.values import Settings

MORNINGS = tuple(datetime(2026, 11, day, 6, 30, tzinfo=UTC) for day in (9, 16, 23))
"""Half past seven in Berlin on three Mondays: connected, a week later, and the morning of the letter."""
WEEKS = 12
MARK = "made-by-hedgerow-demo"
SETTINGS = "hedgerow.toml"
BLOCKS = "hedgerow-blocks.ics"
MADE_FOLDERS = ("data", "letters")

_EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_CREATED = re.compile(rb"^CREATED:(\d{8}T\d{6})Z\r$", re.MULTILINE)


@click.command(help="Show the whole of Hedgerow on twelve weeks of an invented life. Needs no account and no network.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("hedgerow-demo"),
    show_default=True,
    help="Where the calendars, the blocks and the letter are put.",
)
@click.option(
    "--profile",
    "name",
    type=click.Choice(list(PROFILES)),
    default=next(iter(PROFILES)),
    show_default=True,
    help="Whose life is played.",
)
@click.pass_obj
def demo(context: Context, *, folder: Path, name: str) -> Exit:
    life = _lives().joinpath(name)
    settings = _prepare(folder, life)
    on = screen(context.console(), settings)
    ids = still_ids()
    on.line(f"{settings.person.name}, an invented life in {on.zone}, on three Monday mornings.", style="bold")
    with telling_failures():
        for morning in MORNINGS:
            _write_calendars(folder, life, morning)
            _live(on, settings, morning, ids)
    on.line(f"The letter:      {folder / 'letters'} (.html and .txt to look at, .eml for a mail program)")
    on.line(f"The blocks:      {folder / BLOCKS} (open it in any calendar program)")
    on.line("Your own weeks:  hedgerow init")
    return Exit.DONE


def _prepare(folder: Path, life: Traversable) -> Settings:
    """Raises Stop rather than touch a folder that is somebody's."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise Stop(Exit.FAILED, f"{folder} is not empty and not a demo of ours: name another folder with --to.")
    _clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("Everything in this folder is invented; `hedgerow demo` writes it anew.\n")
    (folder / SETTINGS).write_bytes(life.joinpath(SETTINGS).read_bytes())
    settings = load_settings(folder / SETTINGS, {})
    assert isinstance(settings, Settings), f"the sample settings are wrong: {settings}"
    return settings


def _clear(folder: Path) -> None:
    """Takes away what this life or another left there, and nothing else."""
    for name in MADE_FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    played = {calendar.name for life in _lives().iterdir() if life.is_dir() for calendar in _calendars(life)}
    for name in (SETTINGS, BLOCKS, MARK, *played):
        (folder / name).unlink(missing_ok=True)


def _lives() -> Traversable:
    return files("hedgerow").joinpath("samples")


def _calendars(life: Traversable) -> Iterator[Traversable]:
    return (file for file in life.iterdir() if file.name.endswith(".ics"))


def _write_calendars(folder: Path, life: Traversable, at: datetime) -> None:
    for calendar in _calendars(life):
        (folder / calendar.name).write_bytes(as_it_stood(calendar.read_bytes(), at))


def as_it_stood(calendar: bytes, at: datetime) -> bytes:
    """The calendar without the events that were created later."""
    limit = f"{at:%Y%m%dT%H%M%S}".encode()

    def kept(event: re.Match[bytes]) -> bytes:
        created = _CREATED.search(event[0])
        return event[0] if created is None or created[1] <= limit else b""

    return _EVENT.sub(kept, calendar)


def _live(on: Screen, settings: Settings, morning: datetime, ids: Ids) -> None:
    is_last = morning == MORNINGS[-1]
    with open_household(settings, StillClock(morning), ids, exclusive=True) as household:
        surveyed = survey(household, WEEKS_BEFORE + 1 if is_last else 0)
        on.console.rule(moment(morning, on.zone), align="left", style="dim")
        if is_last:
            _judge(on, household, surveyed)
        _book(on, household, surveyed)
        if is_last:
            _write_letter(on, household, surveyed)


def _judge(on: Screen, household: Household, surveyed: Survey) -> None:
    this = current_week(household.settings, surveyed.now)
    weeks = [this.plus(-n) for n in range(WEEKS, 0, -1)]
    on.line(f"Twelve weeks judged, from {len(surveyed.view.coverage.seen)} calendars:")
    show_weeks(on.console, recall(household, review_weeks(household, surveyed.view, weeks)))
    show_coverage(on, surveyed.view.coverage)


def _book(on: Screen, household: Household, surveyed: Survey) -> None:
    performed = apply(household, surveyed, {step.calendar for step in surveyed.outlook.steps})
    on.line(f"{sentence(counted(len(performed), 'step'))} booked in {BLOCKS}:")
    show_steps(on, surveyed.outlook.steps)
    show_unplaced(on, surveyed.outlook.plan.unplaced)


def _write_letter(on: Screen, household: Household, surveyed: Survey) -> None:
    week = current_week(household.settings, surveyed.now).plus(-1)
    sent = send_letter(household, make_report(household, surveyed, week))
    assert isinstance(sent, Sent), "a new folder has sent nothing, and nobody is on leave that morning"
    on.line(f"The letter about {week} is written.\n")
