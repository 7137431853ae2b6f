from dataclasses import replace
from typing import Any

import pytest

from hedgerow.cli.tellings import tell_answer, tell_entry, tell_outcome, tell_pause
from hedgerow.core.action import Verb
from hedgerow.core.block import Booking, IntentionId, Standing
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.reconcile import Edit
from hedgerow.core.request import Refusal, removal, skip_slot
from hedgerow.flows.asking import Answered
from hedgerow.flows.performing import Outcome
from hedgerow.ports import Entry, EntryId, Pause, PlanId
from tests.agenda import BERLIN, at, span
from tests.bookings import BLOCKS, ME, found, held, intention

RUN = held("tue 07:00-08:00  Run")
NOON = at("mon", "12:00")


def entry(what: Verb | Edit, before: Booking | None, after: Booking | None, **changes: Any) -> Entry:
    plain = Entry(EntryId(1), NOON, RUN.block, BLOCKS, what, before, after, "so", None, PlanId("p"))
    return replace(plain, **changes)


def told(line: Entry) -> str:
    return tell_entry(line, {IntentionId("run"): "Morning run"}, BERLIN).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (entry(Verb.CREATE, None, RUN), "create Morning run, Tue 17 Nov 07:00–08:00"),
        (
            entry(Verb.MOVE, RUN, replace(RUN, span=span("wed", "18:00-19:00"))),
            "move Morning run, Tue 17 Nov 07:00–08:00 → Wed 18 Nov 18:00–19:00",
        ),
        (
            entry(Verb.RELEASE, RUN, replace(RUN, transparency=Transparency.TRANSPARENT)),
            "release Morning run, Tue 17 Nov 07:00–08:00, busy → free",
        ),
        (
            entry(Verb.REWORD, RUN, replace(RUN, title="Jog")),
            "reword Morning run, Tue 17 Nov 07:00–08:00, “Run” → “Jog”",
        ),
        (
            entry(Edit.PIN, RUN, replace(RUN, calendar=CalendarId("own"))),
            "pin Morning run, Tue 17 Nov 07:00–08:00, blocks → own",
        ),
        (entry(Verb.MOVE, RUN, None, failure="away"), "move Morning run, Tue 17 Nov 07:00–08:00"),
        (entry(Verb.CREATE, None, None, failure="away"), f"create block {RUN.block}"),
    ],
)
def test_a_line_of_the_log_says_what_changed_and_nothing_else(line: Entry, words: str) -> None:
    assert told(line) == words


def test_a_slot_that_never_had_a_block_is_told_by_its_day_alone() -> None:
    skipped = skip_slot(RUN.slot, RUN.block, intention("Run"), at("tue", "12:00")).booking
    assert told(entry(Edit.SKIP, None, skipped)) == "skip Morning run, Tue 17 Nov"


def test_an_undo_that_changes_only_the_record_is_told_by_what_it_took_back() -> None:
    for standing, word in ((Standing.PINNED, "unpin"), (Standing.SKIPPED, "unskip"), (Standing.HELD, "note")):
        line = entry(Edit.NOTE, replace(RUN, standing=standing), RUN, undoes=EntryId(1))
        assert told(line).startswith(f"{word} Morning run, ")
    assert told(entry(Edit.NOTE, replace(RUN, standing=Standing.PINNED), RUN)).startswith("note ")


def test_what_would_be_done_is_told_before_it_is() -> None:
    gone = removal(RUN, found(RUN), ME, "so", Standing.SKIPPED)
    assert tell_answer(gone, BERLIN).replace("\N{NO-BREAK SPACE}", " ") == (
        "the block of Tue 17 Nov 07:00–08:00 goes from blocks, and its day stays empty"
    )
    assert tell_answer(Refusal("#1 stays."), BERLIN) == "#1 stays."


def test_a_pause_is_told_with_its_end_in_the_persons_zone_or_with_the_way_out() -> None:
    assert (
        tell_pause(Pause(NOON, at("tue", "00:00")), BERLIN)
        .replace("\N{NO-BREAK SPACE}", " ")
        .startswith("Paused until Tue 17 Nov 00:00: ")
    )
    assert "until `hedgerow resume`" in tell_pause(Pause(NOON, None), BERLIN)


@pytest.mark.parametrize("outcome", Outcome)
def test_whatever_became_of_a_step_has_its_sentence(outcome: Outcome) -> None:
    gone = removal(RUN, found(RUN), ME, "so", Standing.SKIPPED)
    told = tell_outcome(Answered(gone, outcome, "It is so."))
    assert told == "" if outcome is Outcome.DONE else told.startswith("Not done: ") and told.endswith(". It is so.")
