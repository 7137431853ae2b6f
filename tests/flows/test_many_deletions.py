"""So many deletions at once that they look like a mistake: no turn does them by itself, a person may."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.core.action import Verb
from hedgerow.daemon import Wheel
from hedgerow.flows.cycle import Outcome, apply, survey
from tests.flows.life import BLOCKS, Life


def emptied() -> Life:
    """Fourteen dinners of two weeks, and settings that want none any more."""
    life = Life()
    life.now("mon", "06:00")
    life.turn()
    life.settings = replace(life.settings, intentions=())
    return life


def test_no_turn_of_the_wheel_deletes_them_and_each_change_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    life = emptied()
    before = life.spans()
    wheel = Wheel(life.household)
    with caplog.at_level(logging.WARNING):
        for _ in range(6):
            wheel.turn()
            life.clock.at += timedelta(minutes=20)
    assert life.spans() == before
    assert [record.getMessage() for record in caplog.records] == [
        "14 deletions wait for a yes, as so many at once may be a mistake: run `hedgerow apply`"
    ]


def test_a_person_who_is_shown_them_says_yes_to_all_of_them_at_once() -> None:
    life = emptied()
    shown = survey(life.household, released=True)
    assert {step.action.verb for step in shown.outlook.steps} == {Verb.DELETE}
    assert {each.outcome for each in apply(life.household, shown, [BLOCKS])} == {Outcome.DONE}
    assert life.spans() == []
    assert survey(life.household).outlook.held_back == ()


def test_a_calendar_without_its_yes_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    life = Life()
    wheel = Wheel(life.household)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            wheel.turn()
            life.clock.at += timedelta(minutes=20)
    assert life.spans() == []
    assert [record.getMessage() for record in caplog.records] == [
        "the first blocks in blocks wait for a yes: run `hedgerow apply`"
    ]
