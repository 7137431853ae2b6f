"""freebusy.query."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.fakes.google.access import Call
from tests.fakes.google.finding import listed_items, overlaps
from tests.fakes.google.refusal import Json, Refused, invalid, required
from tests.fakes.google.showing import Item
from tests.fakes.google.state import Calendar
from tests.fakes.google.times import instant_of, known_zone, parse_instant, written, zone_of

_FREE_KINDS = ("workingLocation", "birthday")
_MOST = 50


def query(call: Call) -> Json:
    """A calendar that cannot be seen is an error of its own inside an answer of 200."""
    begin, end = _bound(call, "timeMin"), _bound(call, "timeMax")
    if end <= begin:
        raise Refused(400, "timeRangeEmpty", "The specified time range is empty.", domain="calendar")
    if end - begin > timedelta(days=call.state.modes.free_busy_days):
        message = "The requested time range is too long."
        raise Refused(400, "timeRangeTooLong", message, domain="calendar", location="timeMax")
    name = call.body.get("timeZone") or "UTC"
    if zone_of(name) is None:
        raise invalid("Invalid time zone.", "timeZone")
    items = [str(each.get("id", "")) for each in call.body.get("items") or ()]
    if len(items) > min(call.body.get("calendarExpansionMax") or _MOST, _MOST):
        raise Refused(400, "tooManyCalendarsRequested", "Too many calendars requested.", domain="calendar")
    zone = known_zone(name)
    return {
        "kind": "calendar#freeBusy",
        "timeMin": written(begin),
        "timeMax": written(end),
        "calendars": {each: _of(call, each, (begin, end), zone) for each in items},
    }


def _bound(call: Call, name: str) -> datetime:
    if not call.body.get(name):
        raise required(f"Missing {name} parameter.", name)
    found = parse_instant(call.body[name])
    if found is None:
        raise Refused(400, "badRequest", "Bad Request", location=name)
    return found


def _of(call: Call, calendar_id: str, window: tuple[datetime, datetime], zone: ZoneInfo) -> Json:
    name = call.account.email if calendar_id == "primary" else calendar_id
    calendar, entry = call.state.calendars.get(name), call.account.entries.get(name)
    if calendar is None or calendar.deleted or entry is None or entry.role == "none":
        return {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []}
    return {
        "busy": [
            {"start": written(start, zone), "end": written(end, zone)} for start, end in _busy(call, calendar, window)
        ]
    }


def _busy(call: Call, calendar: Calendar, window: tuple[datetime, datetime]) -> list[tuple[datetime, datetime]]:
    """Merged, and cut at the window."""
    items = listed_items(call.state, calendar, single=True, deleted_too=False, until=window[1])
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(_spans(items, calendar, window)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _spans(
    items: list[Item], calendar: Calendar, window: tuple[datetime, datetime]
) -> Iterator[tuple[datetime, datetime]]:  # fmt: skip
    zone = known_zone(calendar.zone)
    for each in items:
        start, end = (_local(each.data.get(name, {}), zone) for name in ("start", "end"))
        if start and end and overlaps(each.data, *window) and _is_busy(each.data, calendar.id):
            yield max(start, window[0]), min(end, window[1])


def _local(when: Json, zone: ZoneInfo) -> datetime | None:
    """A day is one of the calendar's zone here."""
    at = instant_of(when)
    return at.replace(tzinfo=zone) if at and "date" in when else at


def _is_busy(data: Json, calendar_id: str) -> bool:
    mine = [each for each in data.get("attendees", ()) if each.get("email") == calendar_id]
    declined = any(each.get("responseStatus") == "declined" for each in mine)
    return data.get("transparency") != "transparent" and not declined and data.get("eventType") not in _FREE_KINDS
