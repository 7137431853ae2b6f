"""Where the blocks are held while the harness kills: a file, the fake CalDAV server, or a real Radicale."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.fakes.dav_server import DavServer
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.radicale_server import RadicaleServer

USER, PASSWORD = "ada", "right and left"
_EVENT = re.compile(rb"BEGIN:VEVENT.*?END:VEVENT\r?\n", re.DOTALL)
_UID = re.compile(rb"^UID:(\S+)", re.MULTILINE)


class Peer(ABC):
    """`front` sees every request of the program; the hands of the person go round it."""

    front: Any = None
    """A `FaultyServer`, or what has as much of it as the harness needs."""
    settings = 'kind = "file"\npath = "blocks.ics"\ndomains = ["self"]\nrole = "hold"\n'
    """The keys of its `[[calendars]]`, and what tables follow them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def prepare(self, settings: Path) -> None:
        """Once the settings are written, and before the first run."""
        return

    @property
    def target(self) -> str:
        """The path of the calendar on the front."""
        return ""

    @abstractmethod
    def bodies(self) -> Mapping[str, bytes]:
        """Every event as the calendar keeps it, by the name of its resource."""

    @abstractmethod
    def put(self, name: str, body: bytes) -> None: ...

    @abstractmethod
    def delete(self, name: str) -> None: ...


class FilePeer(Peer):
    """No person edits it: two programs cannot write one file without losing something."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._file = folder / "blocks.ics"

    def bodies(self) -> Mapping[str, bytes]:
        whole = self._file.read_bytes() if self._file.exists() else b""
        return {f"{_UID.findall(event)[0].decode()}.ics": event for event in _EVENT.findall(whole)}

    def put(self, name: str, body: bytes) -> None:
        [event] = _EVENT.findall(body)
        before = self._file.read_bytes() if self._file.exists() else _FRAME
        self._file.write_bytes(before.replace(b"END:VCALENDAR", event + b"END:VCALENDAR"))

    def delete(self, name: str) -> None:
        raise AssertionError("nobody deletes in the file")


_FRAME = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\nEND:VCALENDAR\r\n"


def _caldav(url: str) -> str:
    keys = f'kind = "caldav"\naccount = "dav"\nurl = "{url}"\ndomains = ["self"]\nrole = "hold"\n'
    return f'{keys}\n[[accounts]]\nname = "dav"\nkind = "caldav"\nurl = "{url}"\nuser = "{USER}"\n'


class FakePeer(Peer):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.server = self.front = self._stack.enter_context(DavServer("blocks", user=USER, password=PASSWORD))
        self.settings = _caldav(self.server.url(self.target))

    @property
    def target(self) -> str:
        return "/calendars/ada/blocks/"

    def bodies(self) -> Mapping[str, bytes]:
        return self.server.calendar().bodies

    def put(self, name: str, body: bytes) -> None:
        self.server.calendar().put(name, body)

    def delete(self, name: str) -> None:
        self.server.calendar().delete(name)


class TombstonePeer(FakePeer):
    """Never takes again the UID of what was deleted, as Google does."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.server.quirks.tombstones = True


class RadicalePeer(Peer):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._server = self._stack.enter_context(RadicaleServer(folder / "radicale", USER, PASSWORD))
        self._calendar = self._server.make_calendar("blocks")
        self._kept = folder / "radicale" / "storage" / "collection-root" / USER / "blocks"
        self.front = self._stack.enter_context(FaultProxy(self._server.url))
        self.settings = _caldav(self.front.url(self.target))

    @property
    def target(self) -> str:
        return f"/{USER}/blocks/"

    def bodies(self) -> Mapping[str, bytes]:
        return {each.name: each.read_bytes() for each in sorted(self._kept.glob("*.ics"))}

    def put(self, name: str, body: bytes) -> None:
        self._server.ask("PUT", self._calendar + name, body, Content_Type="text/calendar; charset=utf-8")

    def delete(self, name: str) -> None:
        self._server.ask("DELETE", self._calendar + name)


PEERS: dict[str, Callable[[Path], Peer]] = {
    "file": FilePeer,
    "fake": FakePeer,
    "tombstones": TombstonePeer,
    "radicale": RadicalePeer,
}
