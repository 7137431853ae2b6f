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
from hedgerow.adapters.ics.budget import ZONE_NAME, Budget
from hedgerow.adapters.ics.lines import clean
from hedgerow.adapters.ics.vtimezone import read_zone


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones of one calendar."""

    defined: Mapping[str, bytes]
    name: str
    """X-WR-TIMEZONE, or empty."""
    home: tzinfo
    """The person's."""
    atlas: "Atlas"
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
        known = self.atlas.look_up
        return known(bare) or self._own(tzid) or known(WINDOWS_TO_OLSON.get(bare, "")) or self._global(bare)

    def _own(self, tzid: str) -> tzinfo | None:
        raw = self.defined.get(tzid)
        return None if raw is None else self.atlas.work_out(raw)

    def _global(self, name: str) -> tzinfo | None:
        """`vendor/…/Europe/Berlin`: RFC 5545 section 3.2.19 lets a name begin with whoever made it up."""
        parts = name.split("/")[:8]
        return next(filter(None, (self.atlas.look_up("/".join(parts[n:])) for n in range(1, len(parts)))), None)


@dataclass(frozen=True, slots=True)
class Atlas:
    """The zones of one reading, each paid for once, in however many files it stands."""

    last_year: int
    """For which a calendar's own definitions are worked out."""
    budget: Budget
    _known: dict[str, tzinfo | None] = field(default_factory=dict)
    _worked_out: dict[bytes, tzinfo | None] = field(default_factory=dict)

    def look_up(self, name: str) -> tzinfo | None:
        if name not in self._known:
            self.budget.spend(ZONE_NAME)
            self._known[name] = _iana(name)
        return self._known[name]

    def work_out(self, raw: bytes) -> tzinfo | None:
        if raw not in self._worked_out:
            found = read_zone(raw, self.last_year)
            self.budget.charge(found.cost)
            self._worked_out[raw] = found.zone
        return self._worked_out[raw]


@lru_cache(maxsize=1024)
def _iana(name: str) -> tzinfo | None:
    if not name or len(name) > 100:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
