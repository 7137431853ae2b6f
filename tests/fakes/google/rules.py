"""What an event must be for Google to take it, and what Google quietly makes of it."""

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.google.colours import EVENT_COLOURS
from tests.fakes.google.recurrence import check_lines
from tests.fakes.google.refusal import Json, Refused, invalid, required
from tests.fakes.google.times import instant_of, parse_day, parse_instant, parse_local, zone_of

READ_ONLY = {
    "kind", "etag", "htmlLink", "created", "updated", "creator", "organizer", "hangoutLink", "locked", "privateCopy",
    "recurringEventId", "originalStartTime", "endTimeUnspecified", "attendeesOmitted",
}  # fmt: skip
_ID = re.compile(r"[a-v0-9]{5,1024}")
_KIND = "Properties"
"""Such as focusTimeProperties, which are there even when empty."""
_LONGEST_KEY, _LONGEST_VALUE, _LATEST_REMINDER = 44, 1024, 40320


def check_id(event_id: str) -> None:
    if not _ID.fullmatch(event_id):
        raise invalid("Invalid resource id value.", "id")


def taken(body: Json) -> Json:
    """The fields that a client may write; the others are ignored, as Google does."""
    return {name: value for name, value in body.items() if name not in READ_ONLY}


def merged(old: Any, new: Any) -> Any:
    """PATCH: objects field by field, lists as a whole, null takes away."""
    if not isinstance(new, dict) or not isinstance(old, dict):
        return _without_nulls(new)
    both = {name: merged(old.get(name), new[name]) if name in new else old[name] for name in (old | new)}
    return {name: value for name, value in both.items() if value is not None}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


def patched(old: Json, body: Json) -> Json:
    new: Json = merged(old, body)
    for name in ("start", "end"):
        if name in body and isinstance(body[name], Mapping):
            new[name] = _one_kind(new[name], body[name])
    return new


def _one_kind(both: Json, given: Json) -> Json:
    """A day given in place of a time replaces it, although nobody wrote the null."""
    other = {"date": ("dateTime", "timeZone"), "dateTime": ("date",)}
    dropped = [each for name in other if given.get(name) for each in other[name] if each not in given]
    return {name: value for name, value in both.items() if name not in dropped}


def finished(data: Json, zone: str) -> Json:
    """Checked, and with times made whole, in the calendar's zone where none is named."""
    data = _without_nulls(data)
    for name in ("end", "start"):
        if not data.get(name):
            raise required(f"Missing {name} time.", name)
    data |= {name: _time(name, data[name], zone, repeats=bool(data.get("recurrence"))) for name in ("start", "end")}
    _check_order(data)
    check_lines(data.get("recurrence") or (), data["start"])
    _check_reminders(data.get("reminders", {}))
    if data.get("colorId") not in (None, "", *EVENT_COLOURS):
        raise invalid("Invalid color id.", "colorId")
    if not str(data.get("source", {}).get("url", "http://")).startswith(("http://", "https://")):
        raise invalid("Invalid source url.", "source.url")
    data.setdefault("reminders", {"useDefault": True})
    data["attendees"] = [_attendee(each) for each in data.get("attendees", ())]
    extended = {kind: _cut(held) for kind, held in data.pop("extendedProperties", {}).items() if held}
    if extended:
        data["extendedProperties"] = extended
    return {name: value for name, value in data.items() if _KIND in name or value not in ({}, [], "")}


def _time(name: str, given: Json, zone: str, *, repeats: bool) -> Json:
    if ("date" in given) == ("dateTime" in given):
        raise invalid(f"Invalid {name} time.", name)
    if "date" in given:
        if parse_day(given["date"]) is None:
            raise invalid(f"Invalid {name} time.", name)
        return {"date": given["date"]}
    named = given.get("timeZone")
    if named is not None and zone_of(named) is None:
        raise invalid(f"Invalid time zone definition for {name} time.", name)
    at, local = parse_instant(given["dateTime"]), parse_local(given["dateTime"])
    if at is None and local is None:
        raise invalid(f"Invalid {name} time.", name)
    if named is None and (repeats or at is None):
        raise required(f"Missing time zone definition for {name} time.", name)
    begin = at or instant_of({"dateTime": given["dateTime"], "timeZone": named})
    assert begin is not None
    return {"dateTime": begin.isoformat(), "timeZone": named or zone}


def _check_order(data: Json) -> None:
    start, end = data["start"], data["end"]
    if ("date" in start) != ("date" in end):
        raise invalid("Start and end times must either both be date or both be dateTime.", "end")
    begin, finish = instant_of(start), instant_of(end)
    if begin and finish and finish < begin:
        message = "The specified time range is empty."
        raise Refused(400, "timeRangeEmpty", message, domain="calendar", location="endTime")


def _check_reminders(reminders: Json) -> None:
    overrides = reminders.get("overrides") or []
    if overrides and reminders.get("useDefault"):
        message = "Cannot specify both default reminders and overrides at the same time."
        raise Refused(400, "cannotUseDefaultRemindersAndSpecifyOverride", message, domain="calendar")
    if len(overrides) > 5:
        raise invalid("Too many override reminders.", "reminders.overrides")
    for each in overrides:
        if each.get("method") is None or each.get("minutes") is None:
            raise required("Missing reminder method or minutes.", "reminders.overrides")
        if not 0 <= each["minutes"] <= _LATEST_REMINDER:
            raise invalid("Invalid reminder minutes.", "reminders.overrides")


def _attendee(given: Json) -> Json:
    if "@" not in str(given.get("email", "")):
        raise (invalid("Invalid attendee email.", "attendees") if given.get("email") else required(
            "Missing attendee email.", "attendees"
        ))  # fmt: skip
    kept = {name: value for name, value in given.items() if name not in ("self", "organizer", "id")}
    return {"responseStatus": "needsAction"} | kept


def _cut(properties: Mapping[str, str]) -> Json:
    return {key: value[:_LONGEST_VALUE] for key, value in properties.items() if len(key) <= _LONGEST_KEY}
