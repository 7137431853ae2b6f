"""A server that says something over and over, as slowly or as much as it likes, and never what it should."""

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from types import TracebackType
from typing import Self


@dataclass
class Dripping:
    first: bytes
    """What it says at once."""
    then: bytes
    """What it goes on saying."""
    pause: float = 0.0
    """Seconds between them."""
    port: int = field(init=False)
    _over: Event = field(init=False, default_factory=Event)

    def __enter__(self) -> Self:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._thread = Thread(target=self._drip, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._door.close()
        self._thread.join(5)

    def _drip(self) -> None:
        with suppress(OSError):
            guest, _ = self._door.accept()
            with guest:
                guest.settimeout(1)
                guest.sendall(self.first)
                while not self._over.wait(self.pause):
                    guest.sendall(self.then)
