"""Instants, days and zones as the API writes them."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.fakes.google.refusal import Json

_RFC3339 = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_LOCAL = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d+)?")


def parse_instant(text: str) -> datetime | None:
    """RFC 3339 with its offset, fractions left away; None where it is not that."""
    found = _RFC3339.fullmatch(text)
    if found is None:
        return None
    offset = "+00:00" if found[3] in "Zz" else found[3]
    try:
        return datetime.fromisoformat(found[1] + offset)
    except ValueError:
        return None


def parse_local(text: str) -> datetime | None:
    """A wall time, without an offset."""
    found = _LOCAL.fullmatch(text)
    try:
        return datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


@cache
def zone_of(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def known_zone(name: str | None) -> ZoneInfo:
    """UTC where the name means nothing."""
    return (zone_of(name) if name else None) or ZoneInfo("UTC")


def instant_of(when: Json) -> datetime | None:
    """When an EventDateTime is; a day begins at midnight UTC, which is how Google's own windows see it."""
    if "dateTime" in when:
        found = parse_instant(when["dateTime"])
        if found is not None:
            return found.astimezone(UTC)
        local = parse_local(when["dateTime"])
        return local.replace(tzinfo=known_zone(when.get("timeZone"))).astimezone(UTC) if local else None
    day = parse_day(when.get("date", ""))
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def shown(when: Json, zone: ZoneInfo) -> Json:
    """In the zone of whoever asks; the event's own zone stays beside it."""
    at = instant_of(when) if "dateTime" in when else None
    return dict(when) if at is None else {**when, "dateTime": written(at, zone)}


def written(at: datetime, zone: ZoneInfo | None = None) -> str:
    """To whole seconds."""
    local = at.astimezone(zone or UTC).replace(microsecond=0)
    return local.isoformat().replace("+00:00", "Z")


def stamped(at: datetime) -> str:
    """To the millisecond, as `created` and `updated` are."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moved(when: Json, by: timedelta) -> Json:
    """The same EventDateTime, later by so much of wall time in its own offset."""
    if "dateTime" in when:
        at = parse_instant(when["dateTime"]) or parse_local(when["dateTime"])
        return when if at is None else {**when, "dateTime": (at + by).isoformat()}
    day = parse_day(when.get("date", ""))
    return when if day is None else {**when, "date": (day + timedelta(days=round(by / timedelta(days=1)))).isoformat()}
