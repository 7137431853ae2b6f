"""File and environment → the wire form, with everything of a wrong shape reported and left out, so that the rest can
still be read."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hedgerow.settings.findings import Findings
from hedgerow.settings.notation import guess
from hedgerow.settings.places import KeyPath
from hedgerow.settings.wire import Wire, keys_at

_SECRETS = frozenset({"password", "passwd", "secret", "token", "api_key", "passphrase", "key"})
_KINDS = (
    ("string", "a text in quotes"),
    ("int", "a whole number"),
    ("finite", "a whole number"),
    ("bool", "true or false"),
    ("list", "a list in square brackets"),
    ("model", "a table"),
    ("dict", "a table"),
)
_NAMES: Mapping[type, str] = {str: "a text", list: "a list", dict: "a table", type(None): "nothing"}


def shape(data: dict[str, Any], findings: Findings) -> Wire:
    """Removes from `data` what it refuses."""
    while True:
        try:
            return Wire.model_validate(data)
        except ValidationError as fault:
            errors = fault.errors(include_url=False)
        for error in errors:
            _blame(error, findings)
        refused = [_innermost_key(data, error["loc"]) for error in errors]
        for path in refused:
            findings.drop(path)
        for path in dict.fromkeys(refused):
            _remove(data, path)


def _blame(error: ErrorDetails, findings: Findings) -> None:
    path = error["loc"]
    if error["type"] != "extra_forbidden":
        findings.blame(path, _wrong_shape(error))
        return
    table, key = path[:-1], str(path[-1])
    meant = guess(key, keys_at(table))
    findings.blame_key(path, _unknown_key(table, key, meant))
    if meant:
        findings.drop((*table, meant))


def _unknown_key(table: KeyPath, key: str, meant: str | None) -> str:
    if key.lower() in _SECRETS and table[-1:] == ("smtp",):
        return (
            "a secret does not belong in this file; put it into a file that only you can read and name that in "
            "password_file, or name an environment variable in password_env"
        )
    if key.lower() in _SECRETS and table[:1] == ("accounts",):
        return (
            "a secret does not belong in this file; put it into the environment variable HEDGEROW_PASSWORD_ followed by"
            " the name of the account in capitals, or let `hedgerow connect caldav` ask for it"
        )
    if key.lower() in _SECRETS and table == ("secrets",):
        return (
            "a secret does not belong in this file; put it into a file that only you can read and name that in "
            "passphrase_file, or name an environment variable in passphrase_env"
        )
    return f"unknown key; did you mean {meant!r}?" if meant else "unknown key"


def _wrong_shape(error: ErrorDetails) -> str:
    wanted = next((words for start, words in _KINDS if error["type"].startswith(start)), "")
    if error["loc"][-1] == "length":
        wanted = "a text such as '45min' or a table"
    if not wanted:
        return f"{error['msg'][:1].lower()}{error['msg'][1:]}"
    return f"must be {wanted}, not {_said(error['input'])}"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"the number {value}" if abs(value) < 10**9 else "so large a number"
    return _NAMES.get(type(value), "a date or time")


def _innermost_key(data: Any, path: KeyPath) -> KeyPath:
    """The longest part of the path that ends in a key of a table; without it, positions in arrays stay as they are."""
    found: KeyPath = ()
    for length, part in enumerate(path, start=1):
        if isinstance(data, dict) and part in data:
            found = path[:length]
        elif not isinstance(data, list):
            break
        data = data[part]
    return found


def _remove(data: Any, path: KeyPath) -> None:
    *tables, key = path
    for part in tables:
        data = data[part]
    del data[key]
