"""An event as one caller sees it: defaults left away, times in the zone asked for, details by role."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.google.access import Call, Place
from tests.fakes.google.document import schema
from tests.fakes.google.refusal import Json, invalid
from tests.fakes.google.state import RANKS, Held
from tests.fakes.google.times import known_zone, shown, zone_of

_BARE = ("id", "status", "recurringEventId", "originalStartTime")
_BUSY = (*_BARE, "start", "end", "transparency", "iCalUID", "created", "updated", "sequence", "eventType")
_HIDDEN = ("private", "confidential")
_TIMES = ("start", "end", "originalStartTime")


@dataclass(frozen=True, slots=True)
class Item:
    """An event, or one instance that only its series holds."""

    data: Json
    etag: str
    held: Held | None
    """None of an instance that is no exception."""

    @property
    def cancelled(self) -> bool:
        return self.data.get("status") == "cancelled"


def zone_asked(call: Call, found: Place) -> ZoneInfo:
    name = call.query.get("timeZone", found.calendar.zone)
    if "timeZone" in call.query and zone_of(name) is None:
        raise invalid("Invalid time zone.", "timeZone")
    return known_zone(name)


def listed(call: Call, found: Place, item: Item) -> Json:
    """In a list, where what was deleted may have lost everything but its id."""
    if item.cancelled and call.state.modes.minimal_tombstones:
        names = _BARE if "recurringEventId" in item.data else ("id", "status")
        return _headed({name: item.data[name] for name in names if name in item.data}, item.etag)
    return view(call, found, item)


def view(call: Call, found: Place, item: Item) -> Json:
    data = _permitted(found, item.data)
    zone = zone_asked(call, found)
    times = {name: shown(data[name], zone) for name in _TIMES if name in data}
    people = _people(call, found, data)
    return _headed(_without_defaults(data | times | people), item.etag)


def _headed(data: Json, etag: str) -> Json:
    head = {"kind": "calendar#event", "etag": etag, "id": data["id"]}
    link = {"htmlLink": f"https://www.google.com/calendar/event?eid={data['id']}"} if "created" in data else {}
    return head | {"status": data.get("status", "confirmed")} | link | data


def _permitted(found: Place, data: Json) -> Json:
    """Without details where the caller sees only that somebody is busy."""
    private = data.get("visibility") in _HIDDEN and found.rank < RANKS.index("writer")
    if found.details and not private:
        return data
    return {name: data[name] for name in _BUSY if name in data} | {"visibility": "private"}


def _without_defaults(data: Json) -> Json:
    about = schema("Event")["properties"]
    kept = ("eventType", "kind")
    return {
        name: value
        for name, value in data.items()
        if value is not None and (name in kept or not _is_default(about.get(name, {}), value))
    }


def _is_default(about: Json, value: Any) -> bool:
    if "default" not in about:
        return False
    written = str(value).lower() if isinstance(value, bool) else value
    return bool(written == about["default"])


def _people(call: Call, found: Place, data: Json) -> Json:
    """`self` marks the calendar on which the copy lies, whoever looks at it."""
    told: Json = {}
    for name in ("creator", "organizer"):
        if name in data:
            told[name] = _marked(data[name], found.calendar.id)
    if data.get("attendees"):
        organizer = data.get("organizer", {}).get("email")
        attendees = [_attendee(each, found.calendar.id, organizer) for each in data["attendees"]]
        told |= _few(attendees, call.query.get("maxAttendees"))
    return told


def _marked(person: Json, calendar_id: str) -> Json:
    return person | ({"self": True} if person.get("email") == calendar_id else {})


def _attendee(given: Json, calendar_id: str, organizer: str | None) -> Json:
    marked = _marked(given, calendar_id) | ({"organizer": True} if given.get("email") == organizer else {})
    return {name: value for name, value in marked.items() if value is not False}


def _few(attendees: list[Json], most: int | None) -> Json:
    """More than asked for: only the participant is told."""
    if most is None or len(attendees) <= most:
        return {"attendees": attendees}
    return {"attendees": [each for each in attendees if each.get("self")], "attendeesOmitted": True}
