"""Block calendars on real Radicale, on the server of the tests, and on any other.

HEDGEROW_TEST_CALDAV_URL=<calendar home> HEDGEROW_TEST_CALDAV_USER=… HEDGEROW_TEST_CALDAV_PASSWORD=… pytest <this file>
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from tests.adapters.caldav.block_bench import DENTIST, DavBench, Hands, LoggedClient, held_by
from tests.adapters.contract_block_calendar import BlockCalendarContract
from tests.fakes.dav_server import DavServer
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.radicale_server import RadicaleServer

SERVER = "HEDGEROW_TEST_CALDAV"
NUMBERS = count(1)
MAKE = b"""<?xml version="1.0" encoding="utf-8"?>
<c:mkcalendar xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop>
<displayname>Hedgerow test, may be deleted</displayname>
<c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>
</prop></set></c:mkcalendar>"""


@dataclass
class Behind:
    """Ours goes through the proxy, which keeps a log; what the person does goes straight to the server."""

    server: RadicaleServer
    proxy: FaultProxy = field(init=False)

    def __post_init__(self) -> None:
        self.proxy = FaultProxy(self.server.url)

    def bench(self, name: str, cache: Path) -> DavBench:
        direct = self.server.make_calendar(name)
        hands = Hands(direct, self.server.auth)
        hands.put("dentist.ics", DENTIST)
        ours = direct.replace(self.server.url, self.proxy.url())
        return DavBench(held_by(LoggedClient(ours, self.server.user, self.server.password), cache), hands)


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    with RadicaleServer(tmp_path_factory.mktemp("radicale")) as server:
        behind = Behind(server)
        with behind.proxy:
            yield behind


class TestRadicale(BlockCalendarContract):
    @pytest.fixture
    def bench(self, radicale: Behind, tmp_path: Path) -> Iterator[DavBench]:
        bench = radicale.bench(f"blocks{next(NUMBERS)}", tmp_path)
        with bench.calendar.collection.client:
            yield bench
        assert radicale.proxy.bare_writes() == []


class TestOurServer(BlockCalendarContract):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> Iterator[DavBench]:
        with DavServer() as server:
            url = server.url(server.href("blocks"))
            server.calendar().put("dentist.ics", DENTIST)
            with LoggedClient(url, "ann", "secret") as client:
                yield DavBench(held_by(client, tmp_path), Hands(url))
            ours = [each for each in server.writes() if each.request.headers["user-agent"] == "Hedgerow"]
            assert [each.line for each in ours if not each.has_precondition] == []


class TestAnyServer(BlockCalendarContract):
    @pytest.fixture
    def bench(self, radicale: Behind, tmp_path: Path) -> Iterator[DavBench]:
        """In a collection of its own, which it removes again. Where no server is named, it is Radicale once more."""
        ours = {"URL": radicale.server.home, "USER": radicale.server.user, "PASSWORD": radicale.server.password}
        home, user, password = (os.environ.get(f"{SERVER}_{name}", usual) for name, usual in ours.items())
        hands = Hands(urljoin(home, f"hedgerow-test-{os.getpid()}-{next(NUMBERS)}/"), httpx.BasicAuth(user, password))
        hands.ask("MKCALENDAR", hands.url, MAKE)
        try:
            hands.put("dentist.ics", DENTIST)
            with LoggedClient(hands.url, user, password) as client:
                yield DavBench(held_by(client, tmp_path), hands)
                assert client.bare_writes == []
        finally:
            hands.ask("DELETE", hands.url)
