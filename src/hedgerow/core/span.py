"""Half-open spans of time in UTC: [start, end).

UTC because subtracting two datetimes of one zone gives wall-clock time, which is wrong by an hour across a DST change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


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
        return int(self.length.total_seconds()) // 60

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
        return Span(start, end) if start < end else None

    def widen(self, before: timedelta, after: timedelta) -> "Span":
        return Span(self.start - before, self.end + after)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same instants as ordered spans that neither overlap nor touch. Empty spans vanish."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if span.start == span.end:
            continue
        if not merged or merged[-1].end < span.start:
            merged.append(span)
        elif merged[-1].end < span.end:
            merged[-1] = Span(merged[-1].start, span.end)
    return tuple(merged)


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of `spans`, merged, without any instant of `holes`. Linear after sorting."""
    left: list[Span] = []
    cuts = merge(holes)
    first = 0
    for span in merge(spans):
        while first < len(cuts) and cuts[first].end <= span.start:
            first += 1
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
            shared.append(one if other.covers(one) else Span(max(one.start, other.start), min(one.end, other.end)))
        if one.end <= other.end:
            i += 1
        else:
            j += 1
    return tuple(shared)


def overlapping(spans: Sequence[Span], wide: Span) -> Sequence[Span]:
    """Those of merged spans that overlap the wide one, searched for instead of scanned."""
    first = bisect_right(spans, wide.start, key=lambda span: span.end)
    return spans[first : bisect_left(spans, wide.end, key=lambda span: span.start)]


def total_minutes(spans: Iterable[Span]) -> int:
    """Minutes in at least one of the spans; instants shared by several count once."""
    return int(sum((span.length for span in merge(spans)), timedelta()).total_seconds()) // 60
