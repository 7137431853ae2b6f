"""Rows that every choice keeps and the relaxation may break: cliques lifted over an interval.

G are candidates that exclude one another: those of one intention on one day. For an interval [a, b): those of G that
meet it and those outside G that cover it sum up to at most 1. Two of G exclude each other, two that cover share a, and
one of each overlap.
"""

from collections.abc import Iterator, Mapping, Sequence

from hedgerow.core.search.rows import Row, ones
from hedgerow.core.search.stage import Group, Stage

ROUNDS = 8
_VIOLATION = 0.02
_TINY = 1e-6
Weighed = tuple[int, int, float]
"""Where it begins and ends, and how much of it is chosen."""


def lifted_cliques(stage: Stage, xs: Sequence[float]) -> list[Row]:
    """Of each group the one broken most, in canonical order."""
    by_group: dict[Group, list[Weighed]] = {}
    for c, x in zip(stage.candidates, xs, strict=False):
        if x > _TINY and c.begins < c.ends:
            by_group.setdefault((c.intention, c.day), []).append((c.begins, c.ends, x))
    broken = {}
    for group, inside in by_group.items():
        found = _most_broken(inside, _around(by_group, group)) if len(inside) > 1 else None
        if found is not None:
            broken[group] = found
    return list(dict.fromkeys(_lifted(stage, broken)))


def _around(by_group: Mapping[Group, Sequence[Weighed]], own: Group) -> Iterator[Weighed]:
    """Of other groups, what is near enough to cover a part of it."""
    first = min(begins for begins, _, _ in by_group[own])
    last = max(ends for _, ends, _ in by_group[own])
    for group, parts in by_group.items():
        if group != own:
            yield from (part for part in parts if part[0] < last and part[1] > first)


def _most_broken(inside: Sequence[Weighed], around: Iterator[Weighed]) -> tuple[int, int] | None:
    """The interval just long enough to be met by the candidates that end first and begin last."""
    others = list(around)
    best, most = None, 1 + _VIOLATION
    for a in sorted({ends - 1 for _, ends, _ in inside}):
        covering = [(ends, x) for begins, ends, x in others if begins <= a]
        for b in sorted({begins + 1 for begins, _, _ in inside if begins > a}):
            total = sum(x for begins, ends, x in inside if begins < b and ends > a)
            total += sum(x for ends, x in covering if ends >= b)
            if total > most + _TINY:
                best, most = (a, b), total
    return best


def _lifted(stage: Stage, broken: Mapping[Group, tuple[int, int]]) -> Iterator[Row]:
    import numpy as np  # noqa: PLC0415 - as in the program

    begins = np.array([c.begins for c in stage.candidates])
    ends = np.array([c.ends for c in stage.candidates])
    for group, (a, b) in broken.items():
        own = np.array(stage.groups[group])
        is_in = (begins <= a) & (ends >= b)
        is_in[own] = (begins[own] < b) & (ends[own] > a) & (begins[own] < ends[own])
        yield ones(np.flatnonzero(is_in).tolist())
