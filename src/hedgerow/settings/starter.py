"""The file that `hedgerow init` writes: every setting with its explanation, the answers filled in.

`starter.toml` beside this module is the text of it, a whole settings file by itself.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from hedgerow.core.days import Weekday
from hedgerow.core.domains import Domain
from hedgerow.settings.values import CalendarKind, Role

_FEED = re.compile(r"(https?|webcals?)://", re.IGNORECASE)
_ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\"} | {n: f"\\u{n:04x}" for n in (*range(32), 127)}


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    name: str
    place: str
    """The path of an .ics file, of a folder, or the address of a feed."""
    domains: tuple[Domain, ...]
    kept_in: str = ""
    """The file beside the settings that holds the address of a feed, which is often a secret."""

    @property
    def kind(self) -> CalendarKind:
        if _FEED.match(self.place):
            return CalendarKind.FEED
        return CalendarKind.FILE if self.place.lower().endswith((".ics", ".ical")) else CalendarKind.FOLDER


@dataclass(frozen=True, slots=True)
class Answers:
    """What is empty stays a comment with its default."""

    time_zone: str = "Europe/Berlin"
    profile: str = ""
    name: str = ""
    addresses: tuple[str, ...] = ()
    windows: Mapping[Weekday, tuple[str, ...]] = field(default_factory=dict)
    """As they are written in the file: `09:00-17:00`."""
    calendars: tuple[CalendarAnswer, ...] = ()
    letter_to: str = ""
    blocks: str = ""
    """The path of the .ics file that will hold the blocks."""


def new_settings_text(answers: Answers) -> str:
    text = files("hedgerow.settings").joinpath("starter.toml").read_text(encoding="utf-8")
    if answers.profile:
        text = text.replace('\n#profile = ""\n', f"\nprofile = {_quoted(answers.profile)}\n", 1)
    text = _answer(text, "person", "time_zone", _quoted(answers.time_zone))
    if answers.name:
        text = _answer(text, "person", "name", _quoted(answers.name))
    if answers.addresses:
        text = _answer(text, "person", "addresses", _list(answers.addresses))
    for day, windows in answers.windows.items():
        text = _answer(text, "boundary", day.name.lower(), _list(windows))
    if answers.letter_to:
        text = _answer(text, "letter", "to", _quoted(answers.letter_to))
    return text.replace("#[[calendars]]\n", _calendars(answers) + "#[[calendars]]\n", 1)


def _answer(text: str, section: str, key: str, value: str) -> str:
    before, header, after = text.partition(f"\n[{section}]\n")
    answered = re.sub(rf"^#?{key} = .*$", lambda _: f"{key} = {value}", after, count=1, flags=re.MULTILINE)
    return before + header + answered


def _calendars(answers: Answers) -> str:
    tables = [_calendar(calendar, Role.READ) for calendar in answers.calendars]
    if answers.blocks:
        tables.append(_calendar(CalendarAnswer("hedgerow", answers.blocks, (Domain.SELF,)), Role.HOLD))
    return "".join(tables)


def _calendar(calendar: CalendarAnswer, role: Role) -> str:
    where = "url_file" if calendar.kept_in else "url" if calendar.kind is CalendarKind.FEED else "path"
    lines = (
        "[[calendars]]",
        f"name = {_quoted(calendar.name)}",
        f"kind = {_quoted(calendar.kind)}",
        f"{where} = {_quoted(calendar.kept_in or calendar.place)}",
        f"domains = {_list(calendar.domains)}",
        f"role = {_quoted(role)}",
    )
    return "\n".join(lines) + "\n\n"


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    return f'"{text.translate(_ESCAPES)}"'


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"
