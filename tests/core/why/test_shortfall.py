"""Which meetings cost the time for work of one's own."""

from dataclasses import replace

from hedgerow.core.domains import Domain
from hedgerow.core.intention import Firmness, Length
from hedgerow.core.plan import Previous
from hedgerow.core.why.facts import Cost, Shortfall
from hedgerow.core.why.shortfall import tell_shortfall
from tests.plans import Case, booked, busy, wish

FOCUS = wish(
    "focus",
    "09:00-13:00",
    "mon tue",
    domains=frozenset({Domain.WORK}),
    length=Length(60, 120, 180),
    minutes_per_week=360,
)


def shortfalls(case: Case) -> list[Shortfall]:
    scene = case.scene()
    [gap] = scene.plan.unplaced
    return list(tell_shortfall(scene, gap))


MEETINGS = busy(
    "mon 10:30-13:00  Review", "tue 09:30-10:00  Standup", "tue 12:00-12:30  Lunch talk", "wed 09:00-13:00  Fair"
)


def test_each_meeting_costs_what_would_have_been_without_it() -> None:
    """Ninety minutes on Monday and two hours on Tuesday of six: without the review three hours on Monday."""
    [told] = shortfalls(Case([FOCUS], MEETINGS))
    review, standup, talk, _ = MEETINGS
    assert told == Shortfall(150, (Cost(review, 90), Cost(standup, 60), Cost(talk, 60)))


def test_it_is_the_same_once_the_short_blocks_stand() -> None:
    case = Case([FOCUS], MEETINGS)
    assert shortfalls(replace(case, previous=Previous(booked(case.plan())))) == shortfalls(case)


def test_blocks_that_are_counted_are_short_of_their_ideal_length() -> None:
    twice = replace(FOCUS, minutes_per_week=0, times_per_week=2, firmness=Firmness.FIRM)
    [told] = shortfalls(Case([twice], busy("mon 10:00-12:00  Review")))
    assert (told.minutes, [(cost.what.title, cost.minutes) for cost in told.costs]) == (120, [("Review", 120)])


def test_nothing_is_told_of_other_wishes_nor_where_no_one_meeting_costs_anything() -> None:
    assert shortfalls(Case([replace(FOCUS, domains=frozenset({Domain.SELF}))], MEETINGS)) == []
    assert shortfalls(Case([replace(FOCUS, minutes_per_week=600)])) == []
