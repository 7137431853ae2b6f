"""Calendars → a reading: split them, put events of one UID together, leave out what can't touch the window, expand.

Events are put together before any is left out: one far from the window may still change or cancel one inside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hedgerow.adapters.ics.bounds import bounds_of_event, bounds_of_window
from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.budget import Budget, reading_of
from hedgerow.adapters.ics.reader import Reader
from hedgerow.adapters.ics.series import Placed, SeriesReader
from hedgerow.adapters.ics.splitting import EVENT_LIMIT, Body, File, split
from hedgerow.adapters.ics.zones import Atlas, Zones
from hedgerow.core.occurrence import NotSeen, Occurrence, Reading, Uid, Unreadable
from hedgerow.core.span import Span

UNREADABLE_LIMIT = 1_000

__all__ = ["Named", "Reader", "read_calendar", "read_calendars"]


@dataclass(frozen=True, slots=True)
class Named:
    """One file of a calendar: its text, or why there is none."""

    where: str
    """As it may be shown."""
    text: bytes = b""
    reason: str = ""


def read_calendar(text: bytes, window: Span, reader: Reader) -> Reading:
    """`text` as it was stored or sent, whatever its encoding. Never raises: what is not whole was not seen."""
    return read_calendars([Named(reader.where, text)], window, reader)


def read_calendars(files: Iterable[Named], window: Span, reader: Reader, cost: int | None = None) -> Reading:
    """Several files that are one calendar together; halves of a series are joined across them.

    `cost`: what all of it may take, in the unit of Budget; None: what is usual for the window.
    """
    budget = Budget(reading_of(window) if cost is None else cost)
    atlas = Atlas(window.end.year + 2, budget)
    groups: dict[Uid | None, list[Placed]] = {}
    not_seen: list[NotSeen] = []
    events, seen = 0, False
    for file in files:
        try:
            split_file = _split(file, events, budget)
        except Broken as broken:
            not_seen.append(NotSeen(reader.calendar, file.where, str(broken)))
            continue
        seen, events = True, events + split_file.events
        if split_file.odd:
            reason = f"{split_file.odd} of its events begin in a way that cannot be understood and were not read."
            not_seen.append(NotSeen(reader.calendar, file.where, reason))
        for body in split_file.bodies:
            _add(groups, file.where, body, Zones(body.zones, body.zone_name, reader.zone, atlas))
    found = list(_read_groups(groups, SeriesReader(window, reader, budget)))
    return Reading(
        reader.calendar,
        occurrences=sorted((item for item in found if isinstance(item, Occurrence)), key=_order),
        unreadable=_at_most([item for item in found if isinstance(item, Unreadable)], UNREADABLE_LIMIT),
        not_seen=not_seen,
        seen=seen,
    )


def _split(file: Named, events: int, budget: Budget) -> File:
    if file.reason:
        raise Broken(file.reason)
    found = split(file.text, budget)
    if events + found.events > EVENT_LIMIT:
        raise Broken("With it the folder would hold more than 200,000 events; move old ones elsewhere.")
    return found


def _add(groups: dict[Uid | None, list[Placed]], where: str, body: Body, zones: Zones) -> None:
    for chunk in body.chunks:
        groups.setdefault(chunk.uid, []).append(Placed(chunk, where, zones))


def _read_groups(groups: dict[Uid | None, list[Placed]], series: SeriesReader) -> Iterator[Occurrence | Unreadable]:
    wanted = bounds_of_window(series.window)
    for uid, group in groups.items():
        for part in [group] if uid else [[alone] for alone in group]:
            if any(bounds_of_event(placed.chunk).meets(wanted) for placed in part):
                yield from series.read(uid, part)


def _at_most(unreadable: list[Unreadable], limit: int) -> Sequence[Unreadable]:
    """In order of place; the last one then says how many more there are, and stands where they begin."""
    unreadable.sort(key=lambda one: (one.where, one.line))
    if len(unreadable) <= limit:
        return unreadable
    more = len(unreadable) - limit
    said = "One more event" if more == 1 else f"From here on {more:,} more events"
    last = replace(unreadable[limit], uid=None, reason=f"{said} could not be read.")
    return [*unreadable[:limit], last]


def _order(occurrence: Occurrence) -> tuple[Span, str, str, str]:
    return occurrence.span, occurrence.uid, occurrence.recurrence_id or "", occurrence.title
