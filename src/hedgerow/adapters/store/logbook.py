"""`ports.Logbook` on SQL: the rows of `action`, which only the ledger writes."""

from collections.abc import Sequence

from sqlalchemy import Engine, select

from hedgerow.adapters.store.rows import read_entry
from hedgerow.adapters.store.schema import ACTION
from hedgerow.adapters.store.transactions import reading
from hedgerow.ports import Entry, EntryId, PersonId, PlanId


class SqlLogbook:
    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person

    def entries(self, last: int | None = None, plan: PlanId | None = None) -> Sequence[Entry]:
        # by number: a clock set back must not turn them round
        chosen = select(ACTION).where(ACTION.c.person == self._person).order_by(ACTION.c.id.desc()).limit(last)
        if plan is not None:
            chosen = chosen.where(ACTION.c.plan == plan)
        with reading(self._engine) as connection:
            newest_first = [read_entry(row._asdict()) for row in connection.execute(chosen)]
        return newest_first[::-1]

    def undone(self) -> frozenset[EntryId]:
        happened = (ACTION.c.person == self._person, ACTION.c.undoes.is_not(None), ACTION.c.failure.is_(None))
        with reading(self._engine) as connection:
            return frozenset(map(EntryId, connection.execute(select(ACTION.c.undoes).where(*happened)).scalars()))
