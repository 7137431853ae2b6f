"""Unplugged leave as Google's out-of-office where an account has that, and as an event like others where not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.google.mark import event_id
from hedgerow.adapters.ics.block_text import NOTE
from hedgerow.core.block import IntentionId, Slot
from hedgerow.core.domains import Domain
from hedgerow.ports import PreconditionFailed
from hedgerow.settings.values import Decline, OutOfOffice
from tests.adapters.contract_block_calendar import RUN, SWIM, as_left
from tests.adapters.google.block_bench import BlockBench, block_bench
from tests.adapters.google.test_focus_time import kinds, without_company
from tests.agenda import span
from tests.fakes.google.faults import refuses
from tests.fakes.google.refusal import duplicate, forbidden

SELF = frozenset({Domain.SELF})
SEA = replace(
    RUN, slot=Slot(IntentionId("leave/blocks"), RUN.slot.day), title="Out of office", private=False, domains=SELF
)
QUIET = OutOfOffice(Decline.NONE, "")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[BlockBench]:
    with block_bench(tmp_path) as held:
        held.calendar.away = QUIET
        yield held


def test_a_leave_is_out_of_office_and_declines_nothing_unless_asked_to(bench: BlockBench) -> None:
    version = bench.calendar.put(SEA, None)
    held = bench.held(SEA.block)
    assert (held["eventType"], held["outOfOfficeProperties"]) == ("outOfOffice", {"autoDeclineMode": "declineNone"})
    assert ("description" in held, "dateTime" in held["start"], held.get("transparency", "opaque")) == (
        False,
        True,
        "opaque",
    )
    assert list(bench.calendar.find_blocks()) == [as_left(bench, SEA, version)]


def test_new_invitations_are_declined_with_the_words_of_the_person(bench: BlockBench) -> None:
    bench.calendar.away = OutOfOffice(Decline.NEW, "At the sea")
    bench.calendar.put(SEA, None)
    assert bench.held(SEA.block)["outOfOfficeProperties"] == {
        "autoDeclineMode": "declineOnlyNewConflictingInvitations",
        "declineMessage": "At the sea",
    }


def test_other_blocks_are_events_like_others_and_a_leave_too_without_the_setting(bench: BlockBench) -> None:
    bench.calendar.put(replace(RUN, block=SWIM.block), None)
    bench.reopened().put(SEA, None)
    assert kinds(bench) == [None, None]


def test_it_moves_and_goes_as_every_block_does(bench: BlockBench) -> None:
    later = replace(SEA, span=span("fri", "09:00-17:00"))
    version = bench.calendar.put(later, bench.calendar.put(SEA, None))
    assert list(bench.calendar.find_blocks()) == [as_left(bench, later, version)]
    assert bench.held(SEA.block)["eventType"] == "outOfOffice"
    bench.calendar.remove(SEA.block, version)
    assert list(bench.calendar.find_blocks()) == []


def test_an_account_that_has_none_gets_an_event_like_others_and_that_is_told(tmp_path: Path) -> None:
    with block_bench(tmp_path, without_company) as bench:
        bench.calendar.away = QUIET
        version = bench.calendar.put(SEA, None)
        assert list(bench.calendar.find_blocks()) == [as_left(bench, SEA, version)]
        assert kinds(bench) == ["outOfOffice", None]
        assert bench.calendar.lacks == (
            "Google does not give this account out-of-office: unplugged leave is shown by plain busy events.",
        )


def test_one_that_was_deleted_comes_back_as_what_it_was(bench: BlockBench) -> None:
    version = bench.calendar.put(SEA, None)
    [found] = bench.calendar.find_blocks()
    bench.calendar.remove(SEA.block, version)
    back = replace(SEA, block=SWIM.block, restores=found.text)
    version = bench.calendar.put(back, None)
    assert bench.held(back.block)["eventType"] == "outOfOffice"
    assert list(bench.calendar.find_blocks()) == [as_left(bench, back, version)]


def test_another_mode_or_message_reaches_what_stands_and_a_choice_by_hand_stays(bench: BlockBench) -> None:
    version = bench.calendar.put(SEA, None)
    bench.calendar.away = OutOfOffice(Decline.NEW, "At the sea")
    [found] = bench.calendar.find_blocks()
    assert found.outdated
    version = bench.calendar.put(SEA, version)
    assert bench.held(SEA.block)["outOfOfficeProperties"] == {
        "autoDeclineMode": "declineOnlyNewConflictingInvitations",
        "declineMessage": "At the sea",
    }
    assert [each.outdated for each in bench.calendar.find_blocks()] == [False]
    bench.later()
    by_hand = {"autoDeclineMode": "declineOnlyNewConflictingInvitations", "declineMessage": "Gone fishing"}
    bench.hands.edit(event_id(SEA.block), outOfOfficeProperties=by_hand)
    bench.later()
    bench.calendar.away = QUIET
    [found] = bench.calendar.find_blocks()
    assert not found.outdated
    later = replace(SEA, span=span("fri", "09:00-17:00"))
    bench.calendar.put(later, found.version)
    assert bench.held(SEA.block)["outOfOfficeProperties"] == by_hand
    assert [each.outdated for each in bench.calendar.find_blocks()] == [False]


def test_a_message_that_is_taken_away_is_told_no_more(bench: BlockBench) -> None:
    bench.calendar.away = OutOfOffice(Decline.NEW, "At the sea")
    version = bench.calendar.put(SEA, None)
    bench.calendar.away = QUIET
    bench.calendar.put(SEA, version)
    assert bench.held(SEA.block)["outOfOfficeProperties"] == {"autoDeclineMode": "declineNone"}


def test_where_there_is_none_the_message_stands_in_the_event_unless_that_is_private(tmp_path: Path) -> None:
    with block_bench(tmp_path, without_company) as bench:
        bench.calendar.away = OutOfOffice(Decline.NEW, "At the sea")
        bench.calendar.put(SEA, None)
        hidden = replace(SEA, block=SWIM.block, private=True, title="Busy")
        bench.calendar.put(hidden, None)
        assert bench.held(SEA.block)["description"] == f"At the sea\n\n{NOTE}"
        assert "description" not in bench.held(hidden.block)


def test_a_type_is_only_noted_as_refused_once_the_plain_event_is_there(bench: BlockBench) -> None:
    bench.server.faults.next("events.insert", refuses(forbidden()), refuses(duplicate()))
    with pytest.raises(PreconditionFailed):
        bench.calendar.put(SEA, None)
    assert bench.calendar.lacks == ()
    bench.calendar.put(SEA, None)
    assert bench.held(SEA.block)["eventType"] == "outOfOffice"
