"""Work occurrence × personal time → intrusions."""

from dataclasses import dataclass
from enum import StrEnum

from hedgerow.core.block import BlockId
from hedgerow.core.domains import Domain
from hedgerow.core.span import Span
from hedgerow.core.timeline import Entry


class Kind(StrEnum):
    EARLY = "early"
    """Before the day's first window."""
    EVENING = "evening"
    """After the day's last window."""
    NIGHT = "night"
    DAY_OFF = "day-off"
    BREAK = "break"
    """Between two windows of a day."""
    OVER_BLOCK = "over-block"
    OVER_PERSONAL = "over-personal"


@dataclass(frozen=True, slots=True)
class Protected:
    """Where a block of ours stands or stood."""

    block: BlockId
    span: Span
    title: str
    domains: frozenset[Domain]


@dataclass(frozen=True, slots=True)
class Intrusion:
    """One span of one kind. A meeting from 17:30 to 23:00 gives two: evening, night."""

    entry: Entry
    """The work that came in."""
    kind: Kind
    span: Span
    minutes: int
    """Of personal time taken, each minute counted once in a list of intrusions; 0 over a block that is itself work."""
    over: Entry | Protected | None = None
    """What it lies over, for the last two kinds."""
