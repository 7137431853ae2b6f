"""Work occurrence × personal time → intrusions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from hedgerow.core.boundary import Boundary, Off, hours_of, night_spans, shifts_on, time_off
from hedgerow.core.domains import Domain, title_matches
from hedgerow.core.fate import BlockFate
from hedgerow.core.occurrence import CalendarId, Occurrence, Uid
from hedgerow.core.span import Span, intersect, meet, merge, overlapping, subtract, total_minutes
from hedgerow.core.timeline import Entry, Timeline


class Kind(StrEnum):
    """Of personal time the first of unplugged, leave, holiday and night that holds there names it."""

    EARLY = "early"
    """Before the day's first window."""
    EVENING = "evening"
    """After the day's last window."""
    NIGHT = "night"
    DAY_OFF = "day-off"
    LEAVE = "leave"
    UNPLUGGED = "unplugged"
    HOLIDAY = "holiday"
    BREAK = "break"
    """Between two windows of a day."""
    OVER_BLOCK = "over-block"
    OVER_PERSONAL = "over-personal"


@dataclass(frozen=True, slots=True)
class Expected:
    """A series that the person takes as it is: listed apart, not counted. Matches when every condition given does."""

    title: str = ""
    """As in the rules of domains."""
    uid: Uid | None = None
    calendar: CalendarId | None = None

    def matches(self, occurrence: Occurrence) -> bool:
        """One without conditions matches nothing."""
        return (
            bool(self.title or self.uid or self.calendar)
            and self.uid in (None, occurrence.uid)
            and self.calendar in (None, occurrence.calendar)
            and (not self.title or title_matches(self.title, occurrence.title))
        )


@dataclass(frozen=True, slots=True)
class Intrusion:
    """One span of one kind. A meeting from 17:30 to 23:00 gives two: evening, night."""

    entry: Entry
    """The work that came in."""
    kind: Kind
    span: Span
    minutes: int
    """Of personal time taken, each minute counted once in a list of intrusions.

    0 for a shared minute that another intrusion counts, over a block that is itself work, for an all-day event, and
    for what is expected. What the person said yes to counts before what they have not answered.
    """
    over: Entry | BlockFate | None = None
    """What it lies over, for the last two kinds."""
    expected: bool = False


def find_intrusions(
    timeline: Timeline,
    boundary: Boundary,
    window: Span,
    blocks: Sequence[BlockFate] = (),
    expected: Sequence[Expected] = (),
) -> tuple[Intrusion, ...]:
    """In order of time. A minute in personal time is counted there, and over a block or event only outside of it.

    Work while on call is no intrusion, unless it lies over a block or a personal event, where it takes no minutes.
    """
    here = timeline.over(window)
    work = [entry for entry in here if entry.is_work]
    timed = [entry for entry in work if entry.is_timed]
    hours = hours_of(boundary, window)
    parts = [
        *_in_personal_time(timed, _pieces(hours.personal, boundary, window)),
        *_over_something(timed, [*blocks, *_personal(here, boundary)], window),
    ]
    counted = [part for part in parts if not is_expected(part.entry, expected)]
    apart = [part for part in parts if is_expected(part.entry, expected)]
    found = [
        *_count(counted, hours.working),
        *(Intrusion(part.entry, part.kind, part.span, 0, part.over, expected=True) for part in apart),
        *(
            Intrusion(entry, kind, span, 0, expected=is_expected(entry, expected))
            for entry, kind, span in _all_day_on_days_off(work, boundary, window)
        ),
    ]
    return tuple(sorted(found, key=_order))


def _order(found: Intrusion) -> tuple[datetime, datetime, datetime, datetime, Uid, Kind]:
    span, of = found.span, found.entry.span
    return span.start, span.end, of.start, of.end, found.entry.occurrence.uid, found.kind


def is_expected(entry: Entry, expected: Sequence[Expected]) -> bool:
    return bool(expected) and any(rule.matches(entry.occurrence) for rule in expected)


def _pieces(personal: Sequence[Span], boundary: Boundary, window: Span) -> list[tuple[Span, Kind]]:
    """Personal time in order, cut wherever its kind changes."""
    left = personal
    pieces: list[tuple[Span, Kind]] = []
    for kind, spans in _named_first(boundary, window):
        pieces += [(piece, kind) for piece in intersect(left, spans)]
        left = subtract(left, spans)
    parts = [part for day in boundary.days_of(window) for part in _parts_of_day(boundary, day)]
    pieces += [(piece, parts[place][1]) for _, place, piece in meet(left, [span for span, _ in parts])]
    return sorted(pieces, key=lambda piece: piece[0].start)


def _named_first(boundary: Boundary, window: Span) -> Iterator[tuple[Kind, Sequence[Span]]]:
    if boundary.off:
        yield Kind.UNPLUGGED, time_off(boundary, Off.UNPLUGGED)
        yield Kind.LEAVE, time_off(boundary, Off.LEAVE)
        yield Kind.HOLIDAY, time_off(boundary, Off.HOLIDAY)
    yield Kind.NIGHT, night_spans(boundary, window)


def _parts_of_day(boundary: Boundary, day: date) -> Iterator[tuple[Span, Kind]]:
    whole = boundary.day_span(day)
    shifts = shifts_on(boundary, day)
    if not shifts:
        yield whole, Kind.DAY_OFF
        return
    first = min(shifts[0].start, whole.end)
    last = min(max(shift.end for shift in shifts), whole.end)
    yield Span(whole.start, first), Kind.EARLY
    yield Span(first, last), Kind.BREAK
    yield Span(last, whole.end), Kind.EVENING


@dataclass(frozen=True, slots=True)
class _Part:
    entry: Entry
    kind: Kind
    span: Span
    over: Entry | BlockFate | None = None


def _in_personal_time(timed: Sequence[Entry], pieces: Sequence[tuple[Span, Kind]]) -> Iterator[_Part]:
    for n, place, part in meet([entry.span for entry in timed], [piece for piece, _ in pieces]):
        yield _Part(timed[n], pieces[place][1], part)


def _personal(entries: Iterable[Entry], boundary: Boundary) -> Iterator[Entry]:
    """What the person said yes to and work may lie over. An all-day event claims no hours; a nap is a time to work."""
    for entry in entries:
        if entry.is_work or not entry.is_timed or entry.occurrence.is_tentative:
            continue
        inside = overlapping(boundary.inside, entry.span)
        if not inside or subtract([entry.span], inside):
            yield entry


def _over_something(timed: Sequence[Entry], held: Iterable[Entry | BlockFate], window: Span) -> Iterator[_Part]:
    ordered = sorted(held, key=lambda thing: (thing.span.start, thing.span.end))
    here = [(thing, part) for thing in ordered if (part := thing.span.clip(window))]
    for place, n, part in meet([span for _, span in here], [entry.span for entry in timed]):
        thing = here[place][0]
        yield _Part(timed[n], Kind.OVER_BLOCK if isinstance(thing, BlockFate) else Kind.OVER_PERSONAL, part, thing)


def _count(parts: Sequence[_Part], working: Sequence[Span]) -> Iterator[Intrusion]:
    """Over something only working time counts, so that it shares no minute with what is counted as personal time."""
    yield from _count_once([part for part in parts if part.over is None], None)
    yield from _count_once([part for part in parts if part.over is not None], working)


def _count_once(parts: Sequence[_Part], counts: Sequence[Span] | None) -> Iterator[Intrusion]:
    """What was answered first; each in order of start, so that one frontier tells what is counted already.

    `counts` is the time of which minutes are counted, None for all of it.
    """
    answered: tuple[Span, ...] = ()
    for tentative in (False, True):
        taken: list[Span] = []
        frontier = datetime.min.replace(tzinfo=UTC)
        for part in sorted((p for p in parts if p.entry.occurrence.is_tentative is tentative), key=_in_time):
            if _is_over_work(part):
                yield Intrusion(part.entry, part.kind, part.span, 0, part.over)
                continue
            pieces = _after(frontier, part.span)
            frontier = max(frontier, part.span.end)
            if counts is not None:
                pieces = intersect(pieces, overlapping(counts, part.span))
            if answered:
                pieces = subtract(pieces, overlapping(answered, part.span))
            taken += pieces
            yield Intrusion(part.entry, part.kind, part.span, total_minutes(pieces), part.over)
        answered = merge(taken)


def _after(frontier: datetime, span: Span) -> tuple[Span, ...]:
    if frontier <= span.start:
        return (span,)
    return (Span(frontier, span.end),) if frontier < span.end else ()


def _in_time(part: _Part) -> tuple[datetime, datetime, datetime, Uid]:
    of = part.entry.span
    return part.span.start, of.start, of.end, part.entry.occurrence.uid


def _is_over_work(part: _Part) -> bool:
    """A block that is itself work is no personal time."""
    return isinstance(part.over, BlockFate) and part.over.domains == {Domain.WORK}


def _all_day_on_days_off(work: Iterable[Entry], boundary: Boundary, window: Span) -> Iterator[tuple[Entry, Kind, Span]]:
    """Its hours are not known, so it takes no minutes; that it reaches into a day off is known."""
    whole = [(entry, part) for entry in work if not entry.is_timed and (part := entry.span.clip(window))]
    days_off = _days_off(boundary, window) if whole else {}
    for entry, part in whole:
        for kind, days in days_off.items():
            yield from ((entry, kind, piece) for piece in intersect(overlapping(days, part), [part]))


def _days_off(boundary: Boundary, window: Span) -> Mapping[Kind, Sequence[Span]]:
    kinds: dict[Kind, list[Span]] = {}
    for day in boundary.days_of(window):
        if not shifts_on(boundary, day):
            off = boundary.off_on(day)
            kinds.setdefault(Kind(off.kind) if off else Kind.DAY_OFF, []).append(boundary.day_span(day))
    return {kind: merge(days) for kind, days in kinds.items()}
