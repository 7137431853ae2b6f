"""What an account and its calendars are called in the settings, and what is guessed of them."""

import pytest

from hedgerow.core.domains import Domain
from hedgerow.settings.connections import (
    Offer,
    account_for,
    account_table,
    calendar_table,
    find_account,
    guess_domain,
    known_as,
    take,
)
from tests.settings.reading import HOME, settings
from tests.settings.test_accounts import CLOUD, WORK

HERE = Offer("https://cloud.example.org/dav/ann/a%20b/", "Family & friends", writable=True)
THERE = Offer("https://p01.example.net/x/", "家", writable=False)


@pytest.mark.parametrize(
    ("address", "name", "url"),
    [
        ("cloud.example.org", "cloud", "https://cloud.example.org/"),
        ("ann@dav.mail.example.org", "mail", "https://cloud.example.org/"),
        ("https://cloud.example.org/remote.php/dav", "cloud", "https://cloud.example.org/remote.php/dav"),
        ("https://elsewhere.example.org/", "cloud", "https://cloud.example.org/"),
    ],
)
def test_an_account_is_named_for_where_it_is(address: str, name: str, url: str) -> None:
    account = account_for(address, "", "ann", [HERE], ())
    assert (account.id, account.url) == (name, url)
    assert account_for(address, "", "ann", [HERE], {name}).id == f"{name}-2"


def test_a_host_in_numbers_gives_no_name() -> None:
    here = Offer("http://127.0.0.1:5232/ann/x/", "x", writable=True)
    assert account_for("http://127.0.0.1:5232/", "", "ann", [here], ()).id == "caldav"


def test_calendars_get_names_of_their_own_and_a_path_where_that_is_enough() -> None:
    account = account_for("cloud.example.org", "", "ann", [HERE], ())
    one, other, third = take([HERE, THERE, HERE], account, ["cloud"])
    assert [each.name for each in (one, other, third)] == ["family-friends", "cloud-2", "family-friends-2"]
    assert calendar_table(one, account)["url"] == "/dav/ann/a%20b/"
    assert calendar_table(other, account)["url"] == THERE.url
    assert account_table(account)["user"] == "ann"


def test_what_is_in_the_settings_is_known_again() -> None:
    read = settings(HOME + CLOUD + WORK)
    assert find_account(read.accounts, "https://CLOUD.example.org/elsewhere", "ann") == read.accounts[0]
    assert find_account(read.accounts, "https://cloud.example.org/", "ben") is None
    assert find_account(read.accounts, "http://cloud.example.org/", "ann") is None
    assert known_as(Offer("https://cloud.example.org/dav/%61nn/work", "", writable=True), read.calendars) == "work"
    assert known_as(HERE, read.calendars) == ""


@pytest.mark.parametrize(
    ("name", "domain"),
    [("Team WORK", "work"), ("Kids' school", "home"), ("Choir", "community"), ("Yoga", "self"), ("Misc", "home")],
)
def test_a_domain_is_guessed_from_the_words_of_a_name(name: str, domain: str) -> None:
    assert guess_domain(name) is Domain(domain)
