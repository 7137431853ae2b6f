"""Candidates of change to what others put into the calendar: another time asked for, or taken as it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hedgerow.core.boundary import working_time
from hedgerow.core.days import Week, Weekday, window_span
from hedgerow.core.intention import MINUTE, Intention
from hedgerow.core.intrusion import Expected, Intrusion, is_expected
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import PartStat
from hedgerow.core.policy.change import Change, Kind, Meeting, Shift
from hedgerow.core.policy.facts import LEAST_WEEKS, Candidate, Facts
from hedgerow.core.policy.past import is_of, key_of
from hedgerow.core.policy.windows import STEP
from hedgerow.core.span import Span, subtract
from hedgerow.core.timeline import Entry

ALWAYS = 6
"""Weeks of the last eight in which a series comes at one time and is said yes to, before it may be taken as it is."""
LONGEST_TAKEN = 60
"""Minutes of a series in one's own time beyond which nobody is asked to take it as it is."""
BREATH = timedelta(hours=4)
"""How long after midnight work may last and still be that of the day before."""


@dataclass(frozen=True, slots=True)
class Series:
    meeting: Meeting
    entries: tuple[Entry, ...]
    """In the weeks compared, in order."""


def find_series(facts: Facts) -> tuple[Series, ...]:
    """Of timed work, that come in weeks enough."""
    groups: dict[str, list[Entry]] = {}
    for week in facts.past.compared:
        for entry in facts.past.timeline.over(facts.past.boundary.week_span(week)):
            if entry.is_work and entry.is_timed and not is_expected(entry, facts.policy.expected):
                groups.setdefault(_name(entry), []).append(entry)
    return tuple(_series(group) for _, group in sorted(groups.items()) if len(group) >= LEAST_WEEKS)


def _name(entry: Entry) -> str:
    of = entry.occurrence
    return f"u{of.uid}" if of.recurrence_id is not None else f"t{of.title.casefold()}"


def _series(group: Sequence[Entry]) -> Series:
    of = group[-1].occurrence
    return Series(Meeting(of.title, of.uid if of.recurrence_id is not None else None, of.organizer), tuple(group))


def candidates_among(series: Iterable[Series], facts: Facts) -> Iterator[Candidate]:
    for each in series:
        if asked := ask(each, facts):
            yield asked
    for wish in facts.policy.intentions:
        if asked := ask_for_room(wish, series, facts):
            yield asked


def expectations(series: Iterable[Series], facts: Facts) -> Iterator[Candidate]:
    return filter(None, (expect(each, facts) for each in series))


def ask(series: Series, facts: Facts) -> Candidate | None:
    """It takes one's own time, a block, or the rest of a night, week after week."""
    guilty = [entry for entry in series.entries if _is_guilty(entry, facts)]
    return _asked(series, guilty, (), facts)


def ask_for_room(wish: Intention, series: Iterable[Series], facts: Facts) -> Candidate | None:
    """It leaves an intention no place in its windows, which then stays unplaced."""
    bookings = facts.past.bookings
    if not any(booking.slot.intention == wish.id for booking in bookings) and not bookings:
        return None
    short = [week for week, t in facts.tallies.items() if t.kept.get(wish.id, 0) < t.asked.get(wish.id, 0)]
    opened = [span for week in short for span in _opened(wish, week, facts)]
    found = [(each, [e for e in each.entries if any(e.span.overlaps(span) for span in opened)]) for each in series]
    found = [(each, over) for each, over in found if len(_weeks(over, facts)) >= LEAST_WEEKS]
    if not found:
        return None
    most, over = max(found, key=lambda pair: sum(entry.span.minutes for entry in pair[1]))
    return _asked(most, over, [span for week in facts.past.compared for span in _opened(wish, week, facts)], facts)


def _opened(wish: Intention, week: Week, facts: Facts) -> Iterator[Span]:
    zone = facts.past.boundary.zone
    days = (day for day in week.days if Weekday(day.weekday()) in wish.days)
    return (window_span(day, window, zone) for day in days for window in wish.windows)


def _is_guilty(entry: Entry, facts: Facts) -> bool:
    key = key_of(entry.occurrence)
    if any(i.minutes and key_of(i.entry.occurrence) == key for i in _intrusions(entry, facts)):
        return True
    takers = (story.takers for stories in facts.stories.values() for story in stories if story.is_lost)
    return any(key_of(taker.occurrence) == key for taken in takers for taker in taken) or _breaks_rest(entry, facts)


def _intrusions(entry: Entry, facts: Facts) -> Iterable[Intrusion]:
    return next((review.intrusions for review in facts.reviews if review.span.holds(entry.span.start)), ())


def _breaks_rest(entry: Entry, facts: Facts) -> bool:
    review = next((review for review in facts.reviews if review.span.holds(entry.span.start)), None)
    rest = review.measures.shortest_rest if review else None
    if review is None or rest is None or rest.minutes >= review.limits[LimitKey.SHORTEST_REST]:
        return False
    return rest.end == entry.span.start


def _asked(series: Series, guilty: Sequence[Entry], kept_free: Iterable[Span], facts: Facts) -> Candidate | None:
    """For the weekday on which it is guilty most often, a time that was free in every week."""
    if not guilty:
        return None
    (weekday, _), *_ = Counter(facts.weekday(entry.span.start) for entry in guilty).most_common(1)
    on_day = [entry for entry in guilty if facts.weekday(entry.span.start) is weekday]
    weeks = _weeks(on_day, facts)
    same = {(facts.minute(entry.span.start), entry.span.length) for entry in on_day}
    if len(weeks) < LEAST_WEEKS or len(same) > 1:
        return None
    shift = _free_time(series, on_day, tuple(kept_free), facts)
    if shift is None:
        return None
    change = Change(Kind.ASK, shift=shift, meeting=series.meeting)
    return Candidate(change, weeks, len(on_day), ((series.meeting.title, len(on_day)),))


def _free_time(series: Series, on_day: Sequence[Entry], kept_free: Sequence[Span], facts: Facts) -> Shift | None:
    """The nearest."""
    first = on_day[0]
    weekday, length = facts.weekday(first.span.start), first.span.length
    days = [
        facts.past.boundary.local_day(e.span.start) for e in series.entries if facts.weekday(e.span.start) is weekday
    ]
    free = {day: _free_on(day, series, kept_free, facts) for day in days}
    origin = facts.minute(first.span.start)
    starts = sorted(range(0, 24 * 60, STEP), key=lambda start: (abs(start - origin), start))
    for start in starts:
        by = timedelta(minutes=start - origin)
        spans = [(facts.past.boundary.local_day(e.span.start), e.span) for e in on_day]
        moved = [(day, Span(span.start + by, span.end + by)) for day, span in spans]
        if start != origin and all(any(piece.covers(span) for piece in free[day]) for day, span in moved):
            return Shift(series.meeting, by, weekday, start, length)
    return None


def _free_on(day: date, series: Series, kept_free: Sequence[Span], facts: Facts) -> tuple[Span, ...]:
    """Working time of the day that no other event, no block and no due rest lies over."""
    past = facts.past
    whole = past.boundary.day_span(day)
    others = (e.span for e in past.timeline.over(whole) if e.is_timed and not is_of(series.meeting, e.occurrence))
    blocks = (s.place for stories in facts.stories.values() for s in stories if s.place.overlaps(whole))
    late = [
        e.span.end for e in past.timeline.over(whole.widen(timedelta(days=1), -(whole.length - BREATH))) if e.is_work
    ]
    rest = timedelta(minutes=past.limits[LimitKey.SHORTEST_REST])
    before = [Span(whole.start, until)] if (until := _until(late, rest, whole)) > whole.start else []
    return subtract(working_time(past.boundary, whole), [*others, *blocks, *before, *kept_free])


def _until(late: Sequence[datetime], rest: timedelta, whole: Span) -> datetime:
    """When the rest after the work of the day before is over."""
    ends = [end for end in late if end <= whole.start + BREATH]
    return max(ends) + rest if ends else whole.start - MINUTE


def expect(series: Series, facts: Facts) -> Candidate | None:
    """The person said yes to it each time, it comes at one time, costs no block and no night, and is short."""
    taken = [(e, sum(i.minutes for i in _intrusions(e, facts) if i.entry is e)) for e in series.entries]
    guilty = [entry for entry, minutes in taken if minutes]
    weeks = _weeks(guilty, facts)
    if series.meeting.uid is None or len(weeks) < min(ALWAYS, len(facts.past.compared)) or len(weeks) < LEAST_WEEKS:
        return None
    said_yes = all(entry.occurrence.partstat is PartStat.ACCEPTED for entry in series.entries)
    same = len({(facts.weekday(e.span.start), facts.minute(e.span.start)) for e in guilty}) == len(guilty) // len(weeks)
    short = max(minutes for _, minutes in taken) <= LONGEST_TAKEN
    if not (said_yes and same and short) or any(_costs(entry, facts) for entry in guilty):
        return None
    rule = Expected(title=series.meeting.title, uid=series.meeting.uid)
    change = Change(Kind.EXPECTED, expected=rule, meeting=series.meeting)
    return Candidate(change, weeks, len(guilty), ((series.meeting.title, len(guilty)),))


def _costs(entry: Entry, facts: Facts) -> bool:
    key = key_of(entry.occurrence)
    takers = (story.takers for stories in facts.stories.values() for story in stories if story.is_lost)
    return _breaks_rest(entry, facts) or any(key_of(taker.occurrence) == key for taken in takers for taker in taken)


def _weeks(entries: Iterable[Entry], facts: Facts) -> tuple[Week, ...]:
    spans: Mapping[Week, Span] = {week: facts.past.boundary.week_span(week) for week in facts.past.compared}
    return tuple(week for week, span in spans.items() if any(span.holds(entry.span.start) for entry in entries))
