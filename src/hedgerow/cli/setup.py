"""`hedgerow init`: few questions, one commented file."""

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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
from hedgerow.settings.values import CalendarKind

_WORKDAYS = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)
_FALLBACK_ZONE = "Etc/UTC"
BLOCKS = "hedgerow-blocks.ics"
"""Beside the settings."""
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
    answers = _defaults(profile or "") if yes else ask(profile)
    text = new_settings_text(answers)
    if dry_run:
        click.echo(text, nl=False)
        return Exit.DONE
    _write(path, text, answers.calendars)
    context.say(f"Wrote {path}. {_next(answers.calendars)}")
    context.say("What to protect is yours to say: see [[intentions]] in that file.")
    return Exit.DONE


def _next(calendars: Sequence[CalendarAnswer]) -> str:
    if calendars:
        return "Next: `hedgerow check`, then `hedgerow review` to see the last weeks."
    return (
        "None of your calendars is in it yet: add them there under [[calendars]], or let `hedgerow connect` find them."
        " Then `hedgerow check`, and `hedgerow review` to see the last weeks."
    )


def _defaults(profile: str) -> Answers:
    return Answers(
        time_zone=local_zone(os.environ),
        profile=profile,
        calendars=tuple(_needed(name, f"{name}.ics") for name in calendars_needed(profile)),
        blocks=BLOCKS,
    )


def ask(profile: str | None) -> Answers:
    """None: the profile is asked for, too."""
    click.echo("A few questions; Enter takes what stands in brackets. All of it can be changed in the file later.\n")
    profile = _ask_profile() if profile is None else profile
    name = click.prompt("Your name", default="", show_default=False)
    zone = click.prompt("Your time zone", default=local_zone(os.environ), value_proc=_zone)
    address = click.prompt("Your address in invitations (empty for none)", "", show_default=False, value_proc=_address)
    usual = _OF_THE_PROFILE if profile else "09:00-17:00"
    hours = click.prompt("Your working hours, Monday to Friday", default=usual, value_proc=_hours)
    calendars = (*_ask_needed(profile), *_ask_calendars())
    letter = click.prompt(
        "Where the weekly letter goes (empty: to a folder)", address, show_default=bool(address), value_proc=_address
    )
    return Answers(
        time_zone=zone,
        profile=profile,
        name=name,
        addresses=(address,) if address else (),
        windows={} if hours == _OF_THE_PROFILE else dict.fromkeys(_WORKDAYS, _windows(hours)),
        calendars=calendars,
        letter_to=letter,
        blocks=BLOCKS,
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
        domain = Domain(click.prompt("  Mostly for", type=kinds, default="home" if found else "work"))
        found.append(_calendar(f"{domain}-{len(found) + 1}", place, domain))
    return found


def _calendar(name: str, place: str, domain: Domain) -> CalendarAnswer:
    """Paths from the folder the person stands in; the address of a feed goes to a file of its own."""
    answer = CalendarAnswer(name, place, (domain,))
    if answer.kind is CalendarKind.FEED:
        return replace(answer, kept_in=f"{name}.url")
    path = Path(place).expanduser().absolute()
    if not path.exists():
        click.echo(f"  Nothing is at {path} yet; it stays \u201cnot seen\u201d until there is.")
    return replace(answer, place=str(path))


def _zone(text: str) -> str:
    _complain(Answers(time_zone=text), "person.time_zone")
    return text


def _hours(text: str) -> str:
    if text == _OF_THE_PROFILE:
        return text
    _complain(Answers(windows={Weekday.MONDAY: _windows(text)}), "boundary.monday")
    return text


def _address(text: str) -> str:
    _complain(Answers(addresses=(text,) if text else ()), "person.addresses")
    return text


def _windows(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"[,\s]+", text.strip()))


def _complain(answers: Answers, key: str) -> None:
    """Asks again, with the sentence that the file would be met with. Raises UsageError."""
    read = read_settings(new_settings_text(answers), "", Path.cwd(), {})
    wrong = [problem for problem in read if problem.key.startswith(key)] if isinstance(read, tuple) else []
    if wrong:
        raise click.UsageError(wrong[0].message)


def local_zone(environ: Mapping[str, str], link: Path = Path("/etc/localtime")) -> str:
    """The IANA name of this machine's zone, as TZ or the system says it."""
    named = environ.get("TZ", "").lstrip(":")
    if "/" in named and not named.startswith("/"):
        return named
    _, zoneinfo, name = str(link.resolve()).partition("zoneinfo/")
    return name if zoneinfo else _FALLBACK_ZONE


def _write(path: Path, text: str, calendars: Iterable[CalendarAnswer]) -> None:
    """Into files for nobody else's eyes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_private(path, text)
        for calendar in calendars:
            if calendar.kept_in:
                _write_private(path.parent / calendar.kept_in, f"{calendar.place}\n")
    except OSError as error:
        place = error.filename or path
        raise Stop(Exit.FAILED, f"{place} can't be written ({error.strerror}): name another --config.") from error


def _write_private(path: Path, text: str) -> None:
    with open(path, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
