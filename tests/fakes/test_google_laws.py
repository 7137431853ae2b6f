"""What holds for every calendar: deltas lead where a full list leads, and series fall where RFC 5545 puts them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import recurring_ical_events
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.client import bearer, fetch
from tests.fakes.google.document import schema
from tests.fakes.google.hands import Hands
from tests.fakes.google.recurrence import occasions

Edit = tuple[str, int, int]
HOW = st.sampled_from(["add", "series", "rename", "move", "delete", "hole", "revive", "shorten", "once"])
EDITS = st.lists(st.tuples(HOW, st.integers(0, 1), st.integers(1, 28)), min_size=1, max_size=8)
UNTIL = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        server.modes.per_minute_and_user = None
        yield server


def edit(server: GoogleServer, calendar: str, how: str, which: int, day: int) -> None:
    hands, name = server.hands(calendar), f"event{which}"
    start, end = f"2026-12-{day:02}T09:00:00", f"2026-12-{day:02}T10:00:00"
    if how in ("add", "series") and name not in hands.calendar.events:
        rule = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]} if how == "series" else {}
        hands.add(how, start, end, id=name, **rule)
    if name in hands.calendar.events:
        change(hands, how, name, (start, end))


def change(hands: Hands, how: str, name: str, times: tuple[str, str]) -> None:
    repeats = "recurrence" in hands.held(name)
    match how:
        case "rename":
            hands.edit(name, summary=f"Renamed {times[0]}")
        case "move":
            hands.move(name, f"{times[0]}+01:00", f"{times[1]}+01:00")
        case "delete":
            hands.delete(name)
        case "revive":
            hands.edit(name, status="confirmed")
        case "once":
            hands.edit(name, recurrence=None)
        case "shorten" if repeats:
            hands.edit(name, recurrence=["RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2"])
        case "hole" if repeats:
            first = hands.held(name)["start"]["dateTime"][:10].replace("-", "")
            hands.delete(f"{name}_{first}T080000Z")


def read(server: GoogleServer, calendar: str, **asked: str) -> tuple[list[Any], str]:
    """All pages."""
    items: list[Any] = []
    header, page = bearer(server), dict[str, str]()
    while True:
        query = urlencode({"maxResults": "2"} | asked | page)
        answer = fetch(server, "GET", f"/calendar/v3/calendars/{calendar}/events?{query}", header).json
        items += answer["items"]
        if "nextPageToken" not in answer:
            return items, answer["nextSyncToken"]
        page = {"pageToken": answer["nextPageToken"]}


@pytest.mark.parametrize("single", ["true", "false"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(EDITS, min_size=2, max_size=4), empty=st.booleans())
def test_who_follows_the_deltas_has_what_a_full_list_has(
    server: GoogleServer, single: str, rounds: list[list[Edit]], empty: bool
) -> None:
    calendar = server.state.add_calendar(ADA).id
    server.modes.empty_pages = empty
    items, token = read(server, calendar, singleEvents=single)
    kept = {each["id"]: each for each in items}
    for edits in rounds:
        for how, which, day in edits:
            edit(server, calendar, how, which, day)
        changed, token = read(server, calendar, singleEvents=single, syncToken=token)
        kept |= {each["id"]: each for each in changed}
    alive = {name: each for name, each in kept.items() if each["status"] != "cancelled"}
    full, _ = read(server, calendar, singleEvents=single)
    assert alive == {each["id"]: each for each in full if each["status"] != "cancelled"}


FIELDS = sorted(schema("Event")["properties"])
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["2026-11-24", "default", "focusTime"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["date", "dateTime", "private", "overrides", "email", "x"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


@settings(max_examples=150)
@given(odd=st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=3), strict=st.booleans())
@example(odd={"recurrence": [None]}, strict=True)
@example(odd={"extendedProperties": {"private": {"x": None}}}, strict=False)
def test_whatever_is_sent_is_taken_or_refused_and_breaks_nothing(
    server: GoogleServer, odd: dict[str, Any], strict: bool
) -> None:
    server.modes.strict, server.modes.writes_per_second = strict, None
    header, path = bearer(server) | {"Content-Type": "application/json"}, "/calendar/v3/calendars/primary/events"
    whole = {"start": {"date": "2026-11-24"}, "end": {"date": "2026-11-25"}} | odd
    made = fetch(server, "POST", path, header, json.dumps(whole).encode())
    server.hands().put({"id": "patched", "start": {"date": "2026-11-24"}, "end": {"date": "2026-11-25"}})
    changed = fetch(server, "PATCH", f"{path}/patched", header, json.dumps(odd).encode())
    listed = fetch(server, "GET", f"{path}?singleEvents=true&timeMax=2027-01-01T00:00:00Z", header)
    assert {made.status, changed.status} <= {200, 400, 403, 409}
    assert listed.status == 200


RULES = st.sampled_from(
    [
        "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU,TH,SA;COUNT=30",
        "FREQ=MONTHLY;BYDAY=4TU", "FREQ=MONTHLY;BYMONTHDAY=24", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270401T080000Z",
        "FREQ=DAILY;COUNT=200",
    ]
)  # fmt: skip
ZONES = st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])


@settings(max_examples=40)
@given(rule=RULES, zone=ZONES, hour=st.integers(0, 23), dropped=st.integers(0, 5))
def test_a_series_falls_where_another_library_puts_it(rule: str, zone: str, hour: int, dropped: int) -> None:
    """recurring-ical-events reads the same rule as an iCalendar file."""
    start = f"20261124T{hour:02}3000"
    at = {"dateTime": datetime.strptime(start, "%Y%m%dT%H%M%S").isoformat(), "timeZone": zone}  # noqa: DTZ007
    series = {"id": "x", "start": at, "end": at, "recurrence": [f"RRULE:{rule}"]}
    exdate = f"EXDATE;TZID={zone}:{occasions(series, UNTIL)[dropped].start:%Y%m%dT%H%M%S}"
    ours = [each.key for each in occasions(series | {"recurrence": [f"RRULE:{rule}", exdate]}, UNTIL)]
    text = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART;TZID={zone}:{start}\r\n"
        f"RRULE:{rule}\r\n{exdate}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(datetime(2026, 11, 1, tzinfo=UTC), UNTIL)
    assert ours == sorted(f"{each.start.astimezone(UTC):%Y%m%dT%H%M%SZ}" for each in found)
