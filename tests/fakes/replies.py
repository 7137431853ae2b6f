"""Replies in memory, beside a ledger in memory; tests/adapters/contract_replies.py holds for them and the real ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from hedgerow.core.action import Reply
from hedgerow.core.block import BlockId
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reply import TRIES, InvitationId, Response
from hedgerow.ports import Entry, EntryId, Origin, Refused
from tests.fakes.ledger import MemoryLedger

Key = tuple[CalendarId, InvitationId]


@dataclass
class MemoryReplies:
    ledger: MemoryLedger
    switched: dict[CalendarId, datetime] = field(default_factory=dict)
    open: dict[Key, tuple[Response, Origin]] = field(default_factory=dict)

    def since(self) -> Mapping[CalendarId, datetime]:
        return dict(self.switched)

    def switch(self, calendars: Collection[CalendarId], at: datetime) -> None:
        self.switched = {each: self.switched.get(each, at) for each in calendars}

    def begun(self) -> Sequence[Response]:
        return [response for response, _ in self.open.values()]

    def given(self) -> Mapping[Key, int]:
        counts: dict[Key, int] = {}
        for entry in self.ledger.log:
            if entry.what is Reply.DECLINE and entry.response is not None:
                key = entry.response.invitation.key
                counts[key] = counts.get(key, 0) + (TRIES if entry.failure is None else 1)
        return counts

    def begin(self, response: Response, origin: Origin) -> None:
        if response.invitation.key in self.open:
            raise Refused("An earlier reply has not been settled yet.")
        self.ledger.take_over(origin.plan)
        self.open[response.invitation.key] = (response, origin)

    def finish(self, response: Response, at: datetime) -> None:
        self._close(response, at, None)

    def abandon(self, response: Response, at: datetime, reason: str) -> None:
        self._close(response, at, reason)

    def _close(self, response: Response, at: datetime, failure: str | None) -> None:
        if response.invitation.key not in self.open:
            raise Refused("No reply to that was begun.")
        told, origin = self.open.pop(response.invitation.key)
        number, where = EntryId(len(self.ledger.log) + 1), told.invitation.calendar
        entry = Entry(number, at, BlockId(""), where, told.reply, None, None, told.reason, failure, origin.plan)
        self.ledger.log.append(replace(entry, undoes=origin.undoes, response=told))
