"""One week judged: measures, the limits passed, the verdict, and what it rests on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from hedgerow.core.block import Booking, IntentionId
from hedgerow.core.boundary import Boundary, evening_span, working_time
from hedgerow.core.days import Week, local_day, week_span, window_span
from hedgerow.core.fate import BlockFate, Fate, tell_fates
from hedgerow.core.intrusion import Intrusion, find_intrusions
from hedgerow.core.limits import LIMITS, LimitKey, LimitRule, Limits
from hedgerow.core.occurrence import CalendarId, Doubt, NotSeen, Unreadable
from hedgerow.core.rest import longest_rest, nightly_rests, unbroken_work
from hedgerow.core.span import Span, intersect, merge, subtract, total_minutes
from hedgerow.core.timeline import Entry, Timeline

FOCUS_STRETCH = 60
"""Working time without an event counts as focus from this many minutes on."""
MARGIN = timedelta(days=7)
"""How far beyond a week its calendars have to be read for its rest to be right."""


class Verdict(StrEnum):
    CLEAR = "clear"
    STRETCHED = "stretched"
    INTRUDED = "intruded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PassedLimit:
    rule: LimitRule
    limit: int
    measured: int
    culprits: tuple[str, ...]
    """Titles of the occurrences behind it, the largest share first, at most three."""
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one week; minutes unless said otherwise."""

    scheduled_work: int
    shortest_rest: Span | None
    """None when no night of the week lies between two working days."""
    longest_rest: Span
    unbroken_work: tuple[tuple[Span, timedelta], ...]
    """Stretches of more than 6 h without the pause that is due, each with the longest pause it had."""
    evenings_touched: tuple[date, ...]
    focus: int
    """Working time in pieces of `FOCUS_STRETCH` or more that no event interrupts."""


@dataclass(frozen=True, slots=True)
class Seen:
    calendar: CalendarId
    occurrences: int
    """That make the person busy, in the time spoken of."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which calendars the numbers rest on, and what they could not see."""

    seen: tuple[Seen, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """Nothing is missing for them, so that coverage may be whole."""
    tentative: int = 0
    """Occurrences of the week counted although the person has not said yes."""

    @property
    def is_whole(self) -> bool:
        return not self.not_seen and not self.unreadable


@dataclass(frozen=True, slots=True)
class WeekReview:
    week: Week
    span: Span
    verdict: Verdict
    passed: tuple[PassedLimit, ...]
    """The limits passed, serious ones first."""
    measures: Measures
    intrusions: tuple[Intrusion, ...]
    fates: tuple[BlockFate, ...]
    coverage: Coverage

    @property
    def personal_taken(self) -> int:
        """Minutes."""
        return sum(intrusion.minutes for intrusion in self.intrusions)

    @property
    def is_known(self) -> bool:
        return self.verdict is not Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a stretch of time that reaches `MARGIN` beyond the weeks it is asked about."""

    timeline: Timeline
    bookings: Sequence[Booking]
    titles: Mapping[IntentionId, str]
    """Of the intentions, by which the person knows their blocks."""
    coverage: Coverage


def review_week(week: Week, evidence: Evidence, boundary: Boundary, limits: Limits) -> WeekReview:
    """`limits` holds every `LimitKey`."""
    span = week_span(week, boundary.zone)
    near = evidence.timeline.within(span.widen(MARGIN, MARGIN))
    inside = near.within(span)
    fates = tell_fates(evidence.bookings, inside, span, evidence.titles)
    intrusions = find_intrusions(inside, boundary, span, fates)
    measures = _measure(week, near, boundary, timedelta(minutes=limits[LimitKey.BREAK]))
    coverage = _of_week(evidence.coverage, inside)
    review = WeekReview(week, span, Verdict.UNKNOWN, (), measures, intrusions, fates, coverage)
    if not coverage.seen:
        return review
    passed = _passed(review, inside, boundary, limits)
    return replace(review, passed=passed, verdict=_verdict(passed))


def _of_week(coverage: Coverage, inside: Timeline) -> Coverage:
    """What was read of this one week, of all that was read."""
    shown = Counter(calendar for e in inside.entries for calendar in (e.occurrence.calendar, *e.copies))
    seen = tuple(Seen(each.calendar, shown[each.calendar]) for each in coverage.seen)
    return replace(coverage, seen=seen, tentative=sum(e.occurrence.is_tentative for e in inside.entries))


def _verdict(passed: Sequence[PassedLimit]) -> Verdict:
    if any(limit.rule.is_serious for limit in passed) or len(passed) > 1:
        return Verdict.INTRUDED
    return Verdict.STRETCHED if passed else Verdict.CLEAR


def _work(timeline: Timeline) -> tuple[Span, ...]:
    return merge(entry.span for entry in timeline.entries if entry.is_work and entry.is_timed)


def _measure(week: Week, near: Timeline, boundary: Boundary, pause: timedelta) -> Measures:
    span = week_span(week, boundary.zone)
    work = _work(near)
    here = intersect(work, [span])
    rests = nightly_rests(work, (window_span(day, boundary.night, boundary.zone) for day in week.days))
    busy = [entry.span for entry in near.entries if entry.is_timed]
    quiet = subtract(working_time(boundary, span), busy)
    return Measures(
        scheduled_work=total_minutes(here),
        shortest_rest=min(rests, key=lambda rest: (rest.length, rest.start), default=None),
        longest_rest=longest_rest(work, span),
        unbroken_work=unbroken_work(here, pause),
        evenings_touched=tuple(day for day in week.days if intersect(work, [evening_span(boundary, day)])),
        focus=sum(piece.minutes for piece in quiet if piece.minutes >= FOCUS_STRETCH),
    )


def _passed(review: WeekReview, inside: Timeline, boundary: Boundary, limits: Limits) -> tuple[PassedLimit, ...]:
    measured = _measured(review)
    found: list[PassedLimit] = []
    for rule in LIMITS:
        value, limit = measured[rule.key], limits[rule.key]
        if value is None or not _passes(rule, value, limit):
            continue
        if rule.key is LimitKey.SCHEDULED_WORK and found and found[-1].rule.key is LimitKey.SCHEDULED_WORK_SERIOUS:
            continue
        spans = _behind(rule.key, review, boundary)
        days = tuple(sorted({local_day(piece.start, boundary.zone) for piece in spans}))
        found.append(PassedLimit(rule, limit, value, _culprits(rule.key, review, inside, spans), days))
    return tuple(found)


def _passes(rule: LimitRule, measured: int, limit: int) -> bool:
    if rule.is_floor:
        return measured < limit
    return measured >= limit if rule.is_serious else measured > limit


def _measured(review: WeekReview) -> dict[LimitKey, int | None]:
    measures = review.measures
    lost = sum(fate.fate is Fate.LOST for fate in review.fates)
    pauses = [int(pause.total_seconds()) // 60 for _, pause in measures.unbroken_work]
    return {
        LimitKey.SCHEDULED_WORK_SERIOUS: measures.scheduled_work,
        LimitKey.SCHEDULED_WORK: measures.scheduled_work,
        LimitKey.SHORTEST_REST: measures.shortest_rest.minutes if measures.shortest_rest else None,
        LimitKey.LONGEST_REST: measures.longest_rest.minutes,
        LimitKey.BREAK: min(pauses, default=None),
        LimitKey.PERSONAL_TAKEN: review.personal_taken,
        LimitKey.EVENINGS: len(measures.evenings_touched),
        # Rounded up, so that one of three passes a limit of 33 %.
        LimitKey.BLOCKS_LOST: -(-100 * lost // len(review.fates)) if review.fates else None,
    }


def _behind(key: LimitKey, review: WeekReview, boundary: Boundary) -> tuple[Span, ...]:
    """The time that made a limit pass."""
    measures = review.measures
    match key:
        case LimitKey.SHORTEST_REST:
            rest = measures.shortest_rest
            # What ends and begins the rest: the work within two hours of either side.
            return (rest.widen(timedelta(hours=2), timedelta(hours=2)),) if rest else ()
        case LimitKey.BREAK:
            return tuple(stretch for stretch, _ in measures.unbroken_work)
        case LimitKey.EVENINGS:
            return tuple(evening_span(boundary, day) for day in measures.evenings_touched)
        case LimitKey.PERSONAL_TAKEN:
            return merge(intrusion.span for intrusion in review.intrusions if intrusion.minutes)
        case LimitKey.BLOCKS_LOST:
            return tuple(fate.span for fate in review.fates if fate.fate is Fate.LOST)
        case LimitKey.SCHEDULED_WORK | LimitKey.SCHEDULED_WORK_SERIOUS | LimitKey.LONGEST_REST:
            return (review.span,)


def _culprits(key: LimitKey, review: WeekReview, inside: Timeline, behind: Sequence[Span]) -> tuple[str, ...]:
    if key is LimitKey.BLOCKS_LOST:
        takers = (fate.taken_by for fate in review.fates if fate.fate is Fate.LOST)
        return tuple(dict.fromkeys(taker for taker in takers if taker is not None))[:3]
    shares: dict[str, int] = {}
    for entry in inside.entries:
        if entry.is_work and entry.is_timed:
            shares[entry.occurrence.title] = shares.get(entry.occurrence.title, 0) + _share(entry, behind)
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(title for title, minutes in ranked if minutes)[:3]


def _share(entry: Entry, behind: Sequence[Span]) -> int:
    return total_minutes(intersect([entry.span], behind))
