"""Where each key and value of a TOML text stands; neither tomllib nor pydantic say.

The text must be one that tomllib accepts: the scan below relies on it and checks nothing.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""Keys and, in arrays, positions counted from 0: `("calendars", 0, "name")`."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Counted from 1; a column is one character."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Of a table by its header, both are the last key in the brackets; of an array item, both are its value."""

    key: Place
    value: Place


TOP = Place(1, 1)
_BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_SCALAR = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'"
    r"|[^,\]}#\n]+",
    re.DOTALL,
)


def index_places(text: str) -> Mapping[KeyPath, Spot]:
    """Raises RecursionError where arrays are nested about as deep as tomllib itself can follow."""
    return _Scan(text.replace("\r\n", "\n")).document()


def _plain(key: str) -> str:
    if key[0] not in "\"'":
        return key
    (name,) = tomllib.loads(f"{key} = 0")
    return name


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.spots: dict[KeyPath, Spot] = {}
        self.items: dict[KeyPath, int] = {}
        """How many `[[…]]` each array of tables has had so far."""

    def document(self) -> Mapping[KeyPath, Spot]:
        table: KeyPath = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)
        return self.spots

    def header(self) -> KeyPath:
        is_item = self.text.startswith("[[", self.at)
        self.at += 2 if is_item else 1
        keys = self.keys()
        self.at = self.text.index("]", self.at) + (2 if is_item else 1)
        path = self.note((), keys)
        spot = self.spot(keys[-1][1])
        if is_item:
            self.items[path] = self.items.get(path, 0) + 1
            path = (*path, self.items[path] - 1)
        self.spots[path] = spot
        return path

    def pair(self, table: KeyPath) -> None:
        keys = self.keys()
        path = self.note(table, keys)
        self.at = self.text.index("=", self.at) + 1
        self.skip(_BLANK)
        self.spots[path] = Spot(self.place(keys[-1][1]), self.place(self.at))
        self.value(path)

    def keys(self) -> list[tuple[str, int]]:
        """A dotted key with the offset of each part; leaves the scan right behind it."""
        found: list[tuple[str, int]] = []
        while not found or self.text[self.at] == ".":
            self.at += 1 if found else 0
            self.skip(_BLANK)
            start = self.at
            self.skip(_KEY)
            found.append((_plain(self.text[start : self.at]), start))
            self.skip(_BLANK)
        return found

    def note(self, table: KeyPath, keys: list[tuple[str, int]]) -> KeyPath:
        """The path that `keys` mean below `table`; tables that they imply get the place of their first mention."""
        path = table
        for key, start in keys:
            if path in self.items:
                path = (*path, self.items[path] - 1)
            path = (*path, key)
            self.spots.setdefault(path, self.spot(start))
        return path

    def value(self, path: KeyPath) -> None:
        match self.text[self.at]:
            case "[":
                self.array(path)
            case "{":
                self.inline_table(path)
            case _:
                self.skip(_SCALAR)

    def array(self, path: KeyPath) -> None:
        count = 0
        self.step()
        while self.text[self.at] != "]":
            self.spots[(*path, count)] = self.spot(self.at)
            self.value((*path, count))
            count += 1
            self.skip(_BLANK)
            self.step_over_comma()
        self.at += 1

    def inline_table(self, path: KeyPath) -> None:
        self.step()
        while self.text[self.at] != "}":
            self.pair(path)
            self.skip(_BLANK)
            self.step_over_comma()
        self.at += 1

    def step_over_comma(self) -> None:
        if self.text[self.at] == ",":
            self.step()

    def step(self) -> None:
        self.at += 1
        self.skip(_BLANK)

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def spot(self, offset: int) -> Spot:
        place = self.place(offset)
        return Spot(place, place)

    def place(self, offset: int) -> Place:
        line = bisect_right(self.lines, offset)
        return Place(line, offset - self.lines[line - 1] + 1)
