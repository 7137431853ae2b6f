"""[[guards]] → core values. They are no intentions: they have no calendar, no windows and no blocks."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from hedgerow.core.days import Weekday
from hedgerow.core.guard import LEAST_REST, NIGHT, DayOff, Guard, GuardId, NightlyRest
from hedgerow.core.intention import Priority
from hedgerow.settings.findings import Findings
from hedgerow.settings.intentions import priority_of
from hedgerow.settings.notation import minutes_of, night_of
from hedgerow.settings.pattern import read_weekday
from hedgerow.settings.places import KeyPath
from hedgerow.settings.surroundings import read_name
from hedgerow.settings.tables import GuardTable

_TITLES = {"nightly rest": "Nightly rest", "day off": "Day off"}
_OTHERS = {"nightly rest": ("days", "times_per_week"), "day off": ("nights", "length", "between")}
"""Keys that mean something to the other kind alone."""


class Kind(StrEnum):
    NIGHTLY_REST = "nightly rest"
    DAY_OFF = "day off"


def read_guards(tables: Sequence[GuardTable], findings: Findings) -> tuple[Guard, ...]:
    seen: Counter[str] = Counter()
    guards: list[Guard] = []
    for n, table in enumerate(tables):
        path = ("guards", n)
        read_name((*path, "id"), table.id, seen, findings)
        if table.skip or not findings.require((*path, "kind"), table.kind, '"nightly rest" or "day off"'):
            continue
        kind = findings.choose((*path, "kind"), table.kind, Kind, Kind.NIGHTLY_REST)
        if findings.is_sound(*path, "kind"):
            guards.append(_guard(path, table, kind, findings))
    return tuple(sorted(guards, key=lambda guard: guard.id))


def _guard(path: KeyPath, table: GuardTable, kind: Kind, findings: Findings) -> Guard:
    for key in _OTHERS[kind]:
        if key in table.model_fields_set:
            findings.blame_key((*path, key), f"a {kind} has no {key}; leave this out")
    title = table.title.strip() or _TITLES[kind]
    priority = findings.read((*path, "priority"), table.priority, priority_of, Priority.HIGH)
    if kind is Kind.DAY_OFF:
        return _day_off(path, table, title, priority, findings)
    window = findings.read((*path, "between"), table.between, night_of, NIGHT)
    length = findings.read((*path, "length"), table.length, _rest, LEAST_REST)
    if length > timedelta(minutes=window.minutes):
        findings.blame((*path, "length"), f"{table.length!r} does not fit between {table.between!r}")
    nights = _weekdays((*path, "nights"), table.nights, "at least one night, by the day that it begins on", findings)
    return NightlyRest(GuardId(table.id), title, nights, length, window, priority)


def _day_off(path: KeyPath, table: GuardTable, title: str, priority: Priority, findings: Findings) -> DayOff:
    days = _weekdays((*path, "days"), table.days, "the days that may be it, such as saturday and sunday", findings)
    times = findings.within((*path, "times_per_week"), table.times_per_week, 1, 7)
    if days and times > len(days):
        findings.blame((*path, "times_per_week"), f"is more than the days that may be it: {len(days)}")
    return DayOff(GuardId(table.id), title, days, times, priority)


def _weekdays(path: KeyPath, texts: Sequence[str], which: str, findings: Findings) -> frozenset[Weekday]:
    findings.require(path, texts, which)
    return frozenset(read_weekday((*path, n), text, findings) for n, text in enumerate(texts))


def _rest(text: str) -> timedelta:
    minutes = minutes_of(text)
    if not minutes:
        raise ValueError(f"{text!r} is no rest; write it as '11h'")
    return timedelta(minutes=minutes)
