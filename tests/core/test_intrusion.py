from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.block import BlockId
from hedgerow.core.boundary import personal_time
from hedgerow.core.days import Week, week_span
from hedgerow.core.domains import Domain, DomainPolicy
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.intrusion import Expected, Kind, find_intrusions
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.core.span import Span, intersect, total_minutes
from hedgerow.core.timeline import Timeline, build_timeline
from tests.agenda import BERLIN, WEEK, WORK, agenda, boundary, occurrence, span, utc

NINE_TO_FIVE = boundary("09:00-17:00")
SPLIT = boundary("09:00-12:00 13:00-17:00")
WEEK_47 = week_span(WEEK, BERLIN)
HOME = CalendarId("home")


def block(day: str, clocks: str, *domains: Domain) -> BlockFate:
    when = span(day, clocks)
    return BlockFate(BlockId("b1"), "Held", when, when, Fate.KEPT, None, False, frozenset(domains or {Domain.SELF}))


def with_home(*lines: str, home: str) -> Timeline:
    occurrences = [*(occurrence(line) for line in lines), occurrence(home, HOME)]
    defaults = {WORK: frozenset({Domain.WORK}), HOME: frozenset({Domain.HOME})}
    return build_timeline(occurrences, DomainPolicy((), defaults))


def test_a_meeting_that_runs_into_the_evening_intrudes_from_five() -> None:
    [intrusion] = find_intrusions(agenda("mon 16:30-17:45  Retro"), NINE_TO_FIVE, WEEK_47)
    assert intrusion.span == span("mon", "17:00-17:45")
    assert (intrusion.kind, intrusion.minutes) == (Kind.EVENING, 45)


@pytest.mark.parametrize(
    ("line", "kinds", "minutes"),
    [
        ("mon 10:00-11:00  In time", [], []),
        ("mon 08:15-09:30  Breakfast call", [Kind.EARLY], [45]),
        ("mon 05:30-07:00  Before dawn", [Kind.NIGHT, Kind.EARLY], [30, 60]),
        ("mon 11:45-13:15  Over lunch", [Kind.BREAK], [60]),
        ("mon 16:00-23:30  Release", [Kind.EVENING, Kind.NIGHT], [300, 90]),
        ("mon 23:00-01:00  Deploy", [Kind.NIGHT], [120]),
        ("sat 10:00-11:00  Saturday", [Kind.DAY_OFF], [60]),
        ("sat 21:00-23:00  Late on Saturday", [Kind.DAY_OFF, Kind.NIGHT], [60, 60]),
        ("sun 23:00-10:00  Through the border of the week", [Kind.NIGHT], [60]),
        ("sun-1 23:00-10:00  From the week before", [Kind.NIGHT, Kind.EARLY], [360, 180]),
    ],
)
def test_each_part_of_personal_time_has_its_kind_and_minutes(line: str, kinds: list[Kind], minutes: list[int]) -> None:
    found = find_intrusions(agenda(line), SPLIT, WEEK_47)
    assert [i.kind for i in found] == kinds
    assert [i.minutes for i in found] == minutes


def test_two_meetings_at_once_take_the_evening_once() -> None:
    found = find_intrusions(agenda("mon 18:00-20:00  A", "mon 19:00-21:00  B"), NINE_TO_FIVE, WEEK_47)
    assert [i.minutes for i in found] == [120, 60]


def test_a_short_meeting_inside_a_long_one_takes_nothing_more() -> None:
    found = find_intrusions(agenda("mon 18:00-21:00  A", "mon 19:00-20:00  B", "mon 20:30-22:00  C"), SPLIT, WEEK_47)
    assert [(i.entry.occurrence.title, i.minutes) for i in found] == [("A", 180), ("B", 0), ("C", 60)]


def test_home_never_intrudes() -> None:
    assert find_intrusions(agenda("mon 18:00-20:00  Film", domain=Domain.HOME), NINE_TO_FIVE, WEEK_47) == ()


def test_work_over_a_block_in_working_hours_takes_its_minutes() -> None:
    walk = block("mon", "12:00-13:00")
    [intrusion] = find_intrusions(agenda("mon 12:30-14:00  Review"), NINE_TO_FIVE, WEEK_47, [walk])
    assert (intrusion.kind, intrusion.span, intrusion.over) == (Kind.OVER_BLOCK, span("mon", "12:30-13:00"), walk)
    assert intrusion.minutes == 30


def test_work_over_a_focus_block_takes_no_personal_time() -> None:
    focus = block("mon", "09:00-11:00", Domain.WORK)
    [intrusion] = find_intrusions(agenda("mon 10:00-10:30  Ping"), NINE_TO_FIVE, WEEK_47, [focus])
    assert (intrusion.kind, intrusion.minutes) == (Kind.OVER_BLOCK, 0)


def test_work_over_an_evening_block_counts_its_minutes_as_evening_and_names_the_block() -> None:
    found = find_intrusions(agenda("mon 18:30-19:30  Call"), NINE_TO_FIVE, WEEK_47, [block("mon", "18:00-19:00")])
    assert [(i.kind, i.minutes) for i in found] == [(Kind.OVER_BLOCK, 0), (Kind.EVENING, 60)]


def test_work_over_the_dentist_takes_that_time() -> None:
    timeline = with_home("mon 14:00-15:00  Call", home="mon 14:30-15:30  Dentist")
    [intrusion] = find_intrusions(timeline, NINE_TO_FIVE, WEEK_47)
    assert (intrusion.kind, intrusion.minutes) == (Kind.OVER_PERSONAL, 30)


@pytest.mark.parametrize("home", ["mon  School trip (all-day)", "mon 14:00-15:00  Maybe (tentative)"])
def test_an_all_day_or_unanswered_personal_event_makes_no_meeting_an_intrusion(home: str) -> None:
    assert find_intrusions(with_home("mon 14:00-15:00  Call", home=home), NINE_TO_FIVE, WEEK_47) == ()


def test_an_all_day_work_event_shows_on_a_day_off_and_takes_no_minutes_it_does_not_know() -> None:
    found = find_intrusions(agenda("fri  Conference (all-day)", "sat  Conference (all-day)"), NINE_TO_FIVE, WEEK_47)
    assert [(i.kind, i.minutes, i.span) for i in found] == [(Kind.DAY_OFF, 0, span("sat", "00:00-24:00"))]


@pytest.mark.parametrize(
    ("zone", "day", "week", "work", "minutes"),
    [
        # A deploy from 00:30 to 05:00 by the wall clock on the Sunday of the change: all of it is night.
        ("Europe/Berlin", "2026-03-29", Week(2026, 13), ("2026-03-28 23:30", "2026-03-29 03:00"), 210),
        ("Europe/Berlin", "2026-10-25", Week(2026, 43), ("2026-10-24 22:30", "2026-10-25 04:00"), 330),
        ("America/New_York", "2026-03-08", Week(2026, 10), ("2026-03-08 05:30", "2026-03-08 09:00"), 210),
        ("America/New_York", "2026-11-01", Week(2026, 44), ("2026-11-01 04:30", "2026-11-01 10:00"), 330),
        ("America/St_Johns", "2026-03-08", Week(2026, 10), ("2026-03-08 04:00", "2026-03-08 07:30"), 210),
        ("America/St_Johns", "2026-11-01", Week(2026, 44), ("2026-11-01 03:00", "2026-11-01 08:30"), 330),
        ("Australia/Lord_Howe", "2026-10-04", Week(2026, 40), ("2026-10-03 14:00", "2026-10-03 18:00"), 240),
        ("Australia/Lord_Howe", "2026-04-05", Week(2026, 14), ("2026-04-04 13:30", "2026-04-04 18:30"), 300),
        ("Asia/Kolkata", "2026-03-29", Week(2026, 13), ("2026-03-28 19:00", "2026-03-28 23:30"), 270),
        ("Asia/Kolkata", "2026-10-25", Week(2026, 43), ("2026-10-24 19:00", "2026-10-24 23:30"), 270),
    ],
)
def test_the_night_of_the_change_is_counted_as_it_passes(
    zone: str, day: str, week: Week, work: tuple[str, str], minutes: int
) -> None:
    tz = ZoneInfo(zone)
    deploy = agenda(f"{day} 00:30-05:00  Deploy", zone=tz)
    assert deploy.entries[0].span == Span(utc(work[0]), utc(work[1]))
    [intrusion] = find_intrusions(deploy, boundary("09:00-17:00", zone=tz), week_span(week, tz))
    assert (intrusion.kind, intrusion.minutes) == (Kind.NIGHT, minutes)


@pytest.mark.parametrize(
    ("zone", "day", "week", "minutes"),
    [
        # Work in the window of 01:00 to 04:00, called from 00:30 to 05:00: only what lies outside intrudes.
        ("Europe/Berlin", "2026-03-29", Week(2026, 13), [30, 60]),
        ("Europe/Berlin", "2026-10-25", Week(2026, 43), [30, 60]),
        ("Australia/Lord_Howe", "2026-10-04", Week(2026, 40), [30, 60]),
        ("Asia/Kolkata", "2026-10-25", Week(2026, 43), [30, 60]),
    ],
)
def test_a_window_over_the_change_keeps_its_own_hours_free_of_intrusion(
    zone: str, day: str, week: Week, minutes: list[int]
) -> None:
    tz = ZoneInfo(zone)
    night_work = boundary("09:00-17:00", zone=tz, sun="01:00-04:00")
    found = find_intrusions(agenda(f"{day} 00:30-05:00  Deploy", zone=tz), night_work, week_span(week, tz))
    assert [i.minutes for i in found] == minutes


MEETINGS = st.lists(
    st.tuples(st.sampled_from(["mon", "tue", "sat", "sun"]), st.integers(0, 92), st.integers(1, 40)), max_size=8
)


@given(MEETINGS)
def test_the_minutes_of_all_intrusions_are_the_personal_time_with_work_in_it(
    meetings: list[tuple[str, int, int]],
) -> None:
    def clock(quarter: int) -> str:
        return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"

    timeline = agenda(*(f"{d} {clock(s)}-{clock((s + n) % 96)}  M{i}" for i, (d, s, n) in enumerate(meetings)))
    found = find_intrusions(timeline, SPLIT, WEEK_47)
    taken = intersect((e.span for e in timeline.entries), personal_time(SPLIT, WEEK_47))
    assert sum(i.minutes for i in found) == total_minutes(taken)
    assert all(0 <= i.minutes <= i.span.minutes for i in found)


EXPECTED = (Expected(title="standby*"),)


def test_an_expected_series_is_listed_apart_and_takes_nothing() -> None:
    found = find_intrusions(
        agenda("mon 18:00-19:00  Standby call", "mon 18:30-19:30  Retro", "sat  Standby (all-day)"),
        NINE_TO_FIVE,
        WEEK_47,
        expected=EXPECTED,
    )
    assert [(i.entry.occurrence.title, i.minutes, i.expected) for i in found] == [
        ("Standby call", 0, True),
        ("Retro", 60, False),
        ("Standby", 0, True),
    ]


@pytest.mark.parametrize(
    ("rule", "matches"),
    [
        (Expected(), False),
        (Expected(title="call"), True),
        (Expected(title="recall"), False),
        (Expected(uid=Uid("work/mon 18:00-19:00  Late call")), True),
        (Expected(uid=Uid("another")), False),
        (Expected(title="call", calendar=WORK), True),
        (Expected(title="call", calendar=HOME), False),
    ],
)
def test_what_is_expected_is_told_by_all_the_conditions_given(rule: Expected, *, matches: bool) -> None:
    assert rule.matches(occurrence("mon 18:00-19:00  Late call")) is matches


def test_an_answered_meeting_counts_a_shared_minute_before_one_that_is_not() -> None:
    found = find_intrusions(agenda("mon 18:00-20:00  Maybe (tentative)", "mon 19:00-21:00  Sure"), SPLIT, WEEK_47)
    assert [(i.entry.occurrence.title, i.minutes) for i in found] == [("Maybe", 60), ("Sure", 120)]


def test_a_meeting_during_the_nap_is_in_working_time_and_not_over_the_nap() -> None:
    parent = replace(boundary("09:00-12:00"), inside=(span("mon", "13:00-14:30"),))
    timeline = with_home("mon 13:15-14:45  Call", home="mon 13:00-14:30  Nap")
    assert [(i.kind, i.minutes) for i in find_intrusions(timeline, parent, WEEK_47)] == [(Kind.EVENING, 15)]


def test_what_lies_over_a_personal_event_beyond_the_window_is_not_of_it() -> None:
    timeline = with_home("mon 10:00-16:00  Workshop", home="mon 11:00-15:00  Dentist")
    [found] = find_intrusions(timeline, NINE_TO_FIVE, span("mon", "14:00-24:00"))
    assert (found.span, found.minutes) == (span("mon", "14:00-15:00"), 60)


def test_two_personal_events_at_once_are_taken_from_once() -> None:
    occurrences = [occurrence("mon 14:00-16:00  Call"), occurrence("mon 14:30-15:30  Dentist", HOME)]
    occurrences.append(occurrence("mon 15:00-15:45  School", HOME))
    defaults = {WORK: frozenset({Domain.WORK}), HOME: frozenset({Domain.HOME})}
    found = find_intrusions(build_timeline(occurrences, DomainPolicy((), defaults)), NINE_TO_FIVE, WEEK_47)
    assert [i.minutes for i in found] == [60, 15]
