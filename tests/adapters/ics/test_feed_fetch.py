"""A feed is read whole or not at all."""

import gzip
import logging
import socket
import ssl
import traceback
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import httpcore
import pytest

from hedgerow.adapters.ics.connect import Deadline, DeadlineStream
from hedgerow.adapters.ics.fetch import Fetched, Fetcher, Limits, Validators
from hedgerow.adapters.ics.reach import Reach
from hedgerow.ports import Unavailable
from tests.fakes.feed_server import (
    FeedServer,
    Script,
    answer,
    chunked,
    drip,
    endless,
    ok,
    packed,
    redirect,
    says,
    versioned,
)
from tests.fakes.tls import make_pair

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
NOTHING = Validators()
QUICK = Limits(seconds=0.3, wire=200_000, inflated=1 << 20)
SECRET = "canary"
METADATA = "http://169.254.169.254/latest/meta-data/"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as started:
        yield started


@pytest.fixture
def get(server: FeedServer) -> Callable[[Script], Fetched]:
    def fetch(script: Script) -> Fetched:
        server.script["/a.ics"] = script
        return Fetcher(limits=QUICK).fetch(server.url("/a.ics"), NOTHING)

    return fetch


Get = Callable[[Script], Fetched]


def test_the_body_arrives_as_it_was_sent_with_its_version(get: Get) -> None:
    validators = Validators('"7"', "Mon, 16 Nov 2026 08:00:00 GMT")
    assert get(ok(BODY, etag=validators.etag, last_modified=validators.modified)) == Fetched(BODY, validators)


def test_a_gzipped_body_is_unpacked(get: Get) -> None:
    assert get(packed(BODY * 1000)).body == BODY * 1000


def test_two_gzip_members_are_one_body(get: Get) -> None:
    assert get(ok(gzip.compress(BODY) + gzip.compress(BODY), content_encoding="gzip")).body == BODY * 2


@pytest.mark.parametrize("window", [15, -15], ids=["zlib", "bare"])
def test_both_kinds_of_deflate_are_unpacked(get: Get, window: int) -> None:
    pack = zlib.compressobj(wbits=window)
    assert get(ok(pack.compress(BODY) + pack.flush(), content_encoding="deflate")).body == BODY


def test_chunks_are_joined(get: Get) -> None:
    assert get(chunked(BODY[:7], BODY[7:])).body == BODY


def test_a_known_version_is_asked_for_and_not_sent_again(server: FeedServer) -> None:
    server.script["/a.ics"] = versioned(BODY, '"7"')
    first = Fetcher().fetch(server.url("/a.ics"), NOTHING)
    assert Fetcher().fetch(server.url("/a.ics"), first.validators) == Fetched(None, first.validators)


def test_not_modified_without_a_question_is_no_answer(get: Get) -> None:
    with pytest.raises(Unavailable, match="304"):
        get(says(answer("304 Not Modified")))


FAULTS: dict[str, tuple[Script, str]] = {
    "drip of headers": (drip(HEAD), r"within 0\.3 seconds"),
    "drip of the body": (drip(BODY, after=HEAD), r"within 0\.3 seconds"),
    "drip inside a chunk": (drip(b"20\r\n" + BODY, after=CHUNKED), r"within 0\.3 seconds"),
    "silence": (drip(b""), r"within 0\.3 seconds"),
    "closed at once": (says(), "broke off"),
    "closed in the headers": (says(HEAD[:-2]), "broke off"),
    "cut short": (says(HEAD, BODY), "broke off"),
    "chunks without an end": (chunked(BODY, closed=False), "broke off"),
    "a length nowhere": (says(b"HTTP/1.1 200 OK\r\n\r\n", BODY), "does not say how long"),
    "a garbage status line": (says(b"HTTP/9 yes\r\n\r\n"), "broke off"),
    "no HTTP at all": (says(b"220 mail.example.org ESMTP\r\n"), "broke off"),
    "two lengths": (says(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "broke off"),
    "a length of 5,000 digits": (ok(BODY, content_length="9" * 5000), "."),
    "endless headers": (endless(b"HTTP/1.1 200 OK\r\n", b"X-Again: yes\r\n" * 500), "broke off"),
    "endless early hints": (endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50), r"within 0\.3 seconds"),
    "an endless body": (endless(CHUNKED, b"3e8\r\n" + b"x" * 1000 + b"\r\n"), "more than 200000 bytes"),
    "announced too large": (says(b"HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n"), "more than 200000 bytes"),
    "gzip cut short": (ok(gzip.compress(BODY)[:-4], content_encoding="gzip"), "cannot be opened"),
    "gzip with a wrong sum": (ok(gzip.compress(BODY)[:-8] + b"12345678", content_encoding="gzip"), "cannot be opened"),
    "no gzip": (ok(BODY, content_encoding="gzip"), "cannot be opened"),
    "gzip of nothing": (ok(b"", content_encoding="gzip"), "cannot be opened"),
    "brotli": (ok(BODY, content_encoding="br"), "not asked for"),
    "gzip twice": (ok(BODY, content_encoding="gzip, gzip"), "not asked for"),
    "partial content": (says(answer("206 Partial Content", BODY)), "206"),
    "no content": (says(answer("204 No Content")), "204"),
    "sign in": (says(answer("401 Unauthorized")), "401 Unauthorized: check the address, and its user and password"),
    "forbidden": (says(answer("403 Forbidden")), "403 Forbidden: check the address"),
    "gone": (says(answer("410 Gone")), "410 Gone: take the address anew"),
    "too often": (says(answer("429 Too Many Requests")), "429 .*tried again"),
    "broken": (says(answer("500 Internal Server Error")), "500 .*tried again"),
    "an unheard-of status": (says(answer("799 Odd")), "answered 799"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_never_taken_for_a_calendar(get: Get, name: str) -> None:
    script, sentence = FAULTS[name]
    with pytest.raises(Unavailable, match=sentence):
        get(script)


def test_a_missing_calendar_says_what_to_do(server: FeedServer) -> None:
    with pytest.raises(Unavailable, match=r"404 Not Found: take the address anew"):
        Fetcher().fetch(server.url("/nowhere.ics"), NOTHING)


def test_a_bomb_is_refused_before_it_unpacks(server: FeedServer) -> None:
    server.script["/a.ics"] = packed(bytes(100 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(Unavailable, match="more than 1 MiB"):
            Fetcher(limits=Limits(inflated=1 << 20)).fetch(server.url("/a.ics"), NOTHING)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_body_that_fills_whole_steps_of_unpacking_is_complete(server: FeedServer) -> None:
    body = bytes(3 << 20)
    server.script["/a.ics"] = packed(body)
    assert Fetcher().fetch(server.url("/a.ics"), NOTHING).body == body


def test_what_is_left_to_unpack_after_the_last_byte_is_not_forgotten(server: FeedServer) -> None:
    body = bytes((1 << 20) + 5)
    pack = zlib.compressobj(9, wbits=-15)
    server.script["/a.ics"] = ok(pack.compress(body) + pack.flush(), content_encoding="deflate")
    assert Fetcher().fetch(server.url("/a.ics"), NOTHING).body == body


def test_a_refused_connection_is_tried_again_later() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(Unavailable, match=r"could not be reached \(Connection refused\); it will be tried again"):
            Fetcher().fetch(f"http://127.0.0.1:{bound.getsockname()[1]}/a.ics", NOTHING)


def test_an_unknown_name_is_tried_again_later() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, f"{host}:{port}")

    with pytest.raises(Unavailable, match=r"https://calendar\.example/… could not be found"):
        Fetcher(resolve=unknown).fetch("https://calendar.example/a.ics", NOTHING)


def test_a_resolver_that_hangs_is_left_behind(server: FeedServer) -> None:
    def hang(host: str, port: int) -> Sequence[str]:
        server._stop.wait()
        return ["127.0.0.1"]

    with pytest.raises(Unavailable, match=r"within 0\.3 seconds"):
        Fetcher(limits=QUICK, resolve=hang).fetch("http://calendar.example/a.ics", NOTHING)
    assert server.connections == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/b",
        "file:///etc/passwd",
        "https://",
        "a.ics",
        "http://[::1/",
        "http://h:x/",
        "http://h/\udce9",
        "http://h\0/",
        f"http://{'h' * 254}/",
    ],
)
def test_what_is_not_a_web_address_is_refused(url: str) -> None:
    with pytest.raises(Unavailable, match="begins with https"):
        Fetcher().fetch(url, NOTHING)


@dataclass
class RecordedDial(httpcore.SyncBackend):
    dialled: list[str] = field(default_factory=list)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.dialled.append(host)
        return super().connect_tcp(host, port, timeout, local_address, socket_options)


# Redirects


def test_a_redirect_is_followed_and_so_is_a_relative_one(server: FeedServer) -> None:
    server.script |= {
        "/a.ics": redirect(server.url("/deep/b.ics?x=1")),
        "/deep/b.ics?x=1": redirect("c.ics", "308 Permanent Redirect"),
        "/deep/c.ics": ok(BODY),
    }
    assert Fetcher().fetch(server.url("/a.ics"), NOTHING).body == BODY


def test_a_redirect_to_itself_ends_after_five(server: FeedServer) -> None:
    server.script["/a.ics"] = redirect("/a.ics")
    with pytest.raises(Unavailable, match="without end"):
        Fetcher().fetch(server.url("/a.ics"), NOTHING)
    assert len(server.asked) == 6


def test_a_redirect_to_a_machines_own_secrets_is_not_followed(server: FeedServer) -> None:
    server.script["/a.ics"] = redirect(METADATA)
    dial = RecordedDial()
    with pytest.raises(Unavailable, match="not read from"):
        Fetcher(dial=dial).fetch(server.url("/a.ics"), NOTHING)
    assert dial.dialled == ["127.0.0.1"]


class PublicDial(RecordedDial):
    """The public address is this machine's."""

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


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "[::1]", "[fd00::5]", "100.64.0.1"])
@pytest.mark.parametrize("hops", [1, 2])
def test_a_redirect_from_outside_never_leads_inside(server: FeedServer, inside: str, hops: int) -> None:
    server.script["/a.ics"] = redirect("/b.ics" if hops == 2 else server.url("/reboot", inside))
    server.script["/b.ics"] = redirect(server.url("/reboot", inside))
    dial = PublicDial()
    fetcher = Fetcher(dial=dial, resolve=lambda host, _: [ADDRESSES.get(host, host)])
    with pytest.raises(Unavailable, match="not read from"):
        fetcher.fetch(server.url("/a.ics", "public.example"), NOTHING)
    assert dial.dialled == ["93.184.216.34"] * hops


def test_a_redirect_from_outside_to_outside_is_followed(server: FeedServer) -> None:
    server.script |= {"/a.ics": redirect(server.url("/b.ics", "other.example")), "/b.ics": ok(BODY)}
    fetcher = Fetcher(dial=PublicDial(), resolve=lambda host, _: [ADDRESSES[host]])
    assert fetcher.fetch(server.url("/a.ics", "public.example"), NOTHING).body == BODY


def test_a_redirect_to_a_file_is_not_followed(server: FeedServer) -> None:
    server.script["/a.ics"] = redirect("file:///etc/passwd")
    with pytest.raises(Unavailable, match="sends on to what is no web address"):
        Fetcher().fetch(server.url("/a.ics"), NOTHING)


@pytest.mark.parametrize("to", ["//[", "http://[::1", "http://a:99999/", "http://a\xad\x85/"])
def test_a_redirect_to_what_is_no_address_is_said(server: FeedServer, to: str) -> None:
    server.script["/a.ics"] = redirect(f"{to}{SECRET}")
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1:\d+/… sends on to what is no web address") as caught:
        Fetcher(limits=QUICK).fetch(server.url("/a.ics"), NOTHING)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name", ["etag", "last_modified"])
@pytest.mark.parametrize("value", ['"\xe9"', '"' + "x" * 2_000 + '"'], ids=["beyond ASCII", "endless"])
def test_a_version_that_cannot_be_asked_about_is_not_kept(get: Get, name: str, value: str) -> None:
    assert get(ok(BODY, **{name: value})).validators == NOTHING


def test_the_password_in_the_address_is_sent_as_basic_authentication(server: FeedServer) -> None:
    server.script["/a.ics"] = ok(BODY)
    Fetcher().fetch(server.url("/a.ics", user="ann:p%40ss"), NOTHING)
    assert server.asked[0].headers["authorization"] == "Basic YW5uOnBAc3M="
    assert server.asked[0].target == "/a.ics"


@pytest.mark.parametrize(("host", "sent"), [("127.0.0.1", True), ("localhost", False)])
def test_the_password_goes_along_to_the_same_host_only(server: FeedServer, host: str, sent: bool) -> None:
    server.script |= {"/a.ics": redirect(server.url("/b.ics", host)), "/b.ics": ok(BODY)}
    Fetcher().fetch(server.url("/a.ics", user="ann:secret"), NOTHING)
    assert ("authorization" in server.asked[1].headers) is sent


def test_a_redirect_cannot_bring_a_password(server: FeedServer) -> None:
    server.script |= {"/a.ics": redirect(server.url("/b.ics", user="eve:guess")), "/b.ics": ok(BODY)}
    Fetcher().fetch(server.url("/a.ics"), NOTHING)
    assert "authorization" not in server.asked[1].headers


def test_the_password_stays_away_from_another_port(server: FeedServer) -> None:
    with FeedServer() as other:
        server.script["/a.ics"] = redirect(other.url("/b.ics"))
        other.script["/b.ics"] = ok(BODY)
        Fetcher().fetch(server.url("/a.ics", user="ann:secret"), NOTHING)
        assert "authorization" not in other.asked[0].headers


# Where a feed may lead


THIS_MACHINE = [
    "127.0.0.1", "127.1", "127.255.255.254", "0x7f.1", "0x7f000001", "2130706433", "0177.0.0.1", "017700000001",
    "0.0.0.0", "0", "localhost", "LOCALHOST.", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "[2001:0:7f00:1:0:0:80ff:fffe]", "10.0.0.1", "192.168.1.1", "[fc00::1]", "100.64.0.1",
]  # fmt: skip
NEVER = [
    "169.254.169.254", "169.254.43518", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]", "[::169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a9fe:a9fe]",
    "[2002:a9fe:a9fe::1]", "[2001:0:4136:e378:8000:63bf:5601:5601]", "[fe80::1]", "[fec0::1]", "[ff02::1]",
    "[4000::1]", "[fd00:ec2::254]", "[fd20:ce::254]", "[fd00:42::42]", "[3fff::1]", "[::]",
    "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.88.99.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "0.0.0.0", "0", "198.18.0.1", "203.0.113.9",
]  # fmt: skip


@pytest.mark.parametrize(
    ("reach", "host"),
    [(Reach.PUBLIC_ONLY, host) for host in THIS_MACHINE + NEVER] + [(Reach.ALLOW_LAN, host) for host in NEVER],
)
def test_a_denied_address_is_never_dialled_however_it_is_spelt(server: FeedServer, reach: Reach, host: str) -> None:
    server.script["/a.ics"] = ok(BODY)
    dial = RecordedDial()
    with pytest.raises(Unavailable, match=r"not read from|could not be found"):
        Fetcher(reach=reach, dial=dial, limits=QUICK).fetch(server.url("/a.ics", host), NOTHING)
    assert (dial.dialled, server.connections) == ([], [])


@pytest.mark.parametrize("host", ["127.0.0.1", "0x7f.1", "localhost", "[::ffff:127.0.0.1]"])
def test_a_calendar_of_ones_own_house_is_read(server: FeedServer, host: str) -> None:
    server.script["/a.ics"] = ok(BODY)
    assert Fetcher().fetch(server.url("/a.ics", host), NOTHING).body == BODY


def test_the_address_that_was_checked_is_the_one_that_is_dialled(server: FeedServer) -> None:
    answers = iter([["127.0.0.1"], ["169.254.169.254"], ["169.254.169.254"]])
    server.script["/a.ics"] = ok(BODY)
    dial = RecordedDial()
    fetched = Fetcher(dial=dial, resolve=lambda *_: next(answers)).fetch(server.url("/a.ics", "flip.example"), NOTHING)
    assert (fetched.body, dial.dialled) == (BODY, ["127.0.0.1"])
    assert server.asked[0].headers["host"] == f"flip.example:{server.port}"


def test_a_denied_address_among_allowed_ones_is_passed_over(server: FeedServer) -> None:
    server.script["/a.ics"] = ok(BODY)
    dial = RecordedDial()
    found = ["fe80::1%eth0", "169.254.169.254", "127.0.0.1"]
    Fetcher(dial=dial, resolve=lambda *_: found).fetch(server.url("/a.ics", "nas.example"), NOTHING)
    assert dial.dialled == ["127.0.0.1"]


def test_the_next_address_is_tried_when_the_first_refuses(server: FeedServer) -> None:
    server.script["/a.ics"] = ok(BODY)
    dial = RecordedDial()
    Fetcher(dial=dial, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]).fetch(server.url("/a.ics", "a.example"), NOTHING)
    assert dial.dialled == ["127.0.0.2", "127.0.0.1"]


class SwallowingDial(RecordedDial):
    """127.0.0.2 never answers."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if host == "127.0.0.2":
            Event().wait(timeout)
            raise httpcore.ConnectTimeout
        return super().connect_tcp(host, port, timeout, local_address, socket_options)


def test_an_address_that_never_answers_leaves_time_for_the_next(server: FeedServer) -> None:
    server.script["/a.ics"] = ok(BODY)
    fetcher = Fetcher(dial=SwallowingDial(), resolve=lambda *_: ["127.0.0.2", "127.0.0.1"], limits=Limits(seconds=1))
    assert fetcher.fetch(server.url("/a.ics", "two.example"), NOTHING).body == BODY


# TLS


@pytest.mark.part("openssl")
def test_a_trusted_certificate_is_read_and_an_unknown_one_is_not(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    with FeedServer(trust=pair.server) as server:
        server.script["/a.ics"] = ok(BODY)
        webcal = server.url("/a.ics").replace("https:", "webcal:")
        assert Fetcher(trust=pair.client).fetch(webcal, NOTHING).body == BODY
        with pytest.raises(Unavailable, match=r"can be trusted \(self.signed certificate.*the server's certificate"):
            Fetcher().fetch(server.url("/a.ics"), NOTHING)


@pytest.mark.part("openssl")
def test_a_certificate_for_another_name_is_not_trusted(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    with FeedServer(trust=pair.server) as server:
        fetcher = Fetcher(trust=pair.client, resolve=lambda *_: ["127.0.0.1"])
        with pytest.raises(Unavailable, match=r"can be trusted \(Hostname mismatch"):
            fetcher.fetch(server.url("/a.ics", "other.example"), NOTHING)


@pytest.mark.part("openssl")
def test_encryption_is_not_given_up_on_the_way(tmp_path: Path, server: FeedServer) -> None:
    pair = make_pair(tmp_path)
    with FeedServer(trust=pair.server) as secure:
        secure.script["/a.ics"] = redirect(server.url("/a.ics"))
        with pytest.raises(Unavailable, match="unencrypted"):
            Fetcher(trust=pair.client).fetch(secure.url("/a.ics"), NOTHING)
    assert server.connections == []


def test_a_silent_handshake_is_cut_by_the_deadline() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(Unavailable, match=r"within 0\.3 seconds"):
            Fetcher(limits=QUICK).fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/a.ics", NOTHING)


def test_a_handshake_that_comes_too_late_leaves_no_connection_open(server: FeedServer) -> None:
    plain = httpcore.SyncBackend().connect_tcp("127.0.0.1", server.port)
    with pytest.raises(httpcore.TimeoutException):
        DeadlineStream(plain, Deadline(ends=0.0)).start_tls(ssl.create_default_context())
    assert plain.get_extra_info("socket").fileno() == -1


# Secrets


@pytest.mark.parametrize("name", [*FAULTS, "redirected"])
def test_no_fault_tells_the_secret_part_of_the_address(
    server: FeedServer, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    scripts = {name: script for name, (script, _) in FAULTS.items()} | {"redirected": redirect(f"/2{SECRET}?{SECRET}")}
    server.script[f"/{SECRET}?key={SECRET}"] = scripts[name]
    fetcher = Fetcher(limits=QUICK)
    with pytest.raises(Unavailable) as caught:
        fetcher.fetch(server.url(f"/{SECRET}?key={SECRET}", user=f"ann:{SECRET}"), NOTHING)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(fetcher)
    assert SECRET not in told
    assert "http://127.0.0.1:" in str(caught.value)


@pytest.mark.parametrize("url", [f"http://ann:{SECRET}", f"http://a:b:{SECRET}/", f"http://[{SECRET}/", f"{SECRET}:x"])
def test_no_unreadable_address_is_repeated(url: str) -> None:
    with pytest.raises(Unavailable) as caught:
        Fetcher().fetch(url, NOTHING)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
