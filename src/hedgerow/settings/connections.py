"""What connecting an account writes into the settings: names for it and its calendars, and what each may serve."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from hedgerow.core.domains import Domain
from hedgerow.settings.values import AccountId, AccountKind, AccountSettings, CalendarKind, CalendarSettings, Role

Table = dict[str, str | list[str]]

_SAID_OF_ALL = frozenset({"www", "dav", "caldav", "cal", "calendar"})
"""First parts of a host that tell no account from another."""
_WORDS = {
    Domain.WORK: ("work", "office", "job", "team", "arbeit", "travail", "trabajo", "project", "shift"),
    Domain.HOME: ("home", "famil", "kids", "child", "school", "household", "birthday", "personal", "private"),
    Domain.COMMUNITY: ("community", "friend", "club", "choir", "church", "volunt", "neighbo"),
    Domain.SELF: ("self", "sport", "gym", "yoga", "run", "health", "learn", "reading", "hedgerow"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A calendar that a server says an account has."""

    url: str = field(repr=False)
    name: str
    writable: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """One of them, as it comes into the settings."""

    offer: Offer
    name: str
    domains: frozenset[Domain]
    role: Role = Role.READ


def find_account(accounts: Iterable[AccountSettings], url: str, user: str) -> AccountSettings | None:
    """The one that signs in as this user on the server of this address."""
    return next((each for each in accounts if each.user == user and _root(each.url) == _root(url)), None)


def account_for(address: str, name: str, user: str, offers: Sequence[Offer], taken: Collection[str]) -> AccountSettings:
    """A new one. Its address is what was typed, where the calendars are there; else where they are."""
    home = _root(offers[0].url)
    url = address if "://" in address and _root(address) == home else home
    host = urlsplit(url).hostname or ""
    domain = address.rpartition("@")[2] if "@" in address and "://" not in address else host
    named = name or free_name(_telling_part(domain), "caldav", taken)
    return AccountSettings(AccountId(named), AccountKind.CALDAV, url, user)


def take(offers: Iterable[Offer], account: AccountSettings, taken: Iterable[str]) -> tuple[Taken, ...]:
    """All, to be read, each under a name that no other calendar has."""
    names = set(taken)
    found: list[Taken] = []
    for offer in offers:
        name = free_name(offer.name, account.id, names)
        names.add(name)
        found.append(Taken(offer, name, frozenset({guess_domain(offer.name)})))
    return tuple(found)


def guess_domain(name: str) -> Domain:
    folded = name.casefold()
    return next((domain for domain, words in _WORDS.items() if any(word in folded for word in words)), Domain.HOME)


def known_as(offer: Offer, calendars: Iterable[CalendarSettings]) -> str:
    """The name under which it is read already; empty when it is not."""
    urls = {_same(each.url): each.id for each in calendars if each.kind is CalendarKind.CALDAV and each.url}
    return urls.get(_same(offer.url), "")


def account_table(account: AccountSettings) -> Table:
    return {"name": account.id, "kind": account.kind.value, "url": account.url, "user": account.user}


def calendar_table(taken: Taken, account: AccountSettings) -> Table:
    """With its path alone where it is on the server of the account."""
    url = taken.offer.url
    is_here = _root(url) == _root(account.url)
    return {
        "name": taken.name,
        "kind": CalendarKind.CALDAV.value,
        "account": account.id,
        "url": urlsplit(url).path if is_here else url,
        **served(taken.domains, taken.role),
    }


def served(domains: Collection[Domain], role: Role) -> Table:
    """The keys of a calendar of any kind that say what it is for."""
    return {"domains": [domain.value for domain in Domain if domain in domains], "role": role.value}


def free_name(text: str, otherwise: str, taken: Collection[str]) -> str:
    """For the settings, of what something is called, and not `taken`; `otherwise` where no letter of it is left."""
    name = _slug(text) or otherwise
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}/"


def _same(url: str) -> tuple[str, str]:
    return _root(url), unquote(urlsplit(url).path).rstrip("/")


def _telling_part(host: str) -> str:
    """`cloud` of `dav.cloud.example.org`; nothing of an address in numbers."""
    if re.fullmatch(r"[0-9.]*|.*:.*", host):
        return ""
    parts = host.split(".")
    return next((part for part in parts[:-1] if part not in _SAID_OF_ALL), parts[0])


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30].strip("-")
