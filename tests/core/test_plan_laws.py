"""Laws of planning on small random weeks. Every plan made by `Case.plan` has passed the checker."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.core.block import BlockId, IntentionId, Slot
from hedgerow.core.board import Skip
from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.guard import DayOff, GuardId, NightlyRest
from hedgerow.core.intention import Defence, Firmness, Intention, Length, Priority
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Busy, Hold, Placed, Plan, PlanRules, Previous, Tentative
from hedgerow.core.span import Span, merge
from tests.agenda import BERLIN, MONDAY, WEEK
from tests.plans import Case, booked

START = datetime(2026, 11, 15, 23, tzinfo=UTC)
"""Local midnight of the Monday."""
NAMES = ("a", "b", "c", "gone")

clocks = st.integers(0, 95).map(lambda quarter: quarter * 15)
day_windows = st.builds(lambda opens, length: DayWindow(opens, opens + length), clocks, st.sampled_from([90, 240, 600]))
lengths = st.sampled_from([Length(30, 60, 90), Length(45, 45, 45), Length(20, 50, 50), Length(60, 120, 240)])
margins = st.sampled_from([0, 0, 0, 10, 30])
instants = st.integers(-24 * 12, 15 * 24 * 12).map(lambda step: START + timedelta(minutes=5 * step))
spans = st.builds(
    lambda start, length: Span(start, start + timedelta(minutes=length)),
    instants,
    st.sampled_from([0, 7, 30, 60, 60, 240, 1440]),
)
slots = st.builds(
    lambda name, day: Slot(IntentionId(name), MONDAY + timedelta(days=day)), st.sampled_from(NAMES), st.integers(-1, 13)
)
skips = st.builds(Skip, slots, st.integers(-1, 13).map(lambda day: MONDAY + timedelta(days=day)))


def wishes_named(name: str) -> st.SearchStrategy[Intention]:
    return st.builds(
        Intention,
        id=st.just(IntentionId(name)),
        title=st.just(name),
        domains=st.sampled_from([frozenset({Domain.SELF}), frozenset({Domain.WORK})]),
        length=lengths,
        calendar=st.just(CalendarId("blocks")),
        windows=st.lists(day_windows, min_size=1, max_size=2).map(tuple),
        days=st.sets(st.sampled_from(Weekday), min_size=1).map(frozenset),
        times_per_week=st.integers(1, 5),
        minutes_per_week=st.sampled_from([0, 0, 90, 240, 600]),
        ideal_start=st.none() | clocks,
        spacing_days=st.integers(1, 3),
        buffer_before=margins,
        buffer_after=margins,
        travel_before=margins,
        travel_after=margins,
        priority=st.sampled_from(Priority),
        firmness=st.sampled_from(Firmness),
        defence=st.sampled_from(Defence),
        avoids_on_call=st.booleans(),
        own_windows=st.just(()) | st.tuples(st.tuples(st.sampled_from(Weekday), st.tuples(day_windows))),
        soft_windows=st.just(()) | st.tuples(day_windows),
        feeds=st.sampled_from([(), (), *((IntentionId(fed),) for fed in NAMES[:3] if fed > name)]),
    )


guards = st.lists(
    st.one_of(
        st.builds(
            NightlyRest,
            st.just(GuardId("rest")),
            st.just("rest"),
            st.sets(st.sampled_from(Weekday), min_size=1).map(frozenset),
            st.sampled_from([timedelta(hours=11), timedelta(hours=13)]),
            priority=st.sampled_from(Priority),
        ),
        st.builds(
            DayOff,
            st.just(GuardId("off")),
            st.just("off"),
            st.sets(st.sampled_from(Weekday), min_size=1).map(frozenset),
            st.integers(1, 2),
            st.sampled_from(Priority),
        ),
    ),
    max_size=2,
    unique_by=lambda guard: guard.id,
).map(tuple)


things = st.builds(
    Busy, spans, st.sampled_from(["x", "y"]), is_work=st.booleans(), all_day=st.booleans(), tentative=st.booleans()
)
meetings = st.lists(things, max_size=12).map(tuple)
standing = st.lists(
    st.tuples(slots, spans.filter(lambda s: s.minutes > 0), st.sampled_from(Hold), st.sampled_from(Transparency)),
    max_size=6,
).map(lambda rows: tuple(Placed(BlockId(f"old{n}"), *row) for n, row in enumerate(rows)))
cases = st.builds(
    Case,
    wishes=st.tuples(*(wishes_named(name) for name in NAMES[:3])),
    busy=meetings,
    rules=st.builds(
        replace,
        st.sampled_from(
            [PlanRules(BERLIN, (WEEK,)), PlanRules(BERLIN, (WEEK, WEEK.plus(1)), freeze=timedelta(hours=60))]
        ),
        on_call=st.lists(spans, max_size=2).map(merge) | st.just(()),
        unknown=st.lists(spans, max_size=2).map(merge) | st.just(()),
        guards=guards,
        tentative=st.sampled_from(Tentative),
    ),
    now=st.integers(0, 5 * 24 * 6).map(lambda step: START + timedelta(minutes=10 * step, seconds=7)),
    previous=st.builds(Previous, standing, st.frozensets(skips, max_size=3)),
)


changes = st.dictionaries(
    st.tuples(st.sampled_from(NAMES[:3]).map(IntentionId), st.sampled_from([WEEK.plus(-1), WEEK, WEEK.plus(1)])),
    st.none() | wishes_named("any"),
    max_size=4,
).map(lambda drawn: {key: wish and _named(wish, key[0]) for key, wish in drawn.items()})


def _named(wish: Intention, name: IntentionId) -> Intention:
    return replace(wish, id=name, feeds=tuple(fed for fed in wish.feeds if fed > name))


cases_of_seasons = st.builds(
    lambda case, drawn: replace(case, rules=replace(case.rules, changes=drawn)), cases, changes
)


few = settings(max_examples=40)
"""Each is a plan or two of up to two weeks, hours and guards included."""


def places(made: Plan) -> list[tuple[Slot, Span, Transparency]]:
    return [(block.slot, block.span, block.transparency) for block in made.blocks]


def after(case: Case, made: Plan) -> Case:
    """The same task once the plan stands in the calendar. What lay before it or is held without a wish stands too."""
    old = {each.block: each for each in case.previous.placed}
    ours = [replace(each, hold=old[each.block].hold if each.block in old else Hold.NONE) for each in booked(made)]
    known = {each.block for each in ours}
    others = [each for each in old.values() if each.block not in known and _stays_outside(each)]
    return replace(case, previous=replace(case.previous, placed=(*ours, *others)))


def _stays_outside(each: Placed) -> bool:
    return each.hold is not Hold.NONE or each.span.start < START


@few
@given(cases)
def test_no_plan_breaks_a_promise(case: Case) -> None:
    case.plan()


@few
@given(cases)
def test_planning_again_changes_nothing(case: Case) -> None:
    first = case.plan()
    again = after(case, first).plan()
    assert places(again) == places(first)
    assert [(gap.intention.id, gap.missing) for gap in again.unplaced] == [
        (gap.intention.id, gap.missing) for gap in first.unplaced
    ]


@few
@given(cases_of_seasons)
def test_where_seasons_change_what_is_wished_for_a_plan_breaks_no_promise_and_stays(case: Case) -> None:
    first = case.plan()
    assert places(after(case, first).plan()) == places(first)


@few
@given(cases, st.data())
def test_the_order_of_the_input_does_not_matter(case: Case, data: st.DataObject) -> None:
    mixed = replace(
        case,
        wishes=data.draw(st.permutations(case.wishes)),
        busy=data.draw(st.permutations(case.busy)),
        previous=replace(case.previous, placed=data.draw(st.permutations(case.previous.placed))),
    )
    assert mixed.plan() == case.plan()


@few
@given(cases, st.integers(0, 6 * 60))
def test_time_passing_alone_moves_nothing_and_frees_nothing(case: Case, minutes: int) -> None:
    first = case.plan()
    later = replace(after(case, first), now=case.now + timedelta(minutes=minutes)).plan()
    assert [block.span for block in later.blocks] == [block.span for block in first.blocks]
    before = [block.transparency for block in first.blocks]
    freed = [b for b, old in zip(later.blocks, before, strict=True) if old is Transparency.OPAQUE is not b.transparency]
    assert freed == []


@few
@given(cases, st.builds(Busy, spans, st.just("new"), st.booleans()))
def test_something_new_that_touches_no_block_moves_none(case: Case, new: Busy) -> None:
    settled = after(case, case.plan())
    before = settled.plan()
    wishes = {wish.id: wish for wish in case.wishes}
    if any(margined(wishes[block.slot.intention], block.span).overlaps(new.span) for block in before.blocks):
        return
    more = replace(settled, busy=(*case.busy, new)).plan()
    assert [block.span for block in more.blocks] == [block.span for block in before.blocks]


def margined(wish: Intention, span: Span) -> Span:
    before, after = wish.travel_before + wish.buffer_before, wish.travel_after + wish.buffer_after
    return span.widen(timedelta(minutes=before), timedelta(minutes=after + 1))


@few
@given(cases)
def test_what_the_person_holds_stays_to_the_second(case: Case) -> None:
    wishes = {wish.id for wish in case.wishes}
    held = {p.block: p.span for p in case.previous.placed if p.hold is not Hold.NONE and p.slot.intention in wishes}
    made = {block.block: block.span for block in case.plan().blocks if block.block in held}
    assert made == {block: span for block, span in held.items() if span.start >= START}


@few
@given(cases)
def test_a_skipped_day_gets_no_block_and_is_not_missed(case: Case) -> None:
    for skip in case.previous.skipped:
        new = [b for b in case.plan().blocks if b.block is None and b.slot.intention == skip.slot.intention]
        assert [block.slot.day for block in new if block.slot.day in skip.days] == []
    for gap in case.plan().unplaced:
        skipped = sum(s.slot.intention == gap.intention.id and s.day in gap.week.days for s in case.previous.skipped)
        each = gap.intention.amount(timedelta(minutes=gap.intention.length.ideal))
        assert gap.missing <= gap.intention.asked - skipped * each
