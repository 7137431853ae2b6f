"""So many deletions at once that they look like a mistake: no turn does them by itself, a person may."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.core.action import Verb
from hedgerow.daemon import Wheel
from hedgerow.flows.cycle import Outcome, apply, survey
from tests.flows.life import BLOCKS, DINNER, Life


def emptied() -> Life:
    """Fourteen dinners of two weeks, and settings that want none any more."""
    life = Life()
    life.now("mon", "06:00")
    life.turn()
    life.settings = replace(life.settings, intentions=())
    return life


def test_one_turn_of_the_wheel_deletes_none_and_says_so_and_the_next_that_plans_the_same_deletes_all(
    caplog: pytest.LogCaptureFixture,
) -> None:
    life = emptied()
    before = life.spans()
    wheel = Wheel(life.household)
    with caplog.at_level(logging.WARNING):
        wheel.turn()
        assert life.spans() == before
        life.clock.at += timedelta(minutes=20)
        wheel.turn()
    assert life.spans() == []
    assert [record.getMessage() for record in caplog.records] == [
        "14 deletions at once may be a mistake, so they wait for another turn that plans the same: run `hedgerow apply`"
    ]


def test_a_turn_that_plans_other_deletions_begins_anew() -> None:
    life = emptied()
    wheel = Wheel(life.household)
    wheel.turn()
    life.settings = replace(life.settings, intentions=(DINNER,))
    life.clock.at += timedelta(minutes=20)
    Wheel(life.household).turn()
    life.settings = replace(life.settings, intentions=())
    life.clock.at += timedelta(minutes=20)
    Wheel(life.household).turn()
    assert len(life.spans()) == 14


def test_deletions_do_not_go_while_a_calendar_is_not_seen_nor_does_such_a_turn_count() -> None:
    life = emptied()
    life.work.unavailable = "the server is away"
    for _ in range(3):
        Wheel(life.household).turn()
        life.clock.at += timedelta(minutes=20)
    life.work.unavailable = ""
    Wheel(life.household).turn()
    assert len(life.spans()) == 14


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
