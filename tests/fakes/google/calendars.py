"""The list of calendars, the calendars themselves, settings and colours."""

from collections.abc import Mapping
from zlib import crc32

from tests.fakes.google.access import Call, Place, place
from tests.fakes.google.colours import CALENDAR_COLOURS, COLOURS
from tests.fakes.google.paging import first_page, next_page, read_sync, sync_at
from tests.fakes.google.refusal import Json, Refused, forbidden, invalid, limited, not_found, required
from tests.fakes.google.rules import merged
from tests.fakes.google.state import RANKS, Calendar, Entry
from tests.fakes.google.times import zone_of

_ABOUT = ("summary", "description", "location", "timeZone", "conferenceProperties", "autoAcceptInvitations")
_ENTRY = (
    "backgroundColor", "colorId", "defaultReminders", "foregroundColor", "hidden", "notificationSettings", "selected",
    "summaryOverride",
)  # fmt: skip
_LISTED = {"description", "location", "timeZone", "conferenceProperties"}
NEW_CALENDARS = 60
"""So many within a short time lock the account."""


def list_entries(call: Call) -> Json:
    paged = next_page(call)
    if paged is None:
        forbidden_here = ("minAccessRole", "showOwnOrganizationOnly")
        since = read_sync(call, forbidden_here)
        rows = [(each, entry) for each, entry in call.account.entries.items() if _is_asked(call, entry, since)]
        items = [_entry(Place(call.state.calendars[name], entry.role, entry)) for name, entry in rows]
        paged = first_page(call, items, sync_at(call, call.state.changes))
    items = paged.pop("items")
    etag = f'"p{len(items)}{call.state.changes}"'
    return {"kind": "calendar#calendarList", "etag": etag} | paged | {"items": items}


def _is_asked(call: Call, entry: Entry, since: int | None) -> bool:
    if since is not None:
        return entry.change > since
    lowest = RANKS.index(call.query.get("minAccessRole", "none"))
    rank = RANKS.index(entry.role) if entry.role in RANKS else len(RANKS)
    hidden = entry.about.get("hidden", False) and not call.query.get("showHidden", False)
    gone = entry.deleted and not call.query.get("showDeleted", False)
    return rank >= lowest and not hidden and not gone


def _entry(found: Place) -> Json:
    entry, calendar = found.entry, found.calendar
    assert entry is not None
    told: Json = {"kind": "calendar#calendarListEntry", "etag": entry.etag, "id": calendar.id}
    told["summary"] = calendar.about.get("summary", "")
    told |= {name: value for name, value in calendar.about.items() if name in _LISTED}
    told |= {"colorId": "14", **CALENDAR_COLOURS["14"]} | entry.about | {"accessRole": entry.role}
    if not entry.about.get("primary"):
        told["dataOwner"] = calendar.owner
    if entry.deleted:
        told["deleted"] = True
    return {name: value for name, value in told.items() if value is not False}


def get_entry(call: Call) -> Json:
    return _entry(_listed(call))


def _listed(call: Call) -> Place:
    found = place(call)
    if found.entry is None or found.entry.deleted:
        raise not_found()
    return found


def insert_entry(call: Call) -> Json:
    """A public calendar, such as of holidays, comes with the role of a reader."""
    name = call.body.get("id") or ""
    if name not in call.state.calendars:
        raise not_found()
    entry = call.account.entries.get(name) or call.state.share(name, call.account.email, "reader")
    entry.deleted = False
    return _changed(call, Place(call.state.calendars[name], entry.role, entry), call.body)


def patch_entry(call: Call) -> Json:
    return _changed(call, _listed(call), call.body)


def update_entry(call: Call) -> Json:
    found = _listed(call)
    assert found.entry is not None
    found.entry.about = {name: value for name, value in found.entry.about.items() if name not in _ENTRY}
    found.entry.about.setdefault("defaultReminders", [])
    return _changed(call, found, call.body)


def _changed(call: Call, found: Place, body: Json) -> Json:
    assert found.entry is not None
    given = {name: value for name, value in body.items() if name in _ENTRY}
    if ("backgroundColor" in given or "foregroundColor" in given) and not call.query.get("colorRgbFormat"):
        given = {name: value for name, value in given.items() if not name.endswith("groundColor")}
    if given.get("colorId") is not None:
        if given["colorId"] not in CALENDAR_COLOURS:
            raise invalid("Invalid color id.", "colorId")
        given |= CALENDAR_COLOURS[given["colorId"]]
    found.entry.about = merged(found.entry.about, given)
    call.state.touch(found.entry)
    return _entry(found)


def delete_entry(call: Call) -> None:
    """Out of the list; the owner cannot take it away."""
    found = _listed(call)
    assert found.entry is not None
    if found.calendar.owner == call.account.email:
        raise Refused(403, "cannotUnsubscribe", "The data owner cannot remove the calendar.", domain="calendar")
    found.entry.deleted = True
    call.state.touch(found.entry)


def get_calendar(call: Call) -> Json:
    return _calendar(call, place(call).calendar)


def _calendar(call: Call, calendar: Calendar) -> Json:
    told: Json = {"kind": "calendar#calendar", "etag": calendar.etag, "id": calendar.id} | calendar.about
    if calendar.id not in call.state.accounts:
        told["dataOwner"] = calendar.owner
    return told


def insert_calendar(call: Call) -> Json:
    """Belongs to the client that makes it, as far as its app.created scope reaches."""
    if not call.body.get("summary"):
        raise required("Missing summary.", "summary")
    made_here = [each for each in call.state.calendars.values() if each.owner == call.account.email and each.made_by]
    if len(made_here) >= NEW_CALENDARS:
        raise limited("quotaExceeded")
    zone = _zone(call.body) or "UTC"
    made = call.state.add_calendar(call.account.email, summary=call.body["summary"], zone=zone)
    made.about |= {name: call.body[name] for name in _ABOUT if call.body.get(name) is not None}
    made.made_by = call.client
    return _calendar(call, made)


def _zone(body: Mapping[str, object]) -> str | None:
    given = body.get("timeZone")
    if given is not None and zone_of(str(given)) is None:
        raise invalid("Invalid time zone.", "timeZone")
    return str(given) if given is not None else None


def _owned(call: Call) -> Place:
    found = place(call)
    if found.role != "owner":
        raise forbidden()
    return found


def patch_calendar(call: Call) -> Json:
    calendar = _owned(call).calendar
    _zone(call.body)
    calendar.about = merged(calendar.about, {name: call.body[name] for name in _ABOUT if name in call.body})
    calendar.etag = call.state.next_etag()
    return _calendar(call, calendar)


def update_calendar(call: Call) -> Json:
    calendar = _owned(call).calendar
    if not call.body.get("summary"):
        raise required("Missing summary.", "summary")
    kept = {name: value for name, value in calendar.about.items() if name in ("workingHours", "timeZone")}
    _zone(call.body)
    calendar.about = kept | {name: call.body[name] for name in _ABOUT if call.body.get(name) is not None}
    calendar.etag = call.state.next_etag()
    return _calendar(call, calendar)


def delete_calendar(call: Call) -> None:
    calendar = _owned(call).calendar
    if calendar.id in call.state.accounts:
        raise invalid("Cannot delete a primary calendar.", reason="cannotDeletePrimaryCalendar")
    call.state.remove_calendar(calendar.id)


def clear_calendar(call: Call) -> None:
    calendar = _owned(call).calendar
    if calendar.id != call.account.email:
        raise invalid("Only a primary calendar can be cleared.")
    for held in list(calendar.events.values()):
        call.state.keep(calendar, held.data | {"status": "cancelled"})


def list_settings(call: Call) -> Json:
    """What still stands at its default may be missing here."""
    paged = next_page(call)
    if paged is None:
        since = read_sync(call, ())
        changed = call.account.changed
        rows = [
            _setting(name, value)
            for name, value in call.account.settings.items()
            if since is None or changed.get(name, 0) > since
        ]
        paged = first_page(call, rows, sync_at(call, call.state.changes))
    items = paged.pop("items")
    return {"kind": "calendar#settings", "etag": f'"p{len(items)}"'} | paged | {"items": items}


_DEFAULTS = {
    "autoAddHangouts": "true", "dateFieldOrder": "MDY", "defaultEventLength": "60", "format24HourTime": "false",
    "hideInvitations": "false", "hideWeekends": "false", "locale": "en", "remindOnRespondedEventsOnly": "false",
    "showDeclinedEvents": "true", "timezone": "UTC", "useKeyboardShortcuts": "true", "weekStart": "0",
}  # fmt: skip


def get_setting(call: Call) -> Json:
    name = call.path["setting"]
    if name not in _DEFAULTS:
        raise not_found()
    return _setting(name, call.account.settings.get(name, _DEFAULTS[name]))


def _setting(name: str, value: str) -> Json:
    return {"kind": "calendar#setting", "etag": f'"{crc32(f"{name} {value}".encode())}"', "id": name, "value": value}


def get_colours(call: Call) -> Json:
    return {"kind": "calendar#colors", "updated": "2012-02-14T00:00:00.000Z"} | COLOURS
