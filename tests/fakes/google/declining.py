"""What focus time and absence do to invitations: decline them in the owner's name, with the owner's message."""

from collections.abc import Iterator

from tests.fakes.google.finding import FAR, listed_items, overlaps
from tests.fakes.google.recurrence import instance, occasions
from tests.fakes.google.refusal import Json
from tests.fakes.google.state import Calendar, State
from tests.fakes.google.times import instant_of

_ALL, _NEW = "declineAllConflictingInvitations", "declineOnlyNewConflictingInvitations"
_AWAY = {"focusTime": "focusTimeProperties", "outOfOffice": "outOfOfficeProperties"}


def decline_others(state: State, calendar: Calendar, data: Json) -> None:
    """A new absence that declines all conflicting invitations declines those that were there, accepted ones too."""
    if _mode(data) != _ALL:
        return
    for held in list(calendar.events.values()):
        if not held.cancelled and not held.purged and _is_invitation(held.data, calendar) and _meet(held.data, data):
            state.keep(calendar, _declined(held.data, calendar, data))


def received(state: State, calendar: Calendar, data: Json) -> Json:
    """A new invitation, declined already where it lies over an absence that declines new ones."""
    for each in listed_items(state, calendar, single=True, deleted_too=False, until=FAR):
        if _mode(each.data) in (_ALL, _NEW) and _meet(data, each.data):
            return _declined(data, calendar, each.data)
    return data


def _mode(data: Json) -> str:
    properties = data.get(_AWAY.get(data.get("eventType", ""), ""), {})
    return str(properties.get("autoDeclineMode", "declineNone"))


def _is_invitation(data: Json, calendar: Calendar) -> bool:
    own = [each for each in data.get("attendees", ()) if each.get("email") == calendar.id]
    return bool(own) and data.get("organizer", {}).get("email") != calendar.id


def _meet(one: Json, absence: Json) -> bool:
    start, end = instant_of(absence["start"]), instant_of(absence["end"])
    return any(overlaps(each, start, end) for each in _each(one))


def _each(data: Json) -> Iterator[Json]:
    if not data.get("recurrence"):
        yield data
        return
    begin = instant_of(data["start"]) or FAR
    for each in occasions(data, begin.replace(year=begin.year + 1, day=1)):
        yield instance(data, each)


def _declined(data: Json, calendar: Calendar, absence: Json) -> Json:
    message = absence[_AWAY[absence["eventType"]]].get("declineMessage")
    own = {"responseStatus": "declined"} | ({"comment": message} if message else {})
    attendees = [each | (own if each.get("email") == calendar.id else {}) for each in data["attendees"]]
    return data | {"attendees": attendees}
