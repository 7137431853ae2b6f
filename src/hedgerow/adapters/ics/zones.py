"""TZID → a zone of Python: IANA names first, then what the calendar itself defines, then Windows names.

A calendar's own definitions hold for it alone; two calendars may use one name for different zones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.lines import clean
from hedgerow.adapters.ics.vtimezone import read_zone


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones of one calendar. `last_year` bounds what its own definitions are worked out for."""

    defined: Mapping[str, bytes]
    name: str
    """X-WR-TIMEZONE, or empty."""
    home: tzinfo
    """The person's."""
    last_year: int
    _found: dict[str, tzinfo | None] = field(default_factory=dict)

    @property
    def floating(self) -> tzinfo:
        """Where a time without a zone is meant."""
        return self._calendar_zone or self.home

    @property
    def _calendar_zone(self) -> tzinfo | None:
        return self.find(self.name) if self.name else None

    def place(self, time: datetime, tzid: str) -> datetime:
        """A floating time stays so, for it may mean the zone of its series. Raises Broken on an unknown TZID."""
        if tzid:
            zone = self.find(tzid)
            if zone is None:
                raise Broken(f"It uses the time zone “{clean(tzid)[:60]}”, which its calendar does not define.")
            return time.replace(tzinfo=zone)
        if time.tzinfo is None:
            return time
        at = time.astimezone(UTC)
        return at.astimezone(self._calendar_zone) if self._calendar_zone else at

    def find(self, tzid: str) -> tzinfo | None:
        if tzid not in self._found:
            self._found[tzid] = self._search(tzid)
        return self._found[tzid]

    def _search(self, tzid: str) -> tzinfo | None:
        bare = tzid.strip().strip("/")
        return _iana(bare) or self._own(tzid) or _iana(WINDOWS_TO_OLSON.get(bare, "")) or _global(bare)

    def _own(self, tzid: str) -> tzinfo | None:
        raw = self.defined.get(tzid)
        return None if raw is None else read_zone(raw, self.last_year)


def _global(name: str) -> tzinfo | None:
    """`vendor/…/Europe/Berlin`: RFC 5545 section 3.2.19 lets a name begin with whoever made it up."""
    parts = name.split("/")[:8]
    return next(filter(None, (_iana("/".join(parts[n:])) for n in range(1, len(parts)))), None)


@lru_cache(maxsize=1024)
def _iana(name: str) -> tzinfo | None:
    if not name or len(name) > 100:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
