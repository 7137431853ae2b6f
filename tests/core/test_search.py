"""The search alone: whole numbers in and out, against every choice there is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hedgerow.core.search import cuts, hunt
from hedgerow.core.search.alone import bound_alone
from hedgerow.core.search.engine import search
from hedgerow.core.search.given import Given
from hedgerow.core.search.problem import Candidate, Demand, Engine, Problem, worth
from hedgerow.core.search.program import Program, SolverFailed, program_of
from hedgerow.core.search.stage import Stage
from tests.core.search.hindered import without_luck, without_nodes, without_solver

HOUR = 60
REWARDS = {
    "a": (240, 160),
    "b": (60, 50, 40),
    "c": (800,),
    "d": (61, 60, 59),
    "e": (70, 70),
    "f": (60, 42),
    "g": (66, 64, 61),
    "h": (62, 61, 60),
}


def place(name: str, day: int, hour: int, value: int = 0, hours: int = 1) -> Candidate:
    start = day * 24 * HOUR + hour * HOUR
    return Candidate(name, day // 7, day, start, hours * HOUR, start, start + hours * HOUR, value)


def asked(*candidates: Candidate, apart: int = 1) -> Problem:
    weeks = {candidate.week for candidate in candidates}
    demands = [Demand(name, week, rewards, apart) for name, rewards in REWARDS.items() for week in sorted(weeks)]
    return Problem(candidates, demands)


def test_two_small_ones_give_way_to_one_that_matters() -> None:
    found = search(asked(place("a", 0, 8), place("b", 0, 9), place("c", 0, 8, hours=2)))
    assert (found.chosen, found.value, found.proven) == ((2,), 800, True)


def test_two_that_matter_more_together_take_the_place_of_one() -> None:
    found = search(asked(place("a", 0, 8, hours=3), place("b", 0, 8, 100), place("b", 1, 8, 0), place("a", 1, 8, -180)))
    assert (found.chosen, found.value) == ((0, 2), 300)


def test_touching_is_allowed_and_travel_counts() -> None:
    near = place("a", 0, 9)
    assert search(asked(place("b", 0, 8), near)).chosen == (0, 1)
    assert search(asked(place("b", 0, 8), replace(near, begins=near.begins - 1))).chosen == (1,)


def test_a_demand_has_no_more_than_it_asks_for_and_days_apart() -> None:
    days = [place("b", day, 8) for day in range(7)]
    assert len(search(asked(*days)).chosen) == 3
    found = search(asked(*days, apart=4))
    assert [days[n].day for n in found.chosen][1] - days[found.chosen[0]].day >= 4


def test_days_are_apart_over_the_end_of_a_week() -> None:
    assert search(asked(place("b", 6, 8), place("b", 7, 8), place("b", 8, 8), apart=2)).chosen == (0, 2)


def test_fixed_ones_are_chosen_whatever_they_collide_with_and_count() -> None:
    fixed = [replace(place(*each), fixed=True) for each in (("a", 0, 8), ("b", 0, 8), ("a", 0, 8, 9))]
    found = search(asked(*fixed, place("c", 0, 8), place("a", 1, 8)))
    assert (found.chosen, found.proven) == ((0, 1, 2), True)


def test_of_excluded_ones_there_is_at_most_one() -> None:
    problem = asked(place("a", 0, 8), place("b", 1, 8), place("c", 2, 8))
    assert search(replace(problem, exclusions=[frozenset({0, 1})])).chosen == (0, 2)


def test_what_can_only_cost_is_left_out() -> None:
    assert search(asked(place("b", 0, 8, -60), place("b", 1, 8, -59))).chosen == (1,)


def test_a_wanted_choice_is_kept_until_another_is_worth_more() -> None:
    places = [place("a", day, 8) for day in range(4)]
    for wanted in ((1, 3), (0, 2), (2, 3)):
        assert search(replace(asked(*places), wanted=[wanted])).chosen == wanted
    assert search(replace(asked(*places), wanted=[(3,)])).value == 400
    better = replace(places[0], value=1)
    assert 0 in search(replace(asked(better, *places[1:]), wanted=[(1, 3)])).chosen


def test_a_wanted_choice_that_breaks_a_rule_counts_for_nothing() -> None:
    found = search(replace(asked(place("a", 0, 8), place("c", 0, 8)), wanted=[(0, 1)]))
    assert found.chosen == (1,)


def test_rewards_that_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="never rise"):
        Demand("a", 0, (1, 2))


def candidates_of(names: st.SearchStrategy[str], days: int) -> st.SearchStrategy[Candidate]:
    built = st.builds(
        place,
        names,
        st.integers(0, days - 1),
        st.integers(8, 14),
        st.integers(-50, 30),
        hours=st.integers(1, 3),
    )
    fixed = st.sampled_from([False] * 9 + [True])
    ways = st.sampled_from([0, 0, 30])
    return st.builds(lambda c, way, held: replace(c, begins=c.begins - way, fixed=held), built, ways, fixed)


problems = st.builds(
    lambda candidates, apart: asked(*candidates, apart=apart),
    st.lists(candidates_of(st.sampled_from("abc"), 4), max_size=12),
    st.integers(1, 3),
)


def crowded(seed: int) -> Problem:
    """Four days in which six intentions want much the same hours: the relaxation alone does not settle that."""
    candidates = []
    for n in range(300):
        mixed = (n * 7919 + seed * 104_729) * 1_103_515_245 % 2**31
        start = (mixed >> 7) % 4 * 24 * HOUR + 8 * HOUR + (mixed >> 10) % 13 * 15
        length = 30 + (mixed >> 16) % 9 * 15
        name = "bdefgh"[(mixed >> 20) % 6]
        value = -((mixed >> 12) % 13)
        candidates.append(Candidate(name, 0, start // (24 * HOUR), start, length, start, start + length, value))
    return asked(*candidates)


def every_choice(stage: Stage, first: int = 0, chosen: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    yield chosen
    for index in range(first, len(stage.candidates)):
        if stage.allows((*chosen, index)):
            yield from every_choice(stage, index + 1, (*chosen, index))


def only_week(problem: Problem) -> Stage:
    return Stage(Given(problem).task(0)[1])


@given(problems)
def test_no_choice_is_worth_more_than_the_one_found(problem: Problem) -> None:
    found, stage = search(problem), only_week(problem)
    fixed = worth(problem, [n for n, candidate in enumerate(problem.candidates) if candidate.fixed])
    assert found.value == worth(problem, found.chosen) == fixed + max(stage.worth(c) for c in every_choice(stage))
    assert (found.proven, found.bound) == (True, found.value)


@given(problems)
def test_every_clash_is_an_overlap_or_a_nearness_and_the_other_way_round(problem: Problem) -> None:
    stage = only_week(problem)
    apart = {demand.intention: demand.apart for demand in stage.demands}
    for one, a in enumerate(stage.candidates):
        for other, b in enumerate(stage.candidates):
            over = a.begins < b.ends and b.begins < a.ends
            near = a.intention == b.intention and abs(a.day - b.day) < apart[a.intention]
            assert bool(stage.clash(one) >> other & 1) == (over or near)


@given(problems)
def test_no_cut_cuts_off_a_choice(problem: Problem) -> None:
    stage = only_week(problem)
    assume(stage.candidates)
    program = program_of(stage)
    relaxed = program.solve({})
    for columns, *_ in cuts.lifted_cliques(stage, relaxed.columns):
        assert all(len(set(choice) & set(columns)) <= 1 for choice in every_choice(stage))


@given(problems, st.data())
def test_the_order_of_the_candidates_does_not_matter(problem: Problem, data: st.DataObject) -> None:
    mixed = replace(problem, candidates=data.draw(st.permutations(problem.candidates)))
    first, second = search(problem), search(mixed)
    assert sorted(problem.candidates[n] for n in first.chosen) == sorted(mixed.candidates[n] for n in second.chosen)


@given(problems)
def test_without_a_solver_it_finds_less_or_as_much_and_claims_no_proof_that_it_has_not(problem: Problem) -> None:
    best = search(problem)
    with pytest.MonkeyPatch.context() as patch:
        without_solver(patch)
        found = search(problem)
    assert found.value <= best.value <= found.bound
    assert (found.engine is Engine.REPAIR) == (best.nodes > 0)


@given(problems)
def test_when_the_tree_is_full_the_tail_proves_the_same(problem: Problem) -> None:
    best = search(problem)
    with pytest.MonkeyPatch.context() as patch:
        without_nodes(patch)
        found = search(problem)
    assert (found.value, found.bound) == (best.value, best.bound)


def test_the_solver_says_nothing_on_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    assert search(asked(place("a", 0, 8), place("b", 0, 8))).engine is Engine.TREE
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("seed", range(24))
def test_tree_and_tail_agree_on_crowded_weeks(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    best = search(crowded(seed))
    without_nodes(monkeypatch)
    whole = search(crowded(seed))
    assert (whole.value, whole.bound) == (best.value, best.bound)


def test_what_outgrows_the_tree_is_finished_by_the_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    without_nodes(monkeypatch)
    engines = {search(crowded(seed)).engine for seed in range(6)}
    assert engines == {Engine.TREE, Engine.TAIL}


@pytest.mark.parametrize("seed", range(24))
def test_trying_forks_proves_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    best = search(crowded(seed))
    without_luck(monkeypatch)
    tried = search(crowded(seed))
    assert (tried.value, tried.bound, tried.engine) == (best.value, best.bound, Engine.TREE)


def test_when_the_solver_fails_the_best_so_far_goes_on_without_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    best = search(crowded(3))

    def fail(*_: object) -> None:
        raise SolverFailed("HiGHS says no")

    without_nodes(monkeypatch)
    monkeypatch.setattr(hunt, "solve_whole", fail)
    found = search(crowded(3))
    assert found.value <= best.value <= found.bound
    monkeypatch.setattr(Program, "solve", fail)
    repaired = search(crowded(3))
    assert (repaired.engine, repaired.proven) == (Engine.REPAIR, False)
    assert repaired.value <= best.value <= repaired.bound


def test_each_intention_on_its_own_is_worth_no_less_than_all_together() -> None:
    alone = [place("a", 0, 8), place("a", 1, 8, -10), place("b", 0, 10), place("b", 1, 10, 5)]
    found = search(asked(*alone))
    assert (found.value, found.nodes) == (240 + 160 - 10 + 60 + 50 + 5, 0)
    assert search(asked(*alone, place("c", 0, 8, hours=3))).nodes > 0


@given(problems)
def test_no_choice_is_worth_more_than_each_intention_on_its_own(problem: Problem) -> None:
    stage = only_week(problem)
    assert bound_alone(stage) >= max(stage.worth(choice) for choice in every_choice(stage))


def test_a_week_that_was_solved_is_not_solved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = search(crowded(5))

    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(hunt, "program_of", fail)
    assert search(crowded(5)) == first
