from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.core.boundary import Boundary, Rota, evening_span, on_call_time, personal_time, working_time
from hedgerow.core.days import Week, week_span
from hedgerow.core.domains import Domain
from hedgerow.core.intrusion import Kind, find_intrusions
from hedgerow.core.limits import LIMITS, LimitKey
from hedgerow.core.span import Span, merge, total_minutes
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import Coverage, Evidence, Seen, WeekReview, review_week
from tests.agenda import BERLIN, WEEK, WORK, agenda, at, boundary, day_of, span, utc
from tests.core.test_fate import booking

NINE_TO_FIVE = boundary("09:00-17:00")
WEEK_47 = week_span(WEEK, BERLIN)
DEFAULTS = {rule.key: rule.default for rule in LIMITS}


def by_rota(*work: Span, on_call: tuple[Span, ...] = (), known: Span | None = None) -> Boundary:
    read = known or WEEK_47.widen(timedelta(days=14), timedelta(days=14))
    return replace(NINE_TO_FIVE, rota=Rota(merge(work), on_call, read))


def review(timeline: Timeline, life: Boundary, week: Week = WEEK) -> WeekReview:
    return review_week(week, Evidence(timeline, (), {}, Coverage(seen=(Seen(WORK, 1),))), life, DEFAULTS)


def test_the_rota_speaks_where_it_is_known_and_the_week_outside_of_it() -> None:
    nurse = by_rota(span("tue", "06:00-14:00"), known=Span(at("tue", "00:00"), at("thu", "00:00")))
    assert working_time(nurse, Span(at("mon", "00:00"), at("fri", "00:00"))) == (
        span("mon", "09:00-17:00"),
        span("tue", "06:00-14:00"),
        span("thu", "09:00-17:00"),
    )


@pytest.mark.parametrize(
    ("night", "starts", "ends", "minutes"),
    [
        # 22:00 to 06:00 by the clock of the ward, over the night in which the clocks change.
        ("2026-03-28", "2026-03-28 21:00", "2026-03-29 04:00", 7 * 60),
        ("2026-10-24", "2026-10-24 20:00", "2026-10-25 05:00", 9 * 60),
    ],
)
def test_a_shift_over_midnight_and_a_change_of_clocks_has_the_hours_that_pass(
    night: str, starts: str, ends: str, minutes: int
) -> None:
    shift = span(night, "22:00-06:00")
    assert shift == Span(utc(starts), utc(ends))
    week = Week(2026, 13) if night < "2026-06" else Week(2026, 43)
    whole = week_span(week, BERLIN)
    nurse = by_rota(shift, known=whole.widen(timedelta(days=7), timedelta(days=7)))
    judged = review(agenda(f"{night} 21:30-06:30  Ward"), nurse, week)
    assert (judged.measures.working, judged.measures.scheduled_work) == (minutes, minutes + 60)
    assert [(i.kind, i.minutes) for i in judged.intrusions] == [(Kind.EARLY, 30), (Kind.DAY_OFF, 30)]
    assert judged.measures.working + judged.measures.personal == whole.minutes


def test_a_shift_that_runs_from_sunday_into_monday_is_split_between_the_weeks_to_the_minute() -> None:
    nurse = by_rota(span("sun-1", "22:00-06:00"), span("sun", "20:00-04:00"))
    judged = review(agenda(), nurse)
    assert judged.measures.scheduled_work == 6 * 60 + 4 * 60


def test_shifts_are_scheduled_work_and_bound_the_rest_though_no_event_stands_for_them() -> None:
    nurse = by_rota(span("mon", "14:00-22:00"), span("tue", "06:00-14:00"))
    judged = review(agenda(), nurse)
    assert judged.measures.scheduled_work == 16 * 60
    assert judged.measures.shortest_rest == span("mon", "22:00-06:00")
    assert [p.rule.key for p in judged.passed] == [LimitKey.SHORTEST_REST]


def test_a_shift_of_eight_hours_is_not_said_to_have_had_no_break() -> None:
    assert review(agenda(), by_rota(span("mon", "06:00-14:00"))).measures.unbroken_work == ()


def test_a_day_without_a_shift_is_a_day_off_and_the_hours_before_and_after_one_have_their_names() -> None:
    nurse = by_rota(span("mon", "12:00-20:00"))
    found = find_intrusions(
        agenda("mon 10:00-11:00  Training", "mon 20:30-21:00  Call", "tue 10:00-11:00  Training"), nurse, WEEK_47
    )
    assert [i.kind for i in found] == [Kind.EARLY, Kind.EVENING, Kind.DAY_OFF]


def test_the_evening_begins_when_the_shift_ends() -> None:
    nurse = by_rota(span("mon", "12:00-20:00"), span("tue", "22:00-06:00"))
    assert evening_span(nurse, day_of("mon")) == span("mon", "20:00-22:00")
    assert evening_span(nurse, day_of("tue")).minutes == 0
    assert evening_span(nurse, day_of("wed")) == span("wed", "18:00-22:00")


ON_CALL = by_rota(span("mon", "08:00-16:00"), span("tue", "08:00-16:00"), on_call=(span("mon", "20:00-04:00"),))


def test_work_while_on_call_is_no_intrusion_but_is_scheduled_and_breaks_the_rest() -> None:
    judged = review(agenda("mon 23:00-23:30  Called"), ON_CALL)
    assert judged.intrusions == ()
    assert judged.measures.scheduled_work == 16 * 60 + 30
    assert judged.measures.evenings_touched == ()


def test_work_that_outlasts_the_call_intrudes_from_its_end() -> None:
    found = find_intrusions(agenda("mon 19:30-04:45  Called"), ON_CALL, WEEK_47)
    assert [(i.kind, i.minutes) for i in found] == [(Kind.EVENING, 30), (Kind.NIGHT, 45)]


def test_time_on_call_is_no_rest() -> None:
    # Between the shifts 16 hours pass: 4 before the call, 8 on call, 4 after it, of which one and a half are night.
    judged = review(agenda(), ON_CALL)
    assert judged.measures.shortest_rest == span("tue", "04:00-08:00")


def test_a_call_in_the_weekend_divides_its_rest() -> None:
    nurse = by_rota(span("fri", "08:00-16:00"), span("mon+1", "08:00-16:00"), on_call=(span("sat", "08:00-20:00"),))
    judged = review(
        agenda("mon 08:00-09:00  A", "tue 08:00-09:00  B", "wed 08:00-09:00  C", "thu 08:00-09:00  D"), nurse
    )
    assert judged.measures.longest_rest == Span(at("sat", "20:00"), at("mon+1", "08:00"))


def test_personal_working_and_on_call_time_are_the_whole_week() -> None:
    judged = review(agenda(), ON_CALL)
    measures = judged.measures
    assert (measures.working, measures.on_call) == (16 * 60, 8 * 60)
    assert measures.personal == 168 * 60 - 24 * 60


def test_working_time_inside_a_call_is_working_time() -> None:
    nap = replace(ON_CALL, inside=(span("mon", "21:00-22:00"),))
    assert on_call_time(nap, WEEK_47) == (span("mon", "20:00-21:00"), span("mon", "22:00-04:00"))
    assert total_minutes(personal_time(nap, WEEK_47)) == 168 * 60 - 24 * 60


def test_what_the_rota_says_of_days_that_were_not_read_is_not_taken_for_known() -> None:
    nurse = by_rota(
        span("fri", "20:00-04:00"),
        on_call=(span("thu", "20:00-04:00"),),
        known=Span(at("mon", "00:00"), at("fri", "00:00")),
    )
    assert on_call_time(nurse, WEEK_47) == (span("thu", "20:00-24:00"),)
    assert working_time(nurse, WEEK_47) == (span("fri", "09:00-17:00"),)


def test_two_rotas_that_overlap_count_the_time_they_share_once() -> None:
    assert review(agenda(), by_rota(span("mon", "08:00-16:00"), span("mon", "14:00-22:00"))).measures.working == 14 * 60


LATE, EARLY = span("tue", "14:00-22:00"), span("wed", "07:00-15:00")


def test_behind_a_short_rest_stand_the_shifts_on_both_its_sides() -> None:
    [passed] = review(agenda(), by_rota(LATE, EARLY)).passed
    assert (passed.rule.key, passed.measured) == (LimitKey.SHORTEST_REST, 9 * 60)
    assert passed.culprits == ("the shift of Tue 14:00–22:00", "the shift of Wed 07:00–15:00")


def test_the_shift_after_a_short_rest_is_named_though_it_is_in_the_next_week() -> None:
    [passed] = review(agenda(), by_rota(span("sun", "14:00-22:00"), span("mon+1", "07:00-15:00"))).passed
    assert passed.culprits == ("the shift of Sun 14:00–22:00", "the shift of Mon 07:00–15:00")


def test_behind_the_hours_of_a_week_stand_its_shifts_before_a_short_event() -> None:
    nurse = by_rota(*(span(day, "07:00-17:00") for day in ("mon", "tue", "wed", "thu", "fri")))
    passed = review(agenda("tue 10:00-11:00  Training"), nurse).passed
    assert [(p.rule.key, p.culprits) for p in passed] == [(LimitKey.SCHEDULED_WORK, ("shifts of the rota", "Training"))]


def test_the_hours_of_a_shift_are_no_focus_and_leave_no_fragments() -> None:
    judged = review(agenda("tue 15:00-15:30  Handover"), by_rota(LATE, EARLY))
    measures = judged.measures
    assert not judged.is_focus_measured
    assert (measures.focus, measures.longest_focus, measures.fragments, measures.fragment_minutes) == (0, 0, 0, 0)


def test_by_a_rota_a_block_for_work_tells_of_focus_but_for_the_events_over_it() -> None:
    focus = replace(booking("tue", "15:00-17:00"), domains=frozenset({Domain.WORK}))
    evidence = Evidence(agenda("tue 15:00-15:30  Call"), (focus,), {}, Coverage(seen=(Seen(WORK, 1),)))
    judged = review_week(WEEK, evidence, by_rota(LATE, EARLY), DEFAULTS)
    assert judged.is_focus_measured
    assert (judged.measures.focus, judged.measures.longest_focus) == (90, 90)


def test_where_the_rota_is_not_known_the_windows_tell_of_focus() -> None:
    elsewhere = Span(at("mon-2", "00:00"), at("mon-1", "00:00"))
    judged = review(agenda(), by_rota(known=elsewhere))
    assert judged.is_focus_measured
    assert judged.measures.focus == 5 * 8 * 60


def test_a_block_lost_to_a_swapped_shift_counts_among_those_lost() -> None:
    dinner = booking("tue", "18:00-19:00")
    evidence = Evidence(agenda(), (dinner,), {}, Coverage(seen=(Seen(WORK, 1),)))
    judged = review_week(WEEK, evidence, by_rota(LATE), DEFAULTS)
    assert [(p.rule.key, p.culprits) for p in judged.passed] == [(LimitKey.BLOCKS_LOST, ("a shift of the rota",))]


def test_behind_a_rest_that_being_on_call_cut_short_stands_being_on_call() -> None:
    nurse = by_rota(LATE, span("wed", "14:00-22:00"), on_call=(span("tue", "22:00-06:00"),))
    [passed] = review(agenda(), nurse).passed
    assert (passed.rule.key, passed.measured) == (LimitKey.SHORTEST_REST, 8 * 60)
    assert passed.culprits == ("on call Tue 22:00–06:00", "the shift of Wed 14:00–22:00")
