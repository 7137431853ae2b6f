"""Sending through Gmail, at the server that plays Google."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.google import GoogleServer
from tests.fakes.google.client import Reply, bearer, fetch
from tests.fakes.google.faults import drop_after, drop_before

SEND = "/gmail/v1/users/me/messages/send"
LETTER = b"From: ada@example.org\r\nTo: robin@example.org\r\nMessage-ID: <a@b>\r\n\r\nHello\r\n"


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


def raw(letter: bytes) -> dict[str, str]:
    return {"raw": urlsafe_b64encode(letter).decode()}


def post(google: GoogleServer, body: Any, *scopes: str, path: str = SEND) -> Reply:
    return fetch(google, "POST", path, bearer(google, *(scopes or ("gmail.send",))), json.dumps(body).encode())


def reason(reply: Reply) -> str:
    return str(reply.json["error"]["errors"][0]["reason"])


def test_a_letter_is_kept_as_it_came_and_each_one_counts(google: GoogleServer) -> None:
    first, second = post(google, raw(LETTER)), post(google, raw(LETTER), path=SEND.replace("/me/", "/ada@example.org/"))
    assert (first.status, second.status) == (200, 200)
    assert first.json["id"] != second.json["id"]
    assert google.letters == [LETTER, LETTER]
    assert [each.account for each in google.state.sent] == ["ada@example.org", "ada@example.org"]
    assert google.log.lines() == ["gmail.users.messages.send 200"] * 2


@pytest.mark.parametrize("scope", ["calendar", "gmail.readonly"])
def test_only_a_scope_that_sends_lets_it_send(google: GoogleServer, scope: str) -> None:
    reply = post(google, raw(LETTER), scope)
    assert (reply.status, reason(reply), google.letters) == (403, "insufficientPermissions", [])
    assert reply.json["error"]["details"][0]["metadata"]["service"] == "gmail.googleapis.com"


def test_the_scope_that_sends_opens_no_calendar(google: GoogleServer) -> None:
    reply = fetch(google, "GET", "/calendar/v3/users/me/calendarList", bearer(google, "gmail.send"))
    assert (reply.status, reason(reply)) == (403, "insufficientPermissions")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "'raw' RFC822 payload"),
        ({"raw": "a"}, "ByteString"),
        (raw(b"Subject: to nobody\r\n\r\nHello\r\n"), "Recipient address required"),
        ({"raw": 7}, "raw"),
        ({"text": "Hello"}, "Unknown name"),
    ],
)
def test_what_is_no_letter_is_refused(google: GoogleServer, body: object, said: str) -> None:
    reply = post(google, body)
    assert (reply.status, google.letters) == (400, [])
    assert said in reply.json["error"]["message"]


def test_a_letter_too_large_is_refused(google: GoogleServer) -> None:
    assert post(google, raw(LETTER + bytes(25 * 1024 * 1024))).status == 413
    assert google.letters == []


def test_without_a_token_or_the_api_nothing_is_sent(google: GoogleServer) -> None:
    assert fetch(google, "POST", SEND, {}, json.dumps(raw(LETTER)).encode()).status == 401
    google.modes.gmail_enabled = False
    reply = post(google, raw(LETTER))
    assert (reply.status, reason(reply), google.letters) == (403, "accessNotConfigured", [])


def test_a_connection_may_be_lost_before_the_letter_is_sent_and_after_it(google: GoogleServer) -> None:
    google.faults.next("gmail.users.messages.send", drop_before, drop_after)
    for sent in (0, 1):
        with pytest.raises(ConnectionError):
            post(google, raw(LETTER))
        assert len(google.letters) == sent


def test_the_rest_of_gmail_is_not_there(google: GoogleServer) -> None:
    assert fetch(google, "GET", "/gmail/v1/users/me/messages", bearer(google, "gmail.readonly")).status == 404
