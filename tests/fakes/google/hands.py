"""What people do in a calendar's own page, beside every program: seeding and edits out of band."""

import re
from contextlib import AbstractContextManager
from typing import Any

from tests.fakes.google.declining import received
from tests.fakes.google.finding import by_id
from tests.fakes.google.refusal import Json
from tests.fakes.google.rules import finished
from tests.fakes.google.state import Calendar, Held, State

_ENDS = re.compile(";(UNTIL|COUNT)=[^;]*")


class Hands:
    def __init__(self, state: State, calendar: Calendar, lock: "AbstractContextManager[Any]") -> None:
        self.state, self.calendar, self._lock = state, calendar, lock

    def add(self, summary: str = "", start: str = "", end: str = "", **more: Any) -> str:
        """A timed event, or a day where `start` and `end` are days; `more` are fields of the resource. Gives the id."""
        times = {} if not start else {"start": _when(start), "end": _when(end or start)}
        given = {"summary": summary} if summary else {}
        return self.put(given | times | more)

    def put(self, data: Json, *, raw: bool = False) -> str:
        """`raw` keeps it as it is, with whatever no client could have written."""
        event_id = data.get("id") or self.state.fresh(26)
        person = {"email": self.calendar.id}
        born = {
            "id": event_id, "status": "confirmed", "iCalUID": f"{event_id}@google.com", "creator": person,
            "organizer": person, "sequence": 0, "eventType": "default",
        }  # fmt: skip
        with self._lock:
            whole = born | data | {"id": event_id}
            self.state.keep(
                self.calendar, whole if raw else finished(_zoned(whole, self.calendar.zone), self.calendar.zone)
            )
        return str(event_id)

    def held(self, event_id: str) -> Json:
        """As it is now."""
        return self.calendar.events[event_id].data

    def alive(self) -> list[Json]:
        return [held.data for held in self.calendar.events.values() if not held.cancelled and not held.purged]

    def edit(self, event_id: str, **fields: Any) -> None:
        """An instance of a series becomes an exception; None takes a field away."""
        with self._lock:
            old = by_id(self.state, self.calendar, event_id).data
            new = {name: value for name, value in (old | fields).items() if value is not None}
            if {"start", "end"} & set(fields):
                new["sequence"] = old.get("sequence", 0) + 1
            self.state.keep(self.calendar, new, quiet=set(fields) == {"reminders"})

    def move(self, event_id: str, start: str, end: str) -> None:
        self.edit(event_id, start=self._placed(start), end=self._placed(end))

    def _placed(self, text: str) -> Json:
        return finished({"start": _when(text), "end": _when(text)} | {"id": ""}, self.calendar.zone)["start"]  # type: ignore[no-any-return]

    def delete(self, event_id: str) -> None:
        """A tombstone stays; a series takes its exceptions along."""
        with self._lock:
            self.edit(event_id, status="cancelled")
            for held in list(self.calendar.exceptions(event_id)):
                self.edit(held.id, status="cancelled")

    def empty_bin(self) -> None:
        """Nothing but the ids stays of what was deleted."""
        with self._lock:
            for held in self.calendar.events.values():
                held.purged = held.purged or held.cancelled

    def duplicate(self, event_id: str) -> str:
        """The copy has everything of the original but its id, private properties among it."""
        with self._lock:
            fresh = self.state.fresh(26)
            copied = self.held(event_id) | {"id": fresh, "iCalUID": f"{fresh}@google.com", "sequence": 0}
            copied.pop("created", None)
            self.state.keep(self.calendar, copied)
        return fresh

    def invite(self, summary: str, start: str, end: str, **more: Any) -> str:
        """Somebody else invites the person whose calendar this is; an absence may decline it at once. Gives the id."""
        boss = {"email": "boss@example.org"}
        guests = [boss | {"responseStatus": "accepted"}, {"email": self.calendar.id, "responseStatus": "needsAction"}]
        name = self.add(summary, start, end, **({"organizer": boss, "creator": boss, "attendees": guests} | more))
        with self._lock:
            self.state.keep(self.calendar, received(self.state, self.calendar, self.held(name)))
        return name

    def answer(self, event_id: str, response: str) -> None:
        """The invitation on this calendar: accepted, declined, tentative."""
        attendees = [
            each | ({"responseStatus": response} if each["email"] == self.calendar.id else {})
            for each in self.held(event_id).get("attendees", ())
        ]
        self.edit(event_id, attendees=attendees)

    def split(self, event_id: str, key: str, **fields: Any) -> str:
        """ "This and following": the series ends before the instance of that key, and a new one begins with it."""
        with self._lock:
            old, first = self.held(event_id), by_id(self.state, self.calendar, f"{event_id}_{key}").data
            stamp = key.removesuffix("Z")
            ends = [_until(line, stamp) for line in old["recurrence"]]
            fresh = f"{event_id}_R{stamp}"
            self.edit(event_id, recurrence=ends)
            new = {"id": fresh, "start": first["start"], "end": first["end"], "recurrence": old["recurrence"]}
            self.state.keep(self.calendar, old | new | fields)
        return fresh

    def forget_sync(self) -> None:
        """Every sync token of the calendar is answered with 410 from now on."""
        self.calendar.forgotten = self.state.changes + 1
        self.state.changes += 1

    def event(self, event_id: str) -> Held:
        return self.calendar.events[event_id]


def _until(line: str, stamp: str) -> str:
    """Ends before the day of the stamp; only a rule has an end."""
    day = stamp[:8]
    return f"{_ENDS.sub('', line)};UNTIL={day}T000000Z" if line.startswith("RRULE") else line


def _when(text: str) -> Json:
    return {"date": text} if len(text) == 10 else {"dateTime": text}


def _zoned(data: Json, zone: str) -> Json:
    """A wall time without an offset is one of the calendar's zone."""
    times = {
        name: {"timeZone": zone} | data[name] if "dateTime" in data.get(name, {}) else data.get(name)
        for name in ("start", "end")
    }
    return data | {name: value for name, value in times.items() if value is not None}
