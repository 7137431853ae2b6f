"""What was read and looks odd: a second reading, or a loss that is not believed yet."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from hedgerow.core.block import Found
from hedgerow.core.caution import Loss, news
from hedgerow.core.observe import Own
from hedgerow.core.occurrence import CalendarId, NotSeen, Occurrence
from hedgerow.core.outlook import Record
from hedgerow.core.span import Span
from hedgerow.core.week import Coverage
from hedgerow.flows.household import Household
from hedgerow.flows.performing import Held
from hedgerow.flows.reading import find_all_blocks
from hedgerow.ports import BlockCalendar
from hedgerow.settings.values import CalendarKind, Settings

Read = tuple[Sequence[Occurrence], Coverage]

_GUARDED = (CalendarKind.FILE, CalendarKind.FOLDER)
"""What comes over the network has a guard of its own where it is read."""


def find_blocks_surely(
    household: Household, record: Record, own: Own, now: datetime
) -> tuple[Held, tuple[NotSeen, ...]]:
    """A server may show an old state for a while: nothing new is concluded from one reading alone."""
    held, gaps = find_all_blocks(household.block_calendars)
    differing = news(record.bookings, record.intents, held, own, now)
    sure, more = _read_again(household.block_calendars, held, differing)
    return sure, gaps + more


def _read_again(
    calendars: Iterable[BlockCalendar], held: Held, differing: Container[CalendarId]
) -> tuple[dict[CalendarId, Sequence[Found]], tuple[NotSeen, ...]]:
    """Reads those that differ from our record once more; where the two readings differ, neither counts."""
    again, gaps = find_all_blocks(each for each in calendars if each.calendar in differing)
    torn = [calendar for calendar, found in again.items() if list(found) != list(held[calendar])]
    sure = again.keys() - set(torn)
    kept = {calendar: found for calendar, found in held.items() if calendar not in differing or calendar in sure}
    reason = "two readings of it did not agree, so it is looked at again in the next run"
    return kept, gaps + tuple(NotSeen(calendar, calendar, reason) for calendar in torn)


def stocks(settings: Settings, read: Read, stretch: Span) -> dict[CalendarId, Sequence[Occurrence]]:
    """The entries of each guarded calendar in the stretch, our own blocks aside, where it was read whole."""
    occurrences, coverage = read
    torn = {gap.calendar for gap in coverage.not_seen}
    guarded = {each.id for each in settings.calendars if each.kind in _GUARDED} - torn
    inside = [each for each in occurrences if not each.ours and each.span.overlaps(stretch)]
    return {
        seen.calendar: [each for each in inside if each.calendar == seen.calendar]
        for seen in coverage.seen
        if seen.calendar in guarded
    }


def without(read: Read, losses: Mapping[CalendarId, Loss]) -> Read:
    """As if the calendars that lost so much had not been seen."""
    occurrences, coverage = read
    gaps = (NotSeen(calendar, calendar, _tell(loss)) for calendar, loss in losses.items())
    seen = tuple(each for each in coverage.seen if each.calendar not in losses)
    coverage = replace(coverage, seen=seen, not_seen=(*coverage.not_seen, *gaps))
    return [each for each in occurrences if each.calendar not in losses], coverage


def _tell(loss: Loss) -> str:
    return (
        f"it holds {loss.now} entries where it held {loss.before}: not believed before it has stayed so for an hour;"
        " look at the calendar if you did not mean to empty it"
    )
