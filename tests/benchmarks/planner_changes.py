"""What may happen to a week that is planned: a meeting comes, onto a block or beside all of them."""

import random  # noqa: TID251 - seeded test data
from collections.abc import Iterator
from dataclasses import dataclass

from hedgerow.core.search.problem import Choice, Problem
from tests.benchmarks.planner_lives import DAY, GUARDS, QUARTER, Life, Meeting

Booked = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    life: Life
    """With the meeting."""
    hit: frozenset[Booked]
    """What it lies over or too near to."""


def changes(life: Life, seed: int) -> Iterator[Change]:
    """Endless: half an hour to an hour and a half of work, by day and sometimes in the evening, workdays mostly."""
    chance = random.Random(f"change/{seed}")
    while True:
        day = chance.choice([day for day in range(7 * life.weeks) if day % 7 < 5 or chance.random() < 0.1])
        start = day * DAY + chance.randrange(8 * 60, 20 * 60, QUARTER)
        meeting = Meeting(start, start + chance.choice((30, 45, 60, 90)))
        hit = frozenset(block for block in life.kept if _is_hit(life, block, meeting))
        yield Change(life.with_meeting(meeting), hit)


def _is_hit(life: Life, block: Booked, meeting: Meeting) -> bool:
    name, start, length = block
    margin = next(wish.margin for wish in life.wishes if wish.name == name)
    return meeting.start < start + length + margin and start - margin < meeting.end


def a_hit(life: Life, seed: int) -> Change:
    return next(change for change in changes(life, seed) if change.hit)


def a_miss(life: Life, seed: int) -> Change:
    return next(change for change in changes(life, seed) if not change.hit)


def moved(change: Change, problem: Problem, chosen: Choice) -> tuple[int, int]:
    """How many blocks stand no longer where they stood, and how many of them had no need to. Guards are no blocks: they
    may hold whichever night is free."""
    ones = (problem.candidates[n] for n in chosen)
    stands = {(c.intention, c.start, c.length) for c in ones}
    guards = {wish.name for wish in change.life.wishes if wish.kind in GUARDS}
    gone = {block for block in change.life.kept if block not in stands and block[0] not in guards}
    return len(gone), len(gone - change.hit)
