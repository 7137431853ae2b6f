"""What every `ports.invitations.Replies` keeps beside its ledger. Inherit; give `replies`, `ledger` and `logbook`."""

from dataclasses import replace

import pytest

from hedgerow.core.action import Reply
from hedgerow.core.occurrence import CalendarId, PartStat, Uid
from hedgerow.core.reply import TRIES, Invitation, InvitationId, Response
from hedgerow.ports import Ledger, Logbook, Origin, PlanId, Refused
from hedgerow.ports.invitations import Replies
from tests.adapters.contract_ledger import LATER, NOON, run
from tests.agenda import span

WORK = CalendarId("work")
SYNC = Invitation(
    WORK, InvitationId("abc_20261118T090000Z"), Uid("abc@google.com"), span("wed", "10:00-11:00"), "Läufe 🏃", NOON,
    PartStat.NEEDS_ACTION,
)  # fmt: skip
NO = Response(Reply.DECLINE, SYNC, "This time is taken.", "it is new")
OTHER = replace(NO, invitation=replace(SYNC, id=InvitationId("other")))


class RepliesContract:
    def test_nothing_is_known_at_first(self, replies: Replies) -> None:
        assert (dict(replies.since()), list(replies.begun()), dict(replies.given())) == ({}, [], {})

    def test_a_calendar_is_on_since_it_was_switched_on_and_off_once_it_is_not_named(self, replies: Replies) -> None:
        replies.switch([WORK], NOON)
        replies.switch([WORK, CalendarId("club")], LATER)
        assert dict(replies.since()) == {WORK: NOON, "club": LATER}
        replies.switch([], LATER)
        assert dict(replies.since()) == {}
        replies.switch([WORK], LATER)
        assert dict(replies.since()) == {WORK: LATER}

    def test_being_on_is_no_yes_to_blocks(self, replies: Replies, ledger: Ledger) -> None:
        replies.switch([WORK], NOON)
        assert ledger.approved() == frozenset()

    def test_what_was_begun_is_open_until_it_is_finished_and_is_no_write_of_a_block(
        self, replies: Replies, ledger: Ledger
    ) -> None:
        replies.begin(NO, run(NOON))
        replies.begin(OTHER, run(NOON))
        assert (list(replies.begun()), list(ledger.open_intents())) == ([NO, OTHER], [])
        replies.finish(NO, LATER)
        assert (list(replies.begun()), dict(replies.given())) == ([OTHER], {SYNC.key: TRIES})

    def test_an_open_one_is_not_begun_again_and_one_that_was_not_begun_not_finished(self, replies: Replies) -> None:
        replies.begin(NO, run(NOON))
        with pytest.raises(Refused):
            replies.begin(NO, run(NOON))
        replies.abandon(NO, NOON, "no answer")
        with pytest.raises(Refused):
            replies.finish(NO, NOON)

    def test_tries_that_came_to_nothing_are_counted(self, replies: Replies) -> None:
        for _ in range(2):
            replies.begin(NO, run(NOON))
            replies.abandon(NO, NOON, "answered meanwhile")
        assert dict(replies.given()) == {SYNC.key: 2}

    def test_a_run_that_was_taken_over_from_says_nothing_more(self, replies: Replies, beside: Replies) -> None:
        replies.begin(NO, run(NOON, "one"))
        beside.begin(OTHER, run(LATER, "two"))
        replies.finish(NO, LATER)
        with pytest.raises(Refused):
            replies.begin(NO, run(NOON, "one"))

    def test_the_history_tells_of_them_and_of_what_was_taken_back(self, replies: Replies, logbook: Logbook) -> None:
        replies.begin(NO, run(NOON, "one"))
        replies.finish(NO, NOON)
        [told] = logbook.entries()
        assert (told.what, told.response, told.calendar, told.block, told.after) == (
            Reply.DECLINE,
            NO,
            WORK,
            "",
            None,
        )
        assert (told.reason, told.failure, told.plan, told.earlier) == ("it is new", None, "one", "")
        back = Response(Reply.REOPEN, replace(SYNC, partstat=PartStat.DECLINED), NO.message, "takes back #1")
        replies.begin(back, Origin(PlanId("two"), LATER, told.id))
        replies.finish(back, LATER)
        assert (logbook.undone(), dict(replies.given())) == (frozenset({told.id}), {SYNC.key: TRIES})
