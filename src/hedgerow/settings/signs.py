"""[rota], [[work_inside]], [[stays]], [stay_events] and [[expected]] → values: what the calendars are asked for."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from hedgerow.core.boundary import Stay
from hedgerow.core.intrusion import Expected
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.core.pattern import InsideRule, RotaRule
from hedgerow.settings.calendars import blame_unknown_calendar
from hedgerow.settings.findings import Findings
from hedgerow.settings.leave import read_days, read_titles
from hedgerow.settings.pattern import zone_of
from hedgerow.settings.places import KeyPath
from hedgerow.settings.tables import (
    CalendarTable,
    ExpectedTable,
    RotaTable,
    StayEventsTable,
    StayTable,
    WorkInsideTable,
)

_UTC = ZoneInfo("UTC")


def read_rota(table: RotaTable, calendars: Sequence[CalendarTable], findings: Findings) -> RotaRule | None:
    path = ("rota",)
    if not table.calendar:
        if table.on_call or table.ignore:
            findings.blame((*path, "calendar"), "needs a value: the calendar that holds your shifts")
        return None
    blame_unknown_calendar((*path, "calendar"), table.calendar, calendars, findings)
    return RotaRule(
        CalendarId(table.calendar),
        read_titles((*path, "on_call"), table.on_call, findings),
        read_titles((*path, "ignore"), table.ignore, findings),
    )


def read_work_inside(
    tables: Sequence[WorkInsideTable], calendars: Sequence[CalendarTable], findings: Findings
) -> tuple[InsideRule, ...]:
    for n, table in enumerate(tables):
        findings.require(("work_inside", n, "title"), table.title.strip(), "which events, by words of their title")
    return tuple(
        InsideRule(table.title.strip(), _calendar(("work_inside", n, "calendar"), table.calendar, calendars, findings))
        for n, table in enumerate(tables)
    )


def _calendar(path: KeyPath, name: str, calendars: Sequence[CalendarTable], findings: Findings) -> CalendarId | None:
    if not name:
        return None
    blame_unknown_calendar(path, name, calendars, findings)
    return CalendarId(name)


def read_stays(tables: Sequence[StayTable], findings: Findings) -> tuple[Stay, ...]:
    return tuple(_stay(("stays", n), table, findings) for n, table in enumerate(tables))


def _stay(path: KeyPath, table: StayTable, findings: Findings) -> Stay:
    zone = _UTC
    if findings.require((*path, "zone"), table.zone, "the time zone of the stay, such as 'America/New_York'"):
        zone = findings.read((*path, "zone"), table.zone, zone_of, zone)
    first, last = read_days(path, table.first, table.last or table.first, findings)
    return Stay(first, last, zone)


def read_stay_titles(table: StayEventsTable, findings: Findings) -> Mapping[str, ZoneInfo]:
    path = ("stay_events", "titles")
    return {title: findings.read((*path, title), zone, zone_of, _UTC) for title, zone in table.titles.items()}


def read_expected(
    tables: Sequence[ExpectedTable], calendars: Sequence[CalendarTable], findings: Findings
) -> tuple[Expected, ...]:
    return tuple(_expected(("expected", n), table, calendars, findings) for n, table in enumerate(tables))


def _expected(path: KeyPath, table: ExpectedTable, calendars: Sequence[CalendarTable], findings: Findings) -> Expected:
    keys = tuple(ExpectedTable.model_fields)
    if not any(getattr(table, key).strip() or findings.is_dropped((*path, key)) for key in keys):
        findings.blame(path, f"matches nothing; give it at least one of {', '.join(keys)}")
    calendar = _calendar((*path, "calendar"), table.calendar, calendars, findings)
    return Expected(table.title.strip(), Uid(table.uid.strip()) if table.uid.strip() else None, calendar)
