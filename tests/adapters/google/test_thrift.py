"""Late on a day that took much, a quiet calendar is looked at every second time, and any other each time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hedgerow.adapters.google.collection import Collection
from hedgerow.adapters.google.thrift import Thrift, is_near, is_spared, share_of
from tests.adapters.google.bench import WEEK, Bench, bench
from tests.adapters.ics.calendars import window
from tests.agenda import BERLIN

QUARTER = timedelta(minutes=15)
LATER = window("2026-11-30", "2026-12-07")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_three_calendars_in_a_quarter_of_an_hour_have_300_a_day_and_thrift_begins_at_270() -> None:
    share = share_of(3, QUARTER)
    assert share == 300
    assert [is_near(asked, share) for asked in (0, 269, 270, 300)] == [False, False, True, True]


def test_who_is_asked_more_often_has_more_to_spend() -> None:
    assert share_of(3, minutes(5)) == 900


@pytest.mark.parametrize(
    ("since", "every", "spared"),
    [(15, 15, True), (14, 15, True), (22, 15, True), (5, 5, True), (0, 15, False), (7.5, 15, False), (23, 15, False),
     (30, 15, False), (-15, 15, False), (20, 20, False), (60, 60, False)],
)  # fmt: skip
def test_a_look_is_spared_a_cycle_after_the_last_and_when_the_next_comes_within_half_an_hour(
    since: float, every: float, spared: bool
) -> None:
    assert is_spared(minutes(since), minutes(every)) is spared


def one_calendar(held: Bench) -> tuple[Thrift, Collection]:
    thrift = Thrift(held.session, 1, QUARTER, BERLIN)
    return thrift, held.collection(thrift=thrift)


def look(held: Bench, collection: Collection) -> str:
    """The clock in Berlin; a dot after it where Google was asked. A quarter of an hour goes by."""
    clock, before = f"{held.clock.at.astimezone(BERLIN):%H:%M}", held.session.requests
    collection.read("source", WEEK)
    held.advance(minutes=15)
    return clock + "." * (held.session.requests - before)


def test_a_quiet_day_that_begins_with_the_first_reading(tmp_path: Path) -> None:
    """At 00:00 two requests, and one at each quarter: at 22:15 there were 90 of 100."""
    with bench(tmp_path) as held:
        held.advance(hours=15)
        thrift, collection = one_calendar(held)
        looks = [look(held, collection) for _ in range(96)]
        assert looks[:2] == ["00:00..", "00:15."]
        assert looks[88:] == ["22:00.", "22:15", "22:30.", "22:45", "23:00.", "23:15", "23:30.", "23:45"]
        assert sum(each.count(".") for each in looks) == 93
        assert [look(held, collection) for _ in range(3)] == ["00:00.", "00:15.", "00:30."]
        assert thrift.asked(held.clock.at) == 3


def test_a_day_that_took_forty_more_takes_little_more_than_its_share(tmp_path: Path) -> None:
    """135 it would have been: at 12:45 there were 90 of 100, and 22 of the 45 looks left are sent."""
    with bench(tmp_path) as held:
        held.advance(hours=15)
        thrift, collection = one_calendar(held)
        looks = [look(held, collection)]
        held.session.requests += 38
        looks += [look(held, collection) for _ in range(95)]
        assert looks[50:54] == ["12:30.", "12:45", "13:00.", "13:15"]
        assert thrift.asked(held.clock.at - QUARTER) == 112


def edited(held: Bench, collection: Collection) -> None:
    """Heard of at a look; the next one may hear of more."""
    held.server.hands().add("Lunch", "2026-11-24T12:00:00", "2026-11-24T13:00:00")
    assert [look(held, collection) for _ in range(2)] == ["09:45", "10:00."]


def written(held: Bench, collection: Collection) -> None:
    collection.wrote()


def removed(held: Bench, collection: Collection) -> None:
    collection.removed("x")


def spared(held: Bench, collection: Collection) -> None:
    assert not look(held, collection).endswith(".")


def asleep(held: Bench, collection: Collection) -> None:
    held.advance(minutes=15)


def a_little_before(held: Bench, collection: Collection) -> None:
    collection.read("another", WEEK)
    held.advance(minutes=2)


def a_day_ago(held: Bench, collection: Collection) -> None:
    assert collection._kept is not None
    collection._kept = replace(collection._kept, read_at=held.clock.at - timedelta(days=1))


@pytest.mark.parametrize("what", [edited, written, removed, spared, asleep, a_little_before, a_day_ago])
def test_a_calendar_of_which_anything_is_awaited_is_asked(
    tmp_path: Path, what: Callable[[Bench, Collection], None]
) -> None:
    with bench(tmp_path) as held:
        _, collection = one_calendar(held)
        for _ in range(3):
            look(held, collection)
        held.session.requests += 100
        what(held, collection)
        assert look(held, collection).endswith(".")


def test_another_window_is_asked_for(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        _, collection = one_calendar(held)
        for _ in range(3):
            look(held, collection)
        held.session.requests += 100
        before = held.session.requests
        collection.read("source", LATER)
        assert held.session.requests == before + 1


def test_who_asks_a_second_time_at_once_is_answered_by_google(tmp_path: Path) -> None:
    """As a second reading of what looks odd does."""
    with bench(tmp_path) as held:
        _, collection = one_calendar(held)
        for _ in range(3):
            look(held, collection)
        held.session.requests += 100
        before = held.session.requests
        assert not collection.blocks().events
        held.server.hands().add("Lunch", "2026-11-24T12:00:00", "2026-11-24T13:00:00")
        assert collection.blocks().events
        assert held.session.requests > before


def test_a_process_of_its_own_asks_at_once_on_any_day(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        _, collection = one_calendar(held)
        for _ in range(3):
            look(held, collection)
        held.session.requests += 100
        _, another = one_calendar(held)
        before = held.session.requests
        collection.read("source", WEEK)
        assert held.session.requests == before
        assert look(held, another).endswith(".")
