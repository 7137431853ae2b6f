"""The real google-api-python-client, pointed at the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build

from tests.fakes.google.server import GoogleServer
from tests.fakes.google.sign_in import CLIENT, full_scope


def credentials(
    server: GoogleServer, *scopes: str, email: str = "ada@example.org", client: str = CLIENT
) -> Credentials:
    """Granted to the scopes, without an access token yet."""
    wanted = [full_scope(each) for each in scopes or ("calendar",)]
    return Credentials(  # type: ignore[no-untyped-call]
        token=None,
        refresh_token=server.auth.grant(email, *wanted, client=client),
        token_uri=server.auth.token_url,
        client_id=client,
        client_secret=server.auth.clients[client],
        scopes=wanted,
    )


@contextmanager
def calendar_client(
    server: GoogleServer, *scopes: str, email: str = "ada@example.org", client: str = CLIENT
) -> Iterator[Any]:
    """The service; closed at the end."""
    with calendar_client_of(server, credentials(server, *scopes, email=email, client=client)) as service:
        yield service


@contextmanager
def calendar_client_of(server: GoogleServer, creds: Credentials, timeout: float = 10) -> Iterator[Any]:
    http = AuthorizedHttp(creds, http=httplib2.Http(timeout=timeout, proxy_info=None))
    service = build(
        "calendar", "v3", http=http, static_discovery=True, client_options={"api_endpoint": server.api}
    )  # fmt: skip
    try:
        yield service
    finally:
        service.close()
