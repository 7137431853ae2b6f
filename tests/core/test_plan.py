"""Each promise of a plan as a sentence. `Case.plan` and `plan` put every plan through the checker as well."""

from dataclasses import replace
from datetime import timedelta

from hedgerow.core.intention import Firmness, Length, Priority
from hedgerow.core.plan import Hold, PlanRules, Previous, Reason
from tests.agenda import BERLIN, WEEK, at, day_of, span
from tests.plans import Case, booked, busy, kept, placed, plan, wall, wish

MONDAY_AT_SIX = wish("run", "17:00-21:00", days="mon", ideal="18:00")
TWO_WEEKS = PlanRules(BERLIN, (WEEK, WEEK.plus(1)))


# Where a new block goes


def test_a_block_starts_at_its_ideal_start() -> None:
    assert wall(plan([MONDAY_AT_SIX])) == ["mon 18:00-19:00"]


def test_without_an_ideal_start_it_starts_as_its_window_opens() -> None:
    assert wall(plan([wish(within="17:00-21:00", days="mon")])) == ["mon 17:00-18:00"]


def test_a_taken_ideal_gives_way_to_the_minute_the_meeting_ends() -> None:
    assert wall(plan([MONDAY_AT_SIX], busy("mon 17:10-18:20  Sync"))) == ["mon 18:20-19:20"]


def test_of_two_starts_equally_near_the_earlier_wins() -> None:
    assert wall(plan([MONDAY_AT_SIX], busy("mon 18:30-18:45  Call", "mon 18:15-18:30  Sync"))) == ["mon 17:15-18:15"]
    even = wish(within="17:00-21:00", days="mon", ideal="18:30")
    assert wall(plan([even], busy("mon 18:30-19:30  Sync"))) == ["mon 17:30-18:30"]


def test_a_meeting_with_seconds_leaves_whole_minutes() -> None:
    [sync] = busy("mon 17:00-18:20  Sync")
    ragged = replace(sync, span=replace(sync.span, end=sync.span.end + timedelta(seconds=1)))
    assert wall(plan([MONDAY_AT_SIX], [ragged])) == ["mon 18:21-19:21"]


def test_a_block_shrinks_by_five_minutes_at_a_time_only_when_nothing_longer_fits() -> None:
    crowded = busy("mon 17:00-18:00  Sync", "mon 18:53-21:00  Dinner")
    assert wall(plan([MONDAY_AT_SIX], crowded)) == ["mon 18:00-18:50"]
    monday_or_tuesday = wish("run", "17:00-21:00", days="mon tue", ideal="18:00")
    assert wall(plan([monday_or_tuesday], crowded)) == ["tue 18:00-19:00"]


def test_a_block_never_shrinks_below_its_minimum() -> None:
    crowded = busy("mon 17:00-18:00  Sync", "mon 18:29-21:00  Dinner")
    assert wall(plan([MONDAY_AT_SIX], crowded)) == []


def test_a_minimum_between_two_steps_is_tried_last() -> None:
    odd = wish(within="18:00-18:33", days="mon", length=Length(32, 60, 60))
    assert wall(plan([odd])) == ["mon 18:00-18:32"]


def test_a_block_is_never_longer_than_ideal() -> None:
    assert wall(plan([wish(days="mon", length=Length(30, 60, 240))])) == ["mon 17:00-18:00"]


def test_a_firm_block_moves_and_does_not_shrink() -> None:
    firm = wish(days="mon", ideal="18:00", firmness=Firmness.FIRM)
    assert wall(plan([firm], busy("mon 18:30-19:00  Call"))) == ["mon 17:30-18:30"]
    assert wall(plan([firm], busy("mon 17:45-20:15  Call"))) == []


def test_a_fixed_block_is_at_its_ideal_start_or_nowhere() -> None:
    fixed = wish(days="mon", ideal="18:00", firmness=Firmness.FIXED)
    assert wall(plan([fixed])) == ["mon 18:00-19:00"]
    assert wall(plan([fixed], busy("mon 18:59-19:30  Call"))) == []


def test_a_fixed_block_without_an_ideal_start_may_lie_anywhere_in_its_window() -> None:
    assert wall(plan([wish(days="mon", firmness=Firmness.FIXED)], busy("mon 17:00-18:00  Sync"))) == ["mon 18:00-19:00"]


# Windows, days, weeks


def test_a_block_lies_inside_one_of_its_windows() -> None:
    split = wish(within="07:00-07:45 12:00-13:30", days="mon", ideal="07:00", firmness=Firmness.FIRM)
    assert wall(plan([split])) == ["mon 12:00-13:00"]


def test_a_window_over_midnight_belongs_to_the_day_that_it_opens_on() -> None:
    late = wish(within="22:00-02:00", days="fri", ideal="00:30")
    [block] = plan([late]).blocks
    assert block.span == span("sat", "00:30-01:30")
    assert block.slot.day == day_of("sat")


def test_two_blocks_in_one_night_lie_one_after_the_other() -> None:
    night = wish(within="22:00-02:00", days="fri", ideal="23:30", times_per_week=2)
    assert wall(plan([night])) == ["fri 23:30-00:30", "sat 00:30-01:30"]


def test_a_block_on_monday_after_midnight_counts_for_the_week_that_monday_begins() -> None:
    late = wish(within="22:00-02:00", days="sun", ideal="00:30")
    made = plan([late], rules=TWO_WEEKS)
    assert [block.slot.day for block in made.blocks] == [day_of("mon"), day_of("mon+1")]


def test_a_week_may_begin_on_sunday() -> None:
    sundays = replace(WEEK, first=type(WEEK.first).SUNDAY)
    made = plan([wish(days="sun", ideal="18:00")], rules=PlanRules(BERLIN, (sundays,)), now=at("sun-1", "00:10"))
    assert [block.slot.day for block in made.blocks] == [day_of("sun-1")]


def test_blocks_spread_over_the_week() -> None:
    assert wall(plan([wish(ideal="18:00", times_per_week=3)])) == [
        "mon 18:00-19:00",
        "wed 18:00-19:00",
        "fri 18:00-19:00",
    ]


def test_of_evenly_spread_days_those_nearest_to_the_ideal_win() -> None:
    made = plan([wish(ideal="18:00", times_per_week=2)], busy("mon 17:30-18:30  Sync"))
    assert wall(made) == ["tue 18:00-19:00", "fri 18:00-19:00"]


def test_as_many_as_possible_goes_before_an_even_spread() -> None:
    taken = busy("tue 00:00-23:59  Trip", "thu 00:00-23:59  Trip", "fri 00:00-23:59  Trip")
    assert wall(plan([wish(times_per_week=4, ideal="18:00")], taken)) == [
        "mon 18:00-19:00",
        "wed 18:00-19:00",
        "sat 18:00-19:00",
        "sun 18:00-19:00",
    ]


def test_there_is_at_most_one_block_a_day() -> None:
    made = plan([wish(within="06:00-22:00", days="mon", times_per_week=3)])
    assert len(made.blocks) == 1
    assert made.unplaced[0].missing == 2


def test_every_week_of_the_horizon_gets_its_own() -> None:
    made = plan([wish(days="wed", ideal="18:00")], rules=TWO_WEEKS)
    assert [block.slot.day for block in made.blocks] == [day_of("wed"), day_of("wed+1")]


def test_spacing_keeps_days_apart_over_the_end_of_a_week() -> None:
    rare = wish(days="sun mon", spacing_days=3)
    made = plan([rare], busy("mon 00:00-23:59  Trip"), rules=TWO_WEEKS)
    assert [block.slot.day for block in made.blocks] == [day_of("sun"), day_of("sun+1")]


def test_a_block_of_last_week_keeps_its_distance() -> None:
    last = placed(span("sun-1", "18:00-19:00"), "sun-1")
    rare = wish(days="mon tue", ideal="18:00", spacing_days=2)
    made = plan([rare], previous=kept(last), now=at("mon", "00:10"))
    assert wall(made) == ["tue 18:00-19:00"]


# Busy time, buffers, travel


def test_a_buffer_stays_free_of_meetings_on_both_sides() -> None:
    careful = wish(
        within="17:00-21:00", days="mon", ideal="18:00", buffer_before=10, buffer_after=20, firmness=Firmness.FIRM
    )
    assert wall(plan([careful], busy("mon 17:00-18:00  Sync"))) == ["mon 18:10-19:10"]
    assert wall(plan([careful], busy("mon 19:00-21:00  Dinner"))) == ["mon 17:40-18:40"]
    assert wall(plan([careful], busy("mon 17:00-18:00  Sync", "mon 19:29-21:00  Dinner"))) == []


def test_travel_lies_outside_the_window_but_not_over_a_meeting() -> None:
    away = wish(within="18:00-19:00", days="mon", travel_before=30, travel_after=15)
    assert wall(plan([away], busy("mon 17:00-17:30  Sync", "mon 19:15-20:00  Call"))) == ["mon 18:00-19:00"]
    assert wall(plan([away], busy("mon 17:00-17:31  Sync"))) == ["mon 18:01-18:56"]


def test_two_blocks_share_a_buffer_but_no_travel() -> None:
    near = wish("a", "18:00-20:00", days="mon", buffer_after=30, firmness=Firmness.FIRM)
    far = wish("b", "18:00-20:00", days="mon", buffer_before=30, firmness=Firmness.FIRM)
    assert wall(plan([near, far])) == ["mon 18:00-19:00", "mon 19:00-20:00"]
    first, second = replace(near, travel_before=1), replace(far, travel_before=1)
    assert wall(plan([first, second])) == ["mon 18:00-19:00"]
    either = plan([near, second])
    assert [block.slot.intention for block in either.blocks] == ["b", "a"]


def test_a_meeting_without_length_is_in_nobodys_way() -> None:
    assert wall(
        plan([MONDAY_AT_SIX], [replace(busy("mon 18:30-19:00  Note")[0], span=span("mon", "18:30-18:31"))])
    ) != ["mon 18:00-19:00"]
    [note] = busy("mon 18:30-19:00  Note")
    empty = replace(note, span=replace(note.span, end=note.span.start))
    assert wall(plan([MONDAY_AT_SIX], [empty])) == ["mon 18:00-19:00"]


# Priority


def test_the_more_important_intention_takes_the_place() -> None:
    low = wish("a", days="mon", ideal="18:00", priority=Priority.LOW)
    high = wish("b", days="mon", ideal="18:00", priority=Priority.HIGH)
    made = plan([low, high])
    assert [(block.slot.intention, block.span) for block in made.blocks] == [
        ("a", span("mon", "17:00-18:00")),
        ("b", span("mon", "18:00-19:00")),
    ]


def test_a_new_block_goes_round_a_kept_one_that_matters_less() -> None:
    low = wish("a", days="mon", ideal="18:00", priority=Priority.LOW)
    high = wish("b", days="mon", ideal="18:00", priority=Priority.HIGH)
    made = plan([low, high], previous=kept(placed(span("mon", "18:00-19:00"), "mon", "a")))
    assert [(b.slot.intention, b.span, b.reason) for b in made.blocks] == [
        ("b", span("mon", "17:00-18:00"), Reason.NEAREST),
        ("a", span("mon", "18:00-19:00"), Reason.KEPT),
    ]


def test_a_kept_block_that_matters_less_moves_when_nothing_else_is_possible() -> None:
    low = wish("a", days="mon", priority=Priority.LOW)
    high = wish("b", "18:00-19:00", days="mon", priority=Priority.HIGH)
    made = plan([low, high], previous=kept(placed(span("mon", "18:00-19:00"), "mon", "a")))
    assert [(b.slot.intention, b.span, b.reason, b.block) for b in made.blocks] == [
        ("a", span("mon", "17:00-18:00"), Reason.MOVED, "amon"),
        ("b", span("mon", "18:00-19:00"), Reason.IDEAL, None),
    ]


def test_or_it_vanishes_when_it_has_no_other_place() -> None:
    low = wish("a", "18:00-19:00", days="mon", priority=Priority.LOW)
    high = wish("b", "18:00-19:00", days="mon", priority=Priority.HIGH)
    made = plan([low, high], previous=kept(placed(span("mon", "18:00-19:00"), "mon", "a")))
    assert [block.slot.intention for block in made.blocks] == ["b"]
    [gap] = made.unplaced
    assert (gap.intention.id, [thing.title for thing in gap.blockers]) == ("a", ["B"])


def test_a_block_that_matters_as_much_is_never_displaced() -> None:
    there, new = wish("b", "18:00-19:00", days="mon"), wish("a", "18:00-19:00", days="mon")
    made = plan([there, new], previous=kept(placed(span("mon", "18:00-19:00"), "mon", "b")))
    assert [block.slot.intention for block in made.blocks] == ["b"]


def test_displacing_harms_the_less_important_of_two() -> None:
    normal = wish("n", "18:00-19:00", days="mon", priority=Priority.NORMAL)
    low = wish("l", "18:00-19:00", days="tue", priority=Priority.LOW)
    high = wish("h", "18:00-19:00", days="mon tue", priority=Priority.HIGH)
    standing = (placed(span("mon", "18:00-19:00"), "mon", "n"), placed(span("tue", "18:00-19:00"), "tue", "l"))
    assert [b.slot.intention for b in plan([normal, low, high], previous=kept(*standing)).blocks] == ["n", "h"]


# Notice and freeze


def test_nothing_new_starts_before_the_notice_is_over() -> None:
    now = at("mon", "16:30")
    assert wall(plan([MONDAY_AT_SIX], now=now)) == ["mon 18:30-19:30"]


def test_a_start_that_only_the_notice_holds_back_waits_for_the_next_quarter_of_an_hour() -> None:
    assert wall(plan([MONDAY_AT_SIX], now=at("mon", "16:07"))) == ["mon 18:15-19:15"]
    nearly = wish("run", "17:00-19:10", days="mon", ideal="17:00", firmness=Firmness.FIRM)
    assert wall(plan([nearly], now=at("mon", "16:07"))) == ["mon 18:10-19:10"]


def test_a_standing_block_is_not_subject_to_notice() -> None:
    soon = kept(placed(span("mon", "18:00-19:00"), "mon"))
    assert wall(plan([MONDAY_AT_SIX], now=at("mon", "17:55"), previous=soon)) == ["mon 18:00-19:00"]


def test_a_frozen_block_stays_though_its_window_moved() -> None:
    soon = kept(placed(span("mon", "12:00-13:00"), "mon"))
    [block] = plan([MONDAY_AT_SIX], previous=soon, now=at("mon", "06:00")).blocks
    assert (block.span, block.reason) == (span("mon", "12:00-13:00"), Reason.FROZEN)
    [block] = plan([MONDAY_AT_SIX], previous=soon, now=at("sun-1", "06:00")).blocks
    assert (block.span, block.reason) == (span("mon", "18:00-19:00"), Reason.OUTSIDE)


def test_a_frozen_block_stays_beside_a_meeting_in_its_buffer() -> None:
    careful = replace(MONDAY_AT_SIX, buffer_before=15)
    soon = kept(placed(span("mon", "18:00-19:00"), "mon"))
    made = plan([careful], busy("mon 17:00-18:00  Sync"), previous=soon, now=at("mon", "06:00"))
    assert wall(made) == ["mon 18:00-19:00"]


def test_a_frozen_block_does_not_yield_to_a_meeting_that_only_touches_it() -> None:
    soon = kept(placed(span("mon", "12:00-13:00"), "mon"))
    touching = busy("mon 11:00-12:00  Sync", "mon 13:00-14:00  Call")
    assert wall(plan([MONDAY_AT_SIX], touching, previous=soon, now=at("mon", "06:00"))) == ["mon 12:00-13:00"]


def test_a_frozen_block_yields_to_a_meeting_put_over_it_or_its_travel() -> None:
    soon, now = kept(placed(span("mon", "18:00-19:00"), "mon")), at("mon", "06:00")
    made = plan([MONDAY_AT_SIX], busy("mon 18:45-19:30  Call"), previous=soon, now=now)
    assert wall(made) == ["mon 17:45-18:45"]
    away = replace(MONDAY_AT_SIX, travel_after=30)
    assert wall(plan([away], busy("mon 19:15-19:45  Call"), previous=soon, now=now)) == ["mon 17:45-18:45"]


def test_a_frozen_block_without_another_place_vanishes() -> None:
    tight = wish("run", "18:00-19:00", days="mon")
    soon = kept(placed(span("mon", "18:00-19:00"), "mon"))
    made = plan([tight], busy("mon 18:00-19:00  Call"), previous=soon, now=at("mon", "06:00"))
    assert made.blocks == ()


def test_a_frozen_block_is_not_displaced_by_something_more_important() -> None:
    low = wish("a", "18:00-19:00", days="mon", priority=Priority.LOW)
    high = wish("b", "18:00-19:00", days="mon", priority=Priority.HIGH)
    soon = kept(placed(span("mon", "18:00-19:00"), "mon", "a"))
    made = plan([low, high], previous=soon, now=at("mon", "06:00"))
    assert [block.slot.intention for block in made.blocks] == ["a"]


def test_a_begun_block_stays_whatever_lies_over_it() -> None:
    begun = kept(placed(span("mon", "18:00-19:00"), "mon"))
    made = plan([MONDAY_AT_SIX], busy("mon 18:00-19:00  Call"), previous=begun, now=at("mon", "18:00"))
    assert [(block.span, block.reason) for block in made.blocks] == [(span("mon", "18:00-19:00"), Reason.PAST)]


def test_a_past_block_counts_for_its_week() -> None:
    twice = wish(times_per_week=2, ideal="18:00")
    past = kept(placed(span("mon", "18:00-19:00"), "mon"))
    made = plan([twice], previous=past, now=at("tue", "08:00"))
    assert wall(made) == ["mon 18:00-19:00", "thu 18:00-19:00"]


# What stands


def test_a_standing_block_stays_though_the_ideal_is_free() -> None:
    made = plan([MONDAY_AT_SIX], previous=kept(placed(span("mon", "19:15-20:15"), "mon")))
    [block] = made.blocks
    assert (block.span, block.block, block.reason) == (span("mon", "19:15-20:15"), "runmon", Reason.KEPT)


def test_a_standing_block_may_be_longer_than_ideal_or_shorter() -> None:
    longer = kept(placed(span("mon", "18:00-19:30"), "mon"))
    assert wall(plan([MONDAY_AT_SIX], previous=longer)) == ["mon 18:00-19:30"]
    shorter = kept(placed(span("mon", "18:00-18:30"), "mon"))
    assert wall(plan([MONDAY_AT_SIX], previous=shorter)) == ["mon 18:00-18:30"]
    assert wall(plan([replace(MONDAY_AT_SIX, firmness=Firmness.FIRM)], previous=longer)) == ["mon 18:00-19:30"]


def test_a_standing_block_of_a_length_that_is_not_allowed_any_more_gets_a_new_one() -> None:
    shorter = kept(placed(span("mon", "18:00-18:30"), "mon"))
    assert wall(plan([replace(MONDAY_AT_SIX, firmness=Firmness.FIRM)], previous=shorter)) == ["mon 18:00-19:00"]
    longer = kept(placed(span("mon", "18:00-19:30"), "mon"))
    assert wall(plan([replace(MONDAY_AT_SIX, firmness=Firmness.FIXED)], previous=longer)) == ["mon 18:00-19:00"]


def test_a_block_whose_place_is_taken_moves_to_the_nearest_one_of_that_day_as_itself() -> None:
    standing = kept(placed(span("mon", "18:00-19:00"), "mon"))
    [block] = plan([MONDAY_AT_SIX], busy("mon 18:10-18:40  Sync"), previous=standing).blocks
    assert (block.span, block.block, block.reason) == (span("mon", "18:40-19:40"), "runmon", Reason.MOVED)


def test_a_block_that_moves_to_another_day_keeps_its_slot_and_its_time_of_day() -> None:
    daily = wish("run", "17:00-21:00", days="mon wed sun")
    standing = kept(placed(span("mon", "18:10-19:10"), "mon"))
    [block] = plan([daily], busy("mon 09:00-22:00  Trip"), previous=standing).blocks
    assert (block.span, block.slot.day, block.block) == (span("wed", "18:10-19:10"), day_of("mon"), "runmon")


def test_of_two_days_equally_near_a_block_moves_to_the_later() -> None:
    daily = wish("run", "17:00-21:00", days="mon tue wed", ideal="18:00")
    standing = kept(placed(span("tue", "18:00-19:00"), "tue"))
    assert wall(plan([daily], busy("tue 09:00-22:00  Trip"), previous=standing)) == ["wed 18:00-19:00"]


def test_no_new_block_takes_the_slot_of_one_that_moved() -> None:
    twice = wish("run", "17:00-21:00", days="mon tue", times_per_week=2)
    pinned = placed(span("wed", "18:00-19:00"), "mon", hold=Hold.PINNED)
    made = plan([twice], busy("tue 09:00-22:00  Trip"), previous=kept(pinned))
    assert wall(made) == ["wed 18:00-19:00"]
    assert made.unplaced[0].missing == 1


def test_a_small_change_moves_as_little_as_possible() -> None:
    many = [wish(name, "17:00-22:00", times_per_week=3, ideal="18:00") for name in ("a", "b", "c")]
    first = plan(many)
    more = plan(many, busy("wed 18:15-18:45  Sync"), previous=kept(*booked(first)))
    moved = [block for block in more.blocks if block.reason is not Reason.KEPT]
    assert len(first.blocks) == len(more.blocks) == 9
    assert [(block.slot.intention, block.reason) for block in moved] == [("a", Reason.MOVED)]


def test_fewer_times_a_week_take_the_last_ones_away() -> None:
    standing = [placed(span(day, "18:00-19:00"), day) for day in ("mon", "wed", "fri")]
    made = plan([wish(times_per_week=2, ideal="18:00")], previous=kept(*standing))
    assert wall(made) == ["mon 18:00-19:00", "wed 18:00-19:00"]


# What the person decided


def test_a_pinned_block_stays_exactly_there_whatever_lies_over_it() -> None:
    pinned = placed(span("mon", "09:03-09:47"), "mon", hold=Hold.PINNED)
    made = plan([MONDAY_AT_SIX], busy("mon 09:00-10:00  Sync"), previous=kept(pinned))
    assert [(block.span, block.reason) for block in made.blocks] == [(span("mon", "09:03-09:47"), Reason.PINNED)]


def test_a_block_pinned_to_another_day_counts_for_that_day_and_week() -> None:
    pinned = placed(span("wed+1", "18:00-19:00"), "wed", hold=Hold.PINNED)
    made = plan([wish(days="wed fri", ideal="18:00")], previous=kept(pinned), rules=TWO_WEEKS)
    assert [(block.slot.day, block.span) for block in made.blocks] == [
        (day_of("fri"), span("fri", "18:00-19:00")),
        (day_of("wed"), span("wed+1", "18:00-19:00")),
    ]


def test_pinned_and_released_blocks_occupy_their_time() -> None:
    for hold in (Hold.PINNED, Hold.RELEASED):
        theirs = placed(span("mon", "18:00-19:00"), "mon", "a", hold)
        made = plan([wish("a", days="tue"), wish("b", days="mon", ideal="18:00")], previous=kept(theirs))
        assert [(b.slot.intention, b.span) for b in made.blocks] == [
            ("b", span("mon", "17:00-18:00")),
            ("a", span("mon", "18:00-19:00")),
        ]


def test_a_pinned_block_may_push_a_standing_one_away() -> None:
    pinned = placed(span("mon", "18:30-19:30"), "mon", "a", Hold.PINNED)
    standing = placed(span("mon", "18:00-19:00"), "mon", "b")
    made = plan([wish("a", days="mon"), wish("b", days="mon")], previous=kept(pinned, standing))
    assert wall(made) == ["mon 17:30-18:30", "mon 18:30-19:30"]


def test_a_held_block_without_its_intention_is_not_planned_but_nothing_is_put_over_it() -> None:
    orphan = placed(span("mon", "18:00-19:00"), "mon", "gone", Hold.PINNED)
    made = plan([MONDAY_AT_SIX], previous=kept(orphan))
    assert [(b.slot.intention, b.span) for b in made.blocks] == [("run", span("mon", "17:00-18:00"))]


def test_a_block_of_ours_without_its_intention_is_in_nobodys_way() -> None:
    orphan = placed(span("mon", "18:00-19:00"), "mon", "gone")
    assert wall(plan([MONDAY_AT_SIX], previous=kept(orphan))) == ["mon 18:00-19:00"]


def test_a_skipped_day_stays_empty_and_is_not_missing() -> None:
    made = plan([wish(days="mon tue", times_per_week=2)], previous=kept(skipped=["mon"]))
    assert wall(made) == ["tue 17:00-18:00"]
    assert made.unplaced == ()


def test_a_skipped_occurrence_is_not_made_up_for_on_another_day() -> None:
    assert plan([wish(times_per_week=1)], previous=kept(skipped=["mon"])).blocks == ()


def test_a_moved_block_does_not_land_on_a_skipped_day() -> None:
    standing = placed(span("mon", "18:00-19:00"), "mon")
    twice = wish(days="mon tue wed", times_per_week=2)
    made = plan([twice], busy("mon 09:00-22:00  Trip"), previous=kept(standing, skipped=["tue"]))
    assert wall(made) == ["wed 18:00-19:00"]


def test_an_old_ledger_weighs_nothing() -> None:
    old = [placed(span(f"mon-{n}", "18:00-19:00"), f"mon-{n}") for n in range(1, 60)]
    assert Case([MONDAY_AT_SIX], previous=Previous(tuple(old))).plan() == plan([MONDAY_AT_SIX])
