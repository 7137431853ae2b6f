"""Lines 36 to 42 of the checklist: series, instances, zones, roles and what is left away."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.client import calendar_client, refusal_of
from tests.fakes.google.hands import Hands
from tests.fakes.google.worlds import odd, whole_life

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


def found(events: Any, **asked: Any) -> list[Any]:
    items: list[Any] = events.list(calendarId="primary", **asked).execute()["items"]
    return items


def starts(items: list[Any]) -> list[str]:
    return [each["start"].get("dateTime") or each["start"]["date"] for each in items]


def single(events: Any, begin: str, end: str) -> list[str]:
    window = {"timeMin": f"{begin}T00:00:00Z", "timeMax": f"{end}T00:00:00Z"}
    return starts(found(events, singleEvents=True, orderBy="startTime", **window))


def test_a_series_keeps_its_wall_time_in_its_own_zone_when_the_clocks_change(hands: Hands, events: Any) -> None:
    rule = ["RRULE:FREQ=WEEKLY"]
    hands.add("Weekly", "2026-10-22T09:00:00", "2026-10-22T10:00:00", id="weekly", recurrence=rule)
    assert single(events, "2026-10-20", "2026-10-31") == ["2026-10-22T09:00:00+02:00", "2026-10-29T09:00:00+01:00"]
    abroad = {"timeZone": "America/New_York"}
    hands.put({"id": "abroad", "recurrence": rule, "start": abroad | {"dateTime": "2026-10-22T09:00:00-04:00"},
               "end": abroad | {"dateTime": "2026-10-22T10:00:00-04:00"}})  # fmt: skip
    hands.delete("weekly")
    assert single(events, "2026-10-20", "2026-11-07") == [
        "2026-10-22T15:00:00+02:00", "2026-10-29T14:00:00+01:00", "2026-11-05T15:00:00+01:00",
    ]  # fmt: skip


def test_exdate_takes_instances_away_and_rdate_adds_them(hands: Hands, events: Any) -> None:
    lines = [
        "RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/Paris:20261124T090000,20261125T090000",
        "RDATE:20261129T080000Z",
    ]  # fmt: skip
    hands.add("Daily", "2026-11-23T09:00:00", "2026-11-23T09:30:00", id="daily", recurrence=lines)
    assert [each[8:10] for each in single(events, "2026-11-20", "2026-12-01")] == ["23", "26", "29"]


def test_an_instance_is_where_it_was_moved_to_and_gone_where_it_was_cancelled(hands: Hands, events: Any) -> None:
    hands.add("Weekly", "2026-11-24T09:00:00", "2026-11-24T10:00:00", id="weekly", recurrence=["RRULE:FREQ=WEEKLY"])
    hands.move("weekly_20261124T080000Z", "2026-12-10T09:00:00+01:00", "2026-12-10T10:00:00+01:00")
    hands.move("weekly_20270105T080000Z", "2026-11-26T09:00:00+01:00", "2026-11-26T10:00:00+01:00")
    hands.delete("weekly_20261201T080000Z")
    assert [each[:10] for each in single(events, "2026-11-23", "2026-12-12")] == [
        "2026-11-26",
        "2026-12-08",
        "2026-12-10",
    ]
    [pulled] = found(events, singleEvents=True, **WEEK)
    assert pulled["originalStartTime"]["dateTime"] == "2027-01-05T09:00:00+01:00"


def test_this_and_following_ends_the_series_and_begins_another(hands: Hands, events: Any) -> None:
    hands.add(
        "Weekly", "2026-11-24T09:00:00", "2026-11-24T10:00:00", id="weekly", recurrence=["RRULE:FREQ=WEEKLY;COUNT=9"]
    )
    fresh = hands.split("weekly", "20261208T080000Z", summary="New name")
    assert fresh == "weekly_R20261208T080000"
    window = {"timeMin": "2026-11-23T00:00:00Z", "timeMax": "2026-12-20T00:00:00Z"}
    told = found(events, singleEvents=True, **window)
    assert [(each["start"]["dateTime"][:10], each["summary"]) for each in told] == [
        ("2026-11-24", "Weekly"), ("2026-12-01", "Weekly"), ("2026-12-08", "New name"), ("2026-12-15", "New name"),
    ]  # fmt: skip


def test_an_instance_is_named_by_its_series_and_its_original_start(hands: Hands, events: Any) -> None:
    hands.add("Weekly", "2026-11-24T09:00:00", "2026-11-24T10:00:00", id="weekly", recurrence=["RRULE:FREQ=WEEKLY"])
    hands.add("Day", "2026-11-25", "2026-11-26", id="daily", recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
    assert {each["id"] for each in found(events, singleEvents=True, **WEEK)} == {
        "weekly_20261124T080000Z", "daily_20261125", "daily_20261126",
    }  # fmt: skip
    one = events.get(calendarId="primary", eventId="daily_20261126").execute()
    assert (one["recurringEventId"], one["originalStartTime"]) == ("daily", {"date": "2026-11-26"})
    assert one["iCalUID"] == "daily@google.com"
    for wrong in ("daily_20261129", "nothing_20261126", "daily_R20261126"):
        assert refusal_of(events.get(calendarId="primary", eventId=wrong)) == (404, "notFound")


def test_a_write_to_an_instance_makes_an_exception(hands: Hands, events: Any) -> None:
    hands.add(
        "Weekly", "2026-11-24T09:00:00", "2026-11-24T10:00:00", id="weekly", recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"]
    )
    name = "weekly_20261201T080000Z"
    virtual = events.get(calendarId="primary", eventId=name).execute()
    request = events.patch(calendarId="primary", eventId=name, body={"summary": "Once"})
    request.headers["If-Match"] = virtual["etag"]
    assert request.execute()["etag"] != virtual["etag"]
    assert [each["summary"] for each in found(events, singleEvents=True)] == ["Weekly", "Weekly", "Once"]
    events.delete(calendarId="primary", eventId="weekly_20261208T080000Z").execute()
    assert refusal_of(events.delete(calendarId="primary", eventId="weekly_20261208T080000Z")) == (410, "deleted")
    assert len(found(events, singleEvents=True)) == 2


def test_instances_are_listed_of_one_series(hands: Hands, events: Any) -> None:
    hands.add(
        "Weekly", "2026-11-24T09:00:00", "2026-11-24T10:00:00", id="weekly", recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"]
    )
    hands.add("Other", "2026-11-24T09:00:00", "2026-11-24T10:00:00")
    hands.delete("weekly_20261201T080000Z")
    asked = {"calendarId": "primary", "eventId": "weekly"}
    assert len(events.instances(**asked).execute()["items"]) == 2
    assert len(events.instances(showDeleted=True, **asked).execute()["items"]) == 3
    [one] = events.instances(originalStart="2026-12-08T09:00:00+01:00", **asked).execute()["items"]
    assert one["id"] == "weekly_20261208T080000Z"


def test_times_are_told_in_the_zone_of_the_calendar_or_the_one_asked_for(server: GoogleServer, events: Any) -> None:
    body = {
        "id": "night", "start": {"dateTime": "2026-11-24T23:30:00-05:00", "timeZone": "America/New_York"},
        "end": {"dateTime": "2026-11-25T00:30:00.250-05:00", "timeZone": "America/New_York"},
    }  # fmt: skip
    events.insert(calendarId="primary", body=body).execute()
    [told] = found(events)
    assert told["start"] == {"dateTime": "2026-11-25T05:30:00+01:00", "timeZone": "America/New_York"}
    assert told["end"]["dateTime"] == "2026-11-25T06:30:00+01:00"
    assert starts(found(events, timeZone="Asia/Kolkata")) == ["2026-11-25T10:00:00+05:30"]
    assert starts(found(events, timeZone="UTC")) == ["2026-11-25T04:30:00Z"]
    assert refusal_of(events.list(calendarId="primary", timeZone="Mars/Base"))[0] == 400


def test_what_stands_at_its_default_is_left_away(events: Any) -> None:
    body = {
        "start": {"date": "2026-11-24"}, "end": {"date": "2026-11-25"}, "transparency": "opaque",
        "visibility": "default", "guestsCanModify": False, "guestsCanInviteOthers": True, "summary": "",
    }  # fmt: skip
    made = events.insert(calendarId="primary", body=body).execute()
    assert not {"transparency", "visibility", "guestsCanModify", "guestsCanInviteOthers", "summary"} & made.keys()
    changed = events.patch(calendarId="primary", eventId=made["id"], body={"transparency": "transparent"}).execute()
    assert changed["transparency"] == "transparent"


def test_an_empty_calendar_has_an_empty_list(events: Any) -> None:
    assert found(events) == []


def test_an_all_day_event_ends_on_the_day_after(hands: Hands, events: Any) -> None:
    hands.add("Trip", "2026-11-24", "2026-11-26", id="trip00")
    assert found(events)[0]["end"] == {"date": "2026-11-26"}
    assert single(events, "2026-11-26", "2026-11-27") == []
    assert single(events, "2026-11-25", "2026-11-26") == ["2026-11-24"]


def test_what_no_client_may_write_may_still_be_there() -> None:
    with GoogleServer(odd) as server, calendar_client(server) as service:
        items = {each["id"]: each for each in service.events().list(calendarId="primary").execute()["items"]}
        assert items["zerodays"]["start"] == items["zerodays"]["end"]
        assert items["nozone"]["start"]["timeZone"] == "Mars/Base"
        assert items["baddates"]["recurrence"] == ["RRULE:DATE;TZID=Europe/Paris"]
        assert items["backwards"]["end"]["dateTime"] < items["backwards"]["start"]["dateTime"]
        instances = service.events().list(calendarId="primary", singleEvents=True, **WEEK).execute()["items"]
        kinds = [each.get("recurringEventId") for each in instances]
        assert (kinds.count("untilday"), kinds.count("untiltime"), kinds.count("baddates")) == (4, 4, 1)


def test_the_own_entry_among_the_attendees_is_marked_and_the_others_may_be_left_away(hands: Hands, events: Any) -> None:
    guests = [{"email": f"guest{number}@example.org"} for number in range(5)]
    boss = {"email": "boss@example.org", "responseStatus": "accepted"}
    hands.add("Board", "2026-11-24T09:00:00", "2026-11-24T10:00:00", id="board", organizer={"email": boss["email"]},
              attendees=[boss, {"email": ADA}, *guests])  # fmt: skip
    for response in ("needsAction", "tentative", "declined"):
        hands.answer("board", response)
        [own] = [each for each in found(events)[0]["attendees"] if each.get("self")]
        assert (own["email"], own["responseStatus"]) == (ADA, response)
    assert "self" not in found(events)[0]["organizer"]
    [few] = found(events, maxAttendees=1)
    assert (few["attendeesOmitted"], [each["email"] for each in few["attendees"]]) == (True, [ADA])


def test_a_calendar_seen_as_free_or_busy_has_times_and_no_titles() -> None:
    with GoogleServer(whole_life) as server, calendar_client(server) as service:
        answer = service.events().list(calendarId="boss@example.org").execute()
        assert answer["accessRole"] == "freeBusyReader"
        [busy] = answer["items"]
        assert {"start", "end", "status"} <= busy.keys()
        assert not {"summary", "description", "attendees", "organizer", "location"} & busy.keys()


def test_a_reader_gets_private_events_without_their_details() -> None:
    with GoogleServer(whole_life) as server, calendar_client(server) as service:
        team = server.hands("team@group.calendar.google.com")
        team.add("Open", "2026-11-24T09:00:00", "2026-11-24T10:00:00")
        team.add("Closed", "2026-11-24T11:00:00", "2026-11-24T12:00:00", visibility="private")
        asked = {"calendarId": "team@group.calendar.google.com"}
        for role in ("reader", "writerWithoutPrivateAccess"):
            server.state.share(asked["calendarId"], ADA, role)
            items = service.events().list(**asked).execute()["items"]
            assert [each.get("summary") for each in items] == ["Open", None]
        server.state.share(asked["calendarId"], ADA, "writer")
        assert [each["summary"] for each in service.events().list(**asked).execute()["items"]] == ["Open", "Closed"]


def test_events_of_every_type_are_told_as_what_they_are() -> None:
    with GoogleServer(whole_life) as server, calendar_client(server) as service:
        items = service.events().list(calendarId="primary").execute()["items"]
        assert {each["eventType"] for each in items} == {
            "default", "focusTime", "outOfOffice", "workingLocation", "birthday", "fromGmail",
        }  # fmt: skip
