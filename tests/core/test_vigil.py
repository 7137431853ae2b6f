"""The checker on guards, hours and what feeds: plans that are wrong by one thing, and the sentence for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hedgerow.core.block import IntentionId, Slot
from hedgerow.core.check import check_plan
from hedgerow.core.days import Weekday, day_span
from hedgerow.core.domains import Domain
from hedgerow.core.guard import DayOff, Guard, Guarded, GuardId, NightlyRest
from hedgerow.core.intention import Intention, Length
from hedgerow.core.occurrence import Transparency
from hedgerow.core.plan import Block, Busy, Given, Plan, PlanRules, Previous, Reason, Tentative, Unplaced, Withheld
from hedgerow.core.span import Span
from tests.agenda import BERLIN, WEEK, at, day_of, span
from tests.plans import NOW, busy, wish

MONDAYS = NightlyRest(GuardId("rest"), "Rest", frozenset({Weekday.MONDAY}))
WEEKEND = DayOff(GuardId("off"), "Off", frozenset({Weekday.SATURDAY, Weekday.SUNDAY}))
LATE = busy("mon 22:00-23:30  Launch")


def faults(made: Plan, *guards: Guard, busy: tuple[Busy, ...] = (), **more: Any) -> tuple[str, ...]:
    wishes, rules = more.pop("wishes", ()), PlanRules(BERLIN, (WEEK,), guards=guards, **more)
    return check_plan(made, Given(wishes, busy, rules, NOW, Previous()))


def rest(day: str, clocks: str) -> Plan:
    return Plan((), (), guards=(Guarded(MONDAYS, day_of(day), span(day, clocks)),))


def off(*days: str) -> Plan:
    return Plan((), (), guards=tuple(Guarded(WEEKEND, day_of(d), day_span(day_of(d), BERLIN)) for d in days))


def withheld(guard: Guard, day: str, missing: int = 1) -> Plan:
    return Plan((), (), withheld=(Withheld(guard, WEEK, day_of(day), missing, ()),))


def test_a_rest_or_a_day_off_that_is_right_is_let_through() -> None:
    assert faults(rest("mon", "18:00-05:00"), MONDAYS) == ()
    assert faults(off("sun"), WEEKEND, busy=busy("sat 10:00-11:00  Call")) == ()
    assert faults(withheld(MONDAYS, "mon"), MONDAYS, busy=LATE) == ()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (rest("mon", "20:00-06:59"), "rest of 2026-11-16: 10:59:00 is not the rest that was asked for"),
        (rest("mon", "17:30-04:30"), "rest of 2026-11-16: 11:00:00 is not the rest that was asked for"),
        (rest("tue", "18:00-05:00"), "rest of 2026-11-17: nobody asks for it"),
        (off("sat"), "off of 2026-11-21: nobody asks for it"),
        (Plan((), ()), "rest in 2026-W47: 2026-11-16 has room for it"),
        (withheld(MONDAYS, "mon"), "rest in 2026-W47: 2026-11-16 has room for it"),
    ],
)
def test_a_rest_that_is_not_what_was_asked_for_is_a_fault(made: Plan, said: str) -> None:
    assert said in faults(made, MONDAYS)


def test_work_in_a_rest_is_a_fault_whoever_put_it_there() -> None:
    said = "rest of 2026-11-16: work lies in it"
    night = rest("mon", "18:00-05:00")
    assert said in faults(night, MONDAYS, busy=LATE)
    assert said not in faults(night, MONDAYS, busy=busy("mon 22:00-23:30  Party", domain=Domain.HOME))
    work = wish("focus", "18:00-22:00", "mon", domains=frozenset({Domain.WORK}), travel_before=30)
    begun = Block(Slot(work.id, day_of("mon")), span("mon", "18:00-19:00"), Transparency.OPAQUE, Reason.IDEAL, 0)
    assert said in faults(replace(night, blocks=(begun,)), MONDAYS, wishes=(work,))
    # travel to work is work
    after = rest("mon", "18:15-05:15")
    later = replace(begun, span=span("tue", "05:30-06:30"), slot=Slot(work.id, day_of("tue")))
    assert said in faults(replace(after, blocks=(later,)), MONDAYS, wishes=(work,))


def test_what_is_not_certain_is_in_the_way_only_where_it_counts_as_busy() -> None:
    maybe = busy("mon 22:00-23:30  Launch (tentative)")
    assert len(faults(rest("mon", "18:00-05:00"), MONDAYS, busy=maybe)) == 1
    assert faults(rest("mon", "18:00-05:00"), MONDAYS, busy=maybe, tentative=Tentative.FREE) == ()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (off("sat", "sun"), "off in 2026-W47: granted too often"),
        (off("sat", "sat"), "off in 2026-W47: granted too often"),
        (off("mon"), "off of 2026-11-16: nobody asks for it"),
        (withheld(WEEKEND, "sat"), "off in 2026-W47: 2026-11-21 has room for it"),
    ],
)
def test_days_off_that_are_not_what_was_asked_for_are_a_fault(made: Plan, said: str) -> None:
    assert said in faults(made, WEEKEND)


def test_half_a_day_is_no_day_off() -> None:
    half = Plan((), (), guards=(Guarded(WEEKEND, day_of("sat"), span("sat", "00:00-12:00")),))
    assert faults(half, WEEKEND) == ("off of 2026-11-21: a day off is a whole day",)


def test_what_is_withheld_is_said_and_no_more_than_that() -> None:
    calls = busy("sat 10:00-11:00  Call", "sun 10:00-11:00  Call")
    assert faults(withheld(WEEKEND, "sun"), WEEKEND, busy=calls) == ()
    said = ("off in 2026-W47: 1 are not granted, and the plan says otherwise",)
    for made in (Plan((), ()), withheld(WEEKEND, "sun", 2), withheld(WEEKEND, "mon")):
        assert faults(made, WEEKEND, busy=calls) == said


# Hours, and what feeds


def study(minutes: int, **more: Any) -> Intention:
    return wish("study", "17:00-21:00", "mon tue", length=Length(60, 120, 180), minutes_per_week=minutes, **more)


def chunk(day: str, clocks: str, name: str = "study") -> Block:
    where: Span = span(day, clocks)
    return Block(Slot(IntentionId(name), day_of(day)), where, Transparency.OPAQUE, Reason.NEAREST, 0)


def wrong(made: Plan, *wishes: Intention) -> tuple[str, ...]:
    return faults(made, wishes=wishes)


def test_hours_are_counted_to_the_minute() -> None:
    asked = study(240)
    four = (chunk("mon", "17:00-19:00"), chunk("tue", "17:00-19:00"))
    assert wrong(Plan(four, ()), asked) == ()
    short = (chunk("mon", "17:00-19:00"), chunk("tue", "17:00-18:59"))
    assert wrong(Plan(short, ()), asked) == ("study in 2026-W47: 1 are missing, and the plan says otherwise",)
    assert wrong(Plan(short, (Unplaced(asked, WEEK, 1, ()),)), asked) == ()
    more = (chunk("mon", "17:00-19:00"), chunk("tue", "17:00-19:01"))
    assert wrong(Plan(more, ()), asked) == ("study in 2026-W47: 241 minutes, more than 240",)


@pytest.mark.parametrize("clocks", ["17:00-17:59", "17:00-20:01"])
def test_a_chunk_has_a_length_that_it_may_have(clocks: str) -> None:
    faults = wrong(Plan((chunk("mon", clocks),), ()), study(600))
    assert any("is not a length it may have" in fault for fault in faults)


def test_a_day_has_one_chunk() -> None:
    two = (chunk("mon", "17:00-18:00"), chunk("mon", "19:00-20:00"))
    assert any("they stand for the same occurrence" in fault for fault in wrong(Plan(two, ()), study(120)))


def test_blocks_that_are_fed_by_another_count() -> None:
    walk = wish("walk", "10:00-14:00", "wed", feeds=(IntentionId("study"),))
    fed = chunk("wed", "10:00-11:00", "walk")
    both = (chunk("mon", "17:00-19:00"), fed)
    assert wrong(Plan(both, ()), study(180), walk) == ()
    assert wrong(Plan(both, ()), study(120), walk) == ("study in 2026-W47: 180 minutes, more than 120",)


def test_a_rest_across_the_change_of_clocks_is_told_by_what_passes() -> None:
    """Berlin, 24 October 2026, 22:00 CEST to 25 October, 08:00 CET: eleven hours, though the clock says ten."""
    saturdays = NightlyRest(GuardId("rest"), "Rest", frozenset({Weekday.SATURDAY}))
    where = Span(at("2026-10-24", "22:00"), at("2026-10-25", "08:00"))
    assert where.length == timedelta(hours=11)
    rules = PlanRules(BERLIN, (WEEK.plus(-4),), guards=(saturdays,))
    made = Plan((), (), guards=(Guarded(saturdays, day_of("2026-10-24"), where),))
    assert check_plan(made, Given((), (), rules, at("2026-10-19", "08:00"), Previous())) == ()
