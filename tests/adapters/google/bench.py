"""The adapter's own parts at the server on the loopback, and clocks that a test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from google.oauth2.credentials import Credentials

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.google.collection import Collection
from hedgerow.adapters.google.pacing import Pace
from hedgerow.adapters.google.session import Session
from hedgerow.adapters.google.source import GoogleSource
from hedgerow.adapters.google.sync import Remote
from hedgerow.adapters.google.thrift import Thrift
from hedgerow.adapters.google.wire import LOOPBACK, Wires
from hedgerow.core.occurrence import CalendarId, Reading
from hedgerow.core.span import Span
from hedgerow.ports import AuthorizationExpired
from tests.adapters.ics.calendars import window
from tests.agenda import BERLIN, utc
from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.client import credentials

WORK = CalendarId("work")
WEEK = window("2026-11-23", "2026-11-30")
NOW = utc("2026-11-23 08:00")


@dataclass
class Held:
    """An authority that has what it was given."""

    given: Credentials

    def credentials(self) -> Credentials:
        return self.given

    def refused(self, token: str | None) -> None:
        raise AuthorizationExpired("Google takes no token.")


@dataclass
class Waits:
    """Notes what it was asked to wait, and lets the server's clock go on instead."""

    server: GoogleServer
    seconds: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.server.clock.now().timestamp()

    def wait(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.server.clock.advance(seconds=seconds)


@dataclass
class Bench:
    server: GoogleServer
    session: Session
    waits: Waits
    clock: StillClock
    folder: Path

    def collection(self, calendar: str = ADA, thrift: Thrift | None = None) -> Collection:
        remote = Remote(self.session, calendar, f"Google Calendar {calendar}")
        return Collection(remote, self.folder, self.clock, thrift)

    def source(self, calendar: str = ADA) -> GoogleSource:
        return GoogleSource(WORK, self.collection(calendar), BERLIN, frozenset({ADA}))

    def read(self, calendar: str = ADA, span: Span = WEEK) -> Reading:
        """With nothing remembered but what is in the folder."""
        return self.source(calendar).read(span)

    def settle(self, calendar: str = ADA, span: Span = WEEK) -> None:
        """Read as often as it takes until a poll finds nothing to do."""
        self.read(calendar, span)
        self.read(calendar, span)
        self.server.log.clear()

    def advance(self, **by: float) -> None:
        self.server.clock.advance(**by)
        self.clock.at = self.server.clock.now()

    @property
    def asked(self) -> list[str]:
        """The calls of the calendar, those of the sign-in left away."""
        return [each.line for each in self.server.log.calls()]

    @property
    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.glob("*")}


@contextmanager
def bench(folder: Path, seed: Any = None, *scopes: str, seconds: float = 5, email: str = ADA) -> Iterator[Bench]:
    with GoogleServer(*[seed] if seed else []) as server:
        server.modes.seconds_per_request = 0.0
        server.modes.sign_in.expires_in = 10**8  # the credentials go by the real clock
        with session_at(server, *scopes, seconds=seconds, email=email) as (session, waits, clock):
            yield Bench(server, session, waits, clock, folder / "google")


@contextmanager
def session_at(
    server: GoogleServer, *scopes: str, seconds: float = 5, email: str = ADA
) -> Iterator[tuple[Session, Waits, StillClock]]:
    waits, clock, wires = Waits(server), StillClock(server.clock.now()), Wires(seconds, LOOPBACK)
    held = Held(credentials(server, *scopes, email=email))
    try:
        yield Session("home", held, Pace(waits), wires, server.api), waits, clock
    finally:
        wires.close()
