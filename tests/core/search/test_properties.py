"""The 25 properties of a good plan, each where it is tested. Here, on tiny lives and tiny tasks, unless it says where;
1 to 5, 7, 10, 11, 18, 21 and 22 once more of whole plans, by these numbers, in tests/core/test_plan_properties.py.

 1  no block overlaps another                     test_no_block_overlaps_another
 2  none meets a busy time                        test_no_block_meets_a_meeting_or_its_margins
 3  inside its window                             test_every_block_lies_inside_its_window
 4  of an allowed length                          test_every_block_is_of_an_allowed_length
 5  caps                                          test_no_wish_gets_more_than_it_asks_for
 6  days apart                                    test_blocks_of_a_wish_are_days_apart
 7  no work inside a granted guard                test_a_granted_guard_holds_no_work
 8  pins exact                                    test_what_is_fixed_is_chosen_whatever_else_is_asked
 9  a declined day stays empty, not unmet         tests/core/test_plan_skips.py, by hand
10  notice and freeze                             tests/core/test_plan_properties.py, and test_plan_frozen.py by hand
11  same input, same bytes                        test_the_same_task_has_the_same_answer_in_any_process, …_after_others
12  any order, same plan                          test_any_order_of_candidates_gives_the_same_blocks
13  planned again, nothing changes                test_planning_again_moves_nothing
14  time passing moves nothing                    test_blocks_that_come_nearer_and_so_weigh_more_do_not_move
15  a meeting beside all blocks moves nothing     test_a_meeting_beside_all_blocks_moves_nothing
16  a meeting less never lowers the value         test_a_meeting_less_never_lowers_the_value
17  a meeting more never raises it                test_a_meeting_more_never_raises_the_value
18  free and cancelled events change nothing      tests/core/test_plan_properties.py
19  a higher priority never lowers its own        test_a_wish_that_matters_more_never_gets_less
20  exact value, bound, proof                     test_exhaustive.py, test_cp_sat.py, test_rows.py
21  whole weeks later, the same plan              test_weeks_later_it_is_the_same_plan_weeks_later
22  weeks with a change of clocks                 tests/core/test_plan_properties.py, and test_plan_dst.py by hand
23  conflict sets                                 tests/core/why/test_facts.py, …_and_without_any_one_of_them_it_is_not
24  suggestions give what they promise            tests/core/why/test_promises.py
25  the fall-back is right and never better       test_without_the_solver_a_plan_is_right_and_no_better
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.core.search.engine import search
from hedgerow.core.search.problem import Candidate, Found, Problem
from tests.benchmarks.planner_lives import DAY, GUARDS, WEEK, Life, Meeting
from tests.benchmarks.planner_tasks import booked
from tests.core.search.hindered import without_solver
from tests.core.search.lives import Planned, lives, meetings, plan
from tests.core.search.oracle import breaches
from tests.core.search.tasks import problems, shuffled

few = settings(max_examples=40)


@few
@given(lives)
def test_no_block_overlaps_another(life: Life) -> None:
    planned = plan(life)
    own = [block for block in planned.blocks if planned.wish(block).kind not in GUARDS]
    for one, other in combinations(own, 2):
        margin = planned.wish(one).margin + planned.wish(other).margin
        assert one.start + one.length + margin <= other.start or other.start + other.length + margin <= one.start


@few
@given(lives)
def test_no_block_meets_a_meeting_or_its_margins(life: Life) -> None:
    planned = plan(life)
    for block in planned.blocks:
        wish = planned.wish(block)
        hard = [m for m in life.meetings if m.is_work or wish.kind not in GUARDS]
        start, end = block.start - wish.margin, block.start + block.length + wish.margin
        assert [m for m in hard if m.start < end and start < m.end] == []


@few
@given(lives)
def test_every_block_lies_inside_its_window(life: Life) -> None:
    planned = plan(life)
    for block in planned.blocks:
        wish, start = planned.wish(block), block.start - block.day * DAY
        assert block.day % 7 in wish.days
        assert wish.opens <= start <= start + block.length <= wish.closes


@few
@given(lives)
def test_every_block_is_of_an_allowed_length(life: Life) -> None:
    planned = plan(life)
    assert [block for block in planned.blocks if block.length not in planned.wish(block).lengths] == []


@few
@given(lives)
def test_no_wish_gets_more_than_it_asks_for(life: Life) -> None:
    """In blocks or quarters of an hour, with what others feed it."""
    planned = plan(life)
    for wish in life.wishes:
        own = [block for block in planned.blocks if block.intention == wish.name]
        fed = [block for block in planned.blocks if wish.name in planned.wish(block).feeds]
        assert not own or sum(wish.units(block.length) for block in (*own, *fed)) <= wish.times
        assert len({block.day for block in own}) == len(own)


@few
@given(lives)
def test_blocks_of_a_wish_are_days_apart(life: Life) -> None:
    planned = plan(life)
    for one, other in combinations(planned.blocks, 2):
        if one.intention == other.intention:
            assert abs(one.day - other.day) >= planned.wish(one).spacing


@few
@given(lives)
def test_a_granted_guard_holds_no_work(life: Life) -> None:
    planned = plan(life)
    work = [block for block in planned.blocks if planned.wish(block).is_work]
    spans = [(b.start, b.start + b.length) for b in work] + [(m.start, m.end) for m in life.meetings if m.is_work]
    for guard in (block for block in planned.blocks if planned.wish(block).kind in GUARDS):
        assert [s for s in spans if s[0] < guard.start + guard.length and guard.start < s[1]] == []


@given(problems())
def test_what_is_fixed_is_chosen_whatever_else_is_asked(problem: Problem) -> None:
    fixed = {n for n, candidate in enumerate(problem.candidates) if candidate.fixed}
    assert fixed <= set(search(problem).chosen)


TELL = """
import sys
from tests.benchmarks.planner_lives import Load, make_life
from tests.benchmarks.planner_tasks import task_of
from hedgerow.core.search.engine import search
sys.stderr.write(repr([search(task_of(make_life(load, 1, 3))) for load in Load]))
"""


def test_the_same_task_has_the_same_answer_in_any_process() -> None:
    told = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", TELL], capture_output=True, env=environment, check=True)
        told.add(ran.stderr)
    [answer] = told
    assert answer.count(b"Found(") == 3


@few
@given(problems(), problems())
def test_the_same_task_has_the_same_answer_after_others(problem: Problem, other: Problem) -> None:
    first = search(problem)
    search(other)
    assert search(problem) == first


@given(problems(weeks=2), st.permutations(range(14)))
def test_any_order_of_candidates_gives_the_same_blocks(problem: Problem, order: Sequence[int]) -> None:
    other = shuffled(problem, [n for n in order if n < len(problem.candidates)])
    assert blocks(other, search(other)) == blocks(problem, search(problem))


def blocks(problem: Problem, found: Found) -> list[Candidate]:
    return sorted(problem.candidates[n] for n in found.chosen)


def again(planned: Planned, life: Life | None = None) -> Planned:
    """Once the plan stands in the calendar."""
    return plan(booked(life or planned.life, planned.found.chosen))


@few
@given(lives)
def test_planning_again_moves_nothing(life: Life) -> None:
    planned = plan(life)
    assert again(planned).booked == planned.booked


@given(problems(weeks=2), st.lists(st.integers(0, 15), min_size=16, max_size=16))
def test_blocks_that_come_nearer_and_so_weigh_more_do_not_move(problem: Problem, nearer: Sequence[int]) -> None:
    chosen = search(problem).chosen
    candidates = [
        replace(candidate, value=candidate.value + nearer[n]) if n in chosen else candidate
        for n, candidate in enumerate(problem.candidates)
    ]
    assert search(replace(problem, candidates=candidates, wanted=(chosen,))).chosen == chosen


@few
@given(lives, meetings)
def test_a_meeting_beside_all_blocks_moves_nothing(life: Life, meeting: Meeting) -> None:
    planned = plan(life)
    stands = booked(life, planned.found.chosen)
    near = [b for b in planned.blocks if _meets(planned, b, meeting)]
    if not near:
        assert plan(stands.with_meeting(meeting)).booked == planned.booked


def _meets(planned: Planned, block: Candidate, meeting: Meeting) -> bool:
    margin = planned.wish(block).margin
    return meeting.start < block.start + block.length + margin and block.start - margin < meeting.end


@few
@given(lives)
def test_a_meeting_less_never_lowers_the_value(life: Life) -> None:
    value = plan(life).found.value
    for n in range(len(life.meetings)):
        fewer = replace(life, meetings=(*life.meetings[:n], *life.meetings[n + 1 :]))
        assert plan(fewer).found.value >= value


@few
@given(lives, meetings)
def test_a_meeting_more_never_raises_the_value(life: Life, meeting: Meeting) -> None:
    assert plan(life.with_meeting(meeting)).found.value <= plan(life).found.value


@few
@given(lives)
def test_a_wish_that_matters_more_never_gets_less(life: Life) -> None:
    first, *others = life.wishes
    matters = replace(life, wishes=(replace(first, value=4 * first.value), *others))
    assert _share(plan(matters)) >= _share(plan(life))


def _share(planned: Planned) -> float:
    """What the first wish gets of what it could be worth: more for the first blocks, less for short ones."""
    wish = planned.life.wishes[0]
    own = [block for block in planned.blocks if block.intention == wish.name]
    rewards = [1.2 - 0.4 * n / (wish.times - 1) if wish.times > 1 else 1 for n in range(len(own))]
    longest, shortest = wish.lengths[0], wish.lengths[-1]
    lost = [0.4 * (longest - block.length) / (longest - shortest) for block in own if block.length < longest]
    return round(sum(rewards) - sum(lost), 9)


@given(problems(weeks=2), st.integers(1, 60))
def test_weeks_later_it_is_the_same_plan_weeks_later(problem: Problem, weeks: int) -> None:
    later = replace(
        problem,
        candidates=[_later(candidate, weeks) for candidate in problem.candidates],
        demands=[replace(demand, week=demand.week + weeks) for demand in problem.demands],
    )
    assert search(later) == search(problem)


def _later(candidate: Candidate, weeks: int) -> Candidate:
    return replace(
        candidate,
        week=candidate.week + weeks,
        day=candidate.day + 7 * weeks,
        start=candidate.start + WEEK * weeks,
        begins=candidate.begins + WEEK * weeks,
        ends=candidate.ends + WEEK * weeks,
    )


@given(problems())
def test_without_the_solver_a_plan_is_right_and_no_better(problem: Problem) -> None:
    best = search(problem)
    with pytest.MonkeyPatch.context() as patch:
        without_solver(patch)
        found = search(problem)
    assert breaches(problem, found.chosen) == []
    assert found.value <= best.value <= found.bound
