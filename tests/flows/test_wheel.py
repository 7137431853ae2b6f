"""The wheel of `serve`, turned by hand."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from hedgerow.core.block import Found
from hedgerow.core.days import Week
from hedgerow.core.history import WeekRecord
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.pattern import Leave, Pattern
from hedgerow.daemon import Wheel
from hedgerow.flows.cycle import survey
from hedgerow.flows.household import Household
from hedgerow.flows.weekly import make_report
from hedgerow.ports import Refused, Unavailable
from tests.agenda import WEEK, day_of
from tests.fakes.block_calendar import MemoryCalendar
from tests.fakes.history import MemoryHistory
from tests.fakes.sources import MemorySource
from tests.flows.life import BLOCKS, Life


@dataclass
class Door:
    """Shut while another process is at work."""

    shut: bool = False
    inside: list[int] = field(default_factory=list)

    @contextmanager
    def enter(self) -> Iterator[None]:
        if self.shut:
            raise Unavailable("somebody applies")
        self.inside.append(1)
        yield
        self.inside.append(-1)


@dataclass
class Counting(MemoryHistory):
    """Remembers which weeks each call wrote."""

    saved: list[list[Week]] = field(default_factory=list)

    def save(self, records: Sequence[WeekRecord], at: datetime) -> None:
        self.saved.append([record.week for record in records])
        super().save(records, at)


@dataclass
class Remote(MemoryCalendar):
    unavailable: str = ""

    def find_blocks(self) -> Sequence[Found]:
        if self.unavailable:
            raise Unavailable(self.unavailable)
        return super().find_blocks()


class FullDisk(MemoryHistory):
    def save(self, records: Sequence[WeekRecord], at: datetime) -> None:
        raise Unavailable("no space left")


def test_a_turn_whose_records_would_not_be_kept_does_nothing_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    def gone() -> AbstractContextManager[None]:
        raise Refused("the database was deleted")

    life = Life()
    life.ledger.approve(BLOCKS, life.clock.at)
    wheel = Wheel(replace(life.household, alone=gone))
    wheel.turn()
    wheel.turn()
    assert life.spans() == []
    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        ("ERROR", "this turn waits: the database was deleted")
    ]


def test_what_keeps_calendars_from_being_seen_is_said_once_until_it_changes(caplog: pytest.LogCaptureFixture) -> None:
    """As each new cycle of an account whose sign-in has ended finds it."""
    life, ended = Life(), "Google ended the sign-in of 'job': run `hedgerow connect google job`."
    family, blocks = MemorySource(CalendarId("family")), Remote(BLOCKS)
    wheel = Wheel(replace(life.household, sources=[life.work, family], block_calendars=[blocks]))

    def turn(work: str = "", others: str = "") -> list[str]:
        caplog.clear()
        life.work.unavailable, family.unavailable, blocks.unavailable = work, others, others
        wheel.is_asked = True
        wheel.turn()
        return [each.getMessage() for each in caplog.records if " seen" in each.getMessage()]

    with caplog.at_level(logging.INFO, "hedgerow"):
        assert turn() == []
        assert turn(ended, ended) == [f"calendar blocks, family, work not seen: {ended}"]
        assert [turn(ended, ended) for _ in range(3)] == [[], [], []]
        assert turn("gone", ended) == ["calendar work not seen: gone", f"calendar blocks, family not seen: {ended}"]
        assert turn("gone", ended) == []
        assert turn("gone") == ["calendar blocks, family seen again"]
        assert turn() == ["calendar work seen again"]
        assert turn() == []


def test_a_turn_waits_while_another_process_writes_and_is_made_up_for_at_the_next_beat() -> None:
    life, door = Life(), Door(shut=True)
    life.ledger.approve(BLOCKS, life.clock.at)
    wheel = Wheel(replace(life.household, alone=door.enter))
    wheel.turn()
    assert (life.spans(), wheel.last) == ([], None)
    door.shut = False
    wheel.turn()
    assert len(life.spans()) == 8
    assert door.inside == [1, -1]


def test_the_wheel_sends_the_letter_at_its_hour_but_not_on_leave() -> None:
    life = Life()
    life.now("mon", "09:30")
    wheel = Wheel(life.household)
    life.settings = replace(life.settings, pattern=Pattern(leave=(Leave("Lisbon", day_of("mon"), day_of("mon")),)))
    away = Wheel(life.household)
    away.turn()
    assert (away.boundary is not None, life.post.letters) == (True, [])
    wheel.turn()
    assert len(life.post.letters) == 1


def test_a_week_that_is_over_is_kept_by_the_next_cycle_without_a_letter_and_once() -> None:
    life = Life("tue 18:00-19:00  Retro")
    life.settings = replace(life.settings, letter=replace(life.settings.letter, enabled=False))
    life.history = Counting()
    wheel = Wheel(life.household)
    for day, clock in (("sun", "23:50"), ("mon+1", "00:10"), ("mon+1", "00:30"), ("tue+1", "09:00")):
        life.now(day, clock)
        wheel.turn()
        kept = WEEK in life.history.weeks
        assert kept == (day != "sun")
    assert life.history.weeks[WEEK].personal_taken == 60
    # Those that were over before the first cycle, and then this one: every other cycle wrote nothing.
    assert life.history.saved == [[WEEK.plus(-n) for n in (4, 3, 2, 1)], [WEEK]]


def test_a_late_change_of_a_week_that_is_kept_reaches_it_with_the_next_cycle() -> None:
    life = Life("tue 18:00-19:00  Retro")
    life.history = Counting()
    wheel = Wheel(life.household)
    life.now("mon+1", "08:00")
    wheel.turn()
    life.meets("tue 18:00-19:30  Retro")
    life.now("mon+1", "08:30")
    wheel.turn()
    assert life.history.weeks[WEEK].personal_taken == 90
    assert life.history.saved[1:] == [[WEEK]]


def test_the_letter_has_nothing_to_add_to_what_the_cycles_kept() -> None:
    life = Life("tue 18:00-19:00  Retro")
    life.history = Counting()
    life.now("mon+1", "08:00")
    Wheel(life.household).turn()
    before = life.history.weeks[WEEK]
    make_report(life.household, survey(life.household, 13), WEEK)
    assert life.history.weeks[WEEK] == before
    assert WEEK not in [week for saved in life.history.saved[1:] for week in saved]


def test_a_history_that_cannot_be_written_keeps_no_block_from_being_booked() -> None:
    life = Life()
    life.history = FullDisk()
    life.ledger.approve(BLOCKS, life.clock.at)
    Wheel(life.household).turn()
    assert len(life.spans()) == 8


def test_each_cycle_asks_for_a_new_household_and_a_beat_between_them_does_not() -> None:
    first, asked = Life().household, list[Household]()

    def renewed(household: Household) -> Household:
        asked.append(household)
        return replace(household, notices=(str(len(asked)),))

    wheel = Wheel(first, renewed=renewed)
    wheel.turn()
    wheel.turn()
    assert (asked, wheel.household.notices) == ([first], ("1",))
    wheel.is_asked = True
    wheel.turn()
    wheel.turn()
    assert (len(asked), wheel.household.notices) == (2, ("2",))


def test_what_a_page_changed_in_the_settings_holds_at_the_next_beat_so_that_no_letter_comes_after_a_stop() -> None:
    life = Life()
    life.now("mon", "08:50")

    def renewed(_household: Household) -> Household:
        return life.household

    wheel = Wheel(life.household, renewed=renewed)
    wheel.turn()
    with wheel.resting():
        life.settings = replace(life.settings, letter=replace(life.settings.letter, enabled=False))
    life.now("mon", "09:01")
    wheel.turn()
    assert life.post.letters == []
