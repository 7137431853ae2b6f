"""Largest sets of what shares a minute. Of each at most one can be chosen, and no smaller sets say as much."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping


def moments(begins: Iterable[int], ends: Iterable[int]) -> list[int]:
    """A minute of each such set of half-open spans that are not empty: the last beginning before an end."""
    first, last = sorted(set(begins)), sorted(set(ends))
    following = [*first[1:], last[-1]] if last else []
    return [at for at, after in zip(first, following, strict=True) if last[bisect_right(last, at)] <= after]


def cliques(spans: Mapping[int, tuple[int, int]], least: int = 2) -> Iterator[frozenset[int]]:
    """Those sets themselves, of so many members at least."""
    for at in moments((begin for begin, _ in spans.values()), (end for _, end in spans.values())):
        members = frozenset(n for n, (begin, end) in spans.items() if begin <= at < end)
        if len(members) >= least:
            yield members
