"""A week → numbers and lists, no words. Letter, page and JSON all speak from this one value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from hedgerow.core.block import BlockId, IntentionId
from hedgerow.core.boundary import Boundary, worked_shifts
from hedgerow.core.cause import Cause, ExpectedSeries, find_causes, find_expected
from hedgerow.core.days import Week
from hedgerow.core.domains import Domain
from hedgerow.core.fate import SHIFT, BlockFate, Fate
from hedgerow.core.history import WeekRecord, record_of
from hedgerow.core.intention import Intention
from hedgerow.core.limits import LimitKey, Limits
from hedgerow.core.overlap import NO_OVERLAP, Overlap
from hedgerow.core.plan import Block, Plan, Unplaced
from hedgerow.core.reassess import NOTHING, Reassessment, reassess
from hedgerow.core.span import Span, intersect, merge, subtract
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import Coverage, PassedLimit, Verdict, WeekReview
from hedgerow.core.why.facts import Change, NoChange


class FigureKey(StrEnum):
    PERSONAL_TAKEN = "personal_taken"
    EVENINGS_FREE = "evenings_free"
    SHORTEST_REST = "shortest_rest"
    SCHEDULED_WORK = "scheduled_work"
    BLOCKS_HELD = "blocks_held"
    FOCUS = "focus"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number against the person's own past. Minutes, or a count for evenings and blocks."""

    key: FigureKey
    value: int | None
    """None when the week gives no such number (no night between two working days, no blocks planned)."""
    of: int | None
    """The whole that a count is a part of: 7 evenings but for those of leave, 9 blocks."""
    last: int | None
    """The week before, when it was seen."""
    usual: int | None
    """Median of the last four weeks before that compare; None with fewer than three ("too early to compare")."""
    history: tuple[int | None, ...]
    """The weeks before, oldest first, this week last."""
    limit: LimitKey | None
    limit_value: int | None


@dataclass(frozen=True, slots=True)
class DomainHours:
    """Minutes of the week in one domain, against its own past and never against another's."""

    domain: Domain
    minutes: int
    last: int | None
    """As of a figure."""
    usual: int | None
    history: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One strip of 23 to 25 hours."""

    day: date
    span: Span
    work: tuple[Span, ...]
    """All other scheduled work, with the shifts of a rota, merged."""
    intruding: tuple[Span, ...]
    """Scheduled work in personal time or over a protected block, merged; but for what is expected."""
    taken: int
    """Minutes of personal time taken that day."""
    fates: tuple[BlockFate, ...]
    expected: tuple[Span, ...] = ()
    """The part of `work` that lies in personal time as the person expects it."""
    left: tuple[Span, ...] = ()
    """Where blocks were promised that took place elsewhere."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A block of next week that something busy lies over and that we may not move (pinned, released)."""

    block: Block
    title: str
    over: str
    elsewhere: Span | None = None
    """Where it would find room, were it not held."""


@dataclass(frozen=True, slots=True)
class NextWeek:
    week: Week
    blocks: tuple[tuple[str, Block], ...]
    """(title of the intention, block) in order of time."""
    clashes: tuple[Clash, ...]
    unplaced: tuple[Unplaced, ...]
    remedies: Mapping[IntentionId, Change | NoChange] = field(default_factory=dict)
    """What would give a block back, or that no one thing does; nothing for what no meeting is in the way of."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a letter says about `week`, as it was known at `made_at`."""

    week: Week
    span: Span
    made_at: datetime
    verdict: Verdict
    passed: tuple[PassedLimit, ...]
    coverage: Coverage
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    causes: tuple[Cause, ...]
    """Recurring ones first, then by minutes taken."""
    fates: tuple[BlockFate, ...]
    next_week: NextWeek
    boundary: Boundary | None = None
    """As it held in the week and holds in the next; None: as in any week."""
    expected: tuple[ExpectedSeries, ...] = ()
    """What came in as expected, and is not counted among personal time taken."""
    tentative_minutes: int = 0
    """Of personal time taken, what only events take that the person has not said yes to."""
    shifts: tuple[Span, ...] | None = None
    """Of the rota that says the working time of the week; None where weekly windows say it."""
    is_focus_measured: bool = True
    """False: there is no figure of it, as a rota says nothing of how a shift is filled."""
    domains: tuple[DomainHours, ...] = ()
    """In order of the domains; none for a week that was not seen."""
    overlap: Overlap = NO_OVERLAP
    comparable: tuple[bool, ...] = ()
    """Of each week of a history, whether it says anything about others: one of leave does not."""
    reassessment: Reassessment = NOTHING


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made of."""

    reviews: Sequence[WeekReview]
    """In order, the reported week last; at least one."""
    timeline: Timeline
    """Of the reported week and the one after."""
    plan: Plan
    intentions: Sequence[Intention]
    boundary: Boundary
    limits: Limits
    remedies: Mapping[IntentionId, Change | NoChange] = field(default_factory=dict)
    """For what found no place in the week after."""
    elsewhere: Mapping[BlockId, Span] = field(default_factory=dict)
    """Where blocks would find room that the person holds and something lies over."""
    past: Sequence[WeekRecord] = ()
    """What is known of the weeks of `reviews` before the last, in order; none: only what the reviews say."""


def build_report(material: Material, made_at: datetime) -> Report:
    review = material.reviews[-1]
    return Report(
        week=review.week,
        span=review.span,
        made_at=made_at,
        verdict=review.verdict,
        passed=review.passed,
        coverage=review.coverage,
        figures=_figures(material),
        days=_days(review, material.timeline, material.boundary),
        causes=find_causes(material.reviews, material.timeline, material.boundary),
        fates=review.fates,
        next_week=_next_week(material, review.week.plus(1)),
        boundary=material.boundary,
        expected=find_expected(review),
        tentative_minutes=review.tentative_minutes,
        shifts=review.shifts,
        is_focus_measured=review.is_focus_measured,
        domains=tuple(_domain(domain, material) for domain in Domain if review.is_known),
        overlap=review.overlap,
        comparable=tuple(record.is_comparable for record in _records(material)),
        reassessment=reassess(material.reviews, _records(material), material.intentions, material.boundary.zone),
    )


_LIMIT_OF: Mapping[FigureKey, LimitKey] = {
    FigureKey.PERSONAL_TAKEN: LimitKey.PERSONAL_TAKEN,
    FigureKey.EVENINGS_FREE: LimitKey.EVENINGS,
    FigureKey.SHORTEST_REST: LimitKey.SHORTEST_REST,
    FigureKey.SCHEDULED_WORK: LimitKey.SCHEDULED_WORK,
    FigureKey.BLOCKS_HELD: LimitKey.BLOCKS_LOST,
}


def _figures(material: Material) -> tuple[Figure, ...]:
    review = material.reviews[-1]
    absent = {FigureKey.BLOCKS_HELD: not review.fates, FigureKey.FOCUS: not review.is_focus_measured}
    keys = [key for key in FigureKey if review.is_known and not absent.get(key)]
    return tuple(_figure(key, material) for key in keys)


def _figure(key: FigureKey, material: Material) -> Figure:
    review = material.reviews[-1]
    history, usual = _past(material, lambda record: _value(key, record))
    limit = _LIMIT_OF.get(key)
    whole = {FigureKey.EVENINGS_FREE: len(review.measures.evenings), FigureKey.BLOCKS_HELD: len(review.fates)}
    return Figure(
        key=key,
        value=history[-1],
        of=whole.get(key),
        last=history[-2] if len(history) > 1 else None,
        usual=usual,
        history=history,
        limit=limit,
        limit_value=review.limits[limit] if limit else None,
    )


def _domain(domain: Domain, material: Material) -> DomainHours:
    history, usual = _past(material, lambda record: _minutes(domain, record))
    minutes = material.reviews[-1].overlap.minutes[domain]
    return DomainHours(domain, minutes, history[-2] if len(history) > 1 else None, usual, history)


def _minutes(domain: Domain, record: WeekRecord) -> int | None:
    """None for a week that was not seen, or was kept before they were reckoned."""
    if not record.is_known:
        return None
    return record.scheduled_work if domain is Domain.WORK else (record.domains or {}).get(domain)


def _past(material: Material, value: Callable[[WeekRecord], int | None]) -> tuple[tuple[int | None, ...], int | None]:
    """The value in each week, this one last; and the median of the last four before it that compare."""
    records = _records(material)
    compared = [value(record) for record in records[:-1] if record.is_comparable][-4:]
    before = [each for each in compared if each is not None]
    return tuple(value(record) for record in records), round(median(before)) if len(before) >= 3 else None


def _records(material: Material) -> Sequence[WeekRecord]:
    """Of the weeks before, and of this one."""
    past = material.past or [record_of(before) for before in material.reviews[:-1]]
    return (*past, record_of(material.reviews[-1]))


def _value(key: FigureKey, record: WeekRecord) -> int | None:
    """None for a week that was not seen, or that gives no such number."""
    if not record.is_known:
        return None
    values: Mapping[FigureKey, int | None] = {
        FigureKey.PERSONAL_TAKEN: record.personal_taken,
        FigureKey.EVENINGS_FREE: len(record.evenings) - len(record.evenings_touched),
        FigureKey.SHORTEST_REST: record.shortest_rest,
        FigureKey.SCHEDULED_WORK: record.scheduled_work,
        FigureKey.BLOCKS_HELD: record.held if record.fates else None,
        FigureKey.FOCUS: record.focus,
    }
    return values[key]


def _days(review: WeekReview, timeline: Timeline, boundary: Boundary) -> tuple[Day, ...]:
    events = (entry.span for entry in timeline.entries if entry.is_work and entry.is_timed)
    work = merge([*events, *(review.shifts or ())])
    return tuple(_day(day, review, work, boundary) for day in review.week.days)


def _day(day: date, review: WeekReview, work: Sequence[Span], boundary: Boundary) -> Day:
    span = boundary.day_span(day)
    intrusions = [i for i in review.intrusions if i.span.overlaps(span) and i.entry.is_timed]
    intruding = intersect((i.span for i in intrusions if not i.expected), [span])
    expected = (i.span for i in intrusions if i.expected and i.over is None)
    return Day(
        day=day,
        span=span,
        work=subtract(intersect(work, [span]), intruding),
        intruding=intruding,
        taken=sum(i.minutes for i in intrusions if span.holds(i.span.start)),
        fates=tuple(fate for fate in review.fates if span.holds(fate.span.start)),
        expected=subtract(intersect(expected, [span]), intruding),
        left=tuple(f.promised for f in review.fates if f.fate is Fate.MOVED and span.holds(f.promised.start)),
    )


def _next_week(material: Material, week: Week) -> NextWeek:
    titles = {intention.id: intention.title for intention in material.intentions}
    span = material.boundary.week_span(week)
    blocks = tuple((titles[b.slot.intention], b) for b in material.plan.blocks if span.holds(b.span.start))
    events = [(entry.span, entry.occurrence.title) for entry in material.timeline.entries if entry.is_timed]
    busy = [*events, *((shift, SHIFT) for shift in worked_shifts(material.boundary, span))]
    clashes = tuple(
        Clash(block, title, over, material.elsewhere.get(block.block) if block.block else None)
        for title, block in blocks
        for over in [next((over for when, over in busy if when.overlaps(block.span)), None)]
        if over is not None
    )
    unplaced = tuple(missing for missing in material.plan.unplaced if missing.week == week)
    return NextWeek(week, blocks, clashes, unplaced, material.remedies)
