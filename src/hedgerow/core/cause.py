"""Where work came in: the intrusions of a week, joined by series, each with one thing to do about it.

What the person expects is told apart, and asks for nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from hedgerow.core.boundary import Boundary, working_time
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.intrusion import Intrusion, Kind
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.core.span import Span, intersect, merge, subtract, total_minutes
from hedgerow.core.timeline import Entry, Timeline
from hedgerow.core.week import WeekReview


class Remedy(StrEnum):
    """One thing to do about a cause."""

    PROPOSE_TIME = "propose-time"
    HOLD_BEFORE = "hold-before"
    MARK_EXPECTED = "mark-expected"


@dataclass(frozen=True, slots=True)
class Cause:
    """All intrusions of one series (or one single event) in the week."""

    title: str
    calendar: CalendarId
    kinds: tuple[Kind, ...]
    spans: tuple[Span, ...]
    """Of the parts that came in, in order."""
    minutes: int
    recurring: bool
    tentative: bool
    all_day: bool
    organizer: str
    over: tuple[str, ...]
    """Titles of the blocks and personal events it lay over."""
    weeks_before: int
    """In how many of the four weeks before the same series came in."""
    remedy: Remedy
    proposal: Span | None
    """For `propose-time`: free working time of that day, nearest to the meeting and as long."""
    uid: Uid
    """Of the series, or of the single event."""


@dataclass(frozen=True, slots=True)
class ExpectedSeries:
    """What came in as the person expects it: scheduled work like any other, of which no limit counts personal time."""

    title: str
    calendar: CalendarId
    spans: tuple[Span, ...]
    """Of the parts outside of working time or over something, merged."""
    minutes: int
    """Of those; 0 for an all-day event, whose hours are not known."""


def find_expected(review: WeekReview) -> tuple[ExpectedSeries, ...]:
    """The longest first."""
    groups = _by_series(i for i in review.intrusions if i.expected)
    found = [_expected(group) for group in groups.values()]
    return tuple(sorted(found, key=lambda each: (-each.minutes, each.spans[0], each.title)))


def _expected(group: Sequence[Intrusion]) -> ExpectedSeries:
    occurrence, spans = group[0].entry.occurrence, merge(intrusion.span for intrusion in group)
    timed = total_minutes(intrusion.span for intrusion in group if intrusion.entry.is_timed)
    return ExpectedSeries(occurrence.title, occurrence.calendar, spans, timed)


def _by_series(intrusions: Iterable[Intrusion]) -> dict[Uid, list[Intrusion]]:
    groups: dict[Uid, list[Intrusion]] = {}
    for intrusion in intrusions:
        groups.setdefault(intrusion.entry.occurrence.uid, []).append(intrusion)
    return groups


def find_causes(reviews: Sequence[WeekReview], timeline: Timeline, boundary: Boundary) -> tuple[Cause, ...]:
    """Of the last review; recurring ones first, then by minutes taken. What is expected asks for no remedy."""
    review = reviews[-1]
    groups = _by_series(i for i in review.intrusions if not i.expected)
    before = [{i.entry.occurrence.uid for i in review.intrusions} for review in reviews[-5:-1]]
    held = [fate.span for fate in review.fates if fate.fate is not Fate.LOST]
    free = subtract(working_time(boundary, review.span), [*held, *_busy(timeline)]) if review.shifts is None else ()
    causes = [_cause(group, sum(uid in week for week in before), free, boundary) for uid, group in groups.items()]
    return tuple(sorted(causes, key=lambda c: (not c.recurring, -c.minutes, c.spans[0], c.title)))


def _busy(timeline: Timeline) -> Iterator[Span]:
    return (entry.span for entry in timeline.entries if entry.is_timed)


def _cause(group: Sequence[Intrusion], weeks_before: int, free: Sequence[Span], boundary: Boundary) -> Cause:
    occurrence = group[0].entry.occurrence
    recurring = occurrence.recurrence_id is not None
    proposal = None if occurrence.all_day else _proposal(occurrence.span, free, boundary)
    return Cause(
        title=occurrence.title,
        calendar=occurrence.calendar,
        kinds=tuple(dict.fromkeys(intrusion.kind for intrusion in group)),
        spans=tuple(dict.fromkeys(intrusion.span for intrusion in group)),
        minutes=sum(intrusion.minutes for intrusion in group),
        recurring=recurring,
        tentative=occurrence.is_tentative,
        all_day=occurrence.all_day,
        organizer=occurrence.organizer,
        over=tuple(dict.fromkeys(_name(i.over) for i in group if i.over is not None)),
        weeks_before=weeks_before,
        remedy=_remedy(proposal, recurring=recurring, weeks_before=weeks_before),
        proposal=proposal,
        uid=occurrence.uid,
    )


def _name(over: Entry | BlockFate) -> str:
    return over.title if isinstance(over, BlockFate) else over.occurrence.title


def _remedy(proposal: Span | None, *, recurring: bool, weeks_before: int) -> Remedy:
    """What came in every week and has no other time that day is the person's to expect; the rest can be helped."""
    if proposal is not None:
        return Remedy.PROPOSE_TIME
    return Remedy.MARK_EXPECTED if recurring and weeks_before >= 3 else Remedy.HOLD_BEFORE


def _proposal(meeting: Span, free: Iterable[Span], boundary: Boundary) -> Span | None:
    day = boundary.day_span(boundary.local_day(meeting.start))
    pieces = intersect(free, [day])
    places = [_nearest(piece, meeting) for piece in pieces if piece.length >= meeting.length > timedelta()]
    return min(places, key=lambda place: (abs(place.start - meeting.start), place.start), default=None)


def _nearest(free: Span, meeting: Span) -> Span:
    start = min(max(free.start, meeting.start), free.end - meeting.length)
    return Span(start, start + meeting.length)
