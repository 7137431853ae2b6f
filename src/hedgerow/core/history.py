"""Weeks that are over, as numbers that outlive the calendars they came from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

from hedgerow.core.days import Week, week_span
from hedgerow.core.domains import Domain
from hedgerow.core.fate import Fate
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.span import Span
from hedgerow.core.week import Seen, Verdict, WeekReview

FEWEST = 3
"""With fewer weeks it is too early to say what is usual."""


@dataclass(frozen=True, slots=True)
class Passed:
    key: LimitKey
    limit: int
    measured: int
    culprits: tuple[str, ...] = ()
    """Titles, so kept only where the person said so."""


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """What stays known of a week; minutes unless said otherwise."""

    week: Week
    verdict: Verdict
    passed: tuple[Passed, ...]
    scheduled_work: int
    personal_taken: int
    personal_allowed: int
    """The limit that held for it then."""
    shortest_rest: int | None
    longest_rest: int
    focus: int
    longest_focus: int
    fragments: int
    meeting_load: int | None
    """Percent of working time; None without any."""
    season: str
    """Its name, or empty."""
    leave: tuple[date, ...]
    evenings: tuple[date, ...]
    """The days whose evenings were counted: those of leave were not."""
    evenings_touched: tuple[date, ...]
    fates: tuple[Fate, ...]
    """Of its blocks, in order of time."""
    seen: tuple[Seen, ...]
    """In order of the calendar."""
    gaps: tuple[CalendarId, ...]
    """Calendars of which something could not be read, in order."""
    is_comparable: bool
    """False for a week that says nothing about other weeks: one that was not seen, or of leave."""
    digest: str
    """Of `evidence_of` its review: another one means that something changed, even where the numbers are the same."""
    domains: Mapping[Domain, int] | None = None
    """Minutes in each; None for a week kept before they were reckoned."""

    @property
    def is_known(self) -> bool:
        return self.verdict is not Verdict.UNKNOWN

    @property
    def held(self) -> int:
        """Blocks that took place, where they were promised or elsewhere."""
        return sum(fate is not Fate.LOST for fate in self.fates)


@dataclass(frozen=True, slots=True)
class Usual:
    """Medians over comparable weeks."""

    weeks: int
    """How many there were."""
    scheduled_work: int
    personal_taken: int
    evenings_touched: int
    shortest_rest: int | None
    focus: int


def record_of(review: WeekReview, digest: str = "") -> WeekRecord:
    """With titles; `without_titles` takes them out."""
    measures, coverage = review.measures, review.coverage
    return WeekRecord(
        week=review.week,
        verdict=review.verdict,
        passed=tuple(Passed(p.rule.key, p.limit, p.measured, p.culprits) for p in review.passed),
        scheduled_work=measures.scheduled_work,
        personal_taken=review.personal_taken,
        personal_allowed=review.limits[LimitKey.PERSONAL_TAKEN],
        shortest_rest=measures.shortest_rest.minutes if measures.shortest_rest else None,
        longest_rest=measures.longest_rest.minutes,
        focus=measures.focus,
        longest_focus=measures.longest_focus,
        fragments=measures.fragments,
        meeting_load=measures.meeting_load,
        season=measures.season,
        leave=measures.leave_days,
        evenings=measures.evenings,
        evenings_touched=measures.evenings_touched,
        fates=tuple(fate.fate for fate in review.fates),
        seen=tuple(sorted(coverage.seen, key=lambda seen: seen.calendar)),
        gaps=tuple(sorted({gap.calendar for gap in coverage.not_seen})),
        is_comparable=review.is_comparable,
        digest=digest,
        domains=dict(review.overlap.minutes),
    )


def without_titles(record: WeekRecord) -> WeekRecord:
    return replace(record, passed=tuple(replace(passed, culprits=()) for passed in record.passed))


def evidence_of(review: WeekReview) -> str:
    """Everything that the numbers of a week rest on, the same text for the same calendars in any order."""
    measures, coverage = review.measures, review.coverage
    ends = [measures.shortest_rest, measures.longest_rest, *(span for span, _ in measures.unbroken_work)]
    lines = [
        f"{review.week} {review.verdict} {measures.scheduled_work} {measures.focus} {measures.season!r}",
        " ".join(f"{domain} {minutes}" for domain, minutes in review.overlap.minutes.items()),
        *(_written(span) for span in ends if span),
        *(day.isoformat() for day in measures.evenings_touched),
        *(f"{day} {off.kind} {off.name!r}" for day, off in measures.days_off),
        *_came_in(review),
        *(f"{fate.block} {fate.fate} {_written(fate.span)} {_written(fate.promised)}" for fate in review.fates),
        *sorted(f"{seen.calendar} {seen.occurrences}" for seen in coverage.seen),
        *sorted(f"{gap.calendar} {gap.where}" for gap in coverage.not_seen),
        *sorted(f"{broken.calendar} {broken.where} {broken.line}" for broken in coverage.unreadable),
    ]
    return "\n".join(lines)


def _came_in(review: WeekReview) -> Iterator[str]:
    for intrusion in review.intrusions:
        occurrence = intrusion.entry.occurrence
        who = f"{occurrence.calendar} {occurrence.uid} {occurrence.recurrence_id} {occurrence.title!r}"
        yield f"{intrusion.kind} {_written(intrusion.span)} {intrusion.minutes} {who}"


def _written(span: Span) -> str:
    return f"{span.start.isoformat()}/{span.end.isoformat()}"


def is_closed(week: Week, zone: ZoneInfo, now: datetime) -> bool:
    return week_span(week, zone).end <= now


def merge_history(stored: Iterable[WeekRecord], fresh: Sequence[WeekRecord]) -> tuple[WeekRecord, ...]:
    """One record for each week of either, in order. A fresh one speaks, unless it saw less than the stored one did.

    A calendar that is away, or was taken out of the settings, saw less. So did one that has forgotten: a feed that
    drops its old events is silent before the first week in which it still shows any, and its silence there is no news.
    """
    merged = {record.week: record for record in stored}
    remembers = _first_shown(fresh)
    for record in fresh:
        before = merged.get(record.week)
        if before is None or _saw_as_much(record, before, remembers):
            merged[record.week] = record
    return tuple(merged[week] for week in sorted(merged))


def _first_shown(records: Sequence[WeekRecord]) -> Mapping[CalendarId, Week]:
    """For each calendar the first of the weeks in which it shows anything."""
    latest_first = sorted(records, key=lambda record: record.week, reverse=True)
    return {seen.calendar: record.week for record in latest_first for seen in record.seen if seen.occurrences}


def _saw_as_much(fresh: WeekRecord, before: WeekRecord, remembers: Mapping[CalendarId, Week]) -> bool:
    if not fresh.is_known:
        return not before.is_known
    shown = {seen.calendar for seen in before.seen if seen.occurrences}
    readable = {seen.calendar for seen in fresh.seen}
    is_remembered = all(calendar in remembers and remembers[calendar] <= fresh.week for calendar in shown)
    return set(fresh.gaps) <= set(before.gaps) and shown <= readable and is_remembered


def usual_of(records: Iterable[WeekRecord]) -> Usual | None:
    """None when there are fewer than `FEWEST` comparable weeks."""
    weeks = [record for record in records if record.is_comparable]
    if len(weeks) < FEWEST:
        return None
    rests = [record.shortest_rest for record in weeks if record.shortest_rest is not None]
    return Usual(
        weeks=len(weeks),
        scheduled_work=round(median(record.scheduled_work for record in weeks)),
        personal_taken=round(median(record.personal_taken for record in weeks)),
        evenings_touched=round(median(len(record.evenings_touched) for record in weeks)),
        shortest_rest=round(median(rests)) if len(rests) >= FEWEST else None,
        focus=round(median(record.focus for record in weeks)),
    )
