"""Settings from environment variables: HEDGEROW_SECTION__KEY, lists and whole sections as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_settings import EnvSettingsSource, SettingsError

from hedgerow.core.limits import LimitKey
from hedgerow.settings.findings import Findings
from hedgerow.settings.notation import did_you_mean
from hedgerow.settings.places import KeyPath
from hedgerow.settings.wire import DELIMITER, PREFIX, TABLE_LISTS, Variables, keys_at

NOT_SETTINGS = frozenset({"HEDGEROW_CONFIG", "HEDGEROW_ALL_PARTS"})


@dataclass(frozen=True, slots=True)
class Overrides:
    data: Mapping[str, Any]
    """Nested as the file is."""
    variables: Mapping[KeyPath, str]
    """Which variable, and what part of its JSON, set which key."""
    unknown: tuple[str, ...]
    not_json: tuple[str, ...]


class _OneVariable(EnvSettingsSource):
    """Reads a single variable, so that one that can't be read hides no other."""

    def __init__(self, name: str, value: str) -> None:
        self._one = {name.lower(): value}
        super().__init__(Variables)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._one


def read_overrides(environ: Mapping[str, str]) -> Overrides:
    known = set(_variable_names(()))
    data: dict[str, Any] = {}
    variables: dict[KeyPath, str] = {}
    unknown: list[str] = []
    not_json: list[str] = []
    for name in sorted(environ):
        if not name.upper().startswith(PREFIX) or name.upper() in NOT_SETTINGS:
            continue
        if name.upper() not in known:
            unknown.append(name)
            continue
        try:
            found = _OneVariable(name, environ[name])()
        except (SettingsError, RecursionError):
            not_json.append(name)
            continue
        data = overlaid(data, found)
        variables |= {leaf: _label(name, leaf) for leaf in _leaves(found)}
    return Overrides(data, variables, tuple(unknown), tuple(not_json))


def _label(name: str, leaf: KeyPath) -> str:
    """The variable, with the rest of the path when its JSON holds more than the one key."""
    own = name[len(PREFIX) :].split(DELIMITER)
    return ".".join((name, *(str(part) for part in leaf[len(own) :])))


def overlaid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`above` wins, key by key; lists are replaced whole."""
    over = dict(below)
    for key, high in above.items():
        low = below.get(key)
        over[key] = overlaid(low, high) if isinstance(low, dict) and isinstance(high, dict) else high
    return over


def blame_variables(overrides: Overrides, named: frozenset[str], findings: Findings) -> None:
    """`named` are the variables that the file itself names, as the home of a secret."""
    known = (*_variable_names(()), *(name for name in sorted(named) if name.startswith(PREFIX)))
    for name in overrides.unknown:
        if name not in named:
            findings.blame_variable(name, f"unknown variable{did_you_mean(name.upper(), known)}")
    for name in overrides.not_json:
        findings.blame_variable(name, 'a list or a section is written as JSON, such as ["a", "b"] or {"key": "value"}')


def _variable_names(path: tuple[str, ...]) -> Iterator[str]:
    for key in [key.value for key in LimitKey] if path == ("limits",) else keys_at(path):
        yield PREFIX + DELIMITER.join((*path, key)).upper()
        if not path or path[-1] == "letter":
            yield from _variable_names((*path, key)) if _is_section((*path, key)) else ()


def _is_section(path: tuple[str, ...]) -> bool:
    return path not in {(name,) for name in TABLE_LISTS}


def _leaves(data: Mapping[str, Any], path: KeyPath = ()) -> Iterator[KeyPath]:
    for key, value in data.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)
