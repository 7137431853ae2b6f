"""`hedgerow connect`: find the calendars of an account, keep its password sealed, write both into the settings."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import click

from hedgerow.cli import choosing, editing
from hedgerow.cli.asking import Manner, writes
from hedgerow.cli.connecting_google import google
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.opening import start_logging, telling_failures
from hedgerow.compose import SystemClock, find_calendars, open_passwords
from hedgerow.letter.phrases import counted, listed
from hedgerow.ports import AuthorizationExpired, Refused, Unavailable
from hedgerow.settings.connections import (
    Offer,
    Taken,
    account_for,
    account_table,
    calendar_table,
    find_account,
    known_as,
    take,
)
from hedgerow.settings.edits import Edit, add_tables
from hedgerow.settings.surroundings import name_of
from hedgerow.settings.values import AccountKind, AccountSettings, Role, Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command; an empty one was not given."""

    user: str
    name: str
    password_stdin: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    address: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Connection:
    account: AccountSettings
    is_new: bool
    offers: Sequence[Offer]
    known: Sequence[str]
    """For each offer the name under which it is in the settings, or nothing."""
    taken: Sequence[Taken]
    """What comes into the settings."""


@click.group(help="Connect an account: sign in, find its calendars, write them into the settings.")
def connect() -> None:
    pass


connect.add_command(google)


@connect.command(short_help="An account on a CalDAV server: Nextcloud, iCloud, Fastmail, Radicale")
@click.argument("address")
@click.option("--user", default="", help="Who signs in there; with a mail address, that.")
@click.option("--name", default="", help="What the account is called in the settings: a-z, 0-9 and -.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of the standard input.")
@writes
@click.pass_obj
def caldav(context: Context, /, *, address: str, how: Manner, **given: Any) -> Exit:
    """Connect an account on a CalDAV server, such as Nextcloud, iCloud, Fastmail or Radicale.

    ADDRESS is a host, the address of the server, or a mail address; or the name of an account of the settings, whose
    password is asked for again. Where the provider has app passwords, make one for Hedgerow. With --yes all calendars
    are read, and none holds blocks.
    """
    settings, asked = context.settings(), Asked(**given)
    start_logging(verbose=context.verbose)
    _refuse_unasked(how)
    _check_name(asked.name)
    known = next((each for each in settings.accounts if each.id == address), None)
    if known and known.kind is AccountKind.GOOGLE:
        raise Stop(Exit.USAGE, f"{address!r} is a Google account: `hedgerow connect google {address}` signs in there.")
    start = known.url if known else _sound(address)
    sign_in = _ask_sign_in(start, asked, known.user if known else "")
    with telling_failures(), _telling_the_server():
        offers = find_calendars(sign_in.address, sign_in.user, sign_in.password)
    if not offers:
        raise Stop(Exit.FAILED, "The account has no calendar for events: make one there. Nothing was written.")
    connection = _choose(settings, _match(settings, sign_in, asked.name, offers), how)
    edit = editing.edit_of(context, lambda text: _added(text, connection))
    if not how.dry_run:
        _keep(settings, connection, sign_in, edit)
    _tell(context, connection, edit, how)
    if not how.json and not how.dry_run:
        _tell_where_blocks_stay(context, settings, connection)
    return Exit.DONE


def _refuse_unasked(how: Manner) -> None:
    """Raises Stop before anything is asked that would be asked in vain."""
    if how.yes or how.dry_run:
        return
    if how.json:
        raise Stop(Exit.USAGE, "--json asks nothing: say --yes or --dry-run with it.")
    if not sys.stdin.isatty():
        raise Stop(
            Exit.USAGE, "There is no terminal to ask on: say --yes to read all calendars, or look with --dry-run."
        )


def _check_name(name: str) -> None:
    try:
        name_of(name or "any")
    except ValueError as fault:
        raise Stop(Exit.USAGE, f"--name: {fault}.") from fault


def _sound(address: str) -> str:
    """Raises Stop. What it holds beside the host is not repeated: it may be a password."""
    try:
        is_url = "://" in address
        secret = urlsplit(address).username is not None if is_url else ":" in address.rpartition("@")[0]
    except ValueError:
        raise Stop(Exit.USAGE, "That is not an address: give a host, https:// and a host, or a mail address.") from None
    if secret:
        raise Stop(Exit.USAGE, "Leave user and password out of the address: others can see what is typed here.")
    return address


def _ask_sign_in(address: str, asked: Asked, known_user: str) -> SignIn:
    mail = address if "@" in address and "://" not in address else ""
    can_ask = sys.stdin.isatty() and not asked.password_stdin
    user = asked.user or known_user
    if not user and can_ask:
        user = click.prompt("User", default=mail or None, err=True).strip()
    user = user or mail
    if not user:
        raise Stop(Exit.USAGE, "Say who signs in there with --user.")
    return SignIn(address, user, _ask_password(asked, can_ask=can_ask))


def _ask_password(asked: Asked, *, can_ask: bool) -> str:
    if not asked.password_stdin and not can_ask:
        raise Stop(Exit.USAGE, "There is no terminal to ask for the password on: say --password-stdin.")
    password = _first_line() if asked.password_stdin else click.prompt("Password", hide_input=True, err=True)
    if not password:
        raise Stop(Exit.USAGE, "The password is empty. Nothing was written.")
    return password


def _first_line() -> str:
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        # not chained: the fault shows the bytes, hence the password
        raise Stop(Exit.USAGE, "The password is not text in UTF-8. Nothing was written.") from None


@contextmanager
def _telling_the_server() -> Iterator[None]:
    """Nobody tries again by itself here. Raises Stop."""
    try:
        yield
    except (AuthorizationExpired, Refused, Unavailable) as error:
        said = str(error).replace("; it will be tried again", "").removesuffix(".")
        raise Stop(Exit.FAILED, f"{said}. Nothing was written.") from error


def _match(settings: Settings, sign_in: SignIn, name: str, offers: Sequence[Offer]) -> Connection:
    """With every new calendar taken. Raises Stop when the name is that of another account."""
    known = next(
        (each for each in settings.accounts if each.url == sign_in.address and each.user == sign_in.user), None
    )
    known = known or find_account(settings.accounts, offers[0].url, sign_in.user)
    taken = {each.id for each in settings.accounts}
    if name in taken and (known is None or known.id != name):
        raise Stop(Exit.USAGE, f"Another account is named {name!r}: choose another --name. Nothing was written.")
    if known and name and known.id != name:
        raise Stop(
            Exit.USAGE, f"That account is in your settings as {known.id!r}: leave --name out. Nothing was written."
        )
    account = known or account_for(sign_in.address, name, sign_in.user, offers, taken)
    there = [known_as(offer, settings.calendars) for offer in offers]
    fresh = [offer for offer, name in zip(offers, there, strict=True) if not name]
    calendars = take(fresh, account, [each.id for each in settings.calendars])
    return Connection(account, known is None, offers, there, calendars)


def _choose(settings: Settings, connection: Connection, how: Manner) -> Connection:
    if not how.json:
        host = urlsplit(connection.offers[0].url).hostname or connection.account.id
        choosing.show(connection.offers, connection.known, host)
    if how.yes or not sys.stdin.isatty() or not connection.taken:
        return connection
    numbers = [number for number, name in enumerate(connection.known, start=1) if not name]
    may_hold = all(each.role is Role.READ for each in settings.calendars)
    fresh = list(zip(numbers, connection.taken, strict=True))
    return replace(connection, taken=choosing.ask_all(fresh, may_hold=may_hold))


def _added(text: str, connection: Connection) -> str:
    account = connection.account
    if connection.is_new:
        text = add_tables(text, "accounts", [account_table(account)])
    return add_tables(text, "calendars", [calendar_table(each, account) for each in connection.taken])


def _keep(settings: Settings, connection: Connection, sign_in: SignIn, edit: Edit) -> None:
    """The password first: settings that name an account without one would be a gap. Raises Stop."""
    now = SystemClock().now()
    with telling_failures(), open_passwords(settings) as passwords:
        earlier = passwords.keep(connection.account.id, sign_in.password, now)
        try:
            editing.write(edit)
        except BaseException:
            earlier.put_back(now)
            raise


def _tell(context: Context, connection: Connection, edit: Edit, how: Manner) -> None:
    if how.json:
        context.print_json("connect", _told(connection, edit, how))
        return
    if how.dry_run:
        click.echo(edit.diff(), nl=False)
        return
    count = counted(len(connection.taken), "calendar")
    what = f"the account {connection.account.id!r} and {count}" if connection.is_new else f"{count} more"
    if edit.after != edit.before:
        context.say(f"Wrote {what} into {edit.path}.")
    context.say(f"The password of {connection.account.id!r} is kept sealed; `hedgerow disconnect` forgets it.")
    held = any(each.role is Role.HOLD for each in connection.taken)
    then = "`hedgerow apply`, which asks before it books" if held else "`hedgerow review` to see the last weeks"
    context.say(f"Next: `hedgerow check`, then {then}. A `hedgerow serve` that runs takes it up with its next cycle.")


def _tell_where_blocks_stay(context: Context, settings: Settings, connection: Connection) -> None:
    """Nobody was asked about it where another calendar holds them already."""
    holds = [each.id for each in settings.calendars if each.role is Role.HOLD]
    if holds and any(each.offer.writable for each in connection.taken):
        context.say(
            f"Blocks stay in {listed(holds)}; to hold them in one of these, move the role there in the settings."
        )


def _told(connection: Connection, edit: Edit, how: Manner) -> dict[str, object]:
    return {
        "account": connection.account.id,
        "new": connection.is_new,
        "calendars": [
            {"title": offer.name, "writable": offer.writable, "known_as": name or None}
            for offer, name in zip(connection.offers, connection.known, strict=True)
        ],
        "added": [
            {"name": each.name, "title": each.offer.name, "domains": sorted(each.domains), "role": each.role.value}
            for each in connection.taken
        ],
        "diff": edit.diff(),
        "written": not how.dry_run,
    }
