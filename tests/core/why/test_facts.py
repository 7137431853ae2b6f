"""What is told of blocks and of what has no place, as facts."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.block import Slot
from hedgerow.core.board import Skip
from hedgerow.core.intention import Firmness, Intention, Length, Priority
from hedgerow.core.plan import Busy, Hold, Previous, Tentative
from hedgerow.core.span import Span
from hedgerow.core.why.facts import Conflict, Here, Nowhere, Ousted, Own, Price, Shown, Taken, Terms
from hedgerow.core.why.here import tell_here
from hedgerow.core.why.nowhere import tell_nowhere
from hedgerow.core.why.price import price_of
from hedgerow.core.why.scene import befores
from hedgerow.core.why.telling import explain_plan
from tests.agenda import WEEK, at, day_of, span
from tests.plans import RULES, Case, booked, busy, kept, placed, wish

FIRM = Firmness.FIRM
FIVE = timedelta(minutes=5)
EVENING = wish("run", "17:00-21:00", days="mon", ideal="18:00", firmness=FIRM)


def facts_of(case: Case, number: int = 0) -> list[object]:
    scene = case.scene()
    return list(tell_here(scene, scene.plan.blocks[number]))


def terms(case: Case, number: int = 0) -> Terms:
    [found] = [fact for fact in facts_of(case, number) if isinstance(fact, Terms)]
    return found


def test_of_the_better_starts_each_thing_takes_the_best_is_told_with_the_block_as_it_would_lie() -> None:
    day = busy("mon 17:30-18:15  Sync", "mon 19:00-19:30  Call")
    [taken] = [fact for fact in facts_of(Case([EVENING], day)) if isinstance(fact, Taken)]
    assert [(b.wanted, b.by.title) for b in taken.barriers] == [
        (span("mon", "18:00-19:00"), "Sync"),
        (span("mon", "18:15-19:15"), "Call"),
    ]


def test_a_block_of_ours_may_be_in_the_way_of_another() -> None:
    first = wish("a", "18:00-19:00", days="mon", firmness=FIRM)
    case = Case([first, EVENING])
    [taken] = [fact for number in (0, 1) for fact in facts_of(case, number) if isinstance(fact, Taken)]
    assert [barrier.by.title for barrier in taken.barriers] == ["A"]


def test_a_moved_block_tells_what_lies_over_its_old_place_and_one_that_stays_does_not() -> None:
    standing = kept(placed(span("mon", "19:30-20:30"), "mon"))
    case = Case([EVENING], busy("mon 20:00-20:15  Call"), previous=standing)
    assert [(fact.span, fact.by.title) for fact in facts_of(case) if isinstance(fact, Ousted)] == [
        (span("mon", "19:30-20:30"), "Call")
    ]
    assert not any(isinstance(fact, Ousted) for fact in facts_of(Case([EVENING], previous=standing)))


def test_a_block_counts_its_place_among_those_of_the_week_less_what_it_lacks() -> None:
    thrice = wish("run", "18:00-19:00", days="mon tue wed", ideal="18:00", times_per_week=3)
    # The third of three counts 160 of 200; half an hour short of an hour, whose least is half an hour, costs 80.
    cut = busy("mon 18:00-18:30  A", "tue 18:00-18:30  B", "wed 18:00-18:30  C")
    assert terms(Case([thrice])) == Terms(Priority.NORMAL, 160, 0, 0, 0, 0, 0, 0, 0)
    assert terms(Case([thrice], cut)) == Terms(Priority.NORMAL, 160, 0, 80, 30, 1, 30, 0, 0)


def test_what_stands_counts_more_the_nearer_it_is() -> None:
    standing = Case([EVENING], previous=kept(placed(span("mon", "18:00-19:00"), "mon")))
    # Sunday noon to Monday evening are less than two days; not being given up for its equals is worth 1.5 times 200.
    assert terms(standing).kept == 25 + 300
    assert terms(replace(standing, now=standing.now - timedelta(days=3))).kept == 15 + 300


def test_a_place_under_something_uncertain_counts_less_and_says_by_how_much() -> None:
    only = wish("run", "18:00-19:00", days="mon", firmness=FIRM)
    maybe = tuple(replace(thing, tentative=True) for thing in busy("mon 18:00-18:30  Drinks"))
    # A twentieth of 200 for each quarter of an hour, but at least more than any preference.
    soft = Case([only], maybe, replace(RULES, tentative=Tentative.SOFT))
    assert (terms(soft).worth, terms(soft).doubt) == (200, 20)
    assert titles(nowhere(Case([only], maybe)).conflicts) == [("mon", ["Drinks"])]


def test_a_chunk_of_hours_counts_its_length_less_a_fee() -> None:
    hours = wish("study", "09:00-13:00", days="mon", length=Length(60, 120, 180), minutes_per_week=240)
    # Three of four hours are twelve of sixteen quarters, eight at 55 and four at 45; an hour too long costs 6 more.
    case = Case([replace(hours, priority=Priority.NORMAL)])
    assert (case.plan().blocks[0].span.minutes, terms(case).worth, terms(case).fee) == (180, 8 * 55 + 4 * 45, 12)
    told = nowhere(case)
    assert (told.missing, told.asked, told.in_hours, told.conflicts) == (60, 240, True, ())


def test_what_the_person_put_there_is_not_weighed() -> None:
    pinned = Case(
        [EVENING],
        busy("mon 18:00-18:30  Sync"),
        previous=kept(placed(span("mon", "08:00-09:00"), "mon", hold=Hold.PINNED)),
    )
    assert [type(fact) for fact in facts_of(pinned)] == [Here, Shown]


# No place


def nowhere(case: Case) -> Nowhere:
    scene = case.scene()
    [gap] = scene.plan.unplaced
    return tell_nowhere(scene, gap)


def titles(conflicts: tuple[Conflict, ...]) -> list[tuple[str, list[str]]]:
    return [(f"{each.day:%a}".lower(), [thing.title for thing in each.by]) for each in conflicts]


def test_each_missed_day_names_its_meetings_the_day_with_the_fewest_first() -> None:
    both = wish("run", "17:00-20:00", days="mon tue", firmness=FIRM)
    monday = busy("mon 17:30-18:00  A", "mon 18:40-19:00  B", "mon 19:30-19:40  C")
    told = nowhere(Case([both], (*monday, *busy("tue 17:10-17:20  Small", "tue 17:45-18:05  D", "tue 18:50-19:30  E"))))
    assert titles(told.conflicts) == [("tue", ["D", "E"]), ("mon", ["A", "B", "C"])]
    assert told.crowded == ()


def test_a_day_that_only_blocks_of_ours_fill_is_told_apart_the_most_important_of_them_first() -> None:
    high = wish("high", "17:00-18:00", days="mon", firmness=FIRM, priority=Priority.HIGH)
    other = wish("other", "18:00-20:00", days="mon", firmness=FIRM, length=Length(30, 90, 90), priority=Priority.HIGH)
    low = wish("low", "17:00-19:30", days="mon", firmness=FIRM, priority=Priority.LOW)
    told = nowhere(Case([high, other, low], busy("mon 19:30-20:00  Call")))
    assert (told.conflicts, titles(told.crowded)) == ((), [("mon", ["High", "Other"])])


evenings = st.lists(
    st.builds(
        lambda day, start, length, n: Busy(
            Span(at(day, "16:00") + start * FIVE, at(day, "16:00") + (start + length) * FIVE), f"m{n}", n < 8
        ),
        st.sampled_from(["mon", "tue"]),
        st.integers(0, 66),
        st.integers(1, 24),
        st.integers(0, 10),
    ),
    max_size=12,
    unique=True,
)


@given(
    evenings,
    st.sampled_from([Length(30, 60, 60), Length(60, 60, 60), Length(20, 90, 90)]),
    st.sampled_from([(0, 0), (15, 0), (0, 30)]),
    st.sampled_from([Firmness.FLEXIBLE, FIRM]),
)
def test_with_these_meetings_alone_a_day_is_full_and_without_any_one_of_them_it_is_not(
    meetings: list[Busy], length: Length, margins: tuple[int, int], firmness: Firmness
) -> None:
    run = wish("run", "17:00-21:00", days="mon tue", firmness=firmness, length=length, times_per_week=2)
    case = Case([replace(run, buffer_before=margins[0], travel_after=margins[1])], meetings)
    scene = case.scene()
    for gap in scene.plan.unplaced:
        for conflict in tell_nowhere(scene, gap).conflicts:
            assert not fits(case, gap.intention, conflict.day, conflict.by)
            for thing in conflict.by:
                assert fits(case, gap.intention, conflict.day, [other for other in conflict.by if other != thing])


def fits(case: Case, wish: Intention, day: date, meetings: Sequence[Busy]) -> bool:
    """Does a block of the wish fit on that one day with these meetings alone?"""
    others = frozenset(Skip(Slot(wish.id, other), other) for other in WEEK.days if other != day)
    alone = Case([replace(wish, times_per_week=7)], meetings, RULES, case.now, Previous((), others))
    return bool(alone.plan().blocks)


# The price


def price(case: Case) -> Price | None:
    scene = case.scene()
    [gap] = scene.plan.unplaced
    return price_of(scene, gap)


def test_one_more_costs_what_would_go_and_what_would_move() -> None:
    kids = wish("kids", "17:30-18:30", days="tue", firmness=FIRM, priority=Priority.HIGH)
    reading = wish("reading", "18:30-21:00", days="tue", ideal="18:30", firmness=FIRM, priority=Priority.LOW)
    therapy = wish("therapy", "17:00-19:00", days="tue", firmness=FIRM, length=Length(120, 120, 120))
    told = price(Case([kids, reading, therapy]))
    assert told is not None
    # Kids count 800; reading, half an hour later than at 18:30, one less.
    assert (told.place, told.gain, told.loss) == (span("tue", "17:00-19:00"), 200, 801)
    assert told.costs == (
        Own(kids.id, "Kids", Priority.HIGH, span("tue", "17:30-18:30"), None),
        Own(reading.id, "Reading", Priority.LOW, span("tue", "18:30-19:30"), span("tue", "19:00-20:00")),
    )
    assert [own.title for own in told.lost] == ["Kids"]


def test_where_no_room_can_be_made_there_is_no_price() -> None:
    firm = kept(placed(span("tue", "18:00-19:00"), "tue", name="kids", hold=Hold.PINNED))
    kids = wish("kids", "18:00-19:00", days="tue", firmness=FIRM)
    assert price(Case([kids, wish("run", "18:00-19:00", days="tue", firmness=FIRM)], previous=firm)) is None


def test_a_whole_plan_explains_each_block_and_each_gap() -> None:
    day = busy("mon 18:00-21:00  Party", "mon 17:00-17:30  Sync")
    told = explain_plan(Case([EVENING, wish("walk", "08:00-09:00", days="tue")], day).scene())
    assert [block.slot.intention for block, _ in told.blocks] == ["walk"]
    assert [gap.intention.id for gap, _ in told.unplaced] == ["run"]
    assert told.proof.is_proven


def test_without_a_solver_everything_is_explained_and_the_proof_says_why_it_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("highspy", "highspy._core"):
        monkeypatch.setitem(sys.modules, name, None)
    other = wish("walk", "17:00-21:00", days="mon", ideal="18:00", firmness=FIRM)
    low = wish("low", "17:00-21:00", days="mon", firmness=FIRM, length=Length(180, 180, 180), priority=Priority.LOW)
    told = explain_plan(Case([EVENING, other, low], busy("mon 20:00-20:30  Call")).scene())
    assert (len(told.blocks), [gap.intention.id for gap, _ in told.unplaced]) == (2, ["low"])
    assert (told.proof.is_proven, told.proof.has_solver, told.proof.has_failed) == (False, False, False)


def test_planning_may_start_from_what_stands_and_from_what_the_plan_puts_there() -> None:
    case = Case([EVENING], busy("tue 18:00-19:00  Call"))
    assert len(befores(case.scene())) == 2
    assert len(befores(replace(case, previous=kept(*booked(case.plan()))).scene())) == 1
    assert day_of("mon") in {placed.slot.day for placed in befores(case.scene())[0].placed}
