"""When nothing is proposed, or something else: chance, harm, weeks that say nothing, and what is not known."""

from dataclasses import replace

import pytest

from hedgerow.core.block import Standing
from hedgerow.core.days import DayWindow
from hedgerow.core.occurrence import NotSeen
from hedgerow.core.policy.change import Change, Kind, changed
from hedgerow.core.policy.past import Past, find_hands, find_late
from hedgerow.core.policy.propose import propose
from hedgerow.core.policy.replay import replay
from hedgerow.flows.cycle import survey
from hedgerow.flows.refine import refine
from hedgerow.flows.weekly import review_weeks
from tests.agenda import WEEK, WORK, agenda, at, span
from tests.bookings import held
from tests.planted import DINNER, OFFICE, PLANTED, STANDUPS, WALK
from tests.played import NUMBERS, Came, Did, Played, Script, play

READING = """
[[intentions]]
id = "reading"
title = "Reading"
domains = ["self"]
length = "1h"
days = ["wednesday"]
windows = ["19:00-20:00"]
ideal_start = "19:00"
priority = "high"
firmness = "fixed"
"""


def lost_dinners(*weeks: int, wishes: str = DINNER) -> Script:
    town_hall = Came("wed 18:00-19:00  Town hall", "wed 08:00", weeks=weeks)
    return Script(OFFICE + WALK + wishes, (*STANDUPS, town_hall))


def first(played: Played, past: Past | None = None) -> Kind | None:
    found = propose(past or played.past(), played.policy, (), WEEK)
    return found.change.kind if found else None


@pytest.mark.parametrize(("weeks", "kind"), [((40, 43, 46), None), ((40, 42, 44, 46), Kind.LATER)])
def test_what_came_in_less_than_four_of_eight_weeks_is_chance(weeks: tuple[int, ...], kind: Kind | None) -> None:
    assert first(play(lost_dinners(*weeks))) is kind


def test_with_fewer_than_four_weeks_to_compare_nothing_is_learnt() -> None:
    played = play(lost_dinners(*NUMBERS))
    past = played.past()
    assert first(played, replace(past, weeks=past.weeks[-3:], compared=past.compared[-3:])) is None


def test_no_change_takes_the_time_of_another_intention() -> None:
    """A later dinner would lie over the reading; an earlier one lies over nothing."""
    assert first(play(lost_dinners(*NUMBERS, wishes=DINNER + READING))) is Kind.EARLIER


def test_a_gain_of_less_than_a_quarter_of_an_hour_a_week_is_none() -> None:
    short = DINNER.replace('length = "1h"', 'length = "5min"').replace("18:00-19:15", "18:00-18:15")
    choir = Came("wed 18:00-19:00  Choir #home", "mon 00:30", weeks=(40, 42, 44, 46))
    assert first(play(Script(OFFICE + WALK + short, (*STANDUPS, choir)))) is None
    assert first(play(Script(OFFICE + WALK + short, (*STANDUPS, replace(choir, weeks=NUMBERS))))) is not None


def test_a_week_of_leave_is_not_compared() -> None:
    leave = '[[leave]]\nname = "Away"\nfirst = 2026-10-19\nlast = 2026-10-25\n'
    played = play(lost_dinners(*NUMBERS, wishes=DINNER + leave))
    assert [week.number for week in played.past().compared] == [40, 41, 42, 44, 45, 46, 47]
    assert first(played) is Kind.LATER


def test_while_a_calendar_is_not_seen_nothing_is_concluded() -> None:
    played = play(lost_dinners(*NUMBERS))
    seen = survey(played.household, 13).view
    reviews = review_weeks(played.household, seen, [WEEK.plus(-n) for n in range(7, -1, -1)])
    blind = replace(seen, coverage=replace(seen.coverage, not_seen=(NotSeen(WORK, "work", "no answer"),)))
    refine(played.household, blind, reviews)
    assert list(played.life.proposals.load()) == []
    refine(played.household, seen, reviews)
    assert [each.subject for each in played.life.proposals.load()] == ["intention/dinner/time"]


def test_weeks_without_any_block_are_no_failures_of_the_wishes() -> None:
    """Hedgerow was asked for blocks in the last three weeks only."""
    played = play(Script(OFFICE + DINNER, (*STANDUPS, Came("wed 18:00-19:15  Choir #home", series=True))))
    past = played.past()
    late = tuple(each for each in past.bookings if each.promised.start > at("mon-2", "00:00"))
    assert first(played, past) is Kind.FEWER
    assert first(played, replace(past, bookings=late)) is None


def test_a_wish_that_no_block_was_ever_planned_beside_is_not_missed() -> None:
    played = play(PLANTED["focus-eaten-by-one-recurring-meeting"].script)
    past = played.past()
    late = tuple(each for each in past.bookings if each.promised.start > at("mon-2", "00:00"))
    assert first(played, past) is Kind.ASK
    assert first(played, replace(past, bookings=late)) is Kind.SHORTEN


def test_what_lies_over_a_block_came_when_the_block_gave_way() -> None:
    played = play(lost_dinners(47))
    past = played.past()
    [late] = past.late.values()
    assert (late.at, late.saw_free) == (at("wed", "08:00"), False)


def test_what_lies_over_a_block_that_stood_came_when_it_began() -> None:
    over = agenda("tue 17:45-18:30  Overrun", "tue 18:30-19:30  After")
    dinner = held("tue 18:00-19:00  Dinner")
    late = find_late(over, [dinner], (), ())
    assert [each.at for each in late.values()] == [at("tue", "17:45"), at("tue", "18:00")]
    assert find_late(over, [replace(dinner, standing=Standing.SKIPPED)], (), ()) == late
    assert find_late(over, [replace(dinner, standing=Standing.PINNED)], (), ()) == {}


def test_what_lies_where_a_block_was_before_the_person_moved_it_came_later() -> None:
    over = agenda("tue 17:45-18:30  Overrun", "tue 20:15-20:30  There already")
    dinner = held("tue 18:00-19:00  Dinner", span=span("tue", "20:00-21:00"), standing=Standing.PINNED)
    assert [each.at for each in find_late(over, [dinner], (), ()).values()] == [at("tue", "17:45")]


def test_the_person_s_hands_are_known_by_day_and_place() -> None:
    played = play(Script(OFFICE + DINNER + WALK, STANDUPS, (Did("walk", "tue 07:00", weeks=(46,)),)))
    [hand] = find_hands(played.past().bookings, ())
    assert (str(hand.intention), hand.to) == ("walk", None)


def test_a_block_that_lies_where_the_person_moves_it_is_left_there_by_them() -> None:
    script = Script(OFFICE + WALK, STANDUPS, (Did("walk", "tue 06:00", "08:00-08:30"),))
    played = play(script)
    past, policy = played.past(), played.policy
    moved = sum(tally.by_hand for tally in replay(past, policy).values())
    there = changed(
        policy, Change(Kind.KEPT_TIME, policy.intentions[0].id, {"ideal_start": 470, "windows": (DayWindow(470, 540),)})
    )
    assert (moved, sum(tally.by_hand for tally in replay(past, there).values())) == (8, 0)


DESK = tuple(Came(f"thu {hours}  Desk", series=True) for hours in ("09:00-12:00", "13:00-17:00"))
CALL = Came("thu 17:00-17:30  Community call", series=True, yes=True)


@pytest.mark.parametrize(
    ("calls", "kind"),
    [
        ((CALL,), Kind.EXPECTED),
        ((replace(CALL, yes=False),), None),
        ((replace(CALL, weeks=(40, 41, 42, 43, 44)),), None),
        ((replace(CALL, line="thu 17:00-18:15  Community call"),), None),
        (
            (
                replace(CALL, weeks=range(40, 44)),
                replace(CALL, line="thu 17:30-18:00  Community call", weeks=range(44, 50)),
            ),
            None,
        ),
        ((replace(CALL, series=False),), None),
    ],
)
def test_only_a_short_series_that_always_gets_a_yes_at_one_hour_may_be_expected(
    calls: tuple[Came, ...], kind: Kind | None
) -> None:
    assert first(play(Script(OFFICE + WALK, (*STANDUPS, *DESK, *calls)))) is kind


def test_a_series_that_costs_a_block_is_not_to_be_expected() -> None:
    tea = DINNER.replace('days = ["monday", "tuesday", "wednesday", "thursday", "friday"]', 'days = ["thursday"]')
    tea = tea.replace("times_per_week = 5", "times_per_week = 1").replace("18:00-19:15", "17:00-18:00")
    came = replace(CALL, when="thu 08:00")
    found = first(play(Script(OFFICE + WALK + tea.replace('"18:00"', '"17:00"'), (*STANDUPS, *DESK, came))))
    assert found in (Kind.LATER, Kind.BUFFER, Kind.OTHER_DAYS)
