"""`ports.Outbox` on SQL. Every change is one compare-and-set, so that of many callers one wins."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from hedgerow.adapters.store.rows import seconds
from hedgerow.adapters.store.schema import LETTER
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.ports import LetterState, PersonId, Refused

STALE = timedelta(minutes=15)

_FROM: Mapping[LetterState, tuple[LetterState, ...]] = {
    LetterState.CLAIMED: (),
    LetterState.HANDING_OVER: (LetterState.CLAIMED,),
    LetterState.SENT: (LetterState.CLAIMED, LetterState.HANDING_OVER, LetterState.UNCERTAIN, LetterState.SENT),
    LetterState.UNCERTAIN: (LetterState.CLAIMED, LetterState.HANDING_OVER, LetterState.UNCERTAIN),
}
"""Which states a letter may leave for each. HANDING_OVER only from CLAIMED: two claimers cannot both pass."""


class SqlOutbox:
    """Remembers which claims it made itself: one that was slow and lost its claim can no longer touch the letter."""

    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person
        self._claimed: dict[tuple[str, str], int] = {}

    def claim(self, kind: str, week: str, at: datetime) -> bool:
        fresh = {"state": LetterState.CLAIMED.value, "claimed_at": seconds(at), "settled_at": None}
        stale = (LETTER.c.state == LetterState.CLAIMED.value, LETTER.c.claimed_at <= seconds(at - STALE))
        with writing(self._engine) as connection:
            again = update(LETTER).where(*self._key(kind, week), *stale).values(**fresh)
            if connection.execute(again).rowcount == 0:
                try:
                    connection.execute(insert(LETTER).values(person=self._person, kind=kind, week=week, **fresh))
                except IntegrityError:
                    return False
        self._claimed[kind, week] = seconds(at)
        return True

    def settle(self, kind: str, week: str, state: LetterState, at: datetime) -> None:
        """Raises Refused when the letter is not this caller's to settle so, which means: do not send it."""
        possible = LETTER.c.state.in_([before.value for before in _FROM[state]])
        settled = update(LETTER).where(*self._mine(kind, week), possible)
        with writing(self._engine) as connection:
            if connection.execute(settled.values(state=state.value, settled_at=seconds(at))).rowcount == 0:
                raise Refused(f"The {kind} letter of {week} cannot become {state} now: somebody else took it over.")

    def release(self, kind: str, week: str) -> None:
        """Does nothing to a letter that was sent, or that somebody else has claimed since."""
        unsent = LETTER.c.state != LetterState.SENT.value
        with writing(self._engine) as connection:
            connection.execute(delete(LETTER).where(*self._mine(kind, week), unsent))
        self._claimed.pop((kind, week), None)

    def state(self, kind: str, week: str) -> LetterState | None:
        with reading(self._engine) as connection:
            found = connection.execute(select(LETTER.c.state).where(*self._key(kind, week))).scalar_one_or_none()
        return LetterState(found) if found else None

    def doubtful(self, kind: str, now: datetime) -> Sequence[str]:
        found = select(LETTER.c.week).where(LETTER.c.person == self._person, LETTER.c.kind == kind, _may_have_gone(now))
        with reading(self._engine) as connection:
            return connection.execute(found.order_by(LETTER.c.week)).scalars().all()

    def claim_doubtful(self, kind: str, week: str, at: datetime) -> bool:
        fresh = {"state": LetterState.CLAIMED.value, "claimed_at": seconds(at), "settled_at": None}
        again = update(LETTER).where(*self._key(kind, week), _may_have_gone(at)).values(**fresh)
        with writing(self._engine) as connection:
            if connection.execute(again).rowcount == 0:
                return False
        self._claimed[kind, week] = seconds(at)
        return True

    def _key(self, kind: str, week: str) -> tuple[ColumnElement[bool], ...]:
        return LETTER.c.person == self._person, LETTER.c.kind == kind, LETTER.c.week == week

    def _mine(self, kind: str, week: str) -> tuple[ColumnElement[bool], ...]:
        """The letter, unless it was claimed by this outbox and then by another one."""
        claimed = self._claimed.get((kind, week))
        key = self._key(kind, week)
        return key if claimed is None else (*key, LETTER.c.claimed_at == claimed)


def _may_have_gone(now: datetime) -> ColumnElement[bool]:
    cut_short = and_(LETTER.c.state == LetterState.HANDING_OVER.value, LETTER.c.claimed_at <= seconds(now - STALE))
    return or_(LETTER.c.state == LetterState.UNCERTAIN.value, cut_short)
