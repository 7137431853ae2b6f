"""Tiny lives: three days, four wishes, of which one is for hours and one feeds another, two guards, some meetings."""

from dataclasses import dataclass

from hypothesis import strategies as st

from hedgerow.core.search.engine import search
from hedgerow.core.search.problem import Candidate, Found, Problem
from tests.benchmarks.planner_lives import DAY, HIGH, LOW, NORMAL, Kind, Life, Meeting, Wish
from tests.benchmarks.planner_tasks import task_of

THREE_DAYS = frozenset(range(3))
GUARDED = (
    Wish("rest", 3, (660,), 18 * 60, 34 * 60, 20 * 60, HIGH, Kind.REST, THREE_DAYS),
    Wish("off", 1, (DAY,), 0, DAY, 0, HIGH, Kind.DAY_OFF, THREE_DAYS),
)


def _wish(name: str, is_work: bool, kind: Kind = Kind.COUNT, feeds: tuple[str, ...] = ()) -> st.SearchStrategy[Wish]:
    hours = st.sampled_from([(7, 9), (11, 14), (17, 20), (19, 22)])
    return st.builds(
        lambda hours, ideal, **more: Wish(
            name,
            opens=hours[0] * 60,
            closes=hours[1] * 60,
            ideal=hours[0] * 60 + ideal,
            is_work=is_work,
            kind=kind,
            feeds=feeds,
            **more,
        ),
        hours=hours,
        ideal=st.sampled_from([0, 30, 60]),
        times=st.integers(1, 3) if kind is Kind.COUNT else st.integers(1, 14),
        lengths=st.sampled_from([(60, 45, 30), (60,), (120, 60), (15,)]),
        value=st.sampled_from([LOW, NORMAL, HIGH]),
        days=st.frozensets(st.sampled_from(range(3)), min_size=1),
        spacing=st.integers(1, 2),
        margin=st.sampled_from([0, 0, 15]),
    )


meetings = st.builds(
    lambda day, start, length, is_work: Meeting(day * DAY + start * 15, day * DAY + start * 15 + length, is_work),
    day=st.integers(0, 2),
    start=st.integers(28, 88),
    length=st.sampled_from([25, 30, 60, 90, 180]),
    is_work=st.booleans(),
)
lives = st.builds(
    lambda wishes, met: Life(tuple(sorted(met)), (*wishes, *GUARDED), aligned=False),
    st.tuples(_wish("a", True), _wish("b", False), _wish("c", False, feeds=("b",)), _wish("d", True, Kind.HOURS)),
    st.sets(meetings, max_size=8),
)


@dataclass(frozen=True, slots=True)
class Planned:
    life: Life
    problem: Problem
    found: Found

    @property
    def blocks(self) -> list[Candidate]:
        return [self.problem.candidates[n] for n in self.found.chosen]

    @property
    def booked(self) -> set[tuple[str, int, int]]:
        return {(block.intention, block.start, block.length) for block in self.blocks}

    def wish(self, block: Candidate) -> Wish:
        return next(wish for wish in self.life.wishes if wish.name == block.intention)


def plan(life: Life) -> Planned:
    problem = task_of(life)
    return Planned(life, problem, search(problem))
