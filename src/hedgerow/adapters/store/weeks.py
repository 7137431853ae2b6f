"""A week's record ↔ a row of `week`: its key, its verdict, and its numbers as JSON."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hedgerow.core.days import Week, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.fate import Fate
from hedgerow.core.history import Passed, WeekRecord
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.week import Seen, Verdict

FORM = 1
"""Rises when `numbers` changes its form; a reader of an older form stays as long as such rows may be there."""
_PLAIN = (
    "scheduled_work", "personal_taken", "personal_allowed", "shortest_rest", "longest_rest", "focus", "longest_focus",
    "fragments", "meeting_load", "season", "is_comparable",
)  # fmt: skip


def write_key(week: Week) -> dict[str, Any]:
    return {"year": week.year, "number": week.number, "first": int(week.first)}


def write_week(record: WeekRecord) -> dict[str, Any]:
    numbers = {
        **{name: getattr(record, name) for name in _PLAIN},
        "passed": [[p.key.value, p.limit, p.measured, list(p.culprits)] for p in record.passed],
        "leave": [day.isoformat() for day in record.leave],
        "evenings": [day.isoformat() for day in record.evenings],
        "evenings_touched": [day.isoformat() for day in record.evenings_touched],
        "fates": [fate.value for fate in record.fates],
        "seen": [[seen.calendar, seen.occurrences] for seen in record.seen],
        "gaps": list(record.gaps),
        "domains": record.domains,
    }
    return {"verdict": record.verdict.value, "form": FORM, "numbers": numbers, "digest": record.digest}


def read_week(row: Mapping[str, Any]) -> WeekRecord:
    numbers = row["numbers"]
    return WeekRecord(
        week=Week(row["year"], row["number"], Weekday(row["first"])),
        verdict=Verdict(row["verdict"]),
        passed=tuple(Passed(LimitKey(k), limit, found, tuple(told)) for k, limit, found, told in numbers["passed"]),
        leave=_read_days(numbers["leave"]),
        evenings=_read_days(numbers["evenings"]),
        evenings_touched=_read_days(numbers["evenings_touched"]),
        fates=tuple(Fate(fate) for fate in numbers["fates"]),
        seen=tuple(Seen(CalendarId(calendar), count) for calendar, count in numbers["seen"]),
        gaps=tuple(CalendarId(calendar) for calendar in numbers["gaps"]),
        digest=row["digest"],
        domains=_read_domains(numbers.get("domains")),
        **{name: numbers[name] for name in _PLAIN},
    )


def _read_domains(minutes: Mapping[str, int] | None) -> Mapping[Domain, int] | None:
    """None in rows kept before they were reckoned."""
    return None if minutes is None else {Domain(name): spent for name, spent in minutes.items()}


def _read_days(texts: Iterable[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)
