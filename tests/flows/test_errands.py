"""What a yes on the page of a letter's link writes, when the world has moved on since the letter."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hedgerow.core.errand import Errand, Kind
from hedgerow.core.intention import Defence, Firmness
from hedgerow.flows.cycle import survey
from hedgerow.flows.errands import run
from hedgerow.flows.household import Household
from hedgerow.ports import Pause, Refused
from tests.agenda import WORK, at, day_of, span, windows
from tests.fakes.invitations import MemoryInvitations
from tests.fakes.replies import MemoryReplies
from tests.flows.life import BLOCKS, DINNER, Life

WEEK = "2026-W47"
FIRM = replace(DINNER, firmness=Firmness.FIRM, defence=Defence.ALWAYS_BUSY, windows=windows("18:00-19:00"))
TUESDAY = Errand(Kind.ACCEPT, WEEK, f"dinner/{day_of('tue')}")


def starts(life: Life) -> set[datetime]:
    return {span.start for span in life.spans()}


def test_a_yes_to_a_block_that_was_booked_since_and_has_no_place_any_more_deletes_nothing() -> None:
    life = Life()
    life.turn()
    life.meets("tue 17:00-21:00  Board meeting")
    before = life.spans()
    run(life.household, TUESDAY)
    assert life.spans() == before


def test_a_yes_to_a_block_that_was_booked_since_does_not_move_it() -> None:
    life = Life()
    life.turn()
    life.meets("tue 17:30-18:30  Late call")
    before = life.spans()
    run(life.household, TUESDAY)
    assert life.spans() == before


def test_a_yes_to_a_block_whose_time_is_taken_by_now_books_where_the_plan_has_it_now() -> None:
    life = Life("tue 17:30-18:30  Late call")
    run(life.household, TUESDAY)
    assert starts(life) == {at("tue", "18:30")}


def test_a_yes_to_a_block_that_has_no_place_any_more_is_refused_and_writes_nothing() -> None:
    life = Life("tue 17:00-21:00  Board meeting")
    with pytest.raises(Refused, match="no place"):
        run(life.household, TUESDAY)
    assert life.spans() == []


def test_while_a_calendar_is_not_seen_a_yes_does_not_say_that_there_is_no_place() -> None:
    life = Life()
    life.work.unavailable = "The network is down."
    with pytest.raises(Refused, match="can't be seen"):
        run(life.household, TUESDAY)
    assert life.spans() == []


class Invited(Life):
    """Somebody invites over a firm dinner. Work is to decline such, and the person said no yes to that yet."""

    def __init__(self) -> None:
        super().__init__(intentions=(FIRM,))
        self.letters, self.replies = MemoryInvitations(WORK), MemoryReplies(self.ledger)
        work, blocks = self.settings.calendars
        self.settings = replace(self.settings, calendars=(replace(work, declines="I eat then"), blocks))
        self.turn()
        self.letters.invite("Sync", span("tue", "18:00-19:00"), self.clock.at + timedelta(minutes=1))
        self.clock.at += timedelta(minutes=2)

    @property
    def household(self) -> Household:
        self.work.occurrences = self.letters.occurrences
        return replace(super().household, invitations=[self.letters], replies=self.replies)


def test_a_yes_to_the_plan_is_a_yes_to_the_blocks_that_its_page_shows_and_not_to_declining_invitations() -> None:
    life = Invited()
    assert survey(life.household).letters.responses
    run(life.household, Errand(Kind.ACCEPT, WEEK))
    assert life.ledger.approved() == {BLOCKS}


@pytest.mark.parametrize("until", [None, at("mon+3", "12:00")])
def test_a_link_that_pauses_for_two_weeks_does_not_shorten_a_longer_pause(until: datetime | None) -> None:
    life = Life()
    life.breaks.set_pause(Pause(life.clock.at, until))
    run(life.household, Errand(Kind.PAUSE, WEEK, "14"))
    assert life.breaks.pause() == Pause(life.clock.at, until)
