"""events.list, get and instances."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from tests.fakes.google.access import Call, Place, place
from tests.fakes.google.finding import (
    FAR,
    by_id,
    changed_items,
    instances,
    listed_items,
    mark,
    overlaps,
)
from tests.fakes.google.paging import first_page, next_page, read_sync, sync_at
from tests.fakes.google.refusal import Json, Refused, invalid
from tests.fakes.google.showing import Item, listed, view
from tests.fakes.google.state import State
from tests.fakes.google.times import instant_of, parse_instant, stamped

FORBIDDEN = (
    "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin",
)  # fmt: skip
"""Beside a sync token."""
_UNTOKENED = tuple(name for name in FORBIDDEN if name not in ("timeMin", "timeMax"))
_SEARCHED = ("summary", "description", "location")


def get(call: Call) -> Json:
    found = place(call)
    return view(call, found, by_id(call.state, found.calendar, call.path["eventId"]))


def list_events(call: Call) -> Json:
    found = place(call)
    paged = next_page(call) or _first(call, found)
    return _headed(call, found, paged)


def _first(call: Call, found: Place) -> Json:
    since = read_sync(call, FORBIDDEN, found.calendar.forgotten)
    # marked before the items are gathered: what changes while pages are read comes with the next delta
    sync = sync_at(call, mark(call.state, found.calendar))
    items = _since(call, found, since) if since is not None else _window(call, found)
    useless = call.state.modes.strict and any(name in call.query for name in _UNTOKENED)
    return first_page(call, [listed(call, found, each) for each in items], None if useless else sync)


def _since(call: Call, found: Place, since: int) -> list[Item]:
    changed = changed_items(call.state, found.calendar, since, single=call.query.get("singleEvents", False))
    return [each for each in changed if each.cancelled or _is_type(call, each.data)]


def _window(call: Call, found: Place) -> list[Item]:
    query = call.query
    begin, end = bounds(call)
    single, ordered = query.get("singleEvents", False), query.get("orderBy")
    if ordered == "startTime" and not single:
        raise invalid("The requested ordering is not available for the particular query.", "orderBy")
    updated = _updated_min(call)
    items = listed_items(
        call.state, found.calendar, single=single, deleted_too=query.get("showDeleted", False) or updated is not None,
        until=end or FAR,
    )  # fmt: skip
    kept = [each for each in items if _is_in(call, found, each, (begin, end)) and _matches(call, each.data)]
    if updated is not None:
        kept = [each for each in kept if each.data.get("updated", "") >= stamped(updated)]
    return _sorted(kept, ordered)


def bounds(call: Call) -> tuple[datetime | None, datetime | None]:
    begin, end = (parse_instant(call.query.get(name, "")) for name in ("timeMin", "timeMax"))
    if begin and end and end <= begin:
        message = "The specified time range is empty."
        raise Refused(400, "timeRangeEmpty", message, domain="calendar", location="timeMax")
    return begin, end


def _updated_min(call: Call) -> datetime | None:
    given = parse_instant(call.query.get("updatedMin", ""))
    longest = timedelta(days=call.state.modes.updated_min_days)
    if given and call.state.clock.now() - given > longest:
        message = "The requested minimum modification time lies too far in the past."
        raise Refused(410, "updatedMinTooLongAgo", message, domain="calendar", location="updatedMin")
    return given.astimezone(UTC) if given else None


def _is_in(call: Call, found: Place, item: Item, window: tuple[datetime | None, datetime | None]) -> bool:
    """A series is, where one of its instances is."""
    if not item.data.get("recurrence") or item.held is None or window == (None, None):
        return overlaps(item.data, *window)
    until = window[1] or FAR
    return any(overlaps(each.data, *window) for each in instances(call.state, found.calendar, item.held, until))


def _sorted(items: Sequence[Item], ordered: str | None) -> list[Item]:
    if ordered == "startTime":
        return sorted(items, key=lambda each: instant_of(each.data.get("start", {})) or FAR)
    if ordered == "updated":
        return sorted(items, key=lambda each: str(each.data.get("updated", "")))
    return list(items)


def _is_type(call: Call, data: Json) -> bool:
    types = call.query.get("eventTypes")
    return types is None or data.get("eventType", "default") in types


def _matches(call: Call, data: Json) -> bool:
    query = call.query
    if not _is_type(call, data) or query.get("iCalUID", data.get("iCalUID")) != data.get("iCalUID"):
        return False
    for name, kind in (("privateExtendedProperty", "private"), ("sharedExtendedProperty", "shared")):
        held = data.get("extendedProperties", {}).get(kind, {})
        if any(held.get(key) != value for key, _, value in (each.partition("=") for each in query.get(name, ()))):
            return False
    words = query.get("q", "").casefold().split()
    text = _text(data)
    return all(word in text for word in words)


def _text(data: Json) -> str:
    people = [data.get("organizer", {}), *data.get("attendees", [])]
    named = [str(each.get(name, "")) for each in people for name in ("email", "displayName")]
    return " ".join([*(str(data.get(name, "")) for name in _SEARCHED), *named]).casefold()


def list_instances(call: Call) -> Json:
    found = place(call)
    paged = next_page(call)
    if paged is None:
        begin, end = bounds(call)
        items = [each for each in _of_series(call, found, end or FAR) if overlaps(each.data, begin, end)]
        paged = first_page(call, [view(call, found, each) for each in _sorted(items, "startTime")], None)
    return _headed(call, found, paged)


def _of_series(call: Call, found: Place, until: datetime) -> list[Item]:
    series = by_id(call.state, found.calendar, call.path["eventId"])
    original = instant_of({"dateTime": call.query["originalStart"]}) if "originalStart" in call.query else None
    shown = instances(call.state, found.calendar, series.held, until) if series.held else ()
    return [
        each
        for each in shown
        if (call.query.get("showDeleted", False) or not each.cancelled)
        and (original is None or instant_of(each.data.get("originalStartTime", {})) == original)
    ]


def _headed(call: Call, found: Place, paged: Json) -> Json:
    about, entry = found.calendar.about, found.entry
    items = paged.pop("items")
    head = {
        "kind": "calendar#events",
        "etag": '"p' + sha256(json.dumps(items, sort_keys=True).encode()).hexdigest()[:16] + '"',
        "summary": about.get("summary", ""),
        "description": about.get("description", ""),
        "updated": _latest(call.state, found),
        "timeZone": call.query.get("timeZone", found.calendar.zone),
        "accessRole": found.role,
        "defaultReminders": list(entry.about.get("defaultReminders", [])) if entry else [],
    }
    return head | paged | {"items": items}


def _latest(state: State, found: Place) -> str:
    stamps = [str(held.data.get("updated", "")) for held in found.calendar.events.values()]
    return max(stamps, default=stamped(state.clock.now()))
