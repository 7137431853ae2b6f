from dataclasses import replace
from datetime import date

from hedgerow.core.block import Standing
from hedgerow.core.days import local_day
from hedgerow.core.reconcile import Observation, Step
from hedgerow.core.request import Refusal
from hedgerow.flows.asking import Answer, ask_to_pin, ask_to_skip, ask_to_skip_day, carry_out
from hedgerow.flows.cycle import Outcome, apply, survey
from hedgerow.flows.undo import look_back, undo
from hedgerow.ports import Origin, PlanId
from tests.agenda import BERLIN, day_of
from tests.fakes.nemesis import Fault, FaultyCalendar
from tests.flows.life import BLOCKS, DINNER, Life

FEW = replace(DINNER, times_per_week=2)


def done(life: Life, answer: Answer) -> Outcome:
    return carry_out(life.household, answer, Origin(PlanId("mine"), life.clock.now())).outcome


def days(life: Life) -> list[date]:
    return [local_day(each.start, BERLIN) for each in life.spans()]


def undone(life: Life) -> None:
    undo(life.household, look_back(life.household, survey(life.household), None), PlanId("undo"))


def test_a_block_that_is_skipped_goes_and_its_day_stays_empty_until_that_is_undone() -> None:
    life = Life()
    life.turn()
    surveyed = survey(life.household)
    assert done(life, ask_to_skip_day(life.household, surveyed, DINNER, day_of("wed"))) is Outcome.DONE
    assert (day_of("wed") in days(life), len(days(life))) == (False, 7)
    assert life.turn() == ()
    undone(life)
    assert (day_of("wed") in days(life), life.turn()) == (True, ())


def test_a_day_without_a_block_is_never_planned_once_it_is_skipped() -> None:
    life = Life(intentions=(FEW,))
    surveyed = survey(life.household)
    planned = [each.slot.day for each in surveyed.outlook.plan.blocks]
    for day in planned:
        answer = ask_to_skip_day(life.household, surveyed, FEW, day)
        assert isinstance(answer, Observation)
        assert done(life, answer) is Outcome.DONE
    life.turn()
    assert set(days(life)) & set(planned) == set()
    for _ in planned:
        undone(life)
    assert {each.standing for each in life.ledger.booked.values()} <= {Standing.WITHDRAWN, Standing.HELD}


def test_a_day_is_skipped_once() -> None:
    life = Life()
    first = ask_to_skip_day(life.household, survey(life.household), DINNER, day_of("wed"))
    done(life, first)
    again = ask_to_skip_day(life.household, survey(life.household), DINNER, day_of("wed"))
    assert again == Refusal("That day is skipped already.", is_so_already=True)


def test_a_day_that_is_over_is_not_skipped() -> None:
    life = Life()
    told = ask_to_skip_day(life.household, survey(life.household), DINNER, day_of("sat-1"))
    assert told == Refusal("That day is over.")


def test_a_block_that_is_pinned_stays_when_a_meeting_is_put_over_it() -> None:
    life = Life()
    life.turn()
    surveyed = survey(life.household)
    [booking] = [each for each in surveyed.outlook.bookings if each.slot.day == day_of("wed")]
    assert done(life, ask_to_pin(surveyed, booking)) is Outcome.DONE
    writes = life.blocks.writes
    life.meets("wed 18:00-19:00  Launch")
    life.turn()
    assert (booking.span in life.spans(), life.blocks.writes) == (True, writes)
    undone(life)
    life.turn()
    assert booking.span not in life.spans()


def test_a_block_in_a_calendar_that_was_not_seen_is_not_deleted() -> None:
    life = Life()
    life.turn()
    surveyed = survey(life.household)
    booking = surveyed.outlook.bookings[0]
    assert isinstance(ask_to_skip(life.household, surveyed, booking), Step)
    unseen = replace(surveyed, held={})
    assert isinstance(ask_to_skip(life.household, unseen, booking), Refusal)


def test_a_day_whose_block_was_begun_and_cannot_be_seen_is_not_said_to_be_skipped() -> None:
    life = Life()
    door = FaultyCalendar(life.blocks, writes=[Fault.UNANSWERED] * 8)
    household = replace(life.household, block_calendars=[door])
    apply(household, survey(household), [BLOCKS])
    door.reads = [Fault.DOWN]
    answer = ask_to_skip_day(household, survey(household), DINNER, day_of("wed"))
    assert answer == Refusal("A block of that day was begun, and its calendar can't be seen just now: try again.")
    assert isinstance(ask_to_skip_day(household, survey(household), DINNER, day_of("wed")), Step)
