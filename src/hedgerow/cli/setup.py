"""`hedgerow init`: few questions, one commented file."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.core.days import Weekday
from hedgerow.core.domains import Domain
from hedgerow.settings.findings import not_one_of
from hedgerow.settings.load import read_settings, usual_path
from hedgerow.settings.profiles import PROFILES, calendars_needed
from hedgerow.settings.starter import Answers, CalendarAnswer, new_settings_text

_WORKDAYS = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)
_FALLBACK_ZONE = "Etc/UTC"
_OF_THE_PROFILE = "those of the profile"


@click.command(help="Ask a few questions and write a commented hedgerow.toml.")
@click.option("-y", "--yes", is_flag=True, help="Take every default, ask nothing.")
@click.option("--dry-run", is_flag=True, help="Print the file instead of writing it.")
@click.option("--profile", type=click.Choice(list(PROFILES)), help="The ready policy that fits your life best.")
@click.pass_obj
def init(context: Context, *, yes: bool, dry_run: bool, profile: str | None) -> Exit:
    named = os.environ.get("HEDGEROW_CONFIG")
    path = context.config or (Path(named).expanduser() if named else usual_path(os.environ))
    if path.exists() and not dry_run:
        raise Stop(Exit.FAILED, f"{path} is there already and is not overwritten: edit it, or name another --config.")
    if not yes and not sys.stdin.isatty():
        raise Stop(Exit.USAGE, "There is no terminal to ask on: say `hedgerow init --yes`.")
    text = new_settings_text(_defaults(profile or "") if yes else ask(profile))
    problems = read_settings(text, str(path), path.absolute().parent, os.environ)
    if isinstance(problems, tuple):
        raise Stop(Exit.NOT_CONFIGURED, *map(str, problems))
    if dry_run:
        click.echo(text, nl=False)
        return Exit.DONE
    _write(path, text)
    context.say(f"Wrote {path}. Next: `hedgerow check`, then `hedgerow review` to see the last weeks.")
    return Exit.DONE


def _defaults(profile: str) -> Answers:
    return Answers(
        time_zone=local_zone(os.environ),
        profile=profile,
        calendars=tuple(_needed(name, f"{name}.ics") for name in calendars_needed(profile)),
        blocks="hedgerow-blocks.ics",
    )


def ask(profile: str | None) -> Answers:
    """None: the profile is asked for, too."""
    click.echo("Few questions; Enter takes what stands in brackets. All of it can be changed in the file later.\n")
    profile = _ask_profile() if profile is None else profile
    name = click.prompt("Your name", default="", show_default=False)
    zone = click.prompt("Your time zone", default=local_zone(os.environ))
    address = click.prompt("Your address in invitations (empty for none)", default="", show_default=False)
    hours = click.prompt("Your working hours, Monday to Friday", default=_OF_THE_PROFILE if profile else "09:00-17:00")
    calendars = (*_ask_needed(profile), *_ask_calendars())
    letter = click.prompt(
        "Where the weekly letter goes (empty: to a folder)", default=address, show_default=bool(address)
    )
    return Answers(
        time_zone=zone,
        profile=profile,
        name=name,
        addresses=(address,) if address else (),
        windows={} if hours == _OF_THE_PROFILE else dict.fromkeys(_WORKDAYS, tuple(re.split(r"[,\s]+", hours.strip()))),
        calendars=calendars,
        letter_to=letter,
        blocks="hedgerow-blocks.ics",
    )


def _ask_profile() -> str:
    click.echo("Which life is most like yours? Its policy then lies under your file.")
    for name, life in PROFILES.items():
        click.echo(f"  {name:<13} {life}")
    return str(click.prompt("Its name (Enter for none)", default="", show_default=False, value_proc=_profile))


def _profile(text: str) -> str:
    name = text.strip().lower()
    if name and name not in PROFILES:
        raise click.UsageError(not_one_of(text, list(PROFILES)))
    return name


def _ask_needed(profile: str) -> list[CalendarAnswer]:
    return [
        _needed(name, click.prompt(f"The .ics file, folder or feed of your {name}", default=f"{name}.ics").strip())
        for name in calendars_needed(profile)
    ]


def _needed(name: str, place: str) -> CalendarAnswer:
    """A calendar that the profile speaks of by name."""
    return CalendarAnswer(name, place, (Domain.WORK,))


def _ask_calendars() -> list[CalendarAnswer]:
    click.echo("Your calendars: each a .ics file, a folder of them, or the address of a feed; an empty line ends.")
    found: list[CalendarAnswer] = []
    while place := click.prompt(f"  Calendar {len(found) + 1}", default="", show_default=False).strip():
        kinds = click.Choice([domain.value for domain in Domain])
        domain = click.prompt("  Mostly for", type=kinds, default="home" if found else "work")
        found.append(CalendarAnswer(f"{domain}-{len(found) + 1}", place, (Domain(domain),)))
    return found


def local_zone(environ: Mapping[str, str], link: Path = Path("/etc/localtime")) -> str:
    """The IANA name of this machine's zone, as TZ or the system says it."""
    named = environ.get("TZ", "").lstrip(":")
    if "/" in named and not named.startswith("/"):
        return named
    _, zoneinfo, name = str(link.resolve()).partition("zoneinfo/")
    return name if zoneinfo else _FALLBACK_ZONE


def _write(path: Path, text: str) -> None:
    """For nobody else's eyes: the address of a private feed is a secret."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
    except OSError as error:
        raise Stop(
            Exit.FAILED, f"{path} can't be written ({error.strerror}): name another place with --config."
        ) from error
