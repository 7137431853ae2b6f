"""The table of `core.settle`, row by row, and its laws."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import Booking, Found, IntentionId, OperationId, Standing, Version
from hedgerow.core.observe import Own, observe
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.settle import Settled, settle, to_try_again
from tests.agenda import at, span
from tests.bookings import BLOCKS, ME, SELF, event, found, held

NOW = at("mon", "12:00")
OWN = Own(ME, {IntentionId("run"): SELF})
RUN = held("tue 07:00-08:00  Run")
LATER = Version("v1")
OTHER = CalendarId("other")
EARLIER, OURS = OperationId("op1"), OperationId("op2")


@dataclass(frozen=True)
class Intent:
    action: Action
    calendar: CalendarId = BLOCKS


def left(booking: Booking, operation: OperationId, **by_hand: Any) -> Found:
    """As a write of ours left it, and what the person made of it since."""
    as_left = found(replace(booking, promised=booking.span))
    return replace(as_left, mark=replace(as_left.mark, operation=operation), **by_hand)


def write(verb: Verb, after: Booking) -> Intent:
    before = None if verb is Verb.CREATE else RUN
    expected = RUN.version if before else None
    leaves = Standing.WITHDRAWN if verb is Verb.DELETE else Standing.HELD
    return Intent(Action(verb, event(after, operation=OURS), before, expected, "", leaves))


MOVED = replace(RUN, span=span("wed", "07:00-08:00"), version=LATER)
FREED = replace(RUN, transparency=Transparency.TRANSPARENT, version=LATER)
SORTED = replace(RUN, domains=frozenset(), version=LATER)
CREATE, MOVE, DELETE = write(Verb.CREATE, RUN), write(Verb.MOVE, MOVED), write(Verb.DELETE, RUN)
RELEASE, REWORD = write(Verb.RELEASE, FREED), write(Verb.REWORD, SORTED)
FRIDAY = span("fri", "07:00-08:00")

SETTLED: Mapping[str, tuple[Intent, Found | None, Booking | None]] = {
    "a creation that is there was done": (CREATE, left(RUN, OURS), RUN),
    "a creation that is not there was not done": (CREATE, None, None),
    "a creation that the person moved since was done": (
        CREATE,
        left(RUN, OURS, span=FRIDAY, version=LATER),
        replace(RUN, version=LATER),
    ),
    "an earlier try of a creation is booked as that left it": (
        CREATE,
        left(MOVED, EARLIER),
        replace(MOVED, promised=MOVED.span),
    ),
    "a creation whose mark the person spoilt was done": (
        CREATE,
        replace(found(RUN), broken=True, version=LATER),
        replace(RUN, version=LATER),
    ),
    "a move whose operation is in the mark was done": (MOVE, left(MOVED, OURS), MOVED),
    "a move was not done when the mark has an earlier operation": (MOVE, left(RUN, EARLIER), None),
    "a move back to where an earlier one came from was not done by that one": (MOVE, left(MOVED, EARLIER), None),
    "a move that the person undid since was done all the same": (MOVE, left(MOVED, OURS, span=RUN.span), MOVED),
    "a move of an event that is gone was not done": (MOVE, None, None),
    "a release that the person undid since was done all the same": (
        RELEASE,
        left(FREED, OURS, transparency=Transparency.OPAQUE),
        FREED,
    ),
    "a release was not done when the person showed it as free instead": (
        RELEASE,
        left(RUN, EARLIER, transparency=Transparency.TRANSPARENT, version=LATER),
        None,
    ),
    "other domains, which nothing else in an event shows, were written": (REWORD, left(SORTED, OURS), SORTED),
    "other domains were not written": (REWORD, left(RUN, EARLIER), None),
    "a deletion that left nothing was done": (DELETE, None, replace(RUN, standing=Standing.WITHDRAWN)),
    "a deletion that left a cancelled event was done": (
        DELETE,
        left(RUN, EARLIER, cancelled=True),
        replace(RUN, standing=Standing.WITHDRAWN),
    ),
    "a deletion that left the event was not done": (DELETE, left(RUN, EARLIER), None),
}


@pytest.mark.parametrize(("intent", "there", "booking"), SETTLED.values(), ids=SETTLED.keys())
def test_an_intent_is_settled_by_reading(intent: Intent, there: Found | None, booking: Booking | None) -> None:
    [settled] = settle([intent], {BLOCKS: [there] if there else []})
    assert (settled.action, settled.booking) == (intent.action, booking)


def test_an_intent_for_a_calendar_that_was_not_seen_stays_open() -> None:
    assert settle([CREATE, MOVE], {OTHER: [left(RUN, OURS)]}) == ()


def test_only_a_creation_that_was_not_found_is_tried_again_under_its_id() -> None:
    lost = settle([CREATE, replace(MOVE, calendar=OTHER)], {BLOCKS: [], OTHER: []})
    assert to_try_again(lost) == {(BLOCKS, RUN.slot): RUN.block}
    assert to_try_again(settle([CREATE], {BLOCKS: [left(RUN, OURS)]})) == {}


INTENTS = st.sampled_from([CREATE, MOVE, RELEASE, REWORD, DELETE])
THERE = st.builds(
    left,
    st.sampled_from([RUN, MOVED, FREED, SORTED]),
    st.sampled_from([EARLIER, OURS]),
    span=st.sampled_from([RUN.span, MOVED.span, FRIDAY]),
    title=st.sampled_from(["Run", "Swim"]),
    cancelled=st.booleans(),
)


@given(INTENTS, st.none() | THERE)
def test_whether_we_settle_or_observe_first_the_record_ends_the_same(intent: Intent, there: Found | None) -> None:
    seen = {BLOCKS: [there] if there else []}
    before = intent.action.before
    recorded = {before.block: before} if before else {}

    def closed(settled: Settled, known: dict[Any, Booking]) -> dict[Any, Booking]:
        return known | ({settled.booking.block: settled.booking} if settled.booking else {})

    def watched(known: dict[Any, Booking], *open_: Intent) -> dict[Any, Booking]:
        unsettled = {each.action.event.block for each in open_}
        seen_by_us = observe(list(known.values()), seen, OWN, NOW, unsettled)
        return known | {each.booking.block: each.booking for each in seen_by_us}

    [settled] = settle([intent], seen)
    settled_first = watched(closed(settled, recorded))
    observed_first = watched(closed(settled, watched(recorded, intent)))
    assert settled_first == observed_first
    assert watched(settled_first) == settled_first
