"""The instances of a series (RFC 5545, section 3.8.5) in the zone of the event, whatever nonsense its rules hold."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from tests.fakes.google.refusal import Json, Refused
from tests.fakes.google.times import instant_of, known_zone, moved, parse_day

_DATES = ("RDATE", "EXDATE")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One instance as the rules place it."""

    key: str
    """The end of its id: `20261123T090000Z`, or `20261123` of a day."""
    start: datetime
    """Wall time in the event's zone, or midnight of a day."""
    zone: str | None
    """None of a day."""

    @property
    def original(self) -> Json:
        if self.zone is None:
            return {"date": self.start.date().isoformat()}
        return {"dateTime": self.start.replace(tzinfo=known_zone(self.zone)).isoformat(), "timeZone": self.zone}


def occasions(series: Json, until: datetime) -> Sequence[Occasion]:
    """All that begin before `until`."""
    start = _wall_start(series)
    if start is None:
        return ()
    wall, zone = start
    return _expanded(tuple(series.get("recurrence") or ()), wall, zone, until)


def _wall_start(series: Json) -> tuple[datetime, str | None] | None:
    given = series.get("start", {})
    if "date" in given:
        day = parse_day(given["date"])
        return (datetime(day.year, day.month, day.day), None) if day else None  # noqa: DTZ001 - wall time
    at = instant_of(given)
    zone = given.get("timeZone") or "UTC"
    return (at.astimezone(known_zone(zone)).replace(tzinfo=None), zone) if at else None


@lru_cache(maxsize=512)
def _expanded(lines: tuple[str, ...], wall: datetime, zone: str | None, until: datetime) -> tuple[Occasion, ...]:
    end = until.astimezone(known_zone(zone)).replace(tzinfo=None)
    starts, without = {wall}, set[datetime]()
    for line in lines:
        try:
            name, found = _read(line, wall, zone, end)
        except (ValueError, TypeError, KeyError, IndexError):
            continue  # Google holds what other programs once wrote, and expands what can be expanded
        if name in ("EXDATE", "EXRULE"):
            without |= found
        else:
            starts |= found
    return tuple(_occasion(each, zone) for each in sorted(starts - without) if each < end)


def _read(line: str, wall: datetime, zone: str | None, end: datetime) -> tuple[str, set[datetime]]:
    head, _, value = line.partition(":")
    name, *parameters = head.split(";")
    if name in _DATES:
        named = dict(each.split("=", 1) for each in parameters).get("TZID")
        return name, {_date(each, named or zone, zone, wall) for each in value.split(",")}
    if name not in ("RRULE", "EXRULE"):
        raise ValueError(name)
    rule = rrulestr(_local_until(value, zone), dtstart=wall)
    return name, set(_before(rule, end))


def _before(rule: Iterable[datetime], end: datetime) -> Iterator[datetime]:
    for each in rule:
        if each >= end:
            return
        yield each


def _local_until(value: str, zone: str | None) -> str:
    """UNTIL in wall time, of whichever type it was written in."""
    parts = dict(each.split("=", 1) for each in value.rstrip(";").split(";"))
    if "UNTIL" in parts:
        given = parts["UNTIL"]
        if len(given) == 8 and zone is not None:
            given += "T235959"
        at = _stamp(given.removesuffix("Z"))
        if given.endswith("Z"):
            at = at.replace(tzinfo=UTC).astimezone(known_zone(zone)).replace(tzinfo=None)
        parts["UNTIL"] = at.strftime("%Y%m%dT%H%M%S")
    return ";".join(f"{name}={each}" for name, each in parts.items())


def _stamp(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007 - wall time


def _date(text: str, given: str | None, zone: str | None, wall: datetime) -> datetime:
    """One of RDATE or EXDATE; a mere day stands for the instance of that day."""
    if "T" not in text:
        return datetime.combine(_stamp(text).date(), wall.time())
    at = _stamp(text.removesuffix("Z"))
    source = ZoneInfo("UTC") if text.endswith("Z") else known_zone(given)
    local = at.replace(tzinfo=source).astimezone(known_zone(zone) if zone else source)
    return datetime.combine(local.date(), wall.time()) if zone is None else local.replace(tzinfo=None)


def _occasion(start: datetime, zone: str | None) -> Occasion:
    if zone is None:
        return Occasion(start.strftime("%Y%m%d"), start, None)
    key = start.replace(tzinfo=known_zone(zone)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return Occasion(key, start, zone)


def instance(series: Json, occasion: Occasion) -> Json:
    """The series' own fields at that time."""
    data = {name: value for name, value in series.items() if name != "recurrence"}
    start, end = series["start"], series["end"]
    length = _length(start, end)
    first = occasion.original
    last = moved(first, length) if occasion.zone is None else _later(occasion, length, end.get("timeZone"))
    return data | {
        "id": f"{series['id']}_{occasion.key}",
        "recurringEventId": series["id"],
        "originalStartTime": first,
        "start": first,
        "end": last,
    }


def _length(start: Json, end: Json) -> timedelta:
    begin, finish = instant_of(start), instant_of(end)
    return finish - begin if begin and finish else timedelta(0)


def _later(occasion: Occasion, length: timedelta, zone: str | None) -> Json:
    begin = occasion.start.replace(tzinfo=known_zone(occasion.zone)).astimezone(UTC)
    name = zone or occasion.zone
    return {"dateTime": (begin + length).astimezone(known_zone(name)).isoformat(), "timeZone": name}


def check_lines(lines: Sequence[str], start: Json) -> None:
    """Raises 400 where a line is none that a client may write."""
    wall = _wall_start({"start": start})
    if wall is None:
        return
    try:
        for line in lines:
            _read(line, wall[0], wall[1], wall[0] + timedelta(days=1))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise Refused(400, "invalid", "Invalid recurrence rule.", location="recurrence") from error


def split_id(event_id: str) -> tuple[str, str]:
    """An id and the key of an instance in it, or nothing."""
    series, _, key = event_id.rpartition("_")
    plain = key.replace("T", "").removesuffix("Z")
    return (series, key) if series and plain.isdigit() and len(key) in (8, 16) else (event_id, "")


def key_day(key: str) -> date:
    return _stamp(key[:8]).date()
