from dataclasses import replace

import pytest

from hedgerow.core.block import BlockId, Booking, IntentionId, Slot, Standing, Version
from hedgerow.core.days import week_span
from hedgerow.core.domains import Domain
from hedgerow.core.fate import SHIFT, BlockFate, Fate, tell_fates
from hedgerow.core.occurrence import CalendarId, Transparency
from tests.agenda import BERLIN, WEEK, agenda, day_of, span

WEEK_47 = week_span(WEEK, BERLIN)


def booking(day: str, clocks: str, standing: Standing = Standing.HELD, promised: str = "") -> Booking:
    when = span(day, clocks)
    return Booking(
        block=BlockId("b1"),
        slot=Slot(IntentionId("dinner"), day_of(day)),
        calendar=CalendarId("blocks"),
        promised=span(day, promised) if promised else when,
        span=when,
        title="Dinner",
        transparency=Transparency.OPAQUE,
        domains=frozenset({Domain.HOME}),
        standing=standing,
        version=Version("1"),
    )


def fate(of: Booking, *lines: str) -> BlockFate:
    [told] = tell_fates([of], agenda(*lines), WEEK_47, {})
    return told


def test_a_block_that_stands_where_it_was_promised_was_kept() -> None:
    assert fate(booking("mon", "18:00-19:00")).fate is Fate.KEPT


def test_a_block_that_made_room_was_moved_and_says_for_what() -> None:
    moved = fate(booking("mon", "19:00-20:00", promised="18:00-19:00"), "mon 17:30-18:30  Retro")
    assert (moved.fate, moved.taken_by, moved.by_person) == (Fate.MOVED, "Retro", False)


def test_a_block_that_the_person_moved_is_theirs() -> None:
    moved = fate(booking("mon", "20:00-21:00", Standing.PINNED, "18:00-19:00"), "mon 17:30-18:30  Retro")
    assert (moved.fate, moved.taken_by, moved.by_person) == (Fate.MOVED, None, True)


def test_a_block_that_the_person_deleted_is_lost_by_their_choice() -> None:
    lost = fate(booking("mon", "18:00-19:00", Standing.SKIPPED), "mon 18:00-19:00  Retro")
    assert (lost.fate, lost.taken_by, lost.by_person) == (Fate.LOST, None, True)


def test_a_block_without_a_place_is_lost_to_what_took_it() -> None:
    lost = fate(booking("mon", "18:00-19:00", Standing.WITHDRAWN), "mon 17:00-22:00  Launch")
    assert (lost.fate, lost.taken_by) == (Fate.LOST, "Launch")


def test_a_block_withdrawn_from_free_time_has_no_fate() -> None:
    assert tell_fates([booking("mon", "18:00-19:00", Standing.WITHDRAWN)], agenda(), WEEK_47, {}) == ()


@pytest.mark.parametrize(
    ("meeting", "told"),
    [
        ("mon 17:00-18:10  Retro", Fate.KEPT),
        ("mon 17:00-18:30  Retro", Fate.KEPT),
        ("mon 17:00-18:31  Retro", Fate.LOST),
        ("mon 18:15-18:35  Call", Fate.LOST),
        ("mon 17:00-18:45  Free to go (free)", Fate.KEPT),
    ],
)
def test_a_block_is_lost_when_less_than_half_of_it_is_left_in_one_piece(meeting: str, told: Fate) -> None:
    assert fate(booking("mon", "18:00-19:00"), meeting).fate is told


def test_only_work_takes_a_block_that_stands() -> None:
    [kept] = tell_fates(
        [booking("mon", "18:00-19:00")], agenda("mon 18:00-19:00  Film", domain=Domain.SELF), WEEK_47, {}
    )
    assert kept.fate is Fate.KEPT


def test_a_block_that_colleagues_see_as_busy_is_told_by_the_name_of_its_intention() -> None:
    shown = replace(booking("mon", "18:00-19:00"), title="Busy")
    [told] = tell_fates([shown], agenda(), WEEK_47, {shown.slot.intention: "Focus"})
    assert told.title == "Focus"


def test_blocks_of_other_weeks_are_not_told() -> None:
    assert tell_fates([booking("mon+1", "18:00-19:00")], agenda(), WEEK_47, {}) == ()


def test_a_longer_part_of_the_block_names_the_taker() -> None:
    lost = fate(booking("mon", "18:00-19:00"), "mon 18:00-18:20  Short", "mon 18:20-19:00  Long")
    assert lost.taken_by == "Long"
    assert replace(lost, taken_by=None).fate is Fate.LOST


def by_shift(of: Booking, *shifts: str, lines: tuple[str, ...] = ()) -> BlockFate:
    [told] = tell_fates([of], agenda(*lines), WEEK_47, {}, [span("mon", clocks) for clocks in shifts])
    return told


def test_a_block_whose_place_a_swapped_shift_took_is_lost_to_the_shift() -> None:
    withdrawn = by_shift(booking("mon", "18:00-19:00", Standing.WITHDRAWN), "14:00-22:00")
    standing = by_shift(booking("mon", "18:00-19:00"), "14:00-22:00")
    assert [(told.fate, told.taken_by) for told in (withdrawn, standing)] == [(Fate.LOST, SHIFT)] * 2


def test_a_block_that_made_room_for_a_shift_was_moved_and_says_so() -> None:
    moved = by_shift(booking("mon", "10:00-11:00", promised="15:00-16:00"), "14:00-22:00")
    assert (moved.fate, moved.taken_by, moved.by_person) == (Fate.MOVED, SHIFT, False)


def test_what_takes_more_of_a_block_than_the_shift_is_named_before_it() -> None:
    lost = by_shift(booking("mon", "18:00-19:00"), "18:40-23:00", lines=("mon 18:00-18:40  Retro",))
    assert (lost.fate, lost.taken_by) == (Fate.LOST, "Retro")


def test_a_block_for_work_may_lie_in_a_shift() -> None:
    focus = replace(booking("mon", "15:00-16:00"), domains=frozenset({Domain.WORK}))
    assert by_shift(focus, "14:00-22:00").fate is Fate.KEPT
