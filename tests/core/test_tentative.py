"""What is not certain: as busy as all else, had rather not, or as if it were not there."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.domains import Domain
from hedgerow.core.guard import GuardId, NightlyRest
from hedgerow.core.intention import Firmness, Intention, Length, Priority
from hedgerow.core.plan import Plan, PlanRules, Reason, Tentative
from hedgerow.settings.values import Settings
from tests.agenda import BERLIN, WEEK, span
from tests.plans import RULES, busy, kept, placed, plan, wall, wish
from tests.settings.reading import HOME, problems, settings

HOUR = Length(60, 60, 60)
MAYBE = busy("mon 18:00-19:00  Drinks (tentative)")


def run(within: str = "17:00-21:00", **more: Any) -> Intention:
    return wish("run", within, "mon", ideal="18:00", length=HOUR, firmness=Firmness.FIRM, **more)


def planned(wished: Intention, policy: Tentative, **more: Any) -> Plan:
    return plan([wished], more.pop("busy", MAYBE), rules=replace(RULES, tentative=policy), **more)


@pytest.mark.parametrize(
    ("policy", "where"),
    [
        (Tentative.BUSY, ["mon 17:00-18:00"]),
        (Tentative.SOFT, ["mon 17:00-18:00"]),
        (Tentative.FREE, ["mon 18:00-19:00"]),
    ],
)
def test_a_free_place_is_taken_before_one_that_is_not_certain(policy: Tentative, where: list[str]) -> None:
    assert wall(planned(run(), policy)) == where


@pytest.mark.parametrize(
    ("policy", "where"),
    [(Tentative.BUSY, []), (Tentative.SOFT, ["mon 18:00-19:00"]), (Tentative.FREE, ["mon 18:00-19:00"])],
)
def test_where_nothing_else_is_free_only_what_is_busy_leaves_no_place(policy: Tentative, where: list[str]) -> None:
    made = planned(run("18:00-19:00"), policy)
    assert wall(made) == where
    assert [gap.missing for gap in made.unplaced] == [1] * (not where)


def test_what_is_certain_is_busy_whatever_the_policy() -> None:
    sure = busy("mon 18:00-19:00  Drinks")
    for policy in Tentative:
        assert planned(run("18:00-19:00"), policy, busy=sure).blocks == ()


@given(st.sampled_from(Priority), st.integers(0, 40), st.integers(0, 16))
def test_a_free_place_always_wins_over_one_of_its_length_that_is_not(priority: Priority, ideal: int, late: int) -> None:
    """Only the last hour of the window is free, however far from the ideal start."""
    starts, wished = 12 * 60 + 15 * late, 7 * 60 + 15 * ideal
    maybe = busy(f"mon 07:00-{_clock(starts)}  Fair (tentative)")
    whole_day = run(f"07:00-{_clock(starts + 60)}", priority=priority)
    made = planned(replace(whole_day, ideal_start=min(wished, starts)), Tentative.SOFT, busy=maybe)
    assert wall(made) == [f"mon {_clock(starts)}-{_clock(starts + 60)}"]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def test_a_block_that_stands_moves_away_from_what_may_come_and_stays_where_it_can_not() -> None:
    stands = placed(span("mon", "18:00-19:00"), "mon")
    moved = planned(run(), Tentative.SOFT, previous=kept(stands))
    assert (wall(moved), [b.reason for b in moved.blocks]) == (["mon 17:00-18:00"], [Reason.MOVED])
    kept_there = planned(run("18:00-19:00"), Tentative.SOFT, previous=kept(stands))
    assert [b.reason for b in kept_there.blocks] == [Reason.KEPT]


def test_what_may_come_is_named_where_it_takes_a_better_place() -> None:
    [block] = planned(run(), Tentative.SOFT).blocks
    assert [thing.title for thing in block.blockers] == ["Drinks"]


@pytest.mark.parametrize(("policy", "nights"), [(Tentative.BUSY, 6), (Tentative.SOFT, 7), (Tentative.FREE, 7)])
def test_a_rest_is_granted_over_what_does_not_bind(policy: Tentative, nights: int) -> None:
    rest = NightlyRest(GuardId("rest"), "Rest")
    rules = PlanRules(BERLIN, (WEEK,), guards=(rest,), tentative=policy)
    late = busy("mon 21:00-23:30  Launch (tentative)", domain=Domain.WORK)
    assert len(plan([], late, rules=rules).guards) == nights


def planning(text: str) -> Settings:
    return settings(HOME + text)


def test_the_policy_is_a_setting() -> None:
    assert planning("").planning.tentative is Tentative.BUSY
    assert planning('[planning]\ntentative = "soft"').planning.tentative is Tentative.SOFT
    assert problems(HOME + '[planning]\ntentative = "maybe"') == [
        "h.toml:4:13: planning.tentative: 'maybe' is not one of busy, soft, free"
    ]
