"""Who asks for what: the token, its scopes, the calendar and what the caller may do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.google.document import Method
from tests.fakes.google.refusal import Json, Refused, insufficient_scope, needs_writer, not_found
from tests.fakes.google.state import RANKS, Account, Calendar, Entry, State

LIMITED = {"calendar.app.created", "calendar.events.owned", "calendar.events.owned.readonly"} | {
    "calendar.events.public.readonly", "calendar.events.freebusy"
}  # fmt: skip
"""Scopes that open a method, but not on every calendar or not with every detail."""


@dataclass(frozen=True, slots=True)
class Call:
    method: Method
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Json
    headers: Mapping[str, str]
    account: Account
    client: str
    scopes: frozenset[str]
    """Of the token, without the address before them."""
    state: State

    @property
    def allowing(self) -> frozenset[str]:
        return self.scopes & self.method.scopes


def check_scope(call: Call) -> None:
    if call.method.scopes and not call.allowing:
        if call.method.is_of_mail:
            raise insufficient_scope("caribou.api.proto.MailboxService.SendMessage", call.method.service)
        group, _, name = call.method.id.partition(".")
        raise insufficient_scope(f"calendar.v3.{group.capitalize()}.{name.capitalize()}")


@dataclass(frozen=True, slots=True)
class Place:
    """A calendar, as the caller stands to it."""

    calendar: Calendar
    role: str
    entry: Entry | None

    @property
    def details(self) -> bool:
        return self.rank >= RANKS.index("reader")

    @property
    def rank(self) -> int:
        return RANKS.index(self.role) if self.role in RANKS else RANKS.index("reader")


def place(call: Call, calendar_id: str = "") -> Place:
    """Of the calendar in the path, unless another is named; raises 404 where the caller may not look."""
    state, account = call.state, call.account
    calendar = state.calendar(calendar_id or call.path["calendarId"], account.email)
    entry = account.entries.get(calendar.id)
    role = entry.role if entry else "none"
    found = Place(calendar, role, entry)
    if found.rank == 0:
        raise not_found()
    return _narrowed(call, found)


def _narrowed(call: Call, found: Place) -> Place:
    if call.allowing - LIMITED:
        return found
    mine = bool(call.client) and found.calendar.made_by == call.client
    owned = found.role == "owner" and any(".owned" in scope for scope in call.allowing)
    if owned or ("calendar.app.created" in call.allowing and mine):
        return found
    if "calendar.events.freebusy" in call.allowing:
        return Place(found.calendar, "freeBusyReader", found.entry)
    raise _foreign(call)


def _foreign(call: Call) -> Refused:
    if call.state.modes.app_created_status == 404:
        return not_found()
    return insufficient_scope(call.method.id)


def writable(call: Call, calendar_id: str = "") -> Place:
    found = place(call, calendar_id)
    if found.rank < RANKS.index("writerWithoutPrivateAccess"):
        raise needs_writer()
    return found
