"""Without a solver, or between two looks at one: fill greedily, ruin a part, fill again. Never proves anything."""

from collections.abc import Iterable, Sequence

from hedgerow.core.search.problem import Choice
from hedgerow.core.search.stage import Basket, Stage

ROUNDS = 300
_SPAN = 2 * 24 * 60
"""Minutes of the week that one ruin clears."""


def fill(stage: Stage, liked: Iterable[int] = (), start: Iterable[int] = ()) -> Choice:
    """Adds to `start` whatever fits and gains: what is liked in its order, then the dearest first."""
    basket = Basket(stage)
    for index in start:
        basket.put(index)
    for index in liked:
        if basket.has_room(index) and basket.gain(index) > 0:
            basket.put(index)
    while basket.open:
        index = (basket.open & -basket.open).bit_length() - 1
        if basket.has_room(index) and basket.gain(index) > 0:
            basket.put(index)
        else:
            basket.pass_over(index)
    return tuple(sorted(basket.chosen))


def exchange(stage: Stage, start: Choice, liked: Sequence[int]) -> Choice:
    """Takes in what is liked at the cost of what it excludes, as long as that gains. Never worth less than `start`."""
    best, value = start, stage.worth(start)
    left = [n for n in liked if n not in best]
    while left:
        index = left.pop(0)
        kept = [n for n in best if not stage.clash(index) >> n & 1]
        found = fill(stage, [index, *liked], kept)
        gained = stage.worth(found)
        if gained > value:
            best, value = found, gained
            left = [n for n in liked if n not in best]
    return best


def ruin_and_recreate(stage: Stage, start: Sequence[int], rounds: int = ROUNDS) -> Choice:
    """Never worth less than `start`. The dice are a fixed sequence, so the same week gives the same plan."""
    best = tuple(sorted(start))
    value, dice = stage.worth(best), _Dice()
    for _ in range(rounds):
        kept = _ruin(stage, best, dice)
        pushed = {dice.roll(len(stage.candidates)) for _ in range(3)}
        found = fill(stage, sorted(pushed), kept)
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
