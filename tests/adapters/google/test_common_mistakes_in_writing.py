"""What clients of Google Calendar commonly get wrong when they write: a test for each mistake."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.clock import RandomIds
from hedgerow.adapters.google.mark import event_id
from hedgerow.core.block import BlockId
from hedgerow.core.occurrence import Transparency
from hedgerow.ports import PreconditionFailed, Refused, Unavailable
from tests.adapters.contract_block_calendar import RUN, as_left
from tests.adapters.google.block_bench import BlockBench, block_bench
from tests.agenda import span
from tests.fakes.google.faults import drop_after, fails, fails_after, refuses, reset_after
from tests.fakes.google.refusal import deleted, limited
from tests.fakes.google.rules import check_id

ID = event_id(RUN.block)
LATER = replace(RUN, span=span("fri", "18:00-20:00"))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[BlockBench]:
    with block_bench(tmp_path) as held:
        yield held


def test_expecting_insert_to_work_after_delete_with_the_same_id(bench: BlockBench) -> None:
    """The id stays taken for good: the slot counts as deleted by whoever did it, and no second try is made."""
    bench.calendar.put(RUN, None)
    bench.hands.delete(ID)
    bench.later()
    with pytest.raises(PreconditionFailed):
        bench.reopened().put(RUN, None)
    fresh = bench.reopened()
    with pytest.raises(PreconditionFailed):
        fresh.put(RUN, None)
    [found] = fresh.find_blocks()
    assert found.cancelled
    assert bench.held(RUN.block)["status"] == "cancelled"


@pytest.mark.parametrize("purged", [404, 410])
def test_an_id_of_which_the_bin_was_emptied_stays_taken_and_nothing_is_there(bench: BlockBench, purged: int) -> None:
    bench.server.modes.purged_status = purged
    version = bench.calendar.put(RUN, None)
    bench.hands.delete(ID)
    bench.hands.empty_bin()
    bench.later()
    with pytest.raises(PreconditionFailed):
        bench.calendar.put(RUN, None)
    with pytest.raises(PreconditionFailed):
        bench.calendar.put(LATER, version)
    assert list(bench.calendar.find_blocks()) == []


def test_treating_410_on_delete_as_a_failure_and_nagging_forever(bench: BlockBench) -> None:
    """It is a state to be read: the block is gone, by somebody."""
    version = bench.calendar.put(RUN, None)
    bench.server.faults.next("events.delete", refuses(deleted()))
    with pytest.raises(PreconditionFailed, match="was deleted meanwhile"):
        bench.calendar.remove(RUN.block, version)
    assert len(bench.server.log.of("events.delete")) == 1


def test_get_succeeds_after_delete_so_exists_lies(bench: BlockBench) -> None:
    version = bench.calendar.put(RUN, None)
    bench.calendar.remove(RUN.block, version)
    bench.later()
    assert list(bench.reopened().find_blocks()) == []
    for write in (lambda: bench.calendar.put(LATER, version), lambda: bench.calendar.remove(RUN.block, version)):
        with pytest.raises(PreconditionFailed):
            write()


def test_standard_base32_instead_of_base32hex_ids(bench: BlockBench) -> None:
    for _ in range(200):
        check_id(event_id(RandomIds().fresh()))
    bench.calendar.put(replace(RUN, block=BlockId("v0")), None)
    assert bench.server.log.of("events.insert")[-1].event_id == "hedgev0"


def test_put_without_shared_fields_on_a_guest_copy_gives_403(bench: BlockBench) -> None:
    """All that the event had is in what replaces it; only what is the guest's own differs."""
    bench.calendar.put(RUN, None)
    boss = {"email": "boss@example.org"}
    people = [boss, {"email": "ada@example.org", "responseStatus": "accepted"}]
    times = {
        name: {"dateTime": f"2026-11-17T0{hour}:00:00+01:00", "timeZone": "Europe/Paris"}
        for name, hour in (("start", 7), ("end", 8))
    }
    bench.hands.edit(ID, organizer=boss, attendees=people, location="Canteen", **times)
    bench.later()
    [found] = bench.calendar.find_blocks()
    bench.calendar.put(replace(RUN, transparency=Transparency.TRANSPARENT), found.version)
    assert bench.held(RUN.block)["location"] == "Canteen"
    [found] = bench.calendar.find_blocks()
    with pytest.raises(Refused, match="organizer"):
        bench.calendar.put(LATER, found.version)


@pytest.mark.parametrize("fault", [drop_after, reset_after, fails_after(503)])
def test_httplib2_sends_a_create_again_when_the_connection_is_dropped(bench: BlockBench, fault: object) -> None:
    """Done once, not known to be done, and found by its operation; a second try of the same id is refused."""
    bench.server.faults.next("events.insert", fault)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        bench.calendar.put(RUN, None)
    assert len(bench.server.log.of("events.insert")) == 1
    [found] = bench.calendar.find_blocks()
    assert found.mark == RUN.mark
    with pytest.raises(PreconditionFailed):
        bench.calendar.put(RUN, None)
    assert [each["id"] for each in bench.hands.alive() if each.get("summary") == RUN.title] == [ID]


@pytest.mark.parametrize("fault", [drop_after, reset_after, fails_after(500)])
def test_a_change_whose_answer_was_lost_is_found_and_not_done_twice(bench: BlockBench, fault: object) -> None:
    version = bench.calendar.put(RUN, None)
    bench.server.faults.next("events.update", fault)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        bench.calendar.put(LATER, version)
    [found] = bench.calendar.find_blocks()
    assert (found.span, found.mark) == (LATER.span, LATER.mark)
    with pytest.raises(PreconditionFailed):
        bench.calendar.put(LATER, version)


def test_writing_over_what_somebody_changed_since_it_was_read(bench: BlockBench) -> None:
    """Every update and every deletion names its version, and Google refuses another."""
    version = bench.calendar.put(RUN, None)
    bench.hands.edit(ID, summary="Run with Grace")
    for write in (lambda: bench.calendar.put(LATER, version), lambda: bench.calendar.remove(RUN.block, version)):
        with pytest.raises(PreconditionFailed):
            write()
    assert bench.held(RUN.block)["summary"] == "Run with Grace"
    changes = bench.server.log.of("events.update", "events.delete")
    assert {each.if_match for each in changes} <= {version}


def test_a_patch_costs_three_requests(bench: BlockBench) -> None:
    bench.calendar.put(LATER, bench.calendar.put(RUN, None))
    assert [each.operation for each in bench.server.log.writes()] == ["events.insert", "events.update"]


def test_guests_are_told_of_nothing(bench: BlockBench) -> None:
    version = bench.calendar.put(LATER, bench.calendar.put(RUN, None))
    bench.calendar.remove(RUN.block, version)
    assert {each.send_updates for each in bench.server.log.writes()} == {"none"}


def test_a_write_over_quota_is_no_refusal_and_reading_goes_on(bench: BlockBench) -> None:
    bench.server.modes.quota_hours = 2
    with pytest.raises(Unavailable, match="usage limits"):
        bench.calendar.put(RUN, None)
    assert list(bench.calendar.find_blocks()) == []


@pytest.mark.parametrize("fault", [fails(429, "1"), refuses(limited("userRateLimitExceeded"))])
def test_a_write_that_came_too_fast_is_done_a_little_later(bench: BlockBench, fault: object) -> None:
    bench.server.faults.next("events.insert", fault)  # type: ignore[arg-type]
    version = bench.calendar.put(RUN, None)
    assert list(bench.calendar.find_blocks()) == [as_left(bench, RUN, version)]


def test_a_calendar_that_may_only_be_read_is_refused_and_says_so(bench: BlockBench) -> None:
    bench.server.state.accounts["ada@example.org"].entries["ada@example.org"].role = "reader"
    with pytest.raises(Refused, match="writer access"):
        bench.calendar.put(RUN, None)


def test_update_of_an_event_that_left_the_bin_is_403_and_means_deleted(bench: BlockBench) -> None:
    version = bench.calendar.put(RUN, None)
    bench.server.state.calendars["ada@example.org"].events[ID].purged = True
    with pytest.raises(PreconditionFailed, match="deleted"):
        bench.calendar.put(LATER, version)


def test_invitations_under_ids_like_ours_cost_no_request_each(bench: BlockBench) -> None:
    """Anybody may choose the id of an event that they invite to."""
    version = bench.calendar.put(RUN, None)
    for n in range(300):
        when = f"2026-11-{18 + n % 5}T09:00:00+01:00"
        bench.hands.invite("Spam", when, when.replace("T09", "T10"), id=f"hedge{n:05}")
    bench.later()
    bench.server.log.clear()
    assert list(bench.calendar.find_blocks()) == [as_left(bench, RUN, version)]
    assert len(bench.google.asked) <= 4
    assert not any("events.get" in line for line in bench.google.asked)


def test_our_own_writes_are_no_news_that_costs_a_reading(bench: BlockBench) -> None:
    """Brief section 10, line 27: they come back in the next list of changes."""
    bench.calendar.find_blocks()
    bench.later()
    bench.calendar.find_blocks()
    version = bench.calendar.put(RUN, None)
    version = bench.calendar.put(LATER, version)
    bench.later()
    bench.server.log.clear()
    assert list(bench.calendar.find_blocks()) == [as_left(bench, LATER, version)]
    assert len(bench.google.asked) == 1
    bench.calendar.remove(RUN.block, version)
    bench.later()
    bench.server.log.clear()
    assert list(bench.calendar.find_blocks()) == []
    assert len(bench.google.asked) == 1


def test_an_edit_by_hand_on_top_of_our_write_is_looked_at(bench: BlockBench) -> None:
    bench.calendar.find_blocks()
    bench.calendar.put(RUN, None)
    bench.move_by_hand(RUN.block, span("fri", "18:00-20:00"))
    [found] = bench.calendar.find_blocks()
    assert (found.span, bench.reopened().find_blocks()) == (span("fri", "18:00-20:00"), (found,))
    bench.hands.delete(ID)
    bench.later()
    assert list(bench.calendar.find_blocks()) == []
