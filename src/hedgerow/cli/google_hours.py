"""What Google says of a person's hours where their settings say otherwise: for them to take over, or not.

Nothing of it is written without a yes. It decides how each week is judged, and whoever connects an account has asked
for its calendars.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from hedgerow.core.days import Weekday
from hedgerow.settings.edits import add_keys
from hedgerow.settings.notation import window_text
from hedgerow.settings.pattern import zone_of
from hedgerow.settings.values import Settings

if TYPE_CHECKING:
    from hedgerow.compose.google import About

Proposal = Mapping[str, Mapping[str, str | list[str]]]
"""Sections of the settings with the keys that would change."""
Hours = Mapping[str, str | list[str]]
"""Keys of the boundary."""
BOUNDARY = "boundary"


def propose(settings: Settings, about: "About | None") -> Proposal:
    if about is None:
        return {}
    person: dict[str, str | list[str]] = {}
    with suppress(ValueError):  # a zone that nobody here knows
        if about.zone and zone_of(about.zone) != settings.person.zone:
            person["time_zone"] = about.zone
    if about.first_weekday not in (None, settings.person.first_weekday):
        person["first_weekday"] = about.first_weekday.name.lower()
    boundary: dict[str, str | list[str]] = {
        day.name.lower(): [window_text(each) for each in windows]
        for day, windows in (about.working_hours or {}).items()
        if windows != settings.boundary.windows.get(day, ())
    }
    return {name: keys for name, keys in (("person", person), (BOUNDARY, boundary)) if keys}


def ask(settings_text: str, proposal: Proposal, about: "About | None") -> Hours:
    """The working hours of the whole week, where the person wants them written; a boundary of their own stays."""
    if BOUNDARY not in proposal or about is None or not about.working_hours or has_boundary(settings_text):
        return {}
    hours = {day.name.lower(): [window_text(each) for each in about.working_hours.get(day, ())] for day in Weekday}
    click.echo("Google knows your working hours:", err=True)
    for day, windows in hours.items():
        click.echo(f"  {day:9}  {' and '.join(windows) or 'none'}", err=True)
    question = "Write them into your settings, so that all else is your personal time?"
    return hours if click.confirm(question, default=False, err=True) else {}


def has_boundary(settings_text: str) -> bool:
    """One that says something of any weekday: `hedgerow init` writes an empty one. So does what can't be read now."""
    try:
        said = tomllib.loads(settings_text).get(BOUNDARY, {})
    except tomllib.TOMLDecodeError:
        return True
    return not {day.name.lower() for day in Weekday}.isdisjoint(said)


def write_into(settings_text: str, hours: Hours) -> str:
    return add_keys(settings_text, BOUNDARY, hours) if hours and not has_boundary(settings_text) else settings_text


def tell(proposal: Proposal) -> Iterator[str]:
    """Lines; what is to be copied is TOML."""
    if proposal:
        yield "Google has other hours for you than your settings. Where it is right, change these lines there:"
    for section, keys in proposal.items():
        yield f"\n[{section}]"
        yield from (f"{key} = {json.dumps(value)}" for key, value in keys.items())
