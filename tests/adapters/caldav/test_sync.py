"""A local copy is brought up to date, whatever the server can do; nothing gets lost on the way."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.adapters.caldav import sync
from hedgerow.adapters.caldav.client import DavClient
from hedgerow.adapters.caldav.local_copy import Copy, CopyStore
from hedgerow.adapters.caldav.sync import Mirror
from hedgerow.adapters.ics.fetch import Fetcher
from hedgerow.ports import Refused, Unavailable
from tests.adapters.ics.calendars import calendar
from tests.fakes.dav_server import DavServer
from tests.fakes.dav_store import Collection
from tests.fakes.faulty_http import Answer, Backend, Fault, Request, always, fails, once, seeded
from tests.fakes.radicale_server import RadicaleServer


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def server(opened: ExitStack) -> DavServer:
    return opened.enter_context(DavServer("work"))


@pytest.fixture
def mirror(server: DavServer, opened: ExitStack) -> Mirror:
    return Mirror(opened.enter_context(DavClient(server.url(server.href("work")), "ann", "secret")))


def event(uid: str, title: str = "") -> bytes:
    return calendar(f"UID:{uid}\nDTSTART:20261117T080000Z\nSUMMARY:{title or uid}")


def fill(server: DavServer, *names: str) -> None:
    for name in names:
        server.calendar("work").put(name, event(name))


def names(copy: Copy) -> list[str]:
    return sorted(path.rpartition("/")[2] for path in copy.held)


def lost(copy: Copy) -> list[str]:
    return sorted(path.rpartition("/")[2] for path in copy.lost)


def asked(server: DavServer) -> list[str]:
    """What each request was, since the last time this was called."""
    said = [_short(each.request) for each in server.log]
    server.log.clear()
    return said


def _short(request: Request) -> str:
    kinds = ("sync-collection", "calendar-multiget")
    kind = next((kind for kind in kinds if kind.encode() in request.body), request.headers.get("depth", ""))
    return f"{request.method} {kind}"


FIRST = ["PROPFIND 0", "REPORT sync-collection", "REPORT calendar-multiget"]


def test_only_what_has_changed_is_fetched(server: DavServer, mirror: Mirror) -> None:
    fill(server, "a", "b", "c")
    copy = mirror.update(None)
    assert names(copy) == ["a", "b", "c"]
    assert asked(server) == FIRST
    assert mirror.update(copy) == copy
    assert asked(server) == ["REPORT sync-collection"]
    server.calendar("work").put("b", event("b", "new"))
    server.calendar("work").delete("c")
    fill(server, "d")
    after = mirror.update(copy)
    assert names(after) == ["a", "b", "d"]
    assert "SUMMARY:new" in after.held[server.href("work", "b")].text
    assert asked(server) == ["REPORT sync-collection", "REPORT calendar-multiget"]
    assert mirror.update(after) == after


def test_a_list_in_pages_is_read_to_its_end(server: DavServer, mirror: Mirror) -> None:
    server.quirks.page = 2
    fill(server, "a", "b", "c", "d", "e")
    copy = mirror.update(None)
    assert names(copy) == ["a", "b", "c", "d", "e"]
    fill(server, "f", "g", "h")
    server.calendar("work").delete("a")
    assert names(mirror.update(copy)) == ["b", "c", "d", "e", "f", "g", "h"]


def test_a_collection_that_calls_itself_otherwise_is_not_one_of_its_own_events(
    server: DavServer, mirror: Mirror
) -> None:
    own = server.href("work").encode()
    server.script = always("*", changing(own + b"</D:href>", b"/users/1/work/</D:href>"))
    fill(server, *"abcde")
    for page, no_sync in ((2, False), (0, True)):
        server.quirks.page, server.quirks.no_sync = page, no_sync
        copy = mirror.update(None)
        assert (names(copy), lost(copy)) == (["a", "b", "c", "d", "e"], [])


def changing(old: bytes, new: bytes) -> Fault:
    def fault(request: Request, backend: Backend) -> Answer | None:
        answer = backend(request)
        return replace(answer, body=answer.body.replace(old, new))

    return fault


@pytest.mark.parametrize("no_sync", [False, True])
def test_folders_inside_of_a_calendar_are_none_of_its_events(server: DavServer, mirror: Mirror, no_sync: bool) -> None:
    server.quirks.no_sync = no_sync
    fill(server, "a")
    folder = b"<D:resourcetype><D:collection /></D:resourcetype>"
    server.script = always("*", changing(b"<D:resourcetype />", folder))
    assert mirror.update(None).held == {}


def test_a_calendar_that_does_not_say_that_it_is_a_folder_is_known_by_its_path(
    server: DavServer, mirror: Mirror
) -> None:
    server.quirks.no_sync = True
    server.script = always("*", changing(b"<D:collection />", b""))
    fill(server, "a")
    copy = mirror.update(None)
    assert (names(copy), lost(copy)) == (["a"], [])


def test_what_comes_without_being_asked_for_is_not_believed(server: DavServer, mirror: Mirror) -> None:
    fill(server, "a")
    server.script = lambda ask: changing(b"/work/a<", b"/work/other<") if b"multiget" in ask.body else None
    copy = mirror.update(None)
    assert (names(copy), lost(copy)) == ([], ["a"])


def test_pages_without_end_are_unavailable(server: DavServer, mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "_PAGES", 3)
    server.quirks.page = 1
    fill(server, *"abcdef")
    with pytest.raises(Unavailable, match="without end"):
        mirror.update(None)


@pytest.mark.parametrize("status", [400, 403, 409, 410, 412, 507])
def test_a_token_that_is_not_known_any_more_starts_anew(server: DavServer, mirror: Mirror, status: int) -> None:
    fill(server, "a", "b")
    copy = mirror.update(None)
    server.calendar("work").delete("a")
    server.script = once("REPORT", fails(status))
    asked(server)
    after = mirror.update(copy)
    assert names(after) == ["b"]
    assert asked(server) == ["REPORT sync-collection", "PROPFIND 0", "REPORT sync-collection"]
    server.calendar("work").forget_tokens()
    server.calendar("work").delete("b")
    assert names(mirror.update(after)) == []


def test_without_sync_the_ctag_says_whether_anything_changed(server: DavServer, mirror: Mirror) -> None:
    server.quirks.no_sync = True
    fill(server, "a", "b")
    copy = mirror.update(None)
    assert asked(server) == ["PROPFIND 0", "PROPFIND 1", "REPORT calendar-multiget"]
    assert mirror.update(copy) == copy
    assert asked(server) == ["PROPFIND 0"]
    server.calendar("work").put("a", event("a", "new"))
    server.calendar("work").delete("b")
    after = mirror.update(copy)
    assert names(after) == ["a"]
    assert "SUMMARY:new" in after.held[server.href("work", "a")].text
    assert asked(server) == ["PROPFIND 0", "PROPFIND 1", "REPORT calendar-multiget"]


def test_without_a_ctag_the_list_of_etags_says_it(server: DavServer, mirror: Mirror) -> None:
    server.quirks.no_sync = True
    server.script = always("PROPFIND", changing(b"getctag", b"other"))
    fill(server, "a", "b")
    copy = mirror.update(None)
    asked(server)
    assert mirror.update(copy) == copy
    assert asked(server) == ["PROPFIND 1"]
    server.calendar("work").put("a", event("a", "new"))
    assert "SUMMARY:new" in mirror.update(copy).held[server.href("work", "a")].text


def test_a_server_that_learns_to_sync_or_forgets_it_loses_nothing(server: DavServer, mirror: Mirror) -> None:
    fill(server, "a", "b")
    copy = mirror.update(None)
    for no_sync in (True, False, True):
        server.quirks.no_sync = no_sync
        server.calendar("work").put("a", event("a", f"{no_sync}"))
        copy = mirror.update(copy)
        assert names(copy) == ["a", "b"]
        assert f"SUMMARY:{no_sync}" in copy.held[server.href("work", "a")].text


def test_what_does_not_come_is_asked_for_again_then_told_and_asked_for_the_next_time(
    server: DavServer, mirror: Mirror
) -> None:
    fill(server, "a", "b", "c")
    server.quirks.lost, server.quirks.broken = {"b"}, {"c"}
    copy = mirror.update(None)
    assert (names(copy), lost(copy)) == (["a"], ["b", "c"])
    assert asked(server) == [*FIRST, "REPORT calendar-multiget"]
    server.quirks.lost = set()
    copy = mirror.update(copy)
    assert (names(copy), lost(copy)) == (["a", "b"], ["c"])
    server.calendar("work").delete("c")
    copy = mirror.update(copy)
    assert (names(copy), lost(copy)) == (["a", "b"], [])


def test_what_has_changed_and_does_not_come_is_not_shown_as_it_was(server: DavServer, mirror: Mirror) -> None:
    fill(server, "a", "b")
    copy = mirror.update(None)
    server.calendar("work").put("a", event("a", "new"))
    server.quirks.lost = {"a"}
    copy = mirror.update(copy)
    assert (names(copy), lost(copy)) == (["b"], ["a"])


def test_what_was_deleted_on_one_page_and_is_there_again_on_the_next_is_there(
    server: DavServer, mirror: Mirror
) -> None:
    work = server.calendar("work")
    fill(server, "a")
    copy = mirror.update(None)
    work.delete("a")

    def page(request: Request, backend: Backend) -> Answer | None:
        answer = backend(request)
        more = f"<D:response><D:href>{server.href('work')}</D:href><D:status>HTTP/1.1 507 More</D:status></D:response>"
        return replace(answer, body=answer.body.replace(b"<D:sync-token>", more.encode() + b"<D:sync-token>"))

    def again(request: Request, backend: Backend) -> Answer | None:
        work.put("a", event("a", "again"))
        return backend(request)

    server.script = once("REPORT", page, again)
    copy = mirror.update(copy)
    assert "SUMMARY:again" in copy.held[server.href("work", "a")].text


def test_what_vanishes_between_list_and_fetch_is_gone_and_not_lost(server: DavServer, mirror: Mirror) -> None:
    fill(server, "a", "b")

    def vanishing(request: Request, backend: Backend) -> Answer | None:
        if b"multiget" in request.body and "b" in server.calendar("work").resources:
            server.calendar("work").delete("b")
        return backend(request)

    server.script = always("REPORT", vanishing)
    copy = mirror.update(None)
    assert (names(copy), lost(copy)) == (["a"], [])


def test_many_are_fetched_in_chunks(server: DavServer, mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "CHUNK", 3)
    fill(server, *(f"{n:02}" for n in range(10)))
    assert len(mirror.update(None).held) == 10
    assert asked(server).count("REPORT calendar-multiget") == 4


ODD = ["a b.ics", "ü.ics", "50%.ics", "a+b@c.ics", "x&y<z>.ics", "%2F.ics"]


def test_hrefs_are_the_same_however_they_are_written(server: DavServer, mirror: Mirror) -> None:
    def otherwise(request: Request, backend: Backend) -> Answer | None:
        """Lower case and needless percent signs in what the fetch answers, whole addresses in the list."""
        answer = backend(request)
        if b"multiget" in request.body:
            return replace(answer, body=answer.body.replace(b"%C3%BC", b"%c3%bc").replace(b"/a%20", b"/%61%20"))
        inner = answer.body.replace(b"href>/calendars", b"href>http://inner.example:8080/calendars")
        return replace(answer, body=inner)

    fill(server, *ODD)
    server.script = always("REPORT", otherwise)
    copy = mirror.update(None)
    assert not copy.lost
    assert len(copy.held) == len(ODD)


@pytest.mark.parametrize("weak", [False, True])
def test_the_etag_is_kept_as_it_is_told(server: DavServer, mirror: Mirror, weak: bool) -> None:
    server.quirks.weak_etags = weak
    fill(server, "a")
    [held] = mirror.update(None).held.values()
    assert held.etag.startswith("W/") is weak


def test_an_address_that_is_no_calendar_says_so(server: DavServer, opened: ExitStack) -> None:
    for path, sentence in (("/calendars/ada/", "has no calendar at that address"), ("/gone/", "404 Not Found")):
        client = opened.enter_context(DavClient(server.url(path), "ann", "secret"))
        with pytest.raises(Unavailable, match=sentence):
            Mirror(client).update(None)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_in_trouble_is_unavailable_and_no_empty_calendar(
    server: DavServer, mirror: Mirror, status: int
) -> None:
    fill(server, "a")
    copy = mirror.update(None)
    server.script = always("*", fails(status))
    for known in (None, copy):
        with pytest.raises(Unavailable, match=str(status)):
            mirror.update(known)


CHANGES = st.lists(
    st.tuples(st.sampled_from(["put", "delete", "sync", "forget"]), st.sampled_from("abcd")), max_size=12
)


@given(CHANGES, st.booleans(), st.integers(0, 3))
@settings(max_examples=30)
def test_after_any_changes_the_copy_is_what_the_server_holds(
    changes: list[tuple[str, str]], no_sync: bool, page: int
) -> None:
    with DavServer("work") as server, DavClient(server.url(server.href("work")), "ann", "secret") as client:
        server.quirks.no_sync, server.quirks.page = no_sync, page
        work, mirror, copy = server.calendar("work"), Mirror(client), Mirror(client).update(None)
        for n, (what, name) in enumerate([*changes, ("sync", "a")]):
            change(work, what, name, n)
            copy = mirror.update(copy) if what == "sync" else copy
        texts = {path.rpartition("/")[2]: each.text.replace("\n", "\r\n").encode() for path, each in copy.held.items()}
        assert texts == dict(work.bodies)


def change(work: Collection, what: str, name: str, n: int) -> None:
    if what == "put":
        work.put(name, event(name, f"{n}"))
    elif what == "delete" and name in work.resources:
        work.delete(name)
    elif what == "forget":
        work.forget_tokens()


def test_radicale_is_followed_by_its_token(tmp_path: Path, opened: ExitStack) -> None:
    radicale = opened.enter_context(RadicaleServer(tmp_path))
    url = radicale.make_calendar("work")
    mirror = Mirror(opened.enter_context(DavClient(url, radicale.user, radicale.password)))
    put = {"content_type": "text/calendar"}
    for name in ("a", "b"):
        radicale.ask("PUT", f"{url}{name}.ics", event(name), **put)
    copy = mirror.update(None)
    assert copy.token
    assert names(copy) == ["a.ics", "b.ics"]
    radicale.ask("DELETE", f"{url}a.ics")
    radicale.ask("PUT", f"{url}c.ics", event("c"), **put)
    copy = mirror.update(copy)
    assert names(copy) == ["b.ics", "c.ics"]
    assert mirror.update(copy) == copy
    assert names(mirror.update(replace(copy, token="http://radicale.org/ns/sync/unknown"))) == ["b.ics", "c.ics"]


def test_a_server_on_the_home_network_is_asked_once_too(tmp_path: Path, opened: ExitStack) -> None:
    """It had to ask for the password the first time, as that is not sent unasked where others may listen."""
    server = opened.enter_context(DavServer("work", user="ann", password="secret"))
    fill(server, "a")
    url = server.url(server.href("work")).replace("127.0.0.1", "nas.example")
    store = CopyStore(tmp_path, url, "ann")
    counts = []
    for _ in range(2):
        server.log.clear()
        with DavClient(url, "ann", "secret", Fetcher(resolve=lambda *_: ["127.0.0.1"])) as client:
            store.keep(Mirror(client).update(store.load()))
        counts.append([each.status for each in server.log])
    assert counts == [[401, 207, 207, 207], [207]]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_goes_wrong_a_copy_is_what_the_server_held_or_there_is_none(
    server: DavServer, mirror: Mirror, seed: int
) -> None:
    work, copy, updated = server.calendar("work"), None, 0
    server.quirks.no_sync, server.quirks.page = seed % 3 == 0, seed % 2
    server.quirks.lost = {"c"}
    server.script = seeded(seed, 0.2)
    for n in range(30):
        change(work, ("put", "put", "delete", "forget")[n % 4], "abcdef"[n * (seed + 1) % 6], n)
        try:
            copy = mirror.update(copy)
        except (Unavailable, Refused):
            continue
        updated += 1
        assert {*names(copy), *lost(copy)} == set(work.resources)
        assert {path.rpartition("/")[2]: each.text for path, each in copy.held.items()} == {
            name: body.decode().replace("\r\n", "\n") for name, body in work.bodies.items() if name in names(copy)
        }
    assert 5 < updated < 30


def test_a_copy_is_kept_for_one_address_and_one_user(tmp_path: Path, server: DavServer, mirror: Mirror) -> None:
    fill(server, "a")
    copy = mirror.update(None)
    store = CopyStore(tmp_path, "https://a.example/x/", "ann")
    store.keep(copy)
    assert store.load() == copy
    assert CopyStore(tmp_path, "https://a.example/x/", "bob").load() is None
    assert CopyStore(tmp_path, "https://a.example/y/", "ann").load() is None
    assert "example" not in repr(store)
