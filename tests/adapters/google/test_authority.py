"""The right to act for an account, against a Google of our own."""

import pickle
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import httplib2
import pytest
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp

from hedgerow.adapters.google.authority import Authority, expiry_after
from hedgerow.adapters.google.grant import forget_grant, load_grant, save_grant, secret_name
from hedgerow.adapters.google.scopes import READ
from hedgerow.adapters.google.token_endpoint import Told
from hedgerow.ports import AuthorizationExpired, Refused, SecretName, Unavailable
from hedgerow.settings.values import AccountId
from tests.adapters.google.signed_in import WORK, ServerClock, granted, refreshes, signed_in, stored
from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.faults import (
    Fault,
    bad_gateway,
    drop_after,
    drop_before,
    portal,
    reset_after,
    reset_before,
    truncated,
)
from tests.fakes.secrets import MemorySecrets


def status(server: GoogleServer, credentials: Credentials) -> int:
    """Of one request for the calendar `primary`, as the library sends it."""
    with closing(httplib2.Http(timeout=10, proxy_info=None)) as http:
        response, _ = AuthorizedHttp(credentials, http=http).request(f"{server.api}calendars/primary")
    return int(response.status)


def test_a_token_is_asked_for_once_and_serves_until_it_ends() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        assert [status(server, authority.credentials()) for _ in range(3)] == [200, 200, 200]
        assert refreshes(server) == 1
        server.clock.advance(seconds=3599)
        assert status(server, authority.credentials()) == 200
        assert refreshes(server) == 2
        assert stored(secrets).refreshed_at >= server.clock.now() - timedelta(seconds=5)


def test_a_stored_token_serves_the_next_process_without_a_refresh() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        status(server, signed_in(server, secrets).credentials())
        assert status(server, Authority(WORK, secrets, ServerClock(server)).credentials()) == 200
        assert refreshes(server) == 1


def test_a_token_that_another_process_got_is_taken_over() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        first, second = signed_in(server, secrets), Authority(WORK, secrets, ServerClock(server))
        waiting = first.credentials()
        assert status(server, second.credentials()) == 200
        assert status(server, waiting) == 200
        assert refreshes(server) == 1


def test_a_refresh_token_that_google_changes_is_kept_for_the_next_process() -> None:
    with GoogleServer() as server:
        server.modes.sign_in.rotate = True
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        before = stored(secrets).refresh_token
        status(server, authority.credentials())
        assert stored(secrets).refresh_token != before
        server.clock.advance(hours=2)
        assert status(server, Authority(WORK, secrets, ServerClock(server)).credentials()) == 200


def test_losing_a_race_for_a_changing_refresh_token_is_no_end() -> None:
    """The other process changes it between our look at what is stored and our request."""
    with GoogleServer() as server:
        server.modes.sign_in.rotate = True
        secrets = MemorySecrets()
        other = signed_in(server, secrets)
        before = secrets.held[secret_name(WORK)]
        looks = iter([before, before])

        class Racing(MemorySecrets):
            def load(self, name: SecretName) -> str | None:
                """Twice what was there before the other process wrote: for the credentials, and for the refresh."""
                return next(looks, None) or secrets.load(name)

        status(server, other.credentials())
        late = Authority(WORK, Racing(secrets.held), ServerClock(server))
        assert status(server, late.credentials()) == 200
        assert [line for line in server.log.lines() if "token" in line] == ["token 200", "token 400 invalid_grant"]
        assert stored(secrets).end is None


def test_a_refused_token_is_renewed_and_a_second_thread_takes_what_the_first_got() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        one, two = authority.credentials(), authority.credentials()
        status(server, one)
        status(server, two)
        server.auth.grants.access.clear()  # Google dropped it early
        assert (status(server, one), status(server, two)) == (200, 200)
        assert refreshes(server) == 2


def test_eight_threads_with_an_old_token_make_one_refresh() -> None:
    with GoogleServer() as server:
        authority = signed_in(server, MemorySecrets())
        start = Barrier(8)

        def work(_: int) -> int:
            mine = authority.credentials()
            start.wait(10)
            return status(server, mine)

        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(work, range(8))) == [200] * 8
        assert refreshes(server) == 1


def test_fifty_accounts_in_sixteen_threads_never_cross_and_lose_no_refresh() -> None:
    with GoogleServer() as server:
        server.modes.sign_in.rotate = True
        server.modes.per_minute = server.modes.per_minute_and_user = None
        secrets = MemorySecrets()
        emails = [f"p{n}@example.org" for n in range(50)]
        for email in emails:
            server.account(email)
        authorities = [signed_in(server, secrets, AccountId(f"a{n}"), email) for n, email in enumerate(emails)]

        def whose(n: int) -> str:
            credentials = authorities[n % 50].credentials()
            with closing(httplib2.Http(timeout=30, proxy_info=None)) as http:
                AuthorizedHttp(credentials, http=http).request(f"{server.api}calendars/primary")
            return server.auth.grants.access[str(credentials.token)].email

        with ThreadPoolExecutor(16) as threads:
            assert list(threads.map(whose, range(150))) == emails * 3
        assert refreshes(server) == 50
        kept = [stored(secrets, AccountId(f"a{n}")).refresh_token for n in range(50)]
        assert [server.auth.grants.refresh[token].email for token in kept] == emails


CODES = ["invalid_grant", "invalid_scope", "unauthorized_client", "invalid_client", "admin_policy_enforced"]


@pytest.mark.parametrize("code", CODES)
def test_after_a_final_no_nothing_more_is_asked_in_any_process_until_a_new_sign_in(code: str) -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        held_by_a_thread = authority.credentials()
        server.modes.sign_in.error = code
        with pytest.raises(AuthorizationExpired, match="hedgerow connect google work"):
            status(server, authority.credentials())
        asked = len(server.log.lines())
        server.modes.sign_in.error = ""
        for again in (authority, Authority(WORK, secrets, ServerClock(server))):
            with pytest.raises(AuthorizationExpired):
                again.credentials()
        with pytest.raises(AuthorizationExpired):
            status(server, held_by_a_thread)
        assert len(server.log.lines()) == asked
        save_grant(secrets, WORK, granted(server), server.clock.now())
        assert status(server, authority.credentials()) == 200
        assert status(server, held_by_a_thread) == 200


def test_a_thread_with_a_token_that_still_serves_stops_too() -> None:
    with GoogleServer() as server:
        authority = signed_in(server, MemorySecrets())
        one, two = authority.credentials(), authority.credentials()
        assert [status(server, one), status(server, two)] == [200, 200]
        server.modes.sign_in.error = "admin_policy_enforced"
        with pytest.raises(AuthorizationExpired):
            one.refresh(None)  # type: ignore[no-untyped-call]
        asked = len(server.log.lines())
        with pytest.raises(AuthorizationExpired):
            status(server, two)
        assert len(server.log.lines()) == asked


def test_the_end_keeps_everything_else() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        server.auth.revoke_now(ADA)
        with pytest.raises(AuthorizationExpired, match="because it was taken back"):
            status(server, authority.credentials())
        assert (stored(secrets).address, stored(secrets).access_token) == (ADA, "")


def test_refresh_token_dies_weekly_testing_status_blamed_on_code() -> None:
    """Of the list of what clients commonly get wrong: the sentence names the status and what to do."""
    with GoogleServer() as server:
        server.modes.sign_in.testing = True
        authority = signed_in(server, MemorySecrets())
        status(server, authority.credentials())
        server.clock.advance(days=6, hours=23)
        assert status(server, authority.credentials()) == 200
        server.clock.advance(hours=1)
        with pytest.raises(AuthorizationExpired, match=r"seven days .* Testing: set it to In production"):
            status(server, authority.credentials())


@pytest.mark.parametrize("lived", [3, 20, 100])
def test_a_grant_that_dies_at_another_age_is_not_blamed_on_testing(lived: int) -> None:
    with GoogleServer() as server:
        authority = signed_in(server, MemorySecrets())
        server.clock.advance(days=lived - 1)
        assert status(server, authority.credentials()) == 200
        server.clock.advance(days=1)
        server.auth.revoke_now(ADA)
        with pytest.raises(AuthorizationExpired) as told:
            status(server, authority.credentials())
        assert "Testing" not in str(told.value)


def test_a_laptop_that_slept_over_the_seventh_day_still_names_testing() -> None:
    with GoogleServer() as server:
        server.modes.sign_in.testing = True
        authority = signed_in(server, MemorySecrets())
        server.clock.advance(days=5)
        status(server, authority.credentials())
        server.clock.advance(days=16)
        with pytest.raises(AuthorizationExpired, match="Testing"):
            status(server, authority.credentials())


def test_a_grant_that_was_not_used_for_half_a_year_is_not_blamed_on_testing() -> None:
    with GoogleServer() as server:
        authority = signed_in(server, MemorySecrets())
        server.clock.advance(days=200)
        with pytest.raises(AuthorizationExpired, match="not used for half a year"):
            status(server, authority.credentials())


def test_a_grant_for_a_limited_time_that_is_not_a_week_is_not_blamed_on_testing() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        limited = replace(stored(secrets), refresh_ends=server.clock.now() + timedelta(days=30))
        save_grant(secrets, WORK, limited, server.clock.now())
        server.clock.advance(days=30)
        server.auth.revoke_now(ADA)
        with pytest.raises(AuthorizationExpired) as told:
            status(server, authority.credentials())
        assert "Testing" not in str(told.value)


def test_google_away_is_no_end() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        server.modes.sign_in.unavailable = 1
        with pytest.raises(Unavailable, match="tried again"):
            status(server, authority.credentials())
        assert stored(secrets).end is None
        assert status(server, authority.credentials()) == 200


@pytest.mark.parametrize(
    "fault",
    [drop_before, drop_after, reset_before, reset_after, truncated, portal, bad_gateway],
    ids=lambda f: f.__name__,
)
def test_a_broken_answer_is_no_end_and_is_not_asked_for_again_by_itself(fault: Fault) -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        server.faults.next("token", fault)
        with pytest.raises(Unavailable):
            status(server, authority.credentials())
        assert (len(server.log.lines()), stored(secrets).end) == (1, None)
        assert status(server, authority.credentials()) == 200


def test_nobody_at_the_token_endpoint_is_no_end() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1 can't be reached"):
        authority.renewed(None)
    assert stored(secrets).end is None


def test_another_refusal_is_reported_and_is_no_end() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        server.modes.sign_in.error = "invalid_request"
        with pytest.raises(Refused, match="invalid_request"):
            status(server, authority.credentials())
        assert stored(secrets).end is None


def test_a_refresh_after_partial_consent_names_no_scope_that_was_not_granted() -> None:
    """Fact 3 of the list of what bites: Google would say invalid_scope."""
    with GoogleServer() as server:
        secrets = MemorySecrets()
        save_grant(secrets, WORK, granted(server, scopes=[READ]), server.clock.now())
        credentials = Authority(WORK, secrets, ServerClock(server)).credentials()
        assert status(server, credentials) == 200
        assert (credentials.scopes, credentials.granted_scopes) == ([READ], [READ])


def test_naive_aware_time_bugs_around_token_expiry() -> None:
    """Of the list of what clients commonly get wrong: google-auth compares with naive UTC."""
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert expiry_after(3599, noon) == datetime(2026, 11, 23, 12, 59, 59)  # noqa: DTZ001 - naive on purpose
    assert expiry_after("3599", noon) == expiry_after(3599, noon)
    assert [expiry_after(given, noon) for given in (None, "soon", 1.5, 10**12)] == [None] * 4
    with GoogleServer() as server:
        secrets = MemorySecrets()
        authority = signed_in(server, secrets)
        credentials = authority.credentials()
        status(server, credentials)
        assert credentials.expiry is not None
        assert credentials.expiry.tzinfo is None
        assert (credentials.valid, credentials.expired) == (True, False)
        assert stored(secrets).expiry == credentials.expiry
        server.clock.advance(seconds=3599 - 224)
        assert (credentials.valid, credentials.expired) == (False, True)


def test_no_account_says_how_to_sign_in() -> None:
    with GoogleServer() as server, pytest.raises(AuthorizationExpired, match="hedgerow connect google work"):
        Authority(WORK, MemorySecrets(), ServerClock(server)).credentials()


def test_credentials_are_never_pickled() -> None:
    with GoogleServer() as server, pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(signed_in(server, MemorySecrets()).credentials())


def test_a_sign_in_while_google_renews_is_kept_and_one_given_back_stays_away() -> None:
    with GoogleServer() as server:
        secrets = MemorySecrets()
        signed_in(server, secrets)
        anew = replace(granted(server), scopes=("anew",), access_token="anew", refresh_token="anew", expiry=None)

        def signs_in(_: str, __: Mapping[str, str]) -> Told:
            save_grant(secrets, WORK, anew, server.clock.now())
            return Told(200, {"access_token": "late", "expires_in": 3599})

        def leaves(_: str, __: Mapping[str, str]) -> Told:
            forget_grant(secrets, WORK)
            return Told(200, {"access_token": "late", "expires_in": 3599})

        assert Authority(WORK, secrets, ServerClock(server), signs_in).renewed("old") == anew
        assert stored(secrets) == anew
        with pytest.raises(AuthorizationExpired):
            Authority(WORK, secrets, ServerClock(server), leaves).renewed("anew")
        assert load_grant(secrets, WORK) is None
