"""The two tables of `core.observe`, row by row, and their laws."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from hedgerow.core.block import Booking, Found, IntentionId, Owner, Standing, Version, lost_mark
from hedgerow.core.days import day_span
from hedgerow.core.domains import Domain
from hedgerow.core.observe import Own, is_ours, observe
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.reconcile import Edit
from tests.agenda import BERLIN, at, day_of, span
from tests.bookings import BLOCKS, ME, SELF, found, held

NOW = at("mon", "12:00")
OWN = Own(ME, {IntentionId("run"): SELF})
RUN = held("tue 07:00-08:00  Run")
PINNED = replace(RUN, standing=Standing.PINNED, span=span("tue", "18:00-19:00"))
RELEASED = replace(RUN, standing=Standing.RELEASED, title="Run with Ana")
SKIPPED = replace(RUN, standing=Standing.SKIPPED)
WITHDRAWN = replace(RUN, standing=Standing.WITHDRAWN)
OVER = held("mon 07:00-08:00  Run")
LATER = Version("v1")
OTHER = CalendarId("other")


def changed(recorded: Booking | None, event: Found | None) -> tuple[Edit, Booking] | None:
    """What `observe` says of one block."""
    seen = {BLOCKS: [event] if event else []}
    for observation in observe([recorded] if recorded else [], seen, OWN, NOW):
        assert observation.before == recorded
        return observation.edit, observation.booking
    return None


def test_a_block_found_as_recorded_is_no_news() -> None:
    assert changed(RUN, found(RUN)) is None


BY_HAND: Mapping[str, tuple[Booking, Mapping[str, Any], Edit, Mapping[str, Any]]] = {
    "a new version of a block as we left it is noted": (RUN, {}, Edit.NOTE, {}),
    "a block moved by hand is pinned where it is": (
        RUN,
        {"span": span("tue", "12:00-13:00")},
        Edit.PIN,
        {"span": span("tue", "12:00-13:00"), "standing": Standing.PINNED},
    ),
    "a block made longer by hand is pinned at that length": (
        RUN,
        {"span": span("tue", "07:00-08:30")},
        Edit.PIN,
        {"span": span("tue", "07:00-08:30"), "standing": Standing.PINNED},
    ),
    "a block moved to another day and resized is pinned": (
        RUN,
        {"span": span("thu", "07:00-07:30")},
        Edit.PIN,
        {"span": span("thu", "07:00-07:30"), "standing": Standing.PINNED},
    ),
    "a block moved by hand into the past is pinned there": (
        RUN,
        {"span": span("mon", "06:00-07:00")},
        Edit.PIN,
        {"span": span("mon", "06:00-07:00"), "standing": Standing.PINNED},
    ),
    "a block shown as free by hand is pinned, so that the defence rule leaves it so": (
        RUN,
        {"transparency": Transparency.TRANSPARENT},
        Edit.PIN,
        {"transparency": Transparency.TRANSPARENT, "standing": Standing.PINNED},
    ),
    "a pinned block moved again is pinned at the new place": (
        PINNED,
        {"span": span("wed", "18:00-19:00")},
        Edit.PIN,
        {"span": span("wed", "18:00-19:00")},
    ),
    "a pinned block moved back to where we left it stays the person's": (
        PINNED,
        {"span": RUN.span},
        Edit.PIN,
        {"span": RUN.span},
    ),
    "a pinned block shown as free is only noted": (
        PINNED,
        {"transparency": Transparency.TRANSPARENT},
        Edit.NOTE,
        {"transparency": Transparency.TRANSPARENT},
    ),
    "a retitled block is let go": (
        RUN,
        {"title": "Run with Ana"},
        Edit.LET_GO,
        {"title": "Run with Ana", "standing": Standing.RELEASED},
    ),
    "a block made all-day is let go and occupies the day": (
        RUN,
        {"all_day": True, "span": day_span(day_of("tue"), BERLIN)},
        Edit.LET_GO,
        {"span": day_span(day_of("tue"), BERLIN), "standing": Standing.RELEASED},
    ),
    "a block made recurring is let go": (RUN, {"recurring": True}, Edit.LET_GO, {"standing": Standing.RELEASED}),
    "a block that others were invited to is let go": (
        RUN,
        {"has_guests": True},
        Edit.LET_GO,
        {"standing": Standing.RELEASED},
    ),
    "a block whose time cannot be read is let go": (
        RUN,
        {"broken": True},
        Edit.LET_GO,
        {"standing": Standing.RELEASED},
    ),
    "a pinned block that is retitled is let go": (
        PINNED,
        {"title": "Swim"},
        Edit.LET_GO,
        {"title": "Swim", "standing": Standing.RELEASED},
    ),
    "a released block stays released even when it looks as we left it": (
        RELEASED,
        {"title": "Run"},
        Edit.NOTE,
        {"title": "Run"},
    ),
    "a block cancelled by hand is skipped": (RUN, {"cancelled": True}, Edit.SKIP, {"standing": Standing.SKIPPED}),
    "a skipped block that is back is pinned": (SKIPPED, {}, Edit.PIN, {"standing": Standing.PINNED}),
    "a block carried into another calendar and moved there is pinned there": (
        RUN,
        {"calendar": OTHER, "span": span("wed", "07:00-08:00")},
        Edit.PIN,
        {"calendar": OTHER, "span": span("wed", "07:00-08:00"), "standing": Standing.PINNED},
    ),
    "a withdrawn block that is back is pinned, as somebody wanted it back": (
        WITHDRAWN,
        {},
        Edit.PIN,
        {"standing": Standing.PINNED},
    ),
    "a withdrawn block that is back retitled is let go": (
        WITHDRAWN,
        {"title": "Swim"},
        Edit.LET_GO,
        {"title": "Swim", "standing": Standing.RELEASED},
    ),
    "a block moved into another calendar of ours is pinned there": (
        RUN,
        {"calendar": OTHER},
        Edit.PIN,
        {"calendar": OTHER, "standing": Standing.PINNED},
    ),
}


@pytest.mark.parametrize(("recorded", "by_hand", "edit", "after"), BY_HAND.values(), ids=BY_HAND.keys())
def test_what_was_done_by_hand(
    recorded: Booking, by_hand: Mapping[str, Any], edit: Edit, after: Mapping[str, Any]
) -> None:
    as_left = replace(found(recorded), mark=found(RUN).mark)
    there = replace(as_left, version=LATER, **by_hand)
    version = recorded.version if edit is Edit.SKIP else LATER
    assert changed(recorded, there) == (edit, replace(recorded, version=version, **after))


@pytest.mark.parametrize("recorded", [RUN, PINNED, RELEASED], ids=lambda booking: str(booking.standing))
def test_a_block_deleted_by_hand_is_skipped(recorded: Booking) -> None:
    assert changed(recorded, None) == (Edit.SKIP, replace(recorded, standing=Standing.SKIPPED))


UNMARKED = Found(
    BLOCKS, lost_mark(RUN.block, BLOCKS), span("wed", "07:00-08:00"), "Jog", Transparency.OPAQUE, LATER, broken=True
)


def test_a_block_whose_mark_is_lost_is_let_go_where_it_is_and_not_taken_for_deleted() -> None:
    let_go = replace(RUN, span=UNMARKED.span, title="Jog", standing=Standing.RELEASED, version=LATER)
    assert changed(RUN, UNMARKED) == (Edit.LET_GO, let_go)


def test_a_block_that_cannot_be_read_at_all_is_let_go_where_it_last_was() -> None:
    let_go = replace(PINNED, standing=Standing.RELEASED, version=LATER)
    assert changed(PINNED, replace(UNMARKED, span=UNMARKED.mark.left, title="")) == (Edit.LET_GO, let_go)
    unreadable = found(RUN, version=LATER, broken=True)
    assert changed(PINNED, unreadable) == (Edit.LET_GO, let_go)


def test_an_event_under_the_uid_of_a_block_that_nobody_knows_is_not_adopted() -> None:
    assert changed(None, UNMARKED) is None


def test_a_skipped_block_is_remembered_where_it_last_was_so_that_it_counts_there() -> None:
    for gone in (None, found(PINNED, cancelled=True)):
        skipped = changed(PINNED, gone)
        assert skipped is not None
        assert (skipped[1].span, skipped[1].slot) == (span("tue", "18:00-19:00"), RUN.slot)


@pytest.mark.parametrize("gone", [SKIPPED, WITHDRAWN], ids=lambda booking: str(booking.standing))
def test_a_block_that_is_gone_for_good_is_no_news(gone: Booking) -> None:
    assert changed(gone, None) is None
    assert changed(gone, found(gone, cancelled=True)) is None


def test_a_block_that_is_over_stays_on_record_when_its_event_is_tidied_away() -> None:
    assert changed(OVER, None) is None
    assert changed(OVER, found(OVER, cancelled=True)) is None


def test_a_block_deleted_while_it_runs_is_skipped() -> None:
    assert changed(running := held("mon 11:30-12:30  Run"), None) == (
        Edit.SKIP,
        replace(running, standing=Standing.SKIPPED),
    )


def test_our_own_write_that_an_older_ledger_does_not_know_stays_ours() -> None:
    moved = replace(RUN, promised=span("wed", "07:00-08:00"), span=span("wed", "07:00-08:00"))
    assert changed(RUN, found(moved)) == (Edit.NOTE, replace(RUN, span=moved.span))
    released = replace(RUN, transparency=Transparency.TRANSPARENT)
    assert changed(RUN, found(released)) == (Edit.NOTE, released)
    assert changed(RUN, found(replace(RUN, calendar=OTHER))) == (Edit.NOTE, replace(RUN, calendar=OTHER))


ADOPTED: Mapping[str, tuple[Mapping[str, Any], Standing]] = {
    "as we left it, it is ours again": ({}, Standing.HELD),
    "shown as free meanwhile, it is pinned": ({"transparency": Transparency.TRANSPARENT}, Standing.PINNED),
    "moved into another calendar meanwhile, it is pinned": ({"calendar": OTHER}, Standing.PINNED),
    "moved meanwhile, it is pinned": ({"span": span("wed", "07:00-08:00")}, Standing.PINNED),
    "retitled meanwhile, it is let go": ({"title": "Swim"}, Standing.RELEASED),
    "cancelled meanwhile, its slot stays empty": ({"cancelled": True}, Standing.SKIPPED),
}


@pytest.mark.parametrize(("meanwhile", "standing"), ADOPTED.values(), ids=ADOPTED.keys())
def test_a_block_of_a_lost_ledger_is_adopted(meanwhile: Mapping[str, Any], standing: Standing) -> None:
    there = found(RUN, **meanwhile)
    expected = replace(
        RUN,
        calendar=there.calendar,
        span=there.span,
        title=there.title,
        transparency=there.transparency,
        standing=standing,
    )
    assert changed(None, there) == (Edit.ADOPT, expected)


STRANGERS = {
    "of another person": found(RUN, mark=replace(found(RUN).mark, owner=Owner("another"))),
    "of an intention that is not ours": found(held("tue 12:00-13:00  Choir")),
}


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS.keys())
def test_a_block_that_another_hedgerow_holds_in_the_same_calendar_is_never_adopted(stranger: Found) -> None:
    assert changed(None, stranger) is None
    assert not is_ours(stranger, (), ME, OWN.domains)
    assert is_ours(found(RUN), (), ME, OWN.domains)


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS.keys())
def test_a_block_on_record_is_ours_whoever_we_were_and_whatever_we_wished_for(stranger: Found) -> None:
    recorded = held("tue 12:00-13:00  Choir") if stranger.title == "Choir" else RUN
    assert is_ours(stranger, {recorded.block}, ME, OWN.domains)
    assert changed(recorded, replace(stranger, span=span("wed", "12:00-13:00"))) == (
        Edit.PIN,
        replace(recorded, span=span("wed", "12:00-13:00"), standing=Standing.PINNED),
    )


def test_a_calendar_that_was_not_seen_says_nothing_about_its_blocks() -> None:
    assert observe([RUN], {}, OWN, NOW) == ()
    assert observe([RUN], {OTHER: []}, OWN, NOW) == ()


def test_an_event_copied_with_its_uid_counts_where_it_is_recorded() -> None:
    for copy in (CalendarId("a"), OTHER):
        twice = {copy: [found(RUN, calendar=copy)], BLOCKS: [found(RUN)]}
        assert observe([RUN], twice, OWN, NOW) == ()


@pytest.mark.parametrize("copy", ["a", "z"])
def test_an_unknown_event_in_two_calendars_is_adopted_once_from_the_one_we_wrote_it_to(copy: str) -> None:
    twice = {CalendarId(copy): [found(RUN, calendar=CalendarId(copy))], BLOCKS: [found(RUN)]}
    [observation] = observe([], twice, OWN, NOW)
    assert (observation.booking.calendar, observation.booking.standing) == (BLOCKS, Standing.HELD)


def test_the_reasons_are_words_for_people() -> None:
    def why(**by_hand: Any) -> str:
        [observation] = observe([RUN], {BLOCKS: [found(RUN, **by_hand)]}, OWN, NOW)
        return observation.reason

    assert why(span=span("tue", "12:00-13:00")) == "moved by hand"
    assert why(span=span("tue", "07:00-09:00")) == "resized by hand"
    assert why(span=span("tue", "12:00-13:30")) == "moved and resized by hand"
    assert why(transparency=Transparency.TRANSPARENT) == "shown as free by hand"
    assert why(calendar=OTHER) == "moved to another calendar by hand"
    assert why(title="Swim") == "retitled by hand"
    assert why(cancelled=True) == "cancelled by hand"


def test_nothing_is_observed_of_a_block_whose_intent_is_still_open() -> None:
    assert observe([RUN], {BLOCKS: []}, OWN, NOW, unsettled={RUN.block}) == ()
    assert observe([], {BLOCKS: [found(RUN)]}, OWN, NOW, unsettled={RUN.block}) == ()


def test_domains_of_an_adopted_block_are_those_its_intention_has_now() -> None:
    home = frozenset({Domain.HOME})
    [observation] = observe([], {BLOCKS: [found(RUN)]}, Own(ME, {RUN.slot.intention: home}), NOW)
    assert observation.booking.domains == home
