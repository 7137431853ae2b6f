"""Rest between stretches of work, as Directive 2003/88/EC counts it, from work that is known to the minute."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

from hedgerow.core.span import Span, merge, subtract

_WEEK = timedelta(days=7)
LONG_DAY = timedelta(hours=6)
LONGEST_NIGHT = timedelta(hours=36)
"""A rest longer than this is days off, no night between two working days."""


def nightly_rests(work: Iterable[Span], nights: Iterable[Span]) -> tuple[Span, ...]:
    """For each night between two working days: the longest gap that reaches into it (article 3).

    So a call at one in the morning cuts a night in two, the free afternoon of a split day is not taken for a night, and
    after a night that was worked through the rest is the one that follows. A night of days off, or beside which no
    more work is known, has none.
    """
    stretches = merge(work)
    rests = (_rest_of(night, stretches) for night in nights)
    return tuple(rest for rest in rests if rest is not None and rest.length <= LONGEST_NIGHT)


def _rest_of(night: Span, stretches: Sequence[Span]) -> Span | None:
    if not stretches or night.start < stretches[0].start or stretches[-1].end < night.end:
        return None
    gaps = [Span(before.end, after.start) for before, after in pairwise(stretches)]
    reaching = [gap for gap in gaps if gap.overlaps(night)] or [gap for gap in gaps if gap.start >= night.end][:1]
    return max(reaching, key=lambda gap: (gap.length, gap.start), default=None)


def longest_rest(work: Iterable[Span], week: Span) -> Span:
    """The longest time without work (article 5), empty when there is none.

    One that reaches over the border counts whole for the week that holds more of it, and only its own part for the
    other, so a weekend cut by a week that begins on Sunday is no loss, and no rest serves two weeks whole.
    """
    wide = week.widen(_WEEK, _WEEK)
    candidates = [Span(week.start, week.start)]
    for gap in subtract([wide], work):
        part = gap.clip(week)
        if part is not None:
            candidates.append(gap if 2 * part.length >= gap.length else part)
    return max(candidates, key=lambda rest: (rest.length, rest.start))


def unbroken_work(work: Iterable[Span], pause: timedelta) -> tuple[tuple[Span, timedelta], ...]:
    """Work of more than 6 hours without a pause that long (article 4), each with the longest pause it had."""
    joined: list[tuple[Span, timedelta]] = []
    for stretch in merge(work):
        gap = stretch.start - joined[-1][0].end if joined else pause
        if gap < pause:
            before, longest = joined[-1]
            joined[-1] = (Span(before.start, stretch.end), max(longest, gap))
        else:
            joined.append((stretch, timedelta()))
    return tuple(found for found in joined if found[0].length > LONG_DAY)
