"""The fake keeps the promises that the adapter keeps."""

from dataclasses import dataclass

import pytest

from hedgerow.core.occurrence import CalendarId, PartStat
from hedgerow.core.reply import InvitationId
from hedgerow.core.span import Span
from tests.adapters.contract_invitations import InvitationsContract
from tests.agenda import at
from tests.fakes.invitations import MemoryInvitations


@dataclass
class MemoryBench:
    calendar: MemoryInvitations

    def invited(self, title: str, when: Span) -> InvitationId:
        return self.calendar.invite(title, when, at("mon", "08:00"))

    def answered(self, which: InvitationId, partstat: PartStat) -> None:
        self.calendar.edit(which, partstat=partstat)

    def moved(self, which: InvitationId, where: Span) -> None:
        self.calendar.edit(which, span=where)

    def cancelled(self, which: InvitationId) -> None:
        del self.calendar.held[which]

    def later(self) -> None: ...

    def heard(self) -> list[str]:
        return [partstat.value for partstat, _ in self.calendar.told]


class TestMemoryInvitations(InvitationsContract):
    @pytest.fixture
    def bench(self) -> MemoryBench:
        return MemoryBench(MemoryInvitations(CalendarId("work")))
