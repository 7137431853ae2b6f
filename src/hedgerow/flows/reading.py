"""Every calendar read, each for itself: one that fails harms no other and is never taken for an empty one.

A failure is a value here. Whoever serves for months says it once; a defect alone is logged where it is met.
"""

import logging
import traceback
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from hedgerow.core.block import Booking, Found
from hedgerow.core.occurrence import CalendarId, NotSeen, Occurrence, Reading
from hedgerow.core.span import Span
from hedgerow.core.week import Coverage, Seen
from hedgerow.ports import AuthorizationExpired, BlockCalendar, Refused, Source, Unavailable

_log = logging.getLogger(__name__)


def read_all(sources: Iterable[Source], window: Span) -> tuple[Sequence[Occurrence], Coverage]:
    readings = [_read(source, window) for source in sources]
    occurrences = [occurrence for reading in readings for occurrence in reading.occurrences]
    coverage = Coverage(
        seen=tuple(Seen(reading.calendar, len(reading.occurrences)) for reading in readings if reading.seen),
        not_seen=tuple(gap for reading in readings for gap in reading.not_seen),
        unreadable=tuple(broken for reading in readings for broken in reading.unreadable),
    )
    return occurrences, coverage


def _read(source: Source, window: Span) -> Reading:
    try:
        return source.read(window)
    except (Unavailable, AuthorizationExpired, Refused) as error:
        gap = NotSeen(source.calendar, source.calendar, str(error))
        return Reading(source.calendar, not_seen=(gap,), seen=False)
    except Exception as error:  # noqa: BLE001 - a defect met by one calendar must not keep the others from being read
        return Reading(source.calendar, not_seen=(_unforeseen(source.calendar, error),), seen=False)


def _unforeseen(calendar: CalendarId, error: Exception) -> NotSeen:
    """The log has the kind of the error and where it came up, but not its text, which may hold titles or secrets."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    trail = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    _log.error("calendar %s not seen: %s at %s", calendar, type(error).__name__, trail)
    return NotSeen(calendar, calendar, f"It could not be read ({type(error).__name__}); please report this.")


def find_all_blocks(
    calendars: Iterable[BlockCalendar],
) -> tuple[dict[CalendarId, Sequence[Found]], tuple[NotSeen, ...]]:
    """What each block calendar holds of ours; a calendar that could not be read is missing, and said so."""
    held: dict[CalendarId, Sequence[Found]] = {}
    gaps: list[NotSeen] = []
    for calendar in calendars:
        try:
            held[calendar.calendar] = calendar.find_blocks()
        except (Unavailable, AuthorizationExpired, Refused) as error:
            gaps.append(NotSeen(calendar.calendar, calendar.calendar, str(error)))
        except Exception as error:  # noqa: BLE001 - as above: no calendar harms another
            gaps.append(_unforeseen(calendar.calendar, error))
    return held, tuple(gaps)


def find_forsaken(
    bookings: Iterable[Booking], calendars: Iterable[BlockCalendar], now: datetime
) -> tuple[NotSeen, ...]:
    """Calendars that left the settings while blocks of ours were still to come there."""
    known = {calendar.calendar for calendar in calendars}
    coming = {each.calendar for each in bookings if each.stands and each.span.end > now}
    reason = "blocks are still booked there, but no calendar of that name holds blocks in the settings"
    return tuple(NotSeen(calendar, calendar, reason) for calendar in sorted(coming - known))
