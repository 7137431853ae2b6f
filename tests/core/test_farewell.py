from dataclasses import replace
from typing import Any

import pytest

from hedgerow.core.action import Verb
from hedgerow.core.block import NOBODY, Owner, Standing, Version, lost_mark
from hedgerow.core.farewell import farewell, find_traces
from hedgerow.core.occurrence import CalendarId, Transparency
from tests.agenda import at, span
from tests.bookings import BLOCKS, ME, found, held

RUN, SWIM = held("tue 07:00-08:00  Run"), held("wed 07:00-08:00  Swim")
NOW = at("tue", "12:00")


def test_ours_are_known_by_the_owner_in_the_mark_or_by_the_ledger() -> None:
    elses = replace(found(SWIM), mark=replace(found(SWIM).mark, owner=Owner("else")))
    assert [trace.found for trace in find_traces([elses, found(RUN)], [], ME, NOW)] == [found(RUN)]
    assert [trace.found for trace in find_traces([elses], [SWIM.block], ME, NOW)] == [elses]


def test_what_lost_our_mark_is_nobodys_to_delete_even_if_the_ledger_knows_it() -> None:
    spoilt = replace(found(RUN), mark=lost_mark(RUN.block, BLOCKS), broken=True)
    assert spoilt.mark.owner == NOBODY
    assert find_traces([spoilt], [RUN.block], ME, NOW) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ()),
        ({"version": Version("v9")}, ()),
        ({"span": span("tue", "18:00-19:00")}, ("moved",)),
        ({"title": "Jog", "all_day": True}, ("retitled", "made all-day")),
        ({"recurring": True}, ("made recurring",)),
        ({"has_guests": True}, ("given guests",)),
        ({"cancelled": True}, ("cancelled",)),
        ({"transparency": Transparency.TRANSPARENT}, ("shown otherwise",)),
        ({"calendar": CalendarId("own")}, ("taken to another calendar",)),
        ({"broken": True}, ("unreadable",)),
    ],
)
def test_what_the_person_made_of_a_block_is_told_in_words(changes: dict[str, Any], words: tuple[str, ...]) -> None:
    [trace] = find_traces([replace(found(RUN), **changes)], [], ME, NOW)
    assert trace.changes == words


def test_traces_come_in_order_of_time_and_say_what_is_over() -> None:
    traces = find_traces([found(SWIM), found(RUN)], [], ME, NOW)
    assert [(trace.found.block, trace.is_over) for trace in traces] == [(RUN.block, True), (SWIM.block, False)]


def test_each_is_deleted_under_the_version_found_with_its_text_kept_whether_the_ledger_knows_it_or_not() -> None:
    here = replace(found(RUN, version=Version("v7")), text="all of it")
    for bookings in ({}, {RUN.block: RUN}):
        [step] = farewell(find_traces([here], bookings, ME, NOW), bookings, ME)
        action = step.action
        assert (step.calendar, action.verb, action.expected, action.earlier) == (BLOCKS, Verb.DELETE, "v7", "all of it")
        assert (action.leaves, action.event.block, action.event.slot) == (Standing.WITHDRAWN, RUN.block, RUN.slot)
