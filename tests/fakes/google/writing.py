"""events.insert, update, patch, delete, import, move and quickAdd."""

from datetime import timedelta

from tests.fakes.google.access import Call, Place, writable
from tests.fakes.google.declining import decline_others
from tests.fakes.google.finding import by_id
from tests.fakes.google.refusal import (
    Json,
    Refused,
    condition_not_met,
    deleted,
    duplicate,
    forbidden,
    invalid,
    required,
)
from tests.fakes.google.rules import check_id, finished, patched, taken
from tests.fakes.google.showing import Item, view
from tests.fakes.google.state import RANKS, Held, Notified
from tests.fakes.google.status_events import STATUS, check_change, check_move, check_new, check_type, kind_of
from tests.fakes.google.times import written

_KEPT = (
    "id", "iCalUID", "created", "updated", "creator", "organizer", "recurringEventId", "originalStartTime",
    "privateCopy", "locked", "hangoutLink", "sequence", "attendeesOmitted",
)  # fmt: skip
"""Not the client's to change."""
_TIMES = ("start", "end", "recurrence")
_OWN = {
    "colorId", "reminders", "transparency", "visibility", "status", "extendedProperties", "attendees", "updated",
    "sequence",
}  # fmt: skip
"""What a guest may change on the copy of somebody else's event."""


def insert(call: Call) -> Json:
    found = writable(call)
    body = _body(call)
    if body.get("id") is not None and body.get("iCalUID") is not None and call.state.modes.strict:
        raise invalid("Only one of id and iCalUID may be given.", "iCalUID")
    event_id = body.get("id") or call.state.fresh(26)
    check_id(event_id)
    if event_id in found.calendar.events:
        raise duplicate()
    data = finished(_born(call, found, event_id) | _given(body) | {"id": event_id}, found.calendar.zone)
    check_new(data)
    check_type(call, found, data)
    decline_others(call.state, found.calendar, data)
    return _kept(call, found, data, "invited")


def _body(call: Call) -> Json:
    """What a client of version 0 says of a conference is ignored."""
    ignored = () if call.query.get("conferenceDataVersion") else ("conferenceData",)
    return {name: value for name, value in taken(call.body).items() if name not in ignored}


def _given(body: Json) -> Json:
    return {name: value for name, value in body.items() if value is not None}


def _born(call: Call, found: Place, event_id: str) -> Json:
    organizer = {"email": found.calendar.id}
    if found.calendar.id != call.account.email:
        organizer["displayName"] = str(found.calendar.about.get("summary", ""))
    return {
        "id": event_id,
        "iCalUID": f"{event_id}@google.com",
        "status": "confirmed",
        "creator": {"email": call.account.email},
        "organizer": organizer,
        "sequence": 0,
        "eventType": "default",
    }


def _kept(call: Call, found: Place, data: Json, what: str, *, quiet: bool = False) -> Json:
    held = call.state.keep(found.calendar, data, quiet=quiet)
    _notify(call, data, what)
    return view(call, found, Item(held.data, held.etag, held))


def _notify(call: Call, data: Json, what: str) -> None:
    told = call.query.get("sendUpdates") or ("all" if call.query.get("sendNotifications") else "none")
    home = call.account.email.partition("@")[2]
    for each in data.get("attendees", ()):
        outside = not str(each["email"]).endswith("@" + home)
        if each["email"] != call.account.email and (told == "all" or (told == "externalOnly" and outside)):
            call.state.notified.append(Notified(each["email"], data["id"], what))


def _target(call: Call, found: Place) -> Item:
    """What a write is about. Raises 403 where the bin was emptied of it, 412 where If-Match names another version."""
    held = found.calendar.events.get(call.path["eventId"])
    if held is not None and held.purged:
        raise deleted() if call.method.verb == "DELETE" else forbidden()
    item = by_id(call.state, found.calendar, call.path["eventId"])
    expected = call.headers.get("if-match")
    if expected not in (None, "*", item.etag):
        raise condition_not_met()
    private = item.data.get("visibility") in ("private", "confidential")
    if private and found.rank < RANKS.index("writer"):
        raise forbidden()
    return item


def update(call: Call) -> Json:
    found = writable(call)
    item, body = _target(call, found), _body(call)
    kept = {name: item.data[name] for name in _KEPT if name in item.data}
    if "conferenceData" in item.data and not call.query.get("conferenceDataVersion"):
        kept["conferenceData"] = item.data["conferenceData"]
    body.setdefault("status", "cancelled" if item.cancelled else "confirmed")
    body.setdefault("eventType", kind_of(item.data))
    return _changed(call, found, item, body | _answered(call, found, item) | kept)


def patch(call: Call) -> Json:
    found = writable(call)
    item = _target(call, found)
    new = patched(item.data, _body(call)) | _answered(call, found, item)
    return _changed(call, found, item, new | {name: item.data[name] for name in _KEPT if name in item.data})


def _changed(call: Call, found: Place, item: Item, data: Json) -> Json:
    _check_sequence(call, item)
    new = finished({"eventType": "default"} | data, found.calendar.zone)
    check_change(item.data, new)
    check_type(call, found, new)
    different = {name for name in new | item.data if new.get(name) != item.data.get(name)}
    _check_guest(found, item, new)
    if different & set(_TIMES):
        new["sequence"] = item.data.get("sequence", 0) + 1
    if new.get("status") == "cancelled" and not item.cancelled:
        _cancel_exceptions(call, found, item)
    return _kept(call, found, new, "changed", quiet=different == {"reminders"})


def _answered(call: Call, found: Place, item: Item) -> Json:
    """With `attendeesOmitted` only the participant's own entry is taken, and the others stay."""
    if not call.body.get("attendeesOmitted"):
        return {}
    own = {
        each.get("email"): each for each in call.body.get("attendees") or () if each.get("email") == found.calendar.id
    }
    return {"attendees": [own.get(each.get("email"), each) for each in item.data.get("attendees", ())]}


def _check_sequence(call: Call, item: Item) -> None:
    given = call.body.get("sequence")
    if call.state.modes.strict and given is not None and given < item.data.get("sequence", 0):
        raise invalid("Invalid sequence value. It is below the current sequence number of the resource.", "sequence")


def _others(data: Json, found: Place) -> set[tuple[str, str]]:
    """What the other guests said, which is not the guest's to change."""
    given = [each for each in data.get("attendees", ()) if each.get("email") != found.calendar.id]
    return {(str(each["email"]), each.get("responseStatus", "needsAction")) for each in given}


def _check_guest(found: Place, item: Item, new: Json) -> None:
    different = {name for name in new | item.data if new.get(name) != item.data.get(name)}
    organizer = item.data.get("organizer", {}).get("email", found.calendar.id)
    if organizer == found.calendar.id or item.data.get("guestsCanModify"):
        return
    if different - _OWN or _others(item.data, found) != _others(new, found):
        message = "Shared properties can only be changed by the organizer of the event."
        raise Refused(403, "forbiddenForNonOrganizer", message, domain="calendar")


def delete(call: Call) -> None:
    found = writable(call)
    item = _target(call, found)
    if item.cancelled:
        raise deleted()
    _cancel_exceptions(call, found, item)
    call.state.keep(found.calendar, item.data | {"status": "cancelled"})
    _notify(call, item.data, "cancelled")


def _cancel_exceptions(call: Call, found: Place, item: Item) -> None:
    """A series takes along what was changed in it."""
    for held in list(found.calendar.exceptions(item.data["id"])):
        if not held.cancelled and not held.purged:
            call.state.keep(found.calendar, held.data | {"status": "cancelled"})


def import_event(call: Call) -> Json:
    """A private copy by its iCalUID; what was imported before is replaced."""
    found = writable(call)
    body = _body(call)
    uid = body.get("iCalUID")
    if not uid:
        raise required("Missing iCalUID.", "iCalUID")
    if kind_of(body) in STATUS:
        body = {name: value for name, value in body.items() if not name.endswith("Properties")} | {
            "eventType": "default"
        }
    old = _by_uid(found, uid)
    event_id = old.id if old else f"_{call.state.fresh(26)}"
    born = _born(call, found, event_id) | {"iCalUID": uid, "organizer": call.body.get("organizer", {})}
    data = finished(born | _given(body) | {"id": event_id, "privateCopy": True}, found.calendar.zone)
    check_type(call, found, data)
    return _kept(call, found, data, "imported")


def _by_uid(found: Place, uid: str) -> Held | None:
    held = [each for each in found.calendar.events.values() if each.data.get("iCalUID") == uid and each.series is None]
    return held[0] if held else None


def move(call: Call) -> Json:
    """To another calendar, which becomes the organizer; a tombstone stays behind."""
    source, target = writable(call), writable(call, call.query["destination"])
    item = _target(call, source)
    if item.cancelled or "recurringEventId" in item.data:
        raise invalid("This event cannot be moved.", "eventId")
    check_move(item.data)
    if item.data["id"] in target.calendar.events and not target.calendar.events[item.data["id"]].cancelled:
        raise duplicate()
    call.state.keep(source.calendar, item.data | {"status": "cancelled"})
    return _kept(call, target, item.data | {"organizer": {"email": target.calendar.id}}, "moved")


def quick_add(call: Call) -> Json:
    """The whole text becomes the title of the next hour; Google would look for a time in it."""
    found, now = writable(call), call.state.clock.now()
    event_id = call.state.fresh(26)
    times = {"start": {"dateTime": written(now)}, "end": {"dateTime": written(now + timedelta(hours=1))}}
    data = _born(call, found, event_id) | {"summary": call.query["text"]} | times
    return _kept(call, found, finished(data, found.calendar.zone), "invited")
