"""Lines 1 to 9 of the checklist: consent, codes, tokens and their ends."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from google.auth.exceptions import RefreshError
from google_auth_oauthlib.flow import InstalledAppFlow
from googleapiclient.errors import HttpError
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError  # type: ignore[import-untyped]

from tests.fakes.google import CLIENT, SECRET, Consent, GoogleServer
from tests.fakes.google.client import (
    bearer,
    calendar_client,
    calendar_client_of,
    credentials,
    fetch,
    post_form,
)
from tests.fakes.google.document import SCOPE
from tests.fakes.google.faults import refuses
from tests.fakes.google.refusal import unauthorized

READ, OWN = f"{SCOPE}calendar.readonly", f"{SCOPE}calendar.app.created"
ME = {"client_id": CLIENT, "client_secret": SECRET}
BACK = "http://127.0.0.1:41234/"


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        server.modes.sign_in.consent = Consent.ALLOW
        yield server


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def flow_of(server: GoogleServer, *scopes: str) -> Any:
    flow = InstalledAppFlow.from_client_config(server.auth.client_config(), scopes or (READ, OWN))
    flow.redirect_uri = BACK
    return flow


def visited(server: GoogleServer, address: str) -> str:
    """Where the browser is sent."""
    answer = fetch(server, "GET", address.removeprefix(server.root))
    assert answer.status == 302
    return answer.headers["location"]


def consented(server: GoogleServer, flow: Any, **asked: str) -> str:
    address, _ = flow.authorization_url(**({"access_type": "offline", "prompt": "consent"} | asked))
    return visited(server, address)


def told(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_consent_redirects_to_any_loopback_port_with_state_code_scope_and_issuer(server: GoogleServer) -> None:
    flow = flow_of(server)
    address, state = flow.authorization_url(access_type="offline", prompt="consent")
    assert "code_challenge_method=S256" in address
    back = visited(server, address)
    assert back.startswith(BACK)
    assert told(back).keys() == {"state", "code", "scope", "iss"}
    assert told(back)["state"] == [state]
    assert told(back)["scope"] == [f"{READ} {OWN}"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"client_id": "nobody"}, 401),
        ({"redirect_uri": "http://192.168.1.5:8080/"}, 400),
        ({"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}, 400),
        ({"scope": f"{SCOPE}calendar.everything"}, 400),
        ({"response_type": "token"}, 400),
    ],
)
def test_what_is_wrong_with_a_request_is_told_to_the_person_and_not_sent_back(
    server: GoogleServer, change: dict[str, str], status: int
) -> None:
    asked = {"client_id": CLIENT, "redirect_uri": BACK, "scope": READ, "response_type": "code", "state": "s"}
    assert fetch(server, "GET", f"/o/oauth2/v2/auth?{urlencode(asked)}").status == 302
    assert fetch(server, "GET", f"/o/oauth2/v2/auth?{urlencode(asked | change)}").status == status


def test_a_code_counts_once_and_only_with_its_verifier_and_its_address(server: GoogleServer) -> None:
    flow = flow_of(server)
    back = consented(server, flow)
    assert flow.fetch_token(authorization_response=back)["refresh_token"]
    with pytest.raises(InvalidGrantError):
        flow.fetch_token(authorization_response=back)

    stolen = flow_of(server)
    back = consented(server, stolen)
    stolen.code_verifier = "x" * 64
    with pytest.raises(InvalidGrantError, match="verifier"):
        stolen.fetch_token(authorization_response=back)

    [code] = told(consented(server, flow_of(server)))["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": "http://127.0.0.1:1/"}
    elsewhere = post_form(server, "/token", form | ME)
    assert (elsewhere.status, elsewhere.json["error"]) == (400, "redirect_uri_mismatch")


def test_a_code_is_too_old_after_ten_minutes(server: GoogleServer) -> None:
    flow = flow_of(server)
    back = consented(server, flow)
    server.clock.advance(minutes=11)
    with pytest.raises(InvalidGrantError):
        flow.fetch_token(authorization_response=back)


def test_a_person_may_deny(server: GoogleServer) -> None:
    server.modes.sign_in.consent = Consent.DENY
    assert told(consented(server, flow_of(server)))["error"] == ["access_denied"]


def test_a_person_may_grant_less_than_was_asked(server: GoogleServer) -> None:
    server.modes.sign_in.ticked = frozenset({"calendar.readonly"})
    flow = flow_of(server)
    with pytest.raises(Warning, match="Scope has changed") as caught:
        flow.fetch_token(authorization_response=consented(server, flow))
    assert caught.value.token["scope"] == [READ]  # type: ignore[attr-defined]


def test_scopes_in_another_order_are_the_same_scopes(server: GoogleServer) -> None:
    server.modes.sign_in.reordered = True
    flow = flow_of(server)
    assert flow.fetch_token(authorization_response=consented(server, flow))["scope"] == [OWN, READ]


def test_a_second_consent_without_prompting_gives_no_refresh_token(server: GoogleServer) -> None:
    first, second, third = flow_of(server), flow_of(server), flow_of(server)
    assert "refresh_token" in first.fetch_token(authorization_response=consented(server, first))
    back = visited(server, second.authorization_url(access_type="offline")[0])
    assert "refresh_token" not in second.fetch_token(authorization_response=back)
    assert "refresh_token" in third.fetch_token(authorization_response=consented(server, third))
    server.modes.sign_in.refresh_token = False
    never = flow_of(server)
    assert "refresh_token" not in never.fetch_token(authorization_response=consented(server, never))


def test_a_client_may_name_itself_in_the_header_or_in_the_form(server: GoogleServer) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": server.auth.grant("ada@example.org", "calendar")}
    basic = {"Authorization": "Basic " + b64encode(f"{CLIENT}:{SECRET}".encode()).decode()}
    assert post_form(server, "/token", form, basic).status == 200
    assert post_form(server, "/token", form | ME).status == 200
    for client in ({"client_id": "nobody"}, ME | {"client_secret": "wrong"}, dict[str, str]()):
        refused = post_form(server, "/token", form | client)
        assert (refused.status, refused.json["error"]) == (401, "invalid_client")


def test_a_refresh_keeps_the_refresh_token_and_older_access_tokens(server: GoogleServer) -> None:
    creds = credentials(server, "calendar")
    with calendar_client_of(server, creds) as service:
        service.events().list(calendarId="primary").execute()
        old, kept = creds.token, creds.refresh_token
        creds.token = None
        service.events().list(calendarId="primary").execute()
        assert creds.refresh_token == kept
        assert old != creds.token
        assert fetch(server, "GET", "/calendar/v3/colors", {"Authorization": f"Bearer {old}"}).status == 200


def test_rotation_replaces_the_refresh_token(server: GoogleServer) -> None:
    server.modes.sign_in.rotate = True
    creds = credentials(server, "calendar")
    old = creds.refresh_token
    with calendar_client_of(server, creds) as service:
        service.events().list(calendarId="primary").execute()
    assert creds.refresh_token != old
    form = {"grant_type": "refresh_token", "refresh_token": old}
    assert post_form(server, "/token", form | ME).json["error"] == "invalid_grant"


def test_a_refresh_that_names_a_scope_which_was_not_granted_is_refused(server: GoogleServer) -> None:
    creds = credentials(server, "calendar.readonly")
    creds._scopes = [READ, OWN]
    with calendar_client_of(server, creds) as service, pytest.raises(RefreshError) as caught:
        service.calendarList().list().execute()
    assert caught.value.args[1] == {"error": "invalid_scope", "error_description": "Bad Request"}


def dies(server: GoogleServer, creds: Any) -> bool:
    """A refresh is refused as one that was granted once and is no more."""
    form = {"grant_type": "refresh_token", "refresh_token": creds.refresh_token}
    answer = post_form(server, "/token", form | ME)
    dead = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
    return (answer.status, answer.json) == (400, dead)


def test_a_refresh_token_of_a_project_in_testing_dies_after_seven_days(server: GoogleServer) -> None:
    server.modes.sign_in.testing = True
    creds, flow = credentials(server), flow_of(server)
    assert flow.fetch_token(authorization_response=consented(server, flow))["refresh_token_expires_in"] == 604799
    server.clock.advance(days=6, hours=23)
    assert not dies(server, creds)
    server.clock.advance(hours=2)
    assert dies(server, creds)


def test_a_refresh_token_dies_when_the_person_revokes_it_or_six_months_pass(server: GoogleServer) -> None:
    revoked, forgotten = credentials(server), credentials(server)
    assert not dies(server, revoked)
    server.auth.revoke_now("ada@example.org")
    assert dies(server, revoked)
    forgotten = credentials(server)
    server.clock.advance(days=200)
    assert dies(server, forgotten)


def test_the_hundred_and_first_refresh_token_ends_the_first(server: GoogleServer) -> None:
    first = credentials(server)
    for _ in range(99):
        server.auth.grant("ada@example.org", "calendar")
    assert not dies(server, first)
    server.auth.grant("ada@example.org", "calendar")
    assert dies(server, first)


def test_the_token_endpoint_may_be_unavailable_for_some_calls(server: GoogleServer) -> None:
    server.modes.sign_in.unavailable = 1
    creds = credentials(server)
    with calendar_client_of(server, creds) as service:
        service.calendarList().list().execute()
    assert [each.status for each in server.log.of("token")] == [503, 200]


def test_an_administrator_may_forbid_the_app(server: GoogleServer) -> None:
    server.modes.sign_in.error = "admin_policy_enforced"
    with calendar_client(server) as service, pytest.raises(RefreshError, match="admin_policy_enforced"):
        service.calendarList().list().execute()


@pytest.mark.parametrize("kind", ["token", "refresh_token"])
def test_revoking_either_token_ends_the_whole_grant(server: GoogleServer, kind: str) -> None:
    creds = credentials(server)
    with calendar_client_of(server, creds) as service:
        service.calendarList().list().execute()
        assert post_form(server, "/revoke", {"token": getattr(creds, kind)}).status == 200
        with pytest.raises(RefreshError, match="invalid_grant"):
            service.calendarList().list().execute()
    assert fetch(server, "GET", "/calendar/v3/colors", {"Authorization": f"Bearer {creds.token}"}).status == 401
    assert post_form(server, "/revoke", {"token": "ya29.unknown"}).status == 400


def test_a_short_life_makes_every_request_refresh_first_and_the_usual_one_does_not(server: GoogleServer) -> None:
    for seconds, refreshes in ((200, 3), (3599, 1)):
        server.log.clear()
        server.modes.sign_in.expires_in = seconds
        with calendar_client(server) as service:
            for _ in range(3):
                service.calendarList().list().execute()
        assert len(server.log.of("token")) == refreshes


def test_an_access_token_ends_by_the_clock_of_the_server(server: GoogleServer) -> None:
    header = bearer(server)
    assert fetch(server, "GET", "/calendar/v3/colors", header).status == 200
    server.clock.advance(hours=1)
    assert fetch(server, "GET", "/calendar/v3/colors", header).status == 401


def test_a_token_that_is_always_refused_costs_two_refreshes_and_three_calls(server: GoogleServer) -> None:
    server.faults.always("calendarList.list", refuses(unauthorized(given=True)))
    creds = credentials(server)
    creds.token = "ya29.stale"
    with calendar_client_of(server, creds) as service, pytest.raises(HttpError) as caught:
        service.calendarList().list().execute()
    assert caught.value.status_code == 401
    assert [each.operation for each in server.log] == ["calendarList.list", "token"] * 2 + ["calendarList.list"]


def test_the_page_has_one_checkbox_for_each_scope_and_none_is_ticked(server: GoogleServer) -> None:
    server.modes.sign_in.consent = Consent.PAGE
    address, _ = flow_of(server).authorization_url()
    page = fetch(server, "GET", address.removeprefix(server.root)).body.decode()
    assert page.count("type=checkbox") == 2
    assert "checked>" not in page
    path = address.removeprefix(server.root)
    allowed = fetch(server, "POST", path, {}, urlencode([("scope", READ), ("answer", "allow")]).encode())
    assert dict(parse_qsl(urlsplit(allowed.headers["location"]).query))["scope"] == READ
    denied = fetch(server, "POST", path, {}, urlencode([("scope", READ), ("answer", "deny")]).encode())
    assert told(denied.headers["location"])["error"] == ["access_denied"]
