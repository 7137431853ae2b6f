"""A token address, and a calendar, that answer what they never should."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from hedgerow.adapters.google.client_file import Client
from hedgerow.adapters.google.scopes import BlocksIn, Wanted
from hedgerow.adapters.google.signing import Answered, begin, finish
from hedgerow.ports import Unavailable
from tests.adapters.google.block_bench import block_bench
from tests.agenda import utc
from tests.bookings import event, held
from tests.fakes.google.faults import empty_list
from tests.fakes.google.replies import html

NOW = utc("2026-11-23 08:00")


@contextmanager
def answering(status: int, headers: Mapping[str, str], body: bytes) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Odd(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Odd) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def exchange(token_uri: str) -> None:
    begun = begin(
        Client("id", "secret", "https://a.example/b", token_uri), Wanted(BlocksIn.OWN), "http://127.0.0.1:1/", NOW
    )
    finish(begun, Answered(f"state={begun.state}&code=thecode"), NOW)


@pytest.fixture(autouse=True)
def _loopback_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def test_code_and_verifier_are_for_the_token_address_alone() -> None:
    with answering(200, {}, b"") as (elsewhere, asked_elsewhere):
        with answering(307, {"Location": f"{elsewhere}/steal"}, b"") as (there, asked), pytest.raises(Unavailable):
            exchange(f"{there}/token")
        assert (asked, asked_elsewhere) == (["/token"], [])


@pytest.mark.parametrize(
    "body",
    [
        b"5",
        b"null",
        b"[]",
        b"[" * 100_000,
        b'{"access_token":"x","expires_in":"soon"}',
        b'{"access_token":"x","scope":7}',
    ],
)
def test_a_token_answer_of_another_form_is_none(body: bytes) -> None:
    with answering(200, {"Content-Type": "application/json"}, body) as (there, _), pytest.raises(Unavailable):
        exchange(f"{there}/token")


def test_an_event_without_the_id_that_was_asked_for_is_no_answer(tmp_path: Path) -> None:
    with block_bench(tmp_path) as bench:
        bench.calendar.put(event(held("tue 07:00-08:00  Run")), None)
        bench.server.faults.always("events.list", empty_list)
        bench.server.faults.always("events.get", lambda *_: replace(html(200, ""), body=b"{}"))
        with pytest.raises(Unavailable):
            bench.calendar.find_blocks()
