"""The sign-in at a Google of our own, up to the grant; the browser is a client that follows its redirect."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlsplit

import pytest

from hedgerow.adapters.google.authority import Authority
from hedgerow.adapters.google.endings import warn_of_testing
from hedgerow.adapters.google.grant import Grant, save_grant
from hedgerow.adapters.google.scopes import APP_CREATED, OWNED_EVENTS, READ, BlocksIn, Wanted, told_missing
from hedgerow.adapters.google.scopes import MAIL as LETTERS
from hedgerow.adapters.google.signing import (
    PASTED_REDIRECT,
    Answered,
    Begun,
    answer_in,
    begin,
    finish,
    keep_begun,
    take_begun,
)
from hedgerow.adapters.google.token_endpoint import Told, _object, ask
from hedgerow.ports import Refused, Unavailable
from tests.adapters.google.signed_in import WORK, ServerClock, client_at, granted, refreshes
from tests.adapters.google.test_wire import dripping
from tests.fakes.google import ADA, Consent, GoogleServer
from tests.fakes.google.faults import fails
from tests.fakes.secrets import MemorySecrets

OWN, MAIN = Wanted(BlocksIn.OWN), Wanted(BlocksIn.MAIN)


@pytest.fixture(autouse=True)
def _loopback_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def begun_at(server: GoogleServer, wanted: Wanted = OWN) -> Begun:
    return begin(client_at(server), wanted, PASTED_REDIRECT, server.clock.now())


def ends_at(server: GoogleServer, begun: Begun) -> str:
    """The address that the browser of a person ends on, as the server's mode has them decide."""
    if server.modes.sign_in.consent is Consent.PAGE:
        server.modes.sign_in.consent = Consent.ALLOW
    parts = urlsplit(begun.url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.headers["Location"]


def signed(server: GoogleServer, wanted: Wanted = OWN) -> Grant:
    begun = begun_at(server, wanted)
    return finish(begun, answer_in(ends_at(server, begun)), server.clock.now())


@pytest.mark.parametrize(
    ("wanted", "scopes"),
    [
        (OWN, (READ, APP_CREATED)),
        (MAIN, (READ, OWNED_EVENTS)),
        (Wanted(BlocksIn.MAIN, mail=True), (READ, OWNED_EVENTS, LETTERS)),
    ],
)
def test_the_address_asks_for_the_least_and_for_everything_that_makes_it_safe(
    wanted: Wanted, scopes: tuple[str, ...]
) -> None:
    with GoogleServer() as server:
        begun = begin(client_at(server), wanted, "http://127.0.0.1:40000/", server.clock.now(), hint=ADA)
        asked = {name: value for name, [value] in parse_qs(urlsplit(begun.url).query).items()}
        assert asked.pop("scope").split() == list(scopes)
        assert (asked.pop("state"), len(asked.pop("code_challenge"))) == (begun.state, 43)
        assert len(begun.state) >= 22  # 128 bits
        assert asked == {
            "response_type": "code",
            "client_id": client_at(server).id,
            "redirect_uri": "http://127.0.0.1:40000/",
            "code_challenge_method": "S256",
            "access_type": "offline",
            "prompt": "consent",
            "login_hint": ADA,
        }
        assert begun_at(server).state != begun_at(server).state


def test_a_yes_gives_a_grant_with_everything_that_is_stored() -> None:
    with GoogleServer() as server:
        grant = signed(server)
        assert grant.scopes == (READ, APP_CREATED)
        assert grant.refresh_token in server.auth.grants.refresh
        assert grant.access_token in server.auth.grants.access
        assert grant.expiry is not None
        assert grant.expiry.tzinfo is None
        assert (grant.granted_at, grant.refresh_ends, grant.end) == (grant.refreshed_at, None, None)


def test_scopes_in_another_order_are_the_same_scopes() -> None:
    with GoogleServer() as server:
        server.modes.sign_in.reordered = True
        assert signed(server).scopes == (READ, APP_CREATED)


@pytest.mark.parametrize(
    ("ticked", "off"),
    [("calendar.readonly", "no blocks are held"), ("calendar.app.created", "no calendar of the account is read")],
)
def test_partial_consent_stores_what_was_granted_and_says_what_is_off(ticked: str, off: str) -> None:
    """Fact 2 of the list of what bites: the library raises a bare Warning, and the token is in it."""
    with GoogleServer() as server:
        server.modes.sign_in.ticked = frozenset({ticked})
        grant = signed(server)
        assert [scope.endswith(ticked) for scope in grant.scopes] == [True]
        assert grant.refresh_token
        [sentence] = told_missing((READ, APP_CREATED), grant.scopes)
        assert off in sentence


def test_a_no_at_google_connects_nothing() -> None:
    with GoogleServer() as server:
        server.modes.sign_in.consent = Consent.DENY
        with pytest.raises(Refused, match="You did not allow it"):
            signed(server)
        assert refreshes(server) == 0


def test_an_answer_with_a_foreign_state_is_never_exchanged() -> None:
    with GoogleServer() as server:
        mine, other = begun_at(server), begun_at(server)
        with pytest.raises(Refused, match="not the answer to this sign-in"):
            finish(mine, answer_in(ends_at(server, other)), server.clock.now())
        with pytest.raises(Refused, match="not the answer"):
            finish(mine, Answered("code=x"), server.clock.now())
        assert refreshes(server) == 0


def test_an_answer_is_good_once() -> None:
    with GoogleServer() as server:
        begun = begun_at(server)
        answer = answer_in(ends_at(server, begun))
        finish(begun, answer, server.clock.now())
        with pytest.raises(Refused, match="used already, or is too old"):
            finish(begun, answer, server.clock.now())


def test_a_stolen_code_is_worth_nothing_without_the_verifier() -> None:
    with GoogleServer() as server:
        mine, thief = begun_at(server), begun_at(server)
        code = parse_qs(urlsplit(ends_at(server, mine)).query)["code"][0]
        with pytest.raises(Refused, match="did not take the answer"):
            finish(thief, Answered(f"state={thief.state}&code={code}"), server.clock.now())


def test_more_than_was_asked_is_given_back() -> None:
    with GoogleServer() as server:
        begun = begun_at(server)
        answer = answer_in(ends_at(server, begun))
        with pytest.raises(Refused, match="granted more than was asked, and it was given back"):
            finish(replace(begun, wanted=MAIN), answer, server.clock.now())
        assert (server.auth.grants.refresh, server.auth.grants.access) == ({}, {})


def test_more_than_was_asked_that_google_does_not_take_back_is_told_with_where_the_person_can() -> None:
    with GoogleServer() as server:
        begun = begun_at(server)
        answer = answer_in(ends_at(server, begun))
        server.faults.always("revoke", fails(503))
        with pytest.raises(Refused, match=r"can't be given back now: take Hedgerow out at https://myaccount\.google"):
            finish(replace(begun, wanted=MAIN), answer, server.clock.now())


def test_google_may_leave_the_refresh_token_out() -> None:
    with GoogleServer() as server:
        server.modes.sign_in.refresh_token = False
        assert signed(server).refresh_token == ""


def test_a_project_in_testing_is_told_at_once_with_its_day_and_what_to_do() -> None:
    with GoogleServer() as server:
        server.modes.sign_in.testing = True
        grant = signed(server)
        told = warn_of_testing(WORK, grant)
        assert "will end this sign-in on 30 November" in told
        assert "In production" in told
        server.modes.sign_in.testing = False
        assert warn_of_testing(WORK, signed(server)) == ""


def test_google_away_in_the_middle_is_said_and_nothing_is_granted() -> None:
    with GoogleServer() as server:
        begun = begun_at(server)
        answer = answer_in(ends_at(server, begun))
        server.modes.sign_in.unavailable = 1
        with pytest.raises(Unavailable, match="can't be reached"):
            finish(begun, answer, server.clock.now())


def test_an_answer_to_the_exchange_that_drips_in_is_not_waited_for() -> None:
    body = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"access_token": "a", "expires_in": 3599}'
    with GoogleServer() as server, dripping(body, 0.04) as url:
        begun = replace(begun_at(server), client=replace(client_at(server), token_uri=url))
        with pytest.raises(Unavailable, match="can't be reached to finish the sign-in"):
            finish(begun, Answered(f"state={begun.state}&code=x"), server.clock.now(), partial(ask, seconds=0.3))


def test_a_refresh_that_drips_in_is_not_waited_for() -> None:
    body = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"access_token": "a", "expires_in": 3599}'
    with GoogleServer() as server, dripping(body, 0.04) as url:
        secrets = MemorySecrets()
        held = granted(server)
        save_grant(secrets, WORK, replace(held, client=replace(held.client, token_uri=url)), server.clock.now())
        authority = Authority(WORK, secrets, ServerClock(server), partial(ask, seconds=0.3))
        with pytest.raises(Unavailable, match="it will be tried again"):
            authority.renewed(None)


@pytest.mark.parametrize("body", ["[]", "{}", '{"access_token": 5}', '{"access_token": ""}', "<h1>Welcome</h1>"])
def test_an_answer_without_a_token_connects_nothing(body: str) -> None:
    def told(url: str, form: Mapping[str, str]) -> Told:
        return Told(200, _object(body.encode()))

    with GoogleServer() as server:
        begun = begun_at(server)
        with pytest.raises(Unavailable, match="can't be reached"):
            finish(begun, Answered(f"state={begun.state}&code=x"), server.clock.now(), told)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("invalid_client", "download its JSON again"),
        ("admin_policy_enforced", "administrator"),
        ("unauthorized_client", "unauthorized_client"),
    ],
)
def test_a_client_that_google_does_not_take_is_told_apart(code: str, said: str) -> None:
    with GoogleServer() as server:
        server.modes.sign_in.error = code
        with pytest.raises(Refused, match=said):
            signed(server)


@pytest.mark.parametrize(
    "copied",
    [
        "{0}",
        "  {0}\n",
        '"{0}"',
        "<{0}>",
        "{1}",
        "{2}\n{3}",
        "{0}#",
    ],
)
def test_a_pasted_address_is_taken_as_people_copy_it(copied: str) -> None:
    address = "http://127.0.0.1:49152/?state=s&iss=https%3A%2F%2Faccounts.google.com&code=4%2F0A&scope=a+b"
    given = copied.format(address, address.removeprefix("http://"), address[:40], address[40:])
    assert answer_in(given) == urlsplit(address).query


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("", "no answer"),
        ("https://accounts.google.com/o/oauth2/v2/auth?client_id=x&state=y", "Google's page"),
        ("4/0Abc", "whole address"),
        ("http://127.0.0.1:49152/?code=only", "whole address"),
    ],
)
def test_another_address_is_told_apart_from_the_answer(pasted: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        answer_in(pasted)


def test_a_sign_in_is_finished_by_another_process_once() -> None:
    with GoogleServer() as server:
        secrets, begun = MemorySecrets(), begun_at(server, Wanted(BlocksIn.MAIN, mail=True))
        keep_begun(secrets, WORK, begun)
        answer = answer_in(ends_at(server, begun))
        taken = take_begun(secrets, WORK, answer, server.clock.now())
        assert finish(taken, answer, server.clock.now()).scopes == (READ, OWNED_EVENTS, LETTERS)
        with pytest.raises(Refused, match="No sign-in of 'work' is waiting"):
            take_begun(secrets, WORK, answer, server.clock.now())


def test_a_wrong_paste_leaves_the_sign_in_waiting() -> None:
    with GoogleServer() as server:
        secrets, begun = MemorySecrets(), begun_at(server)
        keep_begun(secrets, WORK, begun)
        wrong = Answered("state=foreign&code=x")
        with pytest.raises(Refused, match="not the answer"):
            finish(take_begun(secrets, WORK, wrong, server.clock.now()), wrong, server.clock.now())
        answer = answer_in(ends_at(server, begun))
        taken = take_begun(secrets, WORK, answer, server.clock.now())
        assert finish(taken, answer, server.clock.now()).refresh_token


def test_a_sign_in_waits_for_an_hour() -> None:
    with GoogleServer() as server:
        secrets, begun = MemorySecrets(), begun_at(server)
        keep_begun(secrets, WORK, begun)
        answer = Answered(f"state={begun.state}&code=x")
        with pytest.raises(Refused, match="over an hour ago"):
            take_begun(secrets, WORK, answer, server.clock.now() + timedelta(hours=1))
        assert secrets.names() == []


def test_nothing_secret_is_in_what_is_printed_of_values() -> None:
    with GoogleServer() as server:
        begun = begun_at(server)
        grant = finish(begun, answer_in(ends_at(server, begun)), server.clock.now())
        printed = f"{begun!r} {grant!r} {grant.client!r}"
        hidden = (begun.state, begun.verifier, begun.client.secret, grant.refresh_token, grant.access_token)
        assert [secret for secret in hidden if secret in printed] == []
