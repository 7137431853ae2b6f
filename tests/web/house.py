"""The pages over a household of fakes, on a real socket, as a browser or a mail program meets them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from hedgerow.core.errand import Errand, Kind
from hedgerow.flows.household import Household
from hedgerow.flows.linking import ROOMS
from hedgerow.settings.edits import File
from hedgerow.web.app import Address, showing
from hedgerow.web.home import Home
from hedgerow.web.pages import Rooms
from tests.fakes.journal import MemoryJournal
from tests.fakes.links import MemoryLinks
from tests.flows.life import Life

PUBLIC = "https://hedgerow.example.org"
WEEK = "2026-W47"
SETTINGS = """\
# mine
[person]
time_zone = "Europe/Berlin"

[[calendars]]
name = "work"
kind = "file"
path = "work.ics"
domains = ["work"]

[letter]
enabled = true  # weekly
"""


@dataclass
class House:
    life: Life
    links: MemoryLinks
    file: File
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    port: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def household(self) -> Household:
        return replace(self.life.household, links=self.links, file=self.file, journal=self.journal)

    @property
    def text(self) -> str:
        return self.file.path.read_text()

    def path(self, kind: Kind, item: str = "", days: int = 8) -> str:
        until = self.life.clock.now() + timedelta(days=days)
        return f"/{ROOMS.get(kind, 'do')}/{self.links.sign(Errand(kind, WEEK, item), until)}"

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.base + path, headers=headers, timeout=20, trust_env=False)

    def post(self, path: str, **headers: str) -> httpx.Response:
        """As a form of our own page."""
        return self.post_from(self.base, path, **headers)

    def post_from(self, origin: str | None, path: str, **headers: str) -> httpx.Response:
        said = headers if origin is None else {"Origin": origin, **headers}
        return httpx.post(self.base + path, headers=said, timeout=20, trust_env=False)


@contextmanager
def open_house(life: Life, alone: Callable[[], AbstractContextManager[None]] = nullcontext) -> Iterator[House]:
    with TemporaryDirectory() as folder, _opened(life, Path(folder), alone) as house:
        yield house


@contextmanager
def _opened(life: Life, folder: Path, alone: Callable[[], AbstractContextManager[None]]) -> Iterator[House]:
    file = File(folder / "hedgerow.toml", {})
    file.path.write_text(SETTINGS)
    house = House(life, MemoryLinks(), file)
    rooms = Rooms(Home(lambda: house.household), alone)
    with showing(rooms, Address(0, PUBLIC)) as port:
        house.port = port
        yield house
