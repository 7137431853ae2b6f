"""`hedgerow check`: each thing that has to work, whether it does, and what mends it."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import click

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.cli.opening import opened
from hedgerow.cli.tables import coverage_lines
from hedgerow.cli.tellings import tell_pause
from hedgerow.core.days import local_day
from hedgerow.core.domains import tell_given_up
from hedgerow.core.week import Coverage
from hedgerow.flows.cycle import View, current_week, view
from hedgerow.flows.doubtful import doubtful_weeks
from hedgerow.flows.household import Household
from hedgerow.flows.reading import find_all_blocks, find_forsaken
from hedgerow.letter.phrases import clock_of, counted
from hedgerow.ports import Refused, Unavailable
from hedgerow.settings.invitations import what_is_not_seen
from hedgerow.settings.values import AccountId, AccountKind, CalendarKind, CalendarSettings, Role


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
    yield backup_line(household)
    this = current_week(settings, household.clock.now())
    seen = view(household, this.plus(-1), this.plus(settings.planning.weeks - 1))
    yield from _accounts(household, seen.coverage)
    yield from _calendars(household, seen)
    # after they were read: that may have shown that Google no longer lets us in
    yield from granted_lines(household)
    yield from _block_calendars(household)
    if (pause := household.pause(household.clock.now())) is not None:
        yield Line(State.WARN, "pause", tell_pause(pause, settings.person.zone))
    yield _letter(household)
    yield from _replies(household)
    for week in doubtful_weeks(household):
        told = f"the letter about {week} may not have arrived: look into the mailbox"
        again = f"`hedgerow report --week {week} --send --again` sends it once more"
        yield Line(State.WARN, "letter", f"{told}; {again}")


def backup_line(household: Household) -> Line:
    """`serve` makes one a day, so that an old one says that it no longer can, or no longer runs."""
    settings = household.settings
    last, today = household.last_backup(), local_day(household.clock.now(), settings.person.zone)
    folder = settings.server.data
    if not is_writable(folder):
        return Line(State.FAIL, "backup", f"none can be made, {folder} can't be written: allow it")
    if last is None:
        return Line(State.OK, "backup", "none was made yet: `hedgerow serve` makes one a day")
    if last < today - timedelta(days=1):
        told = "see that `hedgerow serve` runs, and that there is space"
        return Line(State.WARN, "backup", f"the last was made on {last}, and one is due each day: {told}")
    return Line(State.OK, "backup", f"the last was made on {last}")


def _accounts(household: Household, coverage: Coverage) -> Iterator[Line]:
    settings, passwords = household.settings, household.passwords
    seen = {each.calendar for each in coverage.seen}
    for account in settings.accounts:
        if account.kind is AccountKind.GOOGLE:
            continue
        what, where = f"account {account.id}", urlsplit(account.url).hostname
        mine = [each.id for each in settings.calendars if each.account == account.id]
        whence = passwords.whence(account) if passwords else ""
        gaps = [gap.reason for gap in coverage.not_seen if gap.calendar in mine]
        if not mine:
            told = f"no calendar names it: `hedgerow connect caldav {account.id}` finds them"
            yield Line(State.WARN, what, told)
        elif seen.intersection(mine):
            yield Line(State.OK, what, f"{where} lets us in, password from {whence or 'elsewhere'}")
        else:
            yield Line(State.FAIL, what, gaps[0] if gaps else f"{where} was not read")
    if passwords and (doubt := passwords.doubt_key()):
        yield Line(State.FAIL, "key", doubt)


def granted_lines(household: Household) -> Iterator[Line]:
    for account, standing in household.standings().items():
        what = f"account {account}"
        if standing.facts:
            yield Line(State.OK, what, standing.facts)
        yield from (Line(State.FAIL, what, fault) for fault in standing.faults)
        yield from (Line(State.WARN, what, warning) for warning in (*standing.warnings, *standing.lacks))


def _calendars(household: Household, seen: View) -> Iterator[Line]:
    if not household.sources:
        yield Line(State.WARN, "calendars", "there are none to read: add [[calendars]] to the settings")
    elif nothing_read(seen, household.settings.calendars):
        told = "nothing but blocks is read: add yours under [[calendars]], or let `hedgerow connect` find them"
        yield Line(State.WARN, "calendars", told)
    for each in seen.coverage.seen:
        yield Line(State.OK, f"calendar {each.calendar}", f"{each.occurrences} occurrences around these weeks")
    for line in coverage_lines(seen.coverage):
        state = State.FAIL if line.startswith("Not seen") else State.WARN
        yield Line(state, "calendar", line)
    for line in tell_given_up(entry.served for entry in seen.timeline.entries):
        yield Line(State.WARN, "settings", line)


def nothing_read(seen: View, calendars: Sequence[CalendarSettings]) -> bool:
    """No calendar is there to be read alone, and those that may hold blocks hold nothing else: all weeks look clear."""
    is_read = seen.coverage.not_seen or any(calendar.role is Role.READ for calendar in calendars)
    return not is_read and all(entry.occurrence.ours for entry in seen.timeline.entries)


def _block_calendars(household: Household) -> Iterator[Line]:
    held, gaps = find_all_blocks(household.block_calendars)
    paths = {each.id: each.path for each in household.settings.calendars if each.path is not None}
    mailed = {each.id: each for each in household.settings.calendars if each.kind is CalendarKind.INVITATIONS}
    for calendar, found in held.items():
        if calendar in mailed:
            told = f"{len(found)} held. {what_is_not_seen(mailed[calendar])}"
            yield Line(State.OK, f"blocks in {calendar}", told)
            continue
        place = paths.get(calendar)
        if place is None:
            yield Line(State.OK, f"blocks in {calendar}", f"{len(found)} held on its server")
        elif is_writable(place):
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
    told = f"to {letter.to}, {letter.weekday.name.capitalize()} {clock_of(letter.at)}"
    return _letter_by_account(household, letter.account, told) if letter.account else Line(State.OK, "letter", told)


def _letter_by_account(household: Household, account: AccountId, told: str) -> Line:
    standing, sender = household.standings()[account], household.settings.letter.sender
    if standing.mail_fault:
        return Line(State.FAIL, "letter", standing.mail_fault)
    told += f"; letters go through the Google account {account}"
    if standing.address:
        told += f" as {standing.address}"
        if sender.lower() != standing.address.lower():
            told += f", or as {sender} where that is one of its aliases at Google"
    return Line(State.OK, "letter", told)


def _replies(household: Household) -> Iterator[Line]:
    if household.mailbox is None:
        return
    try:
        household.mailbox.since(local_day(household.clock.now(), household.settings.person.zone))
        yield Line(State.OK, "replies", "the mailbox lets us in")
    except (Unavailable, Refused) as error:
        yield Line(State.FAIL, "replies", str(error))


def is_writable(path: Path) -> bool:
    """Itself, or the nearest folder above it that exists, when it is to be made. A file is replaced in its folder."""
    there = next(place for place in (path, *path.parents) if place.exists())
    if there.is_file() and there != path:
        return False
    folder = there if there.is_dir() else there.parent
    return os.access(there, os.W_OK) and os.access(folder, os.W_OK | os.X_OK)
