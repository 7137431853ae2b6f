"""`ports.Ledger` on SQL. Each call is one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from hedgerow.adapters.store.rows import read_booking, read_intent, seconds, write_booking, write_intent
from hedgerow.adapters.store.schema import ACTION, APPROVAL, BOOKING, INTENT, LEASE
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.core.action import Action, Verb
from hedgerow.core.block import BlockId, Booking
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Observation
from hedgerow.ports import Intent, Origin, PersonId, PlanId, Refused


class SqlLedger:
    """Remembers under which lease its run began to write, so that a run that slept meanwhile writes no more."""

    def __init__(self, engine: Engine, person: PersonId) -> None:
        self._engine = engine
        self._person = person
        self._lease: tuple[PlanId, int] | None = None

    def bookings(self) -> Sequence[Booking]:
        chosen = select(BOOKING).where(BOOKING.c.person == self._person)
        with reading(self._engine) as connection:
            bookings = [read_booking(row._asdict()) for row in connection.execute(chosen)]
        # sorted here, because databases differ in how they order text
        return sorted(bookings, key=lambda booking: booking.block)

    def open_intents(self) -> Sequence[Intent]:
        # by number: a clock set back must not turn them round
        mine = (INTENT.c.person == self._person, INTENT.c.verb.in_(list(Verb)))
        chosen = select(INTENT).where(*mine).order_by(INTENT.c.id)
        with reading(self._engine) as connection:
            return [read_intent(row._asdict()) for row in connection.execute(chosen)]

    def note(self, observations: Sequence[Observation], at: datetime, by: Origin | None = None) -> None:
        if not observations:
            return
        ours = {"plan": by.plan if by else "", "undoes": by.undoes if by else None, "earlier": ""}
        with writing(self._engine) as connection:
            for seen in observations:
                before = write_booking(seen.before) if seen.before else None
                after = self._record(connection, seen.booking, at)
                entry = {"what": seen.edit.value, "before": before, "after": after, "reason": seen.reason}
                self._append(connection, seen.booking.block, at, entry | ours | {"calendar": seen.booking.calendar})

    def begin(self, action: Action, calendar: CalendarId, origin: Origin) -> None:
        self.open_row(write_intent(action, calendar, origin), origin)

    def open_row(self, row: Mapping[str, Any], origin: Origin) -> None:
        """An intent, of whatever kind. Raises what `begin` raises."""
        with writing(self._engine) as connection:
            epoch = self._hold_lease(connection, origin.plan)
            try:
                connection.execute(insert(INTENT).values(person=self._person, **row, epoch=epoch))
            except IntegrityError as error:
                raise Refused(f"Block {row['block']}: an earlier write has not been settled yet.") from error
        self._lease = (origin.plan, epoch)

    def finish(self, booking: Booking, at: datetime) -> None:
        with writing(self._engine) as connection:
            entry = self._close(connection, booking.block)
            after = self._record(connection, booking, at)
            self._append(connection, booking.block, at, entry | {"after": after})

    def abandon(self, block: BlockId, at: datetime, reason: str) -> None:
        self.close_row(block, at, {"failure": reason})

    def close_row(self, block: BlockId, at: datetime, outcome: Mapping[str, Any]) -> None:
        """Its intent becomes a line of the history, with the columns of `outcome`."""
        with writing(self._engine) as connection:
            entry = self._close(connection, block)
            self._append(connection, block, at, {**entry, **outcome})

    def approved(self) -> frozenset[CalendarId]:
        chosen = select(APPROVAL.c.calendar).where(
            APPROVAL.c.person == self._person, APPROVAL.c.calendar.not_like("%/%")
        )
        with reading(self._engine) as connection:
            return frozenset(CalendarId(name) for name in connection.execute(chosen).scalars())

    def approve(self, calendar: CalendarId, at: datetime) -> None:
        mine = (APPROVAL.c.person == self._person, APPROVAL.c.calendar == calendar)
        with writing(self._engine) as connection:
            if connection.execute(select(APPROVAL.c.at).where(*mine)).one_or_none() is None:
                connection.execute(insert(APPROVAL).values(person=self._person, calendar=calendar, at=seconds(at)))

    def _hold_lease(self, connection: Connection, plan: PlanId) -> int:
        """The epoch under which the run writes: a new one for its first write, later only while it is the last."""
        mine = LEASE.c.person == self._person
        last: int | None = connection.execute(select(LEASE.c.epoch).where(mine)).scalar_one_or_none()
        if self._lease is not None and self._lease[0] == plan:
            if last != self._lease[1]:
                raise Refused(
                    "A later run took over while this one slept, so it writes no more: look at `hedgerow log`."
                )
            return self._lease[1]
        if last is None:
            connection.execute(insert(LEASE).values(person=self._person, epoch=1))
            return 1
        connection.execute(update(LEASE).where(mine).values(epoch=last + 1))
        return last + 1

    def _close(self, connection: Connection, block: BlockId) -> dict[str, Any]:
        """Removes the open intent, and gives what the history keeps of it."""
        mine = (INTENT.c.person == self._person, INTENT.c.block == block)
        kept = (INTENT.c.calendar, INTENT.c.before, INTENT.c.reason, INTENT.c.plan, INTENT.c.earlier, INTENT.c.undoes)
        columns = (INTENT.c.verb.label("what"), *kept)
        row = connection.execute(select(*columns).where(*mine)).one_or_none()
        if row is None:
            raise Refused(f"Block {block}: no write of it was begun.")
        connection.execute(delete(INTENT).where(*mine))
        return row._asdict()

    def _record(self, connection: Connection, booking: Booking, at: datetime) -> dict[str, Any]:
        row = write_booking(booking)
        mine = (BOOKING.c.person == self._person, BOOKING.c.block == booking.block)
        changed = connection.execute(update(BOOKING).where(*mine).values(**row, changed_at=seconds(at)))
        if changed.rowcount == 0:
            stamps = {"recorded_at": seconds(at), "changed_at": seconds(at)}
            connection.execute(insert(BOOKING).values(person=self._person, **row, **stamps))
        return row

    def _append(self, connection: Connection, block: BlockId, at: datetime, entry: Mapping[str, Any]) -> None:
        connection.execute(insert(ACTION).values(person=self._person, block=block, at=seconds(at), **entry))
