"""What is to be planned, and the pieces that stand for places: piece n is what candidate n means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from hedgerow.core.block import IntentionId
from hedgerow.core.board import Board, Piece
from hedgerow.core.days import Week
from hedgerow.core.intention import MINUTE, Intention
from hedgerow.core.search.problem import Choice

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
OUTSIDE = -1
"""The number of every week that is not planned."""
Key = tuple[IntentionId, datetime, datetime]
"""Of a place: whose, from when and until when."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is to be planned: a board where all that stands is, and the same board as the rule of placement fills it."""

    board: Board
    by_rule: Board
    wishes: Mapping[Week, Sequence[Intention]]
    now: datetime
    firm: Sequence[Piece] = field(init=False)
    _weeks: dict[date, int] = field(init=False)

    def __post_init__(self) -> None:
        weeks = {day: number for number, week in enumerate(self.wishes) for day in week.days}
        object.__setattr__(self, "_weeks", weeks)
        object.__setattr__(self, "firm", [p for p in self.board.pieces if p.stays or p.day not in weeks])

    @property
    def loose(self) -> list[Piece]:
        """What stands and may move: on the board, or without a place there."""
        known = [p for p in self.board.pieces if not p.stays] + sorted(self.board.reserved, key=lambda p: p.order)
        return [p for p in known if self.week(p.day) != OUTSIDE]

    def week(self, day: date) -> int:
        return self._weeks.get(day, OUTSIDE)


@dataclass(slots=True)
class Asked:
    """A problem in the making; piece n is what candidate n means."""

    ground: Ground
    bare: Board
    """With nothing on it but what is firm."""
    pieces: list[Piece] = field(default_factory=list)
    _numbers: dict[Key, int] = field(default_factory=dict)

    def offer(self, piece: Piece) -> None:
        """The first of a place stays what it is. What is firm may lie twice in one place."""
        key, number = key_of(piece), len(self.pieces)
        if self._numbers.setdefault(key, number) == number or piece in self.bare.of(piece.intention):
            self.pieces.append(piece)

    def numbers(self, pieces: Sequence[Piece]) -> Choice:
        """What is firm, and these."""
        firm = range(len(self.ground.firm))
        return tuple(sorted({*firm, *self.numbers_of(pieces)}))

    def numbers_of(self, pieces: Sequence[Piece]) -> frozenset[int]:
        """Of those that were offered."""
        return frozenset(self._numbers[key] for key in map(key_of, pieces) if key in self._numbers)


def key_of(piece: Piece) -> Key:
    span = piece.span
    return piece.intention.id, span.start, span.end


def minutes_of(at: datetime) -> int:
    return (at - EPOCH) // MINUTE
