"""Of places worth the same, the one nearest to the wish, and of two equally near the earlier. Changes no value."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from hedgerow.core.search.asked import Asked
from hedgerow.core.search.problem import Candidate, Choice, Problem

Kind = tuple[str, int, int, int, int]


def polish(asked: Asked, problem: Problem, chosen: Choice) -> Choice:
    """What stands already stays; a block changes neither its day nor its length."""
    loose = {n: _kind(problem.candidates[n]) for n in chosen if _is_new(asked, problem, n)}
    alike: dict[Kind, list[int]] = {kind: [] for kind in loose.values()}
    days = {kind[:2] for kind in alike}
    for number, candidate in enumerate(problem.candidates):
        if (candidate.intention, candidate.day) not in days:
            continue
        kind = _kind(candidate)
        if kind in alike and _is_new(asked, problem, number):
            alike[kind].append(number)
    rivals = _rivals(problem)
    polished = set(chosen)
    for number, kind in loose.items():
        others = polished - {number}
        polished = others | {_nearest(asked, problem, rivals, others, alike[kind])}
    return tuple(sorted(polished))


def _is_new(asked: Asked, problem: Problem, number: int) -> bool:
    """Guards come last, and have no piece."""
    is_block = number < len(asked.pieces)
    return is_block and not problem.candidates[number].fixed and asked.pieces[number].block is None


def _kind(candidate: Candidate) -> Kind:
    return candidate.intention, candidate.day, candidate.length, candidate.value, candidate.amount


def _rivals(problem: Problem) -> Mapping[int, Sequence[frozenset[int]]]:
    """Of each candidate the sets of which it is one, and of which at most one may be chosen."""
    found: dict[int, list[frozenset[int]]] = {}
    for group in problem.exclusions:
        for number in group:
            found.setdefault(number, []).append(group)
    return found


def _nearest(
    asked: Asked,
    problem: Problem,
    rivals: Mapping[int, Sequence[frozenset[int]]],
    others: set[int],
    alike: Sequence[int],
) -> int:
    """One of them is free: the one that is to be polished."""
    if len(alike) == 1:
        return alike[0]
    first, last = min(problem.candidates[n].begins for n in alike), max(problem.candidates[n].ends for n in alike)
    taken = [other for n in others if (other := problem.candidates[n]).begins < last and first < other.ends]
    in_order = sorted(alike, key=lambda n: (_away(asked, n), problem.candidates[n].start))
    free = (n for n in in_order if not any(_overlap(problem.candidates[n], other) for other in taken))
    return next(n for n in free if all(group.isdisjoint(others) for group in rivals.get(n, ())))


def _overlap(one: Candidate, other: Candidate) -> bool:
    return max(one.begins, other.begins) < min(one.ends, other.ends)


def _away(asked: Asked, number: int) -> timedelta:
    piece = asked.pieces[number]
    openings = asked.bare.openings_on(piece.intention, piece.day)
    return min((abs(piece.span.start - o.wished) for o in openings if o.admits(piece.span)), default=timedelta(0))
