"""One account at a Google of our own, from sign-in to giving it back, without a browser and in this process."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hedgerow.adapters.google.grant import End, load_grant, save_grant
from hedgerow.adapters.google.welcome import MARK, Found
from hedgerow.cli.google_calendars import Choice, choose, holders_of
from hedgerow.compose.accounts import pace_of
from hedgerow.compose.google import BlocksIn, GoogleAccount, Signed, Wanted, google_account, revoke_all
from hedgerow.ports import Refused, Unavailable
from hedgerow.settings.load import read_settings
from hedgerow.settings.values import AccountId, Settings
from tests.adapters.google.signed_in import ServerClock, client_at, stored
from tests.fakes.google import ADA, Consent, GoogleServer
from tests.fakes.google.faults import Backend, fails
from tests.fakes.google.wire import Answer, Dropped, Request
from tests.fakes.google.worlds import HOLIDAYS, whole_life

JOB = AccountId("job")
FAMILY, TEAM = "family@group.calendar.google.com", "team@group.calendar.google.com"
ACCOUNT = '[[accounts]]\nname = "job"\nkind = "google"\nurl = "{0}"\n'
FILE = '[[calendars]]\nname = "blocks"\nkind = "file"\npath = "b.ics"\ndomains = ["self"]\nrole = "hold"\n'
OWN = (
    '[[calendars]]\nname = "hedgerow"\nkind = "google"\naccount = "job"\nid = "{0}"\n'
    'domains = ["self"]\nrole = "hold"\n'
)


@pytest.fixture(autouse=True)
def _loopback_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer(whole_life) as server:
        server.modes.sign_in.consent = Consent.ALLOW
        yield server


def settings_at(folder: Path, google: GoogleServer, more: str = "") -> Settings:
    text = f'[person]\ntime_zone = "Europe/Paris"\n{ACCOUNT.format(google.api)}{more}[server]\ndata = "data"\n'
    read = read_settings(text, "h.toml", folder, {"XDG_CONFIG_HOME": str(folder)})
    assert isinstance(read, Settings), read
    return read


@contextmanager
def account_at(folder: Path, google: GoogleServer, more: str = "") -> Iterator[tuple[GoogleAccount, Settings]]:
    settings = settings_at(folder, google, more)
    with google_account(settings, JOB, ServerClock(google)) as account:
        yield account, settings


def signed(
    at: GoogleAccount, google: GoogleServer, blocks: BlocksIn | None = BlocksIn.OWN, *, mail: bool = False
) -> Signed:
    parts = urlsplit(at.begin_elsewhere(at.client() or client_at(google), at.wanted(blocks, mail=mail)))
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request("GET", f"{parts.path}?{parts.query}")
        return at.finish_elsewhere(connection.getresponse().headers["Location"])


def connected(
    at: GoogleAccount, settings: Settings, google: GoogleServer, blocks: BlocksIn = BlocksIn.OWN
) -> tuple[Found, Choice]:
    done, found = at.look_in(signed(at, google, blocks), "Europe/Paris", holders_of(settings, JOB))
    choice = choose(settings, JOB, done, found, asks=False)
    at.keep(done)
    return found, choice


def own_calendars(google: GoogleServer) -> list[str]:
    return [each.id for each in google.state.calendars.values() if each.made_by]


def roles(choice: Choice) -> dict[str, str]:
    return {each.id: each.role.value for each in choice.taken}


def test_blocks_get_a_calendar_of_their_own_and_the_calendars_one_writes_are_read(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        found, choice = connected(at, settings, google)
    assert [found.own] == own_calendars(google)
    assert MARK in google.state.calendars[found.own].about["description"]
    assert roles(choice) == {ADA: "read", FAMILY: "read", TEAM: "read", found.own: "hold"}
    assert [each.name for each in choice.taken] == ["ada", "family", "team", "hedgerow"]
    assert {HOLIDAYS, "boss@example.org"} <= {each.id for each in found.calendars}


def test_hours_are_looked_at_where_the_grant_lets_us_and_where_not_the_rest_is_connected(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        found, _ = connected(at, settings, google)
        assert found.about is not None
        assert found.about.zone == "Europe/Paris"
        google.faults.always("settings.list", fails(404))
        found, choice = connected(at, settings, google)
        assert (found.about, bool(choice.taken)) == (None, True)


def test_blocks_in_the_main_calendar_make_no_other(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        _, choice = connected(at, settings, google, BlocksIn.MAIN)
    assert roles(choice) == {ADA: "hold", FAMILY: "read", TEAM: "read"}
    assert own_calendars(google) == []


def test_where_another_calendar_holds_blocks_none_is_made_and_that_is_said(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google, FILE) as (at, settings):
        _, choice = connected(at, settings, google)
    assert "hold" not in roles(choice).values()
    assert choice.notices == ["Blocks stay in 'blocks': to hold them elsewhere, change the roles in the settings."]
    assert own_calendars(google) == []


def test_creating_a_second_app_calendar_because_the_id_was_lost(tmp_path: Path, google: GoogleServer) -> None:
    """Of the list of what clients commonly get wrong: it is found again by the mark in its description."""
    with account_at(tmp_path, google) as (at, settings):
        first, _ = connected(at, settings, google)
        second, choice = connected(at, settings, google)
    assert first.own == second.own
    assert own_calendars(google) == [first.own]
    assert roles(choice)[first.own] == "hold"


def test_a_list_that_google_does_not_give_makes_no_second_calendar(tmp_path: Path, google: GoogleServer) -> None:
    """It is read once: the calendars and the mark of our own are of one reading."""
    with account_at(tmp_path, google) as (at, settings):
        first, _ = connected(at, settings, google)
        assert len(google.log.of("calendarList.list")) == 1
        for status in (404, 410):
            google.faults.next("calendarList.list", fails(status))
            with pytest.raises(Unavailable, match="whole list"):
                connected(at, settings, google)
    assert own_calendars(google) == [first.own]


def test_without_a_look_at_the_list_the_settings_are_trusted_about_our_calendar(
    tmp_path: Path, google: GoogleServer
) -> None:
    google.modes.sign_in.ticked = frozenset({"calendar.app.created"})
    with account_at(tmp_path, google) as (at, settings):
        first, choice = connected(at, settings, google)
        assert (first.address, list(first.calendars), roles(choice)) == ("", [], {first.own: "hold"})
    with account_at(tmp_path, google, OWN.format(first.own)) as (at, settings):
        second, again = connected(at, settings, google)
    assert (second.own, list(again.taken), own_calendars(google)) == (first.own, [], [first.own])


def test_signing_in_again_needs_no_client_and_takes_nothing_that_is_there(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        _, choice = connected(at, settings, google)
        assert at.client() == client_at(google)
    more = choice.added_to(ACCOUNT.format(google.api)).partition('/calendar/v3/"\n')[2]
    with account_at(tmp_path, google, more) as (at, settings):
        _, again = connected(at, settings, google)
    assert (again.is_new, list(again.taken), list(again.notices)) == (False, [], [])


def test_who_asks_for_another_place_of_blocks_is_told_where_they_stay(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        first, _ = connected(at, settings, google)
    with account_at(tmp_path, google, OWN.format(first.own)) as (at, settings):
        _, same = connected(at, settings, google)
        _, other = connected(at, settings, google, BlocksIn.MAIN)
    assert (same.notices, [line.partition(":")[0] for line in other.notices]) == ([], ["Blocks stay in 'hedgerow'"])


EVE = "eve@example.org"


def signed_as_eve(at: GoogleAccount, google: GoogleServer) -> Signed:
    """The person is at Google as somebody else, and takes it for the account that they wanted."""
    before = stored(at.secrets, JOB)
    google.account(EVE)
    token = google.auth.grant(EVE, *before.scopes)
    fresh = replace(before, refresh_token=token, access_token=google.auth.access(EVE, *before.scopes))
    return Signed(fresh, Wanted(BlocksIn.OWN), is_again=True)


def test_another_account_than_before_is_refused_and_what_it_allowed_is_given_back(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        before = stored(at.secrets, JOB)
        said = f"You signed in as {EVE}, .* another account than the one that 'job' is, {ADA}. .* was given back"
        with pytest.raises(Refused, match=said):
            at.look_in(signed_as_eve(at, google), "Europe/Paris", ())
        assert stored(at.secrets, JOB) == before
    assert {each.email for each in google.auth.grants.refresh.values()} == {ADA}
    assert [each.id for each in google.state.calendars.values() if each.owner == EVE] == [EVE]


def test_of_another_account_that_google_does_not_take_back_the_person_is_told_where(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        google.faults.always("revoke", fails(503))
        with pytest.raises(Refused, match=rf"open https://myaccount\.google\.com/permissions as {EVE}, and take"):
            at.look_in(signed_as_eve(at, google), "Europe/Paris", ())


def test_another_account_that_is_connected_by_another_name_keeps_its_grant(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        as_eve = signed_as_eve(at, google)
        save_grant(at.secrets, AccountId("club"), replace(as_eve.grant, address=EVE), google.clock.now())
        with pytest.raises(Refused, match=r"Nothing was changed, also at Google, where 'club' may be in need"):
            at.look_in(as_eve, "Europe/Paris", ())
    assert {each.email for each in google.auth.grants.refresh.values()} == {ADA, EVE}


def test_a_calendar_that_a_stranger_shared_with_our_mark_in_it_is_not_taken_for_our_own(
    tmp_path: Path, google: GoogleServer
) -> None:
    bait = google.state.add_calendar("eve@example.org", summary="Hedgerow")
    bait.about["description"] = f"Hedgerow keeps its blocks here. ({MARK})"
    google.state.share(bait.id, ADA, "owner")
    with account_at(tmp_path, google) as (at, settings):
        found, choice = connected(at, settings, google)
        again, _ = connected(at, settings, google)
    assert bait.id not in (found.own, again.own)
    assert (roles(choice)[found.own], again.own) == ("hold", found.own)
    assert own_calendars(google) == [found.own]


def without_data_owners(request: Request, backend: Backend) -> Answer | Dropped:
    answer = backend(request)
    told = json.loads(answer.body)
    for each in told["items"]:
        each.pop("dataOwner", None)
    return replace(answer, body=json.dumps(told).encode())


def test_where_google_tells_no_data_owner_the_settings_alone_say_which_calendar_is_ours(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        first, _ = connected(at, settings, google)
        google.faults.always("calendarList.list", without_data_owners)
        other, _ = connected(at, settings, google)
    with account_at(tmp_path, google, OWN.format(first.own)) as (at, settings):
        same, _ = connected(at, settings, google)
    assert (same.own, own_calendars(google)) == (first.own, [first.own, other.own])


def test_the_calendar_that_holds_blocks_is_taken_before_another_one_of_ours(
    tmp_path: Path, google: GoogleServer
) -> None:
    older = google.state.add_calendar(ADA, summary="Hedgerow")
    older.about["description"] = MARK
    held = google.state.add_calendar(ADA, summary="Hedgerow")
    held.about["description"] = MARK
    with account_at(tmp_path, google, OWN.format(held.id)) as (at, settings):
        found, _ = connected(at, settings, google)
    assert found.own == held.id


def test_a_sign_in_asks_from_what_is_left_to_the_account(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        asked = at.pace.left()
        connected(at, settings, google)
        assert pace_of(settings, JOB) is at.pace
        assert at.pace.left() < asked


def test_google_that_gives_no_refresh_token_says_what_to_do(tmp_path: Path, google: GoogleServer) -> None:
    google.modes.sign_in.refresh_token = False
    with account_at(tmp_path, google) as (at, _), pytest.raises(Refused, match=r"myaccount\.google\.com/permissions"):
        signed(at, google)


def test_the_refresh_token_of_before_is_kept_where_google_gives_no_new_one(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        before = stored(at.secrets, JOB)
        google.modes.sign_in.refresh_token = False
        connected(at, settings, google)
        after = stored(at.secrets, JOB)
        assert after.refresh_token == before.refresh_token
        assert after.access_token != before.access_token
        assert after.granted_at == before.granted_at


def test_a_refresh_token_for_less_than_was_granted_now_is_not_kept(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        google.modes.sign_in.refresh_token = False
        with pytest.raises(Refused, match="no lasting access"):
            signed(at, google, BlocksIn.MAIN)


def test_a_refresh_token_that_google_ended_is_not_kept(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        over = replace(stored(at.secrets, JOB), end=End(google.clock.now(), "Over."))
        save_grant(at.secrets, JOB, over, google.clock.now())
        google.modes.sign_in.refresh_token = False
        with pytest.raises(Refused, match="no lasting access"):
            signed(at, google)


def test_a_new_sign_in_ends_the_end(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        over = replace(stored(at.secrets, JOB), end=End(google.clock.now(), "Over."))
        save_grant(at.secrets, JOB, over, google.clock.now())
        assert at.look().faults == ["Over."]
        connected(at, settings, google)
        assert (at.look().faults, at.look().warnings) == ((), [])


def test_check_is_told_whose_what_and_how_old_and_what_is_off(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        assert at.look().faults == ["Not signed in: run `hedgerow connect google job`."]
        google.modes.sign_in.ticked = frozenset({"calendar.readonly"})
        google.modes.sign_in.testing = True
        connected(at, settings, google)
        google.clock.advance(hours=3)
        look = at.look()
    assert look.facts == f"{ADA}, granted 23 November 2026 for calendar.readonly; last let in 3 h 0 min ago"
    assert [line.partition(":")[0] for line in look.warnings] == [
        "Not granted",
        "Google will end this sign-in on 30 November, as your Cloud project has the publishing status Testing",
    ]


def test_giving_it_back_ends_the_grant_at_google_and_here(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
    assert revoke_all(settings) == {"job": True}
    assert (google.auth.grants.refresh, google.auth.grants.access) == ({}, {})
    with account_at(tmp_path, google) as (at, settings):
        assert load_grant(at.secrets, JOB) is None
        assert at.secrets.names() == []
    assert revoke_all(settings) == {"job": True}


def test_what_the_person_took_back_at_google_counts_as_given_back(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        google.auth.revoke_now(ADA)
        assert at.revoke()


def test_giving_it_back_forgets_it_here_when_google_is_away(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        away = replace(stored(at.secrets, JOB).client, token_uri="http://127.0.0.1:9/token")
        save_grant(at.secrets, JOB, replace(stored(at.secrets, JOB), client=away), google.clock.now())
        assert (at.revoke(), load_grant(at.secrets, JOB)) == (False, None)


def test_a_sign_in_that_comes_to_nothing_is_given_back_and_one_from_before_stays(
    tmp_path: Path, google: GoogleServer
) -> None:
    told: list[str] = []
    with account_at(tmp_path, google) as (at, settings):
        first = signed(at, google)
        with pytest.raises(KeyboardInterrupt), at.giving_back(first, told.append):
            raise KeyboardInterrupt
        assert google.auth.grants.refresh == {}
        connected(at, settings, google)
        again = signed(at, google)
        with pytest.raises(KeyboardInterrupt), at.giving_back(again, told.append):
            raise KeyboardInterrupt
        assert len(google.auth.grants.refresh) == 2
    assert told == []


def test_a_sign_in_that_comes_to_nothing_and_cannot_be_given_back_says_where_the_person_can(
    tmp_path: Path, google: GoogleServer
) -> None:
    told: list[str] = []
    with account_at(tmp_path, google) as (at, _):
        first = signed(at, google)
        google.faults.always("revoke", fails(503))
        with pytest.raises(KeyboardInterrupt), at.giving_back(first, told.append):
            raise KeyboardInterrupt
    [line] = told
    assert line.endswith("nothing came of it: take Hedgerow out at https://myaccount.google.com/permissions.")


def test_leaving_gives_back_the_grant_of_an_account_that_the_settings_name_no_more(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
    assert revoke_all(replace(settings, accounts=())) == {"job": True}
    assert google.auth.grants.refresh == {}


def test_a_second_name_that_comes_to_nothing_ends_not_the_first_and_keeps_no_grant(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, settings):
        connected(at, settings, google)
        with google_account(settings, AccountId("second"), ServerClock(google)) as second:
            other, told = replace(signed(at, google), is_again=False), list[str]()
            second.keep(other)
            with pytest.raises(KeyboardInterrupt), second.giving_back(other, told.append):
                raise KeyboardInterrupt
        assert at.secrets.names() == ["google/job"]
        assert google.auth.grants.refresh != {}


def scopes_at(google: GoogleServer, at: GoogleAccount, *, mail: bool, blocks: BlocksIn | None = None) -> set[str]:
    """Of a sign-in that is kept, without the address that all begin with."""
    done = signed(at, google, blocks, mail=mail)
    at.keep(done)
    return {scope.rpartition("/")[2] for scope in done.grant.scopes}


def test_mail_is_asked_for_where_it_is_wanted_and_what_a_sign_in_without_it_ends_is_known(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, _):
        assert scopes_at(google, at, mail=False) == {"calendar.readonly", "calendar.app.created"}
        assert "gmail.send is not granted: run `hedgerow connect google job --mail`" in at.look().mail_fault
        assert scopes_at(google, at, mail=True) == {"calendar.readonly", "calendar.app.created", "gmail.send"}
        assert (at.look().mail_fault, at.look().warnings) == ("", [])
        assert not signed(at, google, mail=True).gives_up_mail
        assert signed(at, google).gives_up_mail


def test_a_sign_in_that_names_no_place_of_blocks_leaves_them_where_they_were(
    tmp_path: Path, google: GoogleServer
) -> None:
    with account_at(tmp_path, google) as (at, _):
        assert scopes_at(google, at, mail=False, blocks=BlocksIn.MAIN) == {"calendar.readonly", "calendar.events.owned"}
        assert "calendar.events.owned" in scopes_at(google, at, mail=True)
        assert "calendar.app.created" in scopes_at(google, at, mail=True, blocks=BlocksIn.OWN)


def test_a_person_who_grants_no_mail_is_told_what_is_off_and_the_rest_is_connected(
    tmp_path: Path, google: GoogleServer
) -> None:
    google.modes.sign_in.ticked = frozenset({"calendar.readonly", "calendar.app.created"})
    with account_at(tmp_path, google) as (at, settings):
        done = signed(at, google, mail=True)
        assert done.missing == ["Not granted: gmail.send, so no letters go out through the account."]
        _, found = at.look_in(done, "Europe/Paris", holders_of(settings, JOB))
        assert found.own == own_calendars(google)[0]


def test_a_person_who_grants_mail_alone_can_send_letters(tmp_path: Path, google: GoogleServer) -> None:
    google.modes.sign_in.ticked = frozenset({"gmail.send"})
    with account_at(tmp_path, google) as (at, _):
        assert scopes_at(google, at, mail=True) == {"gmail.send"}
        look = at.look()
    assert (look.address, look.mail_fault, len(look.warnings)) == ("", "", 2)


def test_letters_go_nowhere_through_an_account_that_is_not_signed_in(tmp_path: Path, google: GoogleServer) -> None:
    with account_at(tmp_path, google) as (at, _):
        assert at.look().mail_fault == "none can go out. Not signed in: run `hedgerow connect google job`."
