"""Events of another type than the default: where they may lie, what they must have, what may never change."""

from datetime import timedelta

from tests.fakes.google.access import Call, Place
from tests.fakes.google.refusal import Json, Refused, invalid
from tests.fakes.google.times import instant_of

_PROPERTIES = {
    "focusTime": "focusTimeProperties",
    "outOfOffice": "outOfOfficeProperties",
    "workingLocation": "workingLocationProperties",
    "birthday": "birthdayProperties",
}
STATUS = ("focusTime", "outOfOffice", "workingLocation")
_FOUND = ("birthday", "fromGmail")
"""Google's own: a client may change only what is the reader's taste."""
_TASTE = {"colorId", "reminders", "extendedProperties", "updated"}
_DAY = timedelta(days=1)


def kind_of(data: Json) -> str:
    return str(data.get("eventType", "default"))


def check_type(call: Call, found: Place, data: Json) -> None:
    kind = kind_of(data)
    for other, name in _PROPERTIES.items():
        if name in data and kind != other:
            raise invalid(f"{name} requires an event type of {other}.", name)
    if kind in STATUS:
        _check_place(call, found, kind)
        _check_status(kind, data)
    if kind == "birthday":
        _check_birthday(data)


def check_new(data: Json) -> None:
    if kind_of(data) == "fromGmail":
        raise Refused(400, "invalidEventType", "Events of this type cannot be created.", domain="calendar")


def _check_place(call: Call, found: Place, kind: str) -> None:
    if not call.account.workspace:
        message = f"Events of type {kind} are not supported for this account."
        raise Refused(400, "invalidEventType", message, domain="calendar", location="eventType")
    if found.calendar.id != call.account.email:
        message = f"Events of type {kind} can only be on a primary calendar."
        raise Refused(400, "eventTypeRestriction", message, domain="calendar", location="eventType")


def _check_status(kind: str, data: Json) -> None:
    wrong = _away(kind, data) if kind != "workingLocation" else _location(data)
    if wrong:
        raise Refused(400, f"malformed{kind[:1].upper()}{kind[1:]}Event", wrong, domain="calendar")


def _away(kind: str, data: Json) -> str:
    """What is wrong with a focus time or an absence."""
    named = {"focusTime": "A focus time event", "outOfOffice": "An out of office event"}[kind]
    if data.get("transparency", "opaque") != "opaque":
        return f"{named} must have its transparency set to opaque."
    if "date" in data["start"]:
        return f"{named} must not be an all-day event."
    if _PROPERTIES[kind] not in data:
        return f"{named} must have {_PROPERTIES[kind]}."
    if data.get("attendees") or data.get("conferenceData"):
        return f"{named} must not have attendees or a conference."
    if kind == "outOfOffice" and data.get("description"):
        return "An out of office event must not have a description."
    return ""


def _location(data: Json) -> str:
    properties = data.get("workingLocationProperties")
    if not properties or properties.get("type") not in ("homeOffice", "officeLocation", "customLocation"):
        return "A working location event must have workingLocationProperties with a type."
    if data.get("visibility") != "public" or data.get("transparency") != "transparent":
        return "A working location event must be public and transparent."
    if "date" in data["start"] and _length(data) != _DAY:
        return "An all-day working location event must last exactly one day."
    return ""


def _check_birthday(data: Json) -> None:
    annual = any("FREQ=YEARLY" in line for line in data.get("recurrence", ()))
    if "date" not in data["start"] or _length(data) != _DAY or not (annual or "recurringEventId" in data):
        raise Refused(400, "eventTypeRestriction", "A birthday is an all-day event of one day every year.")


def _length(data: Json) -> timedelta | None:
    begin, end = instant_of(data["start"]), instant_of(data["end"])
    return end - begin if begin and end else None


def check_change(old: Json, new: Json) -> None:
    if kind_of(old) != kind_of(new):
        raise invalid("The event type cannot be changed.", "eventType")
    if kind_of(old) in _FOUND and old.get("status") == new.get("status"):
        changed = {name for name in old | new if old.get(name) != new.get(name)}
        if changed - _TASTE - {"summary"}:
            raise Refused(400, "eventTypeRestriction", "Events of this type cannot be changed in this way.")


def check_move(data: Json) -> None:
    if kind_of(data) != "default":
        raise Refused(400, "eventTypeRestriction", "Only default events can be moved.")
