"""`hedgerow pause` and `hedgerow resume`."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click

from hedgerow.cli.as_json import paused
from hedgerow.cli.asking import dry_run_option, json_option
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.opening import opened
from hedgerow.cli.tellings import tell_pause
from hedgerow.core.days import day_span
from hedgerow.ports import Pause
from hedgerow.settings.notation import day_of, minutes_of

_DAYS = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?)")


@click.command()
@click.option("--until", metavar="DATE|DURATION", help="2026-12-01 (until that day begins), 3d, 2w, 4h. Else for good.")
@dry_run_option
@json_option
@click.pass_obj
def pause(context: Context, *, until: str | None, dry_run: bool, json_: bool) -> Exit:
    """Write nothing to your calendars for a while.

    What is booked stays as it is, letters still go out, and `skip`, `pin`, `undo` and `leave` still do what you say.
    """
    with opened(context, exclusive=False) as household:
        now, zone = household.clock.now(), household.settings.person.zone
        wanted = Pause(now, None if until is None else _until(until, now, zone))
        if not dry_run:
            household.breaks.set_pause(wanted)
    if json_:
        context.print_json("pause", {"paused": paused(wanted, zone), "written": not dry_run})
    else:
        click.echo(("Would say: " if dry_run else "") + tell_pause(wanted, zone))
    return Exit.DONE


@click.command()
@dry_run_option
@json_option
@click.pass_obj
def resume(context: Context, *, dry_run: bool, json_: bool) -> Exit:
    """End a pause: blocks are booked and defended again."""
    with opened(context, exclusive=False) as household:
        zone = household.settings.person.zone
        was = household.pause(household.clock.now())
        if not dry_run:
            household.breaks.set_pause(None)
    if json_:
        context.print_json("resume", {"was_paused": paused(was, zone), "paused": None, "written": not dry_run})
    elif was is None:
        click.echo("Nothing was paused.")
    else:
        click.echo(f"{'Would resume' if dry_run else 'Resumed'}: the next run writes again.")
    return Exit.DONE


def _until(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Raises Stop."""
    try:
        end = now + _length(text) if not re.match(r"\d{4}-", text) else _begin(text, zone)
    except (ValueError, OverflowError):
        raise Stop(Exit.USAGE, f"--until {text}: write a day (2026-12-01), or a length (3d, 2w, 4h, 1h30).") from None
    if end <= now:
        raise Stop(Exit.USAGE, f"--until {text}: that is over already.")
    return end


def _begin(text: str, zone: ZoneInfo) -> datetime:
    return day_span(day_of(text), zone).start


def _length(text: str) -> timedelta:
    days = _DAYS.fullmatch(text.strip())
    if days is None:
        return timedelta(minutes=minutes_of(text))
    return timedelta(days=int(days[1]) * (7 if days[2].startswith("w") else 1))
