"""Where the tree may fork, and what forks like these have gained.

On totals: how many of a week, of its own or fed alone, whether on a day, how many of one length; and on places: how
long on a day, and when. Each fork is two sets of bounds on columns; every whole choice is in one of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hedgerow.core.search.program import Bounds
from hedgerow.core.search.rows import Sheet

SHUT = (0, 0)
_WHOLE = 1e-6
_LEAST = 0.05
Key = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Fork:
    key: Key
    """What it settles: what another fork of the same key gained is some guess of what this one will."""
    doubt: float
    """How far the relaxation is from either part."""
    weight: int
    """What is at stake."""
    parts: tuple[Bounds, Bounds]


def is_whole(value: float) -> bool:
    return abs(value - round(value)) < _WHOLE


def forks(sheet: Sheet, columns: Sequence[float]) -> list[Fork]:
    """On totals first. None when nothing is in parts."""
    return [*_on_totals(sheet, columns), *_on_places(sheet, columns)]


def first_of(found: Sequence[Fork]) -> Fork:
    """Of the first kind that there is, since a total that is settled settles most below it."""
    kind = found[0].key[0]
    return max((fork for fork in found if fork.key[0] == kind), key=lambda fork: fork.doubt * fork.weight)


def _on_totals(sheet: Sheet, columns: Sequence[float]) -> Iterator[Fork]:
    dear = {demand.intention: demand.rewards for demand in sheet.stage.demands}
    kinds = (
        ("blocks", ((column, name) for name, column in sheet.blocks.items())),
        ("own", ((column, name) for name, column in sheet.has_own.items())),
        ("day", ((column, name) for (name, _), column in sheet.days.items())),
        ("amount", ((column, name) for name, totals in sheet.amounts.items() for column in totals.values())),
    )
    for kind, totals in kinds:
        for column, name in totals:
            if not is_whole(columns[column]):
                whole = int(columns[column])
                part = columns[column] - whole
                parts = {column: (0, whole)}, {column: (whole + 1, sheet.upper[column])}
                yield Fork((kind, column), min(part, 1 - part), dear[name][0], parts)


def _on_places(sheet: Sheet, columns: Sequence[float]) -> Iterator[Fork]:
    candidates = sheet.stage.candidates
    for group, members in sheet.stage.groups.items():
        parts = [n for n in members if not is_whole(columns[n])]
        lengths, starts = {n: candidates[n].length for n in members}, {n: candidates[n].start for n in members}
        ways = [(kind, ranks) for kind, ranks in (("length", lengths), ("start", starts)) if _differ(parts, ranks)]
        yield from (_split((kind, group), columns, ranks) for kind, ranks in ways)
        if parts and not ways:
            yield Fork(("place", parts[0]), 0.5, 1, ({parts[0]: SHUT}, {parts[0]: (1, 1)}))


def _differ(parts: Sequence[int], ranks: Mapping[int, int]) -> bool:
    return len({ranks[n] for n in parts}) > 1


def _split(key: Key, columns: Sequence[float], ranks: Mapping[int, int]) -> Fork:
    """After the rank that makes the halves most alike by weight."""
    weights: dict[int, float] = {}
    for n, rank in ranks.items():
        weights[rank] = weights.get(rank, 0.0) + columns[n]
    low, whole, best = 0.0, sum(weights.values()), (0.0, 0)
    for rank in sorted(weights)[:-1]:
        low += weights[rank]
        best = max(best, (min(low, whole - low), rank))
    doubt, middle = best
    late, early = ({n: SHUT for n in ranks if (ranks[n] > middle) is later} for later in (True, False))
    return Fork(key, doubt, 1, (late, early))


@dataclass(slots=True)
class Experience:
    """How much of the bound the parts of forks took away, for each bit of doubt."""

    _known: dict[tuple[Key, int], tuple[float, int]] = field(default_factory=dict)

    def note(self, fork: Fork, gained: Sequence[float]) -> None:
        for side, gain in enumerate(gained):
            total, many = self._known.get((fork.key, side), (0.0, 0))
            self._known[fork.key, side] = total + gain / max(fork.doubt, _LEAST), many + 1

    def knows(self, fork: Fork) -> bool:
        return (fork.key, 0) in self._known

    def promise(self, fork: Fork) -> float:
        means = [total / many for total, many in self._known.values()]
        usual = sum(means) / len(means) if means else 1.0
        known = (self._known.get((fork.key, side), (usual, 1)) for side in (0, 1))
        return score([total / many * fork.doubt for total, many in known])


def score(gained: Sequence[float]) -> float:
    """Both parts have to gain."""
    return max(gained[0], 0.01) * max(gained[1], 0.01)


def chosen_of(sheet: Sheet, columns: Sequence[float]) -> Iterator[int]:
    return (n for n in range(len(sheet.stage.candidates)) if columns[n] > 1 - _WHOLE)
