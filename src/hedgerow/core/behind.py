"""What lies behind a stretch of time: the titles of its work, and the shifts of a rota, which have none."""

from collections.abc import Sequence
from datetime import timedelta

from hedgerow.core.boundary import Boundary, on_call_time, worked_shifts
from hedgerow.core.days import Weekday
from hedgerow.core.span import Span, meet, merge
from hedgerow.core.timeline import Entry

SHIFTS = "shifts of the rota"
"""What all shifts of a week are called where its hours are asked about."""


def spells_of(span: Span, boundary: Boundary) -> list[tuple[str, Span]]:
    """`the shift of Tue 14:00-22:00` and `on call Tue 20:00-06:00` that overlap the span, with their time."""
    on_call = on_call_time(boundary, span.widen(timedelta(days=1), timedelta(days=1)))
    return [
        *((f"on call {_clocks(piece, boundary)}", piece) for piece in on_call if piece.overlaps(span)),
        *((f"the shift of {_clocks(shift, boundary)}", shift) for shift in worked_shifts(boundary, span)),
    ]


def _clocks(shift: Span, boundary: Boundary) -> str:
    start = shift.start.astimezone(boundary.zone_on(boundary.local_day(shift.start)))
    end = shift.end.astimezone(boundary.zone_on(boundary.local_day(shift.end)))
    return f"{Weekday(start.weekday()).name.title()[:3]} {start:%H:%M}–{end:%H:%M}"


def largest(work: Sequence[Entry], spans: Sequence[Span], shifts: Sequence[tuple[str, Span]] = ()) -> tuple[str, ...]:
    """The titles with the largest shares of the spans, at most three; of equal ones the earlier first."""
    titled = [*((entry.occurrence.title, entry.span) for entry in work), *shifts]
    titled.sort(key=lambda each: each[1].start)
    shares: dict[str, timedelta] = {}
    for place, _, part in meet([span for _, span in titled], merge(spans)):
        title = titled[place][0]
        shares[title] = shares.get(title, timedelta()) + part.length
    return tuple(title for title, _ in sorted(shares.items(), key=lambda item: -item[1])[:3])
