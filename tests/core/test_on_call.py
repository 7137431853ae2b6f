"""Intentions that avoid time on call, and those that don't."""

from dataclasses import replace

from hedgerow.core.board import ON_CALL
from hedgerow.core.plan import Busy, Hold, Plan, Reason
from hedgerow.core.why.facts import Conflict, Taken
from hedgerow.core.why.here import tell_here
from hedgerow.core.why.nowhere import tell_nowhere
from tests.agenda import day_of, span
from tests.plans import RULES, Case, busy, kept, placed, wall, wish

LATE_CALL = replace(RULES, on_call=(span("mon", "18:00-20:00"), span("tue", "08:00-22:00")))
RUN = wish("run", "17:00-21:00", days="mon", ideal="18:00")
FREE_RUN = replace(RUN, avoids_on_call=True)


def made(*wishes: object, **more: object) -> Plan:
    return Case(wishes, rules=LATE_CALL, **more).plan()  # type: ignore[arg-type]


def test_a_block_may_lie_on_call_unless_its_intention_avoids_it() -> None:
    assert wall(made(RUN)) == ["mon 18:00-19:00"]
    assert wall(made(FREE_RUN)) == ["mon 17:00-18:00"]


def test_its_buffers_and_its_way_are_free_of_calls_too() -> None:
    assert wall(made(replace(FREE_RUN, buffer_after=30))) == ["mon 20:00-21:00"]
    # An hour has no room on either side; half an hour has it, and 17:00 is nearer to 18:00 than 20:30 is.
    assert wall(made(replace(FREE_RUN, travel_after=30, buffer_before=30))) == ["mon 17:00-17:30"]


def test_a_day_on_call_is_said_to_leave_no_room() -> None:
    tuesday = Case([replace(FREE_RUN, days=wish(days="tue").days)], rules=LATE_CALL)
    told = tell_nowhere(tuesday.scene(), tuesday.plan().unplaced[0])
    called = Busy(span("tue", "08:00-22:00"), ON_CALL, is_work=False)
    assert (told.conflicts, told.crowded) == ((Conflict(day_of("tue"), (called,)),), ())


def test_a_call_that_takes_the_better_place_is_named() -> None:
    scene = Case([FREE_RUN], rules=LATE_CALL).scene()
    [taken] = [fact for fact in tell_here(scene, scene.plan.blocks[0]) if isinstance(fact, Taken)]
    assert [(barrier.wanted, barrier.by.title) for barrier in taken.barriers] == [(span("mon", "18:00-19:00"), ON_CALL)]


def test_a_call_put_over_a_block_moves_it_where_the_intention_avoids_calls() -> None:
    stands = kept(placed(span("mon", "18:00-19:00"), "mon"))
    assert wall(made(RUN, previous=stands)) == ["mon 18:00-19:00"]
    [block] = made(FREE_RUN, previous=stands).blocks
    assert (block.span, block.reason) == (span("mon", "17:00-18:00"), Reason.MOVED)


def test_a_block_put_on_call_by_hand_stays() -> None:
    pinned = kept(placed(span("mon", "18:30-19:30"), "mon", hold=Hold.PINNED))
    assert wall(made(FREE_RUN, previous=pinned)) == ["mon 18:30-19:30"]


def test_other_intentions_are_as_free_as_before_beside_one_that_avoids_calls() -> None:
    walk = wish("walk", "17:00-21:00", days="mon", ideal="18:00")
    assert wall(made(FREE_RUN, walk, busy=busy("mon 20:00-21:00  Sync"))) == ["mon 17:00-18:00", "mon 18:00-19:00"]
