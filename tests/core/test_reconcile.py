"""The table of `core.reconcile`, row by row."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from hedgerow.core.action import Verb
from hedgerow.core.block import BlockId, Booking, Slot, Standing, Version
from hedgerow.core.board import Skip
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Visibility
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.outlook import previous_of
from hedgerow.core.plan import Hold, Reason
from hedgerow.core.reconcile import Reconciled, Seen, Site, Step, Wanted, booked, event_for, reconcile
from hedgerow.core.span import Span
from tests.agenda import BERLIN, at, day_of, span
from tests.bookings import BLOCKS, ME, SELF, event, held, intention, still, wanted

OTHER = CalendarId("other")
BOTH: Seen = {BLOCKS: [], OTHER: []}
HORIZON = Span(at("mon", "12:00"), at("mon+2", "00:00"))
RUN = held("tue 07:00-08:00  Run")
SWIM = held("wed 07:00-08:00  Swim")


def decide(wishes: list[Wanted], bookings: list[Booking], seen: Seen = BOTH, *, released: bool = False) -> Reconciled:
    numbers = count(1)
    return reconcile(wishes, bookings, Site(seen, HORIZON, ME, released), lambda: BlockId(f"new{next(numbers)}"))


def verbs(decided: Reconciled) -> list[tuple[Verb, BlockId]]:
    return [(step.action.verb, step.action.event.block) for step in decided.steps]


def test_a_new_block_is_created_under_a_fresh_id() -> None:
    [step] = decide([wanted("tue 07:00-08:00  Run")], []).steps
    assert step.calendar == BLOCKS
    assert step.action.verb is Verb.CREATE
    assert step.action.event == event(RUN, block=BlockId("new1"))
    assert (step.action.before, step.action.expected) == (None, None)


def test_nothing_is_created_in_a_calendar_that_was_not_seen() -> None:
    assert decide([wanted("tue 07:00-08:00  Run")], [], seen={OTHER: []}).steps == ()


@pytest.mark.parametrize("standing", [Standing.HELD, Standing.PINNED, Standing.RELEASED, Standing.SKIPPED])
def test_a_slot_that_is_taken_or_skipped_is_not_filled_again(standing: Standing) -> None:
    there = replace(RUN, standing=standing, calendar=CalendarId("not seen"))
    assert decide([wanted("tue 18:00-19:00  Run")], [there]).steps == ()


def test_a_slot_whose_block_we_withdrew_may_be_filled_again() -> None:
    withdrawn = replace(RUN, standing=Standing.WITHDRAWN)
    assert verbs(decide([wanted("tue 18:00-19:00  Run")], [withdrawn])) == [(Verb.CREATE, BlockId("new1"))]


def test_a_slot_wished_for_twice_is_filled_once() -> None:
    twice = [wanted("tue 07:00-08:00  Run"), wanted("tue 18:00-19:00  Run")]
    [step] = decide(twice, []).steps
    assert step.action.event.span == RUN.span


def test_a_block_that_stands_as_wished_needs_nothing() -> None:
    assert decide(still([RUN, SWIM]), [RUN, SWIM]) == Reconciled(())


def test_a_block_wished_for_elsewhere_is_moved_on_the_version_last_seen() -> None:
    [step] = decide([wanted("tue 18:00-19:00  Run", RUN.block)], [RUN]).steps
    assert step.action.verb is Verb.MOVE
    assert step.action.event == event(RUN, span=span("tue", "18:00-19:00"))
    assert (step.action.before, step.action.expected) == (RUN, RUN.version)


@pytest.mark.parametrize("clocks", ["07:00-07:30", "07:00-09:00", "06:30-08:00"])
def test_a_block_that_keeps_one_end_is_resized(clocks: str) -> None:
    assert verbs(decide([wanted(f"tue {clocks}  Run", RUN.block)], [RUN])) == [(Verb.RESIZE, RUN.block)]


def test_a_free_block_is_defended_and_a_busy_one_released_as_the_plan_says() -> None:
    free = Transparency.TRANSPARENT
    shown_free = replace(RUN, transparency=free)
    assert verbs(decide([wanted("tue 07:00-08:00  Run", RUN.block)], [shown_free])) == [(Verb.DEFEND, RUN.block)]
    assert verbs(decide([wanted("tue 07:00-08:00  Run", RUN.block, transparency=free)], [RUN])) == [
        (Verb.RELEASE, RUN.block)
    ]


def test_a_block_gets_the_words_that_the_settings_now_give_it() -> None:
    hidden = wanted("tue 07:00-08:00  Run", RUN.block, visibility=Visibility.BUSY)
    [step] = decide([hidden], [RUN]).steps
    assert step.action.verb is Verb.REWORD
    assert (step.action.event.title, step.action.event.private) == ("Busy", True)
    home = wanted("tue 07:00-08:00  Run", RUN.block, domains=frozenset({Domain.HOME}))
    assert verbs(decide([home], [RUN])) == [(Verb.REWORD, RUN.block)]


def test_a_block_whose_intention_has_another_calendar_is_created_there_and_only_after_that_deleted_here() -> None:
    there = wanted("tue 07:00-08:00  Run", RUN.block, calendar=OTHER)
    decided = decide([there], [RUN])
    assert verbs(decided) == [(Verb.CREATE, BlockId("new1")), (Verb.DELETE, RUN.block)]
    assert [step.calendar for step in decided.steps] == [OTHER, BLOCKS]
    assert [step.after for step in decided.steps] == [None, BlockId("new1")]
    assert [step.action.reason for step in decided.steps] == [
        "its intention has this calendar now",
        "it is held in other from now on",
    ]


def test_a_new_block_for_the_slot_of_one_that_goes_is_created_before_that_is_deleted() -> None:
    decided = decide([wanted("tue 18:00-19:00  Run")], [RUN])
    assert verbs(decided) == [(Verb.CREATE, BlockId("new1")), (Verb.DELETE, RUN.block)]
    assert decided.steps[1].after == BlockId("new1")


def test_a_block_stays_while_the_one_that_is_to_replace_it_has_no_room_yet() -> None:
    crowd = many(11)
    swim = replace(SWIM, span=span("thu", "07:00-08:00"))
    over = wanted("tue 10:15-10:45  Swim")
    decided = decide([replace(over, block=replace(over.block, slot=swim.slot))], [*crowd, swim])
    assert swim.block not in {block for _, block in verbs(decided)}


def test_a_twin_stays_while_the_calendar_of_the_one_that_stands_is_not_seen() -> None:
    away = replace(RUN, block=BlockId("away"), calendar=OTHER)
    wish = replace(still([away])[0], intention=intention("Run", calendar=OTHER))
    assert decide([wish], [RUN, away], seen={BLOCKS: []}).steps == ()
    assert verbs(decide([wish], [RUN, away])) == [(Verb.DELETE, RUN.block)]


def test_moving_many_blocks_to_another_calendar_is_not_many_deletions() -> None:
    there = [
        replace(each, slot=replace(RUN.slot, day=RUN.slot.day + timedelta(days=n))) for n, each in enumerate(many(14))
    ]
    wishes = [replace(wish, intention=intention("Run", calendar=OTHER)) for wish in still(there)]
    decided = decide(wishes, there)
    assert (len(decided.steps), decided.held_back) == (28, ())


def test_of_two_blocks_for_one_slot_the_planner_is_told_of_the_one_in_the_right_calendar() -> None:
    there = replace(RUN, block=BlockId("there"), calendar=OTHER)
    for home, block in ((OTHER, there.block), (BLOCKS, RUN.block)):
        [placed] = previous_of([RUN, there], BERLIN, [intention("Run", calendar=home)]).placed
        assert placed.block == block


def test_a_block_stays_where_it_is_while_its_new_calendar_is_not_seen() -> None:
    there = wanted("tue 07:00-08:00  Run", RUN.block, calendar=OTHER)
    assert decide([there], [RUN], seen={BLOCKS: []}).steps == ()


@pytest.mark.parametrize("standing", [Standing.PINNED, Standing.RELEASED])
def test_what_is_the_persons_is_never_written(standing: Standing) -> None:
    theirs = replace(RUN, standing=standing)
    elsewhere = wanted("tue 18:00-19:00  Run", RUN.block, calendar=OTHER, visibility=Visibility.BUSY)
    assert decide([elsewhere], [theirs]).steps == ()
    assert decide([], [theirs]).steps == ()


def test_a_block_that_is_not_wished_for_any_more_is_deleted() -> None:
    [step] = decide([], [RUN]).steps
    assert (step.action.verb, step.action.event) == (Verb.DELETE, event(RUN))
    assert (step.action.before, step.action.expected) == (RUN, RUN.version)


def test_nothing_is_written_to_a_calendar_that_was_not_seen() -> None:
    assert decide([wanted("wed 18:00-19:00  Swim", SWIM.block)], [RUN, SWIM], seen={OTHER: []}).steps == ()


@pytest.mark.parametrize("line", ["mon 07:00-08:00  Run", "mon 11:30-12:30  Run", "mon 12:00-13:00  Run"])
def test_a_block_that_has_begun_is_left_alone(line: str) -> None:
    begun = held(line)
    assert decide([], [begun]).steps == ()
    assert decide([wanted("tue 18:00-19:00  Run", begun.block)], [begun]).steps == ()
    assert decide([wanted(line)], []).steps == ()


def test_a_block_beyond_the_horizon_is_left_alone_until_it_comes_near() -> None:
    far = held("mon+3 07:00-08:00  Run")
    assert decide([], [far]).steps == ()


def test_deletions_come_first_then_changes_then_creations_each_in_order_of_start() -> None:
    choir, walk = held("fri 07:00-08:00  Choir"), held("thu 07:00-08:00  Walk")
    wishes = [
        wanted("sat 09:00-10:00  Read"),
        wanted("wed 18:00-19:00  Swim", SWIM.block),
        wanted("tue 07:30-08:30  Run", RUN.block),
        wanted("fri 09:00-10:00  Read"),
    ]
    assert verbs(decide(wishes, [choir, walk, SWIM, RUN])) == [
        (Verb.DELETE, walk.block),
        (Verb.DELETE, choir.block),
        (Verb.MOVE, RUN.block),
        (Verb.MOVE, SWIM.block),
        (Verb.CREATE, BlockId("new1")),
        (Verb.CREATE, BlockId("new2")),
    ]


def test_a_second_block_for_one_slot_is_deleted_if_it_is_ours() -> None:
    twin = replace(RUN, block=BlockId("twin"))
    [placed] = previous_of([twin, RUN], BERLIN).placed
    assert placed.block == RUN.block
    [step] = decide(still([RUN]), [RUN, twin]).steps
    assert (step.action.verb, step.action.event.block) == (Verb.DELETE, BlockId("twin"))
    assert step.action.reason == "another block stands for the same occasion"


def test_of_two_blocks_for_one_slot_the_one_the_person_touched_stays() -> None:
    touched = replace(RUN, block=BlockId("twin"), standing=Standing.PINNED, span=span("wed", "07:00-08:00"))
    [placed] = previous_of([RUN, touched], BERLIN).placed
    assert (placed.block, placed.hold) == (BlockId("twin"), Hold.PINNED)
    assert verbs(decide([], [RUN, touched])) == [(Verb.DELETE, RUN.block)]


def test_two_blocks_for_one_slot_that_the_person_touched_both_stay() -> None:
    theirs = [replace(RUN, block=BlockId(name), standing=Standing.RELEASED) for name in ("a", "b")]
    assert [placed.block for placed in previous_of(theirs, BERLIN).placed] == ["a", "b"]
    assert decide([], theirs).steps == ()


def test_the_planner_is_told_what_was_skipped_unless_another_block_stands_there() -> None:
    skipped = replace(SWIM, standing=Standing.SKIPPED)
    assert previous_of([RUN, skipped], BERLIN).skipped == {Skip(SWIM.slot, SWIM.slot.day)}
    assert previous_of([replace(SWIM, block=BlockId("twin")), skipped], BERLIN).skipped == frozenset()


def test_a_block_that_was_moved_before_it_was_deleted_is_skipped_where_it_stood_and_where_it_lay() -> None:
    gone = replace(SWIM, standing=Standing.SKIPPED, span=span("thu+1", "07:00-08:00"))
    assert previous_of([gone], BERLIN).skipped == {Skip(SWIM.slot, day_of("thu+1"))}
    beside = replace(SWIM, block=BlockId("b"), slot=Slot(SWIM.slot.intention, day_of("thu+1")), span=gone.span)
    assert previous_of([gone, beside], BERLIN).skipped == {Skip(SWIM.slot, SWIM.slot.day)}


# --- too many deletions ---------------------------------------------------------------------------------------------


def many(number: int) -> list[Booking]:
    """One an hour from Tuesday on."""
    start = at("tue", "00:00")
    hour = span("tue", "00:00-01:00").length
    hours = (Span(start + n * hour, start + (n + 1) * hour) for n in range(number))
    return [replace(RUN, block=BlockId(f"b{n}"), span=each, promised=each) for n, each in enumerate(hours)]


def test_ten_deletions_are_done_at_once_and_of_eleven_none() -> None:
    assert len(decide([], many(10)).steps) == 10
    decided = decide([], many(11))
    assert (decided.steps, len(decided.held_back)) == ((), 11)


def test_a_person_who_looks_may_release_them_all() -> None:
    decided = decide([], many(11), released=True)
    assert decided.steps == decided.held_back
    assert len(decided.steps) == 11


def test_a_quarter_of_many_blocks_may_be_deleted_at_once() -> None:
    there = [
        replace(each, slot=replace(RUN.slot, day=RUN.slot.day + timedelta(days=n))) for n, each in enumerate(many(60))
    ]
    assert len(decide(still(there[15:]), there).steps) == 15
    assert len(decide(still(there[16:]), there).held_back) == 16


def test_nothing_is_put_where_a_block_still_stands_that_waits_to_be_deleted() -> None:
    there = many(11)
    assert there[10].span == span("tue", "10:00-11:00")
    choir = wanted("tue 10:00-11:00  Choir")
    walk = wanted("tue 11:00-12:00  Walk")
    assert [step.action.event.title for step in decide([choir, walk], there).steps] == ["Walk"]
    both = decide([choir, walk], there, released=True).steps[11:]
    assert [step.action.event.title for step in both] == ["Choir", "Walk"]


# --- what passes between --------------------------------------------------------------------------------------------


def test_a_hidden_block_says_busy_and_nothing_else() -> None:
    hidden = event_for(wanted("tue 07:00-08:00  Run", visibility=Visibility.BUSY), BlockId("a"), ME)
    assert (hidden.title, hidden.private, hidden.domains) == ("Busy", True, SELF)


def test_a_title_becomes_one_line() -> None:
    two_lines = wanted("tue 07:00-08:00  Run")
    two_lines = replace(two_lines, intention=replace(two_lines.intention, title=" Run\r\n with\tAna "))
    assert event_for(two_lines, BlockId("a"), ME).title == "Run with Ana"


def test_what_is_booked_after_each_kind_of_step() -> None:
    new = Version("v1")
    [create] = decide([wanted("tue 07:00-08:00  Run")], []).steps
    assert booked(create, new) == replace(RUN, block=BlockId("new1"), version=new)
    [move] = decide([wanted("tue 18:00-19:00  Run", RUN.block)], [RUN]).steps
    assert booked(move, new) == replace(RUN, span=span("tue", "18:00-19:00"), version=new)
    [delete] = decide([], [RUN]).steps
    assert booked(delete, new) == replace(RUN, standing=Standing.WITHDRAWN)


def test_each_step_says_why() -> None:
    def why(step: Step) -> str:
        return step.action.reason

    [gone] = decide([], [RUN]).steps
    assert why(gone) == "the plan has no place for it any more"
    [create] = decide([wanted("tue 07:00-08:00  Run")], []).steps
    assert why(create) == "this is its ideal place"
    moved = wanted("tue 18:00-19:00  Run", RUN.block)
    moved = replace(moved, block=replace(moved.block, reason=Reason.MOVED))
    [move] = decide([moved], [RUN]).steps
    assert why(move) == "its place was taken"
