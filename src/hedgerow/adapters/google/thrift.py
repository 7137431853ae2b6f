"""Late on a day that took much, a quiet calendar is looked at every second time.

What is looked at each quarter of an hour is asked 96 times a day; changes and our own writes come on top of that. So
that a busy day still stays below 300 requests for three calendars, thrift begins at 270 of them, until midnight. It is
never for a calendar of which anything new is awaited, and costs a person half an hour instead of a quarter at most.

What was asked is counted in this process and since its calendars were opened, which is enough: a command of a person
begins at nothing, and so always asks.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.session import Session

_DAY = timedelta(days=1)
_HALF_HOUR = timedelta(minutes=30)
_NEAR = 0.9


def share_of(calendars: int, every: timedelta) -> float:
    """What the calendars of an account may take in a day: 100 requests where 96 looks are due."""
    return calendars * (_DAY / every) * 25 / 24


def is_near(asked: int, share: float) -> bool:
    return asked >= share * _NEAR


def is_spared(since: timedelta, every: timedelta) -> bool:
    """Whether the next look is soon enough: the last one was a cycle ago, and two take half an hour at most.

    Who asks again sooner wants to be sure; after a longer break there may be more to see.
    """
    return 2 * every <= _HALF_HOUR and every / 2 < since < every * 1.5


@dataclass(slots=True, eq=False)
class Thrift:
    """Of one account, shared by its calendars."""

    session: Session
    calendars: int
    every: timedelta
    """From one cycle to the next."""
    zone: ZoneInfo
    """The person's: their midnight ends it."""
    _day: date | None = field(init=False, default=None)
    _earlier: int = field(init=False, default=0)
    """Requests before this day."""

    def spares(self, looked: datetime | None, now: datetime) -> bool:
        """A quiet look, when the last one was at `looked`. To be asked before every look, so that it knows the days."""
        asked = self.asked(now)
        return looked is not None and self.is_near(asked) and is_spared(now - looked, self.every)

    def is_near(self, asked: int) -> bool:
        return is_near(asked, share_of(self.calendars, self.every))

    def asked(self, now: datetime) -> int:
        """So far on this day."""
        day = now.astimezone(self.zone).date()
        if day != self._day:
            self._earlier = self.session.requests if self._day else 0
            self._day = day
        return self.session.requests - self._earlier
