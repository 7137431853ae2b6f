"""`hedgerow log`: what was done, by whom, why, and what became of it."""

from collections.abc import Mapping, Sequence

import click

from hedgerow.cli.asking import json_option
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.cli.lines import say
from hedgerow.cli.naming import short_ids
from hedgerow.cli.opening import opened
from hedgerow.cli.tables import Screen, screen
from hedgerow.cli.tellings import entry_json, tell_entry
from hedgerow.core.block import BlockId
from hedgerow.letter.phrases import moment
from hedgerow.ports import Entry, EntryId, PlanId

MANY = 20


@click.command()
@click.option("--last", type=click.IntRange(min=1), metavar="N", help=f"So many; {MANY} without --plan or --block.")
@click.option("--plan", "plan_", metavar="RUN", help="Only what this run did.")
@click.option("--block", metavar="BLOCK", help="Only what happened to the block whose id begins so.")
@json_option
@click.pass_obj
def log(context: Context, *, last: int | None, plan_: str | None, block: str | None, json_: bool) -> Exit:
    """Show what was done to your blocks, newest last: by Hedgerow, by your commands, and by you in the calendar."""
    with opened(context, exclusive=False) as household:
        whole = plan_ is not None or block is not None
        entries = household.logbook.entries(None if block else last or (None if whole else MANY), _plan(plan_))
        chosen = [each for each in entries if each.block.startswith(block or "")][-(last or len(entries) or 1) :]
        undone = household.logbook.undone()
        short = short_ids(
            {booking.block for booking in household.ledger.bookings()} | {e.block for e in chosen if e.block}
        )
        on = screen(context.console(), household.settings)
    if json_:
        context.print_json("log", {"entries": [entry_json(each, undone, on.zone) for each in chosen]})
        return Exit.DONE
    if not chosen:
        say(on.console, "Nothing was done yet." if not whole else "Nothing of that is in the log.")
    takers = _takers(chosen)
    for entry in chosen:
        head, facts = _lines(on, entry, short, "taken back" if entry.id in undone else "", takers)
        say(on.console, head, "bold", hang=6)
        say(on.console, facts, indent=6)
    return Exit.DONE


def _plan(name: str | None) -> PlanId | None:
    return PlanId(name) if name is not None else None


def _takers(entries: Sequence[Entry]) -> Mapping[EntryId, EntryId]:
    return {each.undoes: each.id for each in entries if each.undoes is not None and each.failure is None}


def _lines(
    on: Screen, entry: Entry, short: Mapping[BlockId, str], undone: str, takers: Mapping[EntryId, EntryId]
) -> tuple[str, str]:
    head = f"#{entry.id}  {moment(entry.at, on.zone)}  {tell_entry(entry, on.titles, on.zone)}"
    who = f"run {entry.plan}" if entry.plan else "by hand"
    by = f"{undone} by #{takers[entry.id]}" if entry.id in takers else undone
    fate = f"did not happen: {entry.failure}" if entry.failure is not None else by
    what = f"block {short[entry.block]} in {entry.calendar}" if entry.block else f"invitation in {entry.calendar}"
    facts = (entry.reason, what, who, fate)
    return head, "; ".join(fact for fact in facts if fact)
