"""Leave, holidays, a rota and seasons, from the calendars and settings to the week's judgement and the plan."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hedgerow.core.block import IntentionId
from hedgerow.core.boundary import Off, TimeOff
from hedgerow.core.days import Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention, Length
from hedgerow.core.intrusion import Expected, Kind
from hedgerow.core.occurrence import CalendarId, NotSeen
from hedgerow.core.pattern import InsideRule, Leave, LeaveEvents, Pattern, RotaRule, SeasonRule
from hedgerow.core.span import Span
from hedgerow.core.timeline import SetAside
from hedgerow.core.week import WeekReview
from hedgerow.flows.cycle import Survey, View, apply, survey, view
from hedgerow.flows.household import Household
from hedgerow.flows.weekly import make_report, review_weeks, word_letter
from hedgerow.settings.values import CalendarKind, CalendarSettings, Role
from tests.agenda import NAMES, WEEK, WORK, at, day_of, occurrence, span, windows
from tests.fakes.holidays import MemoryHolidays
from tests.fakes.sources import MemorySource
from tests.flows.life import BLOCKS, DINNER, Life

ROTA = CalendarId("rota")
FOCUS = Intention(
    id=IntentionId("focus"),
    title="Focus",
    domains=frozenset({Domain.WORK}),
    length=Length(60, 60, 60),
    calendar=BLOCKS,
    windows=windows("09:00-12:00"),
    days=frozenset(list(Weekday)[:5]),
    times_per_week=5,
)
OOO = Pattern(leave_events=LeaveEvents(("OOO",)))


def life(*lines: str, pattern: Pattern, intentions: tuple[Intention, ...] = (DINNER,)) -> Life:
    one = Life(*lines, intentions=intentions)
    one.settings = replace(one.settings, pattern=pattern)
    return one


def seen(household: Household) -> tuple[View, WeekReview]:
    read = view(household, WEEK, WEEK)
    [review] = review_weeks(household, read, [WEEK])
    return read, review


def kinds(review: WeekReview) -> set[Kind]:
    return {intrusion.kind for intrusion in review.intrusions}


def all_day(one: Life, *titles: str) -> None:
    """Puts all-day events into the work calendar: `mon  OOO`."""
    events = [replace(occurrence(title), all_day=True) for title in titles]
    one.work.occurrences = [*one.work.occurrences, *events]


def test_work_in_a_week_of_leave_intrudes_on_leave_and_the_leave_itself_on_nothing() -> None:
    one = life("wed 10:00-11:00  Budget", pattern=OOO)
    all_day(one, *(f"{day}  OOO (free)" for day in ("mon", "tue", "wed", "thu", "fri")))
    read, review = seen(one.household)
    assert [off.kind for off in read.boundary.off] == [Off.LEAVE] * 5
    assert kinds(review) == {Kind.LEAVE}
    assert review.personal_taken == 60
    assert review.measures.scheduled_work == 60
    assert read.timeline.set_aside[SetAside.LEAVE] == 5


def test_the_same_week_without_the_leave_is_a_normal_one() -> None:
    _, review = seen(life("wed 10:00-11:00  Budget", pattern=Pattern()).household)
    assert (kinds(review), review.personal_taken) == (set(), 0)


def test_work_on_a_public_holiday_is_told_as_one() -> None:
    one = life("wed 10:00-11:00  Budget", pattern=Pattern())
    household = replace(one.household, holidays=MemoryHolidays({(11, 18): "Repentance"}))
    read, review = seen(household)
    assert read.boundary.off == (TimeOff(span("wed", "00:00-00:00"), Off.HOLIDAY, "Repentance"),)
    assert kinds(review) == {Kind.HOLIDAY}


def test_holidays_are_asked_for_in_every_year_that_is_read() -> None:
    household = replace(Life().household, holidays=MemoryHolidays({(1, 1): "New Year"}))
    read = view(household, WEEK.plus(6), WEEK.plus(6))
    assert [off.span for off in read.boundary.off] == [span("2027-01-01", "00:00-00:00")]


def with_rota(one: Life, *lines: str) -> Household:
    rota = MemorySource(ROTA, [occurrence(line, ROTA) for line in lines])
    work = CalendarSettings(ROTA, CalendarKind.FILE, frozenset({Domain.WORK}), Role.READ, Path("/rota.ics"), None)
    one.settings = replace(one.settings, calendars=(*one.settings.calendars, work))
    return replace(one.household, sources=[one.work, rota])


def test_shifts_are_working_time_and_no_work_events() -> None:
    one = life("sat 08:00-09:00  Handover", "tue 10:00-11:00  Course", pattern=Pattern(rota=RotaRule(ROTA)))
    read, review = seen(with_rota(one, "sat 07:00-15:00  Early"))
    assert [intrusion.span for intrusion in review.intrusions] == [span("tue", "10:00-11:00")]
    assert read.timeline.set_aside[SetAside.ROTA] == 1


def on_rota(*lines: str, leave: tuple[Leave, ...] = (), avoids_on_call: bool = False) -> list[Span]:
    """The one dinner of the week that is planned for Tuesday or Thursday, with such a rota."""
    days = frozenset({Weekday.TUESDAY, Weekday.THURSDAY})
    dinner = replace(DINNER, times_per_week=1, days=days, avoids_on_call=avoids_on_call)
    pattern = Pattern(rota=RotaRule(ROTA, on_call=("On call",)), leave=leave)
    one = life(pattern=pattern, intentions=(dinner,))
    one.now("sun-1", "12:00")
    planned = survey(with_rota(one, *lines)).outlook.plan.blocks
    return [block.span for block in planned if block.span.start < at("mon+1", "00:00")]


def test_no_block_is_put_over_a_shift_of_the_rota_but_one_may_lie_on_call() -> None:
    assert on_rota("tue 14:00-22:00  Late", "thu 08:00-20:00  On call") == [span("thu", "18:00-19:00")]
    assert on_rota("tue 08:00-20:00  On call", "thu 14:00-22:00  Late") == [span("tue", "18:00-19:00")]


def test_an_intention_that_avoids_calls_is_not_booked_on_call() -> None:
    assert on_rota("tue 14:00-22:00  Late", "thu 08:00-20:00  On call", avoids_on_call=True) == [
        span("thu", "20:00-21:00")
    ]


def test_leave_takes_the_shift_out_of_the_way() -> None:
    late = "tue 14:00-22:00  Late", "thu 14:00-22:00  Late"
    leave = Leave("Rest", day_of("thu"), day_of("thu"))
    assert on_rota(*late) == []
    assert on_rota(*late, leave=(leave,)) == [span("thu", "18:00-19:00")]


GAP = NotSeen(ROTA, "b.ics", "it is gone")


@pytest.mark.parametrize(("seen_at_all", "gaps"), [(False, (GAP,)), (False, ()), (True, (GAP,))])
def test_a_rota_that_was_not_wholly_seen_is_none(*, seen_at_all: bool, gaps: tuple[NotSeen, ...]) -> None:
    one = life("tue 10:00-11:00  Course", pattern=Pattern(rota=RotaRule(ROTA)))
    household = with_rota(one, "sat 07:00-15:00  Early")
    rota = household.sources[1]
    assert isinstance(rota, MemorySource)
    rota.seen, rota.not_seen = seen_at_all, gaps
    read, review = seen(household)
    assert (read.boundary.rota, review.intrusions) == (None, ())


def test_two_shifts_that_overlap_are_told_with_the_coverage() -> None:
    one = life(pattern=Pattern(rota=RotaRule(ROTA)))
    read, _ = seen(with_rota(one, "sat 07:00-15:00  Early", "sat 14:00-22:00  Late"))
    assert [doubt.calendar for doubt in read.coverage.doubts] == [ROTA]
    assert read.coverage.is_whole


def test_work_during_the_nap_takes_no_personal_time() -> None:
    nap = InsideRule("nap")
    one = life("sat 13:00-14:00  Nap (free)", "sat 13:15-13:45  Mail", pattern=Pattern(inside=(nap,)))
    _, review = seen(one.household)
    assert (review.personal_taken, review.measures.scheduled_work) == (0, 30)


def test_what_is_expected_is_not_counted() -> None:
    one = life("sat 10:00-11:00  Release", pattern=Pattern())
    one.settings = replace(one.settings, expected=(Expected("Release"),))
    _, review = seen(one.household)
    assert review.personal_taken == 0
    assert [intrusion.expected for intrusion in review.intrusions] == [True]


def planned(one: Life) -> dict[str, Sequence[date]]:
    """The days of the blocks of the week of 16 November, by intention."""
    blocks = survey(one.household).outlook.plan.blocks
    days = [(block.slot.intention, block.slot.day) for block in blocks if block.slot.day in WEEK.days]
    return {name: [day for wish, day in days if wish == name] for name in ("focus", "dinner")}


def test_on_leave_dinner_is_booked_and_focus_time_is_not() -> None:
    one = life(pattern=Pattern(leave=(Leave("Rest", day_of("mon"), day_of("wed")),)), intentions=(DINNER, FOCUS))
    one.now("sun-1", "12:00")
    assert planned(one) == {"focus": [day_of("thu"), day_of("fri")], "dinner": list(WEEK.days)}


def test_when_a_week_becomes_leave_its_focus_time_goes_and_its_dinners_stay() -> None:
    one = life(pattern=Pattern(), intentions=(DINNER, FOCUS))
    one.turn()
    before = set(one.spans())
    one.settings = replace(one.settings, pattern=Pattern(leave=(Leave("Rest", day_of("mon"), day_of("sun")),)))
    one.turn()
    assert before - set(one.spans()) == {span(day, "09:00-10:00") for day in ("mon", "tue", "wed", "thu", "fri")}
    assert set(one.spans()) == {span(day, "18:00-19:00") for day in ("sun-1", *NAMES)}


def test_a_season_changes_how_often_and_when() -> None:
    evening = replace(DINNER, times_per_week=2, windows=windows("20:00-22:00"), ideal_start=None)
    season = SeasonRule("exams", day_of("mon"), day_of("sun"), intentions={DINNER.id: evening})
    one = life(pattern=Pattern(seasons=(season,)))
    one.now("sun-1", "12:00")
    one.turn()
    assert one.turn() == ()
    this = [block for block in one.spans() if at("mon", "00:00") <= block.start < at("mon+1", "00:00")]
    assert [(block.start.hour, block.minutes) for block in this] == [(19, 60), (19, 60)]
    assert len(planned(one)["dinner"]) == 2


def test_a_block_is_called_what_its_season_calls_it() -> None:
    season = SeasonRule("exams", day_of("mon"), day_of("sun"), intentions={DINNER.id: replace(DINNER, title="Pizza")})
    one = life(pattern=Pattern(seasons=(season,)))
    titles = {performed.step.action.event.span: performed.step.action.event.title for performed in one.turn()}
    assert titles[span("sun-1", "18:00-19:00")] == "Dinner"
    assert titles[span("wed", "18:00-19:00")] == "Pizza"


def test_a_season_that_skips_an_intention_takes_its_blocks_and_the_end_of_it_gives_them_back() -> None:
    one = life(pattern=Pattern())
    one.now("mon-1", "12:00")
    one.turn()
    usual = one.spans()
    season = SeasonRule("exams", day_of("mon"), day_of("sun"), intentions={DINNER.id: None})
    one.settings = replace(one.settings, pattern=Pattern(seasons=(season,)))
    one.turn()
    assert [block for block in one.spans() if block.start >= at("mon", "00:00")] == []
    one.settings = replace(one.settings, pattern=Pattern())
    one.turn()
    assert one.spans() == usual


def test_an_intention_of_a_season_has_blocks_in_its_weeks_alone_and_none_once_it_is_gone() -> None:
    rare = replace(DINNER, only_in_seasons=True)
    season = SeasonRule("exams", day_of("mon"), day_of("sun"), intentions={DINNER.id: DINNER})
    one = life(pattern=Pattern(seasons=(season,)), intentions=(rare,))
    one.now("mon", "06:00")
    one.turn()
    assert one.spans() == [span(day, "18:00-19:00") for day in NAMES]
    assert one.turn() == ()
    one.settings = replace(one.settings, pattern=Pattern())
    one.turn()
    assert one.spans() == []


@pytest.mark.parametrize("kind", list(Off))
def test_the_letter_has_words_for_work_on_every_kind_of_day_off(kind: Off) -> None:
    away = Leave("Away", day_of("wed"), day_of("wed"), kind=kind)
    one = life("wed 10:00-14:00  Budget", pattern=Pattern(leave=(away,)))
    one.now("mon+1", "10:00")
    report = make_report(one.household, survey(one.household, 13), WEEK)
    assert [cause.kinds for cause in report.causes] == [(Kind(kind.value),)]
    words = {Off.LEAVE: "leave", Off.UNPLUGGED: "unplugged leave", Off.HOLIDAY: "public holiday"}
    assert words[kind] in word_letter(one.settings, report).text.replace("\n", " ").casefold()


def test_the_letter_is_written_by_the_boundary_of_its_week() -> None:
    one = life("wed 10:00-11:00  Budget", pattern=OOO)
    all_day(one, "wed  OOO")
    one.now("mon+1", "10:00")
    report = make_report(one.household, survey(one.household, 13), WEEK)
    assert report.boundary
    assert [off.name for off in report.boundary.off] == ["OOO"]
    assert report.days[2].intruding == (span("wed", "10:00-11:00"),)
    of_any_week = word_letter(one.settings, replace(report, boundary=None))
    assert word_letter(one.settings, report).html != of_any_week.html
    assert WORK in {seen.calendar for seen in report.coverage.seen}


def dinners(one: Life, *lines: str) -> Survey:
    return survey(with_rota(one, *lines))


def test_beyond_the_published_rota_nothing_new_is_booked_nothing_is_missing_and_what_stands_stays() -> None:
    one = life(pattern=Pattern(rota=RotaRule(ROTA)))
    one.now("mon", "06:00")
    both = "tue 07:00-15:00  Early", "sat+1 07:00-15:00  Early"
    apply(with_rota(one, *both), dinners(one, *both), [BLOCKS])
    assert len(one.spans()) == 14
    # The second week is taken back: it is to be published anew. Its dinners stay where they are.
    again = dinners(one, "tue 07:00-15:00  Early", "fri 07:00-15:00  Early")
    assert (again.outlook.steps, again.outlook.plan.unplaced, again.outlook.plan.waiting) == ((), (), ())


def test_a_new_wish_waits_for_the_weeks_that_the_rota_does_not_tell_of() -> None:
    one = life(pattern=Pattern(rota=RotaRule(ROTA)))
    one.now("mon", "06:00")
    plan = dinners(one, "tue 07:00-15:00  Early", "fri 07:00-15:00  Early").outlook.plan
    assert [block.slot.day for block in plan.blocks] == [
        day_of(day) for day in ("mon", "tue", "wed", "thu", "fri", "sat")
    ]
    assert [(gap.week, gap.missing) for gap in plan.waiting] == [(WEEK, 1), (WEEK.plus(1), 7)]
    assert plan.unplaced == ()


def test_a_fortnight_without_shifts_is_no_end_when_one_follows_weeks_later() -> None:
    one = life("mon+4 09:00-10:00  Sync", pattern=Pattern(rota=RotaRule(ROTA)))
    one.now("mon", "06:00")
    surveyed = dinners(one, "tue 07:00-15:00  Early", "mon+4 07:00-15:00  Early")
    assert (len(surveyed.outlook.plan.blocks), surveyed.outlook.plan.waiting) == (14, ())
    # Of all else nothing is taken in from beyond the window.
    assert surveyed.view.timeline.entries == ()
