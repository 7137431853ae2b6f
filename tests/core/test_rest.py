from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.days import week_span
from hedgerow.core.rest import longest_rest, nightly_rests, unbroken_work
from hedgerow.core.span import Span
from tests.agenda import BERLIN, WEEK, at, span

WEEK_47 = week_span(WEEK, BERLIN)
HALF_HOUR = timedelta(minutes=30)


def rests(*work: Span, night: str = "22:00-06:00") -> list[Span]:
    return list(nightly_rests(work, [span(day, night) for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]))


def test_the_night_after_a_late_call_is_the_rest_of_that_day() -> None:
    work = (span("mon", "09:00-18:00"), span("mon", "21:00-22:00"), span("tue", "09:00-17:00"))
    assert rests(*work) == [span("mon", "22:00-09:00")]


def test_a_call_at_one_in_the_morning_cuts_the_night_in_two() -> None:
    work = (span("mon", "09:00-17:30"), span("tue", "01:00-02:00"), span("tue", "09:00-17:00"))
    assert rests(*work) == [span("mon", "17:30-01:00")]


def test_the_afternoon_of_a_split_day_is_not_taken_for_the_night() -> None:
    work = (span("mon", "09:00-12:00"), span("mon", "20:00-22:00"), span("tue", "09:00-12:00"))
    assert rests(*work) == [span("mon", "22:00-09:00")]


def test_a_short_call_on_sunday_evening_shortens_the_night_however_free_monday_is() -> None:
    work = (span("sun", "21:00-23:00"), span("mon+1", "08:00-09:00"), span("tue+1", "09:00-10:00"))
    assert rests(*work) == [span("sun", "23:00-08:00")]


def test_after_a_night_worked_through_the_rest_is_the_day_that_follows() -> None:
    work = (span("mon", "22:00-06:00"), span("tue", "22:00-06:00"), span("wed", "22:00-06:00"))
    assert [rest.minutes for rest in rests(*work)] == [16 * 60, 16 * 60]


def test_a_weekend_is_no_night_between_two_working_days() -> None:
    assert rests(span("fri", "09:00-17:00"), span("mon+1", "09:00-17:00")) == []


def test_a_course_at_noon_between_two_nights_worked_leaves_the_longer_half_of_the_day_as_rest() -> None:
    work = (
        span("mon", "21:30-06:00"),
        span("tue", "10:00-12:00"),
        span("tue", "21:30-06:00"),
        span("wed", "21:30-06:00"),
    )
    assert rests(*work)[0] == span("tue", "12:00-21:30")


def test_whoever_sleeps_by_day_has_a_night_of_their_own() -> None:
    work = (span("mon", "22:00-05:00"), span("tue", "20:00-03:00"))
    assert rests(*work, night="08:00-16:00") == [span("tue", "05:00-20:00")]


def test_the_night_of_the_spring_change_is_an_hour_short() -> None:
    work = [span("2026-03-28", "09:00-22:00"), span("2026-03-29", "09:00-17:00")]
    [rest] = nightly_rests(work, [span("2026-03-28", "22:00-06:00")])
    assert rest.minutes == 10 * 60


def test_one_day_alone_has_no_rest_between_two() -> None:
    assert rests(span("mon", "09:00-17:00")) == []


def test_an_evening_in_two_pieces_before_days_off_has_no_short_night() -> None:
    assert rests(span("fri", "21:00-21:30"), span("fri", "22:30-23:00")) == []


def test_a_weekend_counts_whole_from_friday_to_the_end_of_the_week() -> None:
    work = [span(day, "09:00-17:00") for day in ("mon", "tue", "wed", "thu", "fri", "mon+1")]
    assert longest_rest(work, WEEK_47) == Span(at("fri", "17:00"), at("mon+1", "09:00"))


def test_the_tail_of_last_weekend_is_no_weekly_rest_for_a_week_worked_through() -> None:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "mon+1")
    work = [span("fri-1", "09:00-17:00"), *(span(day, "09:00-21:00") for day in days)]
    assert longest_rest(work, WEEK_47).minutes == 12 * 60


def test_a_week_of_leave_takes_no_rest_from_the_week_before() -> None:
    work = [span(day, "09:00-17:00") for day in ("mon", "tue", "wed", "thu", "fri")]
    assert longest_rest(work, WEEK_47).minutes == (7 + 24 + 24) * 60


def test_work_without_a_pause_of_half_an_hour_for_more_than_six_hours_is_named_with_its_longest_pause() -> None:
    work = [span("mon", "09:00-12:00"), span("mon", "12:20-15:30"), span("mon", "16:30-17:00")]
    assert unbroken_work(work, HALF_HOUR) == ((span("mon", "09:00-15:30"), timedelta(minutes=20)),)


def test_six_hours_sharp_need_no_break() -> None:
    assert unbroken_work([span("mon", "09:00-15:00")], HALF_HOUR) == ()


WORK = st.lists(st.tuples(st.integers(0, 160), st.integers(1, 12)), min_size=1, max_size=20)


@given(WORK)
def test_no_rest_holds_work(hours: list[tuple[int, int]]) -> None:
    start = WEEK_47.start
    work = [Span(start + timedelta(hours=at), start + timedelta(hours=at + n)) for at, n in hours]
    assert not any(rest.overlaps(piece) for rest in rests(*work) for piece in work)
    assert not any(longest_rest(work, WEEK_47).overlaps(piece) for piece in work)
