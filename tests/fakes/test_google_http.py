"""Lines 10 to 20 of the checklist: addresses, scopes, envelopes, dropped connections, partial answers."""

import gzip
import json
from collections.abc import Iterator
from http.client import IncompleteRead
from socket import SHUT_WR, create_connection
from typing import Any
from urllib.parse import urlsplit

import pytest
from googleapiclient.errors import HttpError

from tests.fakes.google import ADA, CLIENT, GoogleServer
from tests.fakes.google.client import (
    bearer,
    calendar_client,
    calendar_client_of,
    credentials,
    fetch,
    refusal_of,
)
from tests.fakes.google.faults import (
    bad_gateway,
    drop_after,
    drop_before,
    empty_list,
    fails_after,
    portal,
    reset_after,
    slow,
    stale_lists,
    truncated,
)
from tests.fakes.google.worlds import HOLIDAYS, whole_life

EVENTS = "/calendar/v3/calendars/primary/events"
REVIEW = {
    "summary": "Review",
    "start": {"dateTime": "2026-11-24T09:00:00+01:00"},
    "end": {"dateTime": "2026-11-24T10:00:00+01:00"},
}


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer(whole_life) as server:
        yield server


@pytest.fixture
def events(server: GoogleServer) -> Iterator[Any]:
    with calendar_client(server) as service:
        yield service.events()


def test_half_a_request_is_none(server: GoogleServer) -> None:
    """Whoever sends it was killed between the head and the body."""
    name = server.hands().add("Sync", "2026-11-24T12:00:00", "2026-11-24T13:00:00")
    before, token = server.hands().held(name), bearer(server)["Authorization"]
    head = f"PATCH {EVENTS}/{name} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Length: 20\r\n\r\n"
    server.log.clear()
    with create_connection(("127.0.0.1", urlsplit(server.api).port)) as line:
        line.sendall(head.encode())
        line.shutdown(SHUT_WR)
        assert line.recv(1) == b""
    assert (server.hands().held(name), server.log.lines()) == (before, [])


def sent(server: GoogleServer, verb: str, path: str, body: object = None, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    data = b"" if body is None else json.dumps(body).encode()
    return fetch(server, verb, path, bearer(server) | {"Content-Type": "application/json"} | given, data)


def test_it_is_served_below_calendar_v3_and_nowhere_else(server: GoogleServer) -> None:
    assert sent(server, "GET", EVENTS).status == 200
    for path in ("/calendars/primary/events", "/calendar/v2/calendars/primary/events", "/calendar/v3/nothing", "/"):
        assert sent(server, "GET", path).status == 404


def test_without_a_token_or_with_a_dead_one_it_is_401_of_the_front_end(server: GoogleServer) -> None:
    dead = fetch(server, "GET", EVENTS, {"Authorization": "Bearer ya29.dead"})
    missing = fetch(server, "GET", EVENTS)
    assert [each.status for each in (dead, missing)] == [401, 401]
    assert "invalid_token" in dead.headers["www-authenticate"]
    assert [each.json["error"]["errors"][0]["reason"] for each in (dead, missing)] == ["authError", "required"]
    assert dead.json["error"]["status"] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("scope", "opened", "closed"),
    [
        ("calendar.events", "events.list", "calendarList.list"),
        ("calendar.readonly", "freebusy.query", "events.insert"),
        ("calendar.events.readonly", "events.list", "freebusy.query"),
        ("calendar.calendarlist.readonly", "calendarList.list", "events.list"),
        ("calendar.app.created", "calendars.insert", "calendarList.list"),
        ("calendar.freebusy", "freebusy.query", "events.list"),
        ("calendar.events.owned", "events.insert", "settings.list"),
        ("calendar.settings.readonly", "settings.list", "colors.get"),
    ],
)
def test_a_scope_opens_what_the_discovery_document_says(
    server: GoogleServer, scope: str, opened: str, closed: str
) -> None:
    with calendar_client(server, scope) as service:
        window = {"timeMin": "2026-11-23T00:00:00Z", "timeMax": "2026-11-24T00:00:00Z", "items": []}
        requests = {
            "events.list": lambda: service.events().list(calendarId="primary"),
            "events.insert": lambda: service.events().insert(calendarId="primary", body=REVIEW),
            "calendarList.list": lambda: service.calendarList().list(),
            "calendars.insert": lambda: service.calendars().insert(body={"summary": "Blocks"}),
            "freebusy.query": lambda: service.freebusy().query(body=window),
            "settings.list": lambda: service.settings().list(),
            "colors.get": lambda: service.colors().get(),
        }
        requests[opened]().execute()
        with pytest.raises(HttpError) as caught:
            requests[closed]().execute()
    error = json.loads(caught.value.content)["error"]
    assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")
    assert error["errors"][0]["reason"] == "insufficientPermissions"
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_app_created_reaches_only_calendars_of_the_same_client(server: GoogleServer) -> None:
    server.auth.clients["other-client"] = "secret"
    with calendar_client(server, "calendar.app.created") as service:
        mine = service.calendars().insert(body={"summary": "Blocks", "timeZone": "Europe/Paris"}).execute()
        made = service.events().insert(calendarId=mine["id"], body=REVIEW).execute()
        assert service.events().get(calendarId=mine["id"], eventId=made["id"]).execute()["summary"] == "Review"
        assert refusal_of(service.events().insert(calendarId="primary", body=REVIEW))[0] == 403
        assert refusal_of(service.events().list(calendarId="primary"))[0] == 403
        server.modes.app_created_status = 404
        assert refusal_of(service.events().list(calendarId="primary")) == (404, "notFound")
    assert server.state.calendars[mine["id"]].made_by == CLIENT
    with calendar_client(server, "calendar.app.created", client="other-client") as service:
        assert refusal_of(service.events().list(calendarId=mine["id"])) == (404, "notFound")


def test_owned_reaches_only_calendars_that_one_owns(server: GoogleServer) -> None:
    with calendar_client(server, "calendar.readonly", "calendar.events.owned") as service:
        events = service.events()
        assert events.insert(calendarId="family@group.calendar.google.com", body=REVIEW).execute()["id"]
        status, _ = refusal_of(events.insert(calendarId="team@group.calendar.google.com", body=REVIEW))
        assert status == 403
        assert events.list(calendarId="team@group.calendar.google.com").execute()["items"] == []


def test_a_get_too_long_for_one_comes_as_a_post(server: GoogleServer, events: Any) -> None:
    events.list(calendarId="primary", q="x" * 3000).execute()
    [asked] = server.log.of("events.list")
    assert (asked.method, asked.headers["x-http-method-override"], len(asked.query["q"])) == ("GET", "GET", 3000)


def test_an_answer_is_zipped_when_asked_for_and_has_its_etag_in_the_header(server: GoogleServer) -> None:
    plain, zipped = sent(server, "GET", EVENTS), sent(server, "GET", EVENTS, Accept_Encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert json.loads(gzip.decompress(zipped.body))["items"] == plain.json["items"]
    assert plain.headers["etag"] == plain.json["etag"]
    review = sent(server, "GET", f"{EVENTS}/review")
    assert review.headers["etag"] == review.json["etag"]


def test_the_current_etag_in_if_none_match_is_answered_with_304(server: GoogleServer, events: Any) -> None:
    request = events.get(calendarId="primary", eventId="review")
    request.headers["If-None-Match"] = request.execute()["etag"]
    with pytest.raises(HttpError) as caught:
        request.execute()
    assert caught.value.status_code == 304
    server.hands().edit("review", summary="Retro")
    assert request.execute()["summary"] == "Retro"


def test_an_id_with_a_hash_and_an_at_sign_is_decoded_and_primary_is_the_account(server: GoogleServer) -> None:
    with calendar_client(server) as service:
        assert service.calendars().get(calendarId=HOLIDAYS).execute()["id"] == HOLIDAYS
        assert service.calendars().get(calendarId="primary").execute()["id"] == ADA
    assert sent(server, "GET", f"/calendar/v3/calendars/{HOLIDAYS}").status == 404  # the rest was a fragment


def test_the_back_end_and_the_front_end_refuse_in_two_shapes(server: GoogleServer) -> None:
    back = sent(server, "GET", f"{EVENTS}?timeMin=2026-11-24T00:00:00Z&timeMax=2026-11-24T00:00:00Z")
    assert back.headers["content-type"] == "application/json; charset=UTF-8"
    assert back.json["error"].keys() == {"errors", "code", "message"}
    assert back.json["error"]["errors"][0] == {
        "domain": "calendar", "reason": "timeRangeEmpty", "message": "The specified time range is empty.",
        "locationType": "parameter", "location": "timeMax",
    }  # fmt: skip
    assert b'\n "error"' in back.body
    front = sent(server, "GET", f"{EVENTS}?nonsense=1")
    assert front.json["error"]["status"] == "INVALID_ARGUMENT"


def test_a_gateway_and_a_captive_portal_answer_with_pages(server: GoogleServer, events: Any) -> None:
    server.faults.next("events.list", bad_gateway, portal)
    with pytest.raises(HttpError) as caught:
        events.list(calendarId="primary").execute()
    assert (caught.value.status_code, b"<!doctype" in caught.value.content) == (502, True)
    assert isinstance(events.list(calendarId="primary").execute(), str)


def test_an_unknown_parameter_is_refused_and_so_is_one_of_a_wrong_type(server: GoogleServer) -> None:
    for query in ("timemin=2026-11-24T00:00:00Z", "singleEvents=yes", "maxResults=0", "maxResults=many", "orderBy=id",
                  "eventTypes=party", "q=a&q=b", "alt=xml"):  # fmt: skip
        assert sent(server, "GET", f"{EVENTS}?{query}").status == 400, query
    assert sent(server, "POST", f"{EVENTS}?sendUpdates=maybe", REVIEW).status == 400
    assert sent(server, "POST", f"{EVENTS}?sendUpdates=none", REVIEW).status == 200
    assert sent(server, "GET", f"{EVENTS}?prettyPrint=false&quotaUser=ada&alt=json").status == 200


def test_an_unknown_field_is_refused_when_strict_and_else_ignored(server: GoogleServer, events: Any) -> None:
    odd = REVIEW | {"sumary": "typo"}
    assert refusal_of(events.insert(calendarId="primary", body=odd)) == (400, "badRequest")
    server.modes.strict = False
    assert "sumary" not in events.insert(calendarId="primary", body=odd).execute()


def test_what_is_read_only_in_a_body_is_ignored(events: Any) -> None:
    false = {"etag": '"1"', "created": "2001-01-01T00:00:00Z", "htmlLink": "x", "organizer": {"email": "eve@evil.org"}}
    made = events.insert(calendarId="primary", body=REVIEW | false).execute()
    assert made["organizer"] == {"email": ADA, "self": True}
    assert made["created"] > "2026"
    assert made["etag"] != '"1"'


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "maybe"},
        {"transparency": True},
        {"attendees": "ada"},
        {"extendedProperties": {"private": {"a": 1}}},
        {"reminders": {"useDefault": "no"}},
        {"start": "2026-11-24"},
    ],
    ids=str,
)
def test_a_field_of_a_wrong_type_or_value_is_refused(events: Any, wrong: dict[str, Any]) -> None:
    assert refusal_of(events.insert(calendarId="primary", body=REVIEW | wrong))[0] == 400


def test_a_body_that_is_no_json_is_refused(server: GoogleServer) -> None:
    answer = fetch(server, "POST", EVENTS, bearer(server), b"{summary: ")
    assert (answer.status, answer.json["error"]["errors"][0]["reason"]) == (400, "parseError")


def test_a_connection_closed_after_the_write_makes_httplib2_write_twice(server: GoogleServer, events: Any) -> None:
    server.faults.next("events.insert", drop_after)
    events.insert(calendarId="primary", body=REVIEW | {"summary": "Retro"}).execute()
    assert [each.status for each in server.log.of("events.insert")] == [None, 200]
    assert len([each for each in server.hands().alive() if each.get("summary") == "Retro"]) == 2

    server.faults.next("events.insert", drop_after)
    mine = REVIEW | {"id": "mine0"}
    assert refusal_of(events.insert(calendarId="primary", body=mine)) == (409, "duplicate")
    assert [each["id"] for each in server.hands().alive()].count("mine0") == 1


def test_a_connection_closed_before_the_write_is_silently_sent_again(server: GoogleServer, events: Any) -> None:
    server.faults.next("events.insert", drop_before)
    made = events.insert(calendarId="primary", body=REVIEW | {"id": "mine0"}).execute()
    assert [each.status for each in server.log.of("events.insert")] == [None, 200]
    assert made["id"] == "mine0"


def test_a_connection_reset_after_the_write_is_an_error_of_a_write_that_was_done(
    server: GoogleServer, events: Any
) -> None:
    server.faults.next("events.insert", reset_after)
    with pytest.raises(ConnectionResetError):
        events.insert(calendarId="primary", body=REVIEW | {"id": "mine0"}).execute()
    assert len(server.log.of("events.insert")) == 1
    assert server.hands().held("mine0")["summary"] == "Review"


def test_an_answer_may_end_in_the_middle(server: GoogleServer, events: Any) -> None:
    server.faults.next("events.list", truncated)
    with pytest.raises(IncompleteRead):
        events.list(calendarId="primary").execute()


def test_an_answer_may_come_later_than_the_client_waits(server: GoogleServer) -> None:
    server.faults.next("events.insert", slow(60))
    with calendar_client_of(server, credentials(server), timeout=0.2) as service, pytest.raises(TimeoutError):
        service.events().insert(calendarId="primary", body=REVIEW | {"id": "mine0"}).execute()
    assert server.hands().held("mine0")["summary"] == "Review"


def test_a_list_may_lie(server: GoogleServer, events: Any) -> None:
    server.faults.next("events.list", empty_list)
    empty = events.list(calendarId="primary").execute()
    assert (empty["items"], "nextSyncToken" in empty) == ([], True)
    server.faults.always("events.list", stale_lists())
    first = events.list(calendarId="primary").execute()["items"]
    server.hands().delete("review")
    assert events.list(calendarId="primary").execute()["items"] == first
    server.faults.clear()
    assert len(events.list(calendarId="primary").execute()["items"]) == len(first) - 1


def test_fields_select_and_leave_out_the_tokens_that_are_not_named(events: Any) -> None:
    few = events.list(calendarId="primary", maxResults=1, fields="items(id,start/dateTime)").execute()
    assert few == {"items": [{"id": "standup", "start": {"dateTime": "2026-11-02T09:00:00+01:00"}}]}
    named = events.list(calendarId="primary", maxResults=1, fields="nextPageToken,items/id").execute()
    assert named.keys() == {"nextPageToken", "items"}
    whole = events.list(calendarId="primary", fields="nextSyncToken,items(attendees/email)").execute()
    assert "nextSyncToken" in whole
    assert refusal_of(events.list(calendarId="primary", fields="items(ident)")) == (400, "invalidParameter")


def test_a_failure_may_be_told_of_what_was_done(server: GoogleServer, events: Any) -> None:
    server.faults.next("events.insert", fails_after(503))
    assert refusal_of(events.insert(calendarId="primary", body=REVIEW | {"id": "mine0"})) == (503, "backendError")
    assert server.hands().held("mine0")["summary"] == "Review"


def test_a_project_without_the_api_is_told_so(server: GoogleServer, events: Any) -> None:
    server.modes.api_enabled = False
    assert refusal_of(events.list(calendarId="primary")) == (403, "accessNotConfigured")
