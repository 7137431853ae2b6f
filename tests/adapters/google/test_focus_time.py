"""Blocks as focus time where an account has that, and as events like others where it has not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hedgerow.adapters.google.mark import event_id
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import Transparency
from hedgerow.ports import Refused
from hedgerow.settings.values import Decline, FocusTime
from tests.adapters.contract_block_calendar import RUN, SWIM, as_left
from tests.adapters.google.block_bench import BlockBench, block_bench
from tests.agenda import span
from tests.fakes.google import ADA
from tests.fakes.google.faults import refuses
from tests.fakes.google.refusal import forbidden, limited
from tests.fakes.google.state import State

WORK = frozenset({Domain.WORK})
DEEP = replace(RUN, domains=WORK, title="Deep work")
QUIET = FocusTime(Decline.NONE, "")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[BlockBench]:
    with block_bench(tmp_path) as held:
        held.calendar.focus = QUIET
        yield held


def without_company(state: State) -> None:
    state.account(ADA, workspace=False)


def kinds(bench: BlockBench) -> list[Any]:
    return [each.body.get("eventType") for each in bench.server.log.of("events.insert")]


def test_a_block_that_serves_work_is_focus_time_and_declines_nothing_unless_asked_to(bench: BlockBench) -> None:
    version = bench.calendar.put(DEEP, None)
    held = bench.held(DEEP.block)
    assert (held["eventType"], held["focusTimeProperties"]) == ("focusTime", {"autoDeclineMode": "declineNone"})
    assert list(bench.calendar.find_blocks()) == [as_left(bench, DEEP, version)]


def test_new_invitations_are_declined_with_the_words_of_the_person(bench: BlockBench) -> None:
    bench.calendar.focus = FocusTime(Decline.NEW, "I am at work on something")
    bench.calendar.put(DEEP, None)
    assert bench.held(DEEP.block)["focusTimeProperties"] == {
        "autoDeclineMode": "declineOnlyNewConflictingInvitations",
        "declineMessage": "I am at work on something",
    }


def test_what_does_not_serve_work_or_takes_no_time_is_an_event_like_others(bench: BlockBench) -> None:
    bench.calendar.put(RUN, None)
    bench.calendar.put(replace(SWIM, domains=WORK), None)
    assert kinds(bench) == [None, None]


def test_nothing_is_focus_time_unless_the_settings_say_so(bench: BlockBench) -> None:
    bench.reopened().put(DEEP, None)
    assert kinds(bench) == [None]


def test_focus_time_moves_and_goes_as_every_block_does(bench: BlockBench) -> None:
    later = replace(DEEP, span=span("fri", "09:00-11:00"))
    version = bench.calendar.put(later, bench.calendar.put(DEEP, None))
    assert list(bench.calendar.find_blocks()) == [as_left(bench, later, version)]
    assert bench.held(DEEP.block)["eventType"] == "focusTime"
    bench.calendar.remove(DEEP.block, version)
    assert list(bench.calendar.find_blocks()) == []


def test_focus_time_that_should_be_free_stays_busy_at_google_and_counts_as_ours(bench: BlockBench) -> None:
    """Google has no free focus time; it must not look as if the person had made it busy."""
    free = replace(DEEP, transparency=Transparency.TRANSPARENT)
    version = bench.calendar.put(free, bench.calendar.put(DEEP, None))
    assert list(bench.calendar.find_blocks()) == [as_left(bench, free, version)]
    assert bench.held(DEEP.block)["transparency"] == "opaque"


def test_an_account_without_a_company_gets_events_like_others_and_is_asked_once(tmp_path: Path) -> None:
    """With no properties of a type, which Google refuses even when they are empty."""
    with block_bench(tmp_path, without_company) as bench:
        bench.calendar.focus = QUIET
        version = bench.calendar.put(DEEP, None)
        bench.calendar.put(replace(SWIM, domains=WORK, transparency=Transparency.OPAQUE), None)
        assert as_left(bench, DEEP, version) in bench.calendar.find_blocks()
        assert kinds(bench) == ["focusTime", None, None]
        assert not [name for name in bench.held(DEEP.block) if name.endswith("TimeProperties")]


def test_focus_time_that_google_forbids_is_an_event_like_others(bench: BlockBench) -> None:
    bench.server.faults.next("events.insert", refuses(forbidden()))
    version = bench.calendar.put(DEEP, None)
    assert list(bench.calendar.find_blocks()) == [as_left(bench, DEEP, version)]
    assert kinds(bench) == ["focusTime", None]


def test_focus_time_that_comes_too_fast_stays_focus_time(bench: BlockBench) -> None:
    bench.server.faults.next("events.insert", refuses(limited("rateLimitExceeded")))
    bench.calendar.put(DEEP, None)
    assert kinds(bench) == ["focusTime", "focusTime"]
    assert bench.held(DEEP.block)["eventType"] == "focusTime"


def test_that_google_has_no_focus_time_is_told_after_a_restart_too_until_it_has_it(tmp_path: Path) -> None:
    with block_bench(tmp_path, without_company) as bench:
        bench.calendar.focus = QUIET
        assert list(bench.calendar.lacks) == []
        bench.calendar.put(DEEP, None)
        told = "Google does not give this account focus time: blocks are held as plain busy events."
        assert list(bench.calendar.lacks) == [told]
        bench.google.advance(days=2)
        again = bench.reopened()
        assert list(again.lacks) == []
        again.focus = QUIET
        assert list(again.lacks) == [told]
        bench.server.state.accounts[ADA].workspace = True
        again.put(replace(DEEP, block=SWIM.block), None)
        assert list(again.lacks) == []
        assert kinds(bench) == ["focusTime", None, "focusTime"]


def test_sending_empty_out_of_office_properties(bench: BlockBench) -> None:
    """No event of ours names the properties of a type that it is not of, not even empty ones."""
    bench.calendar.put(DEEP, None)
    bench.calendar.put(replace(RUN, block=SWIM.block), None)
    sent = [name for each in bench.server.log.writes() for name in each.body if name.endswith("Properties")]
    assert sorted(set(sent)) == ["extendedProperties", "focusTimeProperties"]
    assert bench.server.log.of("events.insert")[1].body.keys().isdisjoint({"focusTimeProperties", "eventType"})


def test_a_restored_focus_time_is_one_again_and_a_plain_one_where_google_has_none_now(bench: BlockBench) -> None:
    bench.calendar.put(DEEP, None)
    [found] = bench.calendar.find_blocks()
    bench.calendar.remove(DEEP.block, found.version)
    back = replace(DEEP, block=SWIM.block, restores=found.text)
    bench.server.state.accounts[ADA].workspace = False
    version = bench.calendar.put(back, None)
    assert list(bench.calendar.find_blocks()) == [as_left(bench, back, version)]
    assert bench.held(back.block)["eventType"] == "default"


def test_what_is_wrong_for_another_reason_stays_refused(bench: BlockBench) -> None:
    bench.server.state.accounts[ADA].entries[ADA].role = "reader"
    with pytest.raises(Refused):
        bench.calendar.put(DEEP, None)
    assert bench.calendar.focus == QUIET
    assert event_id(DEEP.block) not in bench.server.state.calendars[ADA].events
