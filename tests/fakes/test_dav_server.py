"""The peer that our guarantees are tested against keeps the RFCs itself, and its faults are what they say."""

import http.client
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from tests.fakes.dav_server import DavServer
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.faulty_http import (
    Fault,
    FaultyServer,
    always,
    conflict,
    drop_after,
    drop_before,
    empty_list,
    fails,
    once,
    seeded,
    stale_lists,
    truncated,
    twice,
)

DAV = "{DAV:}"
HREF = "/calendars/ada/blocks/run.ics"
LIST = b'<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'
MULTIGET = (
    b'<C:calendar-multiget xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    b"<prop><getetag/><C:calendar-data/></prop>"
    b"<href>/calendars/ada/blocks/run.ics</href><href>/calendars/ada/blocks/gone.ics</href></C:calendar-multiget>"
)
Said = tuple[int, dict[str, str], bytes]


def body(uid: str = "run", start: str = "20261117T070000Z", *more: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test//EN", "BEGIN:VEVENT", f"UID:{uid}"]
    lines += ["DTSTAMP:20260101T000000Z", f"DTSTART:{start}", "DURATION:PT1H", *more, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


@pytest.fixture
def server() -> Iterator[DavServer]:
    with DavServer("blocks", "work") as server:
        yield server


def ask(server: FaultyServer, method: str, target: str, data: bytes = b"", **headers: str) -> Said:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        link.request(method, target, data, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = link.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        link.close()


def create(server: FaultyServer, href: str = HREF, data: bytes = b"") -> Said:
    return ask(server, "PUT", href, data or body(), If_None_Match="*")


def responses(said: Said) -> dict[str, Element]:
    assert said[0] == 207
    return {each.findtext(DAV + "href") or "": each for each in fromstring(said[2]).iter(DAV + "response")}


def listed(server: FaultyServer) -> set[str]:
    return set(responses(ask(server, "PROPFIND", "/calendars/ada/blocks/", LIST, Depth="1")))


def sync(server: DavServer, token: str = "") -> tuple[dict[str, Element], str]:
    query = f'<sync-collection xmlns="DAV:"><sync-token>{token}</sync-token><prop><getetag/></prop></sync-collection>'
    said = ask(server, "REPORT", "/calendars/ada/blocks/", query.encode())
    return responses(said), fromstring(said[2]).findtext(DAV + "sync-token") or ""


def test_a_calendar_is_discovered_from_the_well_known_address(server: DavServer) -> None:
    assert ask(server, "GET", "/.well-known/caldav")[:2][0] == 301
    query = b'<propfind xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop>%s</prop></propfind>'
    [root] = responses(ask(server, "PROPFIND", "/", query % b"<current-user-principal/>", Depth="0")).values()
    principal = root.findtext(f".//{DAV}current-user-principal/{DAV}href") or ""
    [found] = responses(ask(server, "PROPFIND", principal, query % b"<C:calendar-home-set/>", Depth="0")).values()
    home = found.findtext(f".//{DAV}href") and [each.text for each in found.iter(DAV + "href")][-1]
    calendars = responses(ask(server, "PROPFIND", home or "", query % b"<resourcetype/>", Depth="1"))
    assert set(calendars) == {home, "/calendars/ada/blocks/", "/calendars/ada/work/"}
    assert calendars["/calendars/ada/work/"].find(".//{urn:ietf:params:xml:ns:caldav}calendar") is not None


def test_writes_keep_their_preconditions(server: DavServer) -> None:
    status, headers, _ = create(server)
    assert status == 201
    assert create(server)[0] == 412
    etag = headers["etag"]
    assert ask(server, "PUT", HREF, body(start="20261117T080000Z"), If_Match='"old"')[0] == 412
    status, headers, _ = ask(server, "PUT", HREF, body(start="20261117T080000Z"), If_Match=etag)
    assert (status, headers["etag"] != etag) == (204, True)
    assert ask(server, "DELETE", HREF, If_Match=etag)[0] == 412
    assert ask(server, "DELETE", HREF, If_Match=headers["etag"])[0] == 204
    assert ask(server, "DELETE", HREF, If_Match="*")[0] == 412
    assert server.calendar().bodies == {}


def test_a_write_without_a_precondition_overwrites_and_is_told_on(server: DavServer) -> None:
    create(server)
    assert ask(server, "PUT", HREF, body(start="20261118T070000Z"))[0] == 204
    assert server.bare_writes() == [f"PUT {HREF} 204"]


def test_the_same_uid_at_another_address_conflicts(server: DavServer) -> None:
    create(server)
    status, _, text = create(server, "/calendars/ada/blocks/other.ics")
    assert (status, b"no-uid-conflict" in text) == (409, True)


def test_what_came_again_after_a_deletion_is_another_version(server: DavServer) -> None:
    etag = create(server)[1]["etag"]
    ask(server, "DELETE", HREF, If_Match=etag)
    assert create(server)[1]["etag"] != etag


def test_a_sync_token_tells_what_changed_since(server: DavServer) -> None:
    create(server)
    create(server, "/calendars/ada/blocks/swim.ics", body("swim"))
    first, token = sync(server)
    assert set(first) == {HREF, "/calendars/ada/blocks/swim.ics"}
    assert sync(server, token)[0] == {}
    server.calendar().delete("run.ics")
    changed, _ = sync(server, token)
    assert {href: each.findtext(DAV + "status") for href, each in changed.items()} == {HREF: "HTTP/1.1 404 Not Found"}
    server.calendar().forget_tokens()
    with pytest.raises(AssertionError, match="403"):
        sync(server, token)


def test_a_sync_in_pages_says_that_there_is_more(server: DavServer) -> None:
    for name in ("a", "b", "c"):
        create(server, f"/calendars/ada/blocks/{name}.ics", body(name))
    server.quirks.page = 2
    first, token = sync(server)
    assert first.pop("/calendars/ada/blocks/").findtext(DAV + "status") == "HTTP/1.1 507 Insufficient Storage"
    assert [*first, *sync(server, token)[0]] == [f"/calendars/ada/blocks/{name}.ics" for name in "abc"]


def test_a_multiget_says_of_each_address_what_there_is(server: DavServer) -> None:
    create(server)
    found = responses(ask(server, "REPORT", "/calendars/ada/blocks/", MULTIGET))
    assert "UID:run" in "".join(found[HREF].itertext())
    assert found["/calendars/ada/blocks/gone.ics"].findtext(DAV + "status") == "HTTP/1.1 404 Not Found"
    server.quirks.broken = {"run.ics"}
    server.quirks.lost = {"gone.ics"}
    [(href, broken)] = responses(ask(server, "REPORT", "/calendars/ada/blocks/", MULTIGET)).items()
    assert (href, broken.findtext(DAV + "status")) == (HREF, "HTTP/1.1 500 Internal Server Error")


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [("20261117T0730", "20261117T0740", True), ("20261117T0800", "20261118T0000", False)],
)
def test_a_query_keeps_its_span(server: DavServer, start: str, end: str, meant: bool) -> None:
    create(server)
    query = (
        '<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/></prop><C:filter>'
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f'<C:time-range start="{start}00Z" end="{end}00Z"/>'
        "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    )
    assert set(responses(ask(server, "REPORT", "/calendars/ada/blocks/", query.encode()))) == (
        {HREF} if meant else set()
    )


def test_weak_etags_are_told_and_never_match(server: DavServer) -> None:
    server.quirks.weak_etags = True
    etag = create(server)[1]["etag"]
    assert etag.startswith("W/")
    assert ask(server, "DELETE", HREF, If_Match=etag)[0] == 412
    assert ask(server, "DELETE", HREF, If_Match=etag.removeprefix("W/"))[0] == 204


def test_a_server_that_rewrites_keeps_the_meaning_and_tells_no_etag(server: DavServer) -> None:
    server.quirks.rewrites = True
    status, headers, _ = create(server, data=body("run", "20261117T070000Z", "SUMMARY:" + "Läufe " * 30, "X-OURS:1"))
    assert (status, "etag" in headers) == (201, False)
    kept = ask(server, "GET", HREF)[2].replace(b"\r\n ", b"").decode()
    assert "SUMMARY:" + "Läufe " * 29 in kept
    assert "X-OURS:1" in kept
    assert "DTSTAMP:20200202T020202Z" in kept


def test_x_properties_may_be_dropped_or_refused(server: DavServer) -> None:
    marked = body("run", "20261117T070000Z", "X-OURS:1")
    server.quirks.refuses_x = True
    assert create(server, data=marked)[0] == 403
    server.quirks.refuses_x, server.quirks.drops_x = False, True
    assert create(server, data=marked)[0] == 201
    assert b"X-OURS" not in server.calendar().bodies["run.ics"]


def test_a_full_or_read_only_calendar_takes_nothing(server: DavServer) -> None:
    server.quirks.full = True
    assert create(server)[0] == 507
    server.quirks.full, server.calendar().read_only = False, True
    assert create(server)[0] == 403
    assert server.calendar().bodies == {}


def test_only_those_with_the_password_are_let_in() -> None:
    with DavServer(user="ada", password="secret") as server:
        assert ask(server, "GET", HREF)[0] == 401
        assert ask(server, "GET", HREF, Authorization="Basic YWRhOnNlY3JldA==")[0] == 404
        server.accounts = set()
        assert ask(server, "GET", HREF, Authorization="Basic YWRhOnNlY3JldA==")[0] == 401


@pytest.mark.parametrize(("fault", "kept"), [(drop_before, []), (drop_after, ["run.ics"])])
def test_a_connection_may_be_lost_before_and_after_it_was_done(
    server: DavServer, fault: Fault, kept: list[str]
) -> None:
    server.script = once("PUT", fault)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        create(server)
    assert list(server.calendar().bodies) == kept
    assert [(each.fault, each.status) for each in server.log] == [(fault.__name__, None)]


def test_a_request_may_arrive_twice(server: DavServer) -> None:
    server.script = once("PUT", twice)
    assert create(server)[0] == 412
    assert list(server.calendar().bodies) == ["run.ics"]


def test_an_answer_may_be_cut(server: DavServer) -> None:
    create(server)
    server.script = once("*", truncated)
    with pytest.raises(http.client.IncompleteRead):
        listed(server)


@pytest.mark.parametrize(("fault", "status"), [(fails(500), 500), (fails(503, "7"), 503), (conflict, 412)])
def test_a_write_may_fail_without_a_reason(server: DavServer, fault: Fault, status: int) -> None:
    server.script = once("PUT", fault)
    said = create(server)
    assert (said[0], said[1].get("retry-after")) == (status, "7" if status == 503 else None)
    assert server.calendar().bodies == {}
    assert create(server)[0] == 201


def test_a_list_may_be_old_or_empty(server: DavServer) -> None:
    create(server)
    server.script = always("PROPFIND", stale_lists())
    before = listed(server)
    server.calendar().delete("run.ics")
    assert listed(server) == before == {"/calendars/ada/blocks/", HREF}
    server.script = once("PROPFIND", empty_list)
    create(server)
    assert listed(server) == {"/calendars/ada/blocks/"}
    assert listed(server) == before


def test_a_server_may_be_down_for_a_while(server: DavServer) -> None:
    create(server)
    with server.down(), pytest.raises(ConnectionRefusedError):
        listed(server)
    assert HREF in listed(server)


def test_the_same_seed_gives_the_same_faults(server: DavServer) -> None:
    def drawn() -> list[str]:
        server.script, before = seeded(7, 0.3), len(server.log)
        for _ in range(40):
            try:
                listed(server)
            except (ConnectionError, http.client.HTTPException, AssertionError):
                continue
        return [each.fault for each in server.log[before:]]

    first = drawn()
    assert first == drawn()
    assert 4 < sum(map(bool, first)) < 20


def test_the_proxy_puts_faults_before_another_server_and_speaks_for_it(server: DavServer) -> None:
    with FaultProxy(server.url()) as proxy:
        proxy.script = once("PUT", drop_after)
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            create(proxy)
        assert create(proxy)[0] == 412
        assert listed(proxy) == {"/calendars/ada/blocks/", HREF}
        assert [each.line for each in proxy.writes()] == [f"PUT {HREF} None drop_after", f"PUT {HREF} 412"]
        assert [each.request.body for each in server.writes()] == [body(), body()]
