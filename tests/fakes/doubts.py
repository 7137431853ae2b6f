"""Doubts in memory; tests/adapters/contract_doubts.py holds for them and for the real ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hedgerow.core.doubt import Doubt


@dataclass
class MemoryDoubts:
    kept: Mapping[str, Doubt] = field(default_factory=dict)

    def load(self) -> Mapping[str, Doubt]:
        return self.kept

    def save(self, doubts: Mapping[str, Doubt]) -> None:
        self.kept = dict(doubts)
