"""Builders: a week written down as a person would, in Berlin unless told otherwise.

    agenda("mon 09:00-10:00  Stand-up", "fri 17:30-18:45  Retro #work (tentative)")

Days are those of the week of Monday 16 November 2026 (W47, no DST change near); `sun-1` is the Sunday before, `mon+1`
the Monday after; a date works too. An end before its start is on the next day. Notes in brackets: free, tentative,
declined, cancelled, needs-action, ours, all-day (with no times).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.core.boundary import Boundary
from hedgerow.core.days import DayWindow, Week, Weekday, day_span, instant
from hedgerow.core.domains import Domain, DomainPolicy
from hedgerow.core.occurrence import CalendarId, Occurrence, PartStat, Status, Transparency, Uid
from hedgerow.core.span import Span
from hedgerow.core.timeline import Timeline, build_timeline

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 16)
WEEK = Week(2026, 47)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORK = CalendarId("work")
NOTES: Mapping[str, Mapping[str, Any]] = {
    "free": {"transparency": Transparency.TRANSPARENT},
    "tentative": {"status": Status.TENTATIVE},
    "cancelled": {"status": Status.CANCELLED},
    "declined": {"partstat": PartStat.DECLINED},
    "needs-action": {"partstat": PartStat.NEEDS_ACTION},
    "ours": {"ours": True},
    "all-day": {"all_day": True},
}
_LINE = re.compile(
    r"(?P<day>\S+)(?:\s+(?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d))?\s+(?P<title>.*?)\s*(?:\((?P<note>[a-z-]+)\))?$"
)


def day_of(name: str) -> date:
    """`mon`, `sun-1`, `mon+1` or `2026-03-29`."""
    if name[:3] not in NAMES:
        return date.fromisoformat(name)
    return MONDAY + timedelta(days=NAMES.index(name[:3]), weeks=int(name[3:] or 0))


def minutes(clock: str) -> int:
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def at(day: str, clock: str, zone: ZoneInfo = BERLIN) -> datetime:
    return instant(day_of(day), minutes(clock), zone)


def utc(text: str) -> datetime:
    """`2026-11-16 08:00`, already in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(day: str, clocks: str, zone: ZoneInfo = BERLIN) -> Span:
    """`span("mon", "18:00-19:30")`; an end not after the start is on the next day."""
    start, _, end = clocks.partition("-")
    opens, closes = minutes(start), minutes(end)
    closes += 0 if closes > opens else 24 * 60
    return Span(instant(day_of(day), opens, zone), instant(day_of(day), closes, zone))


def occurrence(line: str, calendar: CalendarId = WORK, zone: ZoneInfo = BERLIN) -> Occurrence:
    match = _LINE.match(line)
    assert match, f"not an agenda line: {line!r}"
    day, title = match["day"], match["title"]
    when = span(day, f"{match['start']}-{match['end']}", zone) if match["start"] else day_span(day_of(day), zone)
    plain = Occurrence(calendar, Uid(f"{calendar}/{line}"), when, title)
    return replace(plain, **NOTES[match["note"]]) if match["note"] else plain


def agenda(*lines: str, zone: ZoneInfo = BERLIN, domain: Domain = Domain.WORK) -> Timeline:
    """One calendar named `work` that holds the given lines, its default domain being `domain`."""
    return build_timeline(
        (occurrence(line, zone=zone) for line in lines), DomainPolicy((), {WORK: frozenset({domain})})
    )


def windows(text: str) -> tuple[DayWindow, ...]:
    """`"09:00-12:00 13:00-17:00"`."""
    pairs = [part.split("-") for part in text.split()]
    opened = [(minutes(opens), minutes(closes)) for opens, closes in pairs]
    return tuple(DayWindow(opens, closes if closes > opens else closes + 24 * 60) for opens, closes in opened)


def boundary(weekdays: str = "09:00-17:00", *, zone: ZoneInfo = BERLIN, **days: str) -> Boundary:
    """`weekdays` from Monday to Friday, other days by name: `boundary("09:00-17:00", wed="", sat="10:00-12:00")`."""
    pattern = dict.fromkeys(NAMES[:5], weekdays) | days
    return Boundary(zone, {Weekday(NAMES.index(name)): windows(text) for name, text in pattern.items()})
