"""Accounts to begin with, as `GoogleServer(seed)` takes them."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext

from tests.fakes.google.hands import Hands
from tests.fakes.google.state import State

HOLIDAYS = "de.german#holiday@group.v.calendar.google.com"
ADA = "ada@example.org"


def ada(state: State) -> None:
    """One account with its own calendar and nothing in it."""
    state.account(ADA)


def consumer(state: State) -> None:
    """An account without a company: no status events, no working hours."""
    state.account("ada@gmail.example", workspace=False)


def whole_life(state: State) -> None:
    """Calendars of every role, one of them hidden; a week with something of every kind; working hours."""
    ada(state)
    calendars = (
        ("family@group.calendar.google.com", "Family", "owner"),
        (HOLIDAYS, "Feiertage in Deutschland", "reader"),
        ("boss@example.org", "Boss", "freeBusyReader"),
        ("team@group.calendar.google.com", "Team", "writerWithoutPrivateAccess"),
        ("old@group.calendar.google.com", "Old club", "reader"),
    )
    for name, summary, role in calendars:
        state.add_calendar(ADA if role == "owner" else "others@example.org", calendar_id=name, summary=summary)
        state.share(name, ADA, role)
    state.accounts[ADA].entries["old@group.calendar.google.com"].about["hidden"] = True
    state.accounts[ADA].entries[ADA].about["defaultReminders"] = [{"method": "popup", "minutes": 10}]
    hours = [{"dayOfWeek": day, "periodStart": 540, "periodEnd": 1020} for day in _WORKDAYS]
    state.calendars[ADA].about["workingHours"] = {"workingHoursEnabled": True, "availableTimes": hours}
    _fill(state)


_WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def _fill(state: State) -> None:
    work, family, boss = (hands(state, each) for each in (ADA, "family@group.calendar.google.com", "boss@example.org"))
    weekly = {"recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO,WE"]}
    work.add("Standup", "2026-11-02T09:00:00", "2026-11-02T09:15:00", id="standup", **weekly)
    work.add("Review", "2026-11-24T18:30:00", "2026-11-24T19:30:00", id="review")
    work.add(
        "Board", "2026-11-25T10:00:00", "2026-11-25T11:00:00", id="board", organizer={"email": "boss@example.org"},
        attendees=[{"email": "boss@example.org", "responseStatus": "accepted"}, {"email": ADA}],
    )  # fmt: skip
    work.add("", "2026-11-26", "2026-11-27", id="untitled")
    work.add(
        "Deep work", "2026-11-26T09:00:00", "2026-11-26T11:00:00", id="focus", eventType="focusTime",
        focusTimeProperties={"autoDeclineMode": "declineNone"},
    )  # fmt: skip
    work.add(
        "Away", "2026-12-24T00:00:00", "2026-12-27T00:00:00", id="away", eventType="outOfOffice",
        outOfOfficeProperties={"autoDeclineMode": "declineNone"},
    )  # fmt: skip
    work.add(
        "Home", "2026-11-27", "2026-11-28", id="athome", eventType="workingLocation", visibility="public",
        transparency="transparent", workingLocationProperties={"type": "homeOffice", "homeOffice": {}},
    )  # fmt: skip
    work.add(
        "Grace", "2026-12-09", "2026-12-10", id="grace", eventType="birthday", transparency="transparent",
        visibility="private", recurrence=["RRULE:FREQ=YEARLY"], birthdayProperties={"type": "birthday"},
    )  # fmt: skip
    work.add("Flight", "2026-12-23T07:00:00", "2026-12-23T09:00:00", id="flight", eventType="fromGmail", locked=True)
    family.add("Swimming", "2026-11-28T10:00:00", "2026-11-28T11:00:00", id="swimming")
    boss.add("Secret", "2026-11-24T14:00:00", "2026-11-24T15:00:00", id="secret")
    hands(state, HOLIDAYS).add("Weihnachten", "2026-12-25", "2026-12-26", id="xmas", transparency="transparent")


def odd(state: State) -> None:
    """What other programs and long years left in a calendar."""
    ada(state)
    held = hands(state, ADA)
    at = {"dateTime": "2026-11-24T09:00:00+01:00", "timeZone": "Europe/Paris"}
    later = at | {"dateTime": "2026-11-24T10:00:00+01:00"}
    held.put({"id": "zerodays", "start": {"date": "2026-11-24"}, "end": {"date": "2026-11-24"}}, raw=True)
    held.put({"id": "notime", "start": at, "end": at}, raw=True)
    held.put({"id": "nozone", "start": at | {"timeZone": "Mars/Base"}, "end": later}, raw=True)
    held.put({"id": "baddates", "start": at, "end": later, "recurrence": ["RRULE:DATE;TZID=Europe/Paris"]}, raw=True)
    until = "RRULE:FREQ=DAILY;UNTIL=20261127"
    held.put({"id": "untilday", "start": at, "end": later, "recurrence": [until]}, raw=True)
    timed = "RRULE:FREQ=DAILY;UNTIL=20261127T080000Z"
    held.put(
        {"id": "untiltime", "start": {"date": "2026-11-24"}, "end": {"date": "2026-11-25"}, "recurrence": [timed]},
        raw=True,
    )  # fmt: skip
    held.put({"id": "backwards", "start": later, "end": at}, raw=True)


def hands(state: State, calendar_id: str) -> Hands:
    return Hands(state, state.calendars[calendar_id], nullcontext())


WORLDS: Mapping[str, Callable[[State], None]] = {
    "ada": ada, "consumer": consumer, "odd": odd, "whole_life": whole_life,
}  # fmt: skip
