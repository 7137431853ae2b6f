"""Edits of hedgerow.toml that keep every other byte: comments, order, line ends, mode.

An edit is tried where a person would put it, and taken only when the file then says exactly what it said before and
the new thing; tomlkit writes values, and edits what can't be edited by whole lines.
"""

import fcntl
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import unified_diff
from itertools import chain
from pathlib import Path
from stat import S_IMODE
from types import ModuleType
from typing import Any

from hedgerow.core.domains import Domain, DomainRule
from hedgerow.settings.load import load_settings, read_settings
from hedgerow.settings.notation import duration_text
from hedgerow.settings.places import index_places
from hedgerow.settings.values import Problem, Settings

_BOM = b"\xef\xbb\xbf"
_RULES = "domain_rules"


@dataclass(frozen=True, slots=True)
class File:
    """hedgerow.toml, and the environment that it is read in."""

    path: Path
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """Made from a file that loads, and gives one that loads."""

    path: Path
    before: bytes
    after: bytes

    def diff(self) -> str:
        """Unified, as `patch` reads it; empty when nothing changes."""
        before, after = (lines_of(data.decode("utf-8-sig").replace("\r\n", "\n")) for data in (self.before, self.after))
        lines = unified_diff(before, after, str(self.path), str(self.path))
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def edit_settings(path: Path, change: Callable[[str], str], environ: Mapping[str, str]) -> Edit | tuple[Problem, ...]:
    """Writes nothing. Gives the problems of the file as it is, or those that the edit would make.

    Raises OSError when the file goes away meanwhile.
    """
    loaded = load_settings(path, environ)
    if not isinstance(loaded, Settings):
        return loaded
    before = path.read_bytes()
    mark = _BOM if before.startswith(_BOM) else b""
    changed = change(before.decode("utf-8-sig"))
    edited = read_settings(changed, str(path), path.absolute().parent, environ)
    if not isinstance(edited, Settings):
        return edited
    return Edit(path, before, mark + changed.encode())


def write_edit(edit: Edit) -> bool:
    """Whole or not at all, with the mode and owner the file had; a symbolic link stays one.

    False, with nothing written, when the file is no longer what the edit was made from. Raises OSError.
    """
    target = edit.path.resolve()
    fresh = target.with_name(f".{target.name}.hedgerow")
    with _one_at_a_time(target.parent):
        fresh.unlink(missing_ok=True)
        try:
            _write_like(target, fresh, edit.after)
            if target.read_bytes() != edit.before:
                return False
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    return True


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Two commands that write at once would take each other's half-written file, or undo what the other just wrote."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # where folders can't be locked, such as over some networks, all else still holds
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _write_like(target: Path, fresh: Path, content: bytes) -> None:
    status = target.stat()
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with suppress(PermissionError):  # only root may give a file away; the mode is what matters then
            os.fchown(file.fileno(), status.st_uid, status.st_gid)
        os.fchmod(file.fileno(), S_IMODE(status.st_mode))
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def add_rules(text: str, rules: Sequence[DomainRule]) -> str:
    """Where `add_tables` puts them."""
    return add_tables(text, _RULES, [_table(rule) for rule in rules])


def add_tables(text: str, name: str, tables: Sequence[Mapping[str, str | list[str]]]) -> str:
    """Below the last `[[name]]` there is, else below the commented example of one, else at the end of the file."""
    if not tables:
        return text
    data = tomllib.loads(text)
    wanted = {**data, name: [*data.get(name, []), *tables]}
    block = "\n".join(_toml({name: [table]}) for table in tables)
    tries = ((line, f"\n{block}") for line in _places(text, name))
    return _put(text, tries, wanted) or edited_by(text, lambda document: document[name].extend(tables))


def add_keys(text: str, name: str, keys: Mapping[str, str | list[str]]) -> str:
    """Right below the head of `[name]`; where there is none, below the commented example of one, else at the end."""
    data = tomllib.loads(text)
    wanted = {**data, name: {**data.get(name, {}), **keys}}
    block = _toml(keys)
    heads = [at for at, line in enumerate(lines_of(text), start=1) if line.partition("#")[0].strip() == f"[{name}]"]
    tries = chain(((at, block) for at in heads), ((at, f"\n[{name}]\n{block}") for at in _places(text, name)))
    return _put(text, tries, wanted) or edited_by(text, lambda document: document.setdefault(name, {}).update(keys))


def _put(text: str, tries: Iterable[tuple[int, str]], wanted: Mapping[str, Any]) -> str:
    """With the first block that can stand after its line; empty when none can."""
    changes = (inserted(text, line, block) for line, block in tries)
    return next((changed for changed in changes if says(changed, wanted)), "")


def remove_tables(text: str, name: str, is_going: Callable[[Mapping[str, Any]], bool]) -> str:
    """Takes each `[[name]]` that is going out with its keys; comments stay, also those between its keys."""
    for place, table in reversed(list(enumerate(tomllib.loads(text).get(name, [])))):
        if is_going(table):
            text = _without(text, name, place)
    return text


def _without(text: str, name: str, place: int) -> str:
    data = tomllib.loads(text)
    left = [table for at, table in enumerate(data[name]) if at != place]
    wanted = {**data, name: left} if left else {key: value for key, value in data.items() if key != name}
    places = index_places(text)
    lines = lines_of(text)
    first = places[name, place].key.line
    last = max(spot.value.line for path, spot in places.items() if path[:2] == (name, place))
    for end in range(last, len(lines) + 1):
        comments = [line for line in lines[first - 1 : end] if line.lstrip().startswith("#")]
        for kept in (comments, []):
            changed = "".join([*_closed_up(lines[: first - 1], lines[end:], kept)])
            if says(changed, wanted):
                return changed
    return edited_by(text, lambda document: document[name].pop(place))


def _closed_up(before: list[str], after: list[str], kept: list[str]) -> list[str]:
    """Without the empty line that parted what is gone from what was before it."""
    is_gap = not kept and bool(before) and not before[-1].strip() and (not after or not after[0].strip())
    return [*before[: len(before) - is_gap], *kept, *after]


def _table(rule: DomainRule) -> dict[str, str | list[str]]:
    conditions = {name: duration_text(given) if isinstance(given, int) else str(given) for name, given in rule.given()}
    return {"domains": [domain.value for domain in Domain if domain in rule.domains], **conditions}


def _places(text: str, name: str) -> Iterator[int]:
    """Numbers of lines to insert after."""
    lines = lines_of(text)
    last = max((spot.value.line for path, spot in index_places(text).items() if path[0] == name), default=0)
    if last:
        yield from range(last, len(lines) + 1)
    for number, line in enumerate(lines, start=1):
        if line.split() in ([f"#[[{name}]]"], [f"#[{name}]"]):
            following = enumerate(lines[number:], start=number)
            yield next((at for at, other in following if not other.startswith("#")), len(lines))
    yield len(lines)


def inserted(text: str, after: int, block: str) -> str:
    """With the line ends of the text."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = lines_of(text)
    if after and not lines[after - 1].endswith("\n"):
        lines[after - 1] += end
    return "".join([*lines[:after], block.replace("\n", end), *lines[after:]])


def lines_of(text: str) -> list[str]:
    """Each with its end; a line of TOML ends at a line feed and nowhere else."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def edited_by(text: str, change: Callable[[Any], None]) -> str:
    document = _tomlkit().parse(text)
    change(document)
    return _toml(document)


def _toml(data: Mapping[str, Any]) -> str:
    text: str = _tomlkit().dumps(data)
    return text


def _tomlkit() -> ModuleType:
    # 40 ms to import, which a review that writes no rule does not need
    import tomlkit  # noqa: PLC0415

    return tomlkit


def says(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False
