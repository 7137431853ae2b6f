"""The one meeting to move: what others may be asked for, and what is not told because it would not do."""

from dataclasses import replace

import pytest

from hedgerow.core.board import ON_CALL
from hedgerow.core.check import BrokenPromise
from hedgerow.core.fate import SHIFT
from hedgerow.core.intention import Firmness, Priority
from hedgerow.core.plan import Busy, Given, Hold, Plan
from hedgerow.core.span import Span
from hedgerow.core.why.change import find_change
from hedgerow.core.why.facts import Change, NoChange
from tests.agenda import span
from tests.plans import Case, booked, busy, kept, placed, wish

NINE_TO_SEVEN = tuple(span(day, "09:00-19:00") for day in ("mon", "tue", "wed", "thu", "fri"))
EVENING = wish("run", "18:00-19:00", days="mon", firmness=Firmness.FIRM)


def change_of(case: Case, working: tuple[Span, ...] = NINE_TO_SEVEN) -> Change | NoChange:
    scene = case.scene(working)
    [gap] = scene.plan.unplaced
    return find_change(scene, gap)


def told(case: Case, working: tuple[Span, ...] = NINE_TO_SEVEN) -> tuple[str, Span | None, tuple[Span, ...]]:
    change = change_of(case, working)
    assert isinstance(change, Change)
    return change.what.title, change.to, change.gained


def test_a_meeting_moves_as_little_as_it_takes() -> None:
    assert told(Case([EVENING], busy("mon 17:45-18:30  Sync"))) == (
        "Sync",
        span("mon", "17:15-18:00"),
        (span("mon", "18:00-19:00"),),
    )


def test_of_two_ways_the_shorter_one_is_told_and_of_two_as_short_the_earlier() -> None:
    wide = replace(EVENING, windows=wish("w", "18:00-20:00").windows)
    assert told(Case([wide], busy("mon 18:30-19:30  Sync")))[1] == span("mon", "18:00-19:00")
    late = tuple(Span(each.start, span("mon", "09:00-20:00").end) for each in NINE_TO_SEVEN[:1])
    assert told(Case([EVENING], busy("mon 18:15-18:45  Sync")), late)[1] == span("mon", "17:30-18:00")


def test_a_meeting_does_not_run_into_another_one() -> None:
    assert told(Case([EVENING], busy("mon 17:45-18:30  Sync", "mon 17:00-17:15  Call")))[1] == span(
        "mon", "17:15-18:00"
    )
    day = busy("mon 17:45-18:30  Sync", "mon 17:00-17:30  Call")
    assert told(Case([EVENING], day))[1] == span("mon", "16:15-17:00")


def test_work_moves_within_working_hours_alone() -> None:
    late = Case([EVENING], busy("mon 18:00-18:30  Sync"))
    assert told(late)[1] == span("mon", "17:30-18:00")
    assert told(late, (span("mon", "09:00-17:00"),))[1] == span("mon", "16:30-17:00")
    assert told(late, (span("mon", "09:00-17:00"), span("mon", "17:00-17:15")))[1] == span("mon", "16:30-17:00")
    assert change_of(late, (span("mon", "09:00-13:00"),)) == NoChange(needs_two=False)
    assert change_of(late, ()) == NoChange(needs_two=False)


def test_what_is_no_work_moves_in_free_time_and_not_into_the_night() -> None:
    own = busy("mon 17:45-18:30  Choir")
    private = tuple(replace(each, is_work=False) for each in own)
    assert told(Case([EVENING], private), (span("mon", "09:00-17:00"),))[1] == span("mon", "17:15-18:00")
    assert told(Case([EVENING], private), (span("mon", "09:00-17:30"),))[1] == span("mon", "19:00-19:45")
    late = wish("late", "20:00-22:00", days="mon", firmness=Firmness.FIRM, length=replace(EVENING.length, ideal=90))
    choir = (replace(private[0], span=span("mon", "20:30-21:30")),)
    assert told(Case([late], choir), (span("mon", "09:00-19:30"),))[1] == span("mon", "19:30-20:30")
    assert change_of(Case([late], choir), (span("mon", "09:00-19:45"),)) == NoChange(needs_two=False)


@pytest.mark.parametrize("title", [SHIFT, ON_CALL])
def test_shifts_and_calls_are_nobodys_to_move(title: str) -> None:
    thing = Busy(span("mon", "18:00-18:30"), title, is_work=True)
    assert change_of(Case([EVENING], (thing,))) == NoChange(needs_two=False)


def test_an_all_day_event_has_no_other_hour() -> None:
    assert change_of(Case([EVENING], busy("mon Fair (all-day)"))) == NoChange(needs_two=False)


def test_where_two_lie_over_every_start_two_things_have_to_change() -> None:
    day = busy("mon 18:00-18:30  Sync", "mon 18:30-19:00  Call")
    assert change_of(Case([EVENING], day)) == NoChange(needs_two=True)


def test_what_the_person_pinned_is_not_run_into_either() -> None:
    dinner = wish("dinner", "17:00-21:00", days="mon", firmness=Firmness.FIRM)
    pinned = kept(placed(span("mon", "17:00-18:00"), "mon", name="dinner", hold=Hold.PINNED))
    case = Case([EVENING, dinner], busy("mon 17:45-18:30  Sync"), previous=pinned)
    assert told(case)[1] == span("mon", "16:15-17:00")


def test_nothing_is_told_that_would_cost_another_block() -> None:
    """The one place for the meeting is that of a block that matters as much, and that has no other."""
    other = wish("other", "17:00-18:00", days="mon", firmness=Firmness.FIRM)
    case = Case([EVENING, other], busy("mon 18:00-19:00  Sync"))
    assert change_of(case, (span("mon", "17:00-19:00"),)) == NoChange(needs_two=False)


def test_a_block_that_has_another_place_makes_way_for_the_meeting() -> None:
    other = wish("other", "16:00-18:00", days="mon", ideal="17:00", firmness=Firmness.FIRM)
    case = Case([EVENING, other], busy("mon 18:00-19:00  Sync"))
    assert told(case, (span("mon", "17:00-19:00"),))[1] == span("mon", "17:00-18:00")
    settled = replace(case, previous=kept(*booked(case.plan())))
    assert told(settled, (span("mon", "17:00-19:00"),))[1] == span("mon", "17:00-18:00")


def test_margins_keep_a_meeting_as_far_away_as_they_ask_for() -> None:
    careful = replace(EVENING, windows=wish("w", "17:30-19:15").windows, buffer_before=15, travel_after=15)
    # The last start is 18:15, and a quarter of an hour before it nothing may be.
    assert told(Case([careful], busy("mon 18:15-18:45  Sync")))[1] == span("mon", "17:30-18:00")


def test_a_block_that_matters_less_is_gained_back_too_and_the_earlier_weeks_stay() -> None:
    low = replace(EVENING, priority=Priority.LOW)
    high = wish("high", "18:00-19:00", days="tue", firmness=Firmness.FIRM, priority=Priority.HIGH)
    case = Case([low, high], busy("mon 18:00-18:30  Sync", "tue 09:00-10:00  Call"))
    assert told(case) == ("Sync", span("mon", "17:30-18:00"), (span("mon", "18:00-19:00"),))


def test_where_no_plan_can_be_had_nothing_is_told() -> None:
    """Not the arithmetic speaks, but whoever plans: here one that gives up."""

    def give_up(_: Given) -> Plan:
        raise BrokenPromise("no way was left")

    scene = replace(Case([EVENING], busy("mon 17:45-18:30  Sync")).scene(NINE_TO_SEVEN), planner=give_up)
    assert find_change(scene, scene.plan.unplaced[0]) == NoChange(needs_two=False)
