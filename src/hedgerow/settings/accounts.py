"""[[accounts]] → values, and the calendars that belong to one."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from hedgerow.settings.findings import Findings
from hedgerow.settings.notation import did_you_mean
from hedgerow.settings.places import KeyPath
from hedgerow.settings.surroundings import address_of, read_name
from hedgerow.settings.tables import AccountTable, CalendarTable
from hedgerow.settings.values import AccountId, AccountKind, AccountSettings

_NOT_OF_AN_ACCOUNT = ("path", "url_env", "url_file")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def read_accounts(tables: Sequence[AccountTable], findings: Findings) -> tuple[AccountSettings, ...]:
    """One value for each table, in their order."""
    seen: Counter[str] = Counter()
    return tuple(_account(("accounts", n), table, seen, findings) for n, table in enumerate(tables))


def _account(path: KeyPath, table: AccountTable, seen: Counter[str], findings: Findings) -> AccountSettings:
    read_name((*path, "name"), table.name, seen, findings)
    kind = AccountKind.CALDAV
    if findings.require((*path, "kind"), table.kind, "'caldav' or 'google'"):
        kind = findings.choose((*path, "kind"), table.kind, AccountKind, kind)
    if kind is AccountKind.GOOGLE:
        return _google_account(path, table, findings)
    url = ""
    if findings.require((*path, "url"), table.url, "the address of the server, such as 'https://dav.example.org/'"):
        url = findings.read((*path, "url"), table.url, _address, "")
    findings.require((*path, "user"), table.user, "the user that signs in there, mostly a mail address")
    return AccountSettings(AccountId(table.name), kind, url, table.user.strip())


def _google_account(path: KeyPath, table: AccountTable, findings: Findings) -> AccountSettings:
    url = findings.read((*path, "url"), table.url, _google, "") if table.url else ""
    return AccountSettings(AccountId(table.name), AccountKind.GOOGLE, url, table.user.strip())


def _google(text: str) -> str:
    """Whole, up to where the methods of the Calendar API begin. Raises ValueError."""
    url = _address(text)
    if not url.startswith("https://") and urlsplit(url).hostname not in _LOOPBACK:
        raise ValueError("is without https, so that what goes there could be read on the way")
    return url if url.endswith("/") else f"{url}/"


def read_google_id(path: KeyPath, table: CalendarTable, accounts: Sequence[AccountTable], findings: Findings) -> str:
    """Empty when it is not known."""
    for key in (*_NOT_OF_AN_ACCOUNT, "url"):
        if getattr(table, key):
            findings.blame_key((*path, key), "a Google calendar has its id and no more; leave this out")
    _read_account(path, table, accounts, findings)
    findings.require((*path, "id"), table.id, "what Google calls the calendar, such as 'primary'")
    return table.id.strip()


def read_calendar_url(
    path: KeyPath, table: CalendarTable, accounts: Sequence[AccountTable], findings: Findings
) -> str | None:
    """The whole address of a calendar of an account; None when that is not known."""
    for key in _NOT_OF_AN_ACCOUNT:
        if getattr(table, key):
            findings.blame_key((*path, key), "a calendar of an account has its url there and no more; leave this out")
    _read_account(path, table, accounts, findings)
    blame_id(path, table, findings)
    if not findings.require((*path, "url"), table.url, "the address of the calendar, or its path on the server"):
        return None
    account = next((each.url for each in accounts if each.name == table.account), "")
    return findings.read((*path, "url"), table.url, lambda text: _within(text, account), None)


def _read_account(path: KeyPath, table: CalendarTable, accounts: Sequence[AccountTable], findings: Findings) -> None:
    if not findings.require((*path, "account"), table.account, "the name of one of your [[accounts]]"):
        return
    kind = _kind((*path, "account"), table.account, accounts, findings)
    if kind in set(AccountKind) - {table.kind}:
        findings.blame((*path, "account"), f"is a {kind} account; the calendar is of kind {table.kind!r}")


def _kind(path: KeyPath, name: str, accounts: Sequence[AccountTable], findings: Findings) -> str:
    """As it is written; empty when it is not known."""
    kinds = {account.name: account.kind for account in accounts}
    if findings.is_dropped(("accounts",)) or not all(kinds):
        return ""
    if name not in kinds:
        known = did_you_mean(name, list(kinds)) if kinds else "; write one under [[accounts]]"
        findings.blame(path, f"there is no account named {name!r}{known}")
    return kinds.get(name, "")


def read_account_of_letters(
    path: KeyPath, name: str, accounts: Sequence[AccountTable], findings: Findings
) -> tuple[AccountId, str]:
    """With its address, which is empty where it is not known."""
    kind = _kind(path, name, accounts, findings)
    if kind in set(AccountKind) - {AccountKind.GOOGLE}:
        findings.blame(path, f"is a {kind} account, and letters go out through a Google one, or through [letter.smtp]")
    user = next((each.user.strip() for each in accounts if each.name == name), "")
    with suppress(ValueError):
        return AccountId(name), address_of(user)
    return AccountId(name), ""


def blame_id(path: KeyPath, table: CalendarTable, findings: Findings) -> None:
    if table.id:
        findings.blame_key((*path, "id"), f"a {table.kind} has no id; leave this out")


def blame_account(path: KeyPath, table: CalendarTable, findings: Findings) -> None:
    blame_id(path, table, findings)
    if table.account:
        findings.blame_key((*path, "account"), f"a {table.kind} belongs to no account; leave this out")


def _address(text: str) -> str:
    """Raises ValueError. A password in it is not repeated."""
    parts = _parts(text)
    if parts is None:
        raise ValueError("is not the address of a server; it begins with https:// or http:// and a host")
    if parts.username is not None:
        raise ValueError("holds a user or a password; leave them out, and name the user in the account's user")
    return text.strip()


def _within(text: str, account: str) -> str:
    """Whole. Raises ValueError where the password of the account would be readable on the way."""
    if text.strip().startswith("/"):
        # not joined: a path that begins with two slashes would be taken for a host
        return urlsplit(account)._replace(path=text.strip(), query="", fragment="").geturl()
    if _parts(text) is None:
        raise ValueError("is neither the address of a calendar nor its path; it begins with https://, http:// or /")
    url, home = urlsplit(_address(text)), _parts(account)
    elsewhere = home is not None and (url.scheme, url.netloc.lower()) != (home.scheme, home.netloc.lower())
    if elsewhere and url.scheme != "https":
        raise ValueError("is not where the account is, and without https its password could be read on the way")
    return text.strip()


def _parts(text: str) -> SplitResult | None:
    text = text.strip()
    try:
        parts = urlsplit(text)
        is_sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if is_sound and not any(letter.isspace() for letter in text) else None
