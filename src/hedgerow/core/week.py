"""One week judged: measures, the limits passed, the verdict, and what it rests on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from hedgerow.core.behind import SHIFTS, largest, spells_of
from hedgerow.core.block import Booking, IntentionId
from hedgerow.core.boundary import Boundary, evening_span, worked_shifts
from hedgerow.core.days import Week
from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate, Fate, tell_fates
from hedgerow.core.intrusion import Expected, Intrusion, find_intrusions, is_expected
from hedgerow.core.limits import LIMITS, LimitKey, LimitRule, Limits
from hedgerow.core.measure import Known, Measures, measure_week, work_of
from hedgerow.core.occurrence import CalendarId, Doubt, NotSeen, Unreadable
from hedgerow.core.overlap import NO_OVERLAP, Overlap, measure_overlap
from hedgerow.core.rest import WEEK
from hedgerow.core.span import Span, merge, overlapping, subtract
from hedgerow.core.timeline import Entry, Timeline

MARGIN = WEEK
"""How far beyond a week its calendars have to be read for its rest to be right."""

MOST_MISSED = 3
"""With so many working days of leave a week is no measure of others."""


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
    """Titles of the occurrences behind it and names of shifts, the largest share first, at most three."""
    days: tuple[date, ...] = ()


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
    limits: Limits
    """Those that the week was held to: the person's own, with what its season changes."""
    shifts: tuple[Span, ...] | None = None
    """Of the rota that say the working time of the week, merged and uncut; None where weekly windows say it."""
    overlap: Overlap = NO_OVERLAP

    @property
    def is_focus_measured(self) -> bool:
        """A rota says nothing of how a shift is filled, so by one only blocks that serve work tell of focus."""
        return self.shifts is None or any(Domain.WORK in fate.domains for fate in self.fates)

    @property
    def personal_taken(self) -> int:
        """Minutes, those of `tentative_minutes` among them, of expected series none."""
        return sum(intrusion.minutes for intrusion in self.intrusions)

    @property
    def tentative_minutes(self) -> int:
        """Of `personal_taken`, what only events take that the person has not said yes to."""
        return sum(intrusion.minutes for intrusion in self.intrusions if intrusion.entry.occurrence.is_tentative)

    @property
    def is_comparable(self) -> bool:
        """False for a week that says nothing about others: one not seen, or with three working days of leave or more.

        One of leave on all its working days is none either, however few they are.
        """
        missed = len(self.measures.days_missed)
        return self.is_known and missed < MOST_MISSED and (not missed or self.measures.days_worked > 0)

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
    expected: Sequence[Expected] = ()
    work: tuple[Span, ...] = field(init=False, repr=False, compare=False)
    """The time of its timed work events, merged once for all the weeks asked about."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "work", work_of(self.timeline))


def review_week(week: Week, evidence: Evidence, boundary: Boundary, limits: Limits) -> WeekReview:
    """`limits` holds every `LimitKey`; the season of most of the week's days changes what it says of them."""
    span = boundary.week_span(week)
    wide = span.widen(MARGIN, MARGIN)
    life = boundary.near(wide)
    season = life.season_of(week.days)
    held = {**limits, **season.limits} if season else limits
    inside = evidence.timeline.within(span)
    shifts = worked_shifts(life, span)
    by_rota = life.rota is not None and life.rota.known.overlaps(span)
    fates = tell_fates(evidence.bookings, inside, span, evidence.titles, shifts)
    intrusions = find_intrusions(inside, life, span, fates, evidence.expected)
    known = Known(inside, overlapping(evidence.work, wide), evidence.expected)
    measures = measure_week(week, known, life, timedelta(minutes=held[LimitKey.BREAK]))
    coverage = _of_week(evidence.coverage, inside)
    overlap = measure_overlap(inside, fates, span, measures.scheduled_work)
    review = WeekReview(week, span, Verdict.UNKNOWN, (), measures, intrusions, fates, coverage, held, overlap=overlap)
    if by_rota:
        review = replace(review, measures=_in_blocks(measures, fates, inside), shifts=shifts)
    if not coverage.seen:
        return review
    work = [entry for entry in inside.entries if entry.is_work and entry.is_timed]
    counted = [entry for entry in work if not is_expected(entry, evidence.expected)]
    busiest = largest(work, [span], [(SHIFTS, shift) for shift in shifts])
    passed = _passed(review, _Behind(work, counted, busiest, life))
    return replace(review, passed=passed, verdict=_verdict(passed))


def _in_blocks(measures: Measures, fates: Sequence[BlockFate], inside: Timeline) -> Measures:
    """Focus by a rota: not the hours of a shift, but what events leave of the blocks for work that took place."""
    held = [fate.span for fate in fates if fate.fate is not Fate.LOST and Domain.WORK in fate.domains]
    pieces = [piece.minutes for piece in subtract(held, (e.span for e in inside.entries if e.is_timed))]
    return replace(measures, focus=sum(pieces), longest_focus=max(pieces, default=0), fragments=0, fragment_minutes=0)


def _of_week(coverage: Coverage, inside: Timeline) -> Coverage:
    """What was read of this one week, of all that was read."""
    shown = Counter(calendar for e in inside.entries for calendar in (e.occurrence.calendar, *e.copies))
    seen = tuple(Seen(each.calendar, shown[each.calendar]) for each in coverage.seen)
    return replace(coverage, seen=seen, tentative=sum(e.occurrence.is_tentative for e in inside.entries))


def _verdict(passed: Sequence[PassedLimit]) -> Verdict:
    if any(limit.rule.is_serious for limit in passed) or len(passed) > 1:
        return Verdict.INTRUDED
    return Verdict.STRETCHED if passed else Verdict.CLEAR


@dataclass(frozen=True, slots=True)
class _Behind:
    """Where what made a limit pass is looked for."""

    work: Sequence[Entry]
    """The timed work events of the week."""
    counted: Sequence[Entry]
    """Those that are not expected."""
    busiest: tuple[str, ...]
    """The titles with the largest shares of the whole week."""
    boundary: Boundary


def _passed(review: WeekReview, behind: _Behind) -> tuple[PassedLimit, ...]:
    measured = _measured(review, behind.boundary)
    found: list[PassedLimit] = []
    for rule in LIMITS:
        value, limit = measured[rule.key], review.limits[rule.key]
        if value is None or not _passes(rule, value, limit):
            continue
        if rule.key is LimitKey.SCHEDULED_WORK and found and found[-1].rule.key is LimitKey.SCHEDULED_WORK_SERIOUS:
            continue
        spans = _spans_behind(rule.key, review, behind.boundary)
        days = tuple(sorted({behind.boundary.local_day(piece.start) for piece in spans}))
        found.append(PassedLimit(rule, limit, value, _culprits(rule.key, review, behind, spans), days))
    return tuple(found)


def _passes(rule: LimitRule, measured: int, limit: int) -> bool:
    if rule.is_floor:
        return measured < limit
    return measured >= limit if rule.is_serious else measured > limit


def _measured(review: WeekReview, boundary: Boundary) -> dict[LimitKey, int | None]:
    measures = review.measures
    pauses = [int(pause.total_seconds()) // 60 for _, pause in measures.unbroken_work]
    planned = _planned(review, boundary)
    lost = sum(fate.fate is Fate.LOST for fate in planned)
    return {
        LimitKey.SCHEDULED_WORK_SERIOUS: measures.scheduled_work,
        LimitKey.SCHEDULED_WORK: measures.scheduled_work,
        LimitKey.SHORTEST_REST: measures.shortest_rest.minutes if measures.shortest_rest else None,
        LimitKey.LONGEST_REST: measures.longest_rest.minutes,
        LimitKey.BREAK: min(pauses, default=None),
        LimitKey.PERSONAL_TAKEN: review.personal_taken,
        LimitKey.EVENINGS: len(measures.evenings_touched),
        # Rounded up, so that one of three passes a limit of 33 %.
        LimitKey.BLOCKS_LOST: -(-100 * lost // len(planned)) if planned else None,
    }


def _planned(review: WeekReview, boundary: Boundary) -> tuple[BlockFate, ...]:
    """The blocks that the share of lost ones is of; leave leaves the denominator."""
    leave = review.measures.leave_days
    return tuple(fate for fate in review.fates if boundary.local_day(fate.span.start) not in leave)


def _spans_behind(key: LimitKey, review: WeekReview, boundary: Boundary) -> tuple[Span, ...]:
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
            return tuple(fate.span for fate in _planned(review, boundary) if fate.fate is Fate.LOST)
        case LimitKey.SCHEDULED_WORK | LimitKey.SCHEDULED_WORK_SERIOUS | LimitKey.LONGEST_REST:
            return (review.span,)


_FORGIVING = (LimitKey.PERSONAL_TAKEN, LimitKey.EVENINGS)
"""Limits that an expected series never makes pass."""


def _culprits(key: LimitKey, review: WeekReview, behind: _Behind, spans: Sequence[Span]) -> tuple[str, ...]:
    if key is LimitKey.BLOCKS_LOST:
        takers = (fate.taken_by for fate in _planned(review, behind.boundary) if fate.fate is Fate.LOST)
        return tuple(dict.fromkeys(taker for taker in takers if taker is not None))[:3]
    if spans == (review.span,):
        return behind.busiest
    if key is LimitKey.SHORTEST_REST:
        return largest(behind.work, spans, spells_of(spans[0], behind.boundary))
    return largest(behind.counted if key in _FORGIVING else behind.work, spans)
