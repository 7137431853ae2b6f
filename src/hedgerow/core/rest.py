"""Rest between stretches of work, as Directive 2003/88/EC counts it, from work that is known to the minute."""

from collections.abc import Iterable
from datetime import timedelta

from hedgerow.core.span import Span, merge, subtract

_DAY = timedelta(hours=24)
_WEEK = timedelta(days=7)
LONG_DAY = timedelta(hours=6)


def daily_rests(work: Iterable[Span]) -> tuple[Span, ...]:
    """The rest of each working day (article 3), where work lies on both sides of it.

    A working day begins with the first work after the rest before it; its rest is the longest gap that begins within
    24 hours from there, of equal ones the later. So an afternoon between two work windows of a split day is not taken
    for the night, and a night shift rests by day.
    """
    stretches = merge(work)
    rests: list[Span] = []
    first = 0
    while first + 1 < len(stretches):
        ends = stretches[first].start + _DAY
        last = first
        while last + 2 < len(stretches) and stretches[last + 1].end < ends:
            last += 1
        gaps = [Span(stretches[n].end, stretches[n + 1].start) for n in range(first, last + 1)]
        longest = max(range(len(gaps)), key=lambda n: (gaps[n].length, n))
        rests.append(gaps[longest])
        first += longest + 1
    return tuple(rests)


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
