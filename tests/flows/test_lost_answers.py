"""Answers that got lost, came twice or were out of date, and writes that somebody undoes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.core.action import Verb
from hedgerow.core.block import BlockId, Found, Standing, Version, uid_of
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId
from hedgerow.daemon import Wheel
from hedgerow.flows.cycle import Outcome, apply, survey
from hedgerow.flows.household import Household
from tests.agenda import span
from tests.fakes.block_calendar import MemoryCalendar
from tests.fakes.nemesis import Fault, FaultyCalendar
from tests.flows.life import BLOCKS, DINNER, Life

QUARTER = timedelta(minutes=15)


class Counting(FaultyCalendar):
    readings = 0

    def find_blocks(self) -> Sequence[Found]:
        self.readings += 1
        return super().find_blocks()


class Twice(Counting):
    """On the way to it each deletion is doubled, and the first answer lost."""

    def remove(self, block: BlockId, expected: Version) -> None:
        super().remove(block, expected)
        super().remove(block, expected)


class Behind(Life):
    """The block calendar lies behind a network. One dinner a week, so two blocks."""

    def __init__(self) -> None:
        super().__init__(intentions=(replace(DINNER, times_per_week=1),))
        self.now("mon", "06:00")
        self.door = Counting(self.blocks)

    @property
    def household(self) -> Household:
        return replace(super().household, block_calendars=[self.door])

    def first(self) -> Found:
        return min(self.blocks.find_blocks(), key=lambda found: found.span)

    def standing(self) -> set[Standing]:
        return {booking.standing for booking in self.ledger.bookings()}


def test_a_calendar_as_it_was_left_is_read_once_and_one_with_news_twice() -> None:
    life = Behind()
    life.turn()
    life.door.readings = 0
    assert life.turn() == ()
    assert life.door.readings == 1
    life.blocks.edit(life.first().block, title="Mine")
    life.turn()
    assert life.door.readings == 3


@pytest.mark.parametrize("lie", [Fault.STALE, Fault.EMPTY])
def test_an_old_list_after_a_lost_answer_books_nothing_twice(lie: Fault) -> None:
    life = Behind()
    life.door.writes = [Fault.UNANSWERED, Fault.UNANSWERED]
    life.turn()
    life.door.reads, life.door.age = [lie], 2
    assert life.turn() == ()
    assert len(life.ledger.open_intents()) == 2
    assert life.turn() == ()
    assert (life.standing(), len(life.spans())) == ({Standing.HELD}, 2)


def test_a_list_that_stays_old_books_nothing_twice_either() -> None:
    life = Behind()
    life.door.writes = [Fault.UNANSWERED, Fault.UNANSWERED]
    life.turn()
    booked = life.spans()
    life.door.reads = [Fault.EMPTY] * 4
    assert {each.outcome for each in life.turn()} == {Outcome.CHANGED_MEANWHILE}
    life.door.heal()
    life.turn()
    assert (life.spans(), life.standing(), life.turn()) == (booked, {Standing.HELD}, ())


def test_an_old_list_makes_no_block_one_that_was_deleted_by_hand() -> None:
    life = Behind()
    life.turn()
    life.door.reads, life.door.age = [Fault.STALE], 1
    surveyed = survey(life.household)
    assert (surveyed.outlook.observations, surveyed.outlook.steps) == ((), ())
    assert [gap.reason for gap in surveyed.view.coverage.not_seen] == [
        "two readings of it did not agree, so it is looked at again in the next run"
    ]


def test_a_creation_that_never_arrived_is_tried_again_under_its_id() -> None:
    life = Behind()
    life.door.writes = [Fault.DROPPED, Fault.DROPPED]
    ids = {each.step.action.event.block for each in life.turn()}
    assert {each.step.action.event.block for each in life.turn()} == ids
    assert {found.block for found in life.blocks.find_blocks()} == ids


def test_a_creation_without_an_answer_keeps_its_slot_while_its_calendar_cannot_be_read() -> None:
    life, other = Behind(), MemoryCalendar(CalendarId("other"))
    life.door.writes = [Fault.UNANSWERED, Fault.DROPPED]
    life.turn()
    [wish] = life.settings.intentions
    life.settings = replace(life.settings, intentions=(replace(wish, calendar=other.calendar),))
    both = replace(life.household, block_calendars=[life.door, other])
    life.door.reads = [Fault.DOWN]
    assert apply(both, survey(both), [other.calendar]) == ()
    for _ in range(2):
        apply(both, survey(both), [other.calendar])
    assert (len(life.spans()), len(other.find_blocks())) == (0, 2)


def test_a_write_that_was_delivered_twice_is_known_for_ours_at_once() -> None:
    life = Behind()
    life.door.writes = [Fault.TWICE, Fault.TWICE]
    assert {each.outcome for each in life.turn()} == {Outcome.DONE}
    assert (life.ledger.open_intents(), len(life.ledger.bookings())) == ([], 2)


def test_a_refused_write_whose_calendar_cannot_be_read_stays_open() -> None:
    life = Behind()
    life.door.writes, life.door.reads = [Fault.TWICE], [None, Fault.DOWN]
    assert [each.outcome for each in life.turn()] == [Outcome.UNKNOWN, Outcome.DONE]
    assert life.turn() == ()
    assert life.standing() == {Standing.HELD}


def test_a_new_domain_whose_answer_was_lost_is_not_written_again() -> None:
    life = Behind()
    life.turn()
    life.settings = replace(
        life.settings, intentions=(replace(life.settings.intentions[0], domains=frozenset({Domain.SELF})),)
    )
    life.door.writes = [Fault.UNANSWERED, Fault.DROPPED]
    assert [each.step.action.verb for each in life.turn()] == [Verb.REWORD, Verb.REWORD]
    assert [each.step.action.verb for each in life.turn()] == [Verb.REWORD]
    assert life.turn() == ()


def test_what_the_person_deletes_while_we_are_about_to_delete_it_stays_away() -> None:
    life = Behind()
    life.turn()
    wishes, life.settings = life.settings, replace(life.settings, intentions=())
    surveyed, deleted = survey(life.household), life.first()
    life.blocks.delete(deleted.block)
    apply(life.household, surveyed, [BLOCKS])
    life.turn()
    life.settings = wishes
    life.turn()
    assert deleted.mark.slot not in {found.mark.slot for found in life.blocks.find_blocks()}


def test_a_deletion_of_ours_whose_second_delivery_is_answered_counts_as_the_persons() -> None:
    """As the one above: the day without a block is a lesser harm than one that they deleted and that comes back."""
    life = Behind()
    life.turn()
    wishes, life.settings = life.settings, replace(life.settings, intentions=())
    life.door, deleted = Twice(life.blocks), life.first()
    assert {each.outcome for each in life.turn()} == {Outcome.CHANGED_MEANWHILE}
    assert (life.ledger.open_intents(), life.blocks.find_blocks()) == ([], ())
    for _ in range(6):  # that all are gone is believed after an hour
        life.clock.at += QUARTER
        life.turn()
    assert life.standing() == {Standing.SKIPPED}
    life.settings = wishes
    life.turn()
    assert deleted.mark.slot not in {found.mark.slot for found in life.blocks.find_blocks()}


def test_a_deletion_keeps_the_text_of_the_event_as_it_was_found() -> None:
    life = Behind()
    life.turn()
    text = life.first().text
    life.settings = replace(life.settings, intentions=())
    assert survey(life.household).outlook.steps[0].action.earlier == text != ""


def test_a_move_that_another_program_undoes_is_done_three_times_and_then_left_until_a_person_looks() -> None:
    life = Behind()
    life.turn()
    old = life.first()
    life.meets("mon 18:30-19:30  Retro")
    for _ in range(3):
        assert [each.outcome for each in life.turn()] == [Outcome.DONE]
        life.blocks.events[uid_of(old.block)] = replace(old, version=life.blocks._fresh())
        life.clock.at += QUARTER
    left = survey(life.household).outlook
    assert ([step.action.event.block for step in left.left_alone], left.steps) == ([old.block], ())
    assert life.turn() == ()
    assert [step.action.verb for step in survey(life.household, released=True).outlook.steps] == [Verb.MOVE]


def test_the_wheel_says_once_that_it_leaves_a_write_alone(caplog: pytest.LogCaptureFixture) -> None:
    life = Behind()
    life.turn()
    wheel = Wheel(life.household)
    life.meets("mon 18:30-19:30  Retro")
    life.door.writes = [Fault.REFUSED] * 9
    for _ in range(6):
        wheel.turn()
        life.clock.at += QUARTER
    told = [record.getMessage() for record in caplog.records if record.name == "hedgerow.daemon"]
    again = "run `hedgerow apply` to try once more"
    assert told == [f"writes undone or refused again and again are left alone (1): {again}"]
    assert len(life.door.writes) == 6


def test_a_calendar_that_stays_empty_is_believed_after_an_hour() -> None:
    life = Behind()
    life.turn()
    life.blocks.events.clear()
    for _ in range(4):
        assert survey(life.household).outlook.doubtful == {BLOCKS}
        assert life.turn() == ()
        life.clock.at += QUARTER
    assert life.standing() == {Standing.HELD}
    assert life.turn() == ()
    assert life.standing() == {Standing.SKIPPED}
    assert life.doubts.load() == {}


def test_a_work_calendar_that_suddenly_lost_its_meetings_is_not_believed_for_an_hour() -> None:
    life = Behind()
    life.meets(*(f"{day} 18:00-20:00  Meeting" for day in ("mon", "tue", "wed", "thu", "fri", "sat")))
    life.turn()
    held = life.spans()
    assert span("sun", "18:00-19:00") in held
    life.meets("mon 18:00-20:00  Meeting")
    life.settings = replace(life.settings, intentions=(replace(DINNER, times_per_week=7),))
    for _ in range(4):
        surveyed = survey(life.household)
        assert [gap.calendar for gap in surveyed.view.coverage.not_seen] == ["work"]
        assert "it holds 1 entries where it held 6" in surveyed.view.coverage.not_seen[0].reason
        assert apply(life.household, surveyed, [BLOCKS]) == ()
        life.clock.at += QUARTER
    assert life.spans() == held
    assert {each.outcome for each in life.turn()} == {Outcome.DONE}


def test_the_person_may_say_that_a_calendar_did_lose_its_meetings() -> None:
    life = Behind()
    life.meets(*(f"{day} 18:00-20:00  Meeting" for day in ("mon", "tue", "wed", "thu", "fri", "sat")))
    life.turn()
    life.meets()
    assert survey(life.household).view.coverage.not_seen != ()
    believed = survey(life.household, believed=[life.work.calendar])
    apply(life.household, believed, [])
    assert survey(life.household).view.coverage.not_seen == ()
