"""What every `ports.Logbook` tells of what its `ports.Ledger` was given. Inherit, and give both as fixtures."""

from dataclasses import replace
from datetime import timedelta

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import Booking, Standing
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.ports import Entry, EntryId, Ledger, Logbook, Origin, PlanId
from tests.adapters.contract_ledger import BOOKED, CREATE, EVENT, FAMILY, LATER, MOVE, MOVED, NOON, run

PINNED = replace(MOVED, standing=Standing.PINNED)
GONE = replace(PINNED, standing=Standing.WITHDRAWN)
DELETE = Action(
    Verb.DELETE,
    EVENT,
    PINNED,
    PINNED.version,
    "no place any more",
    Standing.WITHDRAWN,
    earlier="BEGIN:VEVENT\nLäufe 🏃",
)


def write(ledger: Ledger, action: Action, after: Booking, origin: Origin) -> None:
    ledger.begin(action, FAMILY, origin)
    ledger.finish(after, origin.at)


class LogbookContract:
    def test_a_new_book_is_empty(self, logbook: Logbook) -> None:
        assert (list(logbook.entries()), logbook.undone()) == ([], frozenset())

    def test_what_was_done_is_told_with_its_run_its_before_and_its_after(
        self, ledger: Ledger, logbook: Logbook
    ) -> None:
        write(ledger, CREATE, BOOKED, run(NOON, "one"))
        ledger.begin(MOVE, FAMILY, run(LATER, "two"))
        ledger.abandon(BOOKED.block, LATER, "the calendar held another version")
        told = list(logbook.entries())
        assert told == [
            Entry(
                told[0].id, NOON, BOOKED.block, FAMILY, Verb.CREATE, None, BOOKED, CREATE.reason, None, PlanId("one")
            ),
            Entry(
                told[1].id,
                LATER,
                BOOKED.block,
                FAMILY,
                Verb.MOVE,
                BOOKED,
                None,
                MOVE.reason,
                "the calendar held another version",
                PlanId("two"),
            ),
        ]
        assert told[0].id < told[1].id

    def test_an_edit_in_the_calendar_has_no_run_and_a_command_has_one(self, ledger: Ledger, logbook: Logbook) -> None:
        ledger.note([Observation(Edit.PIN, PINNED, BOOKED, "moved by hand")], NOON)
        ledger.note([Observation(Edit.PIN, PINNED, MOVED, "asked for")], LATER, run(LATER, "mine"))
        assert [(entry.what, entry.before, entry.after, entry.plan) for entry in logbook.entries()] == [
            (Edit.PIN, BOOKED, PINNED, ""),
            (Edit.PIN, MOVED, PINNED, "mine"),
        ]

    def test_the_text_of_what_was_deleted_is_kept(self, ledger: Ledger, logbook: Logbook) -> None:
        write(ledger, DELETE, GONE, run(NOON))
        assert [entry.earlier for entry in logbook.entries()] == ["BEGIN:VEVENT\nLäufe 🏃"]

    def test_the_last_ones_and_those_of_one_run_come_oldest_first(self, ledger: Ledger, logbook: Logbook) -> None:
        write(ledger, CREATE, BOOKED, run(LATER, "one"))
        write(ledger, MOVE, MOVED, run(NOON - timedelta(days=1), "two"))
        write(ledger, DELETE, GONE, run(NOON, "two"))
        assert [entry.what for entry in logbook.entries(last=2)] == [Verb.MOVE, Verb.DELETE]
        assert [entry.what for entry in logbook.entries(plan=PlanId("one"))] == [Verb.CREATE]
        assert [entry.what for entry in logbook.entries(1, PlanId("two"))] == [Verb.DELETE]
        assert (len(logbook.entries(last=9)), list(logbook.entries(last=0))) == (3, [])

    def test_what_was_taken_back_is_known_once_that_is_done(self, ledger: Ledger, logbook: Logbook) -> None:
        write(ledger, CREATE, BOOKED, run(NOON))
        [created] = logbook.entries()
        undo = Origin(PlanId("undo"), LATER, created.id)
        ledger.begin(MOVE, FAMILY, undo)
        assert logbook.undone() == frozenset()
        ledger.abandon(BOOKED.block, LATER, "no")
        assert logbook.undone() == frozenset()
        write(ledger, MOVE, MOVED, undo)
        assert logbook.undone() == {created.id}
        assert logbook.entries()[-1].undoes == created.id

    def test_a_note_may_take_something_back_too(self, ledger: Ledger, logbook: Logbook) -> None:
        ledger.note([Observation(Edit.PIN, PINNED, MOVED, "asked for")], NOON, run(NOON, "mine"))
        [pinned] = logbook.entries()
        back = Origin(PlanId("undo"), LATER, pinned.id)
        ledger.note([Observation(Edit.NOTE, MOVED, PINNED, "taken back")], LATER, back)
        assert logbook.undone() == {EntryId(pinned.id)}
