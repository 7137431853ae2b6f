"""Waiting for the browser: what is let in, and what is turned away."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from socket import create_connection

import pytest

from hedgerow.adapters.google.loopback import HEADERS, Loopback
from hedgerow.adapters.google.signing import Answered
from hedgerow.ports import Refused, Unavailable

OURS = "/?state=mine&code=4%2F0A&scope=a"


def is_ours(answered: Answered) -> bool:
    return "state=mine" in answered


def ask(server: Loopback, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
    with closing(HTTPConnection("127.0.0.1", server.server_port, timeout=10)) as connection:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response, response.read().decode()


@contextmanager
def waiting(fails: str = "") -> Iterator[tuple[Loopback, "Future[str]"]]:
    """Settles to the answer itself."""

    def settle(answered: Answered) -> str:
        if fails:
            raise Refused(fails)
        return answered

    with Loopback() as server, ThreadPoolExecutor(1) as threads:
        server.is_ours = is_ours
        yield server, threads.submit(server.wait, settle, 20)


def test_the_answer_ends_the_wait_with_a_calm_page() -> None:
    with waiting() as (server, settled):
        response, page = ask(server, OURS)
        assert settled.result(10) == "state=mine&code=4%2F0A&scope=a"
    assert (response.status, "Google said yes" in page) == (200, True)
    assert server.redirect == f"http://127.0.0.1:{server.server_port}/"


STRANGERS = [
    "/favicon.ico",
    "/",
    "/?code=x",
    "/?state=mine",
    "/other?state=mine&code=x",
    "/?",
]


def test_icons_scanners_and_strangers_are_turned_away_and_the_wait_goes_on() -> None:
    with waiting() as (server, settled):
        assert [ask(server, path)[0].status for path in STRANGERS] == [404] * len(STRANGERS)
        assert [ask(server, OURS, method)[0].status for method in ("POST", "HEAD", "OPTIONS")] == [501] * 3
        assert ask(server, OURS, Host="evil.example:80")[0].status == 404
        for nonsense in (b"\x16\x03\x01", b"GET http://[/?state=mine&code=x HTTP/1.0", b"GET\x00 /?state=mine&code=x"):
            with create_connection(("127.0.0.1", server.server_port), 10) as scanner:
                scanner.sendall(nonsense + b"\r\n\r\n")
                assert scanner.recv(1000)
        assert not settled.done()
        ask(server, OURS)
        assert settled.result(10)


def test_a_connection_that_says_nothing_holds_nobody_up() -> None:
    with waiting() as (server, settled), create_connection(("127.0.0.1", server.server_port), 10):
        assert ask(server, OURS)[0].status == 200
        assert settled.result(10)


def test_an_answer_to_another_sign_in_is_shown_as_one_and_the_wait_goes_on() -> None:
    with waiting() as (server, settled):
        response, page = ask(server, "/?state=other&code=x")
        assert (response.status, "another sign-in" in page) == (400, True)
        ask(server, "/?state=mine&error=access_denied")
        assert settled.result(10) == "state=mine&error=access_denied"


def test_a_failure_is_shown_and_raised_and_what_it_says_is_text() -> None:
    with waiting(fails="<b>No</b>.") as (server, settled):
        _, page = ask(server, OURS)
        with pytest.raises(Refused):
            settled.result(10)
    assert "That did not work" in page
    assert "&lt;b&gt;No&lt;/b&gt;." in page


def test_every_page_has_strict_headers_and_names_no_software() -> None:
    with waiting() as (server, settled):
        for method, path in (("POST", OURS), ("GET", "/favicon.ico"), ("GET", "/?state=other&code=x"), ("GET", OURS)):
            response, page = ask(server, path, method)
            assert {name: response.headers[name] for name in HEADERS} == HEADERS
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            assert "Python" not in response.headers["Server"]
            assert "<script" not in page
        assert settled.result(10)


def test_a_second_answer_is_not_taken() -> None:
    with Loopback() as server:
        server.is_ours = is_ours
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(ask, server, OURS)
            came = server.came.get(timeout=10)
            assert ask(server, OURS)[0].status == 400
            server.came.put(came)
            assert server.wait(lambda answered: answered, 10) == came.answered
            assert first.result(10)[0].status == 200


def test_nobody_who_comes_back_is_said() -> None:
    with Loopback() as server, pytest.raises(Unavailable, match="Nobody came back"):
        server.wait(lambda answered: answered, 0.01)


def test_it_listens_on_the_loopback_alone_on_a_port_of_its_own() -> None:
    with Loopback() as one, Loopback() as two:
        assert (one.server_address[0], one.server_port != two.server_port) == ("127.0.0.1", True)
