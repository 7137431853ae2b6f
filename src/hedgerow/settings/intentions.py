"""[[intentions]] → core values, and whether each could come true in an empty calendar."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import StrEnum

from hedgerow.core.block import IntentionId
from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday
from hedgerow.core.intention import Defence, Firmness, Intention, Length, Priority, Visibility
from hedgerow.core.occurrence import CalendarId
from hedgerow.settings.calendars import are_named, blame_unknown_calendar
from hedgerow.settings.findings import Findings, not_one_of
from hedgerow.settings.notation import clock_of, clock_text, duration_text, minutes_of, window_text
from hedgerow.settings.pattern import read_domains, read_weekday, read_windows
from hedgerow.settings.places import KeyPath
from hedgerow.settings.shares import (
    all_windows,
    blame_feeds,
    blame_hours,
    blame_soft_windows,
    most_per_week,
    read_hours,
)
from hedgerow.settings.surroundings import read_name
from hedgerow.settings.tables import CalendarTable, IntentionTable, LengthTable
from hedgerow.settings.values import Role
from hedgerow.settings.windows import read_day_windows

_PLACEHOLDER = Length(1, 1, 1)


class OnCall(StrEnum):
    ALLOWED = "allowed"
    AVOID = "avoid"


def read_intentions(
    tables: Sequence[IntentionTable],
    calendars: Sequence[CalendarTable],
    night: DayWindow,
    by_season: Collection[str],
    findings: Findings,
) -> tuple[Intention, ...]:
    """`by_season`: the ids of those that some season has, even where they are skipped otherwise."""
    holds = _holds(calendars, findings)
    if tables and not holds and are_named(calendars, findings):
        findings.blame_key(
            ("intentions",),
            "no calendar holds blocks; give a 'file', 'caldav' or 'google' one the line: role = \"hold\"",
        )
    seen: Counter[str] = Counter()
    intentions: list[Intention] = []
    for n, table in enumerate(tables):
        path = ("intentions", n)
        read_name((*path, "id"), table.id, seen, findings)
        if not table.skip or table.id in by_season:
            intention = read_intention(path, table, calendars, night, findings)
            intentions.append(replace(intention, only_in_seasons=table.skip))
    blame_feeds(tables, findings)
    return tuple(intentions)


def read_intention(
    path: KeyPath, table: IntentionTable, calendars: Sequence[CalendarTable], night: DayWindow, findings: Findings
) -> Intention:
    holds = _holds(calendars, findings)
    _choose_calendar(path, table, calendars, holds, findings)
    calendar = CalendarId(table.calendar or next(iter(holds), ""))
    intention = _intention(path, table, calendar, night, findings)
    if table.after_night_shift:
        _blame_clock(path, table, findings)
        return intention
    _blame_impossible(path, intention, findings)
    return intention


def _blame_clock(path: KeyPath, table: IntentionTable, findings: Findings) -> None:
    for key in ("windows", "soft_windows", "ideal_start", "days", "times_per_week", "hours_per_week", "spacing_days"):
        if key in table.model_fields_set:
            findings.blame_key((*path, key), "after_night_shift means one block after each night shift; leave this out")


def _holds(calendars: Sequence[CalendarTable], findings: Findings) -> tuple[str, ...]:
    """Those whose role is in doubt included: what is wrong with them is said already."""
    return tuple(
        table.name
        for n, table in enumerate(calendars)
        if table.role == Role.HOLD or not findings.is_sound("calendars", n, "role")
    )


def _choose_calendar(
    path: KeyPath,
    table: IntentionTable,
    calendars: Sequence[CalendarTable],
    holds: Sequence[str],
    findings: Findings,
) -> None:
    name = table.calendar
    if not name:
        if len(holds) > 1:
            findings.blame((*path, "calendar"), f"needs a value: which calendar holds it, {' or '.join(holds)}")
        return
    blame_unknown_calendar((*path, "calendar"), name, calendars, findings)
    if name in {calendar.name for calendar in calendars} and name not in holds:
        findings.blame((*path, "calendar"), f"{name!r} is only read; name a calendar with the role 'hold'")


def _intention(
    path: KeyPath, table: IntentionTable, calendar: CalendarId, night: DayWindow, findings: Findings
) -> Intention:
    def minutes(key: str, text: str) -> int:
        return findings.read((*path, key), text, _buffer, 0)

    findings.require((*path, "title"), table.title.strip(), "what the block is called in your calendar")
    days = _days((*path, "days"), table.days, findings)
    windows = read_day_windows((*path, "windows"), table.windows, days, findings)
    return Intention(
        id=IntentionId(table.id),
        title=table.title.strip(),
        domains=read_domains((*path, "domains"), table.domains, findings),
        length=_length((*path, "length"), table.length, findings),
        calendar=calendar,
        windows=windows.every_day or awake(night),
        own_windows=windows.own,
        soft_windows=read_windows((*path, "soft_windows"), table.soft_windows, findings),
        days=days & {day for day, _ in windows.own} if windows.own and not windows.every_day else days,
        times_per_week=findings.within((*path, "times_per_week"), table.times_per_week, 1, 7),
        minutes_per_week=read_hours(path, table, findings),
        feeds=tuple(IntentionId(name) for name in table.feeds),
        why=table.why.strip(),
        ideal_start=_ideal_start((*path, "ideal_start"), table.ideal_start, findings),
        spacing_days=findings.within((*path, "spacing_days"), table.spacing_days, 1, 7),
        buffer_before=minutes("buffer_before", table.buffer_before),
        buffer_after=minutes("buffer_after", table.buffer_after),
        travel_before=minutes("travel_before", table.travel_before),
        travel_after=minutes("travel_after", table.travel_after),
        priority=findings.read((*path, "priority"), table.priority, priority_of, Priority.NORMAL),
        firmness=findings.choose((*path, "firmness"), table.firmness, Firmness, Firmness.FLEXIBLE),
        defence=findings.choose((*path, "defence"), table.defence, Defence, Defence.AUTO),
        visibility=findings.choose((*path, "visibility"), table.visibility, Visibility, Visibility.TITLED),
        after_night_shift=table.after_night_shift,
        avoids_on_call=findings.choose((*path, "on_call"), table.on_call, OnCall, OnCall.ALLOWED) is OnCall.AVOID,
    )


def awake(night: DayWindow) -> tuple[DayWindow, ...]:
    """The window of an intention that names none: from the end of the night to its beginning."""
    opens = night.closes % DAY_MINUTES
    closes = night.opens if night.opens > opens else DAY_MINUTES
    return (DayWindow(opens, closes),) if night.minutes < DAY_MINUTES else (DayWindow(0, DAY_MINUTES),)


def _buffer(text: str) -> int:
    minutes = minutes_of(text)
    if minutes > DAY_MINUTES:
        raise ValueError(f"{text!r} is longer than a day")
    return minutes


def _length(path: KeyPath, table: LengthTable, findings: Findings) -> Length:
    is_range = bool(table.minimum or table.maximum)
    ideal_at: KeyPath = (*path, "ideal") if is_range else path
    if findings.is_dropped((*path, "ideal")):
        return _PLACEHOLDER
    if not findings.require(ideal_at, table.ideal, "how long the block is, such as '45min'"):
        return _PLACEHOLDER
    ideal = findings.read(ideal_at, table.ideal, _block_length, 0)
    minimum = findings.read((*path, "minimum"), table.minimum or table.ideal, _block_length, 0) if is_range else ideal
    maximum = findings.read((*path, "maximum"), table.maximum or table.ideal, _block_length, 0) if is_range else ideal
    if not ideal or not minimum or not maximum:
        return _PLACEHOLDER
    if minimum > ideal:
        findings.blame((*path, "minimum"), f"{table.minimum!r} is more than the ideal of {table.ideal!r}")
    if maximum < ideal:
        findings.blame((*path, "maximum"), f"{table.maximum!r} is less than the ideal of {table.ideal!r}")
    return Length(min(minimum, ideal), ideal, max(ideal, maximum))


def _block_length(text: str) -> int:
    minutes = minutes_of(text)
    if not 0 < minutes <= DAY_MINUTES:
        raise ValueError(f"{text!r} is not a length for a block; it has 1min to 24h")
    return minutes


def _days(path: KeyPath, texts: Sequence[str], findings: Findings) -> frozenset[Weekday]:
    findings.require(path, texts, "at least one day of the week")
    return frozenset(read_weekday((*path, n), text, findings) for n, text in enumerate(texts))


def _ideal_start(path: KeyPath, text: str, findings: Findings) -> int | None:
    return findings.read(path, text, clock_of, 0) if text else None


def priority_of(text: str) -> Priority:
    by_name = {str(priority.value): priority for priority in Priority} | {p.name.lower(): p for p in Priority}
    name = text.strip().lower()
    if name not in by_name:
        raise ValueError(not_one_of(text, list(by_name)))
    return by_name[name]


def _blame_impossible(path: KeyPath, intention: Intention, findings: Findings) -> None:
    """Windows bound the block itself; its travel and buffers may lie outside of them."""
    if all(findings.is_sound(*path, key) for key in ("length", "windows", "firmness", "ideal_start")):
        _blame_length(path, intention, findings)
    if all(findings.is_sound(*path, key) for key in ("windows", "soft_windows", "days")):
        blame_soft_windows(path, intention, findings)
    if intention.is_in_hours:
        blame_hours(path, intention, findings)
    elif all(findings.is_sound(*path, key) for key in ("times_per_week", "days", "spacing_days")):
        room = most_per_week(intention.days, intention.spacing_days)
        if intention.times_per_week > room:
            findings.blame((*path, "times_per_week"), f"the days and spacing_days leave room for only {room} a week")


def _blame_length(path: KeyPath, intention: Intention, findings: Findings) -> None:
    longest = max(all_windows(intention), key=lambda window: window.minutes)
    shortest = intention.length.minimum if intention.firmness is Firmness.FLEXIBLE else intention.length.ideal
    if shortest > longest.minutes:
        findings.blame(
            (*path, "length"),
            f"a block of {duration_text(shortest)} does not fit into the longest window, {window_text(longest)}",
        )
    elif intention.ideal_start is not None and not _has_room(intention, intention.ideal_start):
        needed = duration_text(intention.length.ideal)
        rule = f"has room for the {needed} of a fixed block" if intention.firmness is Firmness.FIXED else "is open"
        findings.blame((*path, "ideal_start"), f"no window {rule} at {clock_text(intention.ideal_start)}")


def _has_room(intention: Intention, start: int) -> bool:
    """A start in the early hours may mean the day after the window opened."""
    needed = intention.length.ideal if intention.firmness is Firmness.FIXED else 1
    starts = (start, start + DAY_MINUTES)
    return any(w.opens <= at and at + needed <= w.closes for w in all_windows(intention) for at in starts)
