"""What is asked of Google: no more than what the person chose to use."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

CONNECTED_APPS = "https://myaccount.google.com/permissions"
"""Where a person takes back what they gave a program."""
ADDRESS = "https://www.googleapis.com/auth/"
READ = f"{ADDRESS}calendar.readonly"
APP_CREATED = f"{ADDRESS}calendar.app.created"
OWNED_EVENTS = f"{ADDRESS}calendar.events.owned"
MAIL = f"{ADDRESS}gmail.send"
"""Sends letters as the account, and reads none of its mail."""


class BlocksIn(StrEnum):
    """Which calendar holds blocks."""

    OWN = "own"
    """One that we make: the only one that the token can write."""
    MAIN = "main"
    """The account's own, with focus time and out-of-office."""


SCOPES: Mapping[BlocksIn, tuple[str, ...]] = {
    BlocksIn.OWN: (READ, APP_CREATED),
    BlocksIn.MAIN: (READ, OWNED_EVENTS),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person chose to use."""

    blocks: BlocksIn
    mail: bool = False
    """Letters go out through the account."""

    @property
    def scopes(self) -> tuple[str, ...]:
        return (*SCOPES[self.blocks], *((MAIL,) if self.mail else ()))


_OF_EVENTS = frozenset({OWNED_EVENTS, f"{ADDRESS}calendar.events", f"{ADDRESS}calendar"})
_OFF: Mapping[str, str] = {
    READ: "no calendar of the account is read, and its weeks stay unseen",
    APP_CREATED: "no blocks are held, as there is no calendar of Hedgerow's own",
    OWNED_EVENTS: "no blocks, focus time or out-of-office are held in the main calendar",
    MAIL: "no letters go out through the account",
}


def may_answer(granted: Iterable[str]) -> bool:
    """Invitations lie in the account's own calendar, which a grant for a calendar of ours does not open."""
    return not _OF_EVENTS.isdisjoint(granted)


def without_mail(account: str) -> str:
    """One sentence, with the command that mends it."""
    return (
        f"Letters can't go out through the Google account {account!r}, as {short(MAIL)} is not granted: run"
        f" `hedgerow connect google {account} --mail`, and leave every box ticked."
    )


def short(scope: str) -> str:
    return scope.removeprefix(ADDRESS)


def told_missing(asked: Collection[str], granted: Collection[str]) -> Sequence[str]:
    """One sentence for each scope that was not granted: what is off without it."""
    return [
        f"Not granted: {short(scope)}, so {_OFF.get(scope, 'what needs it is off')}."
        for scope in asked
        if scope not in granted
    ]
