"""`hedgerow check`: each thing that has to work, whether it does, and what mends it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from hedgerow.cli.checking_google import google_lines
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.cli.opening import opened
from hedgerow.cli.tables import coverage_lines
from hedgerow.cli.tellings import tell_pause
from hedgerow.flows.cycle import View, current_week, view
from hedgerow.flows.household import Household
from hedgerow.flows.reading import find_all_blocks, find_forsaken
from hedgerow.letter.phrases import clock_of, counted


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Line:
    state: State
    what: str
    fact: str


@click.command(help="Look at settings, calendars, database and letters, and say what to mend.")
@click.option("--json", "json_", is_flag=True, help="For scripts.")
@click.pass_obj
def check(context: Context, *, json_: bool) -> Exit:
    with opened(context, exclusive=False) as household:
        lines = list(_examine(household))
    if json_:
        told = [{"state": line.state, "what": line.what, "fact": line.fact} for line in lines]
        context.print_json("check", {"lines": told})
    else:
        for line in lines:
            click.echo(f"{line.state:<4}  {line.what}: {line.fact}")
    states = {line.state for line in lines}
    return Exit.PARTLY if State.FAIL in states else Exit.DIFFERENT if State.WARN in states else Exit.DONE


def _examine(household: Household) -> Iterator[Line]:
    settings = household.settings
    yield Line(State.OK, "settings", f"{counted(len(settings.intentions), 'intention')}, zone {settings.person.zone}")
    yield Line(State.OK, "database", str(settings.server.data))
    this = current_week(settings, household.clock.now())
    yield from _calendars(household, view(household, this.plus(-1), this.plus(settings.planning.weeks - 1)))
    # after they were read: that may have shown that Google no longer lets us in
    yield from (Line(State(state), what, fact) for state, what, fact in google_lines(settings))
    yield from _block_calendars(household)
    if (pause := household.pause(household.clock.now())) is not None:
        yield Line(State.WARN, "pause", tell_pause(pause, settings.person.zone))
    yield _letter(household)


def _calendars(household: Household, seen: View) -> Iterator[Line]:
    if not household.sources:
        yield Line(State.WARN, "calendars", "there are none to read: add [[calendars]] to the settings")
    for each in seen.coverage.seen:
        yield Line(State.OK, f"calendar {each.calendar}", f"{each.occurrences} occurrences around these weeks")
    for line in coverage_lines(seen.coverage):
        state = State.FAIL if line.startswith("Not seen") else State.WARN
        yield Line(state, "calendar", line)


def _block_calendars(household: Household) -> Iterator[Line]:
    held, gaps = find_all_blocks(household.block_calendars)
    paths = {each.id: each.path for each in household.settings.calendars if each.path is not None}
    for calendar, found in held.items():
        place = paths[calendar]
        if is_writable(place):
            yield Line(State.OK, f"blocks in {calendar}", f"{len(found)} held in {place}")
        else:
            yield Line(State.FAIL, f"blocks in {calendar}", f"{place} can't be written: allow it, or name another file")
    forsaken = find_forsaken(household.ledger.bookings(), household.block_calendars, household.clock.now())
    for gap in (*gaps, *forsaken):
        yield Line(State.FAIL, f"blocks in {gap.calendar}", gap.reason)
    if not household.settings.intentions:
        yield Line(State.WARN, "blocks", "there are no intentions to hold any for: add [[intentions]] to the settings")
    elif not household.block_calendars:
        yield Line(State.WARN, "blocks", 'no calendar has role = "hold", so none can be booked')


def _letter(household: Household) -> Line:
    letter = household.settings.letter
    if not letter.enabled:
        return Line(State.OK, "letter", "switched off")
    outbox = household.settings.server.outbox
    if not is_writable(outbox):
        return Line(State.FAIL, "letter", f"{outbox} can't be written: allow it, or name another [server] outbox")
    if household.post is None:
        return Line(State.OK, "letter", f"kept in {outbox}; no [letter.smtp] is set")
    return Line(State.OK, "letter", f"to {letter.to}, {letter.weekday.name.capitalize()} {clock_of(letter.at)}")


def is_writable(path: Path) -> bool:
    """Itself, or the nearest folder above it that exists, when it is to be made. A file is replaced in its folder."""
    there = next(place for place in (path, *path.parents) if place.exists())
    if there.is_file() and there != path:
        return False
    folder = there if there.is_dir() else there.parent
    return os.access(there, os.W_OK) and os.access(folder, os.W_OK | os.X_OK)
