"""What seasons and time off make of the intentions, week by week."""

from dataclasses import replace
from datetime import date

import pytest

from hedgerow.core.block import IntentionId
from hedgerow.core.boundary import Boundary, Off, Season, TimeOff
from hedgerow.core.days import Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention, Length, Priority
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.pattern import Pattern, SeasonRule
from hedgerow.core.seasonal import change_wishes, wishes_in
from hedgerow.core.span import Span
from tests.agenda import WEEK, at, boundary, day_of, windows

RUN = Intention(
    id=IntentionId("run"),
    title="Run",
    domains=frozenset({Domain.SELF}),
    length=Length(30, 30, 30),
    calendar=CalendarId("blocks"),
    windows=windows("07:00-20:00"),
    times_per_week=3,
)
FOCUS = replace(RUN, id=IntentionId("focus"), domains=frozenset({Domain.WORK}), days=frozenset(list(Weekday)[:5]))
SHORT = replace(RUN, times_per_week=1)


def changed(first: date, last: date, wish: Intention | None) -> list[Intention | None]:
    """What a season from `first` to `last` makes of the run this week and the next."""
    pattern = Pattern(seasons=(SeasonRule("exams", first, last, intentions={RUN.id: wish}),))
    life = replace(boundary(), seasons=(Season("exams", first, last),))
    weeks = [WEEK, WEEK.plus(1)]
    changes = change_wishes([RUN, FOCUS], weeks, pattern, life)
    assert FOCUS.id not in {intention for intention, _ in changes}
    return [changes.get((RUN.id, week), RUN) for week in weeks]


def off(*days: str, kind: Off = Off.LEAVE, from_: str = "00:00") -> Boundary:
    spans = (Span(at(day, from_), at(f"{day}", "24:00")) for day in days)
    return replace(boundary(), off=tuple(TimeOff(span, kind, "Away") for span in spans))


@pytest.mark.parametrize(("first", "holds"), [("thu", True), ("fri", False)])
def test_a_season_changes_the_weeks_that_have_most_of_their_days_in_it(first: str, *, holds: bool) -> None:
    assert changed(day_of(first), day_of("sun"), SHORT) == [SHORT if holds else RUN, RUN]


def test_an_intention_that_a_season_skips_is_not_wished_for_in_it() -> None:
    assert changed(day_of("mon"), day_of("sun"), None) == [None, RUN]


def test_an_intention_of_a_season_is_wished_for_in_it_alone() -> None:
    rare = replace(RUN, only_in_seasons=True)
    pattern = Pattern(seasons=(SeasonRule("exams", day_of("mon"), day_of("sun"), intentions={RUN.id: SHORT}),))
    life = replace(boundary(), seasons=(Season("exams", day_of("mon"), day_of("sun")),))
    weeks = [WEEK, WEEK.plus(1)]
    changes = change_wishes([rare, FOCUS], weeks, pattern, life)
    assert changes == {(RUN.id, WEEK): SHORT, (RUN.id, WEEK.plus(1)): None}
    assert [len(wishes_in(week, [rare, FOCUS], changes)) for week in weeks] == [2, 1]


def test_of_seasons_that_overlap_the_later_one_says_what_is_wished_for() -> None:
    days = {"term": (day_of("mon-1"), day_of("sun+1"), SHORT), "exams": (day_of("mon"), day_of("sun"), None)}
    rules = tuple(SeasonRule(name, first, last, intentions={RUN.id: w}) for name, (first, last, w) in days.items())
    life = replace(boundary(), seasons=tuple(Season(name, first, last) for name, (first, last, _) in days.items()))
    assert change_wishes([RUN], [WEEK, WEEK.plus(1)], Pattern(seasons=rules), life) == {
        (RUN.id, WEEK): None,
        (RUN.id, WEEK.plus(1)): SHORT,
    }


@pytest.mark.parametrize("kind", list(Off))
def test_focus_time_is_not_booked_on_days_off_and_a_run_is(kind: Off) -> None:
    changes = change_wishes([RUN, FOCUS], [WEEK], Pattern(), off("mon", "tue", "wed", kind=kind))
    free = frozenset({Weekday.THURSDAY, Weekday.FRIDAY})
    assert changes == {(FOCUS.id, WEEK): replace(FOCUS, days=free, times_per_week=2)}


def test_half_a_day_of_leave_is_no_day_for_focus_time() -> None:
    changes = change_wishes([FOCUS], [WEEK], Pattern(), off("wed", from_="12:00"))
    wish = changes[FOCUS.id, WEEK]
    assert wish
    assert (Weekday.WEDNESDAY in wish.days, wish.times_per_week) == (False, 3)


def test_no_more_is_asked_of_a_week_with_leave_than_its_spacing_leaves_room_for() -> None:
    every_other = replace(FOCUS, spacing_days=2)
    changes = change_wishes([every_other], [WEEK], Pattern(), off("fri"))
    wish = changes[FOCUS.id, WEEK]
    assert wish
    assert wish.times_per_week == 2


def test_a_whole_week_of_leave_asks_for_no_focus_time() -> None:
    assert change_wishes([FOCUS], [WEEK], Pattern(), off("mon", "tue", "wed", "thu", "fri")) == {(FOCUS.id, WEEK): None}


def test_wishes_of_a_week_stand_in_the_order_of_their_claims_as_the_season_sets_them() -> None:
    urgent = replace(RUN, priority=Priority.CRITICAL)
    changes = {(RUN.id, WEEK): urgent, (FOCUS.id, WEEK.plus(1)): None}
    assert wishes_in(WEEK, [FOCUS, RUN], changes) == (urgent, FOCUS)
    assert wishes_in(WEEK.plus(1), [FOCUS, RUN], changes) == (RUN,)
    assert wishes_in(WEEK.plus(2), [RUN, FOCUS], changes) == (FOCUS, RUN)
