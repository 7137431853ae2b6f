from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from hedgerow.core.action import Verb
from hedgerow.core.block import BlockId, Booking, Found, Standing, Version
from hedgerow.core.occurrence import Transparency
from hedgerow.core.reconcile import Edit, Observation, Step
from hedgerow.core.request import Refusal
from hedgerow.core.undo import Scene, may_be_undone, take_back
from hedgerow.ports import Entry, EntryId, PlanId
from tests.agenda import at, span
from tests.bookings import BLOCKS, ME, event, found, held

RUN = held("tue 07:00-08:00  Run")
MOVED = replace(RUN, span=span("tue", "18:00-19:00"), version=Version("v1"))
GONE = replace(RUN, standing=Standing.WITHDRAWN)
FREE = Transparency.TRANSPARENT
MONDAY = at("mon", "12:00")


def line(number: int, what: Verb | Edit, before: Booking | None, after: Booking | None, **changes: Any) -> Entry:
    plan = PlanId("" if isinstance(what, Edit) else "run")
    entry = Entry(EntryId(number), MONDAY, RUN.block, BLOCKS, what, before, after, "so", None, plan)
    return replace(entry, **changes)


CREATED = line(1, Verb.CREATE, None, RUN)
AS_MOVED = replace(found(MOVED), mark=replace(found(MOVED).mark, left=MOVED.span))


def undo(
    entry: Entry, there: Found | None, *since: Entry, undone: Sequence[int] = (), now: datetime = MONDAY
) -> Step | Observation | Refusal:
    scene = Scene((entry, *since), undone, [there] if there else [], now, ME)
    return take_back(entry, scene, lambda: BlockId("again"))


def refusal(told: Step | Observation | Refusal) -> str:
    assert isinstance(told, Refusal)
    return told.sentence


def test_a_creation_is_taken_back_by_deleting_the_block_for_good_with_its_text_kept() -> None:
    step = undo(CREATED, replace(found(RUN), text="all of it"))
    assert isinstance(step, Step)
    action = step.action
    assert (action.verb, action.event.block, action.expected) == (Verb.DELETE, RUN.block, RUN.version)
    assert (action.leaves, action.earlier, action.before) == (Standing.SKIPPED, "all of it", RUN)


@pytest.mark.parametrize(
    ("done", "back", "after"),
    [
        (Verb.MOVE, Verb.MOVE, MOVED),
        (Verb.RESIZE, Verb.RESIZE, replace(RUN, span=span("tue", "07:00-07:30"), version=Version("v1"))),
        (Verb.DEFEND, Verb.RELEASE, replace(RUN, transparency=FREE, version=Version("v1"))),
        (Verb.RELEASE, Verb.DEFEND, replace(RUN, transparency=FREE, version=Version("v1"))),
        (Verb.REWORD, Verb.REWORD, replace(RUN, title="Jog", version=Version("v1"))),
    ],
)
def test_a_change_is_taken_back_by_writing_it_as_it_was_and_pinning_it(done: Verb, back: Verb, after: Booking) -> None:
    there = replace(found(after), mark=event(after).mark)
    step = undo(line(2, done, RUN, after), there)
    assert isinstance(step, Step)
    assert (step.action.verb, step.action.event) == (back, event(RUN))
    assert (step.action.before, step.action.expected) == (after, after.version)
    assert step.action.leaves is Standing.PINNED


def test_a_deletion_is_taken_back_under_a_fresh_id_with_all_that_was_in_the_event() -> None:
    step = undo(line(3, Verb.DELETE, RUN, GONE, earlier="its text"), None)
    assert isinstance(step, Step)
    action = step.action
    assert (action.verb, action.event) == (Verb.CREATE, event(RUN, block=BlockId("again"), restores="its text"))
    assert (action.before, action.expected, action.leaves) == (None, None, Standing.PINNED)


def test_a_deletion_stays_once_the_time_of_the_block_is_over() -> None:
    deleted = line(3, Verb.DELETE, RUN, GONE)
    assert isinstance(undo(deleted, None, now=at("tue", "07:59")), Step)
    assert refusal(undo(deleted, None, now=at("tue", "08:00"))) == "#3 stays: the time of that block is over."


def test_a_block_is_not_put_back_to_a_time_that_is_over() -> None:
    moved, why = line(2, Verb.MOVE, RUN, MOVED), "#2 stays: the time that the block had before is over."
    assert isinstance(undo(moved, AS_MOVED, now=at("tue", "07:59")), Step)
    assert refusal(undo(moved, AS_MOVED, now=at("tue", "08:00"))) == why


def test_an_event_that_somebody_brought_back_is_not_doubled() -> None:
    told = refusal(undo(line(3, Verb.DELETE, RUN, GONE), found(RUN)))
    assert told == "#3 stays: the event is there again already."


def test_a_cancelled_event_is_none() -> None:
    assert isinstance(undo(line(3, Verb.DELETE, RUN, GONE), replace(found(RUN), cancelled=True)), Step)
    assert "deleted since" in refusal(undo(CREATED, replace(found(RUN), cancelled=True)))


@pytest.mark.parametrize(
    "changed",
    [
        replace(found(RUN), version=Version("another")),
        replace(found(RUN), mark=replace(found(RUN).mark, left=MOVED.span)),
        replace(found(RUN), broken=True),
    ],
)
def test_what_the_person_changed_since_is_theirs(changed: Found) -> None:
    assert refusal(undo(CREATED, changed)) == "#1 stays: you changed the event since, so it is yours."


def test_what_the_person_deleted_since_is_theirs() -> None:
    assert refusal(undo(CREATED, None)) == "#1 stays: the block was deleted since, and that is yours."


def test_an_edit_of_the_person_is_named_by_what_it_was() -> None:
    pinned = line(2, Edit.PIN, RUN, replace(MOVED, standing=Standing.PINNED), reason="moved by hand")
    assert refusal(undo(CREATED, found(RUN), pinned)) == "#1 stays: you changed the block since (moved by hand)."


def test_later_actions_of_ours_are_named_and_come_first() -> None:
    moved, defended = line(2, Verb.MOVE, RUN, MOVED), line(5, Verb.DEFEND, MOVED, MOVED)
    told = refusal(undo(CREATED, AS_MOVED, moved, defended))
    assert told == "#1 stays: #2 (move) and #5 (defend) changed the same block since; take that back first."


def test_what_was_taken_back_since_and_what_did_not_happen_stand_in_no_ones_way() -> None:
    back = replace(RUN, version=Version("v2"), standing=Standing.PINNED)
    moved, unmoved = line(2, Verb.MOVE, RUN, MOVED), line(3, Verb.MOVE, MOVED, back, undoes=EntryId(2))
    failed = line(4, Verb.RESIZE, back, None, failure="the calendar was away")
    there = replace(found(back))
    step = undo(CREATED, there, moved, unmoved, failed, undone=[2])
    assert isinstance(step, Step)
    assert (step.action.verb, step.action.expected) == (Verb.DELETE, Version("v2"))


def test_another_version_that_we_only_noted_is_not_as_we_left_it() -> None:
    noted = line(2, Edit.NOTE, RUN, replace(RUN, version=Version("v9")))
    assert "you changed the event since" in refusal(undo(CREATED, found(replace(RUN, version=Version("v9"))), noted))


@pytest.mark.parametrize(
    ("entry", "undone", "why"),
    [
        (line(1, Verb.MOVE, RUN, None, failure="refused"), (), "#1 did not happen, so there is nothing to take back."),
        (CREATED, (1,), "#1 was taken back already."),
        (line(1, Edit.ADOPT, None, RUN), (), "#1 was done by hand in the calendar (so), so it is yours to take back"),
        (line(1, Edit.NOTE, None, RUN, plan=PlanId("run")), (), "#1 only says what was found"),
    ],
)
def test_what_cannot_be_taken_back_says_why(entry: Entry, undone: Sequence[int], why: str) -> None:
    assert refusal(undo(entry, found(RUN), undone=undone)).startswith(why)
    assert not may_be_undone(entry, undone)


def test_pinning_by_command_is_taken_back_in_the_record_alone() -> None:
    pinned = replace(RUN, standing=Standing.PINNED)
    told = undo(line(2, Edit.PIN, RUN, pinned, plan=PlanId("mine")), found(RUN))
    assert told == Observation(Edit.NOTE, RUN, pinned, "takes back #2")


def test_skipping_a_day_without_a_block_is_taken_back_by_freeing_the_slot() -> None:
    skipped = replace(RUN, standing=Standing.SKIPPED)
    told = undo(line(2, Edit.SKIP, None, skipped, plan=PlanId("mine")), None)
    assert told == Observation(Edit.NOTE, replace(RUN, standing=Standing.WITHDRAWN), skipped, "takes back #2")


def test_what_may_be_undone_is_what_we_did_and_what_was_asked_of_us() -> None:
    assert may_be_undone(CREATED, [])
    assert may_be_undone(line(2, Edit.SKIP, RUN, GONE, plan=PlanId("mine")), [1])
    assert not may_be_undone(line(2, Edit.SKIP, RUN, GONE), [])


def test_a_block_that_was_deleted_and_brought_back_is_the_same_to_the_lines_before() -> None:
    again = replace(RUN, block=BlockId("again"), standing=Standing.PINNED, version=Version("v5"))
    deleted = line(2, Verb.DELETE, RUN, GONE)
    back = line(3, Verb.CREATE, None, again, block=again.block, undoes=EntryId(2))
    step = undo(CREATED, found(again), deleted, back, undone=[2])
    assert isinstance(step, Step)
    assert (step.action.verb, step.action.event.block, step.action.expected) == (Verb.DELETE, "again", "v5")
    moved = line(1, Verb.MOVE, replace(RUN, span=MOVED.span), RUN)
    step = undo(moved, found(again), deleted, back, undone=[2])
    assert isinstance(step, Step)
    assert (step.action.event.block, step.action.event.span) == ("again", MOVED.span)
