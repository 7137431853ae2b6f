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
    starting: dict[int, list[int]] = {}
    for n, (begin, _) in sorted(spans.items()):
        starting.setdefault(begin, []).append(n)
    times = sorted(starting)
    there: list[int] = []
    at = 0
    for moment in moments(times, (end for _, end in spans.values())):
        while at < len(times) and times[at] <= moment:
            there += starting[times[at]]
            at += 1
        there = [n for n in there if spans[n][1] > moment]
        if len(there) >= least:
            yield frozenset(there)
