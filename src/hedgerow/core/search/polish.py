"""Of places worth the same, the one nearest to the wish, and of two equally near the earlier. Changes no value."""

from collections.abc import Sequence
from datetime import timedelta

from hedgerow.core.search.asked import Asked
from hedgerow.core.search.problem import Candidate, Choice, Problem


def polish(asked: Asked, problem: Problem, chosen: Choice) -> Choice:
    """What stands already stays; a block changes neither its day nor its length."""
    alike: dict[tuple[str, int, int, int], list[int]] = {}
    for number, piece in enumerate(asked.pieces):
        candidate = problem.candidates[number]
        if not candidate.fixed and piece.block is None:
            alike.setdefault(_kind(candidate), []).append(number)
    polished = list(chosen)
    for at, number in enumerate(chosen):
        candidate = problem.candidates[number]
        if number < len(asked.pieces) and not candidate.fixed and asked.pieces[number].block is None:
            polished[at] = _nearest(asked, problem, [*polished[:at], *polished[at + 1 :]], alike[_kind(candidate)])
    return tuple(sorted(polished))


def _kind(candidate: Candidate) -> tuple[str, int, int, int]:
    return candidate.intention, candidate.day, candidate.length, candidate.value


def _nearest(asked: Asked, problem: Problem, others: Sequence[int], alike: Sequence[int]) -> int:
    taken = [problem.candidates[n] for n in others]
    shut = frozenset[int]().union(*(group for group in problem.exclusions if not group.isdisjoint(others)))
    free = (n for n in alike if n not in shut and not any(_overlap(problem.candidates[n], other) for other in taken))
    return min(free, key=lambda n: (_away(asked, n), problem.candidates[n].start))


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.begins < other.ends and other.begins < one.ends


def _away(asked: Asked, number: int) -> timedelta:
    piece = asked.pieces[number]
    openings = asked.bare.openings_on(piece.intention, piece.day)
    return min((abs(piece.span.start - o.wished) for o in openings if o.admits(piece.span)), default=timedelta(0))
