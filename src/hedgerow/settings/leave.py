"""[[leave]], [leave_events] and [holidays] → values."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from hedgerow.core.boundary import Off
from hedgerow.core.days import DAY_MINUTES
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.pattern import Leave, LeaveEvents
from hedgerow.settings.calendars import blame_unknown_calendar
from hedgerow.settings.countries import country_of, subdivision_of
from hedgerow.settings.findings import Findings
from hedgerow.settings.notation import clock_of, day_of
from hedgerow.settings.places import KeyPath
from hedgerow.settings.tables import CalendarTable, HolidaysTable, LeaveEventsTable, LeaveTable
from hedgerow.settings.values import Region

SOME_DAY = date(2000, 1, 1)
"""Stands for a day that could not be read."""


class LeaveKind(StrEnum):
    LEAVE = Off.LEAVE.value
    UNPLUGGED = Off.UNPLUGGED.value


def read_leave(tables: Sequence[LeaveTable], findings: Findings) -> tuple[Leave, ...]:
    return tuple(_leave(("leave", n), table, findings) for n, table in enumerate(tables))


def _leave(path: KeyPath, table: LeaveTable, findings: Findings) -> Leave:
    findings.require((*path, "name"), table.name.strip(), "what the leave is called, such as 'Summer'")
    first, last = read_days(path, table.first, table.last or table.first, findings)
    begins = findings.read((*path, "begins"), table.begins, clock_of, 0) if table.begins else 0
    ends = findings.read((*path, "ends"), table.ends, clock_of, DAY_MINUTES) if table.ends else DAY_MINUTES
    is_sound = all(findings.is_sound(*path, key) for key in ("first", "last", "begins", "ends"))
    if is_sound and first == last and ends <= begins:
        findings.blame((*path, "ends"), f"ends before it begins: {table.ends or '00:00'} is not after {table.begins}")
    kind = findings.choose((*path, "kind"), table.kind, LeaveKind, LeaveKind.LEAVE)
    return Leave(table.name.strip(), first, last, begins, ends, Off(kind.value))


def read_days(path: KeyPath, first: str, last: str, findings: Findings) -> tuple[date, date]:
    """`first` and `last` of a table, both included."""
    if not findings.require((*path, "first"), first, "the first day, such as 2026-07-01"):
        return SOME_DAY, SOME_DAY
    begin = findings.read((*path, "first"), first, day_of, SOME_DAY)
    end = findings.read((*path, "last"), last, day_of, SOME_DAY) if last != first else begin
    if findings.is_sound(*path, "first") and findings.is_sound(*path, "last") and end < begin:
        findings.blame((*path, "last"), f"ends before it begins: {end} is before {begin}")
    return begin, end


def read_leave_events(table: LeaveEventsTable, calendars: Sequence[CalendarTable], findings: Findings) -> LeaveEvents:
    for n, name in enumerate(table.calendars):
        blame_unknown_calendar(("leave_events", "calendars", n), name, calendars, findings)
    return LeaveEvents(
        read_titles(("leave_events", "titles"), table.titles, findings),
        read_titles(("leave_events", "unplugged_titles"), table.unplugged_titles, findings),
        frozenset(CalendarId(name) for name in table.calendars),
    )


def read_titles(path: KeyPath, texts: Sequence[str], findings: Findings) -> tuple[str, ...]:
    for n, text in enumerate(texts):
        findings.require((*path, n), text.strip(), "words of the title, or a pattern with * and ?")
    return tuple(text.strip() for text in texts)


def read_region(table: HolidaysTable, findings: Findings) -> Region | None:
    path = ("holidays",)
    if not table.country:
        if table.subdivision:
            findings.blame((*path, "country"), "needs a value: the country that the subdivision is in, such as 'DE'")
        return None
    country = findings.read((*path, "country"), table.country, country_of, "")
    if not country or not table.subdivision:
        return Region(country)
    place = (*path, "subdivision")
    return Region(country, findings.read(place, table.subdivision, lambda text: subdivision_of(country, text), ""))


def read_added(table: HolidaysTable, findings: Findings) -> Mapping[date, str]:
    added: dict[date, str] = {}
    for n, each in enumerate(table.add):
        path = ("holidays", "add", n)
        findings.require((*path, "name"), each.name.strip(), "what the day is called")
        if findings.require((*path, "day"), each.day, "the day, such as 2026-12-24"):
            added[findings.read((*path, "day"), each.day, day_of, SOME_DAY)] = each.name.strip()
    return added


def read_work_on(table: HolidaysTable, findings: Findings) -> frozenset[date]:
    path = ("holidays", "work_on")
    return frozenset(findings.read((*path, n), text, day_of, SOME_DAY) for n, text in enumerate(table.work_on))
