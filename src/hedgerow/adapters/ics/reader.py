"""For whom a calendar is read."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hedgerow.core.occurrence import CalendarId


@dataclass(frozen=True, slots=True)
class Reader:
    calendar: CalendarId
    where: str
    """A file name, or an address without its secrets: it is shown."""
    zone: ZoneInfo
    """The person's: all-day and floating times are meant in it."""
    addresses: frozenset[str]
    """The person's, in lower case."""
