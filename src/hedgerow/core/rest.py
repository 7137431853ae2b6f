"""Rest between stretches of work, as Directive 2003/88/EC counts it, from work that is known to the minute."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

from hedgerow.core.span import Span, merge, overlapping, subtract

WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
LONG_DAY = timedelta(hours=6)
LONGEST_NIGHT = timedelta(hours=36)
"""A rest longer than this is days off, no night between two working days."""


def nightly_rests(work: Iterable[Span], nights: Iterable[Span], on_call: Iterable[Span] = ()) -> tuple[Span, ...]:
    """For each night between two working days: the longest gap that reaches into it (article 3).

    So a call at one in the morning cuts a night in two, the free afternoon of a split day is not taken for a night, and
    after a night that was worked through the rest is the longest that begins before the next. A night of days off, or
    beside which no more work is known, has none. Time on call is no rest, and of the gap the longest piece without it
    counts.
    """
    stretches = merge(work)
    gaps = [Span(before.end, after.start) for before, after in pairwise(stretches)]
    aside = merge(on_call)
    found = ((night, _gap_of(night, gaps)) for night in nights if _is_between(night, stretches))
    return tuple(_rested(night, gap, aside) for night, gap in found if gap and gap.length <= LONGEST_NIGHT)


def _is_between(night: Span, stretches: Sequence[Span]) -> bool:
    return bool(stretches) and stretches[0].start <= night.start and night.end <= stretches[-1].end


def _gap_of(night: Span, gaps: Sequence[Span]) -> Span | None:
    after, until = (bisect_left(gaps, at, key=lambda gap: gap.start) for at in (night.end, night.start + _DAY))
    reaching = overlapping(gaps, night) or gaps[after : max(until, after + 1)]
    return max(reaching, key=lambda gap: (gap.length, gap.start), default=None)


def _rested(night: Span, gap: Span, on_call: Sequence[Span]) -> Span:
    pieces = subtract([gap], overlapping(on_call, gap)) if on_call else (gap,)
    reaching = [piece for piece in pieces if piece.overlaps(night)] or pieces
    return max(reaching, key=lambda piece: (piece.length, piece.start), default=Span(gap.start, gap.start))


def longest_rest(work: Iterable[Span], week: Span, on_call: Iterable[Span] = ()) -> Span:
    """The longest time without work and not on call (article 5), empty when there is none.

    One that reaches over the border counts whole for the week that holds more of it, and only its own part for the
    other, so a weekend cut by a week that begins on Sunday is no loss, and no rest serves two weeks whole.
    """
    wide = week.widen(WEEK, WEEK)
    candidates = [Span(week.start, week.start)]
    for gap in overlapping(subtract([wide], [*work, *on_call]), week):
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
