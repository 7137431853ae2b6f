"""Codes, refresh tokens and access tokens: what was granted to whom, and when it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.google.state import State

TESTING = timedelta(days=7)
IDLE = timedelta(days=183)
CODE_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Code:
    email: str
    client: str
    scopes: tuple[str, ...]
    redirect: str
    challenge: str
    """Of PKCE; empty where none was sent."""
    plain: bool
    offline: bool
    """A refresh token goes with it."""
    issued: datetime


@dataclass(slots=True)
class Refresh:
    email: str
    client: str
    scopes: tuple[str, ...]
    issued: datetime
    used: datetime
    testing: bool
    """Issued while the project was not published."""


@dataclass(frozen=True, slots=True)
class Access:
    email: str
    client: str
    scopes: tuple[str, ...]
    ends: datetime


class Grants:
    def __init__(self, state: State) -> None:
        self.state = state
        self.codes: dict[str, Code] = {}
        self.refresh: dict[str, Refresh] = {}
        """In the order in which they were issued."""
        self.access: dict[str, Access] = {}
        self.consented: set[tuple[str, str]] = set()
        """(account, client) that a refresh token was given for."""

    def new_code(self, code: Code) -> str:
        text = f"4/0A{self.state.fresh(40)}"
        self.codes[text] = code
        return text

    def take_code(self, text: str) -> Code | None:
        """Once, and within ten minutes."""
        code = self.codes.pop(text, None)
        return code if code and self.state.clock.now() - code.issued < CODE_LASTS else None

    def new_refresh(self, email: str, client: str, scopes: tuple[str, ...]) -> str:
        now, modes = self.state.clock.now(), self.state.modes.sign_in
        text = f"1//0{self.state.fresh(44)}"
        self.refresh[text] = Refresh(email, client, scopes, now, now, modes.testing)
        self.consented.add((email, client))
        of_both = [key for key, each in self.refresh.items() if (each.email, each.client) == (email, client)]
        for key in of_both[: -modes.tokens_per_client]:
            del self.refresh[key]
        return text

    def live_refresh(self, text: str, client: str) -> Refresh | None:
        """None once it was revoked, died of the testing status or of six months without use."""
        found, now = self.refresh.get(text), self.state.clock.now()
        if found is None or found.client != client:
            return None
        if (found.testing and now - found.issued >= TESTING) or now - found.used >= IDLE:
            del self.refresh[text]
            return None
        found.used = now
        return found

    def new_access(self, email: str, client: str, scopes: tuple[str, ...]) -> str:
        text = f"ya29.{self.state.fresh(50)}"
        lasts = timedelta(seconds=self.state.modes.sign_in.expires_in)
        self.access[text] = Access(email, client, scopes, self.state.clock.now() + lasts)
        return text

    def live_access(self, text: str) -> Access | None:
        found = self.access.get(text)
        return found if found and self.state.clock.now() < found.ends else None

    def holder(self, text: str) -> tuple[str, str] | None:
        """The account and the client of a token of either kind."""
        found = self.refresh.get(text) or self.access.get(text)
        return (found.email, found.client) if found else None

    def revoke(self, email: str, client: str = "") -> None:
        """Everything that the client, or any, was granted for that account."""
        self.refresh = {key: each for key, each in self.refresh.items() if not _is(each, email, client)}
        self.access = {key: each for key, each in self.access.items() if not _is(each, email, client)}
        self.codes = {key: each for key, each in self.codes.items() if not _is(each, email, client)}
        self.consented = {both for both in self.consented if both[0] != email or client not in ("", both[1])}


def _is(each: Refresh | Access | Code, email: str, client: str) -> bool:
    return each.email == email and client in ("", each.client)
