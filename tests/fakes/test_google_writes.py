"""Lines 43 to 55 of the checklist: ids, tombstones, versions, merging, limits of fields, status events, other hands."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.client import calendar_client, refusal_of
from tests.fakes.google.hands import Hands
from tests.fakes.google.worlds import consumer, whole_life

START, END = {"dateTime": "2026-11-24T09:00:00+01:00"}, {"dateTime": "2026-11-24T10:00:00+01:00"}
REVIEW = {"summary": "Review", "start": START, "end": END}
LATER = {"dateTime": "2026-11-24T11:00:00+01:00"}


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


def made(events: Any, **more: Any) -> Any:
    return events.insert(calendarId="primary", body=REVIEW | more).execute()


def patched(events: Any, name: str, **body: Any) -> Any:
    return events.patch(calendarId="primary", eventId=name, body=body)


def updated(events: Any, name: str, **body: Any) -> Any:
    return events.update(calendarId="primary", eventId=name, body=body)


def at(request: Any, etag: str) -> Any:
    request.headers["If-Match"] = etag
    return request


def refused(events: Any, **more: Any) -> tuple[int, str]:
    return refusal_of(events.insert(calendarId="primary", body=REVIEW | more))


@pytest.mark.parametrize("wrong", ["abcd", "wxyz0", "ABCDE", "with-dash", "block_1"])
def test_an_id_that_is_not_base32hex_is_refused(events: Any, wrong: str) -> None:
    assert refused(events, id=wrong) == (400, "invalid")


def test_an_id_is_taken_for_good_even_by_what_was_deleted(hands: Hands, events: Any) -> None:
    made(events, id="mine0")
    assert refused(events, id="mine0") == (409, "duplicate")
    events.delete(calendarId="primary", eventId="mine0").execute()
    assert refused(events, id="mine0") == (409, "duplicate")
    hands.empty_bin()
    assert refused(events, id="mine0") == (409, "duplicate")


def test_without_an_id_google_makes_one_of_26_letters(events: Any) -> None:
    first, second = made(events)["id"], made(events)["id"]
    assert re.fullmatch("[a-v0-9]{26}", first)
    assert first != second


def test_an_id_and_a_uid_are_not_given_both(events: Any) -> None:
    assert refused(events, id="mine0", iCalUID="mine@example.org") == (400, "invalid")
    assert made(events, iCalUID="mine@example.org")["iCalUID"] == "mine@example.org"


def test_a_deleted_event_is_still_found_and_cannot_be_deleted_again(events: Any) -> None:
    made(events, id="mine0")
    assert events.delete(calendarId="primary", eventId="mine0").execute() == ""
    gone = events.get(calendarId="primary", eventId="mine0").execute()
    assert (gone["status"], gone["summary"]) == ("cancelled", "Review")
    assert refusal_of(events.delete(calendarId="primary", eventId="mine0")) == (410, "deleted")


@pytest.mark.parametrize("write", [patched, updated])
def test_a_deleted_event_is_brought_back_by_its_status(events: Any, write: Any) -> None:
    made(events, id="mine0")
    events.delete(calendarId="primary", eventId="mine0").execute()
    assert write(events, "mine0", **REVIEW).execute()["status"] == "cancelled"
    assert write(events, "mine0", **REVIEW, status="confirmed").execute()["status"] == "confirmed"
    assert [each["id"] for each in events.list(calendarId="primary").execute()["items"]] == ["mine0"]


def test_what_was_emptied_from_the_bin_cannot_be_brought_back(server: GoogleServer, hands: Hands, events: Any) -> None:
    made(events, id="mine0")
    hands.delete("mine0")
    hands.empty_bin()
    for write in (patched, updated):
        assert refusal_of(write(events, "mine0", **REVIEW, status="confirmed")) == (403, "forbidden")
    assert refusal_of(events.get(calendarId="primary", eventId="mine0")) == (404, "notFound")
    server.modes.purged_status = 410
    assert refusal_of(events.get(calendarId="primary", eventId="mine0")) == (410, "deleted")
    assert refusal_of(events.delete(calendarId="primary", eventId="mine0")) == (410, "deleted")


def test_each_write_changes_the_etag_and_only_reminders_leave_updated_alone(events: Any) -> None:
    first = made(events)
    reminded = patched(events, first["id"], reminders={"useDefault": False}).execute()
    assert reminded["etag"] != first["etag"]
    assert reminded["updated"] == first["updated"]
    renamed = patched(events, first["id"], summary="Retro").execute()
    assert renamed["etag"] != reminded["etag"]
    assert renamed["updated"] > first["updated"]


def test_the_sequence_grows_when_the_time_changes_and_never_goes_back(server: GoogleServer, events: Any) -> None:
    first = made(events)
    assert patched(events, first["id"], summary="Retro").execute()["sequence"] == 0
    assert patched(events, first["id"], end=LATER).execute()["sequence"] == 1
    assert refusal_of(updated(events, first["id"], **REVIEW, sequence=0)) == (400, "invalid")
    server.modes.strict = False
    assert updated(events, first["id"], **REVIEW, sequence=0).execute()["sequence"] == 2


def test_a_write_may_name_the_version_it_is_about(hands: Hands, events: Any) -> None:
    first = made(events, id="mine0")
    hands.edit("mine0", summary="Moved by hand")
    asked = {"calendarId": "primary", "eventId": "mine0"}
    stale = (412, "conditionNotMet")
    assert refusal_of(at(patched(events, "mine0", summary="x"), first["etag"])) == stale
    assert refusal_of(at(updated(events, "mine0", **REVIEW), first["etag"])) == stale
    assert refusal_of(at(events.delete(**asked), first["etag"])) == stale
    assert hands.held("mine0")["summary"] == "Moved by hand"
    current = events.get(**asked).execute()["etag"]
    made(events, id="gone0")
    gone = {"calendarId": "primary", "eventId": "gone0"}
    before = events.get(**gone).execute()["etag"]
    at(events.delete(**gone), before).execute()
    assert refusal_of(at(events.delete(**gone), before)) == stale
    assert refusal_of(at(events.delete(**asked), current.strip('"'))) == stale
    changed = at(patched(events, "mine0", summary="x"), current).execute()
    assert at(patched(events, "mine0", summary="y"), "*").execute()["summary"] == "y"
    assert changed["etag"] != current


def test_an_insert_knows_no_version(events: Any) -> None:
    request = events.insert(calendarId="primary", body=REVIEW)
    request.headers["If-Match"] = '"1"'
    assert request.execute()["summary"] == "Review"


def test_put_resets_what_it_does_not_name_and_patch_leaves_it(events: Any) -> None:
    private = {"extendedProperties": {"private": {"app": "blocks", "inst": "ab12"}}, "location": "Paris"}
    first = made(events, **private)
    kept = patched(events, first["id"], summary="Retro").execute()
    assert (kept["location"], kept["extendedProperties"]) == ("Paris", private["extendedProperties"])
    reset = updated(events, first["id"], start=START, end=END).execute()
    assert not {"summary", "location", "extendedProperties"} & reset.keys()


def test_put_without_its_times_is_refused_for_the_end_first(events: Any) -> None:
    first = made(events)
    request = updated(events, first["id"], summary="Retro")
    assert refusal_of(request) == (400, "required")
    with pytest.raises(Exception, match="Missing end time"):
        request.execute()


def test_patch_merges_objects_replaces_lists_and_clears_with_null(events: Any) -> None:
    first = made(
        events, location="Paris", extendedProperties={"private": {"a": "1", "b": "2"}},
        attendees=[{"email": "eve@example.org"}, {"email": "bob@example.org"}],
    )  # fmt: skip
    changed = patched(
        events, first["id"], location=None, extendedProperties={"private": {"a": None, "c": "3"}},
        attendees=[{"email": "eve@example.org"}],
    ).execute()  # fmt: skip
    assert "location" not in changed
    assert changed["extendedProperties"]["private"] == {"b": "2", "c": "3"}
    assert [each["email"] for each in changed["attendees"]] == ["eve@example.org"]
    day = patched(events, first["id"], start={"date": "2026-11-24"}, end={"date": "2026-11-25"}).execute()
    assert day["start"] == {"date": "2026-11-24"}


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ({"start": {"date": "2026-11-24"}}, "invalid"),
        ({"start": START | {"date": "2026-11-24"}}, "invalid"),
        ({"start": {}}, "required"),
        ({"start": {"dateTime": "2026-11-24T09:00:00"}}, "required"),
        ({"start": {"dateTime": "2026-11-24 09:00"}}, "invalid"),
        ({"start": START | {"timeZone": "Mars/Base"}}, "invalid"),
        ({"start": LATER}, "timeRangeEmpty"),
        ({"recurrence": ["RRULE:FREQ=WEEKLY"]}, "required"),
        ({"end": None}, "required"),
    ],
    ids=str,
)
def test_times_that_make_no_sense_are_refused(events: Any, times: dict[str, Any], reason: str) -> None:
    assert refused(events, **times) == (400, reason)


def test_a_wall_time_is_taken_with_its_zone(events: Any) -> None:
    zone = {"timeZone": "Europe/London"}
    first = made(
        events, start=zone | {"dateTime": "2026-11-24T09:00:00"}, end=zone | {"dateTime": "2026-11-24T10:00:00"}
    )
    assert first["start"] == {"dateTime": "2026-11-24T10:00:00+01:00", "timeZone": "Europe/London"}


@pytest.mark.parametrize("line", ["FREQ=WEEKLY", "RRULE:FREQ=SOMETIMES", "RRULE:DATE;X", "DTSTART:20261124T090000Z"])
def test_a_rule_that_is_none_is_refused(events: Any, line: str) -> None:
    paris = {"timeZone": "Europe/Paris"}
    assert refused(events, start=START | paris, end=END | paris, recurrence=[line]) == (400, "invalid")


def test_properties_too_long_are_dropped_or_cut(events: Any) -> None:
    properties = {"k" * 44: "kept", "k" * 45: "dropped", "long": "v" * 2000}
    held = made(events, extendedProperties={"private": properties})["extendedProperties"]["private"]
    assert (held.keys(), len(held["long"])) == ({"k" * 44, "long"}, 1024)


@pytest.mark.parametrize("overrides", [[(10,)] * 6, [(40321,)], [(-1,)]], ids=("six", "too early", "negative"))
def test_reminders_have_limits(events: Any, overrides: list[tuple[int]]) -> None:
    told = [{"method": "popup", "minutes": minutes} for (minutes,) in overrides]
    assert refused(events, reminders={"useDefault": False, "overrides": told}) == (400, "invalid")
    silent = {"useDefault": False, "overrides": []}
    assert made(events, reminders=silent)["reminders"]["useDefault"] is False


def test_a_conference_is_only_for_clients_that_know_of_it(events: Any) -> None:
    call = {"conferenceData": {"conferenceId": "abc"}}
    assert "conferenceData" not in made(events, **call)
    request = events.insert(calendarId="primary", body=REVIEW | call, conferenceDataVersion=1)
    name = request.execute()["id"]
    assert updated(events, name, **REVIEW).execute()["conferenceData"] == {"conferenceId": "abc"}
    focus = {"eventType": "focusTime", "focusTimeProperties": {}}
    with_call = events.insert(calendarId="primary", body=REVIEW | focus | call, conferenceDataVersion=1)
    assert refusal_of(with_call) == (400, "malformedFocusTimeEvent")


def test_guests_are_told_only_when_asked(server: GoogleServer, events: Any) -> None:
    guests = [{"email": "eve@example.org"}, {"email": "zoe@elsewhere.org"}, {"email": ADA}]
    for told, expected in (
        (None, []),
        ("none", []),
        ("externalOnly", ["zoe@elsewhere.org"]),
        ("all", ["eve@example.org", "zoe@elsewhere.org"]),
    ):
        server.state.notified.clear()
        events.insert(calendarId="primary", body=REVIEW | {"attendees": guests}, sendUpdates=told).execute()
        assert [each.to for each in server.state.notified] == expected
        assert server.log.of("events.insert")[-1].send_updates == told


def test_focus_time_and_absence_are_taken_as_google_wants_them(events: Any) -> None:
    focus = made(events, eventType="focusTime", focusTimeProperties={"autoDeclineMode": "declineNone"})
    assert (focus["eventType"], "transparency" in focus) == ("focusTime", False)
    away = made(events, eventType="outOfOffice", outOfOfficeProperties={"declineMessage": "Away"})
    assert away["outOfOfficeProperties"] == {"declineMessage": "Away"}
    home = {"eventType": "workingLocation", "visibility": "public", "transparency": "transparent"}
    place = {"workingLocationProperties": {"type": "homeOffice", "homeOffice": {}}}
    assert made(events, **home, **place)["eventType"] == "workingLocation"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"eventType": "focusTime", "transparency": "transparent", "focusTimeProperties": {}},
         "malformedFocusTimeEvent"),
        ({"eventType": "focusTime", "focusTimeProperties": {}, "start": {"date": "2026-11-24"},
          "end": {"date": "2026-11-25"}}, "malformedFocusTimeEvent"),
        ({"eventType": "focusTime", "focusTimeProperties": {}, "attendees": [{"email": "eve@example.org"}]},
         "malformedFocusTimeEvent"),
        ({"eventType": "outOfOffice", "outOfOfficeProperties": {}, "description": "At the sea"},
         "malformedOutOfOfficeEvent"),
        ({"eventType": "outOfOffice"}, "malformedOutOfOfficeEvent"),
        ({"outOfOfficeProperties": {}}, "invalid"),
        ({"eventType": "focusTime", "focusTimeProperties": {}, "outOfOfficeProperties": {}}, "invalid"),
        ({"eventType": "workingLocation", "workingLocationProperties": {"type": "homeOffice"}},
         "malformedWorkingLocationEvent"),
        ({"eventType": "fromGmail"}, "invalidEventType"),
    ],
    ids=str,
)  # fmt: skip
def test_a_status_event_with_something_wrong_is_refused(events: Any, wrong: dict[str, Any], reason: str) -> None:
    assert refused(events, **wrong) == (400, reason)


def test_status_events_lie_on_a_primary_calendar_of_a_company_only() -> None:
    focus = REVIEW | {"eventType": "focusTime", "focusTimeProperties": {}}
    with GoogleServer(whole_life) as server, calendar_client(server) as service:
        request = service.events().insert(calendarId="family@group.calendar.google.com", body=focus)
        assert refusal_of(request) == (400, "eventTypeRestriction")
    with GoogleServer(consumer) as server, calendar_client(server, email="ada@gmail.example") as service:
        request = service.events().insert(calendarId="primary", body=focus)
        assert refusal_of(request) == (400, "invalidEventType")


def test_a_type_stays_what_it_is(hands: Hands, events: Any) -> None:
    first = made(events)
    change = {"eventType": "focusTime", "focusTimeProperties": {}}
    assert refusal_of(patched(events, first["id"], **change)) == (400, "invalid")
    flight = hands.add("Flight", "2026-11-24T09:00:00", "2026-11-24T10:00:00", eventType="fromGmail")
    assert refusal_of(patched(events, flight, end=LATER)) == (400, "eventTypeRestriction")
    assert patched(events, flight, colorId="3").execute()["colorId"] == "3"


def test_only_a_writer_writes() -> None:
    with GoogleServer(whole_life) as server, calendar_client(server) as service:
        events = service.events()
        for role, status in (
            ("freeBusyReader", 403),
            ("reader", 403),
            ("writerWithoutPrivateAccess", 200),
            ("owner", 200),
        ):
            server.state.share("boss@example.org", ADA, role)
            request = events.insert(calendarId="boss@example.org", body=REVIEW)
            if status == 200:
                request.execute()
            else:
                assert refusal_of(request) == (403, "requiredAccessLevel")
        assert refusal_of(events.insert(calendarId="nobody@example.org", body=REVIEW)) == (404, "notFound")


def test_a_guest_may_change_only_what_is_the_guests_own(hands: Hands, events: Any) -> None:
    name = hands.add(
        "Board", "2026-11-24T09:00:00", "2026-11-24T10:00:00", organizer={"email": "boss@example.org"},
        attendees=[{"email": "boss@example.org"}, {"email": ADA}],
    )  # fmt: skip
    shared = (403, "forbiddenForNonOrganizer")
    assert refusal_of(patched(events, name, summary="Mine now")) == shared
    assert refusal_of(updated(events, name, start=START, end=END)) == shared
    answer = [{"email": "boss@example.org"}, {"email": ADA, "responseStatus": "accepted"}]
    assert patched(events, name, attendees=answer, colorId="5").execute()["colorId"] == "5"


def test_a_guest_answers_with_the_whole_list_or_says_that_it_is_not(hands: Hands, events: Any) -> None:
    name = hands.invite("Board", "2026-11-24T09:00:00", "2026-11-24T10:00:00")
    own = [{"email": ADA, "responseStatus": "declined"}]
    assert refusal_of(patched(events, name, attendees=own)) == (403, "forbiddenForNonOrganizer")
    told = patched(events, name, attendees=own, attendeesOmitted=True).execute()
    assert [(each["email"], each["responseStatus"]) for each in told["attendees"]] == [
        ("boss@example.org", "accepted"), (ADA, "declined"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "before", "after"),
    [
        ("declineNone", "accepted", "needsAction"),
        ("declineOnlyNewConflictingInvitations", "accepted", "declined"),
        ("declineAllConflictingInvitations", "declined", "declined"),
    ],
)
def test_an_absence_declines_invitations_as_its_mode_says(
    hands: Hands, events: Any, mode: str, before: str, after: str
) -> None:
    def response(name: str) -> str:
        return str(next(each for each in hands.held(name)["attendees"] if each["email"] == ADA)["responseStatus"])

    old = hands.invite("Board", "2026-11-24T09:30:00", "2026-11-24T10:30:00")
    hands.answer(old, "accepted")
    away = made(
        events, eventType="outOfOffice", outOfOfficeProperties={"autoDeclineMode": mode, "declineMessage": "Away"}
    )
    new = hands.invite("Demo", "2026-11-24T08:00:00", "2026-11-24T09:30:00")
    elsewhere = hands.invite("Sync", "2026-11-24T10:30:00", "2026-11-24T11:30:00")
    assert (response(old), response(new), response(elsewhere)) == (before, after, "needsAction")
    assert away["status"] == "confirmed"


@pytest.mark.parametrize("wrong", [{"colorId": "12"}, {"source": {"title": "x", "url": "file:///etc"}}], ids=str)
def test_a_colour_or_a_source_that_there_is_not_is_refused(events: Any, wrong: dict[str, Any]) -> None:
    assert refused(events, **wrong) == (400, "invalid")


def test_people_move_rename_recolour_duplicate_and_delete_beside_every_program(hands: Hands, events: Any) -> None:
    first = made(events, id="mine0", extendedProperties={"private": {"app": "blocks"}})
    hands.move("mine0", "2026-11-25T09:00:00+01:00", "2026-11-25T10:00:00+01:00")
    hands.edit("mine0", summary="Renamed", colorId="4", description="A note")
    now = events.get(calendarId="primary", eventId="mine0").execute()
    assert (now["start"]["dateTime"], now["summary"], now["colorId"]) == ("2026-11-25T09:00:00+01:00", "Renamed", "4")
    assert (now["sequence"], now["etag"] != first["etag"]) == (1, True)
    copied = hands.duplicate("mine0")
    both = events.list(calendarId="primary", privateExtendedProperty="app=blocks").execute()["items"]
    assert {each["id"] for each in both} == {"mine0", copied}
    hands.delete("mine0")
    assert events.get(calendarId="primary", eventId="mine0").execute()["status"] == "cancelled"


def test_an_event_moves_to_another_calendar_and_leaves_a_tombstone() -> None:
    with GoogleServer(whole_life) as server, calendar_client(server) as service:
        events, family = service.events(), "family@group.calendar.google.com"
        moved = events.move(calendarId="primary", eventId="review", destination=family).execute()
        assert moved["organizer"]["email"] == family
        assert events.get(calendarId="primary", eventId="review").execute()["status"] == "cancelled"
        assert events.get(calendarId=family, eventId="review").execute()["summary"] == "Review"
        away = events.move(calendarId="primary", eventId="away", destination=family)
        assert refusal_of(away) == (400, "eventTypeRestriction")


def test_an_import_makes_a_private_copy_and_the_next_one_replaces_it(events: Any) -> None:
    body = REVIEW | {"iCalUID": "talk@example.org", "organizer": {"email": "host@example.org"}}
    first = events.import_(calendarId="primary", body=body).execute()
    again = events.import_(calendarId="primary", body=body | {"summary": "Talk"}).execute()
    assert (again["id"], again["summary"], again["privateCopy"]) == (first["id"], "Talk", True)
    assert refusal_of(events.import_(calendarId="primary", body=REVIEW)) == (400, "required")


def test_a_quick_event_takes_the_next_hour(events: Any) -> None:
    assert events.quickAdd(calendarId="primary", text="Call Eve").execute()["summary"] == "Call Eve"
