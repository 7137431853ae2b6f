from dataclasses import replace

import pytest

from hedgerow.core.action import Verb
from hedgerow.core.block import BlockId, Slot, Standing
from hedgerow.core.reconcile import Edit, Observation, Step
from hedgerow.core.request import Refusal, pin, skip, skip_slot
from tests.agenda import at, day_of
from tests.bookings import ME, event, found, held, intention

RUN = held("tue 07:00-08:00  Run")
NOW = at("mon", "12:00")


def test_a_block_is_pinned_in_the_record_alone() -> None:
    assert pin(RUN, NOW) == Observation(Edit.PIN, replace(RUN, standing=Standing.PINNED), RUN, "pinned by you")


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing.PINNED, "It is pinned already"),
        (Standing.RELEASED, "You changed it, so it is yours"),
        (Standing.SKIPPED, "It is not booked any more."),
        (Standing.WITHDRAWN, "It is not booked any more."),
    ],
)
def test_what_needs_no_pin_says_so(standing: Standing, why: str) -> None:
    told = pin(replace(RUN, standing=standing), NOW)
    assert isinstance(told, Refusal)
    assert told.sentence.startswith(why)


@pytest.mark.parametrize("standing", [Standing.HELD, Standing.PINNED])
def test_a_block_that_is_skipped_goes_with_its_text_kept_and_its_slot_stays_empty(standing: Standing) -> None:
    booking = replace(RUN, standing=standing)
    told = skip(booking, replace(found(RUN), text="all of it"), ME, NOW)
    assert isinstance(told, Step)
    action = told.action
    assert (action.verb, action.event, action.before) == (Verb.DELETE, event(RUN), booking)
    assert (action.expected, action.leaves, action.earlier) == (RUN.version, Standing.SKIPPED, "all of it")


def test_what_cannot_be_seen_or_is_theirs_or_is_over_is_not_deleted() -> None:
    theirs = replace(RUN, standing=Standing.RELEASED)
    for told, why in (
        (skip(RUN, None, ME, NOW), "can't be seen"),
        (skip(theirs, found(RUN), ME, NOW), "delete it in your calendar"),
        (skip(RUN, found(RUN), ME, at("tue", "08:00")), "It is over."),
        (pin(RUN, at("tue", "08:00")), "It is over."),
    ):
        assert isinstance(told, Refusal)
        assert why in told.sentence


def test_a_day_without_a_block_is_skipped_by_a_record_that_takes_no_time() -> None:
    slot = Slot(RUN.slot.intention, day_of("thu"))
    told = skip_slot(slot, BlockId("fresh"), intention("Run"), at("thu", "12:00"))
    assert (told.edit, told.before) == (Edit.SKIP, None)
    assert (told.booking.slot, told.booking.standing, told.booking.span.minutes) == (slot, Standing.SKIPPED, 0)
    assert not told.booking.stands
