"""Lines 56 to 64 of the checklist: quotas, lag, failures, the clock, free/busy, lists, batches, channels."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest

from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.client import bearer, calendar_client, fetch, post_form, refusal_of
from tests.fakes.google.faults import fails, fails_after, refuses, reset_after
from tests.fakes.google.refusal import limited
from tests.fakes.google.wire import Request
from tests.fakes.google.worlds import HOLIDAYS, consumer, whole_life

FAMILY = "family@group.calendar.google.com"
REVIEW = {
    "summary": "Review",
    "start": {"dateTime": "2026-11-24T09:00:00+01:00"},
    "end": {"dateTime": "2026-11-24T10:00:00+01:00"},
}
DAY = {"timeMin": "2026-11-24T00:00:00Z", "timeMax": "2026-11-25T00:00:00Z"}


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer(whole_life) as server:
        yield server


@pytest.fixture
def service(server: GoogleServer) -> Iterator[Any]:
    with calendar_client(server) as service:
        yield service


@pytest.fixture
def events(service: Any) -> Any:
    return service.events()


def answers(server: GoogleServer, count: int, verb: str = "GET", path: str = "colors") -> list[int]:
    header = bearer(server) | {"Content-Type": "application/json"}
    body = b'{"summary": "x"}' if verb == "PATCH" else b""
    return [fetch(server, verb, f"/calendar/v3/{path}", header, body).status for _ in range(count)]


def test_a_user_may_ask_so_often_a_minute_in_a_window_that_slides(server: GoogleServer) -> None:
    server.modes.per_minute_and_user, server.modes.seconds_per_request = 20, 1
    assert answers(server, 21) == [200] * 20 + [403]
    server.clock.advance(seconds=45)
    server.modes.seconds_per_request = 0.1
    assert answers(server, 7) == [200] * 5 + [403] * 2  # six slid out of 21; what was refused counts
    server.clock.advance(minutes=1)
    assert answers(server, 1) == [200]


def test_a_limit_is_told_as_403_or_429(server: GoogleServer, service: Any) -> None:
    server.modes.per_minute_and_user, server.modes.retry_after = 0, "7"
    assert refusal_of(service.colors().get()) == (403, "userRateLimitExceeded")
    server.modes.rate_status = 429
    assert refusal_of(service.colors().get()) == (429, "rateLimitExceeded")
    with pytest.raises(HttpError) as caught:
        service.colors().get().execute()
    assert caught.value.resp["retry-after"] == "7"
    server.modes.per_minute_and_user, server.modes.per_minute = None, 0
    assert refusal_of(service.colors().get()) == (429, "rateLimitExceeded")


def test_the_real_limits_leave_an_orderly_client_alone(server: GoogleServer) -> None:
    assert (server.modes.per_minute_and_user, server.modes.per_minute) == (600, 10_000)
    assert set(answers(server, 320)) == {200}


def test_a_patch_costs_three(server: GoogleServer) -> None:
    server.modes.per_minute_and_user, server.modes.seconds_per_request = 9, 0.5
    path = "calendars/primary/events/review"
    assert answers(server, 4, "PATCH", path) == [200, 200, 200, 403]
    assert [each.cost for each in server.log.of("events.patch")] == [3] * 4


def test_writes_to_one_calendar_come_one_after_the_other(server: GoogleServer, events: Any) -> None:
    server.modes.seconds_per_request, server.modes.writes_per_second = 0.01, 3
    for _ in range(3):
        events.insert(calendarId="primary", body=REVIEW).execute()
    assert refusal_of(events.insert(calendarId="primary", body=REVIEW)) == (403, "rateLimitExceeded")
    assert events.insert(calendarId=FAMILY, body=REVIEW).execute()["id"]
    server.clock.advance(seconds=1)
    assert events.insert(calendarId="primary", body=REVIEW).execute()["id"]


def test_over_quota_writes_are_refused_for_hours_and_reads_go_on(server: GoogleServer, events: Any) -> None:
    server.modes.quota_hours = 3
    for _ in range(2):
        assert refusal_of(events.insert(calendarId="primary", body=REVIEW)) == (403, "quotaExceeded")
        assert events.list(calendarId="primary").execute()["items"]
        server.clock.advance(hours=1, minutes=20)
    server.clock.advance(hours=1)
    assert events.insert(calendarId="primary", body=REVIEW).execute()["id"]


def test_the_library_retries_rate_limits_and_never_the_quota(server: GoogleServer, events: Any) -> None:
    for refused, tries in ((limited("userRateLimitExceeded"), 2), (limited("quotaExceeded"), 1)):
        server.log.clear()
        server.faults.next("events.get", refuses(refused))
        request = events.get(calendarId="primary", eventId="review")
        request._sleep = lambda _seconds: None
        try:
            request.execute(num_retries=3)
        except HttpError as error:
            assert error.status_code == 403  # noqa: PT017 - only one of the two is refused
        assert len(server.log.of("events.get")) == tries


def test_an_insert_may_be_found_only_after_some_seconds(server: GoogleServer, events: Any) -> None:
    server.modes.insert_lag = 5
    events.insert(calendarId="primary", body=REVIEW | {"id": "mine0"}).execute()
    assert refusal_of(events.get(calendarId="primary", eventId="mine0")) == (404, "notFound")
    assert refusal_of(events.insert(calendarId="primary", body=REVIEW | {"id": "mine0"})) == (409, "duplicate")
    server.clock.advance(seconds=5)
    assert events.get(calendarId="primary", eventId="mine0").execute()["summary"] == "Review"


def test_a_list_may_lag_behind_and_its_token_loses_nothing(server: GoogleServer, events: Any) -> None:
    server.clock.advance(minutes=1)
    server.modes.list_lag = 5
    since = events.list(calendarId="primary").execute()["nextSyncToken"]
    events.insert(calendarId="primary", body=REVIEW | {"id": "mine0"}).execute()
    assert events.get(calendarId="primary", eventId="mine0").execute()["summary"] == "Review"
    assert "mine0" not in [each["id"] for each in events.list(calendarId="primary").execute()["items"]]
    early = events.list(calendarId="primary", syncToken=since).execute()
    assert early["items"] == []
    server.clock.advance(seconds=5)
    late = events.list(calendarId="primary", syncToken=early["nextSyncToken"]).execute()
    assert [each["id"] for each in late["items"]] == ["mine0"]


def test_the_server_may_fail_before_and_after_it_did_what_was_asked(server: GoogleServer, events: Any) -> None:
    for name, fault, done in (("before0", fails(500), False), ("after0", fails_after(503), True)):
        server.faults.next("events.insert", fault)
        status, reason = refusal_of(events.insert(calendarId="primary", body=REVIEW | {"id": name}))
        assert (status, reason) == (500 if name == "before0" else 503, "backendError")
        assert (name in server.hands().calendar.events) is done


def test_the_clock_is_moved_from_here_and_over_http(server: GoogleServer) -> None:
    server.clock.set(datetime(2027, 1, 1, tzinfo=UTC))
    assert post_form(server, "/_control/clock", {"advance": "3600"}).json == {"now": "2027-01-01T01:00:00.000Z"}
    assert server.clock.now() == datetime(2027, 1, 1, 1, tzinfo=UTC)
    post_form(server, "/_control/clock", {"set": "2028-02-29T00:00:00Z"})
    assert server.clock.now().date() == date(2028, 2, 29)


def test_the_log_tells_what_was_asked_with_which_version_and_by_whom(server: GoogleServer, events: Any) -> None:
    request = events.patch(calendarId="primary", eventId="review", body={"summary": "x"}, sendUpdates="none")
    request.headers["If-Match"] = '"1"'
    assert refusal_of(request)[0] == 412
    [logged] = server.log.of("events.patch")
    assert (logged.method, logged.path) == ("PATCH", "/calendar/v3/calendars/primary/events/review")
    assert (logged.if_match, logged.send_updates, logged.event_id) == ('"1"', "none", "review")
    assert (logged.account, logged.status, logged.reason) == (ADA, 412, "conditionNotMet")
    assert logged.body == {"summary": "x"}
    assert logged.token in server.auth.grants.access
    events.delete(calendarId="primary", eventId="review").execute()
    assert server.log.bare_writes() == ["events.delete 204"]
    assert server.log.per_day() == {date(2026, 11, 23): 2}
    assert [each.operation for each in server.log] == ["token", "events.patch", "events.delete"]
    over_http = fetch(server, "GET", "/_control/log").json["entries"]
    assert [each["operation"] for each in over_http] == ["token", "events.patch", "events.delete"]
    assert over_http[1]["ifMatch"] == '"1"'
    server.log.forget()
    assert (len(server.log), server.log.per_day()) == (0, {date(2026, 11, 23): 2})


def test_free_and_busy_are_told_with_an_error_for_each_calendar_that_is_not_found(
    server: GoogleServer, service: Any
) -> None:
    server.hands().add("Free", "2026-11-24T12:00:00", "2026-11-24T13:00:00", transparency="transparent")
    server.hands().add("Next", "2026-11-24T19:30:00", "2026-11-24T20:00:00")
    asked = [{"id": "primary"}, {"id": "nobody@example.org"}, {"id": "boss@example.org"}]
    told = service.freebusy().query(body=DAY | {"items": asked}).execute()["calendars"]
    assert told["primary"]["busy"] == [{"start": "2026-11-24T17:30:00Z", "end": "2026-11-24T19:00:00Z"}]
    assert told["boss@example.org"]["busy"] == [{"start": "2026-11-24T13:00:00Z", "end": "2026-11-24T14:00:00Z"}]
    assert told["nobody@example.org"] == {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []}


def test_a_free_busy_query_has_bounds(server: GoogleServer, service: Any) -> None:
    assert refusal_of(service.freebusy().query(body={"timeMax": DAY["timeMax"], "items": []})) == (400, "required")
    year = DAY | {"timeMax": "2027-11-24T00:00:00Z", "items": []}
    assert refusal_of(service.freebusy().query(body=year)) == (400, "timeRangeTooLong")
    server.modes.free_busy_days = 366
    assert service.freebusy().query(body=year).execute()["calendars"] == {}


def test_the_calendars_come_in_pages_and_hidden_and_deleted_ones_when_asked_for(
    server: GoogleServer, service: Any
) -> None:
    calendars = service.calendarList()
    first = calendars.list(maxResults=3).execute()
    rest = calendars.list_next(calendars.list(maxResults=3), first).execute()
    entries = {each["id"]: each for each in first["items"] + rest["items"]}
    assert len(first["items"]) == 3
    assert entries.keys() == {ADA, FAMILY, HOLIDAYS, "boss@example.org", "team@group.calendar.google.com"}
    assert entries[ADA]["primary"] is True
    assert "primary" not in entries[FAMILY]
    assert len(calendars.list(showHidden=True).execute()["items"]) == 6
    calendars.delete(calendarId=HOLIDAYS).execute()
    assert len(calendars.list().execute()["items"]) == 4
    gone = calendars.list(showDeleted=True, minAccessRole="reader").execute()["items"]
    assert [each["id"] for each in gone if each.get("deleted")] == [HOLIDAYS]
    assert refusal_of(calendars.delete(calendarId=FAMILY)) == (403, "cannotUnsubscribe")


def test_a_role_may_be_one_that_nobody_knows_yet(server: GoogleServer, service: Any) -> None:
    server.state.share(FAMILY, ADA, "curator")
    entry = service.calendarList().get(calendarId=FAMILY).execute()
    assert entry["accessRole"] == "curator"
    assert service.events().list(calendarId=FAMILY).execute()["accessRole"] == "curator"


def test_the_list_of_calendars_has_its_own_sync_token(service: Any) -> None:
    calendars = service.calendarList()
    since = calendars.list().execute()["nextSyncToken"]
    assert calendars.list(syncToken=since).execute()["items"] == []
    colours = {"backgroundColor": "#123456", "foregroundColor": "#ffffff"}
    assert "#123456" not in calendars.patch(calendarId=FAMILY, body=colours).execute().values()
    calendars.patch(calendarId=FAMILY, body=colours, colorRgbFormat=True).execute()
    assert [each["backgroundColor"] for each in calendars.list(syncToken=since).execute()["items"]] == ["#123456"]
    assert refusal_of(calendars.list(syncToken=since, minAccessRole="owner")) == (400, "invalid")


def test_a_setting_at_its_default_is_missing_from_the_list_and_answered_by_name(service: Any) -> None:
    listed = {each["id"]: each["value"] for each in service.settings().list().execute()["items"]}
    assert listed == {"timezone": "Europe/Paris", "weekStart": "1", "locale": "en"}
    assert service.settings().get(setting="format24HourTime").execute()["value"] == "false"
    assert refusal_of(service.settings().get(setting="nothing")) == (404, "notFound")


def test_a_setting_that_changed_comes_with_its_sync_token(server: GoogleServer, service: Any) -> None:
    since = service.settings().list().execute()["nextSyncToken"]
    server.state.set_setting(ADA, "weekStart", "0")
    changed = service.settings().list(syncToken=since).execute()["items"]
    assert [(each["id"], each["value"]) for each in changed] == [("weekStart", "0")]


def test_each_request_is_seen_before_it_is_done_when_it_is_and_when_it_was_answered(
    server: GoogleServer, events: Any
) -> None:
    seen: list[tuple[str, bool]] = []
    answered = Event()

    def watch(moment: str, request: Request) -> None:
        if request.method != "POST" or not request.path.endswith("/events"):
            return
        seen.append((moment, "mine0" in server.hands().calendar.events))
        if moment == "answered":
            answered.set()

    events.list(calendarId="primary").execute()
    server.watch = watch
    events.insert(calendarId="primary", body=REVIEW | {"id": "mine0"}).execute()
    assert answered.wait(10)
    assert seen == [("before", False), ("applied", True), ("answered", True)]


def test_working_hours_are_there_for_companies_only(service: Any) -> None:
    hours = service.calendars().get(calendarId="primary").execute()["workingHours"]
    assert hours["availableTimes"][0] == {"dayOfWeek": "monday", "periodStart": 540, "periodEnd": 1020}
    with GoogleServer(consumer) as server, calendar_client(server, email="ada@gmail.example") as other:
        assert "workingHours" not in other.calendars().get(calendarId="primary").execute()


def test_a_calendar_is_made_changed_and_deleted(server: GoogleServer, service: Any) -> None:
    body = {"summary": "Blocks", "timeZone": "Europe/Paris", "description": "marker"}
    made = service.calendars().insert(body=body).execute()
    assert made["dataOwner"] == ADA
    assert made["id"] in [each["id"] for each in service.calendarList().list().execute()["items"]]
    assert service.calendars().patch(calendarId=made["id"], body={"summary": "Held"}).execute()["summary"] == "Held"
    service.calendars().delete(calendarId=made["id"]).execute()
    assert refusal_of(service.calendars().get(calendarId=made["id"])) == (404, "notFound")
    assert refusal_of(service.calendars().delete(calendarId="primary")) == (400, "cannotDeletePrimaryCalendar")
    assert refusal_of(service.calendars().insert(body={"timeZone": "UTC"})) == (400, "required")


def test_too_many_new_calendars_lock_the_account(server: GoogleServer, service: Any) -> None:
    for _ in range(60):
        service.calendars().insert(body={"summary": "Blocks"}).execute()
    assert refusal_of(service.calendars().insert(body={"summary": "Blocks"})) == (403, "quotaExceeded")


def test_colours_are_told(service: Any) -> None:
    told = service.colors().get().execute()
    assert (len(told["calendar"]), len(told["event"])) == (24, 11)
    assert told["event"]["9"] == {"background": "#5484ed", "foreground": "#1d1d1d"}


def batch_of(server: GoogleServer, service: Any, *names: str) -> dict[str, object]:
    heard: dict[str, object] = {}

    def hear(request_id: str, answer: Any, error: HttpError | None) -> None:
        heard[request_id] = error.status_code if error else answer["id"]

    batch = BatchHttpRequest(callback=hear, batch_uri=f"{server.root}/batch/calendar/v3")
    for name in names:
        batch.add(service.events().get(calendarId="primary", eventId=name), request_id=name)
    batch.execute(http=service._http)
    return heard


def test_a_batch_answers_each_part_in_another_order(server: GoogleServer, service: Any) -> None:
    service.colors().get().execute()
    assert batch_of(server, service, "review", "nothing0", "board") == {
        "review": "review", "nothing0": 404, "board": "board",
    }  # fmt: skip
    assert [each.event_id for each in server.log.of("events.get")] == ["review", "nothing0", "board"]


def test_the_parts_of_a_batch_come_back_with_their_ids_and_a_reason_phrase(server: GoogleServer) -> None:
    token = bearer(server)["Authorization"]
    parts = "".join(
        f"--b\r\nContent-Type: application/http\r\nContent-ID: <u+{name}>\r\n\r\n"
        f"GET /calendar/v3/calendars/primary/events/{name}?alt=json HTTP/1.1\r\nAuthorization: {token}\r\n\r\n\r\n"
        for name in ("review", "board")
    )
    kind = {"Content-Type": "multipart/mixed; boundary=b"}
    answer = fetch(server, "POST", "/batch/calendar/v3", kind, f"{parts}--b--\r\n".encode())
    text = answer.body.decode()
    assert re.findall(r"Content-ID: (.*)\r\n", text) == ["<response-u+board>", "<response-u+review>"]
    assert text.count("HTTP/1.1 200 OK\r\n") == 2


# the library opens a connection of its own for the refresh between two batches, and leaves it
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_part_of_a_batch_may_be_refused_once_and_a_batch_as_a_whole(server: GoogleServer, service: Any) -> None:
    service.colors().get().execute()
    assert batch_of(server, service, "review") == {"review": "review"}
    server.clock.advance(hours=2)
    assert batch_of(server, service, "board") == {"board": "board"}
    assert [each.status for each in server.log.of("events.get")] == [200, 401, 200]
    server.faults.next("batch", fails(503))
    with pytest.raises(HttpError) as caught:
        batch_of(server, service, "board")
    assert caught.value.status_code == 503


def test_a_channel_needs_https_and_can_be_stopped(server: GoogleServer, service: Any) -> None:
    channel = {"id": "one", "type": "web_hook", "address": "http://127.0.0.1/hook"}
    watch = service.events().watch(calendarId="primary", body=channel)
    assert refusal_of(watch) == (400, "push.webhookUrlNotHttps")
    body = channel | {"address": "https://hedgerow.example/hook", "params": {"ttl": "3600"}}
    made = service.events().watch(calendarId="primary", body=body).execute()
    assert int(made["expiration"]) == round(server.clock.now().timestamp() * 1000) + 3_600_000
    stop = service.channels().stop(body={"id": "one", "resourceId": made["resourceId"]})
    assert stop.execute() == ""
    assert refusal_of(stop) == (404, "notFound")


def test_faults_come_by_a_seed_and_the_same_ones_again() -> None:
    def statuses() -> list[int | None]:
        with GoogleServer() as server:
            server.faults.seeded(7, 0.4, (fails(500), fails(503), reset_after))
            for _ in range(60):
                try:
                    fetch(server, "GET", "/calendar/v3/colors")
                except ConnectionResetError:
                    continue
            return [each.status for each in server.log]

    first = statuses()
    assert first == statuses()
    assert {None, 401, 500, 503} == set(first)


def test_fifty_accounts_and_sixteen_threads_are_never_mixed_up() -> None:
    with GoogleServer() as server:
        server.modes.seconds_per_request = 0.001
        people = [f"person{number}@example.org" for number in range(50)]
        for person in people:
            server.account(person)
            server.hands(person).add(person, "2026-11-24", "2026-11-25")

        def titles(person: str) -> list[str]:
            answer = fetch(server, "GET", "/calendar/v3/calendars/primary/events", bearer(server, email=person))
            return [each["summary"] for each in json.loads(answer.body)["items"]]

        with ThreadPoolExecutor(16) as pool:
            assert list(pool.map(titles, people * 2)) == [[person] for person in people * 2]


def test_the_lossy_mode_hides_nothing_for_good(server: GoogleServer, events: Any) -> None:
    server.modes.lossy()
    server.clock.advance(minutes=1)
    request, found = events.list(calendarId="primary"), set()
    while request is not None:
        answer = request.execute()
        found |= {each["id"] for each in answer["items"]}
        request = events.list_next(request, answer)
    assert found == {each["id"] for each in server.hands().alive()}
    assert server.clock.now() - datetime(2026, 11, 23, 8, 1, tzinfo=UTC) < timedelta(seconds=5)


def test_while_it_is_down_a_connection_is_refused_and_then_it_is_the_same_server(
    server: GoogleServer, events: Any
) -> None:
    with server.down(), pytest.raises(ConnectionRefusedError):
        events.get(calendarId="primary", eventId="review").execute()
    assert events.get(calendarId="primary", eventId="review").execute()["summary"] == "Review"
