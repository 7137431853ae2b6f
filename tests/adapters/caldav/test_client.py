"""An account answers whole, or says in one sentence why not; its password goes where the person sent it."""

import gzip
import logging
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpcore
import pytest

from hedgerow.adapters.caldav.client import DavAnswer, DavClient
from hedgerow.adapters.ics.fetch import Fetcher, Limits
from hedgerow.adapters.ics.reach import Reach
from hedgerow.ports import AuthorizationExpired, Refused, Unavailable
from tests.adapters.caldav.digest import DigestGate
from tests.fakes.dav_server import DavServer
from tests.fakes.faulty_http import Answer, Backend, FaultyServer, Request, drop_after, once, truncated
from tests.fakes.feed_server import FeedServer, drip, ok
from tests.fakes.radicale_server import RadicaleServer
from tests.fakes.tls import make_pair

PASSWORD = "canary: päss"
BASIC = "Basic " + b64encode(f"ann:{PASSWORD}".encode()).decode()
QUICK = Limits(seconds=0.5, wire=20_000, inflated=200_000)
Serve = Callable[[Backend], FaultyServer]
Connect = Callable[..., DavClient]


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def serve(opened: ExitStack) -> Serve:
    return lambda backend: opened.enter_context(FaultyServer(backend))


@pytest.fixture
def connect(opened: ExitStack) -> Connect:
    def made(url: str, by: Fetcher | None = None, password: str = PASSWORD) -> DavClient:
        return opened.enter_context(DavClient(url, "ann", password, by or Fetcher()))

    return made


def says(status: int, body: bytes = b"", **headers: str) -> Backend:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Answer(status, named, body)


def at(host: str) -> Fetcher:
    """Every name but that of the loopback leads there."""
    return Fetcher(resolve=lambda *_: [host])


def signed(server: FaultyServer) -> list[str]:
    return [each.request.headers.get("authorization", "").partition(" ")[0] for each in server.log]


def lines(server: FaultyServer) -> list[str]:
    return [each.line for each in server.log]


def test_an_answer_comes_back_with_its_status_headers_body_and_address(serve: Serve, connect: Connect) -> None:
    server = serve(says(207, b"<whole/>", DAV="1, 3"))
    answer = connect(server.url("/dav/")).request("PROPFIND", "home/", {"Depth": "1"}, b"<ask/>")
    assert (answer.status, answer.headers["dav"], answer.body) == (207, "1, 3", b"<whole/>")
    assert answer.url == server.url("/dav/home/")
    [asked] = server.log
    assert (asked.request.method, asked.request.target, asked.request.body) == ("PROPFIND", "/dav/home/", b"<ask/>")
    assert (asked.request.headers["depth"], asked.request.headers["user-agent"]) == ("1", "Hedgerow")
    assert asked.request.headers["authorization"] == BASIC


def test_radicale_lets_in_and_keeps_the_connection(tmp_path: Path, connect: Connect) -> None:
    with RadicaleServer(tmp_path) as server:
        calendar = server.make_calendar("home")
        client = connect(calendar, password=server.password)
        assert [client.request("PROPFIND", headers={"Depth": "0"}).status for _ in range(3)] == [207] * 3
        with pytest.raises(AuthorizationExpired, match="sign in again"):
            connect(calendar, password="wrong").request("PROPFIND")


def test_one_connection_serves_many_requests(connect: Connect) -> None:
    with DavServer() as server:
        client = connect(server.url())
        links = set()
        for _ in range(3):
            client.request("OPTIONS")
            links |= server._open
        assert len(links) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_on_the_same_host_keeps_method_body_and_password(
    serve: Serve, connect: Connect, status: int
) -> None:
    def backend(request: Request) -> Answer:
        return Answer(status, {"Location": "/new/"}) if request.path == "/old/" else Answer(201)

    server = serve(backend)
    answer = connect(server.url("/old/")).request("PUT", headers={"If-None-Match": "*"}, body=b"text")
    assert (answer.status, answer.url) == (201, server.url("/new/"))
    assert [(each.request.method, each.request.body) for each in server.log] == [("PUT", b"text")] * 2
    assert server.bare_writes() == []
    assert signed(server) == ["Basic", "Basic"]


def test_a_redirect_to_another_port_or_host_goes_without_the_password(serve: Serve, connect: Connect) -> None:
    stranger = serve(says(200))
    for target in (stranger.url("/"), stranger.url("/").replace("127.0.0.1", "localhost")):
        home = serve(says(302, Location=target))
        assert connect(home.url()).request("PROPFIND").status == 200
    assert signed(stranger) == ["", ""]


def test_a_stranger_that_sends_back_home_does_not_get_the_password_along(serve: Serve, connect: Connect) -> None:
    def home(request: Request) -> Answer:
        return Answer(302, {"Location": stranger.url()}) if request.path == "/" else Answer(200)

    server = serve(home)
    stranger = serve(lambda _: Answer(302, {"Location": server.url("/delete-all")}))
    connect(server.url()).request("DELETE", headers={"If-Match": '"1"'})
    assert lines(server) == ["DELETE / 302", "DELETE /delete-all 200"]
    assert signed(server) == ["Basic", ""]


def test_an_href_that_names_another_host_is_asked_without_the_password(serve: Serve, connect: Connect) -> None:
    home, stranger = serve(says(200)), serve(says(200))
    connect(home.url()).request("GET", stranger.url("/x.ics"))
    assert signed(stranger) == [""]


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/", "file:///etc/passwd", "https://", "javascript:alert(1)"])
def test_a_redirect_to_no_web_address_is_refused(serve: Serve, connect: Connect, target: str) -> None:
    with pytest.raises(Unavailable, match="no web address"):
        connect(serve(says(302, Location=target)).url()).request("PROPFIND")


def test_a_circle_of_redirects_ends(serve: Serve, connect: Connect) -> None:
    server = serve(says(302, Location="/"))
    with pytest.raises(Unavailable, match="without end"):
        connect(server.url()).request("PROPFIND")
    assert len(server.log) == 6


def test_https_to_http_is_refused_and_a_strange_certificate_not_trusted(tmp_path: Path, connect: Connect) -> None:
    pair = make_pair(tmp_path)
    with FeedServer(trust=pair.server) as secure:
        secure.script["/"] = ok(b"", location="http://127.0.0.1/")
        with pytest.raises(Unavailable, match="no connection that can be trusted"):
            connect(secure.url("/")).request("GET")
        client = connect(secure.url("/"), Fetcher(trust=pair.client))
        assert client.request("GET").status == 200
        assert secure.asked[-1].headers["authorization"] == BASIC
        with pytest.raises(Unavailable, match="unencrypted"):
            client.request("GET", "http://127.0.0.1/")


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_digest_is_answered_and_its_challenge_kept(serve: Serve, connect: Connect, algorithm: str) -> None:
    gate = DigestGate(says(207), "ann", PASSWORD, algorithm)
    server = serve(gate)
    client = connect(server.url("/cal?x=1"))
    assert [client.request("REPORT", body=b"<ask/>").status for _ in range(3)] == [207] * 3
    assert [each.status for each in server.log] == [401, 207, 207, 207]
    assert server.log[-1].request.body == b"<ask/>"
    gate.nonce = "n2"
    assert client.request("REPORT", body=b"<ask/>").status == 207
    with pytest.raises(AuthorizationExpired):
        connect(server.url(), password="wrong").request("GET")


def test_over_plain_http_nobody_hears_the_password_before_the_server_asks(serve: Serve, connect: Connect) -> None:
    digest = serve(DigestGate(says(207), "ann", PASSWORD))
    client = connect(digest.url().replace("127.0.0.1", "nas.example"), at("127.0.0.1"))
    assert client.request("GET").status == 207
    assert signed(digest) == ["", "Digest"]
    assert not client.shows_password


def test_basic_is_sent_when_it_is_asked_for_and_then_at_once(serve: Serve, connect: Connect) -> None:
    def basic(request: Request) -> Answer:
        known = request.headers.get("authorization") == BASIC
        return Answer(200) if known else Answer(401, {"WWW-Authenticate": 'Basic realm="x"'})

    server = serve(basic)
    client = connect(server.url().replace("127.0.0.1", "nas.example"), at("127.0.0.1"))
    assert [client.request("GET").status for _ in range(2)] == [200, 200]
    assert signed(server) == ["", "Basic", "Basic"]
    assert client.shows_password


@pytest.mark.parametrize("asks", ["Negotiate", 'Bearer realm="x"', 'Digest realm="x", nonce="n", qop="auth-int"'])
def test_a_server_that_wants_another_way_of_signing_in_is_refused(serve: Serve, connect: Connect, asks: str) -> None:
    server = serve(says(401, WWW_Authenticate=asks))
    with pytest.raises(Refused, match="otherwise than with a user and password"):
        connect(server.url()).request("GET")
    assert len(server.log) == 1


@pytest.mark.parametrize(
    ("status", "later", "kind", "sentence"),
    [
        (401, "", AuthorizationExpired, "sign in again"),
        (429, "120", Unavailable, "Too Many Requests and asks to wait 120 seconds"),
        (500, "", Unavailable, "500 Internal Server Error; it will be tried again"),
        (503, "Wed, 25 Nov 2026 10:30:00 GMT", Unavailable, "wait until 2026-11-25 10:30 UTC"),
        (503, "soon", Unavailable, "Service Unavailable; it"),
        (507, "", Refused, "no space left on the server"),
        (303, "", Unavailable, "303 See Other"),
        (799, "", Unavailable, "799; it will"),
    ],
)
def test_a_status_that_means_the_same_to_everybody_is_raised(
    connect: Connect, status: int, later: str, kind: type[Exception], sentence: str
) -> None:
    with FaultyServer(says(status, Retry_After=later)) as server, pytest.raises(kind, match=sentence):
        connect(server.url()).request("PUT", headers={"If-None-Match": "*"})


@pytest.mark.parametrize("status", [200, 201, 204, 207, 304, 403, 404, 409, 410, 412, 415, 501, 507])
def test_a_status_that_the_caller_decides_about_is_handed_back(serve: Serve, connect: Connect, status: int) -> None:
    assert connect(serve(says(status)).url()).request("REPORT").status == status


def test_no_cookie_is_ever_sent(serve: Serve, connect: Connect) -> None:
    gate = DigestGate(says(200), "ann", PASSWORD)

    def baking(request: Request) -> Answer:
        answer = gate(request)
        return replace(answer, headers={**answer.headers, "Set-Cookie": "session=1; Path=/"})

    server = serve(baking)
    client = connect(server.url())
    assert [client.request("GET").status for _ in range(2)] == [200, 200]
    assert [each.request.headers.get("cookie") for each in server.log] == [None] * 3


def test_a_packed_answer_is_unpacked_and_a_bomb_is_not(serve: Serve, connect: Connect) -> None:
    def packed(request: Request) -> Answer:
        size = int(request.path.strip("/"))
        return Answer(207, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * size, 9))

    client = connect(serve(packed).url(), Fetcher(limits=QUICK))
    assert len(client.request("GET", "/100000").body) == 100_000
    with pytest.raises(Unavailable, match="more than 200,000 bytes"):
        client.request("GET", "/9000000")
    assert client.request("GET", "/10").body == b"x" * 10


def test_a_bomb_beside_a_refusal_is_not_unpacked_either(serve: Serve, connect: Connect) -> None:
    bomb = gzip.compress(b"x" * 9_000_000)
    with pytest.raises(Unavailable, match="more than 200,000 bytes"):
        connect(serve(says(401, bomb, Content_Encoding="gzip")).url(), Fetcher(limits=QUICK)).request("GET")


def test_a_body_that_is_too_large_broken_or_packed_otherwise_is_unavailable(serve: Serve, connect: Connect) -> None:
    for backend, sentence in (
        (says(200, b"x" * 20_001), "more than 20,000 bytes"),
        (says(200, b"no gzip", Content_Encoding="gzip"), "cannot be opened"),
        (says(200, b"x", Content_Encoding="br"), "not asked for"),
    ):
        with pytest.raises(Unavailable, match=sentence):
            connect(serve(backend).url(), Fetcher(limits=QUICK)).request("GET")
    assert connect(serve(says(204, b"", Content_Encoding="gzip")).url()).request("GET").body == b""


def test_the_time_is_for_all_of_a_request_and_new_for_the_next(connect: Connect) -> None:
    with FeedServer() as server:
        server.script = {"/drip": drip(b"x" * 1000, after=b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")}
        client = connect(server.url("/"), Fetcher(limits=QUICK))
        for _ in range(2):
            with pytest.raises(Unavailable, match=r"did not answer whole within 0\.5 seconds"):
                client.request("GET", "/drip")
        assert client.request("GET", "/").status == 404


def test_a_dropped_connection_and_no_server_are_unavailable_and_the_next_request_is_answered(
    connect: Connect,
) -> None:
    with DavServer() as server:
        client = connect(server.url())
        for fault in (drop_after, truncated):
            server.script = once("PROPFIND", fault)
            with pytest.raises(Unavailable, match="broke off"):
                client.request("PROPFIND", headers={"Depth": "0"})
        assert client.request("PROPFIND", headers={"Depth": "0"}).status == 207
        with server.down(), pytest.raises(Unavailable, match=r"could not be reached \(Connection refused\)|broke off"):
            client.request("PROPFIND")


@pytest.mark.parametrize("address", ["169.254.169.254", "100.100.100.200", "0.0.0.0"])
def test_nothing_is_asked_of_addresses_that_no_calendar_has(connect: Connect, address: str) -> None:
    with pytest.raises(Unavailable, match="part of the network"):
        connect("http://dav.example/", at(address)).request("GET")
    with pytest.raises(Unavailable, match="part of the network"):
        connect("http://127.0.0.1/", Fetcher(reach=Reach.PUBLIC_ONLY)).request("GET")


class PublicDial(httpcore.NetworkBackend):
    """Every address is this machine's, and is noted."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.dialled.append(host)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)


ADDRESSES = {"public.example": "93.184.216.34", "other.example": "93.184.216.35"}


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "[fd00::5]", "100.64.0.1"])
def test_a_server_outside_leads_outside_and_never_inside(serve: Serve, connect: Connect, inside: str) -> None:
    """Neither by a redirect nor by an href."""
    goal = "other.example"
    server = serve(lambda ask: Answer(302, {"Location": target(goal)}) if ask.path == "/" else Answer(200))

    def target(host: str) -> str:
        return server.url("/reboot").replace("127.0.0.1", host)

    dial = PublicDial()
    client = connect(target("public.example").removesuffix("reboot"), Fetcher(dial=dial, resolve=found))
    assert client.request("GET").status == 200
    goal = inside
    with pytest.raises(Unavailable, match="not read from"):
        client.request("GET")
    with pytest.raises(Unavailable, match="not read from"):
        client.request("GET", target(inside))
    assert set(dial.dialled) == set(ADDRESSES.values())
    assert client.request("GET", "/home").status == 200


def found(host: str, _: int) -> Sequence[str]:
    return [ADDRESSES.get(host, host)]


def test_neither_password_nor_path_is_in_messages_reprs_or_logs(
    serve: Serve, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    secret = "canary-path"
    for backend in (says(401), says(500), says(507), says(302, Location=f"ftp://{secret}/"), says(200, b"canary")):
        client = connect(serve(backend).url(f"/{secret}/"))
        shown.append(repr(client))
        try:
            answer: DavAnswer | None = client.request("GET", f"{secret}.ics?{secret}")
        except (AuthorizationExpired, Unavailable, Refused) as error:
            shown += [*traceback.format_exception_only(error), repr(error)]
        else:
            shown += [repr(answer), str(answer and answer.unexpected())]
    _expect_nowhere("canary", [*shown, caplog.text])


def _expect_nowhere(canary: str, texts: Sequence[str]) -> None:
    assert len(texts) > 8
    assert [text for text in texts if canary in text] == []
