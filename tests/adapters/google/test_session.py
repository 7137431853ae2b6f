"""What becomes of each answer of Google, and how often it is asked."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hedgerow.adapters.google.answers import RefusedBy, judge, read_refusal
from hedgerow.adapters.google.authority import Authority
from hedgerow.adapters.google.grant import save_grant
from hedgerow.adapters.google.session import Session
from hedgerow.ports import AuthorizationExpired, PreconditionFailed, Refused, Unavailable
from tests.adapters.google.bench import Bench, bench
from tests.adapters.google.signed_in import WORK, ServerClock, granted, signed_in, stored
from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.faults import (
    Backend,
    Fault,
    bad_gateway,
    drop_after,
    drop_before,
    fails,
    fails_after,
    portal,
    refuses,
    reset_after,
    reset_before,
    slow,
    truncated,
)
from tests.fakes.google.refusal import limited, unauthorized
from tests.fakes.google.replies import html
from tests.fakes.google.wire import Answer, Dropped, Request
from tests.fakes.secrets import MemorySecrets

REVIEW = {
    "summary": "Review",
    "start": {"dateTime": "2026-11-24T09:00:00+01:00"},
    "end": {"dateTime": "2026-11-24T10:00:00+01:00"},
}


def listing(session: Session) -> Any:
    return session.api.events.list(calendarId=ADA)


def insert(session: Session, calendar: str = ADA) -> Any:
    return session.api.events.insert(calendarId=calendar, body=REVIEW, sendUpdates="none")


def test_an_answer_has_its_status_and_body(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        made = held.session.ask(insert(held.session))
        assert (made.status, made.body["summary"]) == (200, "Review")
        deleted = held.session.ask(held.session.api.events.delete(calendarId=ADA, eventId=made.body["id"]))
        assert (deleted.status, deleted.body) == (204, {})


def test_what_the_caller_knows_the_meaning_of_is_an_answer(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        api, ask = held.session.api, held.session.ask
        made = ask(insert(held.session)).body
        again = ask(api.events.insert(calendarId=ADA, body=REVIEW | {"id": made["id"]}))
        assert (again.status, again.reason) == (409, "duplicate")
        nothing = ask(api.events.get(calendarId=ADA, eventId="nothing"))
        assert (nothing.status, nothing.reason) == (404, "notFound")
        same = api.events.get(calendarId=ADA, eventId=made["id"])
        same.headers["If-None-Match"] = made["etag"]
        assert ask(same).status == 304
        ask(api.events.delete(calendarId=ADA, eventId=made["id"]))
        gone = ask(api.events.delete(calendarId=ADA, eventId=made["id"]))
        assert (gone.status, gone.reason) == (410, "deleted")


def test_another_version_than_expected_fails_a_precondition(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        made = held.session.ask(insert(held.session)).body
        change = held.session.api.events.update(calendarId=ADA, eventId=made["id"], body=REVIEW)
        change.headers["If-Match"] = '"old"'
        with pytest.raises(PreconditionFailed):
            held.session.ask(change)


REPEATED_READS: list[tuple[Fault, int]] = [
    (fails(500), 5),
    (bad_gateway, 5),
    (fails(503), 5),
    (fails(408), 5),
    (reset_before, 5),
    (drop_before, 5),
    (portal, 1),
    (truncated, 1),
    (fails(429), 5),
    (refuses(limited("userRateLimitExceeded")), 5),
    (refuses(limited("quotaExceeded")), 1),
]


@pytest.mark.parametrize(("fault", "tries"), REPEATED_READS)
def test_a_read_that_fails_is_tried_again_where_that_helps(tmp_path: Path, fault: Fault, tries: int) -> None:
    with bench(tmp_path) as held:
        held.server.faults.always("events.list", fault)
        with pytest.raises(Unavailable):
            held.session.ask(listing(held.session))
        assert len(held.asked) == tries


@pytest.mark.parametrize(
    "fault", [drop_before, drop_after, reset_before, reset_after, fails(500), fails_after(503), bad_gateway, truncated]
)
def test_a_write_that_may_have_been_done_is_sent_once(tmp_path: Path, fault: Fault) -> None:
    """httplib2 alone sends it again when the connection closes without an answer, and there would be two events."""
    with bench(tmp_path) as held:
        held.session.ask(listing(held.session))
        held.server.faults.next("events.insert", fault)
        with pytest.raises(Unavailable):
            held.session.ask(insert(held.session))
        assert len(held.server.log.of("events.insert")) == 1
        assert len(held.server.hands().alive()) <= 1


@pytest.mark.parametrize("fault", [fails(429), refuses(limited("rateLimitExceeded"))])
def test_a_write_that_was_certainly_not_done_is_sent_again(tmp_path: Path, fault: Fault) -> None:
    with bench(tmp_path) as held:
        held.server.faults.next("events.insert", fault)
        held.session.ask(insert(held.session))
        assert len(held.server.hands().alive()) == 1


def test_a_connection_that_google_closed_while_it_was_idle_costs_nothing(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.session.ask(listing(held.session))
        for link in tuple(held.server._wire.links):
            link.shutdown(2)
        held.session.ask(insert(held.session))
        assert held.asked == ["events.list 200", "events.insert 200"]


def test_google_says_how_long_to_wait(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.faults.next("events.list", fails(429, "17"), fails(503, "3"))
        held.session.ask(listing(held.session))
        assert held.waits.seconds == [17, 3]


def test_where_google_counts_more_than_we_do_its_word_holds(tmp_path: Path) -> None:
    """Other threads of the account slow down, too."""
    with bench(tmp_path) as held:
        held.server.faults.next("events.list", fails(429, "0"))
        held.session.ask(listing(held.session))
        assert held.session.pace.left() == 0


def test_a_wait_that_is_too_long_for_a_run_is_left_to_the_next_one(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.faults.next("events.list", fails(429, "3600"))
        with pytest.raises(Unavailable, match="slow down"):
            held.session.ask(listing(held.session))
        assert not held.waits.seconds


def test_waits_double_up_to_half_a_minute_and_differ_by_account(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        first = [held.session._delay(trouble(held), tried) for tried in range(1, 9)]
        assert [int(each) for each in first[:5]] == [1, 2, 4, 8, 16]
        assert first[5:] == [32.0] * 3
        held.session.account = "office"
        assert held.session._delay(trouble(held), 1) != first[0]


def trouble(held: Bench) -> Any:
    return judge(read_refusal(503, b"", ""), "home")


def test_an_account_that_used_up_what_it_may_write_is_left_alone_for_an_hour_and_then_longer(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.faults.always("events.insert", refuses(limited("quotaExceeded")))
        for hours, sent in ((0, 1), (0.9, 1), (0.2, 2), (1.5, 2), (0.6, 3)):
            held.advance(hours=hours)
            with pytest.raises(Unavailable, match="does not let the account 'home' write for some hours"):
                held.session.ask(insert(held.session))
            assert len(held.server.log.of("events.insert")) == sent
        held.session.ask(listing(held.session))


def test_a_scope_that_was_not_granted_asks_for_a_new_sign_in(tmp_path: Path) -> None:
    with (
        bench(tmp_path, None, "calendar.readonly") as held,
        pytest.raises(AuthorizationExpired, match=r"run `hedgerow connect google home` and leave every box ticked\.$"),
    ):
        held.session.ask(insert(held.session))


def test_a_grant_that_is_over_asks_for_a_new_sign_in(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.modes.sign_in.error = "invalid_grant"
        with pytest.raises(AuthorizationExpired, match="run `hedgerow connect google home`"):
            held.session.ask(listing(held.session))
        assert held.server.log.lines() == ["token 400 invalid_grant"]


def test_a_token_that_google_forgot_is_renewed(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.session.ask(listing(held.session))
        held.server.auth.grants.access.clear()
        assert held.session.ask(listing(held.session)).is_ok


REFUSED = refuses(unauthorized(given=True))


def test_a_token_that_google_refuses_once_is_renewed_and_nobody_hears_of_it(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        secrets = MemorySecrets()
        held.session.authority = signed_in(held.server, secrets)
        held.server.faults.next("events.list", REFUSED)
        held.server.faults.next("calendars.insert", REFUSED)
        assert held.session.ask(listing(held.session)).is_ok
        assert held.session.ask(held.session.api.calendars.insert(body={"summary": "Blocks"})).is_ok
        assert (stored(secrets).end, held.waits.seconds) == (None, [])


def test_a_token_that_google_refuses_though_it_was_just_renewed_is_the_end_until_a_new_sign_in(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        secrets = MemorySecrets()
        held.session.authority = signed_in(held.server, secrets)
        held.session.ask(listing(held.session))
        held.server.faults.always("events.list", REFUSED)
        held.server.log.clear()
        for _ in range(3):
            with pytest.raises(
                AuthorizationExpired, match=r"no longer takes the sign-in of 'work'.*connect google work"
            ):
                held.session.ask(listing(held.session))
        assert held.server.log.lines() == ["events.list 401 authError", "token 200", "events.list 401 authError"]
        end = stored(secrets).end
        assert end is not None
        with pytest.raises(AuthorizationExpired, match="no longer takes"):
            signed_in_already(held.server, secrets).credentials()
        held.server.faults.clear()
        save_grant(secrets, WORK, granted(held.server), held.server.clock.now())
        assert held.session.ask(listing(held.session)).is_ok


def test_an_old_token_of_another_process_that_google_refuses_is_no_end(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        secrets = MemorySecrets()
        held.session.authority = signed_in(held.server, secrets)
        held.session.ask(listing(held.session))
        held.server.clock.advance(minutes=1)
        signed_in_already(held.server, secrets).renewed(stored(secrets).access_token)
        held.server.clock.advance(minutes=10)
        held.server.auth.grants.access.clear()
        assert held.session.ask(listing(held.session)).is_ok
        assert stored(secrets).end is None


def signed_in_already(server: GoogleServer, secrets: MemorySecrets) -> Authority:
    """In another process."""
    return Authority(WORK, secrets, ServerClock(server))


def test_an_api_that_is_switched_off_says_where_to_switch_it_on(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.modes.api_enabled = False
        with pytest.raises(Refused, match="not switched on in your Google Cloud project: open https://"):
            held.session.ask(listing(held.session))


def test_a_refusal_has_googles_words_for_those_who_know_another_way(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        body = REVIEW | {"id": "WRONG"}
        with pytest.raises(RefusedBy, match="Invalid resource id value") as caught:
            held.session.ask(held.session.api.events.insert(calendarId=ADA, body=body))
        assert (caught.value.status, caught.value.reason) == (400, "invalid")


def test_a_page_of_another_server_is_never_a_missing_event() -> None:
    """No more than a sign-in that is over or an event that has changed: each counts only in Google's own words."""
    for status in (302, 401, 403, 404, 409, 410, 412):
        found = judge(read_refusal(status, b"<html>Not here</html>", ""), "home")
        assert isinstance(getattr(found, "error", None), Unavailable), status


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b'{"error":"invalid_grant"}', b'{"error":{"errors":[7]}}', b"\xff"]
)
def test_a_refusal_in_no_known_form_has_no_reason(content: bytes) -> None:
    assert read_refusal(403, content, "soon").reasons == ()


def test_both_forms_of_a_refusal_tell_their_reason() -> None:
    old = b'{"error":{"errors":[{"domain":"calendar","reason":"timeRangeEmpty","message":"Empty."}],"code":400}}'
    new = b'{"error":{"code":403,"status":"PERMISSION_DENIED","details":[{"reason":"SERVICE_DISABLED"}]}}'
    assert read_refusal(400, old, "").reasons == ("timeRangeEmpty",)
    assert read_refusal(403, new, "").reasons == ("SERVICE_DISABLED", "PERMISSION_DENIED")


def test_no_network_is_told_at_once(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.session.ask(listing(held.session))
        held.session.endpoint = "http://127.0.0.1:1/calendar/v3/"
        with pytest.raises(Unavailable, match="could not be reached"):
            held.session.ask(listing(held.session))
        assert not held.waits.seconds


def test_an_answer_that_comes_too_late_is_not_waited_for(tmp_path: Path) -> None:
    with bench(tmp_path, seconds=0.2) as held:
        held.session.ask(listing(held.session))
        held.server.faults.next("events.list", slow(5))
        with pytest.raises(Unavailable, match="could not be reached"):
            held.session.ask(listing(held.session))
        assert held.session.ask(listing(held.session)).is_ok


def test_no_more_than_google_allows_is_asked_in_any_minute(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        turns: list[float] = []
        for _ in range(1_000):
            held.session.pace.wait_for_turn(None)
            turns.append(held.waits.now())
        assert min(later - earlier for earlier, later in zip(turns, turns[600:], strict=False)) >= 60
        assert held.session.pace.left() == 0
        held.advance(minutes=1)
        assert held.session.pace.left() == 90


def test_each_request_is_counted_and_each_try_of_one(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        for _ in range(3):
            held.session.ask(listing(held.session))
        assert held.session.requests == 3
        held.server.faults.next("events.list", fails(429, "0"))
        held.advance(days=1)
        held.session.ask(listing(held.session))
        assert held.session.requests == 5


def test_writes_to_one_calendar_are_at_most_five_a_second(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        for _ in range(11):
            held.session.ask(insert(held.session))
        assert sum(held.waits.seconds) == pytest.approx(2.0)


def test_a_burst_stays_below_what_the_server_counts(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.modes.per_minute_and_user = 60
        held.session.pace.person.size, held.session.pace.person.per_second = 6, 0.8
        held.session.pace.person._level = 6
        for _ in range(100):
            held.session.ask(listing(held.session))
        assert {each.status for each in held.server.log.calls()} == {200}


def test_a_turn_that_is_too_far_away_is_given_up(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.session.pace.person.take(1_000, held.waits.now())
        with pytest.raises(Unavailable, match="allows in a minute"):
            held.session.ask(listing(held.session))


def test_requests_go_to_the_endpoint_and_nowhere_else(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.session.endpoint = "https://www.googleapis.com/calendar/v3/"
        with pytest.raises(Unavailable):
            held.session.ask(listing(held.session))
        assert not held.asked


def test_a_long_list_of_words_goes_out_as_a_post_and_is_still_a_read(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.faults.next("events.list", fails(503))
        long = held.session.api.events.list(calendarId=ADA, q="x" * 3_000)
        assert held.session.ask(long).is_ok
        sent = [each.headers["x-http-method-override"] for each in held.server.log.of("events.list")]
        assert sent == ["GET", "GET"]


def test_building_requests_takes_no_network_and_is_done_once(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        assert held.session.api is held.session.api
        assert not held.server.log.lines()


@pytest.mark.parametrize("text", ["[" * 200_000, '{"items": ' + "9" * 5000 + "}"])
@pytest.mark.parametrize("status", [200, 400])
def test_what_no_reader_of_json_can_take_is_no_answer_of_google(tmp_path: Path, text: str, status: int) -> None:
    with bench(tmp_path) as held:
        held.server.faults.always(
            "events.list", lambda _request, _backend: replace(html(status, ""), body=text.encode())
        )
        with pytest.raises(Unavailable, match="Something else answers"):
            held.session.ask(listing(held.session))


def test_a_wait_longer_than_any_number_is_left_to_us() -> None:
    assert read_refusal(429, b"{}", "9" * 400).after is None


def test_no_answer_is_repeated_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def private(request: Request, backend: Backend) -> Answer | Dropped:
        return html(403, "<p>Ada's dentist</p>")

    with bench(tmp_path) as held:
        held.server.faults.next("events.list", private, REFUSED)
        with pytest.raises(Unavailable, match="Something else answers"):
            held.session.ask(listing(held.session))
        assert held.session.ask(listing(held.session)).is_ok
    assert caplog.text == ""
