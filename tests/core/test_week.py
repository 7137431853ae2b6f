from dataclasses import replace
from datetime import date, timedelta

import pytest

from hedgerow.core.block import Booking
from hedgerow.core.days import Week
from hedgerow.core.domains import Domain
from hedgerow.core.intrusion import Expected
from hedgerow.core.limits import LIMITS, LimitKey
from hedgerow.core.occurrence import NotSeen
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import Coverage, Evidence, Seen, Verdict, WeekReview, review_week
from tests.agenda import WEEK, WORK, agenda, boundary, span
from tests.core.test_fate import booking

NINE_TO_FIVE = boundary("09:00-17:00")
DEFAULTS = {rule.key: rule.default for rule in LIMITS}
READ = Coverage(seen=(Seen(WORK, 1),))
OFFICE = tuple(f"{day} {hours}  Work" for day in ("mon", "tue", "wed", "thu", "fri") for hours in ("09:00-12:30",))


def review(timeline: Timeline, *bookings: Booking, coverage: Coverage = READ, week: Week = WEEK) -> WeekReview:
    return review_week(week, Evidence(timeline, bookings, {}, coverage), NINE_TO_FIVE, DEFAULTS)


def keys(judged: WeekReview) -> list[LimitKey]:
    return [passed.rule.key for passed in judged.passed]


def test_every_limit_has_a_number_a_definition_and_a_source() -> None:
    assert {rule.key for rule in LIMITS} == set(LimitKey)
    assert all(rule.default and rule.definition and rule.source for rule in LIMITS)


def test_a_week_inside_its_windows_is_clear() -> None:
    judged = review(agenda(*OFFICE))
    assert (judged.verdict, judged.passed) == (Verdict.CLEAR, ())
    assert judged.measures.scheduled_work == 5 * 210


def test_one_long_evening_stretches_a_week_and_names_what_did_it() -> None:
    judged = review(agenda(*OFFICE, "tue 17:30-20:00  Launch", "tue 20:00-20:10  Aftermath"))
    [passed] = judged.passed
    assert judged.verdict is Verdict.STRETCHED
    assert (passed.rule.key, passed.measured, passed.limit) == (LimitKey.PERSONAL_TAKEN, 160, 120)
    assert passed.culprits == ("Launch", "Aftermath")
    assert passed.days == (date(2026, 11, 17),)


def test_work_that_took_no_personal_time_is_not_named_for_it() -> None:
    focus = replace(booking("mon", "09:00-12:00"), domains=frozenset({Domain.WORK}))
    judged = review(agenda("mon 09:00-12:00  Over the focus block", "tue 17:00-19:30  Launch"), focus)
    [taken] = [passed for passed in judged.passed if passed.rule.key is LimitKey.PERSONAL_TAKEN]
    assert taken.culprits == ("Launch",)


def test_two_limits_make_an_intruded_week() -> None:
    late = [f"{day} 19:00-20:00  Call" for day in ("mon", "tue", "wed")]
    judged = review(agenda(*OFFICE, *late))
    assert keys(judged) == [LimitKey.PERSONAL_TAKEN, LimitKey.EVENINGS]
    assert judged.verdict is Verdict.INTRUDED


@pytest.mark.parametrize(("evenings", "passes"), [(2, False), (3, True)])
def test_two_evenings_are_the_limit_and_three_pass_it(evenings: int, *, passes: bool) -> None:
    late = [f"{day} 19:00-19:20  Call" for day in ("mon", "tue", "wed")[:evenings]]
    assert (LimitKey.EVENINGS in keys(review(agenda(*late)))) is passes


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("09:00-18:36", []),
        ("09:00-18:37", [LimitKey.SCHEDULED_WORK]),
        ("09:00-20:00", [LimitKey.SCHEDULED_WORK_SERIOUS]),
    ],
)
def test_48_hours_may_be_reached_and_55_may_not(hours: str, expected: list[LimitKey]) -> None:
    days = ("mon", "tue", "wed", "thu", "fri")
    judged = review(agenda(*(f"{day} {hours}  Work" for day in days)))
    work = [key for key in keys(judged) if key in (LimitKey.SCHEDULED_WORK, LimitKey.SCHEDULED_WORK_SERIOUS)]
    assert work == expected


def test_a_serious_limit_alone_intrudes() -> None:
    always_on = boundary("06:00-22:00", sat="06:00-22:00")
    lines = [
        f"{day} {hours}  W" for day in ("mon", "tue", "wed", "thu", "fri") for hours in ("06:00-11:30", "12:00-17:30")
    ]
    judged = review_week(WEEK, Evidence(agenda(*lines), (), {}, READ), always_on, DEFAULTS)
    assert keys(judged) == [LimitKey.SCHEDULED_WORK_SERIOUS]
    assert judged.verdict is Verdict.INTRUDED


def test_a_short_night_is_measured_to_the_minute_and_names_both_ends() -> None:
    judged = review(agenda("mon 20:00-22:30  Release", "tue 09:00-10:00  Stand-up", "wed 09:00-10:00  Stand-up"))
    [rest] = [passed for passed in judged.passed if passed.rule.key is LimitKey.SHORTEST_REST]
    assert (rest.measured, rest.limit) == (630, 660)
    assert judged.measures.shortest_rest == span("mon", "22:30-09:00")
    assert set(rest.culprits) == {"Release", "Stand-up"}


def test_sunday_evening_to_monday_morning_is_a_night_of_the_old_week() -> None:
    judged = review(agenda("sun 21:00-23:00  Prepare", "mon+1 08:00-09:00  Board"))
    assert judged.measures.shortest_rest == span("sun", "23:00-08:00")


def test_a_week_worked_through_has_too_little_unbroken_rest() -> None:
    days = ("sun-1", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mon+1")
    judged = review(agenda(*(f"{day} 10:00-11:00  On it" for day in days)))
    assert LimitKey.LONGEST_REST in keys(judged)
    assert judged.measures.longest_rest.minutes == 23 * 60


def test_a_day_without_a_pause_is_named_with_the_longest_it_had() -> None:
    judged = review(agenda("mon 09:00-12:00  A", "mon 12:10-16:00  B"))
    [passed] = judged.passed
    assert (passed.rule.key, passed.measured, passed.days) == (LimitKey.BREAK, 10, (date(2026, 11, 16),))


@pytest.mark.parametrize(("lost", "passes"), [(0, False), (1, True)])
def test_one_of_three_blocks_lost_is_a_third(lost: int, *, passes: bool) -> None:
    blocks = [booking(day, "12:00-13:00") for day in ("mon", "tue", "wed")]
    judged = review(agenda(*(["mon 12:00-13:00  Call"] * lost)), *blocks)
    assert (LimitKey.BLOCKS_LOST in keys(judged)) is passes


def test_an_all_day_event_has_no_hours() -> None:
    judged = review(agenda("mon  Trip (all-day)", "tue  Trip (all-day)"))
    assert judged.measures.scheduled_work == 0
    assert judged.verdict is Verdict.CLEAR


def test_focus_is_working_time_in_pieces_of_an_hour_that_nothing_interrupts() -> None:
    judged = review(agenda("mon 09:30-10:00  A", "mon 10:59-16:00  B", "tue 09:00-17:00  All day long"))
    assert judged.measures.focus == 60 + 3 * 480


def test_a_week_in_which_nothing_could_be_read_is_unknown_never_clear() -> None:
    unseen = Coverage(not_seen=(NotSeen(WORK, "work.ics", "it is gone"),))
    judged = review(agenda(), coverage=unseen)
    assert (judged.verdict, judged.passed) == (Verdict.UNKNOWN, ())
    assert not judged.is_known


def test_tentative_work_counts_and_is_told() -> None:
    judged = review(agenda("mon 18:00-19:00  Maybe (tentative)", "tue 18:00-19:00  Sure"))
    assert judged.coverage.tentative == 1
    assert judged.coverage.seen == (Seen(WORK, 2),)
    assert judged.personal_taken == 120


def test_a_week_that_begins_on_sunday_in_new_year_week_53() -> None:
    judged = review(agenda("2027-01-01 18:00-19:00  Call"), week=Week(2026, 53))
    assert judged.personal_taken == 60
    assert judged.span.length == timedelta(days=7)


def test_an_expected_series_passes_no_limit_of_personal_time_but_is_scheduled_and_breaks_the_rest() -> None:
    calls = agenda(*(f"{day} 20:00-22:30  Handover" for day in ("mon", "tue", "wed")), "tue 09:00-10:00  Stand-up")
    plain = Evidence(calls, (), {}, READ)
    known = replace(plain, expected=(Expected(title="Handover"),))
    before, after = (review_week(WEEK, evidence, NINE_TO_FIVE, DEFAULTS) for evidence in (plain, known))
    assert keys(before) == [LimitKey.SHORTEST_REST, LimitKey.PERSONAL_TAKEN, LimitKey.EVENINGS]
    assert keys(after) == [LimitKey.SHORTEST_REST]
    assert after.measures.scheduled_work == before.measures.scheduled_work == 3 * 150 + 60
    assert (after.personal_taken, len(after.intrusions)) == (0, len(before.intrusions))


def test_an_expected_series_is_no_culprit_beside_one_that_is_not() -> None:
    late = (f"{day} 19:00-20:00  Launch" for day in ("mon", "tue", "wed"))
    evidence = Evidence(agenda(*late, "mon 19:00-22:00  Handover"), (), {}, READ, (Expected(title="Handover"),))
    passed = review_week(WEEK, evidence, NINE_TO_FIVE, DEFAULTS).passed
    assert [(p.rule.key, p.measured, p.culprits) for p in passed] == [
        (LimitKey.PERSONAL_TAKEN, 180, ("Launch",)),
        (LimitKey.EVENINGS, 3, ("Launch",)),
    ]


def test_work_in_a_nap_of_the_evening_touches_no_evening() -> None:
    parent = replace(NINE_TO_FIVE, inside=(span("mon", "19:00-20:30"),))
    evidence = Evidence(agenda("mon 19:00-20:00  Call"), (), {}, READ)
    assert review_week(WEEK, evidence, parent, DEFAULTS).measures.evenings_touched == ()


def test_unanswered_minutes_are_counted_and_shown_apart() -> None:
    judged = review(
        agenda("mon 18:00-19:00  Maybe (tentative)", "mon 18:30-20:00  Sure", "tue 18:00-18:20  Asked (needs-action)")
    )
    assert (judged.personal_taken, judged.tentative_minutes) == (140, 50)


def test_focus_fragments_and_meeting_load_are_those_of_working_time() -> None:
    # Monday: 9:00-9:30 free, meeting to 10:00, free to 10:45, meeting to 16:00, free to 17:00; then four free days.
    judged = review(agenda("mon 09:30-10:00  A", "mon 10:45-16:00  B", "mon 18:00-20:00  C"))
    measures = judged.measures
    assert (measures.focus, measures.longest_focus) == (60 + 4 * 480, 480)
    assert (measures.fragments, measures.fragment_minutes) == (2, 30 + 45)
    assert measures.meeting_load == round(100 * (30 + 315) / 2400)


def test_a_short_window_that_nothing_interrupts_is_no_fragment() -> None:
    naps = boundary("13:00-13:45")
    judged = review_week(WEEK, Evidence(agenda("tue 13:00-13:15  Call"), (), {}, READ), naps, DEFAULTS)
    assert (judged.measures.fragments, judged.measures.fragment_minutes, judged.measures.focus) == (1, 30, 0)


def test_the_rest_of_the_night_into_the_week_is_that_of_the_week_before() -> None:
    calls = agenda(
        "sun-1 21:00-23:00  Prepare", "mon 08:00-09:00  Board", "mon 21:00-22:00  Late", "tue 08:00-09:00  On"
    )
    assert review(calls, week=Week(2026, 46)).measures.shortest_rest == span("sun-1", "23:00-08:00")
    assert review(calls).measures.shortest_rest == span("mon", "22:00-08:00")


def test_the_night_of_the_autumn_change_has_the_hour_that_comes_twice() -> None:
    work = agenda("2026-10-24 20:00-22:00  Late", "2026-10-25 08:00-09:00  Early")
    assert review(work, week=Week(2026, 43)).measures.shortest_rest == span("2026-10-24", "22:00-08:00")
    assert span("2026-10-24", "22:00-08:00").minutes == 11 * 60
