"""Proposals in memory. The contract in tests/adapters/contract_proposals.py holds for them and for the real ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hedgerow.core.policy.said import Proposed, State


@dataclass
class MemoryProposals:
    made: dict[str, Proposed] = field(default_factory=dict)

    def load(self) -> Sequence[Proposed]:
        return [self.made[week] for week in sorted(self.made)]

    def add(self, proposed: Proposed) -> bool:
        return self.made.setdefault(proposed.week, proposed) is proposed

    def decide(self, decided: Proposed, expected: State) -> bool:
        there = self.made.get(decided.week)
        if there is None or there.state is not expected:
            return False
        self.made[decided.week] = decided
        return True
