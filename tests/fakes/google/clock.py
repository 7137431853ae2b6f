"""The server's own time. It stands where a test put it, but for the moment that each request takes."""

from datetime import UTC, datetime, timedelta
from time import monotonic

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Clock:
    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def advance(self, **by: float) -> None:
        """`advance(days=8)`: the words of `timedelta`."""
        self._now += timedelta(**by)


class RunningClock(Clock):
    """Goes on by itself from where it is put, for a server that people click in."""

    def __init__(self, now: datetime = MONDAY) -> None:
        super().__init__(now)
        self._begun = monotonic()

    def now(self) -> datetime:
        return self._now + timedelta(seconds=monotonic() - self._begun)

    def set(self, now: datetime) -> None:
        super().set(now)
        self._begun = monotonic()
