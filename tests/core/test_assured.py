"""Whatever becomes of the search, the plan that leaves has passed the checker."""

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.core.arrange import Arrangement, Wishes, arrange, arrange_without_solver, leave_standing
from hedgerow.core.assured import FALL_BACKS, WAYS, assured_plan
from hedgerow.core.block import IntentionId
from hedgerow.core.board import Board
from hedgerow.core.check import BrokenPromise, check_plan
from hedgerow.core.domains import Domain
from hedgerow.core.guard import GuardId, NightlyRest
from hedgerow.core.intention import Firmness, Length, Priority
from hedgerow.core.plan import Hold, Previous
from hedgerow.core.planner import plan_blocks
from hedgerow.core.search.problem import Engine
from hedgerow.core.search.proof import Proof
from hedgerow.core.span import Span
from tests.agenda import span
from tests.core.test_plan_laws import cases
from tests.plans import RULES, Case, busy, kept, placed, wall, wish

RUNS = Case(
    [wish("run", times_per_week=3, ideal="18:00")],
    busy("mon 17:30-18:30  Sync"),
    previous=kept(placed(span("mon", "18:00-19:00"), "mon"), placed(span("wed", "18:00-19:00"), "wed")),
)


LATE = timedelta(hours=3)


def hours_late(board: Board, wishes: Wishes, now: datetime) -> tuple[Board, Proof]:
    """A search that is mistaken: every block ends after its window."""
    board, proof = arrange(board, wishes, now)
    spans = ((p, Span(p.span.start + LATE, p.span.end + LATE)) for p in board.pieces)
    late = [replace(piece, span=moved) for piece, moved in spans]
    return board.with_only(late), proof


def failing(error: type[Exception]) -> Arrangement:
    def fail(_board: Board, _wishes: Wishes, _now: datetime) -> tuple[Board, Proof]:
        raise error("out of its depth")

    return fail


def test_a_sound_search_needs_no_other_way() -> None:
    made = assured_plan(RUNS.given)
    assert (made.is_proven, made.proof.doubt, made.proof.engine) == (True, "", Engine.TREE)


@pytest.mark.parametrize(
    ("faulty", "doubt"),
    [
        (hours_late, "it lies in none of its windows and days"),
        (failing(RuntimeError), "the search failed with RuntimeError"),
        (failing(KeyError), "the search failed with KeyError"),
        (failing(OverflowError), "the search failed with OverflowError"),
    ],
)
def test_after_a_faulty_search_what_stands_is_ruined_and_recreated(faulty: Arrangement, doubt: str) -> None:
    made = assured_plan(RUNS.given, (faulty, *FALL_BACKS))
    assert check_plan(made, RUNS.given) == ()
    assert (made.is_proven, len(made.blocks), made.unplaced) == (False, 3, ())
    assert doubt in made.proof.doubt


@pytest.mark.parametrize("faulty", [hours_late, failing(ValueError)])
def test_when_that_fails_too_what_stands_stays_without_what_a_meeting_lies_over(faulty: Arrangement) -> None:
    made = assured_plan(RUNS.given, (faulty, faulty, leave_standing))
    assert check_plan(made, RUNS.given) == ()
    assert (wall(made), [gap.missing for gap in made.unplaced]) == (["wed 18:00-19:00"], [2])
    assert (made.is_proven, made.proof.gap, made.proof.engine) == (False, None, Engine.STANDING)


def test_only_when_no_way_keeps_every_promise_there_is_no_plan() -> None:
    with pytest.raises(BrokenPromise, match="it lies in none of its windows and days"):
        assured_plan(RUNS.given, (hours_late, failing(ValueError)))
    assert (arrange, arrange_without_solver, leave_standing) == WAYS


def test_a_fall_back_is_never_called_proven_even_where_nothing_better_can_be() -> None:
    easy = Case([wish("run")])
    assert easy.plan().is_proven
    assert not assured_plan(easy.given, FALL_BACKS).is_proven


def test_what_is_held_stays_whichever_way_is_taken() -> None:
    held = placed(span("tue", "20:00-21:30"), "tue", hold=Hold.PINNED)
    case = replace(RUNS, previous=kept(held))
    for way in WAYS:
        assert "tue 20:00-21:30" in wall(assured_plan(case.given, (way,)))


def test_a_week_without_any_place_is_no_trouble_to_a_fall_back() -> None:
    full = Case([wish("run", "18:00-19:00", "mon")], busy("mon 17:00-20:00  Board"))
    for way in FALL_BACKS:
        assert assured_plan(full.given, (way,)).blocks == ()


@settings(max_examples=30)
@given(cases, st.sampled_from(FALL_BACKS))
def test_each_fall_back_keeps_every_promise_by_itself(case: Case, way: Arrangement) -> None:
    """Or the last resort of a week would be none."""
    made = plan_blocks(case.given, way)
    assert check_plan(made, case.given) == ()
    assert not made.is_proven


WITHOUT_HIGHSPY = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("highspy", "numpy"):
            raise ImportError(name)

sys.meta_path.insert(0, Missing())
from tests.core.test_assured import tell_without_solver
tell_without_solver()
"""


def tell_without_solver() -> None:
    """Of a week in which three want two hours of two evenings, beside hours and guards."""
    firm: dict[str, Any] = {"firmness": Firmness.FIRM, "length": Length(60, 60, 60)}
    crowd = [wish(name, "18:00-20:00", "mon tue", times_per_week=2, **firm) for name in ("a", "b", "c")]
    work = wish("focus", "19:00-23:00", "mon tue", domains=frozenset({Domain.WORK}), times_per_week=2, **firm)
    hours = wish("study", "17:00-21:00", "wed thu", length=Length(60, 120, 180), minutes_per_week=300)
    given = Case([*crowd, work, hours], rules=replace(RULES, guards=(NightlyRest(GuardId("rest"), "Rest"),))).given
    made = assured_plan(given)
    assert check_plan(made, given) == ()
    sys.stdout.write(f"{made.is_proven} {made.proof.engine} {len(made.blocks)} {len(made.guards)}")


def test_without_highspy_everything_works_and_the_plan_says_that_it_is_not_proven() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT_HIGHSPY], capture_output=True, text=True, check=True)
    assert ran.stdout == "False repair 8 7"


def test_without_a_solver_a_new_block_that_a_second_look_moves_stands_for_the_day_that_it_lies_on() -> None:
    """A rest of thirteen hours leaves late work only the nights that it cannot be granted for anyway."""
    work = frozenset({Domain.WORK})
    late = wish(
        "focus", "22:00-24:00", domains=work, times_per_week=7, length=Length(30, 45, 75), priority=Priority.HIGH
    )
    early = wish(
        "run",
        "09:00-12:30",
        ideal="09:30",
        domains=work,
        minutes_per_week=1350,
        firmness=Firmness.FIRM,
        length=Length(90, 150, 210),
    )
    rest = NightlyRest(GuardId("rest"), "Rest", length=timedelta(hours=13))
    case = Case([late, early], rules=replace(RULES, guards=(rest,)))
    assert check_plan(plan_blocks(case.given, arrange_without_solver), case.given) == ()


def test_what_stands_gives_way_to_what_feeds_it_when_nothing_else_is_left_but_what_stands() -> None:
    """Two runs are asked for and stand; the settings made the walk that stands, too, count for one."""
    walk = wish("walk", "08:00-10:00", times_per_week=2, feeds=(IntentionId("run"),))
    case = Case(
        [wish("run", times_per_week=2, priority=Priority.HIGH), walk],
        previous=Previous(
            (
                placed(span("tue", "17:00-18:00"), "tue"),
                placed(span("wed", "17:00-18:00"), "wed"),
                placed(span("thu", "08:00-09:00"), "thu", "walk"),
            )
        ),
    )
    made = plan_blocks(case.given, leave_standing)
    assert check_plan(made, case.given) == ()
    assert wall(made) == ["tue 17:00-18:00", "thu 08:00-09:00"]
