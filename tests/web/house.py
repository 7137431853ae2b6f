"""The pages over a household of fakes, on a real socket, as a browser or a mail program meets them."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx

from hedgerow.core.errand import Errand, Kind
from hedgerow.flows.household import Household
from hedgerow.letter.reader import Reader
from hedgerow.web.app import Address, showing
from hedgerow.web.pages import Rooms
from tests.fakes.links import MemoryLinks
from tests.fakes.settings_file import MemorySettingsFile
from tests.flows.life import Life

PUBLIC = "https://hedgerow.example.org"
WEEK = "2026-W47"


@dataclass
class House:
    life: Life
    links: MemoryLinks
    settings_file: MemorySettingsFile
    port: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def household(self) -> Household:
        return replace(self.life.household, links=self.links, settings_file=self.settings_file)

    def path(self, kind: Kind, item: str = "", days: int = 8) -> str:
        until = self.life.clock.now() + timedelta(days=days)
        return f"/do/{self.links.sign(Errand(kind, WEEK, item), until)}"

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.base + path, headers=headers, timeout=20, trust_env=False)

    def post(self, path: str, **headers: str) -> httpx.Response:
        """As a form of our own page."""
        return self.post_from(self.base, path, **headers)

    def post_from(self, origin: str | None, path: str, **headers: str) -> httpx.Response:
        said = headers if origin is None else {"Origin": origin, **headers}
        return httpx.post(self.base + path, headers=said, timeout=20, trust_env=False)


@contextmanager
def open_house(life: Life) -> Iterator[House]:
    house = House(life, MemoryLinks(), MemorySettingsFile("# mine\n[letter]\nenabled = true  # weekly\n"))
    reader = Reader(life.settings.person.name, life.settings.boundary)
    rooms = Rooms(house.household, house.links, reader, nullcontext)
    with showing(rooms, Address(0, PUBLIC)) as port:
        house.port = port
        yield house
