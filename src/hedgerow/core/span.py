"""Half-open spans of time in UTC: [start, end).

UTC because subtracting two datetimes of one zone gives wall-clock time, which is wrong by an hour across a DST change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter

_START, _END = attrgetter("start"), attrgetter("end")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Raises ValueError unless both ends are UTC and the end is not before the start."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError(f"a span is in UTC: {self.start!r} to {self.end!r}")
        if self.end < self.start:
            raise ValueError(f"a span ends after it starts: {self.start} to {self.end}")

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """Whole elapsed minutes, rounded down."""
        return (self.end - self.start) // _MINUTE

    @property
    def middle(self) -> datetime:
        return self.start + self.length / 2

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Spans that only touch do not overlap; an empty span overlaps nothing."""
        return self.start < other.end and other.start < self.end and self.start < self.end and other.start < other.end

    def clip(self, other: "Span") -> "Span | None":
        """The part they share, or None when that part is empty."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return _between(start, end, self, other) if start < end else None

    def widen(self, before: timedelta, after: timedelta) -> "Span":
        return Span(self.start - before, self.end + after)


def _between(start: datetime, end: datetime, one: Span, other: Span) -> Span:
    """Whichever of the two it is, when it is one of them: most parts are wholes, and a new span is checked anew."""
    if one.start == start and one.end == end:
        return one
    return other if other.start == start and other.end == end else Span(start, end)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same instants as ordered spans that neither overlap nor touch. Empty spans vanish."""
    ordered = sorted([span for span in spans if span.start < span.end], key=_START)
    if len(ordered) < 2:
        return tuple(ordered)
    merged: list[Span] = []
    first, end = ordered[0], ordered[0].end
    for span in ordered:
        if end < span.start:
            merged.append(first if first.end == end else Span(first.start, end))
            first, end = span, span.end
        elif end < span.end:
            end = span.end
    merged.append(first if first.end == end else Span(first.start, end))
    return tuple(merged)


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of `spans`, merged, without any instant of `holes`. Linear after sorting."""
    left: list[Span] = []
    cuts = merge(holes)
    first = 0
    for span in merge(spans):
        while first < len(cuts) and cuts[first].end <= span.start:
            first += 1
        if first == len(cuts) or span.end <= cuts[first].start:
            left.append(span)
            continue
        start = span.start
        for place in range(first, len(cuts)):
            cut = cuts[place]
            if cut.start >= span.end:
                break
            if start < cut.start:
                left.append(Span(start, cut.start))
            start = max(start, cut.end)
        if start < span.end:
            left.append(Span(start, span.end))
    return tuple(left)


def intersect(these: Iterable[Span], those: Iterable[Span]) -> tuple[Span, ...]:
    """The instants in both, merged. Linear after sorting."""
    left, right = merge(these), merge(those)
    shared: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        one, other = left[i], right[j]
        if one.start < other.end and other.start < one.end:
            shared.append(_between(max(one.start, other.start), min(one.end, other.end), one, other))
        if one.end <= other.end:
            i += 1
        else:
            j += 1
    return tuple(shared)


def meet(these: Sequence[Span], those: Sequence[Span]) -> Iterator[tuple[int, int, Span]]:
    """The places of each two that overlap, with what they share. Both are in order of start, whatever their ends.

    A sweep: whichever begins first meets all that begin while it lasts, so every step but the first finds a pair.
    """
    i = j = 0
    while i < len(these) and j < len(those):
        one, other = these[i], those[j]
        if one.start <= other.start:
            for place, part in _begun_within(one, those, j) if other.start < one.end else ():
                yield i, place, part
            i += 1
        else:
            for place, part in _begun_within(other, these, i) if one.start < other.end else ():
                yield place, j, part
            j += 1


def _begun_within(span: Span, others: Sequence[Span], first: int) -> Iterator[tuple[int, Span]]:
    for place in range(first, len(others)):
        other = others[place]
        if other.start >= span.end:
            return
        if other.start < other.end:
            yield place, other if other.end <= span.end else Span(other.start, span.end)


def overlapping(spans: Sequence[Span], wide: Span) -> Sequence[Span]:
    """Those of merged spans that overlap the wide one, searched for instead of scanned."""
    return spans[bisect_right(spans, wide.start, key=_END) : bisect_left(spans, wide.end, key=_START)]


def total_minutes(spans: Iterable[Span]) -> int:
    """Minutes in at least one of the spans; instants shared by several count once."""
    return sum((span.end - span.start for span in merge(spans)), timedelta()) // _MINUTE
