"""The table of `hedgerow.core.reply`, row by row; what a life makes of it is in tests/flows/test_replying.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.action import Reply
from hedgerow.core.block import BlockId, Booking, IntentionId, Standing
from hedgerow.core.occurrence import CalendarId, PartStat, Transparency, Uid
from hedgerow.core.reply import (
    MOST,
    TRIES,
    Guarded,
    Invitation,
    InvitationId,
    Known,
    Response,
    find_candidates,
    guard,
    is_done,
    reopen,
    settle_replies,
)
from hedgerow.core.request import Refusal
from tests.agenda import at, span
from tests.bookings import held

WORK = CalendarId("work")
NOW, SWITCHED, BOOKED = at("mon", "12:00"), at("mon", "08:00"), at("mon", "09:00")
NEW = at("mon", "11:00")
RUN = held("tue 07:00-08:00  Run")
GUARDED = Guarded(RUN.block, RUN.slot.intention, RUN.span, BOOKED)
KNOWN = Known({WORK: SWITCHED}, {}, NOW)
SYNC = Invitation(WORK, InvitationId("sync"), Uid("sync"), RUN.span, "Sync", NEW, PartStat.NEEDS_ACTION)
NO = Response(Reply.DECLINE, SYNC, "I run then", "it is new")


@dataclass(frozen=True)
class Line:
    at: datetime
    block: BlockId
    before: Booking | None
    after: Booking | None


def found(*invitations: Invitation, known: Known = KNOWN, over: Sequence[Guarded] = (GUARDED,)) -> list[str]:
    return [each.invitation.id for each in find_candidates(invitations, over, known)]


def test_a_new_one_over_a_firm_block_may_be_declined() -> None:
    assert found(SYNC) == ["sync"]


def test_one_beside_the_block_may_not() -> None:
    assert found(replace(SYNC, span=span("tue", "08:00-09:00"))) == []


def test_new_means_after_the_block_and_after_the_switch_and_not_from_the_future() -> None:
    for created in (BOOKED, SWITCHED, NOW + timedelta(seconds=1)):
        assert found(replace(SYNC, created_at=created)) == []
    assert found(SYNC, known=replace(KNOWN, since={WORK: NEW})) == []
    assert found(SYNC, known=replace(KNOWN, since={})) == []


def test_what_has_begun_is_left_alone() -> None:
    assert found(SYNC, known=replace(KNOWN, now=RUN.span.start)) == []


def test_free_time_is_asked_for_by_nobody() -> None:
    assert found(replace(SYNC, transparency=Transparency.TRANSPARENT)) == []


def test_one_that_was_replied_to_is_left_to_the_person_and_so_is_one_that_was_tried_often_enough() -> None:
    assert found(SYNC, known=replace(KNOWN, given={SYNC.key: TRIES})) == []
    assert found(SYNC, known=replace(KNOWN, given={SYNC.key: TRIES - 1})) == ["sync"]


def test_a_cycle_answers_a_few_and_the_first_come_first() -> None:
    many = [replace(SYNC, id=InvitationId(f"{n}")) for n in range(2 * MOST)]
    assert found(*many) == [f"{n}" for n in range(MOST)]


def test_a_block_stands_since_it_last_came_there_or_became_busy() -> None:
    free, later = replace(RUN, transparency=Transparency.TRANSPARENT), at("mon", "10:00")
    lines = [Line(BOOKED, RUN.block, None, free), Line(later, RUN.block, free, RUN)]
    retitled = Line(NEW, RUN.block, RUN, replace(RUN, title="Jog"))
    assert [each.since for each in guard([RUN], [*lines, retitled])] == [later]


def test_one_that_was_moved_since_the_history_was_written_or_is_not_in_it_guards_nothing() -> None:
    moved = replace(RUN, span=span("tue", "09:00-10:00"), standing=Standing.PINNED)
    assert list(guard([moved], [Line(BOOKED, RUN.block, None, RUN)])) == []
    assert list(guard([RUN], [])) == []


def test_our_own_words_tell_our_no_from_the_person_s() -> None:
    ours = replace(SYNC, partstat=PartStat.DECLINED, comment="I run then")
    assert is_done(NO, ours)
    assert not is_done(NO, replace(ours, comment="Ill"))
    assert not is_done(NO, SYNC)
    assert not is_done(NO, None)


def test_what_could_not_be_looked_at_stays_open() -> None:
    assert settle_replies([NO], {}) == ()
    assert settle_replies([NO], {SYNC.key: SYNC}) == ((NO, False),)


def test_a_no_is_taken_back_only_while_it_stands_and_the_time_is_to_come() -> None:
    ours = replace(SYNC, partstat=PartStat.DECLINED, comment="I run then")
    back = reopen(7, NO, ours, NOW)
    assert isinstance(back, Response)
    assert (back.reply, back.invitation) == (Reply.REOPEN, ours)
    for now, when in ((None, NOW), (replace(ours, partstat=PartStat.ACCEPTED), NOW), (ours, RUN.span.start)):
        assert isinstance(reopen(7, NO, now, when), Refusal)


instants = st.integers(-400, 400).map(lambda n: NOW.astimezone(UTC) + timedelta(minutes=n))


@given(st.lists(st.tuples(instants, st.sampled_from(PartStat), st.integers(0, 1)), max_size=8), instants, instants)
def test_only_what_is_unanswered_unmoved_and_newer_than_all_is_ever_answered(
    given_: list[tuple[datetime, PartStat, int]], since: datetime, booked: datetime
) -> None:
    invitations = [
        replace(SYNC, id=InvitationId(f"{n}"), created_at=created, partstat=partstat, sequence=sequence)
        for n, (created, partstat, sequence) in enumerate(given_)
    ]
    block = Guarded(RUN.block, IntentionId("run"), RUN.span, booked)
    for each in find_candidates(invitations, [block], Known({WORK: since}, {}, NOW)):
        to = each.invitation
        assert max(since, booked) < to.created_at <= NOW
        assert (to.partstat, to.sequence) == (PartStat.NEEDS_ACTION, 0)
