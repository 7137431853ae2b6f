"""Leaving takes every block of ours and nothing else, with or without the database."""

from dataclasses import replace

import pytest

from hedgerow.core.block import uid_of
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.flows.cycle import Outcome, apply, survey
from hedgerow.flows.leave import leave, look_around
from hedgerow.flows.undo import look_back, undo
from hedgerow.ports import Pause, PlanId
from tests.agenda import span
from tests.fakes.block_calendar import MemoryCalendar
from tests.fakes.ledger import MemoryLedger
from tests.fakes.nemesis import Fault, FaultyCalendar
from tests.flows.life import BLOCKS, Life


def settled_life() -> Life:
    life = Life()
    life.blocks.foreign[Uid("dentist")] = "Dentist"
    life.turn()
    return life


def go(life: Life, *, keep_changed: bool = False, keep_past: bool = False) -> list[Outcome]:
    found = look_around(life.household, keep_changed=keep_changed, keep_past=keep_past)
    return [each.outcome for each in leave(life.household, found.steps, PlanId("leave"))]


@pytest.mark.parametrize("is_lost", [False, True])
def test_every_block_goes_and_all_else_stays_even_when_the_database_is_gone(is_lost: bool) -> None:
    life = settled_life()
    if is_lost:
        life.ledger = MemoryLedger()
    life.settings = replace(life.settings, intentions=())
    assert go(life) == [Outcome.DONE] * 8
    assert (life.spans(), life.blocks.foreign) == ([], {Uid("dentist"): "Dentist"})
    assert {entry.plan for entry in life.ledger.log if entry.reason == "Hedgerow leaves"} == {"leave"}


def test_afterwards_nothing_is_booked_until_the_person_says_so() -> None:
    life = settled_life()
    go(life)
    assert life.breaks.pause() == Pause(life.clock.now(), None)
    assert {each.outcome for each in life.turn()} == {Outcome.PAUSED}
    life.breaks.set_pause(None)
    assert {each.outcome for each in life.turn()} == {Outcome.DONE}
    assert len(life.spans()) == 8


def test_what_the_person_changed_is_named_and_may_be_kept() -> None:
    life = settled_life()
    first, second, *_ = life.blocks.find_blocks()
    life.blocks.edit(first.block, title="Dinner with Mia")
    life.blocks.edit(second.block, span=span("sat", "12:00-13:00"))
    found = look_around(life.household, keep_changed=True, keep_past=False)
    assert [trace.changes for trace in found.traces if trace.changes] == [("retitled",), ("moved",)]
    assert (len(found.traces), len(found.steps)) == (8, 6)
    go(life, keep_changed=True)
    assert {each.block for each in life.blocks.find_blocks()} == {first.block, second.block}


def test_what_is_over_may_be_kept() -> None:
    life = settled_life()
    life.now("wed", "12:00")
    assert len(look_around(life.household, keep_changed=False, keep_past=True).steps) == 5
    assert len(look_around(life.household, keep_changed=False, keep_past=False).steps) == 8


def test_blocks_of_another_person_in_the_same_calendar_stay() -> None:
    life = settled_life()
    other = Life()
    other.blocks, other.ids.prefix = life.blocks, "other"
    other.settings = replace(other.settings, person=replace(other.settings.person, addresses=frozenset({"b@b.org"})))
    apply(other.household, survey(other.household), [BLOCKS])
    assert len(life.spans()) == 16
    go(life)
    assert len(life.spans()) == 8
    assert go(other) == [Outcome.DONE] * 8


def test_a_block_that_was_carried_into_a_calendar_that_is_only_read_goes_too() -> None:
    life = settled_life()
    private = MemoryCalendar(CalendarId("private"))
    first, *_ = life.blocks.find_blocks()
    private.events[Uid(f"{first.block}@hedgerow")] = replace(first, calendar=CalendarId("private"))
    life.blocks.delete(first.block)
    household = replace(life.household, writable=lambda: [life.blocks, private])
    found = look_around(household, keep_changed=False, keep_past=False)
    assert [t.changes for t in found.traces if t.found.calendar == "private"] == [("taken to another calendar",)]
    assert len(leave(household, found.steps, PlanId("leave"))) == 8
    assert (private.events, life.blocks.events) == ({}, {})


def test_what_could_not_be_looked_at_and_what_left_the_settings_is_told() -> None:
    life = settled_life()
    household = replace(life.household, writable=list)
    found = look_around(household, keep_changed=False, keep_past=False)
    assert (found.traces, [gap.calendar for gap in found.gaps]) == ((), [BLOCKS])


def test_leaving_can_be_undone_as_a_whole() -> None:
    life = settled_life()
    before = life.spans()
    go(life)
    surveyed = survey(life.household)
    undo(life.household, look_back(life.household, surveyed, PlanId("leave")), PlanId("undo"))
    assert life.spans() == before


def test_a_deletion_without_an_answer_keeps_no_other_block_from_going() -> None:
    life, other = settled_life(), MemoryCalendar(CalendarId("another"))
    first, *rest = life.blocks.find_blocks()
    other.events = {uid_of(first.block): replace(first, calendar=other.calendar)}
    silent = FaultyCalendar(other, writes=[Fault.DROPPED])
    household = replace(life.household, writable=lambda: [silent, life.blocks])
    found = look_around(household, keep_changed=False, keep_past=False)
    outcomes = [each.outcome for each in leave(household, found.steps, PlanId("leave"))]
    assert outcomes == [Outcome.UNKNOWN, Outcome.NOT_BEGUN, *[Outcome.DONE] * len(rest)]
    again = look_around(household, keep_changed=False, keep_past=False)
    assert {each.outcome for each in leave(household, again.steps, PlanId("again"))} == {Outcome.DONE}
    assert (life.spans(), other.events) == ([], {})


def test_a_calendar_that_shows_none_of_its_blocks_is_not_taken_for_one_without_any() -> None:
    life = settled_life()
    household = replace(life.household, writable=lambda: [FaultyCalendar(life.blocks, [Fault.EMPTY])])
    found = look_around(household, keep_changed=False, keep_past=False)
    [gap] = found.gaps
    assert (found.steps, gap.calendar) == ((), BLOCKS)
    assert "most blocks that were booked there were not found" in gap.reason
    assert go(life) == [Outcome.DONE] * 8
    assert look_around(life.household, keep_changed=False, keep_past=False).gaps == ()
