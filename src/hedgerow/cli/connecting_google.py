"""`hedgerow connect google`: sign in, choose calendars, write both into the settings."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from hedgerow.cli import editing
from hedgerow.cli.asking import Manner, writes
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.google_calendars import Choice, choose, holders_of
from hedgerow.cli.google_hours import BOUNDARY, Proposal, propose, tell, write_into
from hedgerow.cli.google_hours import ask as ask_hours
from hedgerow.cli.google_words import CHOICE, OPEN, PASTE, SETUP, WHY_MAIL, told_dry, told_letters
from hedgerow.cli.opening import start_logging, telling_failures
from hedgerow.cli.screen import show_page
from hedgerow.compose.google import (
    BlocksIn,
    Client,
    GoogleAccount,
    Signed,
    Wanted,
    google_account,
    read_client_file,
)
from hedgerow.letter.phrases import counted
from hedgerow.ports import AuthorizationExpired
from hedgerow.settings.edits import Edit
from hedgerow.settings.surroundings import name_of
from hedgerow.settings.values import AccountId, AccountKind, Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command."""

    client: Path | None
    blocks: str | None
    mail: bool
    elsewhere: bool
    paste: bool

    def wanted(self, settings: Settings, at: GoogleAccount) -> Wanted:
        """What the settings need a sign-in for, it does not lose by being repeated. Raises Refused."""
        blocks = BlocksIn(self.blocks) if self.blocks else None
        return at.wanted(blocks, mail=self.mail or settings.letter.account == at.id)


@click.command("google", epilog=CHOICE, short_help="An account at Google.")
@click.argument("name", default="google")
@click.option("--client", type=click.Path(path_type=Path), help="The JSON file of your client at Google.")
@click.option(
    "--blocks",
    type=click.Choice([each.value for each in BlocksIn]),
    help="Where blocks go; see below. Without it: where they went before, at first own.",
)
@click.option("--mail", is_flag=True, help="Let letters go out through the account, too; see below.")
@click.option("--no-browser", "elsewhere", is_flag=True, help="Print the address, to be opened on any machine.")
@click.option("--paste", is_flag=True, help="Finish what --no-browser began with the address that it ended on.")
@writes
@click.pass_obj
def google(context: Context, /, *, name: str, how: Manner, **given: Any) -> Exit:
    """Connect a Google account: sign in there, choose calendars, write them into the settings.

    NAME is what the settings call the account; one that is there already is signed in again. Without --client, for the
    first time, this says how to get one. With --yes those calendars are read that you can write.
    """
    settings, asked = context.settings(), Asked(**given)
    start_logging(verbose=context.verbose)
    account = _sound(settings, name)
    with _telling(), google_account(settings, account) as at:
        wanted = asked.wanted(settings, at)
        if how.dry_run:
            click.echo(told_dry(account, wanted))
            return Exit.DONE
        if asked.elsewhere:
            url = at.begin_elsewhere(_client(at, asked), wanted)
            _tell_why(wanted)
            _tell_address(context, account, url, how)
            return Exit.DONE
        signed = at.finish_elsewhere(_pasted()) if asked.paste else _sign_in(context, at, _client(at, asked), wanted)
        return _connect(context, settings, at, signed, how)


def _sound(settings: Settings, name: str) -> AccountId:
    try:
        account = AccountId(name_of(name))
    except ValueError as fault:
        raise Stop(Exit.USAGE, f"NAME: {fault}.") from fault
    if any(each.id == account and each.kind is not AccountKind.GOOGLE for each in settings.accounts):
        raise Stop(
            Exit.USAGE, f"Your settings have {name!r} as an account of another kind: give this one another NAME."
        )
    return account


@contextmanager
def _telling() -> Iterator[None]:
    """Raises Stop."""
    try:
        with telling_failures():
            yield
    except AuthorizationExpired as error:
        raise Stop(Exit.FAILED, str(error)) from error


def _client(at: GoogleAccount, asked: Asked) -> Client:
    """Raises Refused, and Stop with how to get one."""
    client = read_client_file(asked.client) if asked.client else at.client()
    if client is None:
        raise Stop(Exit.USAGE, *SETUP.splitlines(), "", *CHOICE.splitlines())
    return client


def _tell_address(context: Context, account: AccountId, url: str, how: Manner) -> None:
    if how.json:
        context.print_json("connect", {"account": account, "url": url})
    else:
        click.echo(PASTE.format(url=url, account=account))


def _pasted() -> str:
    """The whole of it, however many lines: it is broken where terminals and mails break it."""
    if sys.stdin.isatty():
        return str(click.prompt("The address that the browser ended on", err=True))
    return sys.stdin.read()


def _tell_why(wanted: Wanted) -> None:
    if wanted.mail:
        click.echo(WHY_MAIL, err=True)


def _sign_in(context: Context, at: GoogleAccount, client: Client, wanted: Wanted) -> Signed:
    def show(url: str) -> None:
        _tell_why(wanted)
        click.echo(OPEN.format(url=url), err=True)
        show_page(url)

    signed = at.sign_in_here(client, wanted, show)
    context.say("Google said yes; now its calendars are looked at.")
    return signed


def _connect(context: Context, settings: Settings, at: GoogleAccount, signed: Signed, how: Manner) -> Exit:
    asks = not how.yes and not how.json and sys.stdin.isatty()
    with at.giving_back(signed, context.say):
        signed, found = at.look_in(signed, str(settings.person.zone), holders_of(settings, at.id))
        settings = context.settings()  # it takes a while, and somebody else may have changed them
        choice = choose(settings, at.id, signed, found, asks=asks)
        # who signs in again has seen it, and may have other hours on purpose
        proposal = {} if signed.is_again else propose(settings, found.about)
        hours = ask_hours(editing.text_of(context), proposal, found.about) if asks else {}
        at.keep(signed)
        edit = editing.change(context, lambda text: write_into(choice.added_to(text), hours))
    proposal = {name: keys for name, keys in proposal.items() if name != BOUNDARY or not hours}
    if how.json:
        _tell_json(context, signed, choice, edit, proposal)
    else:
        written = [f"Wrote your working hours into {edit.path}."] if hours else []
        letters = filter(None, [told_letters(settings, at.id, signed)])
        _tell(context, signed, choice, edit, [*written, *at.look().warnings, *letters, *tell(proposal)])
    return Exit.PARTLY if signed.missing else Exit.DONE


def _tell(context: Context, signed: Signed, choice: Choice, edit: Edit, more: Sequence[str]) -> None:
    for each in choice.taken:
        what = "holds blocks" if each.role == "hold" else f"is read, for {' and '.join(sorted(each.domains))}"
        context.say(f"{each.title} {what}, as {each.name!r}.")
    if edit.after != edit.before:
        account = f"the account {choice.account!r} and " if choice.is_new else ""
        context.say(f"Wrote {account}{counted(len(choice.taken), 'calendar')} into {edit.path}.")
    for line in (*choice.notices, *signed.missing, *more):
        click.echo(line, err=True)
    whose = choice.address or "The account"
    context.say(f"{whose} is connected as {choice.account!r}. Next: `hedgerow check`.")


def _tell_json(context: Context, signed: Signed, choice: Choice, edit: Edit, proposal: Proposal) -> None:
    added = [
        {"name": each.name, "id": each.id, "domains": sorted(each.domains), "role": each.role.value}
        for each in choice.taken
    ]
    told = {
        "account": choice.account,
        "address": choice.address,
        "new": choice.is_new,
        "scopes": list(signed.grant.scopes),
        "missing": [*signed.missing, *choice.notices],
        "added": added,
        "proposed": proposal,
        "diff": edit.diff(),
    }
    context.print_json("connect", told)
