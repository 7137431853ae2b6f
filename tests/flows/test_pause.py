"""While the person wants nothing written, nothing is."""

from datetime import timedelta

import pytest

from hedgerow.core.action import Verb
from hedgerow.core.block import Standing
from hedgerow.daemon import Wheel
from hedgerow.flows.cycle import Outcome, apply, survey
from hedgerow.ports import Pause
from tests.flows.life import BLOCKS, Life


def test_while_paused_no_step_is_done_and_no_calendar_is_said_yes_to() -> None:
    life = Life()
    life.breaks.set_pause(Pause(life.clock.now(), None))
    surveyed = survey(life.household)
    performed = apply(life.household, surveyed, [BLOCKS])
    assert surveyed.pause == Pause(life.clock.now(), None)
    assert {each.outcome for each in performed} == {Outcome.PAUSED}
    assert [each.step for each in performed] == list(surveyed.outlook.steps)
    assert (life.blocks.writes, life.ledger.approved(), life.ledger.open_intents()) == (0, frozenset(), [])


def test_a_pause_ends_by_itself_at_its_end() -> None:
    life = Life()
    now = life.clock.now()
    life.breaks.set_pause(Pause(now, now + timedelta(hours=1)))
    life.turn()
    assert life.blocks.writes == 0
    life.clock.at = now + timedelta(hours=1)
    assert {each.outcome for each in life.turn()} == {Outcome.DONE}


def test_a_pause_that_begins_between_looking_and_writing_holds() -> None:
    life = Life()
    surveyed = survey(life.household)
    life.breaks.set_pause(Pause(life.clock.now(), None))
    assert {each.outcome for each in apply(life.household, surveyed, [BLOCKS])} == {Outcome.PAUSED}


def test_what_the_person_does_by_hand_is_noted_while_paused() -> None:
    life = Life()
    life.turn()
    [first, *_] = life.blocks.find_blocks()
    life.breaks.set_pause(Pause(life.clock.now(), None))
    life.blocks.delete(first.block)
    life.turn()
    assert life.ledger.booked[first.block].standing is Standing.SKIPPED


def test_letters_go_out_while_paused() -> None:
    life = Life()
    life.breaks.set_pause(Pause(life.clock.now(), None))
    life.now("mon+1", "09:30")
    Wheel(life.household).turn()
    assert (len(life.post.letters), life.blocks.writes) == (1, 0)


def test_every_write_of_one_turn_has_the_run_of_that_turn() -> None:
    life = Life()
    life.turn()
    life.meets("wed 17:00-21:00  Launch")
    life.turn()
    created = {entry.plan for entry in life.ledger.log if entry.what is Verb.CREATE}
    moved = {entry.plan for entry in life.ledger.log if entry.what is not Verb.CREATE}
    assert (len(created), len(moved), created & moved) == (1, 1, set())


def test_the_service_says_once_that_it_is_paused(caplog: pytest.LogCaptureFixture) -> None:
    life = Life()
    life.breaks.set_pause(Pause(life.clock.now(), None))
    wheel = Wheel(life.household)
    for _ in range(3):
        wheel.turn()
        life.clock.at += timedelta(hours=1)
    told = [record.message for record in caplog.records if "paused" in record.message]
    assert told == ["paused: nothing is written; `hedgerow resume` ends it"]
