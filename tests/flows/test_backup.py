"""The daemon copies the database once a day; a copy that fails stops nothing, and is said once."""

import logging
from dataclasses import replace
from datetime import date

import pytest

from hedgerow.daemon import Wheel
from hedgerow.ports import Unavailable
from tests.flows.life import BLOCKS, Life


def test_the_database_is_copied_under_the_day_where_the_person_lives() -> None:
    life, days = Life(), list[date]()
    wheel = Wheel(replace(life.household, back_up=days.append))
    for clock in ("23:40", "23:59"):
        life.now("mon", clock)
        wheel.turn()
    life.now("tue", "00:20")  # in UTC it is monday still
    wheel.turn()
    assert [day.isoformat() for day in days] == ["2026-11-16", "2026-11-16", "2026-11-17"]


def test_a_copy_that_fails_stops_nothing_and_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    life = Life()
    life.ledger.approve(BLOCKS, life.clock.now())

    def full(_: date) -> None:
        raise Unavailable("The backup could not be written: free some space.")

    wheel = Wheel(replace(life.household, back_up=full))
    with caplog.at_level(logging.WARNING):
        for clock in ("08:00", "09:00", "10:00"):
            life.now("mon", clock)
            wheel.turn()
    assert caplog.text.count("could not be written") == 1
    assert life.spans()
