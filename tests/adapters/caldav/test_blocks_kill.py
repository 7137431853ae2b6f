"""Radicale is killed at the worst moments: nothing is half, and nobody says that he knows what he cannot know."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.caldav.blocks import CalDavBlocks
from hedgerow.ports import Unavailable
from tests.adapters.caldav.block_bench import DENTIST, LoggedClient, held_by
from tests.adapters.contract_block_calendar import RUN, SWIM
from tests.agenda import span
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.faulty_http import Answer, Backend, Fault, Request, once
from tests.fakes.radicale_server import RadicaleServer

LATER = replace(RUN, span=span("fri", "18:00-20:00"), title="Long run")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RadicaleServer]:
    with RadicaleServer(tmp_path / "radicale") as server:
        yield server


@pytest.fixture
def proxy(server: RadicaleServer) -> Iterator[FaultProxy]:
    with FaultProxy(server.url) as proxy:
        yield proxy
        assert proxy.bare_writes() == []


@pytest.fixture
def held(server: RadicaleServer, proxy: FaultProxy, tmp_path: Path) -> Iterator[CalDavBlocks]:
    calendar = server.make_calendar("blocks")
    server.ask("PUT", f"{calendar}dentist.ics", DENTIST)
    dentist = server.ask("GET", f"{calendar}dentist.ics").content
    with LoggedClient(calendar.replace(server.url, proxy.url()), server.user, server.password) as client:
        yield held_by(client, tmp_path / "cache")
    assert server.ask("GET", f"{calendar}dentist.ics").content == dentist


def dies_before(server: RadicaleServer) -> Fault:
    def fault(request: Request, backend: Backend) -> Answer | None:
        server.kill()
        return backend(request)

    return fault


def dies_after(server: RadicaleServer) -> Fault:
    def fault(request: Request, backend: Backend) -> Answer | None:
        backend(request)
        server.kill()
        return None

    return fault


@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
def test_a_server_that_dies_during_a_write_leaves_the_old_event_or_the_new_one(
    server: RadicaleServer, proxy: FaultProxy, held: CalDavBlocks, *, is_done: bool
) -> None:
    dies = dies_after if is_done else dies_before

    def through(method: str, write: Callable[[], object]) -> None:
        proxy.script = once(method, dies(server))
        with pytest.raises(Unavailable):
            write()
        with pytest.raises(Unavailable):
            held.find_blocks()
        server.start()

    through("PUT", lambda: held.put(RUN, None))
    assert [each.mark for each in held.find_blocks()] == ([RUN.mark] if is_done else [])
    version = held.find_blocks()[0].version if is_done else held.put(RUN, None)

    through("PUT", lambda: held.put(LATER, version))
    [found] = held.find_blocks()
    assert (found.mark, found.broken) == ((LATER if is_done else RUN).mark, False)
    assert found.version != version if is_done else found.version == version

    through("DELETE", lambda: held.remove(RUN.block, found.version))
    assert [each.mark for each in held.find_blocks()] == ([] if is_done else [found.mark])


def test_a_server_that_dies_before_a_new_block_is_read_back_holds_it_and_it_is_found(
    server: RadicaleServer, proxy: FaultProxy, held: CalDavBlocks
) -> None:
    proxy.script = once("GET", dies_before(server))
    with pytest.raises(Unavailable):
        held.put(RUN, None)
    server.start()
    [found] = held.find_blocks()
    assert (found.mark, found.span) == (RUN.mark, RUN.span)
    held.remove(RUN.block, held.put(LATER, found.version))
    assert list(held.find_blocks()) == []


def test_a_server_that_is_down_is_no_empty_calendar_and_is_found_as_it_was(
    server: RadicaleServer, held: CalDavBlocks
) -> None:
    versions = [held.put(RUN, None), held.put(SWIM, None)]
    before = held.find_blocks()
    server.kill()
    for ask in (
        held.find_blocks,
        lambda: held.put(replace(SWIM, title="Dive"), versions[1]),
        lambda: held.remove(RUN.block, versions[0]),
    ):
        with pytest.raises(Unavailable):
            ask()
    server.start()
    assert held.find_blocks() == before
