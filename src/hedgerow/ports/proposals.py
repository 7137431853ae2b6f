"""Which changes of policy were proposed, and what the person said to them."""

from collections.abc import Sequence
from typing import Protocol

from hedgerow.core.policy.said import Proposed, State


class Proposals(Protocol):
    def load(self) -> Sequence[Proposed]:
        """All of one person, in order of week."""

    def add(self, proposed: Proposed) -> bool:
        """False, and nothing changes, when its week has one already."""

    def decide(self, decided: Proposed, expected: State) -> bool:
        """In place of the one of its week; False, and nothing changes, when that is not in the expected state."""
