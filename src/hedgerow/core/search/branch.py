"""Where the tree forks: on totals first, since a total that is settled settles most below it.

How many of a week, then whether on a day, then how long, then when. Each fork is two sets of bounds on columns; every
whole choice is in one of them.
"""

from collections.abc import Iterator, Mapping, Sequence

from hedgerow.core.search.program import Layout
from hedgerow.core.search.stage import Stage

Bounds = Mapping[int, tuple[float, float]]
SHUT, HAD = (0.0, 0.0), (1.0, 1.0)
_WHOLE = 1e-6


def is_whole(value: float) -> bool:
    return abs(value - round(value)) < _WHOLE


def fork(stage: Stage, layout: Layout, columns: Sequence[float]) -> tuple[Bounds, Bounds] | None:
    """None when nothing is in parts."""
    forks = (_by_total, _by_day, _by_place)
    return next((found for by in forks if (found := by(stage, layout, columns)) is not None), None)


def _by_total(stage: Stage, layout: Layout, columns: Sequence[float]) -> tuple[Bounds, Bounds] | None:
    found: list[tuple[float, str, int]] = []
    for name, us in layout.us.items():
        total = sum(columns[n] for n in us)
        if not is_whole(total):
            whole = int(total)
            found.append((_doubt(total - whole) * stage.rewards[name][whole], name, whole))
    if not found:
        return None
    _, name, whole = max(found, key=lambda each: (each[0], each[1]))
    us = layout.us[name]
    return dict.fromkeys(us[whole:], SHUT), dict.fromkeys(us[: whole + 1], HAD)


def _by_day(stage: Stage, layout: Layout, columns: Sequence[float]) -> tuple[Bounds, Bounds] | None:
    found = [
        (_doubt(columns[column]) * stage.rewards[name][0], column)
        for (name, _), column in layout.ys.items()
        if not is_whole(columns[column])
    ]
    if not found:
        return None
    _, column = max(found)
    return {column: SHUT}, {column: HAD}


def _doubt(part: float) -> float:
    return min(part, 1 - part)


def _by_place(stage: Stage, layout: Layout, columns: Sequence[float]) -> tuple[Bounds, Bounds] | None:
    for members in stage.groups.values():
        if all(is_whole(columns[n]) for n in members):
            continue
        parts = [n for n in members if columns[n] > _WHOLE]
        for order in (_lengths(stage), _starts(stage)):
            ranks = sorted({order[n] for n in parts})
            if len(ranks) > 1:
                return _split(members, order, _middle(parts, order, columns, ranks))
        return {parts[0]: SHUT}, {parts[0]: HAD}
    return None


def _lengths(stage: Stage) -> Sequence[int]:
    return [candidate.length for candidate in stage.candidates]


def _starts(stage: Stage) -> Sequence[int]:
    return [candidate.start for candidate in stage.candidates]


def _middle(parts: Sequence[int], order: Sequence[int], columns: Sequence[float], ranks: Sequence[int]) -> int:
    """The last rank of the first half by weight; never the last of all."""
    half = sum(columns[n] for n in parts) / 2
    weight = 0.0
    for rank in ranks[:-1]:
        weight += sum(columns[n] for n in parts if order[n] == rank)
        if weight >= half:
            return rank
    return ranks[-2]


def _split(members: Sequence[int], order: Sequence[int], middle: int) -> tuple[Bounds, Bounds]:
    low = {n: SHUT for n in members if order[n] > middle}
    high = {n: SHUT for n in members if order[n] <= middle}
    return low, high


def chosen_of(layout: Layout, columns: Sequence[float]) -> Iterator[int]:
    return (n for n in range(layout.xs) if columns[n] > 1 - _WHOLE)
