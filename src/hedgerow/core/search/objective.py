"""What a place is worth, in whole points: only ratios matter.

One more block of any length (at least 0.4 of its priority's worth) outweighs a full one of the priority below (at most
1.2 of a quarter); no preference suppresses a block that has a place; within a week from now no block moves for a better
time of day alone. Hours are worth their length, a little more in the first half of what is asked for; each chunk has
a fee, so that they are few, and one off its ideal length costs more than another one would. Bonuses for what stands
never fall as it comes nearer, and no two plans can gain from each other: planning again what was planned best gives
the same.
"""

from datetime import timedelta

from hedgerow.core.intention import Intention, Opening, Priority
from hedgerow.core.places import QUARTER
from hedgerow.core.span import Span

WORTH = {Priority.LOW: 50, Priority.NORMAL: 200, Priority.HIGH: 800, Priority.CRITICAL: 3200}
MOST_PREFERENCE = 12
BY_RULE = 4
"""For the place that the rule of placement takes: even days, the nearest start, little moved."""
CHUNK_FEE = 6
_LONGER, _SHORTER = 12, 3
"""For a chunk that is longer than its ideal by all of that, or shorter: two of half the length have two fees."""
_OUTSIDE = 3
_HALF_HOUR = timedelta(minutes=30)
_SOON, _THIS_WEEK = timedelta(days=2), timedelta(days=7)


def rewards(wish: Intention, asked: int) -> tuple[int, ...]:
    """The first blocks are worth more than the last, so that nothing starves; a lone one its plain worth.

    Of each quarter of an hour, where hours are asked for; `asked` is in minutes then.
    """
    worth = WORTH[wish.priority]
    if wish.is_in_hours:
        first, last = -(-asked // QUARTER // 2), asked // QUARTER // 2
        return (11 * worth // 40,) * first + (9 * worth // 40,) * last
    if asked <= 1:
        return (worth,) * asked
    return tuple(worth * (12 * (asked - 1) - 4 * n) // (10 * (asked - 1)) for n in range(asked))


def units(wish: Intention, span: Span) -> int:
    """What a block adds to what is asked for, as `rewards` count it."""
    return _up(span.minutes, QUARTER) if wish.is_in_hours else 1


def chunk_fee(wish: Intention, span: Span) -> int:
    """For fewer and longer chunks of hours, each near its ideal length."""
    if not wish.is_in_hours:
        return 0
    ideal = wish.length.ideal
    longer, shorter = max(0, span.minutes - ideal), max(0, ideal - span.minutes)
    return CHUNK_FEE + _up(_LONGER * longer, ideal) + _up(_SHORTER * shorter, ideal)


def shrink(wish: Intention, span: Span) -> int:
    """Up to 0.4 of its worth for a block at its minimum; hours are worth their length as it is."""
    if wish.is_in_hours:
        return 0
    length = wish.length
    if length.ideal == length.minimum:
        return 0
    short = max(0, length.ideal - span.minutes)
    return _up(4 * WORTH[wish.priority] * short, 10 * (length.ideal - length.minimum)) if short else 0


def preference(wish: Intention, span: Span, openings: tuple[Opening, ...]) -> int:
    """A point for each half hour away from the ideal start, three for each outside of the soft windows; nothing where
    none is named."""
    if wish.ideal_start is None and not wish.soft_windows:
        return 0
    away = outside = timedelta()
    around = [opening for opening in openings if opening.admits(span)]
    if wish.ideal_start is not None:
        away = min([abs(span.start - opening.wished) for opening in around], default=away)
    if wish.soft_windows:
        outside = min([opening.disliked(span) for opening in around], default=outside)
    points = -(-away // _HALF_HOUR)
    return min(MOST_PREFERENCE, points - _OUTSIDE * (-outside // _HALF_HOUR) if outside else points)


def uncertain(wish: Intention, span: Span, overlap: timedelta) -> int:
    """For a place under something tentative: worth having still, and less than any other of that length."""
    if not overlap:
        return 0
    worth = WORTH[wish.priority] * (span.minutes if wish.is_in_hours else 60) // 60
    quarters = -(-overlap // timedelta(minutes=QUARTER))
    return max(MOST_PREFERENCE + BY_RULE + 1, min(3 * worth // 10, _up(worth, 20) * quarters))


def bonus(wish: Intention, ahead: timedelta, *, is_left: bool) -> int:
    """For a block that stands there. One that the rule leaves there does not give way to one more of its priority
    (at most 1.2 of its worth), nor shrink or grow for it; where something more important needs its place, it may."""
    near = 25 if ahead < _SOON else 15 if ahead <= _THIS_WEEK else 10
    hours = _up(wish.length.maximum, 60) if wish.is_in_hours else 1
    return near + (WORTH[wish.priority] * 3 // 2 * hours if is_left else 0)


def _up(part: int, whole: int) -> int:
    return -(-part // whole) if whole else 0
