"""What a link of a letter is for. Opened, it asks; only a yes there does anything."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    SKIP = "skip"
    """`item`: a block, or an intention and a day, `run/2026-11-26`."""
    ACCEPT = "accept"
    """`item`: an intention and a day; empty: all that is planned."""
    MOVE = "move"
    """`item`: a block and its new start, `0un38@202611251915`."""
    EXPECT = "expect"
    """`item`: the name of a series."""
    UNEXPECT = "unexpect"
    ADOPT = "adopt"
    """The change of policy that the week's letter proposes."""
    DECLINE = "decline"
    REVERT = "revert"
    """Back to what the settings said before the change."""
    PAUSE = "pause"
    """`item`: days; empty: until the person resumes."""
    RESUME = "resume"
    STOP = "stop"
    """No more letters."""
    START = "start"
    UNDO = "undo"
    """`item`: a run of the ledger."""
    ANSWER = "answer"
    """Write into the journal."""
    READ = "read"
    """The letter, as a page."""


LASTING = (Kind.STOP, Kind.START, Kind.RESUME, Kind.ANSWER, Kind.READ)
"""Done again they do no harm, so that their links may be used again."""


@dataclass(frozen=True, slots=True)
class Errand:
    kind: Kind
    week: str
    """Of the letter: `2026-W47`."""
    item: str = ""

    @property
    def is_lasting(self) -> bool:
        return self.kind in LASTING


@dataclass(frozen=True, slots=True)
class Done:
    told: str
    """To the person, in a sentence; empty when it is not known what came of it."""
    undo: Errand | None = None


def moving(block: str, start: datetime) -> str:
    """The `item` of a move; to the minute."""
    return f"{block}@{start.astimezone(UTC):%Y%m%d%H%M}"


def moved(item: str) -> tuple[str, datetime]:
    """Raises ValueError."""
    block, _, start = item.rpartition("@")
    return block, datetime.strptime(start, "%Y%m%d%H%M").replace(tzinfo=UTC)


def expiry(kind: Kind, made: datetime) -> datetime:
    """With the next letter and a day to spare; who wants no more letters can still say so in a year."""
    return made + (timedelta(days=366) if kind in (Kind.STOP, Kind.START) else timedelta(days=8))
