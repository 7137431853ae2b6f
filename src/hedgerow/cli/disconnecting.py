"""`hedgerow disconnect`."""

from collections.abc import Collection
from dataclasses import replace

import click

from hedgerow.cli import editing
from hedgerow.cli.asking import Manner, ask, writes
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.google_words import BY_HAND
from hedgerow.cli.opening import opened
from hedgerow.compose.copies import forget_copies
from hedgerow.compose.google import google_account
from hedgerow.core.occurrence import CalendarId
from hedgerow.flows.household import Household
from hedgerow.flows.reading import find_all_blocks
from hedgerow.letter.phrases import counted, listed, sentence
from hedgerow.ports import Refused, Unavailable
from hedgerow.settings.edits import Edit, remove_tables
from hedgerow.settings.findings import not_one_of
from hedgerow.settings.values import AccountKind, AccountSettings


@click.command("disconnect")
@click.argument("name")
@click.option("--keep-blocks", is_flag=True, help="Even while blocks of ours stand in its calendars; they stay there.")
@writes
@click.pass_obj
def disconnect(context: Context, *, name: str, keep_blocks: bool, how: Manner) -> Exit:
    """Forget the password or the grant of the account NAME, and take it and its calendars out of the settings.

    Calendars on the server are not touched.
    """
    with opened(context, exclusive=False) as household:
        account = _account(household, name)
        mine = tuple(each.id for each in household.settings.calendars if each.account == account.id)
        _refuse_while_letters_go(household, account)
        if not keep_blocks:
            _refuse_while_blocks_stand(household, mine)
        edit = _edit(context, account)
        if not how.json:
            _say(context, household, account, mine)
        if not how.dry_run and not how.yes:
            ask("Take them out of the settings, and forget what lets Hedgerow in there?")
        forgotten = not how.dry_run and _take_out(context, household, account, edit)
        deleted = 0 if how.dry_run else forget_copies(household.settings, account.id)
    if how.json:
        told = {"account": account.id, "calendars": list(mine), "forgotten": forgotten, "written": not how.dry_run}
        context.print_json("disconnect", {**told, "copies_deleted": deleted, "diff": edit.diff()})
    elif how.dry_run:
        click.echo(edit.diff(), nl=False)
    else:
        _report(context, account, deleted, forgotten=forgotten)
    return Exit.DONE


def _take_out(context: Context, household: Household, account: AccountSettings, edit: Edit) -> bool:
    """Whether there was something to forget. The settings first: a grant that was given back can't be put back.

    Raises Stop, Unavailable, Refused; then nothing is changed.
    """
    editing.write(edit)
    try:
        return _forget(context, household, account)
    except (Unavailable, Refused):
        editing.write(replace(edit, before=edit.after, after=edit.before))
        raise


def _forget(context: Context, household: Household, account: AccountSettings) -> bool:
    """Raises Unavailable, Refused."""
    if account.kind is AccountKind.GOOGLE:
        with google_account(household.settings, account.id, household.clock) as at:
            if not at.revoke():
                context.say(f"Google could not be told that the grant ends: {BY_HAND}.")
        return True
    return household.passwords is not None and household.passwords.forget(account.id)


def _account(household: Household, name: str) -> AccountSettings:
    accounts = {str(each.id): each for each in household.settings.accounts}
    if name in accounts:
        return accounts[name]
    known = not_one_of(name, list(accounts)) if accounts else "there are no accounts in the settings"
    raise Stop(Exit.USAGE, f"No account is named so: {known}.")


def _refuse_while_letters_go(household: Household, account: AccountSettings) -> None:
    """Raises Stop."""
    if household.settings.letter.account == account.id:
        raise Stop(
            Exit.FAILED,
            f"Letters go out through {account.id!r}: first take account out of [letter] in the settings, or name"
            " another one there.",
        )


def _refuse_while_blocks_stand(household: Household, mine: Collection[CalendarId]) -> None:
    """Those that are over don't count. Raises Stop."""
    now = household.clock.now()
    held, gaps = find_all_blocks([each for each in household.writable() if each.calendar in mine])
    standing = {calendar: sum(block.span.end > now for block in found) for calendar, found in held.items()}
    either = "`hedgerow leave` takes all blocks out, --keep-blocks leaves them there"
    if any(standing.values()):
        where = listed([calendar for calendar, count in standing.items() if count])
        count = sentence(counted(sum(standing.values()), "block"))
        raise Stop(Exit.FAILED, f"{count} of ours would stay behind in {where}: {either}.")
    booked = {each.calendar for each in household.ledger.bookings() if each.stands and each.span.end > now}
    unseen = [gap for gap in gaps if gap.calendar in booked]
    if unseen:
        raise Stop(
            Exit.FAILED,
            f"{unseen[0].calendar} holds blocks of ours and could not be looked at ({unseen[0].reason.rstrip('.')}):"
            f" {either}.",
        )


def _edit(context: Context, account: AccountSettings) -> Edit:
    def without(text: str) -> str:
        text = remove_tables(text, "calendars", lambda table: table.get("account") == account.id)
        return remove_tables(text, "accounts", lambda table: table.get("name") == account.id)

    return editing.edit_of(context, without)


def _say(context: Context, household: Household, account: AccountSettings, mine: Collection[CalendarId]) -> None:
    names = f"these calendars name it: {listed(list(mine))}" if mine else "no calendar names it"
    context.say(f"The account {account.id!r} is in your settings, and {names}.")
    passwords = None if account.kind is AccountKind.GOOGLE else household.passwords
    whence = passwords.whence(account) if passwords else ""
    if whence and not whence.startswith("the database"):
        context.say(f"A password of it comes from {whence}: take that away, too.")


def _report(context: Context, account: AccountSettings, deleted: int, *, forgotten: bool) -> None:
    if forgotten:
        what = "grant" if account.kind is AccountKind.GOOGLE else "password"
        context.say(f"The {what} of {account.id!r} is forgotten.")
    if deleted:
        context.say(f"{sentence(counted(deleted, 'copy of a calendar', 'copies of calendars'))} deleted here.")
    context.say("Took them out of the settings. A `hedgerow serve` that runs takes it up with its next cycle.")
