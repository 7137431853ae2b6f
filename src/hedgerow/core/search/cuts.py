"""Rows that every choice keeps and the relaxation may break: cliques lifted over an interval.

G are candidates that exclude one another: those of one intention on one day. For an interval [a, b): those of G that
meet it and those outside G that cover it sum up to at most 1. Two of G exclude each other, two that cover share a, and
one of each overlap.
"""

from collections.abc import Sequence

from hedgerow.core.search.program import Row
from hedgerow.core.search.stage import Stage

ROUNDS = 8
_VIOLATION = 0.02
_TINY = 1e-6


def lifted_cliques(stage: Stage, xs: Sequence[float]) -> list[Row]:
    """Of each group the one broken most, in canonical order."""
    found: dict[tuple[int, ...], None] = {}
    parts = [n for n in range(len(stage.candidates)) if xs[n] > _TINY]
    for members in stage.groups.values():
        inside = [n for n in members if xs[n] > _TINY]
        best = _most_broken(stage, xs, inside, parts) if len(inside) > 1 else None
        if best is not None:
            found[_lifted(stage, members, *best)] = None
    return [(columns, (1,) * len(columns)) for columns in found]


def _most_broken(
    stage: Stage, xs: Sequence[float], inside: Sequence[int], parts: Sequence[int]
) -> tuple[int, int] | None:
    """The interval just long enough to be met by the candidates that end first and begin last."""
    candidates, own = stage.candidates, set(inside)
    low, high = min(candidates[n].begins for n in inside), max(candidates[n].ends for n in inside)
    others = [
        (candidates[n].begins, candidates[n].ends, xs[n])
        for n in parts
        if n not in own and candidates[n].begins < high and candidates[n].ends > low
    ]
    met = [(candidates[n].begins, candidates[n].ends, xs[n]) for n in inside]
    best, most = None, 1 + _VIOLATION
    for a in sorted({end - 1 for _, end, _ in met}):
        covering = [(ends, x) for begins, ends, x in others if begins <= a]
        for b in sorted({begin + 1 for begin, _, _ in met if begin > a}):
            total = sum(x for begins, ends, x in met if begins < b and ends > a)
            total += sum(x for ends, x in covering if ends >= b)
            if total > most + _TINY:
                best, most = (a, b), total
    return best


def _lifted(stage: Stage, members: Sequence[int], a: int, b: int) -> tuple[int, ...]:
    own = set(members)
    meeting = (n for n in members if stage.candidates[n].begins < b and stage.candidates[n].ends > a)
    covering = (n for n, c in enumerate(stage.candidates) if n not in own and c.begins <= a and c.ends >= b)
    return tuple(sorted((*meeting, *covering)))
