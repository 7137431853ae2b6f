"""Invitations over firm blocks, over turns of the wheel."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hedgerow.core.action import Reply
from hedgerow.core.intention import Defence, Firmness, Intention
from hedgerow.core.occurrence import PartStat
from hedgerow.core.reply import Invitation, InvitationId
from hedgerow.core.span import Span
from hedgerow.daemon import Wheel
from hedgerow.flows.asking import Answered
from hedgerow.flows.cycle import Survey, apply, reply_to_invitations, survey
from hedgerow.flows.household import Household
from hedgerow.flows.performing import Outcome
from hedgerow.flows.replying import Replied
from hedgerow.flows.undo import look_back, undo
from hedgerow.ports import Pause, PlanId, PreconditionFailed, Unavailable
from tests.agenda import WORK, at, occurrence, span, windows
from tests.fakes.invitations import MemoryInvitations
from tests.fakes.replies import MemoryReplies
from tests.flows.life import BLOCKS, DINNER, Life

FIRM = replace(DINNER, firmness=Firmness.FIRM, defence=Defence.ALWAYS_BUSY, windows=windows("18:00-19:00"))
"""It has nowhere else to go."""
ROOMY = replace(FIRM, windows=DINNER.windows)
SOFT = replace(FIRM, firmness=Firmness.FLEXIBLE)
SAID = "I eat then"
TUESDAY = span("tue", "18:00-19:00")


class Invited(Life):
    """Whose work calendar others invite into, and who has dinner at six."""

    def __init__(self, dinner: Intention = FIRM, declines: str | None = SAID) -> None:
        super().__init__(intentions=(dinner,))
        self.letters = MemoryInvitations(WORK)
        self.replies = MemoryReplies(self.ledger)
        self.declining(declines)
        self.converse()
        self.clock.at += timedelta(minutes=1)

    def declining(self, said: str | None) -> None:
        work, blocks = self.settings.calendars
        self.settings = replace(self.settings, calendars=(replace(work, declines=said), blocks))

    @property
    def household(self) -> Household:
        self.work.occurrences = [occurrence("mon 09:00-10:00  Stand-up"), *self.letters.occurrences]
        return replace(super().household, invitations=[self.letters], replies=self.replies)

    def invite(self, when: Span = TUESDAY, created: datetime | None = None, title: str = "Sync") -> InvitationId:
        name = self.letters.invite(title, when, created or self.clock.at)
        self.clock.at += timedelta(minutes=1)
        return name

    def look(self) -> Survey:
        return survey(self.household)

    def converse(self) -> list[Outcome]:
        """One cycle in which the person says yes; what became of the replies."""
        surveyed = self.look()
        apply(self.household, surveyed, [BLOCKS, WORK])
        replied: tuple[Replied, ...] = reply_to_invitations(self.household, surveyed)
        self.clock.at += timedelta(minutes=1)
        return [each.outcome for each in replied]

    def partstat(self, name: InvitationId) -> PartStat:
        return self.letters.held[name].partstat

    def take_back(self) -> tuple[Answered, ...]:
        surveyed = self.look()
        return undo(self.household, look_back(self.household, surveyed, None), PlanId("undo"))


def test_a_new_invitation_over_a_firm_block_is_declined_with_the_words_and_the_block_stays() -> None:
    life = Invited()
    name = life.invite()
    assert life.converse() == [Outcome.DONE]
    assert (life.partstat(name), life.letters.told) == (PartStat.DECLINED, [(PartStat.DECLINED, SAID)])
    assert TUESDAY in life.spans()
    assert (life.converse(), life.turn()) == ([], ())


def test_the_plan_shows_it_first_and_the_log_tells_it() -> None:
    life = Invited()
    life.invite()
    [shown] = life.look().letters.responses
    assert (shown.reply, shown.message, life.letters.told) == (Reply.DECLINE, SAID, [])
    assert shown.reason == "it is new, and over Dinner, which is firm and has no other place"
    life.converse()
    told = life.household.logbook.entries()[-1]
    assert (told.what, told.response, told.reason) == (Reply.DECLINE, shown, shown.reason)


def test_nothing_is_declined_unless_it_is_switched_on() -> None:
    life = Invited(declines=None)
    name = life.invite()
    assert (life.converse(), life.partstat(name)) == ([], PartStat.NEEDS_ACTION)
    assert TUESDAY not in life.spans()


def test_a_block_that_finds_another_place_gives_way() -> None:
    life = Invited(ROOMY)
    name = life.invite()
    assert (life.converse(), life.partstat(name)) == ([], PartStat.NEEDS_ACTION)
    assert not any(each.overlaps(TUESDAY) for each in life.spans())


def test_a_block_that_may_shrink_or_is_shown_free_declines_nothing() -> None:
    for dinner in (SOFT, replace(FIRM, defence=Defence.ALWAYS_FREE)):
        life = Invited(dinner)
        life.invite()
        assert life.converse() == []


def test_what_was_there_before_the_block_or_before_the_switch_is_never_declined() -> None:
    life = Invited()
    life.invite(created=at("sat-1", "12:00"))
    assert life.converse() == []
    late = Invited(declines=None)
    name = late.invite(span("wed", "18:00-19:00"))
    late.declining(SAID)
    assert (late.converse(), late.converse(), late.partstat(name)) == ([], [], PartStat.NEEDS_ACTION)


def test_over_a_block_that_was_pinned_there_since_it_came_nothing_is_declined_but_later_ones_are() -> None:
    life = Invited()
    where = span("tue", "12:00-13:00")
    early = life.invite(where, title="Lunch talk")
    [tuesday] = [each.block for each in life.blocks.find_blocks() if each.span == TUESDAY]
    life.blocks.edit(tuesday, span=where)
    assert life.converse() == []
    new = life.invite(where, title="Another")
    assert life.converse() == [Outcome.DONE]
    assert (life.partstat(early), life.partstat(new)) == (PartStat.NEEDS_ACTION, PartStat.DECLINED)


def test_a_no_that_the_person_turned_into_a_yes_stays_a_yes_for_ever() -> None:
    life = Invited()
    name = life.invite()
    life.converse()
    life.letters.edit(name, partstat=PartStat.ACCEPTED, comment="")
    assert (life.converse(), life.partstat(name)) == ([], PartStat.ACCEPTED)
    life.letters.edit(name, partstat=PartStat.NEEDS_ACTION)
    assert (life.converse(), life.partstat(name)) == ([], PartStat.NEEDS_ACTION)


@pytest.mark.parametrize(
    "changes",
    [
        {"partstat": PartStat.TENTATIVE},
        {"partstat": PartStat.ACCEPTED},
        {"sequence": 1},
        {"all_day": True},
    ],
)
def test_what_was_answered_or_moved_or_speaks_of_a_day_is_left_to_the_person(changes: dict[str, object]) -> None:
    life = Invited()
    life.letters.edit(life.invite(), **changes)
    assert (life.converse(), life.letters.told) == ([], [])


def test_it_is_taken_back_while_the_person_has_not_answered_and_is_not_declined_again() -> None:
    life = Invited()
    name = life.invite()
    life.converse()
    [answered] = life.take_back()
    assert (answered.outcome, life.partstat(name), life.letters.held[name].comment) == (
        Outcome.DONE,
        PartStat.NEEDS_ACTION,
        "",
    )
    assert (life.converse(), life.partstat(name)) == ([], PartStat.NEEDS_ACTION)


def test_what_the_person_answered_since_is_not_taken_back() -> None:
    life = Invited()
    name = life.invite()
    life.converse()
    life.letters.edit(name, partstat=PartStat.DECLINED, comment="Sorry, I am away")
    [answered] = life.take_back()
    assert (answered.outcome, life.partstat(name)) == (Outcome.REFUSED, PartStat.DECLINED)
    assert "you answered the invitation since" in answered.message


def test_nothing_is_said_in_a_pause_or_before_the_first_yes() -> None:
    life = Invited()
    life.invite()
    life.breaks.set_pause(Pause(life.clock.at, None))
    assert (life.converse(), life.letters.told) == ([Outcome.PAUSED], [])
    life.breaks.set_pause(None)
    del life.ledger.agreed[WORK]
    surveyed = life.look()
    apply(life.household, surveyed, [])
    assert [each.outcome for each in reply_to_invitations(life.household, surveyed)] == [Outcome.NOT_ASKED]


def test_the_service_says_that_a_first_reply_waits_for_a_yes(caplog: pytest.LogCaptureFixture) -> None:
    life = Invited()
    del life.ledger.agreed[WORK]
    life.invite()
    Wheel(life.household).turn()
    told = "the first replies to invitations in work wait for a yes: run `hedgerow apply`"
    assert told in [each.message for each in caplog.records]
    assert life.letters.told == []


def test_the_service_replies_by_itself() -> None:
    life = Invited()
    life.invite()
    Wheel(life.household).turn()
    assert life.letters.told == [(PartStat.DECLINED, SAID)]


def test_nothing_is_said_while_a_calendar_was_not_seen() -> None:
    life = Invited()
    life.invite()
    life.work.unavailable = "offline"
    assert life.converse() == []


class Silent(MemoryInvitations):
    """Does it, and no answer comes."""

    is_done = True
    is_away = False

    def look(self, which: InvitationId) -> Invitation | None:
        if self.is_away:
            raise Unavailable("offline")
        return super().look(which)

    def answer(self, to: Invitation, partstat: PartStat, message: str) -> None:
        if self.is_done:
            super().answer(to, partstat, message)
        raise Unavailable("no answer")


@pytest.mark.parametrize("is_done", [True, False])
def test_a_reply_of_which_no_answer_came_is_settled_by_reading(is_done: bool) -> None:
    life = Invited()
    silent = Silent(WORK)
    silent.is_done = is_done
    life.letters = silent
    name = life.invite()
    assert (life.converse(), len(life.replies.begun())) == ([Outcome.UNKNOWN], 1)
    life.letters = MemoryInvitations(WORK, silent.held, silent.told)
    assert (life.converse(), len(life.replies.begun())) == ([] if is_done else [Outcome.DONE], 0)
    assert (life.partstat(name), len(life.letters.told), life.converse()) == (PartStat.DECLINED, 1, [])
    assert TUESDAY in life.spans()


def test_while_it_is_not_known_whether_it_was_said_the_block_stays() -> None:
    life = Invited()
    life.letters = silent = Silent(WORK)
    silent.is_done = False
    life.invite()
    life.converse()
    silent.is_away = True
    assert (life.converse(), TUESDAY in life.spans(), len(life.replies.begun())) == ([], True, 1)


def test_what_is_refused_again_and_again_is_left_to_the_person() -> None:
    life = Invited()
    life.letters = Refusing(WORK)
    life.invite()
    outcomes = [life.converse() for _ in range(5)]
    assert outcomes == [[Outcome.CHANGED_MEANWHILE]] * 3 + [[], []]


class Refusing(MemoryInvitations):
    def answer(self, to: Invitation, partstat: PartStat, message: str) -> None:
        raise PreconditionFailed("somebody was there first")


def test_an_answer_that_never_arrives_is_tried_three_times_and_then_left_to_the_person() -> None:
    life = Invited()
    silent = Silent(WORK)
    silent.is_done = False
    life.letters = silent
    name = life.invite()
    outcomes = [life.converse() for _ in range(6)]
    assert outcomes == [[Outcome.UNKNOWN]] * 3 + [[]] * 3
    assert life.partstat(name) is PartStat.NEEDS_ACTION
    assert life.replies.given() == {(WORK, name): 3}
    assert TUESDAY not in life.spans()


class Late(MemoryInvitations):
    """An earlier try arrives while this one is on its way."""

    def answer(self, to: Invitation, partstat: PartStat, message: str) -> None:
        super().answer(to, partstat, message)
        super().answer(to, partstat, message)


def test_an_answer_of_ours_that_is_there_already_is_done() -> None:
    life = Invited()
    life.letters = Late(WORK)
    name = life.invite()
    assert life.converse() == [Outcome.DONE]
    assert (life.partstat(name), life.letters.told) == (PartStat.DECLINED, [(PartStat.DECLINED, SAID)])
    assert [each.failure for each in life.household.logbook.entries() if each.response] == [None]
