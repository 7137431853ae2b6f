"""Reasons, slack, transparency, and what stands in the way."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.intention import Defence, Firmness, Opening, Priority
from hedgerow.core.occurrence import Transparency
from hedgerow.core.places import Hindrance, count_places, smallest_cover
from hedgerow.core.plan import Hold, PlanRules, Reason
from hedgerow.core.span import Span
from tests.agenda import BERLIN, WEEK, at, span, utc
from tests.plans import NOW, busy, kept, placed, plan, wish

EVENING = wish("run", "17:00-21:00", days="mon", ideal="18:00", firmness=Firmness.FIRM)


def test_a_block_at_its_ideal_has_no_blockers() -> None:
    [block] = plan([EVENING], busy("mon 20:00-21:00  Call")).blocks
    assert (block.reason, block.blockers) == (Reason.IDEAL, ())


def test_blockers_are_what_takes_the_better_starts_the_most_wished_for_first() -> None:
    day = busy("mon 17:00-17:30  Early", "mon 18:30-18:45  Call", "mon 17:45-18:15  Sync", "mon 20:30-21:00  Late")
    [block] = plan([EVENING], day).blocks
    assert block.span == span("mon", "18:45-19:45")
    assert block.reason is Reason.NEAREST
    # Sync and Call forbid 18:00 itself, Early only starts up to 17:29, Late none that would be better.
    assert [thing.title for thing in block.blockers] == ["Sync", "Call", "Early"]


def test_another_block_of_ours_may_be_the_blocker() -> None:
    first = wish("a", days="mon", ideal="18:00")
    made = plan([first, EVENING])
    assert [thing.title for block in made.blocks for thing in block.blockers] == ["A"]


def test_a_moved_block_names_first_what_lies_over_its_old_place() -> None:
    standing = kept(placed(span("mon", "19:30-20:30"), "mon"))
    [block] = plan([EVENING], busy("mon 17:30-18:30  Sync", "mon 20:00-20:15  Call"), previous=standing).blocks
    assert block.span == span("mon", "19:00-20:00")
    assert [thing.title for thing in block.blockers] == ["Call", "Sync"]


def test_a_block_that_the_settings_no_longer_allow_at_its_old_place_says_so() -> None:
    standing = kept(placed(span("mon", "12:00-13:00"), "mon"))
    [block] = plan([EVENING], previous=standing).blocks
    assert (block.span, block.reason) == (span("mon", "18:00-19:00"), Reason.OUTSIDE)
    too_long = kept(placed(span("mon", "18:00-21:00"), "mon"))
    [block] = plan([EVENING], previous=too_long).blocks
    assert (block.span, block.reason) == (span("mon", "18:00-19:00"), Reason.OUTSIDE)
    over = kept(placed(span("mon", "18:30-19:30"), "mon"))
    [block] = plan([EVENING], busy("mon 19:00-20:00  Call"), previous=over).blocks
    assert (block.span, block.reason) == (span("mon", "18:00-19:00"), Reason.MOVED)


def test_a_shortened_block_says_so() -> None:
    [block] = plan([replace(EVENING, firmness=Firmness.FLEXIBLE)], busy("mon 17:45-20:15  Call")).blocks
    assert (block.reason, block.span.minutes) == (Reason.SHORTENED, 45)


def test_what_cannot_move_has_no_blockers_and_no_other_place() -> None:
    for hold in (Hold.PINNED, Hold.RELEASED):
        held = kept(placed(span("mon", "19:30-20:30"), "mon", hold=hold))
        [block] = plan([EVENING], busy("mon 17:30-18:30  Sync"), previous=held).blocks
        assert (block.other_places, block.blockers) == (0, ())


# Other places


def test_other_places_lie_beside_the_block_and_beside_one_another() -> None:
    [block] = plan([EVENING]).blocks
    assert block.other_places == 3  # 17:00, 19:00 and 20:00


def test_other_places_respect_meetings_buffers_and_blocks() -> None:
    careful = replace(EVENING, buffer_after=15)
    [block] = plan([careful], busy("mon 20:00-20:30  Call")).blocks
    assert block.other_places == 1  # 17:00; 19:00 would leave no quarter of an hour before the call
    other = wish("other", "17:00-18:00", days="mon")
    made = plan([EVENING, other])
    assert [block.other_places for block in made.blocks if block.slot.intention == "run"] == [2]


def test_other_places_are_not_on_the_days_of_its_siblings() -> None:
    twice = wish("run", "18:00-19:00", days="mon tue wed", times_per_week=2)
    made = plan([twice])
    assert [block.other_places for block in made.blocks] == [1, 1]


def test_a_fixed_start_has_one_place_a_day() -> None:
    fixed = wish("run", "17:00-21:00", days="mon tue wed", ideal="18:00", firmness=Firmness.FIXED)
    assert plan([fixed]).blocks[0].other_places == 2


def test_nobody_needs_more_than_ten() -> None:
    assert plan([wish("run", "06:00-22:00")]).blocks[0].other_places == 10


# Free or busy


def shown(intention_defence: Defence = Defence.AUTO, now: str = "12:00", window: str = "17:00-21:00") -> Transparency:
    auto = wish("run", window, days="mon", ideal="18:00", defence=intention_defence)
    [block] = plan([auto], now=at("sun-1", now)).blocks
    return block.transparency


def test_an_auto_block_is_free_while_there_are_two_other_places_and_more_than_a_day() -> None:
    assert shown() is Transparency.TRANSPARENT
    assert shown(now="17:59") is Transparency.TRANSPARENT
    assert shown(now="18:00") is Transparency.OPAQUE
    assert shown(window="18:00-21:00") is Transparency.TRANSPARENT
    assert shown(window="18:00-20:59") is Transparency.OPAQUE


def test_both_numbers_of_the_rule_are_settings() -> None:
    auto = wish("run", "18:00-20:00", days="mon", ideal="18:00")
    rules = PlanRules(BERLIN, (WEEK,), free_until=timedelta(hours=2), free_places=1)
    [block] = plan([auto], rules=rules, now=at("mon", "15:59")).blocks
    assert block.transparency is Transparency.TRANSPARENT


def test_always_means_always() -> None:
    assert shown(Defence.ALWAYS_BUSY) is Transparency.OPAQUE
    assert shown(Defence.ALWAYS_FREE, now="23:00") is Transparency.TRANSPARENT


def test_a_busy_block_becomes_free_again_when_places_come_back() -> None:
    busy_block = kept(placed(span("mon", "18:00-19:00"), "mon"))
    assert plan([EVENING], previous=busy_block).blocks[0].transparency is Transparency.TRANSPARENT


def test_a_pinned_block_of_auto_defence_is_busy() -> None:
    pinned = kept(placed(span("mon", "18:00-19:00"), "mon", hold=Hold.PINNED))
    assert plan([EVENING], previous=pinned).blocks[0].transparency is Transparency.OPAQUE


def test_a_released_or_begun_block_keeps_what_it_shows() -> None:
    free = replace(placed(span("mon", "18:00-19:00"), "mon"), transparency=Transparency.TRANSPARENT)
    always = replace(EVENING, defence=Defence.ALWAYS_BUSY)
    released = kept(replace(free, hold=Hold.RELEASED))
    assert plan([always], previous=released).blocks[0].transparency is Transparency.TRANSPARENT
    assert (
        plan([always], previous=kept(free), now=at("mon", "18:01")).blocks[0].transparency is Transparency.TRANSPARENT
    )
    assert plan([always], previous=kept(free)).blocks[0].transparency is Transparency.OPAQUE


# Unplaced


def test_the_fewest_meetings_of_the_day_that_comes_nearest_are_named() -> None:
    both = wish("run", "17:00-20:00", days="mon tue", firmness=Firmness.FIRM)
    monday = busy("mon 17:30-18:00  A", "mon 18:40-19:00  B", "mon 19:30-19:40  C")
    tuesday = busy("tue 17:10-17:20  Small", "tue 17:45-18:05  D", "tue 18:50-19:30  E")
    [gap] = plan([both], (*monday, *tuesday)).unplaced
    assert [thing.title for thing in gap.blockers] == ["D", "E"]


def test_of_days_with_equally_few_the_earliest_is_named() -> None:
    both = wish("run", "18:00-19:00", days="mon tue", firmness=Firmness.FIRM)
    [gap] = plan([both], busy("tue 18:00-18:10  T", "mon 18:00-18:10  M")).unplaced
    assert [thing.title for thing in gap.blockers] == ["M"]


def test_what_leaves_no_room_leaves_none_for_the_shortest_length() -> None:
    flexible = wish("run", "17:00-19:00", days="mon")
    [gap] = plan([flexible], busy("mon 17:20-18:20  A", "mon 18:40-19:00  B")).unplaced
    assert [thing.title for thing in gap.blockers] == ["A", "B"]


def test_a_block_that_matters_less_is_not_to_blame() -> None:
    high = wish("high", "18:00-19:00", days="mon", firmness=Firmness.FIRM, priority=Priority.HIGH)
    low = wish("low", "18:10-19:10", days="mon", priority=Priority.LOW)
    made = plan([high, low], busy("mon 18:00-18:10  Sync"))
    assert [block.slot.intention for block in made.blocks] == ["low"]
    assert [thing.title for gap in made.unplaced for thing in gap.blockers] == ["Sync"]


def test_what_is_missing_without_anything_in_the_way_has_no_blockers() -> None:
    [gap] = plan([wish("run", "18:00-19:00", days="mon", times_per_week=2)]).unplaced
    assert (gap.missing, gap.blockers) == (1, ())


def test_a_day_that_is_over_is_not_blamed_on_meetings() -> None:
    day = busy("mon 17:00-21:00  Trip", "tue 17:00-19:00  Course", "tue 19:00-21:00  Call")
    either = wish("run", "17:00-21:00", days="mon tue", firmness=Firmness.FIRM)
    [gap] = plan([either], day, now=at("mon", "20:30")).unplaced
    assert [thing.title for thing in gap.blockers] == ["Course", "Call"]


BASE = utc("2026-11-16 17:00")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


zones = st.lists(
    st.builds(
        lambda start, length: Span(BASE + minutes(start), BASE + minutes(start + length)),
        st.integers(-60, 200),
        st.integers(1, 120),
    ),
    max_size=7,
)


@given(zones, st.integers(10, 90))
def test_a_cover_is_enough_and_none_is_smaller(found: list[Span], length: int) -> None:
    opening = Opening(Span(BASE, BASE + minutes(180)), Span(BASE, BASE + minutes(180)), BASE)
    hindrances = [Hindrance(zone, index) for index, zone in enumerate(found)]
    cover = smallest_cover([opening], minutes(length), NOW, hindrances)

    def leaves_room(chosen: tuple[Hindrance, ...]) -> bool:
        return count_places(opening.without(h.zone for h in chosen), minutes(length), NOW, 1) > 0

    if cover is None:
        assert leaves_room(tuple(hindrances))
        return
    assert not leaves_room(tuple(hindrances[index] for index in cover))
    assert all(leaves_room(fewer) for fewer in combinations(hindrances, len(cover) - 1))
