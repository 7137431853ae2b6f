"""A calendar in memory. The contract in tests/adapters/contract_source.py holds for it and for the real ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.occurrence import CalendarId, NotSeen, Occurrence, Reading, Unreadable
from hedgerow.core.span import Span
from hedgerow.ports import Unavailable


@dataclass
class MemorySource:
    """May be changed between two readings, as calendars are."""

    calendar: CalendarId
    occurrences: Sequence[Occurrence] = ()
    unreadable: Sequence[Unreadable] = ()
    not_seen: Sequence[NotSeen] = ()
    seen: bool = True
    unavailable: str = ""
    """What the next readings raise Unavailable with, when not empty."""

    def read(self, window: Span) -> Reading:
        if self.unavailable:
            raise Unavailable(self.unavailable)
        found = [occurrence for occurrence in self.occurrences if _touches(occurrence.span, window)]
        return Reading(self.calendar, found if self.seen else (), self.unreadable, self.not_seen, self.seen)


def _touches(span: Span, window: Span) -> bool:
    return span.overlaps(window) or (span.start == span.end and window.holds(span.start))
