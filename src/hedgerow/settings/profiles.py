"""Profiles: complete policies without a person, laid under the person's own file.

A value of the file wins, tables merge key by key. Of lists of tables the file's come first and the profile's follow,
but an intention, a guard or a season that both have is one, the file's keys over those of the profile.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from hedgerow.settings.findings import Findings, Stand, not_one_of
from hedgerow.settings.places import KeyPath, index_places

PROFILES: Mapping[str, str] = {
    "parent": "work around school runs, bedtimes and naps, and evenings with the children",
    "student": "lectures and a job, terms, and exam weeks with a week to recover in",
    "professional": "heavy client weeks, and holidays that are wholly unplugged",
    "newcomer": "a new country: study and paperwork in the breaks of a working day",
    "carer": "fixed working days, the other days whole for people who need you",
    "shift-worker": "shifts and on-call read from a rota, days set aside for yourself",
}
"""Each name with the life that it fits, in half a sentence."""
_JOINED_BY = {"intentions": "id", "guards": "id", "seasons": "name"}


@dataclass(frozen=True, slots=True)
class Laid:
    """The file with the profile under it, and where each key of the profile came to lie."""

    data: dict[str, Any]
    stands: Mapping[KeyPath, Stand] = field(default_factory=dict)


def profile_text(name: str) -> str:
    """Of a name in `PROFILES`."""
    return files("hedgerow").joinpath("profiles", f"{name}.toml").read_text(encoding="utf-8")


def lay_under(name: object, data: Mapping[str, Any]) -> Laid:
    """Under nothing when there is no such profile: `blame_profile` says so."""
    if not isinstance(name, str) or name not in PROFILES:
        return Laid(dict(data))
    text = profile_text(name)
    laying = _Laying()
    merged = laying.tables(tomllib.loads(text), data, (), ())
    spots = index_places(text)
    return Laid(merged, {laying.moved(path): Stand(f"profile {name}", path, spot) for path, spot in spots.items()})


def blame_profile(name: str, findings: Findings) -> None:
    if name and name not in PROFILES:
        findings.blame(("profile",), not_one_of(name, list(PROFILES)))


def calendars_needed(name: str) -> tuple[str, ...]:
    """The calendars that the profile speaks of by name, which so have to be there."""
    rota = tomllib.loads(profile_text(name)).get("rota", {}) if name else {}
    return (rota["calendar"],) if rota.get("calendar") else ()


class _Laying:
    def __init__(self) -> None:
        self._moves: dict[KeyPath, KeyPath] = {}
        """Where the tables of the profile's lists went."""

    def moved(self, path: KeyPath) -> KeyPath:
        for length in range(len(path), 0, -1):
            if path[:length] in self._moves:
                return (*self._moves[path[:length]], *path[length:])
        return path

    def tables(self, low: Mapping[str, Any], high: Mapping[str, Any], own: KeyPath, to: KeyPath) -> dict[str, Any]:
        """`own` is the path in the profile, `to` that in the merged whole."""
        merged = {**low, **high}
        for key in low.keys() & high.keys():
            below, above = low[key], high[key]
            if isinstance(below, dict) and isinstance(above, dict):
                merged[key] = self.tables(below, above, (*own, key), (*to, key))
            elif _is_tables(below) and _is_tables(above):
                merged[key] = self._lists(below, above, (*own, key), (*to, key))
        return merged

    def _lists(self, low: Sequence[Any], high: Sequence[Any], own: KeyPath, to: KeyPath) -> list[Any]:
        joined = list(high)
        for n, below in enumerate(low):
            twin = _twin(below, high, _JOINED_BY.get(str(own[-1]), ""))
            place = len(joined) if twin is None else twin
            self._moves[(*own, n)] = (*to, place)
            if twin is None:
                joined.append(below)
            else:
                joined[twin] = self.tables(below, high[twin], (*own, n), (*to, twin))
        return joined


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _twin(below: Mapping[str, Any], high: Sequence[Mapping[str, Any]], key: str) -> int | None:
    name = _folded(below.get(key))
    return next((n for n, above in enumerate(high) if name and _folded(above.get(key)) == name), None)


def _folded(name: object) -> str:
    return name.strip().casefold() if isinstance(name, str) else ""
