"""What the search adds to the rule of placement: more where the rule misses something, a proof where it does not."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.core.intention import Firmness, Length, Priority
from hedgerow.core.plan import Reason
from tests.agenda import span
from tests.core.search.hindered import without_solver
from tests.plans import Case, booked, busy, kept, placed, plan, wall, wish

FIRM = Firmness.FIRM
EVENINGS = [
    wish(name, "17:00-22:00", times_per_week=many, ideal="18:00", priority=priority)
    for name, many, priority in (("a", 3, Priority.HIGH), ("b", 4, Priority.NORMAL), ("c", 5, Priority.LOW))
]
MEETINGS = busy("mon 17:15-18:05  Sync", "wed 18:00-21:10  Trip", "thu 17:00-17:40  Call", "fri 16:00-20:20  Party")


def test_one_that_can_lie_anywhere_leaves_the_only_place_to_another() -> None:
    anywhere = wish("a", "17:00-21:00", days="mon", ideal="18:00", firmness=FIRM)
    only_there = wish("b", "18:00-19:00", days="mon", firmness=FIRM)
    made = plan([anywhere, only_there])
    assert [(b.slot.intention, b.span) for b in made.blocks] == [
        ("a", span("mon", "17:00-18:00")),
        ("b", span("mon", "18:00-19:00")),
    ]
    assert made.is_proven


def test_where_one_thing_is_improved_the_rest_stays_as_the_rule_has_it() -> None:
    anywhere = wish("a", "17:00-21:00", days="mon", ideal="18:00", firmness=FIRM)
    only_there = wish("b", "18:00-19:00", days="mon", firmness=FIRM)
    spread = wish("s", "07:00-09:00", times_per_week=3, ideal="07:00")
    made = plan([anywhere, only_there, spread])
    assert [text for text in wall(made) if "07:00" in text] == ["mon 07:00-08:00", "wed 07:00-08:00", "fri 07:00-08:00"]
    assert len(made.blocks) == 5


def test_days_are_shared_out_so_that_each_intention_finds_one() -> None:
    either = wish("a", "18:00-19:00", days="mon tue", firmness=FIRM)
    monday = wish("b", "18:00-19:00", days="mon", firmness=FIRM)
    assert wall(plan([either, monday])) == ["mon 18:00-19:00", "tue 18:00-19:00"]


def test_two_shrink_to_share_an_hour_that_one_would_fill() -> None:
    hours = [wish(name, "18:00-19:00", days="mon", length=Length(30, 60, 60)) for name in ("a", "b")]
    assert wall(plan(hours)) == ["mon 18:00-18:30", "mon 18:30-19:00"]


def test_what_stands_does_not_shrink_or_move_for_one_more_that_matters_as_much() -> None:
    standing = kept(placed(span("mon", "18:00-19:00"), "mon", "b"))
    stands, new = wish("b", "17:00-21:00", days="mon"), wish("a", "18:00-19:00", days="mon", firmness=FIRM)
    [block] = plan([stands, new], previous=standing).blocks
    assert (block.slot.intention, block.reason) == ("b", Reason.KEPT)


def test_a_full_week_is_proven_best_and_stays_as_it_is() -> None:
    case = Case(EVENINGS, MEETINGS)
    made = case.plan()
    assert (made.is_proven, len(made.blocks)) == (True, 12)
    again = replace(case, previous=kept(*booked(made))).plan()
    assert wall(again) == wall(made)


def test_a_meeting_on_one_block_moves_that_block_alone() -> None:
    made = plan(EVENINGS, MEETINGS)
    first = wall(made)[0]
    more = plan(EVENINGS, (*MEETINGS, *busy(f"{first}  Call")), previous=kept(*booked(made)))
    assert [block.reason for block in more.blocks].count(Reason.KEPT) == len(made.blocks) - 1


def test_without_a_solver_there_is_a_plan_that_says_it_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    crowded = [wish(name, "17:00-20:00", times_per_week=7, ideal="18:00") for name in "abcd"]
    best = plan(crowded, MEETINGS)
    without_solver(monkeypatch)
    made = plan(crowded, MEETINGS)
    assert (best.is_proven, made.is_proven, len(made.blocks)) == (True, False, len(best.blocks))
    again = plan(crowded, MEETINGS, previous=kept(*booked(made)))
    assert wall(again) == wall(made)


def test_the_solver_is_loaded_only_to_plan() -> None:
    code = "import sys, hedgerow.core.outlook; sys.exit(len({'highspy', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_seed_of_hashes_does_not_matter() -> None:
    code = "from tests.core.test_plan_proven import EVENINGS, MEETINGS, plan; print(plan(EVENINGS, MEETINGS))"
    seeds = ({**os.environ, "PYTHONHASHSEED": seed} for seed in "12")
    command, root = [sys.executable, "-c", code], Path(__file__).parents[2]
    said = [subprocess.run(command, check=True, capture_output=True, cwd=root, env=seed).stdout for seed in seeds]
    assert said[0] == said[1] != b""
