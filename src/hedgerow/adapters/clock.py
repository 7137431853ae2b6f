"""The one home of the clock and of chance, with a still clock and counted ids for the demo and tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from secrets import token_bytes

from hedgerow.core.block import BlockId

_BASE32HEX = "0123456789abcdefghijklmnopqrstuv"


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class StillClock:
    """Stands where it is set."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class RandomIds:
    def fresh(self) -> BlockId:
        """130 random bits."""
        return BlockId("".join(_BASE32HEX[byte & 31] for byte in token_bytes(26)))


@dataclass
class CountedIds:
    """`demo000001`, `demo000002`, …: fresh only within one folder that begins empty."""

    prefix: str = "demo"
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def fresh(self) -> BlockId:
        return BlockId(f"{self.prefix}{next(self._numbers):06d}")
