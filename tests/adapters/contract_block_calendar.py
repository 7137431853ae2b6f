"""What every block calendar promises. Subclass with a `bench` fixture; run on the fake and on each adapter."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import pytest

from hedgerow.core.block import NOBODY, BlockEvent, BlockId, Found, Version
from hedgerow.core.occurrence import Transparency
from hedgerow.core.span import Span
from hedgerow.ports import BlockCalendar, PreconditionFailed
from tests.agenda import span
from tests.bookings import event, held

RUN = event(held("tue 07:00-08:00  Run"))
SWIM = event(held("wed 07:00-08:00  Swim", transparency=Transparency.TRANSPARENT))


class Bench(Protocol):
    """A fresh calendar that already holds foreign events, and the hands of the person who uses it."""

    @property
    def calendar(self) -> BlockCalendar: ...

    def reopened(self) -> BlockCalendar:
        """The same calendar for another process, which knows nothing of what this one did."""

    def foreign(self) -> object:
        """Everything in it that is not ours, as it is now; equal when nothing of it changed."""

    def copy_by_hand(self, block: BlockId) -> None:
        """As a calendar program copies: the same event under a new UID."""

    def move_by_hand(self, block: BlockId, where: Span) -> None: ...

    def take_uid(self, block: BlockId) -> None:
        """A foreign event, without our mark, under the UID of that block."""


class BlockCalendarContract:
    def test_a_calendar_without_blocks_has_none(self, bench: Bench) -> None:
        assert list(bench.calendar.find_blocks()) == []

    def test_a_block_is_found_as_it_was_put(self, bench: Bench) -> None:
        version = bench.calendar.put(SWIM, None)
        assert list(bench.calendar.find_blocks()) == [as_left(bench, SWIM, version)]

    def test_blocks_are_found_in_order_of_uid(self, bench: Bench) -> None:
        for name in ("b", "a", "c"):
            bench.calendar.put(replace(RUN, block=BlockId(name)), None)
        assert blocks(bench.calendar.find_blocks()) == ["a", "b", "c"]

    def test_a_block_is_created_only_once(self, bench: Bench) -> None:
        version = bench.calendar.put(RUN, None)
        with pytest.raises(PreconditionFailed):
            bench.calendar.put(replace(RUN, title="Walk"), None)
        assert list(bench.calendar.find_blocks()) == [as_left(bench, RUN, version)]

    def test_a_block_is_replaced_under_its_version(self, bench: Bench) -> None:
        first = bench.calendar.put(RUN, None)
        bench.calendar.put(SWIM, None)
        later = replace(RUN, span=span("fri", "18:00-20:00"), title="Long run", transparency=Transparency.TRANSPARENT)
        second = bench.calendar.put(later, first)
        assert second != first
        assert as_left(bench, later, second) in bench.calendar.find_blocks()
        assert blocks(bench.calendar.find_blocks()) == sorted([RUN.block, SWIM.block])

    def test_a_block_is_not_replaced_under_another_version(self, bench: Bench) -> None:
        first = bench.calendar.put(RUN, None)
        second = bench.calendar.put(replace(RUN, title="Walk"), first)
        with pytest.raises(PreconditionFailed):
            bench.calendar.put(RUN, first)
        assert list(bench.calendar.find_blocks()) == [as_left(bench, replace(RUN, title="Walk"), second)]

    def test_a_version_is_the_same_for_whoever_opens_the_calendar_next(self, bench: Bench) -> None:
        first = bench.calendar.put(RUN, None)
        other = bench.reopened()
        assert list(other.find_blocks()) == [as_left(bench, RUN, first)]
        walk = replace(RUN, title="Walk")
        second = other.put(walk, first)
        for write in (lambda: bench.calendar.put(RUN, first), lambda: bench.calendar.remove(RUN.block, first)):
            with pytest.raises(PreconditionFailed):
                write()
        with pytest.raises(PreconditionFailed):
            bench.reopened().put(RUN, None)
        assert list(bench.calendar.find_blocks()) == [as_left(bench, walk, second)]
        bench.reopened().remove(RUN.block, second)
        assert list(other.find_blocks()) == list(bench.calendar.find_blocks()) == []

    def test_a_block_that_is_not_there_is_not_replaced(self, bench: Bench) -> None:
        with pytest.raises(PreconditionFailed):
            bench.calendar.put(RUN, Version("any"))
        assert list(bench.calendar.find_blocks()) == []

    def test_a_block_is_removed_under_its_version_and_only_once(self, bench: Bench) -> None:
        version = bench.calendar.put(RUN, None)
        bench.calendar.put(SWIM, None)
        with pytest.raises(PreconditionFailed):
            bench.calendar.remove(RUN.block, Version("another"))
        bench.calendar.remove(RUN.block, version)
        with pytest.raises(PreconditionFailed):
            bench.calendar.remove(RUN.block, version)
        assert blocks(bench.calendar.find_blocks()) == [SWIM.block]

    def test_a_block_moved_by_hand_is_found_there_and_not_written_under_the_old_version(self, bench: Bench) -> None:
        version = bench.calendar.put(RUN, None)
        there = span("thu", "12:00-13:00")
        bench.move_by_hand(RUN.block, there)
        [moved] = bench.calendar.find_blocks()
        assert (moved.span, moved.mark.left) == (there, RUN.span)
        for write in (lambda: bench.calendar.put(RUN, version), lambda: bench.calendar.remove(RUN.block, version)):
            with pytest.raises(PreconditionFailed):
                write()
        assert list(bench.calendar.find_blocks()) == [moved]

    def test_a_copy_made_by_hand_is_not_ours_and_outlives_the_block(self, bench: Bench) -> None:
        version = bench.calendar.put(RUN, None)
        bench.copy_by_hand(RUN.block)
        with_copy = bench.foreign()
        assert blocks(bench.calendar.find_blocks()) == [RUN.block]
        bench.calendar.remove(RUN.block, version)
        assert list(bench.calendar.find_blocks()) == []
        assert bench.foreign() == with_copy

    def test_an_event_without_our_mark_under_the_uid_of_a_block_is_seen_and_left_alone(self, bench: Bench) -> None:
        bench.take_uid(RUN.block)
        before = bench.foreign()
        [found] = bench.calendar.find_blocks()
        assert (found.block, found.broken, found.mark.owner) == (RUN.block, True, NOBODY)
        for expected in (None, found.version):
            with pytest.raises(PreconditionFailed):
                bench.calendar.put(RUN, expected)
        with pytest.raises(PreconditionFailed):
            bench.calendar.remove(RUN.block, found.version)
        assert (bench.foreign(), list(bench.calendar.find_blocks())) == (before, [found])

    def test_a_block_is_brought_back_under_a_new_id_from_the_text_that_was_found_of_it(self, bench: Bench) -> None:
        first = bench.calendar.put(RUN, None)
        [found] = bench.calendar.find_blocks()
        assert found.text != ""
        bench.calendar.remove(RUN.block, first)
        again = replace(RUN, block=BlockId("again"), restores=found.text)
        version = bench.calendar.put(again, None)
        assert list(bench.calendar.find_blocks()) == [as_left(bench, again, version)]

    def test_nothing_foreign_changes_whatever_we_write(self, bench: Bench) -> None:
        before = bench.foreign()
        first = bench.calendar.put(RUN, None)
        second = bench.calendar.put(SWIM, None)
        first = bench.calendar.put(replace(RUN, span=span("sun", "09:00-10:00")), first)
        assert bench.foreign() == before
        bench.calendar.remove(SWIM.block, second)
        bench.calendar.remove(RUN.block, first)
        assert bench.foreign() == before


def as_left(bench: Bench, put: BlockEvent, version: Version) -> Found:
    return Found(bench.calendar.calendar, put.mark, put.span, put.title, put.transparency, version)


def blocks(found: Sequence[Found]) -> list[BlockId]:
    return [each.block for each in found]
