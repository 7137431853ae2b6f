"""An account that is signed in at the server of a test, past the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hedgerow.adapters.google.authority import Authority
from hedgerow.adapters.google.client_file import Client
from hedgerow.adapters.google.grant import Grant, load_grant, save_grant
from hedgerow.adapters.google.scopes import SCOPES, BlocksIn
from hedgerow.ports import Secrets
from hedgerow.settings.values import AccountId
from tests.fakes.google import ADA, CLIENT, SECRET, GoogleServer

WORK = AccountId("work")


@dataclass(frozen=True)
class ServerClock:
    """The clock of the server, so that both sides agree."""

    server: GoogleServer

    def now(self) -> datetime:
        return self.server.clock.now()


def client_at(server: GoogleServer) -> Client:
    return Client(CLIENT, SECRET, server.auth.authorize_url, server.auth.token_url)


def granted(server: GoogleServer, email: str = ADA, scopes: Sequence[str] = SCOPES[BlocksIn.OWN]) -> Grant:
    """Just now, and without an access token yet."""
    now = server.clock.now()
    return Grant(
        client=client_at(server),
        scopes=tuple(scopes),
        granted_at=now,
        refresh_token=server.auth.grant(email, *scopes),
        access_token="",
        expiry=now.replace(tzinfo=None),
        refreshed_at=now,
        address=email,
    )


def signed_in(server: GoogleServer, secrets: Secrets, account: AccountId = WORK, email: str = ADA) -> Authority:
    save_grant(secrets, account, granted(server, email), server.clock.now())
    return Authority(account, secrets, ServerClock(server))


def stored(secrets: Secrets, account: AccountId = WORK) -> Grant:
    grant = load_grant(secrets, account)
    assert grant is not None
    return grant


def refreshes(server: GoogleServer) -> int:
    return sum(line.startswith("token ") for line in server.log.lines())
