"""An outbox in memory. The contract in tests/adapters/contract_outbox.py holds for it and for the real one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hedgerow.ports import LetterState, Refused

Key = tuple[str, str]
Letter = tuple[LetterState, datetime]
"""Its state, and when it was claimed."""

_BEFORE = {
    LetterState.CLAIMED: set(),
    LetterState.HANDING_OVER: {LetterState.CLAIMED},
    LetterState.SENT: set(LetterState),
    LetterState.UNCERTAIN: set(LetterState) - {LetterState.SENT},
}


@dataclass
class MemoryOutbox:
    """Several of them share the letters that they are given, as processes share a database."""

    letters: dict[Key, Letter] = field(default_factory=dict)
    claimed: dict[Key, datetime] = field(default_factory=dict)

    def claim(self, kind: str, week: str, at: datetime) -> bool:
        state, since = self.letters.get((kind, week), (None, at))
        if state and (state is not LetterState.CLAIMED or at - since < timedelta(minutes=15)):
            return False
        self.letters[kind, week] = (LetterState.CLAIMED, at)
        self.claimed[kind, week] = at
        return True

    def settle(self, kind: str, week: str, state: LetterState, at: datetime) -> None:
        letter = self._mine((kind, week))
        if letter is None or letter[0] not in _BEFORE[state]:
            raise Refused(f"The {kind} letter of {week} cannot become {state} now: somebody else took it over.")
        self.letters[kind, week] = (state, letter[1])

    def release(self, kind: str, week: str) -> None:
        letter = self._mine((kind, week))
        if letter and letter[0] is not LetterState.SENT:
            del self.letters[kind, week]
        self.claimed.pop((kind, week), None)

    def state(self, kind: str, week: str) -> LetterState | None:
        letter = self.letters.get((kind, week))
        return letter[0] if letter else None

    def doubtful(self, kind: str, now: datetime) -> Sequence[str]:
        return sorted(week for of, week in self.letters if of == kind and self._may_have_gone((of, week), now))

    def claim_doubtful(self, kind: str, week: str, at: datetime) -> bool:
        if not self._may_have_gone((kind, week), at):
            return False
        self.letters[kind, week] = (LetterState.CLAIMED, at)
        self.claimed[kind, week] = at
        return True

    def _may_have_gone(self, key: Key, now: datetime) -> bool:
        state, since = self.letters.get(key, (None, now))
        cut_short = state is LetterState.HANDING_OVER and now - since >= timedelta(minutes=15)
        return cut_short or state is LetterState.UNCERTAIN

    def _mine(self, key: Key) -> Letter | None:
        letter = self.letters.get(key)
        lost = letter and self.claimed.get(key, letter[1]) != letter[1]
        return None if lost else letter
