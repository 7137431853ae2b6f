"""A change of policy as keys of hedgerow.toml: what they are to say, how they are put there, and how they go again.

Every other byte of the file stays. What was replaced is kept as it was written, so that taking back restores it to the
byte; where the person has changed the key since, it is theirs and stays.
"""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hedgerow.core.days import Weekday
from hedgerow.core.intention import MINUTE, Length
from hedgerow.core.policy.change import Change, Kind, Policy
from hedgerow.settings.edits import add_tables, edited_by, inserted, lines_of, remove_tables, says
from hedgerow.settings.notation import clock_text, duration_text, window_text
from hedgerow.settings.places import KeyPath, index_places

INTENTIONS, EXPECTED, PLANNING = "intentions", "expected", "planning"
_NAMED_BY = {INTENTIONS: "id", EXPECTED: "uid"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One key, of the table of that name in a list of tables, or of a table that is there once."""

    table: str
    name: str
    """Empty for a table that is there once."""
    key: str
    value: Any
    was: Any = None
    """What held before, whoever said so; None where nothing did."""
    before: str | None = None
    """What stood there, as it was written; None: nothing."""
    is_table_new: bool = False

    @property
    def heading(self) -> tuple[str, ...]:
        """The lines of the file above it."""
        if not self.name:
            return (f"[{self.table}]",)
        return f"[[{self.table}]]", f"{_NAMED_BY[self.table]} = {toml_of(self.name)}"

    def as_json(self) -> dict[str, Any]:
        return {
            name: getattr(self, name) for name in ("table", "name", "key", "value", "was", "before", "is_table_new")
        }


class Theirs(Exception):
    """The person has changed the key since. The message is one sentence."""


def settings_of(change: Change, policy: Policy) -> tuple[Setting, ...]:
    """None for a meeting that is asked to move. `policy` is the one before it."""
    if change.kind is Kind.DROP:
        return (Setting(INTENTIONS, str(change.intention), "skip", value=True, was=False),)
    wish = policy.named(change.intention) if change.intention is not None else None
    if wish is not None:
        fields = change.fields.items()
        return tuple(
            Setting(INTENTIONS, wish.id, key, _written(key, value), _written(key, getattr(wish, key)))
            for key, value in fields
        )
    if change.notice is not None:
        was, notice = (duration_text(int(each / MINUTE)) for each in (policy.planning.notice, change.notice))
        return (Setting(PLANNING, "", "notice", notice, was),)
    if change.expected is not None:
        return (Setting(EXPECTED, str(change.expected.uid), "title", change.expected.title),)
    return ()


def _written(key: str, value: Any) -> Any:
    """As TOML has it."""
    if value is None:
        return ""
    if key in _WRITERS:
        return _WRITERS[key](value)
    return value if isinstance(value, int) else str(value)


def _length(length: Length) -> Any:
    if length.minimum == length.ideal == length.maximum:
        return duration_text(length.ideal)
    return {name: duration_text(getattr(length, name)) for name in ("minimum", "ideal", "maximum")}


_WRITERS: Mapping[str, Callable[[Any], Any]] = {
    "windows": lambda windows: [window_text(window) for window in windows],
    "ideal_start": clock_text,
    "days": lambda days: [day.name.lower() for day in Weekday if day in days],
    "length": _length,
    "buffer_before": duration_text,
}


def diff_of(settings: Sequence[Setting]) -> tuple[str, ...]:
    """Each line behind `-`, `+` or a space, and another space."""
    lines: list[str] = []
    heading: tuple[str, ...] = ()
    for setting in settings:
        if setting.heading != heading:
            heading = setting.heading
            sign = "+" if setting.table == EXPECTED else " "
            lines += [f"{sign} {line}" for line in heading]
        if setting.was is not None:
            lines.append(f"- {setting.key} = {toml_of(setting.was)}")
        lines.append(f"+ {setting.key} = {toml_of(setting.value)}")
    return tuple(lines)


def put(text: str, settings: Sequence[Setting]) -> tuple[str, tuple[Setting, ...]]:
    """And the settings with what stood there before."""
    done: list[Setting] = []
    for setting in settings:
        text, before = _put(text, setting)
        done.append(before)
    return text, tuple(done)


def _put(text: str, setting: Setting) -> tuple[str, Setting]:
    data = tomllib.loads(text)
    path = _path(data, setting)
    if path is None:
        return _with_table(text, data, setting), replace(setting, is_table_new=True)
    wanted = _with_value(data, (*path, setting.key), setting.value)
    if setting.key in _at(data, path):
        start, end = _raw(text, data, (*path, setting.key)) or (0, 0)
        changed = text[:start] + toml_of(setting.value) + text[end:]
        if end and says(changed, wanted):
            return changed, replace(setting, before=text[start:end])
    else:
        for line in _lines_for(text, path, setting.key):
            changed = inserted(text, line, f"{setting.key} = {toml_of(setting.value)}\n")
            if says(changed, wanted):
                return changed, setting
    return edited_by(text, lambda document: _set(document, path, setting)), setting


def _set(document: Any, path: KeyPath, setting: Setting) -> None:
    for part in path:
        document = document[part]
    document[setting.key] = setting.value


def take_back(text: str, settings: Sequence[Setting]) -> str:
    """Raises Theirs, with nothing taken back, when a key no longer says what was put there."""
    for setting in reversed(settings):
        text = _take_back(text, setting)
    return text


def _take_back(text: str, setting: Setting) -> str:
    data = tomllib.loads(text)
    path = _path(data, setting)
    there = _at(data, path).get(setting.key) if path is not None else None
    if path is None or there != setting.value:
        raise Theirs(
            f"{setting.key} of {setting.name or setting.table} was changed since, so it is yours and stays as it is."
        )
    if setting.is_table_new:
        return _without_table(text, data, path, setting)
    place = _raw(text, data, (*path, setting.key))
    if place is not None and setting.before is not None:
        return text[: place[0]] + setting.before + text[place[1] :]
    line = index_places(text)[*path, setting.key].key.line
    lines = lines_of(text)
    changed = "".join([*lines[: line - 1], *lines[line:]])
    if says(changed, _without_value(data, (*path, setting.key))):
        return changed
    return edited_by(text, lambda document: _drop(document, path, setting.key))


def _drop(document: Any, path: KeyPath, key: str) -> None:
    for part in path:
        document = document[part]
    del document[key]


def _path(data: Mapping[str, Any], setting: Setting) -> KeyPath | None:
    """Of its table; None when the file has none, as when the profile has it."""
    tables = data.get(setting.table)
    if not setting.name:
        return (setting.table,) if isinstance(tables, dict) else None
    wanted, key = setting.name.strip().casefold(), _NAMED_BY[setting.table]
    names = [str(table.get(key, "")).strip().casefold() for table in tables or []]
    return (setting.table, names.index(wanted)) if wanted in names else None


def _with_table(text: str, data: Mapping[str, Any], setting: Setting) -> str:
    if not setting.name:
        return inserted(text, len(lines_of(text)), f"\n[{setting.table}]\n{setting.key} = {toml_of(setting.value)}\n")
    table = {_NAMED_BY[setting.table]: setting.name, setting.key: setting.value}
    return add_tables(text, setting.table, [table])


def _without_table(text: str, data: Mapping[str, Any], path: KeyPath, setting: Setting) -> str:
    """Whole when nothing else came into it; else only the key goes."""
    table = _at(data, path)
    if setting.name and set(table) == {_NAMED_BY[setting.table], setting.key}:
        return remove_tables(text, setting.table, lambda other: other == table)
    if not setting.name and set(table) == {setting.key}:
        ending = f"\n[{setting.table}]\n{setting.key} = {toml_of(setting.value)}\n"
        if text.replace("\r\n", "\n").endswith(ending):
            return "".join(lines_of(text)[: -ending.count("\n")])
    return edited_by(text, lambda document: _drop(document, path, setting.key))


def _raw(text: str, data: Mapping[str, Any], path: KeyPath) -> tuple[int, int] | None:
    """From where to where the value is written; None when it is written in several places."""
    spot = index_places(text).get(path)
    if spot is None:
        return None
    lines = lines_of(text)
    start = sum(map(len, lines[: spot.value.line - 1])) + spot.value.column - 1
    wanted = _with_value(data, path, 0)
    for end in _ends(lines, spot.value.line, start):
        if says(f"{text[:start]}0{text[end:]}", wanted):
            return start, end
    return None


def _ends(lines: Sequence[str], first: int, start: int) -> Iterator[int]:
    """Where a value that begins there may end: before a comment, or with its line."""
    offset = sum(map(len, lines[: first - 1]))
    for line in lines[first - 1 :]:
        for n, sign in enumerate(line):
            if sign == "#" and offset + n > start:
                yield offset + len(line[:n].rstrip())
        yield offset + len(line.rstrip())
        offset += len(line)


def _lines_for(text: str, path: KeyPath, key: str) -> Iterator[int]:
    """Numbers of lines to insert after: below the commented key where the starter has it, else below the last key."""
    places, lines = index_places(text), lines_of(text)
    header = places[path].key.line
    for number, line in enumerate(lines[header:], start=header + 1):
        if line.startswith("["):
            break
        if line.split("=")[0].strip() == f"#{key}":
            yield number
    last = max([spot.value.line for at, spot in places.items() if at[: len(path)] == path], default=header)
    yield from range(last, len(lines) + 1)
    yield header


def _at(data: Any, path: KeyPath) -> Any:
    for part in path:
        data = data[part]
    return data


def _with_value(data: Any, path: KeyPath, value: Any) -> Any:
    """A copy that says so."""
    if not path:
        return value
    first, *rest = path
    if isinstance(first, int):
        return [_with_value(item, tuple(rest), value) if n == first else item for n, item in enumerate(data)]
    return {**data, first: _with_value(data.get(first, {}), tuple(rest), value)}


def _without_value(data: Any, path: KeyPath) -> Any:
    first, *rest = path
    if not rest:
        return {key: value for key, value in data.items() if key != first}
    if isinstance(first, int):
        return [_without_value(item, tuple(rest)) if n == first else item for n, item in enumerate(data)]
    return {**data, first: _without_value(data[first], tuple(rest))}


def toml_of(value: Any) -> str:
    """On one line. A string of JSON is one of TOML."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {toml_of(item)}' for key, item in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_of, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
