"""What holds of every week, whatever is in it. Lives are drawn to the quarter of an hour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.block import Booking
from hedgerow.core.boundary import Boundary, Off, Rota, TimeOff, on_call_time, personal_time, working_time
from hedgerow.core.days import Week, instant
from hedgerow.core.domains import Domain, DomainPolicy
from hedgerow.core.intrusion import Expected, find_intrusions
from hedgerow.core.limits import LIMITS
from hedgerow.core.occurrence import CalendarId, Occurrence, Status, Uid
from hedgerow.core.span import Span, intersect, merge, subtract, total_minutes
from hedgerow.core.timeline import Timeline, build_timeline
from hedgerow.core.week import Coverage, Evidence, Seen, Verdict, WeekReview, review_week
from tests.agenda import BERLIN, MONDAY, WEEK, WORK, boundary, day_of
from tests.core.test_fate import booking

HOME = CalendarId("home")
DEFAULTS = {rule.key: rule.default for rule in LIMITS}
READ = Coverage(seen=(Seen(WORK, 1), Seen(HOME, 1)))
POLICY = DomainPolicy((), {WORK: frozenset({Domain.WORK}), HOME: frozenset({Domain.HOME})})
QUARTERS = 7 * 96


@dataclass(frozen=True, slots=True)
class Meeting:
    """In quarters of an hour from the first midnight of the week."""

    start: int
    length: int
    calendar: CalendarId = WORK
    tentative: bool = False
    expected: bool = False

    def shown(self, number: str, monday: date, zone: ZoneInfo) -> Occurrence:
        begins, ends = (instant(monday, 15 * at, zone) for at in (self.start, self.start + self.length))
        status = Status.TENTATIVE if self.tentative else Status.CONFIRMED
        title = "Expected" if self.expected else f"M{self.start}"
        return Occurrence(self.calendar, Uid(f"m{number}"), Span(begins, ends), title, status=status)


MEETINGS = st.builds(
    Meeting,
    st.integers(-96, QUARTERS),
    st.integers(1, 60),
    st.sampled_from([WORK, WORK, HOME]),
    st.booleans(),
    st.sampled_from([False, False, True]),
)
WEEKS = st.lists(MEETINGS, max_size=10)


@st.composite
def boundaries(draw: st.DrawFn, monday: date = MONDAY, zone: ZoneInfo = BERLIN) -> Boundary:
    """Windows, with leave and a rota over them as it comes."""

    def stretches(most: int) -> list[Span]:
        drawn = draw(st.lists(st.tuples(st.integers(-96, QUARTERS), st.integers(1, 120)), max_size=most))
        return [Span(instant(monday, 15 * at, zone), instant(monday, 15 * (at + n), zone)) for at, n in drawn]

    kinds = st.sampled_from(list(Off))
    off = tuple(TimeOff(span, draw(kinds), "off") for span in stretches(3))
    work = merge(stretches(4))
    known = merge(stretches(1)) or (Span(instant(monday, 0, zone), instant(monday, 7 * 1440, zone)),)
    rota = Rota(work, subtract(stretches(3), work), known[0]) if draw(st.booleans()) else None
    life = boundary("09:00-12:00 13:00-17:00", zone=zone, fri="22:00-04:00")
    return replace(life, off=off, rota=rota, inside=merge(stretches(2)))


def timeline(meetings: Iterable[Meeting], monday: date = MONDAY, zone: ZoneInfo = BERLIN) -> Timeline:
    return build_timeline((m.shown(str(n), monday, zone) for n, m in enumerate(meetings)), POLICY)


def review(of: Timeline, life: Boundary, week: Week = WEEK, blocks: Sequence[Booking] = ()) -> WeekReview:
    evidence = Evidence(of, blocks, {}, READ, (Expected(title="Expected"),))
    return review_week(week, evidence, life, DEFAULTS)


BLOCKS = [booking("mon", "18:00-19:30"), booking("wed", "11:00-13:30"), booking("sat", "09:00-18:00")]


@given(boundaries(), WEEKS, MEETINGS)
def test_another_work_event_never_lowers_the_minutes_taken(
    life: Boundary, meetings: list[Meeting], another: Meeting
) -> None:
    more = [*meetings, replace(another, calendar=WORK)]
    before, after = (review(timeline(these), life, blocks=BLOCKS) for these in (meetings, more))
    assert before.personal_taken <= after.personal_taken
    assert before.measures.scheduled_work <= after.measures.scheduled_work
    assert set(before.measures.evenings_touched) <= set(after.measures.evenings_touched)


@given(boundaries(), WEEKS, st.data())
def test_an_event_in_two_parts_is_the_same_work(life: Boundary, meetings: list[Meeting], data: st.DataObject) -> None:
    whole = data.draw(st.builds(Meeting, st.integers(-96, QUARTERS), st.integers(2, 60), tentative=st.booleans()))
    cut = data.draw(st.integers(1, whole.length - 1))
    halves = (replace(whole, length=cut), replace(whole, start=whole.start + cut, length=whole.length - cut))
    one, two = (review(timeline([*meetings, *parts]), life, blocks=BLOCKS) for parts in ((whole,), halves))
    assert (one.personal_taken, one.tentative_minutes) == (two.personal_taken, two.tentative_minutes)
    assert one.measures == two.measures
    assert one.verdict == two.verdict


@given(boundaries(), WEEKS, st.data())
def test_the_order_in_which_calendars_are_read_changes_nothing(
    life: Boundary, meetings: list[Meeting], data: st.DataObject
) -> None:
    shown = [m.shown(str(n), MONDAY, BERLIN) for n, m in enumerate(meetings)]
    other = data.draw(st.permutations(shown))
    assert review(build_timeline(shown, POLICY), life) == review(build_timeline(other, POLICY), life)


def drawn_in(other: ZoneInfo, monday: date, life: Boundary) -> Boundary:
    """The same life by the same wall clock elsewhere and in another week, where no clock changes."""

    def moved(span: Span) -> Span:
        begin = instant(MONDAY, 0, BERLIN)
        start, end = ((at - begin).total_seconds() // 60 for at in (span.start, span.end))
        return Span(instant(monday, int(start), other), instant(monday, int(end), other))

    rota = life.rota and Rota(
        tuple(map(moved, life.rota.work)), tuple(map(moved, life.rota.on_call)), moved(life.rota.known)
    )
    off = tuple(replace(each, span=moved(each.span)) for each in life.off)
    return replace(life, zone=other, off=off, rota=rota, inside=tuple(map(moved, life.inside)))


@given(
    boundaries(),
    WEEKS,
    st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/Phoenix", "Pacific/Kiritimati", "Asia/Kathmandu"]),
    st.integers(-2, 8),
)
def test_a_life_moved_by_weeks_or_to_another_zone_is_the_same_life(
    life: Boundary, meetings: list[Meeting], name: str, weeks: int
) -> None:
    zone, week = ZoneInfo(name), WEEK.plus(weeks)
    here = review(timeline(meetings), life)
    there = review(timeline(meetings, week.first_day, zone), drawn_in(zone, week.first_day, life), week)
    by = there.span.start - here.span.start
    numbers = (
        "working",
        "on_call",
        "personal",
        "scheduled_work",
        "focus",
        "longest_focus",
        "fragments",
        "meeting_load",
    )
    assert [getattr(here.measures, n) for n in numbers] == [getattr(there.measures, n) for n in numbers]
    assert (here.verdict, here.personal_taken) == (there.verdict, there.personal_taken)
    assert [(i.kind, i.minutes, i.expected) for i in here.intrusions] == [
        (i.kind, i.minutes, i.expected) for i in there.intrusions
    ]
    assert there.measures.longest_rest == Span(
        here.measures.longest_rest.start + by, here.measures.longest_rest.end + by
    )
    days = timedelta(weeks=weeks)
    assert [day + days for day in here.measures.evenings_touched] == list(there.measures.evenings_touched)


@pytest.mark.parametrize(
    ("zone", "week", "hours"),
    [
        ("Europe/Berlin", Week(2026, 47), 168),
        ("Europe/Berlin", Week(2026, 13), 167),
        ("Europe/Berlin", Week(2026, 43), 169),
        ("America/New_York", Week(2026, 10), 167),
        ("America/New_York", Week(2026, 44), 169),
        ("Australia/Lord_Howe", Week(2026, 40), 167.5),
        ("Asia/Kolkata", Week(2026, 43), 168),
    ],
)
@given(st.data())
def test_personal_working_and_on_call_time_are_the_whole_week_and_share_nothing(
    zone: str, week: Week, hours: float, data: st.DataObject
) -> None:
    life = data.draw(boundaries(week.first_day, ZoneInfo(zone)))
    whole = life.week_span(week)
    parts = [working_time(life, whole), on_call_time(life, whole), personal_time(life, whole)]
    assert merge(span for part in parts for span in part) == (whole,)
    assert not any(intersect(parts[i], parts[j]) for i, j in ((0, 1), (0, 2), (1, 2)))
    measures = review(timeline([]), life, week).measures
    assert measures.working + measures.on_call + measures.personal == hours * 60


@given(boundaries(), st.integers(0, 6), st.integers(1, 4))
def test_a_boundary_narrowed_to_a_span_gives_the_same_answers_within_it(life: Boundary, first: int, days: int) -> None:
    whole = Span(life.start_of(MONDAY + timedelta(days=first)), life.start_of(MONDAY + timedelta(days=first + days)))
    near = life.near(whole)
    for part in (working_time, on_call_time, personal_time):
        assert part(near, whole) == part(life, whole)
    assert [near.off_on(day) for day in life.days_of(whole)] == [life.off_on(day) for day in life.days_of(whole)]


@given(boundaries(), WEEKS)
def test_the_totals_of_the_days_are_those_of_the_week(life: Boundary, meetings: list[Meeting]) -> None:
    of, expected = timeline(meetings), (Expected(title="Expected"),)
    whole = life.week_span(WEEK)
    days = [life.day_span(day) for day in WEEK.days]
    for part in (working_time, on_call_time, personal_time):
        assert sum(total_minutes(part(life, day)) for day in days) == total_minutes(part(life, whole))
    by_day = [i for day in days for i in find_intrusions(of, life, day, (), expected)]
    of_week = find_intrusions(of, life, whole, (), expected)
    assert sum(i.minutes for i in by_day) == sum(i.minutes for i in of_week)
    unsure = [sum(i.minutes for i in found if i.entry.occurrence.is_tentative) for found in (by_day, of_week)]
    assert unsure[0] == unsure[1]


@given(boundaries(), WEEKS)
def test_an_expected_series_takes_nothing_and_hides_no_minute_of_another(
    life: Boundary, meetings: list[Meeting]
) -> None:
    judged = review(timeline(meetings), life)
    without = review(timeline([m for m in meetings if not m.expected]), life)
    others = review(timeline([m for m in meetings if not m.expected or m.calendar == HOME]), life)
    assert all(i.minutes == 0 for i in judged.intrusions if i.expected)
    assert judged.personal_taken == others.personal_taken
    assert judged.measures.evenings_touched == without.measures.evenings_touched


@given(boundaries(), WEEKS)
def test_the_minutes_taken_are_the_personal_time_with_work_in_it_and_what_lies_over_personal_events(
    life: Boundary, meetings: list[Meeting]
) -> None:
    whole, of = life.week_span(WEEK), timeline(meetings)
    judged = review(of, life)
    work = [e.span for e in of.entries if e.is_work and e.occurrence.title != "Expected"]
    home = [e.span for e in of.entries if not e.is_work and not e.occurrence.is_tentative]
    held = [span for span in home if subtract([span], life.inside)]
    taken = merge(
        [*intersect(work, personal_time(life, whole)), *intersect(intersect(work, held), working_time(life, whole))]
    )
    assert judged.personal_taken == total_minutes(taken)
    sure = [
        e.span for e in of.entries if e.is_work and e.occurrence.title != "Expected" and not e.occurrence.is_tentative
    ]
    assert judged.tentative_minutes == total_minutes(subtract(taken, sure))


def test_the_laws_are_told_of_weeks_that_are_not_all_alike() -> None:
    late = [Meeting(96 * day + 72, 8) for day in range(4)]
    assert review(timeline(late), boundary()).verdict is Verdict.INTRUDED
    assert review(timeline([]), boundary()).verdict is Verdict.CLEAR
    assert day_of("mon") == MONDAY
