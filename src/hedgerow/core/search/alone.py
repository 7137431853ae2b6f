"""What no choice of a week exceeds, each intention on its own: a bound without a solver, and often the whole proof.

What it ignores is that blocks of different intentions may be in each other's way. What one feeds to another counts
twice at most, as if it were the first of it; rewards never rise, so that is never too little.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from hedgerow.core.search.problem import Demand
from hedgerow.core.search.stage import Stage

_NEVER = -(10**12)


def bound_alone(stage: Stage) -> int:
    days: dict[str, dict[int, dict[int, int]]] = {demand.intention: {} for demand in stage.demands}
    for candidate, units in zip(stage.candidates, stage.units, strict=True):
        value = candidate.value
        for at, many in units[1:]:
            value += stage.sums[at][min(many, len(stage.sums[at]) - 1)]
        best = days[candidate.intention].setdefault(candidate.day, {})
        if value > best.get(candidate.amount, _NEVER):
            best[candidate.amount] = value
    return sum(_best(demand, days[demand.intention], stage.sums[at]) for at, demand in enumerate(stage.demands))


def _best(demand: Demand, days: Mapping[int, Mapping[int, int]], sums: Sequence[int]) -> int:
    """For each number of units the best sum of values, day by day."""
    ordered = sorted(days)
    best = [[0, *(_NEVER for _ in demand.rewards)]]
    for day in ordered:
        before = best[bisect_right(ordered, day - demand.apart)]
        now = best[-1][:]
        for amount, value in days[day].items():
            for units in range(amount, len(now)):
                now[units] = max(now[units], before[units - amount] + value)
        best.append(now)
    return max(value + worth for value, worth in zip(best[-1], sums, strict=True))
