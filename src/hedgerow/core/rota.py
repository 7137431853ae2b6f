"""How far ahead a rota speaks.

A rota is published for some weeks at a time. Its end is told from its last entry: on the local day after it a person
may count, and beyond that nobody knows yet whether a day is free. A quiet stretch between two entries is known.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hedgerow.core.boundary import Boundary, Off, time_off
from hedgerow.core.occurrence import Occurrence
from hedgerow.core.span import Span, subtract

AHEAD = timedelta(weeks=3)
"""How much further than all else a rota is read, so that weeks without an entry are not taken for its end."""
_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)


def end_of_rota(entries: Iterable[Occurrence], known: Span, boundary: Boundary) -> datetime:
    """The start of `known` when there are no entries."""
    last = max((entry.span.end for entry in entries), default=None)
    if last is None:
        return known.start
    return boundary.start_of(boundary.local_day(last - _TICK) + 2 * _DAY)


def unpublished(boundary: Boundary) -> tuple[Span, ...]:
    """Time of which nobody knows whether it will be free. On leave no shift takes place, published or not."""
    rota = boundary.rota
    if rota is None or rota.ends is None or rota.ends >= rota.known.end:
        return ()
    return subtract([Span(rota.ends, rota.known.end)], time_off(boundary, Off.LEAVE, Off.UNPLUGGED))
