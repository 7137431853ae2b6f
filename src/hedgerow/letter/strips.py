"""A day as a row of cells from left to right: position carries time, shape carries meaning.

Cells are placed by their share of the time that really passes, so a day of 23 or 25 hours stays true to itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from hedgerow.core.boundary import Boundary, on_call_time, working_time
from hedgerow.core.days import instant
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.report import Day
from hedgerow.core.span import Span

MORNING = 6 * 60
_HALF_HOUR = 30


class Look(StrEnum):
    """From the least to the most telling: where two meet, the later one shows."""

    IDLE = "idle"
    ON_CALL = "on-call"
    WINDOW = "window"
    WORK = "work"
    MOVED = "moved"
    """Where a block was promised that took place elsewhere."""
    KEPT = "kept"
    INTRUDING = "intruding"
    LOST = "lost"


SIGNS = {
    Look.IDLE: "·", Look.ON_CALL: "~", Look.WINDOW: "-", Look.WORK: "=", Look.INTRUDING: "#",
    Look.KEPT: "K", Look.MOVED: "M", Look.LOST: "L",
}  # fmt: skip
_QUIET = (Look.IDLE, Look.ON_CALL, Look.WINDOW)
_RANK = {look: place for place, look in enumerate(Look)}
_LOOK_OF_FATE = {Fate.KEPT: Look.KEPT, Fate.MOVED: Look.KEPT, Fate.LOST: Look.LOST}


@dataclass(frozen=True, slots=True)
class Cell:
    look: Look
    share: float
    """Percent of the row."""
    inner: Look | None = None
    """What lies inside a lost block."""
    opens: bool = True
    """False when the shape began in the cell before."""
    closes: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """The same for all days of a week."""

    opens: int
    """Wall-clock minutes: 06:00, or midnight when anything lies before."""

    @property
    def ticks(self) -> tuple[str, ...]:
        step = 3 if self.opens else 4
        return tuple(f"{hour:02d}" for hour in range(self.opens // 60, 24, step))

    def row(self, day: Day, boundary: Boundary) -> Span:
        return Span(instant(day.day, self.opens, boundary.zone), day.span.end)


@dataclass(frozen=True, slots=True)
class _Shape:
    look: Look
    span: Span


def choose_axis(days: Sequence[Day], boundary: Boundary) -> Axis:
    for day in days:
        morning = instant(day.day, MORNING, boundary.zone)
        if any(shape.span.start < morning for shape in _shapes(day, boundary)):
            return Axis(0)
    return Axis(MORNING)


def _shapes(day: Day, boundary: Boundary) -> tuple[_Shape, ...]:
    spans = [
        *((Look.ON_CALL, span) for span in on_call_time(boundary, day.span)),
        *((Look.WINDOW, span) for span in working_time(boundary, day.span)),
        *((Look.WORK, span) for span in day.work),
        *((Look.INTRUDING, span) for span in day.intruding),
        *((Look.MOVED, span) for span in day.left),
        *((_LOOK_OF_FATE[fate.fate], fate.span) for fate in day.fates),
    ]
    clipped = ((look, span.clip(day.span)) for look, span in spans)
    return tuple(_Shape(look, span) for look, span in clipped if span is not None)


@dataclass(frozen=True, slots=True)
class Placed:
    """A shape by its place in the row, in percent; shapes may lie over one another, the later ones on top."""

    look: Look
    left: float
    width: float


def place(day: Day, boundary: Boundary, axis: Axis) -> tuple[Placed, ...]:
    row = axis.row(day, boundary)
    inside = [(shape.look, shape.span.clip(row)) for shape in _shapes(day, boundary)]
    return tuple(
        Placed(look, 100 * ((span.start - row.start) / row.length), 100 * (span.length / row.length))
        for look, span in inside
        if span is not None
    )


def cells(day: Day, boundary: Boundary, axis: Axis) -> tuple[Cell, ...]:
    """Shares add up to 100."""
    row = axis.row(day, boundary)
    parts = [(shape.look, shape.span.clip(row)) for shape in _shapes(day, boundary)]
    shapes = [_Shape(look, span) for look, span in parts if span is not None]
    edges = {row.start, row.end, *(edge for s in shapes for edge in (s.span.start, s.span.end))}
    pieces = [(*_seen(Span(a, b), shapes), Span(a, b)) for a, b in pairwise(sorted(edges))]
    joined = [
        (shape, inner, Span(group[0][2].start, group[-1][2].end))
        for (shape, inner), run in groupby(pieces, key=lambda piece: piece[:2])
        for group in [list(run)]
    ]
    return tuple(_cell(shape, inner, span, row) for shape, inner, span in joined)


def _seen(piece: Span, shapes: Iterable[_Shape]) -> tuple[_Shape | None, Look | None]:
    """What shows in a piece that no edge cuts, and what shows inside it when that is a lost block."""
    here = sorted((s for s in shapes if s.span.overlaps(piece)), key=lambda s: (_RANK[s.look], s.span))
    if not here:
        return None, None
    inside = [s.look for s in here[:-1] if s.look in (Look.WORK, Look.INTRUDING)]
    return here[-1], (inside[-1] if inside and here[-1].look is Look.LOST else None)


def _cell(shape: _Shape | None, inner: Look | None, span: Span, row: Span) -> Cell:
    share = 100 * (span.length / row.length)
    if shape is None:
        return Cell(Look.IDLE, share)
    opens, closes = shape.span.start >= span.start, shape.span.end <= span.end
    return Cell(shape.look, share, inner, opens, closes)


def signs(day: Day, boundary: Boundary, axis: Axis) -> str:
    """One character for each half-hour that passes: what fills most of it."""
    row = axis.row(day, boundary)
    shown = cells(day, boundary, axis)
    columns = round(row.minutes / _HALF_HOUR)
    return "".join(SIGNS[_fullest(shown, 100 * n / columns, 100 * (n + 1) / columns)] for n in range(columns))


def _fullest(row: Iterable[Cell], left: float, right: float) -> Look:
    filled: dict[Look, float] = {}
    begin = 0.0
    for cell in row:
        part = min(right, begin + cell.share) - max(left, begin)
        # A hair's breadth is the rounding of floats, not time.
        if part > 1e-6:
            filled[cell.look] = filled.get(cell.look, 0.0) + part
        begin += cell.share
    return max(filled, key=lambda look: (look not in _QUIET, round(filled[look], 6), _RANK[look]))


def fates_of(day: Day, fate: Fate) -> tuple[BlockFate, ...]:
    return tuple(told for told in day.fates if told.fate is fate)
