"""What is not believed, or not done, at once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import Booking, Found, IntentionId, Owner, Standing, Version
from hedgerow.core.caution import (
    Doubts,
    Loss,
    doubtful,
    find_disputes,
    is_second_look,
    judge_losses,
    judge_sources,
    look_at_deletions,
    news,
    of_blocks,
    remember,
)
from hedgerow.core.observe import Own
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Step
from tests.agenda import WORK, at, occurrence, span
from tests.bookings import BLOCKS, ME, SELF, event, found, held

NOW = at("mon", "12:00")
OWN = Own(ME, {IntentionId("run"): SELF})
OTHER = CalendarId("other")
RUN = held("tue 07:00-08:00  Run")
OVER = held("mon 07:00-08:00  Run")
SKIPPED = replace(RUN, standing=Standing.SKIPPED)
QUARTER = timedelta(minutes=15)
FULL = [occurrence(f"{day} 09:00-10:00  Standup") for day in ("mon", "tue", "wed", "thu", "fri", "sat")]

# --- a calendar that lost too much ----------------------------------------------------------------------------------

WEEK_OF_RUNS = [held(f"{day} 07:00-08:00  Run") for day in ("tue", "wed", "thu", "fri", "sat", "sun")]


def test_a_calendar_that_lost_half_of_its_blocks_at_once_is_doubtful() -> None:
    left = [found(booking) for booking in WEEK_OF_RUNS]
    assert doubtful(WEEK_OF_RUNS, {BLOCKS: left[3:]}, NOW) == {BLOCKS}
    assert doubtful(WEEK_OF_RUNS, {BLOCKS: left[2:]}, NOW) == frozenset()


def test_a_calendar_that_lost_all_of_its_blocks_is_doubtful_unless_there_was_only_one() -> None:
    assert doubtful(WEEK_OF_RUNS[:4], {BLOCKS: []}, NOW) == {BLOCKS}
    assert doubtful(WEEK_OF_RUNS[:2], {BLOCKS: []}, NOW) == {BLOCKS}
    assert doubtful(WEEK_OF_RUNS[:1], {BLOCKS: []}, NOW) == frozenset()


def test_three_of_four_blocks_may_be_deleted_at_once_without_a_question() -> None:
    assert doubtful(WEEK_OF_RUNS[:4], {BLOCKS: [found(WEEK_OF_RUNS[3])]}, NOW) == frozenset()


@pytest.mark.parametrize("left", [[], WEEK_OF_RUNS[-3:]], ids=["emptied", "half emptied"])
def test_a_doubt_lasts_while_one_lost_block_after_another_becomes_history(left: list[Booking]) -> None:
    seen = {BLOCKS: [found(booking) for booking in left]}
    lost = [booking for booking in WEEK_OF_RUNS if booking not in left]
    for last in lost:
        still_ahead = last.span.end - timedelta(minutes=1)
        assert doubtful(WEEK_OF_RUNS, seen, still_ahead) == {BLOCKS}
    assert doubtful(WEEK_OF_RUNS, seen, lost[-1].span.end) == frozenset()


def test_a_block_deleted_by_hand_is_no_doubt_while_those_just_over_are_still_there() -> None:
    over, coming = WEEK_OF_RUNS[:5], WEEK_OF_RUNS[5:]
    seen = {BLOCKS: [found(booking) for booking in over]}
    assert doubtful([*over, *coming], seen, at("sat", "12:00")) == frozenset()
    assert doubtful([*over, *coming], seen, at("mon-1", "12:00")) == frozenset()


def test_blocks_long_over_that_were_tidied_away_make_no_doubt_of_the_one_deleted_since() -> None:
    long_over = [held(f"{day}-3 07:00-08:00  Run") for day in ("tue", "wed", "thu", "fri")]
    assert doubtful([*long_over, WEEK_OF_RUNS[0]], {BLOCKS: []}, NOW) == frozenset()


def test_blocks_that_are_over_or_moved_to_another_calendar_are_not_lost() -> None:
    over = [replace(booking, span=span("mon-1", "07:00-08:00")) for booking in WEEK_OF_RUNS]
    assert doubtful(over, {BLOCKS: []}, NOW) == frozenset()
    moved = [found(booking, calendar=OTHER) for booking in WEEK_OF_RUNS]
    assert doubtful(WEEK_OF_RUNS, {BLOCKS: [], OTHER: moved}, NOW) == frozenset()


# --- when a doubt ends ----------------------------------------------------------------------------------------------


def judged(left: list[Booking], doubts: Doubts, now: datetime) -> tuple[frozenset[CalendarId], Doubts]:
    return judge_losses(WEEK_OF_RUNS, {BLOCKS: [found(each) for each in left]}, doubts, now, ())


@pytest.mark.parametrize(
    ("minutes", "is_believed"),
    [([0], False), ([0, 30, 59], False), ([0, 60], False), ([0, 30, 60], True), ([0, 20, 40, 60], True)],
)
def test_a_loss_is_believed_after_three_equal_readings_over_an_hour(minutes: list[int], *, is_believed: bool) -> None:
    doubts: Doubts = {}
    for minute in minutes:
        open_, doubts = judged([], doubts, NOW + timedelta(minutes=minute))
    assert (set(open_), set(doubts)) == ((set(), set()) if is_believed else ({BLOCKS}, {of_blocks(BLOCKS)}))


def test_another_loss_is_doubted_anew() -> None:
    doubts: Doubts = {}
    for minute, left in ((0, 0), (30, 0), (60, 1)):
        open_, doubts = judged(WEEK_OF_RUNS[:left], doubts, NOW + timedelta(minutes=minute))
    assert open_ == {BLOCKS}


def test_a_calendar_that_is_whole_again_or_that_the_person_believes_leaves_no_doubt() -> None:
    _, doubts = judged([], {}, NOW)
    assert judged(WEEK_OF_RUNS, doubts, NOW) == (frozenset(), {})
    assert judge_losses(WEEK_OF_RUNS, {BLOCKS: []}, doubts, NOW, {BLOCKS}) == (frozenset(), {})


def test_a_calendar_that_is_not_seen_keeps_its_doubt_and_what_else_is_doubted_stays() -> None:
    _, doubts = judged([], {"deletions": look_at_deletions([], {}, NOW)}, NOW)
    assert judge_losses(WEEK_OF_RUNS, {}, doubts, NOW, ()) == (frozenset(), doubts)


# --- news -----------------------------------------------------------------------------------------------------------


def told(recorded: Iterable[Booking], *there: Found, now: datetime = NOW) -> bool:
    return bool(news(list(recorded), [], {BLOCKS: there}, OWN, now))


def test_a_calendar_as_we_left_it_tells_no_news() -> None:
    assert not told([RUN], found(RUN))
    assert not told([SKIPPED])
    assert not told([SKIPPED], found(RUN, cancelled=True, version=Version("v1")))
    assert not told([OVER])
    assert not told([OVER], found(OVER, cancelled=True, version=Version("v1")))


def test_whatever_is_not_as_recorded_is_news() -> None:
    assert told([RUN])
    assert told([RUN], found(RUN, version=Version("v1")))
    assert told([RUN], found(RUN, cancelled=True))
    assert told([SKIPPED], found(RUN))
    assert told([], found(RUN))


def test_the_block_of_another_person_is_no_news_however_often_it_is_seen() -> None:
    assert not told([], found(RUN, mark=replace(found(RUN).mark, owner=Owner("another"))))


def test_a_copy_in_another_calendar_is_no_news() -> None:
    copied = {BLOCKS: [found(RUN)], OTHER: [found(RUN, calendar=OTHER, version=Version("v7"))]}
    assert news([RUN], [], copied, OWN, NOW) == set()
    assert news([RUN], [], copied | {BLOCKS: []}, OWN, NOW) == {BLOCKS, OTHER}


# --- many deletions -------------------------------------------------------------------------------------------------


def step(booking: Booking, verb: Verb, **changes: object) -> Step:
    before = None if verb is Verb.CREATE else booking
    return Step(BLOCKS, Action(verb, event(booking, **changes), before, booking.version if before else None, ""))


def test_deletions_go_when_a_run_at_another_time_plans_the_very_same() -> None:
    all_of_them = [step(each, Verb.DELETE) for each in WEEK_OF_RUNS]
    first = look_at_deletions(all_of_them, {}, NOW)
    assert not is_second_look(first)
    assert not is_second_look(look_at_deletions(all_of_them, {"deletions": first}, NOW))
    assert is_second_look(look_at_deletions(all_of_them[::-1], {"deletions": first}, NOW + QUARTER))
    assert not is_second_look(look_at_deletions(all_of_them[1:], {"deletions": first}, NOW + QUARTER))


# --- the same again and again ---------------------------------------------------------------------------------------

MOVE = step(RUN, Verb.MOVE, span=span("wed", "07:00-08:00"))
BACK = step(RUN, Verb.MOVE, span=span("thu", "07:00-08:00"))


def tried(*steps: Step) -> Doubts:
    doubts: Doubts = {}
    for n, each in enumerate(steps):
        doubts = remember([each], doubts, NOW + n * QUARTER)
    return doubts


def test_what_is_undone_again_and_again_is_done_three_times_and_then_once_a_day() -> None:
    assert find_disputes([MOVE], tried(MOVE, MOVE), NOW + 2 * QUARTER) == ()
    three = tried(MOVE, MOVE, MOVE)
    assert find_disputes([MOVE, BACK], three, NOW + 3 * QUARTER) == (MOVE,)
    assert find_disputes([MOVE], three, NOW + timedelta(days=1, minutes=30)) == ()
    four = remember([MOVE], three, NOW + timedelta(days=1, minutes=30))
    assert find_disputes([MOVE], four, NOW + timedelta(days=1, minutes=45)) == (MOVE,)


def test_a_block_that_has_reasons_to_move_to_and_fro_is_in_no_dispute() -> None:
    assert find_disputes([MOVE], tried(MOVE, BACK, MOVE, BACK, MOVE), NOW + 5 * QUARTER) == ()


def test_creations_are_counted_by_their_slot_as_each_try_may_have_another_id() -> None:
    create = step(RUN, Verb.CREATE)
    again = step(replace(RUN, block=held("wed 07:00-08:00  Run").block), Verb.CREATE)
    assert find_disputes([again], tried(create, create, create), NOW + 3 * QUARTER) == (again,)


def test_a_write_is_forgotten_after_a_fortnight_and_what_a_calendar_held_is_not() -> None:
    _, counted = judge_sources({WORK: FULL}, {}, NOW, ())
    doubts = {**tried(MOVE), **counted}
    assert remember([], doubts, NOW + timedelta(days=13)) == doubts
    assert remember([], doubts, NOW + timedelta(days=14)) == counted


# --- files that lost most of their entries --------------------------------------------------------------------------


@pytest.mark.parametrize(("had", "has", "is_sudden"), [(6, 3, False), (6, 2, True), (5, 2, True), (4, 0, False)])
def test_losing_more_than_half_of_five_entries_or_more_is_sudden(had: int, has: int, *, is_sudden: bool) -> None:
    assert Loss(had, has).is_sudden is is_sudden


def test_a_file_that_lost_most_of_its_entries_is_not_believed_for_an_hour() -> None:
    losses, doubts = judge_sources({WORK: FULL}, {}, NOW, ())
    assert losses == {}
    for minute in (0, 30, 59):
        losses, doubts = judge_sources({WORK: FULL[:2]}, doubts, NOW + timedelta(minutes=minute), ())
        assert losses == {WORK: Loss(6, 2)}
    assert judge_sources({WORK: FULL[:2]}, doubts, NOW, {WORK})[0] == {}
    losses, doubts = judge_sources({WORK: FULL[:2]}, doubts, NOW + timedelta(minutes=60), ())
    assert losses == {}
    assert judge_sources({WORK: FULL[:2]}, doubts, NOW + timedelta(minutes=75), ()) == ({}, doubts)


def test_a_file_read_again_as_it_was_changes_nothing_that_is_kept() -> None:
    _, doubts = judge_sources({WORK: FULL}, {}, NOW, ())
    assert judge_sources({WORK: FULL}, doubts, NOW + QUARTER, ()) == ({}, doubts)
    _, doubted = judge_sources({WORK: []}, doubts, NOW, ())
    assert judge_sources({WORK: FULL}, doubted, NOW + QUARTER, ()) == ({}, doubts)
