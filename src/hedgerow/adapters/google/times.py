"""When a Google event is. Its own zone is for recurrence; an instant is told by the offset."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hedgerow.core.days import day_span, instant
from hedgerow.core.occurrence import RecurrenceId
from hedgerow.core.span import Span

_KEY = re.compile(r"_(?:R)?(\d{8}(?:T\d{6}Z?)?)$")
_DAY = timedelta(days=1)


class Odd(Exception):
    """The event cannot be understood. The message is one sentence without its title."""


def read_span(event: Mapping[str, Any], zone: ZoneInfo) -> tuple[Span, bool]:
    """In UTC, and whether it is all-day: days are the person's, by `zone`. Raises Odd."""
    start, end = _time(event, "start"), _time(event, "end")
    if start is None:
        raise Odd("It has no start.")
    if _is_day(start):
        return _days(start, end, zone), True
    begins = _instant(start, "start", zone)
    if end is not None and _is_day(end):
        raise Odd("It starts at an hour and ends on a day.")
    ends = begins if end is None else _instant(end, "end", zone)
    return Span(begins, max(begins, ends)), False


def read_recurrence(event: Mapping[str, Any]) -> RecurrenceId | None:
    """Where the instance would be had nobody moved it. Raises Odd."""
    if not event.get("recurringEventId"):
        return None
    original = _time(event, "originalStartTime")
    if original is None:
        return _from_id(event)
    if _is_day(original):
        return RecurrenceId(_day(original, "original start").strftime("%Y%m%d"))
    at = _instant(original, "original start", ZoneInfo("UTC"))
    return RecurrenceId(at.strftime("%Y%m%dT%H%M%SZ"))


def _from_id(event: Mapping[str, Any]) -> RecurrenceId:
    """Ids are opaque, but one that cannot be told from its neighbours would be worse."""
    found = _KEY.search(str(event.get("id", "")))
    return RecurrenceId(found[1] if found else str(event.get("id", "")))


def _time(event: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    given = event.get(name)
    if not isinstance(given, dict) or not ({"date", "dateTime"} & given.keys()):
        return None
    return given


def _is_day(given: Mapping[str, Any]) -> bool:
    return given.get("dateTime") is None


def _days(start: Mapping[str, Any], end: Mapping[str, Any] | None, zone: ZoneInfo) -> Span:
    """The day of the end is no longer part of it; where that leaves nothing it is one day."""
    if end is not None and not _is_day(end):
        raise Odd("It starts on a day and ends at an hour.")
    first = _day(start, "start")
    try:
        last = max(first, _day(end, "end") - _DAY) if end is not None else first
        return Span(day_span(first, zone).start, day_span(last, zone).end)
    except OverflowError as error:
        raise Odd("Its days are outside of the calendar.") from error


def _day(given: Mapping[str, Any], what: str) -> date:
    try:
        return date.fromisoformat(given["date"])
    except (ValueError, TypeError) as error:
        raise Odd(f"Its {what} is no day.") from error


def _instant(given: Mapping[str, Any], what: str, zone: ZoneInfo) -> datetime:
    """A time without an offset is one of its own zone, else of `zone`."""
    try:
        at = datetime.fromisoformat(given["dateTime"])
        if at.tzinfo is not None:
            return at.astimezone(UTC).replace(microsecond=0)
        return _from_wall(at, _zone(given.get("timeZone")) or zone)
    except (ValueError, TypeError, OverflowError) as error:
        raise Odd(f"Its {what} is no time.") from error


def _from_wall(at: datetime, zone: ZoneInfo) -> datetime:
    return instant(at.date(), at.hour * 60 + at.minute, zone) + timedelta(seconds=at.second)


@lru_cache(maxsize=256)
def _zone(name: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(str(name)) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
