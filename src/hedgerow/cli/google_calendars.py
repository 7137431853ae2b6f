"""`hedgerow connect google`: which of the account's calendars come into the settings, for what, and as what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from hedgerow.cli.choosing import ask_domains, ask_numbers
from hedgerow.compose.google import BlocksIn, Signed
from hedgerow.core.domains import Domain
from hedgerow.letter.phrases import counted
from hedgerow.settings.connections import Table, free_name, served
from hedgerow.settings.edits import add_tables
from hedgerow.settings.values import AccountId, AccountKind, CalendarKind, Role, Settings

if TYPE_CHECKING:
    from hedgerow.compose.google import Found, Listed

OWN = "hedgerow"
"""What our own calendar is called in the settings, where that name is free."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A calendar as it comes into the settings."""

    id: str
    """Google's."""
    title: str
    name: str
    domains: frozenset[Domain]
    role: Role


@dataclass(frozen=True, slots=True)
class Choice:
    account: AccountId
    address: str
    is_new: bool
    taken: Sequence[Taken]
    notices: Sequence[str]
    """Sentences about what the settings do not get, and why."""

    def added_to(self, text: str) -> str:
        if self.is_new:
            account = {"name": self.account, "kind": AccountKind.GOOGLE.value, "user": self.address}
            text = add_tables(text, "accounts", [account])
        return add_tables(text, "calendars", [self._table(each) for each in self.taken])

    def _table(self, each: Taken) -> Table:
        return {
            "name": each.name,
            "kind": CalendarKind.GOOGLE.value,
            "account": self.account,
            "id": each.id,
            **served(each.domains, each.role),
        }


def holders_of(settings: Settings, account: AccountId) -> Sequence[str] | None:
    """The account's calendars that hold blocks; None when another calendar does."""
    holders = [each for each in settings.calendars if each.role is Role.HOLD]
    if all(each.account == account for each in holders):
        return [each.google_id for each in holders]
    return None


def choose(settings: Settings, account: AccountId, signed: Signed, found: "Found", *, asks: bool) -> Choice:
    known = {each.google_id for each in settings.calendars if each.account == account}
    if "primary" in known:
        known.add(found.address)
    fresh = [each for each in found.calendars if each.id not in known and not each.is_hidden]
    picked = _ask(fresh) if asks and fresh else [(each, each.proposed) for each in fresh if _is_own_life(each)]
    holder = next((each for each in settings.calendars if each.role is Role.HOLD), None)
    names: set[str] = {each.id for each in settings.calendars}
    taken = [_take(each, domains, names) for each, domains in picked]
    is_new = all(each.id != account for each in settings.accounts)
    if holder is not None:
        stays = f"Blocks stay in {holder.id!r}: to hold them elsewhere, change the roles in the settings."
        is_main = holder.google_id in ("primary", found.address)
        as_asked = holder.account == account and is_main is (signed.wanted.blocks is BlocksIn.MAIN)
        return Choice(account, found.address, is_new, taken, [] if as_asked else [stays])
    taken, notices = _with_blocks(signed, found, taken, names, known)
    return Choice(account, found.address, is_new, taken, notices)


def _with_blocks(
    signed: Signed, found: "Found", taken: list[Taken], names: set[str], known: Collection[str]
) -> tuple[list[Taken], list[str]]:
    if signed.wanted.blocks is BlocksIn.MAIN and signed.may_hold:
        held = [replace(each, role=Role.HOLD) if each.id == found.address else each for each in taken]
        is_held = any(each.role is Role.HOLD for each in held)
        return held, [] if is_held else ['No calendar holds blocks yet: give your main one role = "hold" there.']
    if found.own and found.own not in known:
        name = free_name(OWN, OWN, names)
        own = Taken(found.own, "Hedgerow, your calendar for blocks", name, frozenset({Domain.SELF}), Role.HOLD)
        return [*taken, own], []
    return taken, []


def _is_own_life(each: "Listed") -> bool:
    return each.may_write and not each.is_subscribed


def _take(each: "Listed", domains: frozenset[Domain], names: set[str]) -> Taken:
    """Its name joins the `names`."""
    name = free_name(each.name.partition("@")[0], "google", names)
    names.add(name)
    return Taken(each.id, each.name, name, domains, Role.READ)


def _ask(fresh: "Sequence[Listed]") -> "list[tuple[Listed, frozenset[Domain]]]":
    click.echo(f"{counted(len(fresh), 'calendar')} that your settings do not have:", err=True)
    for number, each in enumerate(fresh, start=1):
        state = (
            "shows only when it is busy" if each.is_busy_only else "yours to write" if each.may_write else "read only"
        )
        click.echo(f"{number:4}  {each.name}: {state}", err=True)
    usual = [number for number, each in enumerate(fresh, start=1) if _is_own_life(each)]
    chosen = ask_numbers(range(1, len(fresh) + 1), usual)
    return [
        (each, ask_domains(each.name, each.proposed)) for number, each in enumerate(fresh, start=1) if number in chosen
    ]
