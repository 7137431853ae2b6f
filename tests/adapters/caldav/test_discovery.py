"""From what a person types to the calendars of their account, without the password going astray."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hedgerow.adapters.caldav.discovery import Account, Listed, Service, discover, starts
from hedgerow.adapters.ics.fetch import Fetcher
from hedgerow.ports import AuthorizationExpired, Refused, Unavailable
from tests.adapters.caldav.digest import DigestGate
from tests.fakes.dav_server import DavServer
from tests.fakes.faulty_http import Answer, Backend, FaultyServer, Request
from tests.fakes.radicale_server import RadicaleServer
from tests.fakes.tls import Pair, make_pair

ANN = Account("ann", "canary")
Serve = Callable[[Backend], FaultyServer]


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def dav(opened: ExitStack) -> DavServer:
    return opened.enter_context(DavServer("work", "home", user="ann", password="canary"))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_pair(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def serve(opened: ExitStack, pair: Pair) -> Serve:
    """Over TLS. `localhost` and 127.0.0.1 are two hosts to whoever asks."""

    def made(backend: Backend) -> FaultyServer:
        server = FaultyServer(backend)
        server._server.socket = pair.server.wrap_socket(server._server.socket, server_side=True)
        return opened.enter_context(server)

    return made


def secure(server: FaultyServer, path: str = "/", host: str = "localhost") -> str:
    return f"https://{host}:{server.port}{path}"


def trusting(trust: ssl.SSLContext) -> Account:
    return Account("ann", "canary", Fetcher(trust=trust))


def signed(server: FaultyServer) -> set[str]:
    return {each.request.headers.get("authorization", "").partition(" ")[0] for each in server.log}


def names(found: object) -> list[str]:
    assert isinstance(found, list | tuple)
    return [each.name for each in found if isinstance(each, Listed)]


def response(href: str, props: str) -> bytes:
    spaces = 'xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:a="http://apple.com/ns/ical/"'
    found = f"<propstat><prop>{props}</prop><status>HTTP/1.1 200 OK</status></propstat>"
    return f"<multistatus {spaces}><response><href>{href}</href>{found}</response></multistatus>".encode()


@pytest.mark.parametrize("path", ["", "/", "/.well-known/caldav", "/principals/ada/", "/calendars/ada/", "/wrong/"])
def test_every_place_of_a_server_leads_to_its_calendars(dav: DavServer, path: str) -> None:
    found = discover(dav.url(path), ANN)
    assert [(each.name, each.url) for each in found] == [
        ("Work", dav.url("/calendars/ada/work/")),
        ("Home", dav.url("/calendars/ada/home/")),
    ]
    assert {each.writable for each in found} == {True}


def test_the_address_of_a_calendar_is_that_calendar(dav: DavServer) -> None:
    dav.calendar("home").read_only = True
    [home] = discover(dav.url("/calendars/ada/home/"), ANN)
    assert (home.name, home.writable) == ("Home", False)


def test_the_calendars_of_radicale_are_found_and_only_those_for_events(tmp_path: Path) -> None:
    with RadicaleServer(tmp_path) as server:
        server.make_calendar("home")
        tasks = (
            '<c:mkcalendar xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop>'
            '<c:supported-calendar-component-set><c:comp name="VTODO"/></c:supported-calendar-component-set>'
            "</prop></set></c:mkcalendar>"
        )
        server.ask("MKCALENDAR", f"{server.home}tasks/", tasks.encode())
        account = Account(server.user, server.password)
        for start in (server.url, server.home, f"{server.url}.well-known/caldav"):
            [home] = discover(start, account)
            assert (home.name, home.url, home.writable) == ("home", f"{server.home}home/", True)
        with pytest.raises(AuthorizationExpired):
            discover(server.url, Account(server.user, "wrong"))


def test_a_server_without_calendars_or_without_a_server_says_so(dav: DavServer, opened: ExitStack) -> None:
    web = opened.enter_context(FaultyServer(lambda _: Answer(200, {}, b"<html>hello</html>")))
    with pytest.raises(Unavailable, match="No calendar server was found"):
        discover(web.url(), ANN)
    with dav.down(), pytest.raises(Unavailable, match="could not be reached"):
        discover(dav.url(), ANN)


def cloud(home: Callable[[], str]) -> Backend:
    """Names the home of the calendars, which is elsewhere, to who has signed in."""

    def backend(request: Request) -> Answer:
        if "authorization" not in request.headers:
            return Answer(401, {"WWW-Authenticate": 'Basic realm="x"'})
        props = (
            "<current-user-principal><href>/me/</href></current-user-principal>"
            if request.path == "/"
            else f"<c:calendar-home-set><href>{home()}</href></c:calendar-home-set>"
        )
        return Answer(207, {}, response(request.path, props))

    return backend


def shard(request: Request) -> Answer:
    if "authorization" not in request.headers:
        return Answer(401, {"WWW-Authenticate": 'Basic realm="x"'})
    props = "<resourcetype><collection/><c:calendar/></resourcetype><displayname>Cloud\u202e\n1</displayname>"
    return Answer(207, {}, response("/123/calendars/home/", props))


def test_a_home_on_another_host_is_signed_in_to_when_the_server_that_let_us_in_names_it(
    serve: Serve, pair: Pair
) -> None:
    other = serve(shard)
    first = serve(cloud(lambda: secure(other, "/123/calendars/", "127.0.0.1")))
    [found] = discover(secure(first), trusting(pair.client))
    assert (found.name, found.url) == ("Cloud 1", secure(other, "/123/calendars/home/", "127.0.0.1"))
    assert found.writable
    assert signed(other) == {"Basic"}


def test_a_home_that_is_not_reached_over_https_never_gets_the_password(
    serve: Serve, opened: ExitStack, pair: Pair
) -> None:
    plain = opened.enter_context(FaultyServer(shard))
    for first, start in (
        (serve(cloud(plain.url)), secure),
        (opened.enter_context(FaultyServer(cloud(plain.url))), FaultyServer.url),
    ):
        with pytest.raises(Refused, match="give that address yourself"):
            discover(start(first), trusting(pair.client))
    assert plain.log == []


def test_a_server_that_was_not_told_the_password_does_not_get_to_send_it_elsewhere(serve: Serve, pair: Pair) -> None:
    """Digest proves that one knows the password; the home could ask for it by Basic."""
    other = serve(shard)
    first = serve(DigestGate(cloud(lambda: secure(other, "/", "127.0.0.1")), "ann", "canary"))
    with pytest.raises(Refused, match="give that address yourself"):
        discover(secure(first), trusting(pair.client))
    assert other.log == []


def test_a_well_known_address_that_leads_to_another_host_is_told_and_not_signed_in_to(serve: Serve, pair: Pair) -> None:
    other = serve(shard)
    first = serve(lambda _: Answer(301, {"Location": secure(other, "/dav/", "127.0.0.1")}))
    with pytest.raises(Refused, match=r"sends on to https://127\.0\.0\.1:\d+/…: if that is right"):
        discover(secure(first), trusting(pair.client))
    assert signed(first) | signed(other) == {""}


def below(domain: str) -> Service | None:
    known = {"example.org": ("dav.example.org.", 443, "/dav/"), "example.net": ("dav.Example.net", 8443, "/")}
    return known.get(domain)


def test_a_mail_address_a_domain_and_an_address_of_the_web_are_places_to_ask() -> None:
    assert starts(" ann@Example.org ", None) == ("https://example.org/.well-known/caldav", "https://example.org/")
    assert starts("example.org", below)[0] == "https://dav.example.org/dav/"
    assert starts("ann@example.net", below)[:2] == (
        "https://dav.example.net:8443/.well-known/caldav",
        "https://dav.example.net:8443/",
    )
    assert starts("example.com", below) == starts("example.com", None)
    assert list(starts("http://nas/cal", None)) == ["http://nas/cal", "http://nas/.well-known/caldav", "http://nas/"]


def test_a_dns_that_fails_is_left_aside() -> None:
    def failing(_: str) -> Service | None:
        raise OSError

    assert starts("example.org", failing) == starts("example.org", None)


@pytest.mark.parametrize("evil", ["dav.example.com", "notexample.org", "example.org.evil.example"])
def test_a_dns_that_names_another_domain_is_told(evil: str) -> None:
    with pytest.raises(Refused, match=f"names {evil} as its calendar server"):
        starts("example.org", lambda _: (evil, 443, "/"))


@pytest.mark.parametrize("text", ["", "ann@", "ftp://a.example/", "https://", "a b.example", "@", "https://a b/"])
def test_what_is_no_address_at_all_is_said_without_repeating_it(text: str) -> None:
    with pytest.raises(Unavailable, match="web address"):
        discover(text, ANN)


def test_the_password_is_in_no_sentence_and_no_repr(dav: DavServer) -> None:
    found = discover(dav.url(), ANN)
    assert "canary" not in repr((ANN, found))
    assert "/calendars/" not in repr(found)


def test_a_path_that_looks_like_a_host_leads_nowhere_else(serve: Serve, pair: Pair) -> None:
    def home(_: Request) -> Answer:
        props = "<resourcetype><collection/><c:calendar/></resourcetype>"
        return Answer(207, {}, response("https://localhost//evil.example/cal/", props))

    server = serve(home)
    [found] = discover(secure(server), trusting(pair.client))
    assert found.url == secure(server, "//evil.example/cal/")


@pytest.mark.parametrize("name", ["current-user-principal", "c:calendar-home-set"])
def test_a_home_that_is_no_address_is_unavailable(opened: ExitStack, name: str) -> None:
    props = f"<{name}><href>http://[::1/home/</href></{name}>"
    server = opened.enter_context(FaultyServer(lambda request: Answer(207, {}, response(request.path, props))))
    with pytest.raises(Unavailable, match="names what is no address"):
        discover(server.url("/"), ANN)
