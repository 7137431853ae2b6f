"""How fast we may ask: below what Google allows a project, a person, and a calendar that is written to."""

from collections import defaultdict
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic
from typing import Protocol

from hedgerow.ports import Unavailable

LONGEST = 60.0
"""Seconds that one request may wait for its turn."""


class Waiter(Protocol):
    def now(self) -> float:
        """Seconds on a clock that only goes on."""

    def wait(self, seconds: float) -> None: ...


class Patience:
    """Waits in earnest: a wait that has begun lasts as long as it was to, though Hedgerow be stopped meanwhile."""

    def now(self) -> float:
        return monotonic()

    def wait(self, seconds: float) -> None:
        Event().wait(seconds)


@dataclass(slots=True, eq=False)
class Bucket:
    """Holds `size` requests and fills again; threads may share it.

    Within any minute it gives no more than `size + 60 * per_second`, as Google's window slides.
    """

    size: float
    per_second: float
    _level: float = field(init=False)
    _at: float = field(init=False, default=0.0)
    _lock: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        self._level = self.size

    def take(self, units: float, now: float) -> float:
        """Taken at once; the seconds to wait before they may be used."""
        with self._lock:
            self._fill(now)
            self._level -= units
            return max(0.0, -self._level / self.per_second)

    def empty(self, now: float) -> None:
        """Google counts differently: there is nothing left."""
        with self._lock:
            self._fill(now)
            self._level = min(self._level, 0.0)

    def left(self, now: float) -> int:
        with self._lock:
            self._fill(now)
            return max(0, int(self._level))

    def _fill(self, now: float) -> None:
        self._level = min(self.size, self._level + max(0.0, now - self._at) * self.per_second)
        self._at = max(self._at, now)


def project_bucket() -> Bucket:
    """For all accounts of one client: 9,500 of 10,000 a minute."""
    return Bucket(500, 150)


def person_bucket() -> Bucket:
    """For one account: 570 of 600 a minute."""
    return Bucket(90, 8)


def _calendar_bucket() -> Bucket:
    """Fast writes to one calendar have a limit that Google does not publish: five a second at most."""
    return Bucket(1, 5)


@dataclass(slots=True, eq=False)
class Pace:
    """Of one account."""

    waiter: Waiter
    project: Bucket = field(default_factory=project_bucket)
    """Shared by the accounts of one client."""
    person: Bucket = field(default_factory=person_bucket)
    _written: dict[str, Bucket] = field(init=False, default_factory=lambda: defaultdict(_calendar_bucket))

    def wait_for_turn(self, written: str | None) -> None:
        """`written` is the calendar, where one is written to. Raises Unavailable when the turn is too far away."""
        now = self.waiter.now()
        wait = max(self.project.take(1, now), self.person.take(1, now))
        if written is not None:
            wait = max(wait, self._written[written].take(1, now))
        if wait > LONGEST:
            raise Unavailable("More was asked of Google Calendar than it allows in a minute; it will be tried again.")
        if wait:
            self.waiter.wait(wait)

    def slow_down(self) -> None:
        self.person.empty(self.waiter.now())

    def left(self) -> int:
        """Requests that may be made at once."""
        now = self.waiter.now()
        return min(self.project.left(now), self.person.left(now))


@dataclass(slots=True, eq=False)
class Paces:
    """Of all accounts: whoever works for one of them shares its pace, as Google counts them together."""

    _project: Bucket = field(init=False, default_factory=project_bucket)
    _of: dict[str, Pace] = field(init=False, default_factory=dict)
    _lock: Lock = field(init=False, default_factory=Lock)

    def of(self, account: str) -> Pace:
        with self._lock:
            return self._of.setdefault(account, Pace(Patience(), self._project))
