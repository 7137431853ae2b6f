"""What Google says of a person's hours where their settings say otherwise: shown for them to take over, or not.

It is written nowhere by itself. These lines decide how each week is judged, and whoever connects an account has asked
for its calendars.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from hedgerow.settings.notation import window_text
from hedgerow.settings.pattern import zone_of
from hedgerow.settings.values import Settings

if TYPE_CHECKING:
    from hedgerow.compose.google import About

Proposal = Mapping[str, Mapping[str, str | list[str]]]
"""Sections of the settings with the keys that would change."""


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
    return {name: keys for name, keys in (("person", person), ("boundary", boundary)) if keys}


def tell(proposal: Proposal) -> Iterator[str]:
    """Lines; what is to be copied is TOML."""
    if proposal:
        yield "Google has other hours for you than your settings. Where it is right, change these lines there:"
    for section, keys in proposal.items():
        yield f"\n[{section}]"
        yield from (f"{key} = {json.dumps(value)}" for key, value in keys.items())
