"""Without a solver, or between two looks at one: fill greedily, ruin a part, fill again. Never proves anything."""

from collections.abc import Iterable, Sequence

from hedgerow.core.search.stage import Stage

ROUNDS = 300
_SPAN = 2 * 24 * 60
"""Minutes of the week that one ruin clears."""


def fill(stage: Stage, order: Iterable[int], start: Sequence[int] = ()) -> tuple[int, ...]:
    """Adds in that order whatever fits and gains."""
    chosen, closed, counts = list(start), 0, dict.fromkeys(stage.rewards, 0)
    for index in chosen:
        closed |= stage.clashes[index]
        counts[stage.candidates[index].intention] += 1
    for index in order:
        if closed >> index & 1:
            continue
        candidate = stage.candidates[index]
        rewards, many = stage.rewards[candidate.intention], counts[candidate.intention]
        if many < len(rewards) and rewards[many] + candidate.value > 0:
            chosen.append(index)
            closed |= stage.clashes[index]
            counts[candidate.intention] += 1
    return tuple(sorted(chosen))


def dearest_first(stage: Stage) -> list[int]:
    """The first of each demand counts: an intention's first block is as dear as it ever gets."""

    def dear(index: int) -> tuple[int, int]:
        candidate = stage.candidates[index]
        return -(stage.rewards[candidate.intention][0] + candidate.value), index

    return sorted(range(len(stage.candidates)), key=dear)


def ruin_and_recreate(stage: Stage, start: Sequence[int], rounds: int = ROUNDS) -> tuple[int, ...]:
    """Never worth less than `start`. The dice are a fixed sequence, so the same week gives the same plan."""
    best = tuple(sorted(start))
    value, dice = stage.worth(best), _Dice()
    order = dearest_first(stage)
    for _ in range(rounds):
        kept = _ruin(stage, best, dice)
        pushed = {order[dice.roll(len(order))] for _ in range(3)}
        found = fill(stage, [*sorted(pushed), *order], kept)
        gained = stage.worth(found)
        if gained > value:
            best, value = found, gained
    return best


def _ruin(stage: Stage, chosen: Sequence[int], dice: "_Dice") -> list[int]:
    """Takes out a stretch of days, or all of one intention."""
    centre = stage.candidates[dice.roll(len(stage.candidates))]
    if dice.roll(3) == 0:
        return [n for n in chosen if stage.candidates[n].intention != centre.intention]
    reach = _SPAN // (1 + dice.roll(8))
    return [n for n in chosen if abs(stage.candidates[n].start - centre.start) > reach]


class _Dice:
    """Numerical Recipes' linear congruence: no seed from outside, no clock."""

    def __init__(self) -> None:
        self._state = 1

    def roll(self, sides: int) -> int:
        self._state = (1664525 * self._state + 1013904223) % 2**32
        return (self._state >> 8) % sides
