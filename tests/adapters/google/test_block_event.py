"""What a block looks like at Google, and what stays of what a person made of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.google.mark import event_id
from hedgerow.adapters.ics.block_text import NOTE
from hedgerow.core.block import BlockEvent, BlockId
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import Transparency
from hedgerow.core.reconcile import BUSY
from tests.adapters.contract_block_calendar import RUN, SWIM, as_left
from tests.adapters.google.block_bench import BlockBench, block_bench
from tests.agenda import span

ID = event_id(RUN.block)
HIDDEN = replace(RUN, title=BUSY, private=True)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[BlockBench]:
    with block_bench(tmp_path) as held:
        yield held


def again(bench: BlockBench, event: BlockEvent) -> None:
    """Written anew on what is there now."""
    bench.later()
    [found] = bench.calendar.find_blocks()
    bench.calendar.put(event, found.version)


def test_a_block_has_a_note_a_colour_and_no_alarm(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    held = bench.held(RUN.block)
    assert (held["summary"], held["description"], held["colorId"]) == ("Run", NOTE, "2")
    assert held["reminders"]["useDefault"] is False
    assert not held["reminders"].get("overrides")
    assert held["start"] == {"dateTime": "2026-11-17T07:00:00+01:00", "timeZone": "Europe/Berlin"}
    assert held["visibility"] == "default"


def test_a_hidden_block_tells_only_that_the_person_is_busy(bench: BlockBench) -> None:
    bench.calendar.put(HIDDEN, None)
    held = bench.held(RUN.block)
    assert (held["summary"], held["visibility"]) == (BUSY, "private")
    assert {"description", "colorId", "location"}.isdisjoint(held)


@pytest.mark.parametrize(
    ("domains", "colour"),
    [({Domain.WORK}, "9"), ({Domain.HOME}, "5"), ({Domain.COMMUNITY}, "6"), ({Domain.HOME, Domain.SELF}, "3")],
)
def test_the_colour_follows_from_the_domains(bench: BlockBench, domains: set[Domain], colour: str) -> None:
    bench.calendar.put(replace(RUN, domains=frozenset(domains)), None)
    assert bench.held(RUN.block)["colorId"] == colour


def test_a_free_block_is_shown_as_free(bench: BlockBench) -> None:
    bench.calendar.put(SWIM, None)
    assert bench.held(SWIM.block)["transparency"] == "transparent"


def test_what_a_person_added_stays_when_the_block_moves(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    theirs = {
        "colorId": "11", "location": "Park", "description": "Shoes!", "attendees": [{"email": "g@example.org"}],
        "reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]},
        "visibility": "confidential",
    }  # fmt: skip
    bench.hands.edit(ID, **theirs)
    again(bench, replace(RUN, span=span("fri", "18:00-20:00"), domains=frozenset({Domain.HOME})))
    held = bench.held(RUN.block)
    assert held["start"]["dateTime"] == "2026-11-20T18:00:00+01:00"
    assert {name: held[name] for name in theirs if name != "attendees"} == {
        name: value for name, value in theirs.items() if name != "attendees"
    }
    assert [each["email"] for each in held["attendees"]] == ["g@example.org"]


def test_properties_of_other_programs_stay(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    extended = bench.held(RUN.block)["extendedProperties"]
    extended = {"private": extended["private"] | {"todo": "7"}, "shared": {"team": "a"}}
    bench.hands.edit(ID, extendedProperties=extended)
    again(bench, replace(RUN, transparency=Transparency.TRANSPARENT))
    held = bench.held(RUN.block)["extendedProperties"]
    assert (held["private"]["todo"], held["shared"]) == ("7", {"team": "a"})


def test_a_colour_of_ours_follows_when_the_domains_change(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.later()
    again(bench, replace(RUN, domains=frozenset({Domain.WORK})))
    assert bench.held(RUN.block)["colorId"] == "9"


def test_a_block_that_turns_private_loses_what_told_what_it_is(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.hands.edit(ID, location="Park", description="With Grace")
    again(bench, HIDDEN)
    held = bench.held(RUN.block)
    assert (held["summary"], held["visibility"]) == (BUSY, "private")
    assert {"description", "colorId", "location"}.isdisjoint(held)


def test_a_block_that_is_hidden_no_longer_has_its_note_and_colour_again(bench: BlockBench) -> None:
    bench.calendar.put(HIDDEN, None)
    again(bench, RUN)
    held = bench.held(RUN.block)
    assert (held["summary"], held["visibility"], held["description"], held["colorId"]) == ("Run", "default", NOTE, "2")


def test_an_undone_deletion_brings_everything_back_under_a_fresh_id(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.hands.edit(ID, location="Park", colorId="11")
    bench.later()
    [found] = bench.calendar.find_blocks()
    bench.calendar.remove(RUN.block, found.version)
    back = replace(RUN, block=BlockId("back"), restores=found.text)
    version = bench.calendar.put(back, None)
    assert list(bench.calendar.find_blocks()) == [as_left(bench, back, version)]
    held = bench.held(back.block)
    assert (held["location"], held["colorId"], held["iCalUID"]) == ("Park", "11", "hedgeback@google.com")


def test_text_of_another_kind_of_calendar_restores_the_block_alone(bench: BlockBench) -> None:
    version = bench.calendar.put(replace(RUN, restores="BEGIN:VEVENT\r\nEND:VEVENT\r\n"), None)
    assert list(bench.calendar.find_blocks()) == [as_left(bench, RUN, version)]


def test_a_block_made_all_day_or_recurring_or_retitled_is_found_so(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.calendar.put(SWIM, None)
    bench.hands.edit(ID, start={"date": "2026-11-19"}, end={"date": "2026-11-20"}, summary="Mine")
    bench.hands.edit(event_id(SWIM.block), recurrence=["RRULE:FREQ=WEEKLY"])
    bench.later()
    [run, swim] = bench.calendar.find_blocks()
    assert (run.all_day, run.title, run.recurring) == (True, "Mine", False)
    assert (swim.recurring, swim.broken) == (True, False)


def test_a_block_of_which_another_program_dropped_the_mark_is_seen_as_spoilt(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.hands.edit(ID, extendedProperties={})
    bench.later()
    [found] = bench.calendar.find_blocks()
    assert (found.block, found.broken) == (RUN.block, True)


def test_a_block_deleted_by_hand_is_gone(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.hands.delete(ID)
    bench.later()
    assert list(bench.calendar.find_blocks()) == []


def test_a_block_moved_far_out_of_the_window_is_still_found(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.move_by_hand(RUN.block, span("2028-03-01", "07:00-08:00"))
    [found] = bench.reopened().find_blocks()
    assert found.span == span("2028-03-01", "07:00-08:00")


def test_a_quiet_run_asks_once_for_source_and_blocks_together(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    for _ in range(3):
        bench.later()
        bench.reopened().find_blocks()
    bench.later()
    bench.server.log.clear()
    bench.reopened().find_blocks()
    assert bench.google.asked == ["events.list 200"]


def test_a_block_that_a_list_lags_behind_is_not_taken_for_deleted(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.later()
    bench.reopened().find_blocks()
    bench.server.modes.list_lag = 30
    weekly = ["RRULE:FREQ=WEEKLY"]
    bench.hands.add("Another", "2026-11-19T09:00:00", "2026-11-19T10:00:00", recurrence=weekly)
    bench.later()
    bench.hands.move(ID, "2026-11-18T07:00:00+01:00", "2026-11-18T08:00:00+01:00")
    [found] = bench.reopened().find_blocks()
    assert found.span == span("wed", "07:00-08:00")
