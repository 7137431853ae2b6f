"""`ports.Replies` on SQL: beside the ledger's writes of blocks, in the same tables, and under the same lease.

A row of a reply has no booking. Its `block` is made of what names the invitation, and no block's id has a slash; what
was said to what lies in `event` of an intent and in `earlier` of the history, as JSON.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from hedgerow.adapters.store.ledger import SqlLedger
from hedgerow.adapters.store.rows import instant, read_response, seconds, write_response
from hedgerow.adapters.store.schema import ACTION, APPROVAL, INTENT
from hedgerow.adapters.store.transactions import reading, writing
from hedgerow.core.action import Reply
from hedgerow.core.block import BlockId
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reply import TRIES, InvitationId, Response
from hedgerow.ports import Origin, PersonId

_SWITCH = "replies/"
"""Before the name of a calendar in `approval`, which has no slash itself: a yes to replies, and no yes to blocks."""


class SqlReplies:
    def __init__(self, engine: Engine, person: PersonId, ledger: SqlLedger) -> None:
        self._engine = engine
        self._person = person
        self._ledger = ledger

    def since(self) -> Mapping[CalendarId, datetime]:
        chosen = select(APPROVAL.c.calendar, APPROVAL.c.at).where(*self._switches)
        with reading(self._engine) as connection:
            return {CalendarId(name.removeprefix(_SWITCH)): instant(at) for name, at in connection.execute(chosen)}

    def switch(self, calendars: Collection[CalendarId], at: datetime) -> None:
        there = self.since().keys()
        gone, new = there - set(calendars), sorted(set(calendars) - there)
        if not gone and not new:
            return
        with writing(self._engine) as connection:
            for name in sorted(gone):
                connection.execute(delete(APPROVAL).where(*self._switches, APPROVAL.c.calendar == _SWITCH + name))
            for name in new:
                row = {"person": self._person, "calendar": _SWITCH + name, "at": seconds(at)}
                connection.execute(insert(APPROVAL).values(**row))

    def begun(self) -> Sequence[Response]:
        mine = (INTENT.c.person == self._person, INTENT.c.verb.in_(list(Reply)))
        with reading(self._engine) as connection:
            rows = connection.execute(select(INTENT.c.event).where(*mine).order_by(INTENT.c.id))
            return [read_response(told) for told in rows.scalars()]

    def given(self) -> Mapping[tuple[CalendarId, InvitationId], int]:
        mine = (ACTION.c.person == self._person, ACTION.c.what == Reply.DECLINE.value)
        counts: dict[tuple[CalendarId, InvitationId], int] = {}
        with reading(self._engine) as connection:
            for told, failure in connection.execute(select(ACTION.c.earlier, ACTION.c.failure).where(*mine)):
                key = read_response(json.loads(told)).invitation.key
                counts[key] = counts.get(key, 0) + (TRIES if failure is None else 1)
        return counts

    def begin(self, response: Response, origin: Origin) -> None:
        told = write_response(response)
        self._ledger.open_row(
            {
                "block": block_of(response),
                "calendar": response.invitation.calendar,
                "verb": response.reply.value,
                "event": told,
                "before": None,
                "expected": None,
                "reason": response.reason,
                "begun_at": seconds(origin.at),
                "leaves": "",
                "earlier": json.dumps(told),
                "plan": origin.plan,
                "undoes": origin.undoes,
            },
            origin,
        )

    def finish(self, response: Response, at: datetime) -> None:
        self._ledger.close_row(block_of(response), at, {})

    def abandon(self, response: Response, at: datetime, reason: str) -> None:
        self._ledger.close_row(block_of(response), at, {"failure": reason})

    @property
    def _switches(self) -> tuple[Any, ...]:
        return APPROVAL.c.person == self._person, APPROVAL.c.calendar.startswith(_SWITCH)


def block_of(response: Response) -> BlockId:
    """What stands for it where blocks have their id."""
    return BlockId("/".join(response.invitation.key))
