"""`ports.Proposals` on SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, insert, select, update

from hedgerow.adapters.store.rows import instant, seconds
from hedgerow.adapters.store.schema import PROPOSAL
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.core.policy.said import Proposed, State
from hedgerow.ports import PersonId


class SqlProposals:
    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person

    def load(self) -> Sequence[Proposed]:
        mine = select(PROPOSAL).where(PROPOSAL.c.person == self._person).order_by(PROPOSAL.c.week)
        with reading(self._engine) as connection:
            return [_read(row._asdict()) for row in connection.execute(mine)]

    def add(self, proposed: Proposed) -> bool:
        with writing(self._engine) as connection:
            there = select(PROPOSAL.c.week).where(PROPOSAL.c.person == self._person, PROPOSAL.c.week == proposed.week)
            if connection.execute(there).first() is not None:
                return False
            connection.execute(insert(PROPOSAL).values(person=self._person, week=proposed.week, **_write(proposed)))
        return True

    def decide(self, decided: Proposed, expected: State) -> bool:
        one = (PROPOSAL.c.person == self._person, PROPOSAL.c.week == decided.week, PROPOSAL.c.state == expected.value)
        with writing(self._engine) as connection:
            return connection.execute(update(PROPOSAL).where(*one).values(**_write(decided))).rowcount == 1


def _write(proposed: Proposed) -> dict[str, Any]:
    return {
        "subject": proposed.subject,
        "content": dict(proposed.content),
        "state": proposed.state.value,
        "decided_at": None if proposed.decided_at is None else seconds(proposed.decided_at),
    }


def _read(row: Mapping[str, Any]) -> Proposed:
    decided = row["decided_at"]
    return Proposed(
        week=row["week"],
        subject=row["subject"],
        content=row["content"],
        state=State(row["state"]),
        decided_at=None if decided is None else instant(decided),
    )
