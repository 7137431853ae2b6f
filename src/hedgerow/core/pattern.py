"""What a person said of the edges of their life, not yet dated, and the one boundary it means for a stretch of time.

An occurrence that marks a day (a leave, a shift of the rota, a nap to work in) is no appointment: it shapes the
boundary and does not make the person busy. A mark may be shown as free; a cancelled or declined one marks nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hedgerow.core.block import IntentionId
from hedgerow.core.boundary import Boundary, Off, Rota, Season, Stay, TimeOff
from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday, days_of, instant
from hedgerow.core.domains import title_matches
from hedgerow.core.intention import Intention
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId, Doubt, Occurrence, PartStat, Status
from hedgerow.core.rota import end_of_rota
from hedgerow.core.span import Span, merge, subtract
from hedgerow.core.timeline import SetAside

DAY = timedelta(days=1)
_LEAVE_TAG = re.compile(r"(?<![\w#])#(leave|unplugged)(?!\w)", re.IGNORECASE)
_ZONE_TAG = re.compile(r"(?<![\w#])#zone:([\w+/-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class YearDay:
    """A day of every year; 29 February is the 28th where there is none."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        if (self.month, self.day) == (2, 29):
            return date(year, 3, 1) - DAY
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Leave:
    """Local days, both included, from `begins` on the first to `ends` on the last, in minutes of the day."""

    name: str
    first: date
    last: date
    begins: int = 0
    ends: int = DAY_MINUTES
    kind: Off = Off.LEAVE


@dataclass(frozen=True, slots=True)
class LeaveEvents:
    """Which all-day events are leave besides those tagged #leave or #unplugged, wherever those are."""

    titles: tuple[str, ...] = ()
    unplugged_titles: tuple[str, ...] = ()
    calendars: frozenset[CalendarId] = frozenset()
    """Empty: all."""


@dataclass(frozen=True, slots=True)
class SeasonRule:
    """Both ends dated, or both yearly; a yearly one whose last day comes before its first runs over New Year."""

    name: str
    first: date | YearDay
    last: date | YearDay
    windows: Mapping[Weekday, tuple[DayWindow, ...]] | None = None
    """Of the weekdays that differ."""
    limits: Mapping[LimitKey, int] = field(default_factory=dict)
    intentions: Mapping[IntentionId, Intention | None] = field(default_factory=dict)
    """As they are in the season; None: not at all."""
    recovery_days: int = 0
    recovery_limits: Mapping[LimitKey, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RotaRule:
    """Every timed event of the calendar is a shift, unless its title says that it is on call or to be ignored."""

    calendar: CalendarId
    on_call: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InsideRule:
    """Timed events whose time is working time; both conditions must match, None matches any calendar."""

    title: str
    calendar: CalendarId | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    leave: tuple[Leave, ...] = ()
    leave_events: LeaveEvents = LeaveEvents()
    added: Mapping[date, str] = field(default_factory=dict)
    """Days off that no law knows, by name."""
    work_on: frozenset[date] = frozenset()
    """Public holidays on which the person works."""
    seasons: tuple[SeasonRule, ...] = ()
    rota: RotaRule | None = None
    inside: tuple[InsideRule, ...] = ()
    stays: tuple[Stay, ...] = ()
    stay_titles: Mapping[str, ZoneInfo] = field(default_factory=dict)
    """Titles that mean a stay by another clock, besides the tag `#zone:America/New_York`."""

    def mark(self, occurrence: Occurrence) -> SetAside | None:
        """As what it is set aside, when it marks a day; leave comes before the rota that it is written into."""
        if occurrence.all_day and leave_of(occurrence, self.leave_events):
            return SetAside.LEAVE
        if self.rota and occurrence.calendar == self.rota.calendar:
            return SetAside.ROTA
        return SetAside.WORK_INSIDE if self.inside and self.is_inside(occurrence) else None

    def is_inside(self, occurrence: Occurrence) -> bool:
        return not occurrence.all_day and any(
            rule.calendar in (None, occurrence.calendar) and title_matches(rule.title, occurrence.title)
            for rule in self.inside
        )


@dataclass(frozen=True, slots=True)
class Signs:
    """What the calendars say of a stretch of time."""

    window: Span
    occurrences: Sequence[Occurrence] = ()
    """All that was read, in any order; what marks no day may be missing. Of a rota, more than the window."""
    is_rota_seen: bool = True
    """False when the calendar of the rota could not be read: the weekly windows hold then."""


def resolve_boundary(weekly: Boundary, pattern: Pattern, signs: Signs, holidays: Mapping[date, str]) -> Boundary:
    """`weekly` with all that shapes the window. `holidays` are the public ones of every year that it touches."""
    marks = find_marks(pattern, signs.occurrences)
    placed = replace(weekly, stays=_stays(marks, pattern, weekly.zone))
    named = {day: name for day, name in {**holidays, **pattern.added}.items() if day not in pattern.work_on}
    days = tuple(placed.days_of(signs.window))
    off = (
        *(_leave(leave, placed) for leave in pattern.leave),
        *_leave_events(marks, pattern.leave_events, placed),
        *(TimeOff(placed.day_span(day), Off.HOLIDAY, named[day]) for day in days if day in named),
    )
    return replace(
        placed,
        off=tuple(sorted(set(off))),
        seasons=tuple(_seasons(pattern.seasons, weekly, days[0], days[-1])),
        rota=_rota(marks, pattern, signs, placed),
        inside=merge(mark.span for mark in marks if pattern.mark(mark) is SetAside.WORK_INSIDE),
    )


def find_doubts(pattern: Pattern, signs: Signs, zone: ZoneInfo) -> tuple[Doubt, ...]:
    """Marks that were understood only in part, in order of time."""
    marks = find_marks(pattern, (each for each in signs.occurrences if each.span.start < signs.window.end))
    found = [(mark, f"has the zone {name!r}, which does not exist") for mark in marks for name in _unknown_zones(mark)]
    shifts = [mark for mark in marks if _is_shift(mark, pattern)]
    found += [(mark, "is a whole day in the rota, so that its hours are not known") for mark in shifts if mark.all_day]
    end: Span | None = None
    for mark in (shift for shift in shifts if not shift.all_day):
        if end and mark.span.start < end.end:
            found.append((mark, "overlaps another shift of the rota; the time they share is counted once"))
        end = max(end or mark.span, mark.span, key=lambda span: span.end)
    return tuple(
        Doubt(mark.calendar, mark.uid, f"the event of {mark.span.start.astimezone(zone):%Y-%m-%d} {reason}")
        for mark, reason in sorted(found, key=lambda pair: pair[0].span)
    )


def leave_of(occurrence: Occurrence, events: LeaveEvents) -> Off | None:
    """A tag before the titles, unplugged before ordinary leave."""
    if not occurrence.all_day:
        return None
    tags = {Off(tag.lower()) for text in _texts(occurrence) for tag in _LEAVE_TAG.findall(text)}
    if tags:
        return Off.UNPLUGGED if Off.UNPLUGGED in tags else Off.LEAVE
    if events.calendars and occurrence.calendar not in events.calendars:
        return None
    if _is_titled(occurrence, events.unplugged_titles):
        return Off.UNPLUGGED
    return Off.LEAVE if _is_titled(occurrence, events.titles) else None


def find_marks(pattern: Pattern, occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """What marks a day, in one order, whatever that of the calendars."""
    found = (o for o in occurrences if (pattern.mark(o) or _moves_clock(o, pattern)) and _speaks(o))
    return tuple(sorted(found, key=lambda o: (o.span, o.title, o.calendar, o.uid)))


def _moves_clock(occurrence: Occurrence, pattern: Pattern) -> bool:
    may_be_tagged = "#" in occurrence.title or occurrence.categories
    return bool(may_be_tagged and _zone_names(occurrence)) or _is_titled(occurrence, pattern.stay_titles)


def _speaks(occurrence: Occurrence) -> bool:
    is_void = occurrence.status is Status.CANCELLED or occurrence.partstat is PartStat.DECLINED
    return not occurrence.ours and not is_void


def _texts(occurrence: Occurrence) -> Iterator[str]:
    """Where a tag may stand. A category is a tag by itself."""
    yield occurrence.title
    yield from (f"#{category.removeprefix('#')}" for category in occurrence.categories)


def _is_titled(occurrence: Occurrence, titles: Collection[str]) -> bool:
    return bool(titles) and any(title_matches(title, occurrence.title) for title in titles)


def _stays(marks: Iterable[Occurrence], pattern: Pattern, home: ZoneInfo) -> tuple[Stay, ...]:
    """In order; of two for the same days the one in the settings comes last, and so says the clock."""
    found = (stay for mark in marks for stay in _stays_of(mark, pattern, home))
    return tuple(sorted((*found, *pattern.stays)))


def _stays_of(occurrence: Occurrence, pattern: Pattern, home: ZoneInfo) -> Iterator[Stay]:
    days = tuple(days_of(occurrence.span, home))
    tagged = [zone for name in _zone_names(occurrence) if (zone := _zone(name))]
    titled = [zone for title, zone in pattern.stay_titles.items() if title_matches(title, occurrence.title)]
    if days:
        yield from (Stay(days[0], days[-1], zone) for zone in (tagged or titled)[:1])


def _zone_names(occurrence: Occurrence) -> list[str]:
    return [name for text in _texts(occurrence) for name in _ZONE_TAG.findall(text)]


def _unknown_zones(occurrence: Occurrence) -> list[str]:
    return [name for name in _zone_names(occurrence) if _zone(name) is None]


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _leave(leave: Leave, boundary: Boundary) -> TimeOff:
    start, end = boundary.start_of(leave.first), boundary.start_of(leave.last + DAY)
    if leave.begins:
        start = instant(leave.first, leave.begins, boundary.zone_on(leave.first))
    if leave.ends < DAY_MINUTES:
        end = instant(leave.last, leave.ends, boundary.zone_on(leave.last), closing=True)
    return TimeOff(Span(start, max(start, end)), leave.kind, leave.name)


def _leave_events(marks: Iterable[Occurrence], events: LeaveEvents, boundary: Boundary) -> Iterator[TimeOff]:
    """The days of the event, by the clock that the person lives by on them."""
    for mark in marks:
        kind = leave_of(mark, events)
        days = tuple(days_of(mark.span, boundary.zone)) if kind else ()
        if kind and days:
            yield _leave(Leave(mark.title, days[0], days[-1], kind=kind), boundary)


def _seasons(rules: Iterable[SeasonRule], weekly: Boundary, first: date, last: date) -> list[Season]:
    """Those near the given days, in order, each with its recovery as a season of its own."""
    years = range(first.year - 1, last.year + 2)
    dated = (
        season for rule in rules for begin, end in _dates(rule, years) for season in _dated(rule, begin, end, weekly)
    )
    near = (season for season in dated if season.first <= last + 7 * DAY and first - 7 * DAY <= season.last)
    return sorted(near, key=lambda season: (season.first, season.last, season.name))


def _dates(rule: SeasonRule, years: Iterable[int]) -> Iterator[tuple[date, date]]:
    first, last = rule.first, rule.last
    if isinstance(first, YearDay) and isinstance(last, YearDay):
        yield from ((first.in_year(year), last.in_year(year + (last < first))) for year in years)
    elif isinstance(first, date) and isinstance(last, date):
        yield first, last


def _dated(rule: SeasonRule, first: date, last: date, weekly: Boundary) -> Iterator[Season]:
    windows = None if rule.windows is None else {**weekly.windows, **rule.windows}
    yield Season(rule.name, first, last, windows, rule.limits)
    if rule.recovery_days:
        recovered = last + rule.recovery_days * DAY
        yield Season(f"recovery after {rule.name}", last + DAY, recovered, limits=rule.recovery_limits)


def _is_shift(mark: Occurrence, pattern: Pattern) -> bool:
    others = (*pattern.rota.ignore, *pattern.rota.on_call) if pattern.rota else ()
    return pattern.mark(mark) is SetAside.ROTA and not _is_titled(mark, others)


def _rota(marks: Sequence[Occurrence], pattern: Pattern, signs: Signs, placed: Boundary) -> Rota | None:
    rota = pattern.rota
    if rota is None or not signs.is_rota_seen:
        return None
    known = [mark for mark in marks if pattern.mark(mark) is SetAside.ROTA and not _is_titled(mark, rota.ignore)]
    on_call = [mark.span for mark in known if _is_titled(mark, rota.on_call)]
    work = merge(mark.span for mark in known if not mark.all_day and not _is_titled(mark, rota.on_call))
    return Rota(work, subtract(on_call, work), signs.window, rota.calendar, end_of_rota(known, signs.window, placed))
