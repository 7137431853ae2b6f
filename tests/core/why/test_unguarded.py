"""A night or a day off that is not granted, and the one thing to ask for."""

from dataclasses import replace

from hedgerow.core.days import Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.guard import DayOff, GuardId, NightlyRest
from hedgerow.core.intention import Firmness, Priority
from hedgerow.core.plan import Busy
from hedgerow.core.span import Span
from hedgerow.core.why.facts import Change, Conflict, NoChange, Own, Taken
from hedgerow.core.why.here import tell_here
from hedgerow.core.why.nowhere import tell_nowhere
from hedgerow.core.why.price import price_of
from hedgerow.core.why.unguarded import find_change_for_guard, tell_unguarded
from tests.agenda import day_of, span
from tests.plans import RULES, Case, busy, wish

REST = NightlyRest(GuardId("rest"), "Rest")
WEEKEND = DayOff(GuardId("off"), "Day off", frozenset({Weekday.SATURDAY, Weekday.SUNDAY}))
MON, TUE, FRI = span("mon", "08:00-20:00"), span("tue", "08:00-20:00"), span("fri", "09:00-18:00")
FOCUS = wish("focus", "18:00-23:00", days="mon", domains=frozenset({Domain.WORK}), firmness=Firmness.FIRM)


def guarded(*lines: str, guard: NightlyRest | DayOff = REST) -> Case:
    return Case([], busy(*lines), rules=replace(RULES, guards=(guard,)))


def change_of(case: Case, *working: Span) -> Change | NoChange:
    scene = case.scene(working)
    [gap] = scene.plan.withheld
    return find_change_for_guard(scene, gap)


def told(case: Case, *working: Span) -> tuple[str, Span | None, tuple[Span, ...]]:
    change = change_of(case, *working)
    assert isinstance(change, Change)
    return change.what.title, change.to, change.gained


LATE_AND_EARLY = guarded("mon 21:30-22:30  Late call", "tue 08:00-09:00  Standup")


def test_a_night_names_the_fewest_meetings_that_leave_no_room() -> None:
    scene = LATE_AND_EARLY.scene()
    [gap] = scene.plan.withheld
    said = tell_unguarded(gap)
    assert (said.is_night, said.conflict) == (True, Conflict(day_of("mon"), tuple(LATE_AND_EARLY.busy)))


def test_the_smallest_shift_that_makes_room_for_the_night_is_told() -> None:
    # From 22:30 eleven hours reach to 09:30.
    rest = span("mon", "22:30-09:30")
    assert told(LATE_AND_EARLY, MON, TUE) == ("Standup", span("tue", "09:30-10:30"), (rest,))


def test_where_no_hour_of_its_day_will_do_it_goes_to_another_day() -> None:
    assert told(LATE_AND_EARLY, FRI, span("wed", "08:00-12:00"))[1] == span("wed", "08:00-09:00")
    both = guarded("sat 10:00-11:00  Release", "sun 10:00-11:00  Fix", guard=WEEKEND)
    assert told(both, FRI) == ("Release", span("fri", "10:00-11:00"), (span("sat", "00:00-24:00"),))


def test_what_can_go_nowhere_has_to_be_declined() -> None:
    title, to, gained = told(LATE_AND_EARLY)
    assert (title, to, len(gained)) == ("Late call", None, 1)


def test_where_two_are_in_the_way_of_every_day_two_things_have_to_change() -> None:
    both = guarded(
        "sat 09:00-10:00  A", "sat 15:00-16:00  B", "sun 09:00-10:00  C", "sun 12:00-13:00  D", guard=WEEKEND
    )
    assert change_of(both, FRI) == NoChange(needs_two=True)


def test_a_rest_is_in_the_way_of_work_of_ours_and_says_so() -> None:
    night = replace(REST, priority=Priority.CRITICAL, days=frozenset({Weekday.MONDAY}))
    case = Case(
        [FOCUS], busy("tue 08:00-09:00  Standup", "mon 18:00-20:30  Review"), rules=replace(RULES, guards=(night,))
    )
    scene = case.scene()
    said = tell_nowhere(scene, scene.plan.unplaced[0])
    rest = Busy(span("mon", "20:30-07:30"), "Rest", is_work=False)
    assert (said.conflicts, [thing for each in said.crowded for thing in each.by]) == ((), [case.busy[0], rest])


def test_one_more_of_work_may_cost_a_rest() -> None:
    night = replace(REST, priority=Priority.CRITICAL, days=frozenset({Weekday.MONDAY}))
    work = busy("tue 08:00-09:00  Standup", "mon 18:00-20:30  Review")
    scene = Case([FOCUS], work, rules=replace(RULES, guards=(night,))).scene()
    told = price_of(scene, scene.plan.unplaced[0])
    assert told is not None
    assert (told.place.start, told.gain, told.loss) == (span("mon", "20:30-21:30").start, 200, 3200)
    assert told.lost == (Own(REST.id, "Rest", Priority.CRITICAL, span("mon", "20:30-07:30"), None),)


def test_a_better_start_may_be_taken_by_a_rest() -> None:
    night = replace(REST, priority=Priority.CRITICAL, days=frozenset({Weekday.MONDAY}))
    late = replace(FOCUS, ideal_start=22 * 60)
    scene = Case([late], busy("tue 08:00-09:00  Standup"), rules=replace(RULES, guards=(night,))).scene()
    [taken] = [fact for fact in tell_here(scene, scene.plan.blocks[0]) if isinstance(fact, Taken)]
    assert [barrier.by.title for barrier in taken.barriers] == ["Rest"]
