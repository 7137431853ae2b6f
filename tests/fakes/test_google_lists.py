"""Lines 21 to 35 of the checklist: pages, sync tokens, deltas, windows and filters."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.client import bearer, calendar_client, fetch, refusal_of
from tests.fakes.google.faults import gone
from tests.fakes.google.hands import Hands

FAMILY = "family@group.calendar.google.com"
WEEK = {"timeMin": "2026-11-23T00:00:00Z", "timeMax": "2026-11-30T00:00:00Z"}


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


@pytest.fixture
def hands(server: GoogleServer) -> Hands:
    return server.hands()


@pytest.fixture
def events(server: GoogleServer) -> Iterator[Any]:
    with calendar_client(server) as service:
        yield service.events()


def hour(hands: Hands, name: str, day: str = "24", **more: Any) -> str:
    return hands.add(name, f"2026-11-{day}T09:00:00", f"2026-11-{day}T10:00:00", id=name, **more)


def listed(events: Any, **asked: Any) -> list[str]:
    return [each["id"] for each in events.list(calendarId="primary", **asked).execute()["items"]]


def token(events: Any, **asked: Any) -> str:
    return str(events.list(calendarId="primary", **asked).execute()["nextSyncToken"])


def delta(events: Any, since: str, **asked: Any) -> list[Any]:
    found: list[Any] = events.list(calendarId="primary", syncToken=since, **asked).execute()["items"]
    return found


def test_a_page_has_250_items_unless_asked_for_others_and_never_more_than_2500(
    server: GoogleServer, hands: Hands, events: Any
) -> None:
    for number in range(2600):
        hands.add("", "2026-11-24", "2026-11-25", id=f"event{number}")
    sizes = [len(listed(events)), len(listed(events, maxResults=3)), len(listed(events, maxResults=9999))]
    assert sizes == [250, 3, 2500]
    server.modes.page_size = 7
    assert len(listed(events)) == 7


def test_an_empty_page_may_still_name_the_next_one(server: GoogleServer, hands: Hands, events: Any) -> None:
    server.modes.empty_pages, server.modes.page_size = True, 1
    hour(hands, "first"), hour(hands, "second")
    request, pages = events.list(calendarId="primary"), []
    while request is not None:
        answer = request.execute()
        pages.append([each["id"] for each in answer["items"]])
        request = events.list_next(request, answer)
    assert pages == [[], ["first"], [], ["second"]]


def test_only_the_last_page_has_a_sync_token_and_it_must_be_encoded(hands: Hands, events: Any) -> None:
    hour(hands, "first"), hour(hands, "second")
    first = events.list(calendarId="primary", maxResults=1).execute()
    last = events.list(calendarId="primary", maxResults=1, pageToken=first["nextPageToken"]).execute()
    assert ("nextSyncToken" in first, "nextPageToken" in last) == (False, False)
    assert quote(last["nextSyncToken"], safe="") != last["nextSyncToken"]
    assert "=" in last["nextSyncToken"]
    assert token(events) != token(events)


def test_a_page_token_belongs_to_the_parameters_it_was_given_with(hands: Hands, events: Any) -> None:
    hour(hands, "first"), hour(hands, "second")
    page = events.list(calendarId="primary", maxResults=1).execute()["nextPageToken"]
    assert listed(events, maxResults=1, pageToken=page) == ["second"]
    assert refusal_of(events.list(calendarId="primary", maxResults=2, pageToken=page)) == (400, "invalid")
    assert refusal_of(events.list(calendarId="primary", maxResults=1, pageToken="nonsense")) == (400, "invalid")


def test_what_changes_between_two_pages_comes_with_the_next_delta(hands: Hands, events: Any) -> None:
    hour(hands, "first"), hour(hands, "second")
    page = events.list(calendarId="primary", maxResults=1).execute()["nextPageToken"]
    hands.edit("first", summary="Changed")
    last = events.list(calendarId="primary", maxResults=1, pageToken=page).execute()
    [changed] = delta(events, last["nextSyncToken"], maxResults=1)
    assert changed["summary"] == "Changed"


@pytest.mark.parametrize(
    "beside",
    [
        {"iCalUID": "x"},
        {"orderBy": "updated"},
        {"privateExtendedProperty": ["a=b"]},
        {"q": "x"},
        {"sharedExtendedProperty": ["a=b"]},
        {"timeMin": WEEK["timeMin"]},
        {"timeMax": WEEK["timeMax"]},
        {"updatedMin": WEEK["timeMin"]},
        {"showDeleted": False},
    ],
    ids=str,
)
def test_beside_a_sync_token_eight_parameters_are_forbidden(events: Any, beside: dict[str, Any]) -> None:
    request = events.list(calendarId="primary", syncToken=token(events), **beside)
    assert refusal_of(request) == (400, "invalid")


def test_beside_a_sync_token_the_others_must_stay_as_they_were(server: GoogleServer, events: Any) -> None:
    since = token(events, singleEvents=True)
    assert delta(events, since, singleEvents=True, showDeleted=True) == []
    assert refusal_of(events.list(calendarId="primary", syncToken=since)) == (400, "invalid")
    few = token(events, fields="nextSyncToken,items(id,status)")
    assert refusal_of(events.list(calendarId="primary", syncToken=few)) == (400, "invalid")
    assert delta(events, few, fields="nextSyncToken,items(id,status)") == []
    server.modes.strict = False
    assert delta(events, since) == []


def test_a_list_that_could_not_be_continued_has_no_sync_token(events: Any) -> None:
    ordered = events.list(calendarId="primary", singleEvents=True, orderBy="startTime", **WEEK).execute()
    assert "nextSyncToken" not in ordered
    assert "nextSyncToken" in events.list(calendarId="primary", **WEEK).execute()


def test_a_sync_token_dies_with_time_with_the_access_rules_and_with_a_reset(
    server: GoogleServer, hands: Hands, events: Any
) -> None:
    dead = (410, "fullSyncRequired")
    old = token(events)
    server.clock.advance(days=29)
    shared = server.state.add_calendar("others@example.org", calendar_id=FAMILY)
    server.state.share(shared.id, ADA, "reader")
    with calendar_client(server) as service:
        again = service.events()
        assert refusal_of(again.list(calendarId="primary", syncToken=old)) == dead
        of_shared = again.list(calendarId=FAMILY).execute()["nextSyncToken"]
        server.state.share(shared.id, ADA, "writer")
        assert refusal_of(again.list(calendarId=FAMILY, syncToken=of_shared)) == dead
        kept = again.list(calendarId="primary").execute()["nextSyncToken"]
        hands.forget_sync()
        assert refusal_of(again.list(calendarId="primary", syncToken=kept)) == dead
        server.faults.next("events.list", gone)
        assert refusal_of(again.list(calendarId="primary", syncToken="any")) == dead


def test_a_sync_token_belongs_to_one_calendar_and_one_person(server: GoogleServer, events: Any) -> None:
    server.state.add_calendar(ADA, calendar_id=FAMILY)
    since = token(events)
    assert refusal_of(events.list(calendarId=FAMILY, syncToken=since)) == (410, "fullSyncRequired")
    server.account("eve@example.org")
    server.state.share(ADA, "eve@example.org", "reader")
    asked = f"/calendar/v3/calendars/{ADA}/events?syncToken={quote(since, safe='')}"
    assert fetch(server, "GET", asked, bearer(server, email="eve@example.org")).status == 410


def test_a_delta_has_each_event_once_with_its_latest_state(hands: Hands, events: Any) -> None:
    since = token(events)
    hour(hands, "first")
    for name in ("Retro", "Review", "Demo"):
        hands.edit("first", summary=name)
    hour(hands, "shortlived")
    hands.delete("shortlived")
    assert [(each["id"], each["status"], each.get("summary")) for each in delta(events, since)] == [
        ("first", "confirmed", "Demo"),
        ("shortlived", "cancelled", "shortlived"),
    ]


def test_ones_own_writes_come_back_with_the_next_delta(events: Any) -> None:
    since = token(events)
    body = {"id": "mine0", "start": {"date": "2026-11-24"}, "end": {"date": "2026-11-25"}}
    events.insert(calendarId="primary", body=body).execute()
    assert [each["id"] for each in delta(events, since)] == ["mine0"]


def test_a_delta_knows_no_window_and_brings_a_touched_series_into_a_far_future(hands: Hands, events: Any) -> None:
    hour(hands, "weekly", recurrence=["RRULE:FREQ=WEEKLY"])
    since = token(events, singleEvents=True, maxResults=2500, **WEEK)
    hands.add("Later", "2029-01-01", "2029-01-02", id="later")
    hands.edit("weekly", summary="Renamed")
    found = delta(events, since, singleEvents=True, maxResults=2500)
    assert refusal_of(events.list(calendarId="primary", syncToken=since, singleEvents=True, **WEEK))[0] == 400
    assert "later" in [each["id"] for each in found]
    instances = [each for each in found if each.get("recurringEventId") == "weekly"]
    assert len(instances) > 600
    assert max(each["start"]["dateTime"] for each in instances) > "2039"


def test_a_deleted_series_is_told_of_for_half_a_year_or_for_good(
    server: GoogleServer, hands: Hands, events: Any
) -> None:
    hour(hands, "weekly", recurrence=["RRULE:FREQ=WEEKLY"])
    asked = {"singleEvents": True, "maxResults": 2500}
    since = token(events, **asked)
    hands.delete("weekly")
    found = delta(events, since, **asked)
    assert {each["status"] for each in found} == {"cancelled"}
    assert len(found) == 26
    server.modes.series_tombstone_days = None
    assert len(delta(events, since, **asked)) > 600


def test_instances_that_a_new_rule_takes_away_are_told_as_cancelled(hands: Hands, events: Any) -> None:
    def told(since: str) -> tuple[set[str], set[str]]:
        """What is there and what is gone, by the end of its id."""
        found = [
            (each["id"].removeprefix("weekly_"), each["status"]) for each in delta(events, since, singleEvents=True)
        ]
        assert len(found) == len({name for name, _ in found})
        there, gone = ({name for name, status in found if status == kind} for kind in ("confirmed", "cancelled"))
        return there, gone

    hour(hands, "weekly", recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"])
    hands.edit("weekly_20261201T080000Z", summary="Once")
    since = token(events, singleEvents=True)
    hands.edit("weekly", recurrence=["RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2"])
    there, gone = told(since)
    assert (there, gone) == ({"20261124T080000Z", "20261208T080000Z"}, {"20261201T080000Z", "20261215T080000Z"})
    since = token(events, singleEvents=True)
    hands.move("weekly", "2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00")
    there, gone = told(since)
    assert there == {"20261124T090000Z", "20261208T090000Z"}
    assert gone >= {"20261124T080000Z", "20261208T080000Z"}
    since = token(events, singleEvents=True)
    hands.edit("weekly", recurrence=None)
    assert told(since) == ({"weekly"}, {"20261124T090000Z", "20261208T090000Z"})


def test_what_was_deleted_may_have_nothing_but_its_id(server: GoogleServer, hands: Hands, events: Any) -> None:
    hour(hands, "single"), hour(hands, "weekly", recurrence=["RRULE:FREQ=WEEKLY"])
    since = token(events)
    hands.delete("single")
    hands.delete("weekly_20261201T080000Z")
    full = delta(events, since)
    assert {"start", "summary"} <= full[0].keys()
    server.modes.minimal_tombstones = True
    single, hole = delta(events, since)
    assert single.keys() == {"kind", "etag", "id", "status"}
    assert hole.keys() == {"kind", "etag", "id", "status", "recurringEventId", "originalStartTime"}


@pytest.mark.parametrize(
    ("single", "deleted", "expected"),
    [
        (False, False, {"alive", "weekly", "weekly_20261201T080000Z"}),
        (False, True, {"alive", "weekly", "weekly_20261201T080000Z", "dead"}),
        (True, False, {"alive", "weekly_20261124T080000Z"}),
        (True, True, {"alive", "weekly_20261124T080000Z", "weekly_20261201T080000Z", "dead"}),
    ],
)
def test_what_was_deleted_is_shown_by_two_switches(
    hands: Hands, events: Any, single: bool, deleted: bool, expected: set[str]
) -> None:
    hour(hands, "alive"), hour(hands, "dead"), hour(hands, "weekly", recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"])
    hands.delete("dead")
    hands.delete("weekly_20261201T080000Z")
    assert set(listed(events, singleEvents=single, showDeleted=deleted)) == expected


def test_a_window_leaves_out_what_ends_at_its_begin_or_begins_at_its_end(hands: Hands, events: Any) -> None:
    for name, start, end in (("ends", "08", "09"), ("in", "09", "10"), ("begins", "10", "11"), ("over", "07", "12")):
        hands.add(name, f"2026-11-24T{start}:00:00", f"2026-11-24T{end}:00:00", id=name + "00")
    window = {"timeMin": "2026-11-24T09:00:00+01:00", "timeMax": "2026-11-24T10:00:00+01:00"}
    assert set(listed(events, **window)) == {"in00", "over00"}


@pytest.mark.parametrize(
    "bound", ["2026-11-24T00:00:00", "2026-11-24 00:00:00Z", "2026-11-24", "soon", "2026-13-01T00:00:00Z"]
)
def test_a_bound_without_an_offset_is_refused(events: Any, bound: str) -> None:
    assert refusal_of(events.list(calendarId="primary", timeMin=bound)) == (400, "badRequest")


def test_a_window_that_ends_before_it_begins_is_refused(events: Any) -> None:
    backwards = {"timeMin": WEEK["timeMax"], "timeMax": WEEK["timeMin"]}
    assert refusal_of(events.list(calendarId="primary", **backwards)) == (400, "timeRangeEmpty")


def test_only_single_events_are_ordered_by_start(hands: Hands, events: Any) -> None:
    hour(hands, "late", "26"), hour(hands, "early", "24")
    assert listed(events, singleEvents=True, orderBy="startTime") == ["early", "late"]
    assert listed(events, orderBy="updated") == ["late", "early"]
    assert refusal_of(events.list(calendarId="primary", orderBy="startTime")) == (400, "invalid")


def test_events_are_filtered_by_type_properties_uid_and_words(hands: Hands, events: Any) -> None:
    hour(hands, "plain", description="About budgets")
    hour(hands, "mine", extendedProperties={"private": {"app": "blocks", "inst": "ab12"}, "shared": {"team": "x"}})
    hour(hands, "theirs", extendedProperties={"private": {"app": "blocks", "inst": "zz99"}})
    hour(hands, "focus", eventType="focusTime", focusTimeProperties={})
    assert listed(events, eventTypes=["focusTime", "outOfOffice"]) == ["focus"]
    assert listed(events, privateExtendedProperty=["app=blocks", "inst=ab12"]) == ["mine"]
    assert listed(events, sharedExtendedProperty="team=x") == ["mine"]
    assert listed(events, iCalUID="plain@google.com") == ["plain"]
    assert listed(events, q="budgets") == ["plain"]


def test_updated_min_includes_what_was_deleted_and_may_lie_too_far_back(
    server: GoogleServer, hands: Hands, events: Any
) -> None:
    hour(hands, "before")
    server.clock.advance(hours=2)
    hour(hands, "after"), hour(hands, "dead")
    hands.delete("dead")
    assert listed(events, updatedMin="2026-11-23T09:00:00Z") == ["after", "dead"]
    too_long_ago = events.list(calendarId="primary", updatedMin="2026-01-01T00:00:00Z")
    assert refusal_of(too_long_ago) == (410, "updatedMinTooLongAgo")


def test_a_list_tells_of_its_calendar(server: GoogleServer, events: Any) -> None:
    answer = events.list(calendarId="primary", timeZone="UTC").execute()
    assert {name: answer[name] for name in ("kind", "summary", "timeZone", "accessRole", "items")} == {
        "kind": "calendar#events", "summary": ADA, "timeZone": "UTC", "accessRole": "owner", "items": [],
    }  # fmt: skip
    assert answer["defaultReminders"] == []
