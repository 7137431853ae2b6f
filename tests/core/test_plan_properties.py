"""What every plan keeps, told again without the checker; the numbers are those of `tests/core/search/test_properties`.

Tiny weeks: three wishes, which ask for times or for hours and may feed one another, rests, a day off and meetings.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.core.block import IntentionId
from hedgerow.core.board import Skip
from hedgerow.core.days import Week, Weekday, instant
from hedgerow.core.domains import Domain
from hedgerow.core.guard import DayOff, GuardId, NightlyRest
from hedgerow.core.intention import Intention, Length
from hedgerow.core.margins import guarded, travelled
from hedgerow.core.plan import Block, Busy, Hold, Placed, Plan, PlanRules, Previous, Tentative
from hedgerow.core.span import Span
from tests.agenda import BERLIN, WEEK
from tests.core.test_plan_laws import NAMES, cases, wishes_named
from tests.plans import Case, busy, plan, wish

few = settings(max_examples=40)
ROOT = Path(__file__).parents[2]


def wished(case: Case, block: Block) -> Intention:
    return next(wish for wish in case.wishes if wish.id == block.slot.intention)


def new(made: Plan) -> list[Block]:
    return [block for block in made.blocks if block.block is None]


def standing(case: Case, block: Block) -> Placed | None:
    return next((p for p in case.previous.placed if p.block == block.block and p.span == block.span), None)


def free(case: Case, made: Plan) -> Iterator[Block]:
    """Neither held nor begun nor frozen: where it lies is ours to decide."""
    for block in made.blocks:
        placed = standing(case, block)
        if placed is None or (placed.hold is Hold.NONE and placed.span.start >= case.now + case.rules.freeze):
            yield block


@few
@given(cases)
def test_1_no_block_of_ours_lies_over_another_or_its_travel(case: Case) -> None:
    made = case.plan()
    ours = list(free(case, made))
    for one, other in combinations(made.blocks, 2):
        if one in ours or other in ours:
            assert not travelled(wished(case, one), one.span).overlaps(travelled(wished(case, other), other.span))


@few
@given(cases)
def test_2_to_4_a_block_is_clear_of_what_is_busy_inside_its_window_and_of_an_allowed_length(case: Case) -> None:
    made = case.plan()
    binding = [thing.span for thing in case.busy if case.rules.tentative is Tentative.BUSY or not thing.tentative]
    for block in free(case, made):
        wish = wished(case, block)
        assert not any(guarded(wish, block.span).overlaps(span) for span in binding)
        wall = block.span.start.astimezone(BERLIN)
        opened = [(wall.date() - timedelta(days=back), 24 * 60 * back) for back in (0, 1)]
        minutes, length = wall.hour * 60 + wall.minute, block.span.minutes
        assert any(
            window.opens <= minutes + past and minutes + past + length <= window.closes
            for day, past in opened
            for window in wish.windows_on(Weekday(day.weekday()))
        )
        assert wish.length.minimum <= length <= wish.length.maximum


@few
@given(cases)
def test_5_no_wish_gets_more_than_it_asks_for_with_what_feeds_it(case: Case) -> None:
    made = case.plan()
    for each in case.wishes:
        for week in case.rules.weeks:
            lie = [b for b in made.blocks if b.span.start.astimezone(BERLIN).date() in week.days]
            own = [block for block in lie if block.slot.intention == each.id]
            feeding = [block for block in lie if each.id in wished(case, block).feeds]
            total = sum(each.amount(block.span.length) for block in (*own, *feeding))
            ours = [block for block in free(case, made) if block in own]
            assert total <= each.asked or not ours
            days = [block.span.start.astimezone(BERLIN).date() for block in ours]
            assert len(days) == len(set(days))


@few
@given(cases)
def test_7_a_guard_that_is_granted_holds_no_work(case: Case) -> None:
    made = case.plan()
    meetings = [
        thing.span
        for thing in case.busy
        if thing.is_work and not thing.all_day and (case.rules.tentative is Tentative.BUSY or not thing.tentative)
    ]
    work = [block.span for block in made.blocks if Domain.WORK in wished(case, block).domains]
    for each in made.guards:
        assert [span for span in (*meetings, *work) if span.overlaps(each.span)] == []


@few
@given(cases)
def test_10_nothing_new_starts_before_the_notice_and_the_freeze_holds(case: Case) -> None:
    made = case.plan()
    for block in made.blocks:
        assert standing(case, block) or block.span.start >= case.now + case.rules.notice
    held = {p.block for p in case.previous.placed if p.hold is not Hold.NONE}
    for placed in case.previous.placed:
        starts_soon = case.now < placed.span.start < case.now + case.rules.freeze
        moved = any(block.block == placed.block and block.span != placed.span for block in made.blocks)
        if starts_soon and moved and placed.block not in held:
            others = [p for p in case.previous.placed if p is not placed]
            over = [thing.span for thing in case.busy if thing.is_work and not thing.all_day]
            wish = next(wish for wish in case.wishes if wish.id == placed.slot.intention)
            around = travelled(wish, placed.span)
            near = [p.span.widen(timedelta(hours=1), timedelta(hours=1)) for p in others]
            skipped = any(s.slot.intention == wish.id and placed.slot.day in s.days for s in case.previous.skipped)
            twin = any(p.slot == placed.slot for p in others)
            assert skipped or twin or any(around.overlaps(span) for span in (*over, *near))


LINES = st.builds(
    "{} {:02d}:{}-{:02d}:30  {} ({})".format,
    st.sampled_from(["mon", "tue", "wed"]),
    st.integers(8, 12),
    st.sampled_from(["00", "15"]),
    st.integers(13, 20),
    st.sampled_from(["Sync", "Lunch"]),
    st.sampled_from(["free", "cancelled", "declined"]),
)


@few
@given(st.tuples(*(wishes_named(name) for name in NAMES[:3])), st.lists(LINES, max_size=4))
def test_18_what_is_free_cancelled_or_declined_changes_nothing(wishes: tuple[Intention, ...], lines: list[str]) -> None:
    certain = ["mon 09:00-10:30  Stand-up", "wed 17:00-18:30  Review"]
    assert plan(wishes, busy(*certain, *lines)) == plan(wishes, busy(*certain))


# 21: weeks later


def _later(case: Case, weeks: int) -> Case:
    by = timedelta(weeks=weeks)

    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    rules = replace(
        case.rules,
        weeks=tuple(week.plus(weeks) for week in case.rules.weeks),
        unknown=tuple(map(moved, case.rules.unknown)),
        on_call=tuple(map(moved, case.rules.on_call)),
    )
    placed = tuple(
        replace(p, slot=replace(p.slot, day=p.slot.day + by), span=moved(p.span)) for p in case.previous.placed
    )
    skipped = frozenset(Skip(replace(s.slot, day=s.slot.day + by), s.day + by) for s in case.previous.skipped)
    things = tuple(replace(thing, span=moved(thing.span)) for thing in case.busy)
    return replace(case, busy=things, rules=rules, now=case.now + by, previous=Previous(placed, skipped))


@few
@given(cases, st.integers(1, 16))
def test_21_whole_weeks_later_it_is_the_same_plan(case: Case, weeks: int) -> None:
    """From November to the middle of March no clock changes."""
    by = timedelta(weeks=weeks)
    now, later = case.plan(), _later(case, weeks).plan()
    assert [(b.slot.intention, b.span.start - by, b.span.end - by, b.transparency) for b in later.blocks] == [
        (b.slot.intention, b.span.start, b.span.end, b.transparency) for b in now.blocks
    ]
    assert [(each.guard, each.span.start - by) for each in later.guards] == [
        (each.guard, each.span.start) for each in now.guards
    ]


# 22: weeks in which the clocks change, in Berlin on Sunday 29 March and on Sunday 25 October 2026

Met = tuple[int, int, int, bool]
meetings: st.SearchStrategy[list[Met]] = st.lists(
    st.tuples(st.integers(0, 5), st.integers(24, 84), st.sampled_from([1, 2, 4, 8]), st.booleans()), max_size=8
)


def _week(first: date, wishes: tuple[Intention, ...], met: list[Met]) -> Case:
    def met_at(day: int, quarter: int, length: int) -> Span:
        begins = first + timedelta(days=day)
        return Span(instant(begins, quarter * 15, BERLIN), instant(begins, (quarter + length) * 15, BERLIN))

    things = tuple(Busy(met_at(day, start, length), "x", is_work) for day, start, length, is_work in met)
    year, number, _ = first.isocalendar()
    rules = PlanRules(BERLIN, (Week(year, number),))
    return Case(wishes, things, rules, instant(first, 0, BERLIN))


@few
@pytest.mark.parametrize(("usual", "changing"), [("2026-03-16", "2026-03-23"), ("2026-10-12", "2026-10-19")])
@given(wishes=st.tuples(*(wishes_named(name) for name in NAMES[:3])), met=meetings)
def test_22_until_the_night_of_the_change_it_is_the_plan_of_any_week(
    usual: str, changing: str, wishes: tuple[Intention, ...], met: list[Met]
) -> None:
    """Nothing is wished for after Saturday, nor over midnight."""
    short = tuple(_by_day(wish) for wish in wishes)
    walls = [
        [
            (b.slot.intention, b.span.minutes, b.span.start.astimezone(BERLIN).strftime("%a %H:%M"))
            for b in _week(date.fromisoformat(first), short, met).plan().blocks
        ]
        for first in (usual, changing)
    ]
    assert walls[0] == walls[1]


def _by_day(wish: Intention) -> Intention:
    days = (wish.days - {Weekday.SUNDAY}) or frozenset({Weekday.MONDAY})
    windows = tuple(replace(window, closes=min(window.closes, 24 * 60)) for window in wish.windows)
    return replace(wish, days=days, windows=windows, own_windows=())


@few
@pytest.mark.parametrize("sunday", ["2026-03-29", "2026-10-25"])
@given(wish=wishes_named("a"), opens=st.integers(3 * 4, 18 * 4))
def test_22_on_the_day_of_the_change_a_block_starts_by_the_wall_clock_and_lasts_as_long_as_ever(
    sunday: str, wish: Intention, opens: int
) -> None:
    day, start = date.fromisoformat(sunday), opens * 15
    windows = (replace(wish.windows[0], opens=start, closes=start + 5 * 60),)
    only = replace(
        wish, id=IntentionId("a"), days=frozenset({Weekday.SUNDAY}), windows=windows, ideal_start=start, own_windows=()
    )
    once = replace(only, times_per_week=1, minutes_per_week=0, soft_windows=(), feeds=())
    [block] = _week(day - timedelta(days=6), (once,), []).plan().blocks
    wall = block.span.start.astimezone(BERLIN)
    assert (wall.date(), wall.hour * 60 + wall.minute, block.span.minutes) == (day, start, once.length.ideal)


# 11: the same in any process


def crowded() -> Case:
    """Hours, guards, feeding and what is not certain, all in one week."""
    friends = wish("friends", "18:00-22:00", times_per_week=3)
    walk = wish("walk", "17:00-19:00", times_per_week=2, feeds=(IntentionId("friends"),))
    study = wish("study", "17:00-21:00", "mon tue wed", length=Length(60, 120, 180), minutes_per_week=330)
    work = wish("focus", "06:00-10:00", times_per_week=4, domains=frozenset({Domain.WORK}))
    guards = (
        DayOff(GuardId("off"), "Off", frozenset({Weekday.SATURDAY, Weekday.SUNDAY})),
        NightlyRest(GuardId("rest"), "Rest"),
    )
    met = busy("mon 18:00-19:30  Sync", "tue 20:00-22:30  Launch", "wed 17:30-18:00  Maybe (tentative)")
    rules = PlanRules(BERLIN, (WEEK, WEEK.plus(1)), guards=guards, tentative=Tentative.SOFT)
    return Case([friends, walk, study, work], met, rules)


def test_11_the_seed_of_hashes_does_not_matter_to_hours_and_guards() -> None:
    code = "from tests.core.test_plan_properties import crowded; print(crowded().plan())"
    told = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment, cwd=ROOT)
        told.add(re.sub(rb"frozenset\(\{[^}]*\}\)", b"", ran.stdout))
    assert len(told) == 1
    assert b"study" in told.pop()
