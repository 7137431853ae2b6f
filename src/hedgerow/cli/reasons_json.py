"""Reasons for scripts: each fact by its name and fields, and the sentences that a person would read.

    {"facts": [{"fact": "taken", "barriers": [{"wanted": {"start": …, "end": …, "minutes": 60}, "by": {…}}]}, …],
     "words": ["18:00 is taken by “Sync” until 18:30.", …]}

Facts and their fields are those of `core.why.facts`, `NoChange` being `no-change`. Instants are in ISO 8601 with the
person's offset, days and weeks as such (`2026-11-16`, `2026-W47`), lengths in minutes, points whole.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.cli import as_json
from hedgerow.core.days import Week
from hedgerow.core.intention import MINUTE
from hedgerow.core.plan import Busy
from hedgerow.core.span import Span
from hedgerow.core.why.facts import Explanation, Fact, Proof
from hedgerow.letter.reasons import word, word_proof


def explanation(of: Explanation, zone: ZoneInfo) -> as_json.Json:
    return {"facts": facts(of.facts, zone), "words": list(word(of, zone))}


def facts(of: Iterable[Fact], zone: ZoneInfo) -> list[as_json.Json]:
    return [{"fact": _name(fact), **_fields(fact, zone)} for fact in of]


def _name(fact: Fact) -> str:
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in type(fact).__name__).lstrip("-")


def proof(of: Proof, zone: ZoneInfo) -> as_json.Json:
    return {**_fields(of, zone), "words": word_proof(of)}


def _fields(of: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {field.name: _value(getattr(of, field.name), zone) for field in fields(of)}


def _value(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, tuple):
        return [_value(each, zone) for each in value]
    say = next((say for kind, say in _SAID.items() if isinstance(value, kind)), None)
    if say is not None:
        return say(value, zone)
    return _fields(value, zone) if is_dataclass(value) else value


_SAID: Mapping[type, Callable[[Any, ZoneInfo], Any]] = {
    Span: as_json.span,
    Busy: as_json.busy,
    datetime: as_json.instant,
    date: lambda day, _: day.isoformat(),
    Week: lambda week, _: str(week),
    timedelta: lambda length, _: length // MINUTE,
    Enum: lambda member, _: member.value,
}
"""A moment is a date, too, so it comes first."""
