"""Where the tree forks: on totals first, since a total that is settled settles most below it.

How many of a week, then of its own or fed alone, then whether on a day, then how many of one length, then which length
on a day, then when. Each fork is two sets of bounds on columns; every whole choice is in one of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hedgerow.core.search.program import Bounds
from hedgerow.core.search.rows import Sheet

SHUT = (0, 0)
_WHOLE = 1e-6
Fork = tuple[Bounds, Bounds]


def is_whole(value: float) -> bool:
    return abs(value - round(value)) < _WHOLE


def fork(sheet: Sheet, columns: Sequence[float]) -> Fork | None:
    """None when nothing is in parts."""
    dear = {demand.intention: demand.rewards for demand in sheet.stage.demands}
    days = ((column, dear[name][0]) for (name, _), column in sheet.days.items())
    sizes = ((column, dear[name][0]) for name, totals in sheet.amounts.items() for column in totals.values())
    owned = ((column, dear[name][0]) for name, column in sheet.has_own.items())
    totals = (
        (column, dear[name][min(int(columns[column]), len(dear[name]) - 1)]) for name, column in sheet.blocks.items()
    )
    for kind in (totals, owned, days, sizes):
        found = _on_total(kind, columns, sheet.upper)
        if found is not None:
            return found
    return _on_place(sheet, columns)


def _on_total(weights: Iterable[tuple[int, int]], columns: Sequence[float], upper: Sequence[int]) -> Fork | None:
    """The one in most doubt, by what is at stake."""
    parts = [(column, weight) for column, weight in weights if not is_whole(columns[column])]
    if not parts:
        return None
    column, _ = max(parts, key=lambda part: (_doubt(columns[part[0]]) * part[1], part[0]))
    whole = int(columns[column])
    return {column: (0, whole)}, {column: (whole + 1, upper[column])}


def _doubt(value: float) -> float:
    part = value - int(value)
    return min(part, 1 - part)


def _on_place(sheet: Sheet, columns: Sequence[float]) -> Fork | None:
    candidates = sheet.stage.candidates
    for members in sheet.stage.groups.values():
        parts = [n for n in members if not is_whole(columns[n])]
        if not parts:
            continue
        for order in ([c.length for c in candidates], [c.start for c in candidates]):
            if len({order[n] for n in parts}) > 1:
                return _split(members, order, _middle({n: columns[n] for n in parts}, order))
        return {parts[0]: SHUT}, {parts[0]: (1, 1)}
    return None


def _middle(parts: Mapping[int, float], order: Sequence[int]) -> int:
    """The last rank of the first half by weight; never the last of all."""
    ranks = sorted({order[n] for n in parts})
    half, weight = sum(parts.values()) / 2, 0.0
    for rank in ranks[:-1]:
        weight += sum(part for n, part in parts.items() if order[n] == rank)
        if weight >= half:
            return rank
    return ranks[-2]


def _split(members: Sequence[int], order: Sequence[int], middle: int) -> Fork:
    low = {n: SHUT for n in members if order[n] > middle}
    high = {n: SHUT for n in members if order[n] <= middle}
    return low, high


def chosen_of(sheet: Sheet, columns: Sequence[float]) -> Iterator[int]:
    return (n for n in range(len(sheet.stage.candidates)) if columns[n] > 1 - _WHOLE)
