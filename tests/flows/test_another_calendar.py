"""An intention that gets another calendar: its blocks are in one of the two, never in both and never in none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from hedgerow.core.action import Verb
from hedgerow.core.block import BlockEvent, BlockId, Found, Standing, Version
from hedgerow.core.occurrence import CalendarId, NotSeen
from hedgerow.core.reconcile import Step
from hedgerow.flows.cycle import Outcome, apply, survey
from hedgerow.flows.household import Household
from hedgerow.ports import Refused, Unavailable
from tests.agenda import at, day_of, span
from tests.fakes.block_calendar import MemoryCalendar
from tests.flows.life import BLOCKS, DINNER, Life

OTHER = CalendarId("other")


class Moving(Life):
    """Dinners were held in one calendar, and the settings now name another."""

    def __init__(self) -> None:
        super().__init__()
        self.other = MemoryCalendar(OTHER)
        self.turn()
        self.settings = replace(self.settings, intentions=(replace(DINNER, calendar=OTHER),))

    @property
    def household(self) -> Household:
        return replace(super().household, block_calendars=[self.blocks, self.other])

    def held(self) -> Counter[str]:
        found = (*self.blocks.find_blocks(), *self.other.find_blocks())
        return Counter(f"{each.mark.slot.day} {each.span.start}" for each in found)

    def where(self) -> tuple[int, int]:
        return len(self.blocks.find_blocks()), len(self.other.find_blocks())


def test_nothing_leaves_the_old_calendar_before_the_new_one_got_its_yes() -> None:
    life = Moving()
    before = life.held()
    performed = apply(life.household, survey(life.household), asked=())
    assert {(each.step.action.verb, each.outcome) for each in performed} == {
        (Verb.CREATE, Outcome.NOT_ASKED),
        (Verb.DELETE, Outcome.FOLLOWS),
    }
    assert (life.held(), life.where()) == (before, (8, 0))


def test_with_the_yes_every_block_moves_over_and_another_turn_finds_nothing_to_do() -> None:
    life = Moving()
    before = life.held()
    assert {each.outcome for each in apply(life.household, survey(life.household), [OTHER])} == {Outcome.DONE}
    assert (life.held(), life.where()) == (before, (0, 8))
    assert life.turn() == ()


class Breaking:
    """Does `good` writes and fails after that, before or after doing what it was asked."""

    def __init__(self, real: MemoryCalendar, good: int, error: Exception, *, after: bool) -> None:
        self.real, self.good, self.error, self.after = real, good, error, after

    @property
    def calendar(self) -> CalendarId:
        return self.real.calendar

    def find_blocks(self) -> Sequence[Found]:
        return self.real.find_blocks()

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        if self.good <= 0 and not self.after:
            raise self.error
        version = self.real.put(event, expected)
        self._tire()
        return version

    def remove(self, block: BlockId, expected: Version) -> None:
        if self.good <= 0 and not self.after:
            raise self.error
        self.real.remove(block, expected)
        self._tire()

    def _tire(self) -> None:
        self.good -= 1
        if self.good < 0:
            raise self.error


@pytest.mark.parametrize("error", [Unavailable("no answer"), Refused("it is full")])
@pytest.mark.parametrize("good", [0, 3])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("broken", [BLOCKS, OTHER])
def test_a_calendar_that_fails_in_the_middle_leaves_no_dinner_without_its_block(
    broken: CalendarId, good: int, error: Exception, *, after: bool
) -> None:
    life = Moving()
    before = life.held()
    breaking = [
        Breaking(each, good, error, after=after) if each.calendar == broken else each
        for each in (life.blocks, life.other)
    ]
    failing = replace(life.household, block_calendars=breaking)
    apply(failing, survey(failing), [OTHER])
    assert life.held().keys() == before.keys()
    life.turn()
    assert (life.held(), life.where()) == (before, (0, 8))
    assert life.turn() == ()


def test_what_the_person_moves_while_it_is_on_its_way_is_theirs_and_there_once() -> None:
    life = Moving()
    surveyed = survey(life.household)
    moved = next(each for each in life.blocks.find_blocks() if each.span == span("wed", "18:00-19:00"))
    life.blocks.edit(moved.block, span=span("wed", "20:00-21:00"))
    apply(life.household, surveyed, [OTHER])
    life.turn()
    dinners = [day for day in life.held() if day.startswith(str(moved.mark.slot.day))]
    assert dinners == [f"{moved.mark.slot.day} {span('wed', '20:00-21:00').start}"]
    assert life.turn() == ()


def test_a_block_that_begins_while_the_plan_waits_is_not_booked_anew_elsewhere() -> None:
    life = Moving()
    life.now("mon", "08:00")
    life.meets("mon 18:00-18:30  Launch")
    surveyed = survey(life.household)
    life.now("mon", "18:10")
    outcomes = {each.outcome for each in apply(life.household, surveyed, [OTHER]) if is_of_monday(each.step)}
    assert outcomes == {Outcome.TOO_LATE}
    assert [slot for slot in life.held() if slot.startswith("2026-11-16")] == [f"2026-11-16 {at('mon', '18:00')}"]


def is_of_monday(step: Step) -> bool:
    return step.action.event.slot.day == day_of("mon")


def test_a_calendar_that_left_the_settings_is_told_and_its_blocks_stay_without_being_in_the_way() -> None:
    life = Moving()
    gone = replace(life.household, block_calendars=[life.other])
    surveyed = survey(gone)
    assert surveyed.view.coverage.not_seen == (
        NotSeen(
            BLOCKS, BLOCKS, "blocks are still booked there, but no calendar of that name holds blocks in the settings"
        ),
    )
    assert {each.step.action.verb for each in apply(gone, surveyed, [OTHER])} == {Verb.CREATE}
    assert life.where() == (8, 8)
    assert apply(gone, survey(gone), []) == ()
    standing = {each.standing for each in life.ledger.bookings() if each.calendar == BLOCKS}
    assert standing == {Standing.HELD}
