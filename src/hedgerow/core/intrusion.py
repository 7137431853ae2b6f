"""Work occurrence × personal time → intrusions."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hedgerow.core.boundary import Boundary, night_spans, personal_time, working_time
from hedgerow.core.days import day_span, days_of, window_span
from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate
from hedgerow.core.span import Span, intersect, merge, subtract, total_minutes
from hedgerow.core.timeline import Entry, Timeline


class Kind(StrEnum):
    EARLY = "early"
    """Before the day's first window."""
    EVENING = "evening"
    """After the day's last window."""
    NIGHT = "night"
    DAY_OFF = "day-off"
    BREAK = "break"
    """Between two windows of a day."""
    OVER_BLOCK = "over-block"
    OVER_PERSONAL = "over-personal"


@dataclass(frozen=True, slots=True)
class Intrusion:
    """One span of one kind. A meeting from 17:30 to 23:00 gives two: evening, night."""

    entry: Entry
    """The work that came in."""
    kind: Kind
    span: Span
    minutes: int
    """Of personal time taken, each minute counted once in a list of intrusions.

    0 for a shared minute that another intrusion counts, over a block that is itself work, and for an all-day event.
    """
    over: Entry | BlockFate | None = None
    """What it lies over, for the last two kinds."""


def find_intrusions(
    timeline: Timeline, boundary: Boundary, window: Span, blocks: Sequence[BlockFate] = ()
) -> tuple[Intrusion, ...]:
    """In order of time. A minute in personal time is counted there, and over a block or event only outside of it."""
    work = [entry for entry in timeline.entries if entry.is_work and entry.span.overlaps(window)]
    found = [
        *_in_personal_time([entry for entry in work if entry.is_timed], boundary, window),
        *_over_something(work, [*blocks, *_personal(timeline)], working_time(boundary, window)),
        *_all_day_on_days_off(work, boundary, window),
    ]
    return tuple(sorted(found, key=lambda i: (i.span, i.entry.span, i.entry.occurrence.uid, i.kind)))


def personal_pieces(boundary: Boundary, window: Span) -> list[tuple[Span, Kind]]:
    """Personal time in order, cut wherever its kind changes."""
    nights = night_spans(boundary, window)
    personal = personal_time(boundary, window)
    pieces = [(piece, Kind.NIGHT) for piece in intersect(personal, nights)]
    waking = subtract(personal, nights)
    for day in days_of(window, boundary.zone):
        pieces += [(piece, kind) for part, kind in _parts_of_day(boundary, day) for piece in intersect(waking, [part])]
    return sorted(pieces)


def _parts_of_day(boundary: Boundary, day: date) -> Iterator[tuple[Span, Kind]]:
    whole = day_span(day, boundary.zone)
    windows = sorted(window_span(day, window, boundary.zone) for window in boundary.windows_on(day))
    if not windows:
        yield whole, Kind.DAY_OFF
        return
    first, last = windows[0].start, max(window.end for window in windows)
    yield Span(whole.start, max(whole.start, first)), Kind.EARLY
    yield Span(first, last), Kind.BREAK
    yield Span(min(last, whole.end), whole.end), Kind.EVENING


def _in_personal_time(work: Iterable[Entry], boundary: Boundary, window: Span) -> Iterator[Intrusion]:
    """Linear in the entries: within a piece, entries come in order of start, so one frontier tells what is counted."""
    pieces = personal_pieces(boundary, window)
    ends = [piece.end for piece, _ in pieces]
    counted: list[datetime] = [piece.start for piece, _ in pieces]
    for entry in work:
        for i in range(bisect_right(ends, entry.span.start), len(pieces)):
            piece, kind = pieces[i]
            if piece.start >= entry.span.end:
                break
            part = piece.clip(entry.span)
            if part is not None:
                fresh = Span(max(part.start, counted[i]), max(part.end, counted[i]))
                counted[i] = fresh.end
                yield Intrusion(entry, kind, part, fresh.minutes)


def _personal(timeline: Timeline) -> list[Entry]:
    """What the person said yes to and work may lie over. An all-day event claims no hours."""
    return [e for e in timeline.entries if not e.is_work and e.is_timed and not e.occurrence.is_tentative]


def _over_something(
    work: Sequence[Entry], held: Iterable[Entry | BlockFate], working: Sequence[Span]
) -> Iterator[Intrusion]:
    counted: tuple[Span, ...] = ()
    timed = [entry for entry in work if entry.is_timed]
    starts = [entry.span.start for entry in timed]
    longest = max((entry.span.length for entry in timed), default=None)
    for thing in sorted(held, key=lambda h: h.span):
        kind = Kind.OVER_BLOCK if isinstance(thing, BlockFate) else Kind.OVER_PERSONAL
        if longest is None:
            return
        for entry in timed[bisect_right(starts, thing.span.start - longest) : bisect_right(starts, thing.span.end)]:
            part = entry.span.clip(thing.span)
            if part is None:
                continue
            taken = () if _is_work_alone(thing) else subtract(intersect([part], working), counted)
            counted = merge([*counted, *taken])
            yield Intrusion(entry, kind, part, total_minutes(taken), thing)


def _is_work_alone(thing: Entry | BlockFate) -> bool:
    return isinstance(thing, BlockFate) and thing.domains == {Domain.WORK}


def _all_day_on_days_off(work: Iterable[Entry], boundary: Boundary, window: Span) -> Iterator[Intrusion]:
    """Its hours are not known, so it takes no minutes; that it reaches into a day off is known."""
    for entry in work:
        part = entry.span.clip(window)
        if entry.is_timed or part is None:
            continue
        off = [day_span(day, boundary.zone) for day in days_of(part, boundary.zone) if not boundary.windows_on(day)]
        for piece in intersect(off, [part]):
            yield Intrusion(entry, Kind.DAY_OFF, piece, 0)
