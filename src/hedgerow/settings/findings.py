"""Everything wrong with the settings, gathered while they are read, so that all of it can be said at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from hedgerow.settings.notation import did_you_mean
from hedgerow.settings.places import TOP, KeyPath, Spot
from hedgerow.settings.values import Problem

ENVIRONMENT = "environment"
_BARE = re.compile(r"[A-Za-z0-9_.-]+")
_T = TypeVar("_T")
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a key stands that is not in the person's file."""

    source: str
    path: KeyPath
    """There."""
    spot: Spot


class Findings:
    """`overrides` says, for each key that the environment has set, by which variable; `below`, where a key stands that
    comes from elsewhere than the file."""

    def __init__(
        self,
        source: str,
        places: Mapping[KeyPath, Spot],
        overrides: Mapping[KeyPath, str],
        below: Mapping[KeyPath, Stand],
    ) -> None:
        self._source = source
        self._stands = {**below, **{path: Stand(source, path, spot) for path, spot in places.items()}}
        self._overrides = overrides
        self._found: dict[Problem, KeyPath] = {}
        self._dropped: set[KeyPath] = set()

    def blame(self, path: KeyPath, message: str) -> None:
        """At the value; at the header of its table when the key is not there."""
        self._add(path, message, at_key=False)

    def blame_key(self, path: KeyPath, message: str) -> None:
        self._add(path, message, at_key=True)

    def blame_variable(self, name: str, message: str) -> None:
        self._found[Problem(ENVIRONMENT, 0, 0, name, message)] = ()

    def drop(self, path: KeyPath) -> None:
        """The value was refused and left out: from here on nothing more is said of it."""
        self._dropped.add(path)

    def is_dropped(self, path: KeyPath) -> bool:
        return any(path[:length] in self._dropped for length in range(1, len(path) + 1))

    def is_sound(self, *path: str | int) -> bool:
        """Nothing is known to be wrong at the key or below it."""
        below = (found[: len(path)] for found in (*self._found.values(), *self._dropped))
        return path not in below and not self.is_dropped(path)

    def read(self, path: KeyPath, text: str, reader: Callable[[str], _T], instead: _T) -> _T:
        """What the reader makes of the text; where it raises ValueError, its sentence is kept."""
        try:
            return reader(text)
        except ValueError as fault:
            self.blame(path, str(fault))
            return instead

    def choose(self, path: KeyPath, text: str, choices: type[_Choice], instead: _Choice) -> _Choice:
        return self.read(path, text, lambda given: _chosen(given, choices), instead)

    def within(self, path: KeyPath, value: int, low: int, high: int) -> int:
        if low <= value <= high:
            return value
        self.blame(path, f"must be from {low} to {high}")
        return low

    def require(self, path: KeyPath, value: object, message: str) -> bool:
        """Whether there is anything in `value`."""
        if value:
            return True
        self.blame(path, f"needs a value: {message}")
        return False

    def problems(self) -> tuple[Problem, ...]:
        """In order of place, those of the environment last."""
        return tuple(sorted(self._found, key=lambda problem: (problem.line == 0, problem)))

    def _add(self, path: KeyPath, message: str, *, at_key: bool) -> None:
        if not self.is_dropped(path):
            self._found[self._problem(path, message, at_key=at_key)] = path

    def _problem(self, path: KeyPath, message: str, *, at_key: bool) -> Problem:
        shorter = [path[:length] for length in range(len(path), 0, -1)]
        variable = next((found for found in shorter if found in self._overrides), None)
        if variable:
            key = (self._overrides[variable], *path[len(variable) :])
            return Problem(ENVIRONMENT, 0, 0, _dotted(key), message)
        known = next((found for found in shorter if found in self._stands), None)
        if not known:
            return Problem(self._source, TOP.line, TOP.column, _dotted(path), message)
        stand = self._stands[known]
        place = stand.spot.key if at_key or known != path else stand.spot.value
        return Problem(stand.source, place.line, place.column, _dotted((*stand.path, *path[len(known) :])), message)


def _dotted(path: KeyPath) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else _shown(part) for part in path)


def _shown(key: str) -> str:
    return key if _BARE.fullmatch(key) else ascii(key)


def _chosen(text: str, choices: type[_Choice]) -> _Choice:
    try:
        return choices(text.strip().lower())
    except ValueError:
        raise ValueError(not_one_of(text, [choice.value for choice in choices])) from None


def not_one_of(text: str, choices: Sequence[str]) -> str:
    return f"{text!r} is not one of {', '.join(choices)}{did_you_mean(text, choices)}"
