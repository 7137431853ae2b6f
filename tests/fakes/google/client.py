"""The real google-api-python-client, pointed at the server; and plain HTTP for what that client never sends."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

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


def refusal_of(request: Any) -> tuple[int, str]:
    """The status and the machine's word, which is in `errors` and not where the library looks."""
    try:
        request.execute()
    except HttpError as error:
        return error.status_code, str(json.loads(error.content)["error"]["errors"][0]["reason"])
    raise AssertionError("It was not refused.")


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def fetch(
    server: GoogleServer, verb: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Reply:
    """`path` from the root of the server."""
    link = HTTPConnection(server.root.removeprefix("http://"), timeout=10)
    try:
        link.request(verb, path, body or None, dict(headers or {}))
        answer = link.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        link.close()


def post_form(
    server: GoogleServer, path: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
) -> Reply:
    usual = {"Content-Type": "application/x-www-form-urlencoded"}
    return fetch(server, "POST", path, usual | dict(headers or {}), urlencode(form).encode())


def bearer(server: GoogleServer, *scopes: str, email: str = "ada@example.org") -> dict[str, str]:
    return {"Authorization": f"Bearer {server.auth.access(email, *(scopes or ('calendar',)))}"}
