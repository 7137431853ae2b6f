"""[person], [boundary], [limits] and [planning] → core values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from hedgerow.core.boundary import EVENING, NIGHT, Boundary
from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.limits import LIMITS, LimitKey, Unit
from hedgerow.core.plan import Tentative
from hedgerow.settings.findings import Findings, not_one_of
from hedgerow.settings.notation import clock_of, did_you_mean, guess, minutes_of, night_of, window_of, window_text
from hedgerow.settings.places import KeyPath
from hedgerow.settings.surroundings import address_of
from hedgerow.settings.tables import WEEKDAYS, BoundaryTable, PersonTable, PlanningTable
from hedgerow.settings.values import Clock, Person, Planning

_WEEK_MINUTES = 7 * DAY_MINUTES
_PLACEHOLDER = DayWindow(0, DAY_MINUTES)


def read_person(table: PersonTable, findings: Findings) -> Person:
    path = ("person",)
    zone = ZoneInfo("UTC")
    if findings.require((*path, "time_zone"), table.time_zone, "the time zone you live in, such as 'Europe/Berlin'"):
        zone = findings.read((*path, "time_zone"), table.time_zone, zone_of, zone)
    addresses = (findings.read((*path, "addresses", n), text, address_of, "") for n, text in enumerate(table.addresses))
    first = read_weekday((*path, "first_weekday"), table.first_weekday, findings)
    clock = findings.choose((*path, "clock"), table.clock, Clock, Clock.H24) if table.clock else None
    return Person(table.name.strip(), frozenset(address.lower() for address in addresses), zone, first, clock)


def zone_of(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        names = sorted(available_timezones())
        cities = {name.rpartition("/")[2]: name for name in names}
        city = guess(text.rpartition("/")[2].replace(" ", "_"), cities)
        hint = did_you_mean(text, names) or (f"; did you mean {cities[city]!r}?" if city else "")
        raise ValueError(f"unknown time zone {text!r}{hint}") from None


def read_weekday(path: KeyPath, text: str, findings: Findings) -> Weekday:
    return findings.read(path, text, _weekday, Weekday.MONDAY)


def _weekday(text: str) -> Weekday:
    name = text.strip().lower()
    if name not in WEEKDAYS:
        raise ValueError(not_one_of(text, WEEKDAYS))
    return Weekday(WEEKDAYS.index(name))


def read_domains(path: KeyPath, texts: Sequence[str], findings: Findings) -> frozenset[Domain]:
    findings.require(path, texts, "at least one of work, home, community, self")
    return frozenset(findings.choose((*path, n), text, Domain, Domain.SELF) for n, text in enumerate(texts))


def read_boundary(table: BoundaryTable, zone: ZoneInfo, findings: Findings) -> Boundary:
    path = ("boundary",)
    texts: Mapping[str, list[str]] = {name: getattr(table, name) for name in WEEKDAYS}
    windows = {Weekday(n): read_windows((*path, name), texts[name], findings) for n, name in enumerate(WEEKDAYS)}
    blame_overlaps_of_days(path, windows, findings)
    evening = findings.read((*path, "evening"), table.evening, clock_of, EVENING)
    night = findings.read((*path, "night"), table.night, night_of, NIGHT)
    return Boundary(zone, windows, evening, night)


def read_windows(path: KeyPath, texts: Sequence[str], findings: Findings) -> tuple[DayWindow, ...]:
    """In order of time; those of one day may touch but not overlap."""
    read = [(findings.read((*path, n), text, window_of, _PLACEHOLDER), (*path, n)) for n, text in enumerate(texts)]
    return in_order(read, findings)


def in_order(read: Iterable[tuple[DayWindow, KeyPath]], findings: Findings) -> tuple[DayWindow, ...]:
    """Those of one day, each with the place that may be blamed for it."""
    sound = sorted((window, place) for window, place in read if findings.is_sound(*place))
    longest: DayWindow | None = None
    for window, place in sound:
        if longest and window.opens < longest.closes:
            findings.blame(
                place, f"{window_text(window)!r} overlaps {window_text(longest)!r}; write them as one window"
            )
        longest = max(longest or window, window, key=lambda w: w.closes)
    return tuple(window for window, _ in sound)


def blame_overlaps_of_days(path: KeyPath, windows: Mapping[Weekday, tuple[DayWindow, ...]], findings: Findings) -> None:
    for day, name in zip(Weekday, WEEKDAYS, strict=True):
        before = windows[Weekday((day - 1) % 7)]
        runs_to = max((window.closes for window in before), default=0) - DAY_MINUTES
        first = min((window.opens for window in windows[day]), default=DAY_MINUTES)
        if first < runs_to:
            findings.blame(
                (*path, name),
                f"the first window opens before that of {WEEKDAYS[day - 1]} closes; let them touch instead of overlap",
            )


def read_limits(texts: Mapping[str, str], findings: Findings) -> Mapping[LimitKey, int]:
    return {rule.key: rule.default for rule in LIMITS} | read_changed_limits(("limits",), texts, findings)


def read_changed_limits(path: KeyPath, texts: Mapping[str, str], findings: Findings) -> dict[LimitKey, int]:
    """Only those that are given."""
    rules = {rule.key.value: rule for rule in LIMITS}
    limits: dict[LimitKey, int] = {}
    for key, text in texts.items():
        if key in rules:
            rule = rules[key]
            limits[rule.key] = findings.read((*path, key), text, partial(_limit, unit=rule.unit), rule.default)
        else:
            findings.blame_key((*path, key), f"unknown key{did_you_mean(key, rules)}")
    return limits


def _limit(text: str, unit: Unit) -> int:
    match unit:
        case Unit.MINUTES:
            return _at_most(minutes_of(text), _WEEK_MINUTES, "a week has 168h")
        case Unit.EVENINGS:
            return _at_most(_count(text, "", "'2'"), 7, "a week has 7 evenings")
        case Unit.PERCENT:
            return _at_most(_count(text, "%", "'33%'"), 100, "more than 100% can't be lost")


def _count(text: str, ending: str, example: str) -> int:
    match = re.fullmatch(rf"(\d{{1,5}}) ?{ending}", text.strip(), re.ASCII)
    if not match:
        raise ValueError(f"{text!r} can't be read; write it as {example}")
    return int(match[1])


def _at_most(value: int, most: int, reason: str) -> int:
    if value > most:
        raise ValueError(f"is too much: {reason}")
    return value


def read_planning(table: PlanningTable, findings: Findings) -> Planning:
    def length(key: str, text: str) -> timedelta:
        return timedelta(minutes=findings.read(("planning", key), text, minutes_of, 0))

    return Planning(
        weeks=findings.within(("planning", "weeks"), table.weeks, 1, 8),
        notice=length("notice", table.notice),
        freeze=length("freeze", table.freeze),
        free_until=length("free_until", table.free_until),
        free_places=findings.within(("planning", "free_places"), table.free_places, 0, 99),
        tentative=findings.choose(("planning", "tentative"), table.tentative, Tentative, Tentative.BUSY),
    )
