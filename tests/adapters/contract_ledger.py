"""What every `ports.Ledger` does. A test module inherits `LedgerContract` and gives the fixtures.

`beside` is the same ledger as `ledger`, opened by another process.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import BlockEvent, BlockId, Booking, IntentionId, Owner, Slot, Standing, Version
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.ports import Intent, Ledger, Origin, PlanId, Refused
from tests.agenda import span, utc

FAMILY = CalendarId("family")
NOON = utc("2026-11-16 12:00")
LATER = NOON + timedelta(minutes=5)
RUN = Slot(IntentionId("run"), date(2026, 11, 17))
EVENT = BlockEvent(
    BlockId("b1"),
    RUN,
    span("tue", "07:00-08:00"),
    "Läufe 🏃",
    Transparency.TRANSPARENT,
    frozenset({Domain.SELF, Domain.COMMUNITY}),
    private=True,
    calendar=FAMILY,
    owner=Owner("0a"),
)
BOOKED = Booking(
    EVENT.block,
    RUN,
    FAMILY,
    EVENT.span,
    EVENT.span,
    EVENT.title,
    EVENT.transparency,
    EVENT.domains,
    Standing.HELD,
    Version('"etag-1"'),
)
CREATE = Action(Verb.CREATE, EVENT, None, None, "the ideal place")
MOVED = replace(BOOKED, span=span("tue", "18:00-19:00"), version=Version('"etag-2"'))
MOVE = Action(Verb.MOVE, replace(EVENT, span=MOVED.span), BOOKED, BOOKED.version, "a meeting took its place")


def run(at: datetime, plan: str = "run") -> Origin:
    return Origin(PlanId(plan), at)


def another(booking: Booking, block: str) -> Booking:
    return replace(booking, block=BlockId(block))


class LedgerContract:
    def test_a_new_ledger_is_empty(self, ledger: Ledger) -> None:
        assert list(ledger.bookings()) == []
        assert list(ledger.open_intents()) == []

    def test_a_write_that_was_begun_is_open_and_books_nothing(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        assert list(ledger.open_intents()) == [Intent(CREATE, FAMILY, NOON)]
        assert list(ledger.bookings()) == []

    def test_finishing_a_write_closes_it_and_books_the_block(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        ledger.finish(BOOKED, LATER)
        assert list(ledger.open_intents()) == []
        assert list(ledger.bookings()) == [BOOKED]

    def test_a_finished_change_replaces_the_booking(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        ledger.finish(BOOKED, NOON)
        ledger.begin(MOVE, FAMILY, run(LATER))
        assert list(ledger.open_intents()) == [Intent(MOVE, FAMILY, LATER)]
        assert list(ledger.bookings()) == [BOOKED]
        ledger.finish(MOVED, LATER)
        assert list(ledger.bookings()) == [MOVED]

    def test_an_abandoned_write_leaves_the_booking_as_it_was(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        ledger.finish(BOOKED, NOON)
        ledger.begin(MOVE, FAMILY, run(NOON))
        ledger.abandon(BOOKED.block, LATER, "the calendar held another version")
        assert list(ledger.open_intents()) == []
        assert list(ledger.bookings()) == [BOOKED]

    def test_a_block_has_at_most_one_open_write(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        with pytest.raises(Refused, match="b1"):
            ledger.begin(MOVE, FAMILY, run(LATER))
        assert list(ledger.open_intents()) == [Intent(CREATE, FAMILY, NOON)]

    def test_after_abandoning_a_write_another_may_begin(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        ledger.abandon(CREATE.event.block, NOON, "the calendar was away")
        ledger.begin(CREATE, FAMILY, run(LATER))
        assert list(ledger.open_intents()) == [Intent(CREATE, FAMILY, LATER)]

    def test_what_was_never_begun_is_neither_finished_nor_abandoned(self, ledger: Ledger) -> None:
        with pytest.raises(Refused, match="b1"):
            ledger.finish(BOOKED, NOON)
        with pytest.raises(Refused, match="b1"):
            ledger.abandon(BOOKED.block, NOON, "no reason")
        assert list(ledger.bookings()) == []

    def test_open_writes_come_in_the_order_they_were_begun_even_if_the_clock_went_back(self, ledger: Ledger) -> None:
        for block, at in (("b3", LATER), ("b1", NOON), ("b2", NOON)):
            ledger.begin(replace(CREATE, event=replace(EVENT, block=BlockId(block))), FAMILY, run(at))
        assert [intent.action.event.block for intent in ledger.open_intents()] == ["b3", "b1", "b2"]

    def test_bookings_come_in_order_of_block_id(self, ledger: Ledger) -> None:
        adopted = [another(BOOKED, block) for block in ("b", "a1", "10", "2", "v0")]
        ledger.note([Observation(Edit.ADOPT, booking, None, "its mark is ours") for booking in adopted], NOON)
        assert [booking.block for booking in ledger.bookings()] == ["10", "2", "a1", "b", "v0"]

    def test_what_the_person_did_becomes_the_booking(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        ledger.finish(BOOKED, NOON)
        pinned = replace(MOVED, standing=Standing.PINNED)
        ledger.note([Observation(Edit.PIN, pinned, BOOKED, "moved by hand")], LATER)
        assert list(ledger.bookings()) == [pinned]
        skipped = replace(pinned, standing=Standing.SKIPPED)
        ledger.note([Observation(Edit.SKIP, skipped, pinned, "deleted by hand")], LATER)
        assert list(ledger.bookings()) == [skipped]

    def test_noting_nothing_changes_nothing(self, ledger: Ledger) -> None:
        ledger.note([], NOON)
        assert list(ledger.bookings()) == []

    def test_a_deletion_keeps_the_booking_as_withdrawn(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        ledger.finish(BOOKED, NOON)
        ledger.begin(
            Action(Verb.DELETE, EVENT, BOOKED, BOOKED.version, "its intention ended", Standing.WITHDRAWN),
            FAMILY,
            run(LATER),
        )
        gone = replace(BOOKED, standing=Standing.WITHDRAWN)
        ledger.finish(gone, LATER)
        assert list(ledger.bookings()) == [gone]

    def test_nothing_is_approved_by_what_was_written_or_found_there(self, ledger: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON))
        ledger.finish(BOOKED, NOON)
        ledger.note([Observation(Edit.ADOPT, another(BOOKED, "b2"), None, "its mark is ours")], NOON)
        assert ledger.approved() == frozenset()

    def test_a_yes_holds_for_its_calendar_and_may_be_said_again(self, ledger: Ledger) -> None:
        ledger.approve(FAMILY, NOON)
        ledger.approve(FAMILY, LATER)
        assert ledger.approved() == {FAMILY}
        ledger.approve(CalendarId("own"), LATER)
        assert ledger.approved() == {FAMILY, CalendarId("own")}

    def test_a_run_that_slept_while_a_later_one_wrote_writes_no_more(self, ledger: Ledger, beside: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON, "first"))
        ledger.finish(BOOKED, NOON)
        beside.begin(replace(CREATE, event=replace(EVENT, block=BlockId("b2"))), FAMILY, run(NOON, "second"))
        with pytest.raises(Refused, match="later run"):
            ledger.begin(MOVE, FAMILY, run(LATER, "first"))
        assert [intent.action.event.block for intent in ledger.open_intents()] == ["b2"]
        ledger.begin(MOVE, FAMILY, run(LATER, "third"))
        with pytest.raises(Refused, match="later run"):
            beside.begin(replace(CREATE, event=replace(EVENT, block=BlockId("b3"))), FAMILY, run(LATER, "second"))

    def test_a_write_that_could_not_begin_takes_nothing_over(self, ledger: Ledger, beside: Ledger) -> None:
        ledger.begin(CREATE, FAMILY, run(NOON, "first"))
        with pytest.raises(Refused, match="b1"):
            beside.begin(CREATE, FAMILY, run(NOON, "second"))
        ledger.begin(replace(CREATE, event=replace(EVENT, block=BlockId("b2"))), FAMILY, run(LATER, "first"))
        assert len(ledger.open_intents()) == 2
