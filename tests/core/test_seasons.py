from dataclasses import replace
from datetime import date

import pytest

from hedgerow.core.boundary import Boundary, Season, working_time
from hedgerow.core.days import DayWindow, Week, Weekday, week_span
from hedgerow.core.limits import LIMITS, LimitKey
from hedgerow.core.span import total_minutes
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import Coverage, Evidence, Seen, WeekReview, review_week
from tests.agenda import BERLIN, WEEK, WORK, agenda, boundary, day_of, span, windows

NINE_TO_FIVE = boundary("09:00-17:00")
DEFAULTS = {rule.key: rule.default for rule in LIMITS}
LATE = dict.fromkeys(tuple(Weekday)[:5], windows("10:00-20:00"))


def in_season(*seasons: Season) -> Boundary:
    return replace(NINE_TO_FIVE, seasons=seasons)


def season(
    first: str, last: str, name: str = "exam weeks", hours: dict[Weekday, tuple[DayWindow, ...]] | None = None
) -> Season:
    return Season(name, day_of(first), day_of(last), hours, {LimitKey.PERSONAL_TAKEN: 300, LimitKey.EVENINGS: 5})


def review(timeline: Timeline, life: Boundary, week: Week = WEEK) -> WeekReview:
    return review_week(week, Evidence(timeline, (), {}, Coverage(seen=(Seen(WORK, 1),))), life, DEFAULTS)


def test_a_season_that_begins_on_wednesday_changes_the_windows_from_that_midnight() -> None:
    life = in_season(season("wed", "fri+1", hours=LATE))
    assert working_time(life, week_span(WEEK, BERLIN)) == (
        span("mon", "09:00-17:00"),
        span("tue", "09:00-17:00"),
        span("wed", "10:00-20:00"),
        span("thu", "10:00-20:00"),
        span("fri", "10:00-20:00"),
    )


def test_a_season_that_begins_on_wednesday_holds_five_days_of_the_week_and_so_its_limits() -> None:
    judged = review(agenda("mon 18:00-21:00  Revision"), in_season(season("wed", "fri+1")))
    assert (judged.measures.season, judged.limits[LimitKey.PERSONAL_TAKEN]) == ("exam weeks", 300)
    assert judged.passed == ()
    assert judged.limits[LimitKey.SHORTEST_REST] == DEFAULTS[LimitKey.SHORTEST_REST]


@pytest.mark.parametrize(("first", "name"), [("thu", "exam weeks"), ("fri", "")])
def test_a_season_speaks_for_a_week_when_it_holds_four_of_its_days(first: str, name: str) -> None:
    judged = review(agenda("mon 18:00-21:00  Revision"), in_season(season(first, "fri+1")))
    assert judged.measures.season == name
    assert [p.rule.key for p in judged.passed] == ([] if name else [LimitKey.PERSONAL_TAKEN])


def test_of_seasons_that_overlap_the_one_that_began_last_holds() -> None:
    summer = season("mon-1", "sun+1", "summer", LATE)
    crunch = season("wed", "thu", "crunch", dict.fromkeys(tuple(Weekday)[:5], windows("08:00-20:00")))
    for life in (in_season(summer, crunch), in_season(crunch, summer)):
        assert [total_minutes(working_time(life, span(day, "00:00-24:00"))) for day in ("tue", "wed", "fri")] == [
            600,
            720,
            600,
        ]
    assert review(agenda(), in_season(summer, crunch)).measures.season == "summer"


def test_a_season_without_windows_leaves_those_of_the_week() -> None:
    assert in_season(season("mon", "sun")).windows_on(day_of("tue")) == windows("09:00-17:00")


def test_a_weekday_that_a_season_does_not_name_is_off_in_it() -> None:
    assert (
        in_season(season("mon", "sun", hours={Weekday.TUESDAY: windows("10:00-20:00")})).windows_on(day_of("mon")) == ()
    )


def test_a_season_begins_and_ends_with_its_days() -> None:
    life = in_season(season("wed", "thu", hours=LATE))
    hours = [life.windows_on(day_of(day))[0].opens // 60 for day in ("tue", "wed", "thu", "fri")]
    assert hours == [9, 10, 10, 9]


def test_new_year_lies_in_week_53_and_a_season_over_it_speaks_for_that_week() -> None:
    # 2026 has 53 weeks: the last runs from Monday 28 December to Sunday 3 January 2027.
    week = Week(2026, 53)
    assert (week.first_day, week.days[-1]) == (date(2026, 12, 28), date(2027, 1, 3))
    between = Season("between the years", date(2026, 12, 24), date(2027, 1, 1), {}, {})
    judged = review(agenda("2026-12-31 10:00-12:00  Books"), in_season(between), week)
    assert judged.measures.season == "between the years"
    assert (judged.personal_taken, judged.measures.working) == (120, 0)
    assert judged.measures.working + judged.measures.personal == 168 * 60
    assert week.plus(1) == Week(2027, 1)


@pytest.mark.parametrize(
    ("first", "begins", "ends", "taken"),
    [
        # Call on the Saturday before, the Sunday before and the Saturday: whose week they are depends on its first day.
        (Weekday.MONDAY, date(2026, 12, 28), date(2027, 1, 3), 90),
        (Weekday.SUNDAY, date(2026, 12, 27), date(2027, 1, 2), 90 + 60),
        (Weekday.SATURDAY, date(2026, 12, 26), date(2027, 1, 1), 60 + 30),
    ],
)
def test_a_week_that_begins_on_sunday_or_saturday_has_its_own_seven_days(
    first: Weekday, begins: date, ends: date, taken: int
) -> None:
    week = Week(2026, 53, first)
    assert (week.days[0], week.days[-1]) == (begins, ends)
    calls = agenda("2026-12-26 10:00-10:30  A", "2026-12-27 10:00-11:00  B", "2027-01-02 10:00-11:30  C")
    judged = review(calls, NINE_TO_FIVE, week)
    assert judged.personal_taken == taken
    assert judged.span.minutes == 168 * 60
    assert judged.measures.working == 5 * 480


def test_the_evening_of_a_season_begins_when_its_window_closes() -> None:
    late = agenda("wed 18:00-19:00  Tutorial", "wed 20:30-21:00  Call")
    judged = review(late, in_season(season("wed", "fri+1", hours=LATE)))
    assert judged.personal_taken == 30
    assert judged.measures.evenings_touched == (day_of("wed"),)
