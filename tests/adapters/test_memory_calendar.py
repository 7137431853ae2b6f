"""The fake keeps the promises that the adapters keep."""

from dataclasses import dataclass

import pytest

from hedgerow.core.block import BlockId, uid_of
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.core.span import Span
from tests.adapters.contract_block_calendar import BlockCalendarContract
from tests.fakes.block_calendar import MemoryCalendar


@dataclass
class MemoryBench:
    calendar: MemoryCalendar

    def reopened(self) -> MemoryCalendar:
        return self.calendar

    def foreign(self) -> object:
        ours = {uid_of(each.block) for each in self.calendar.find_blocks() if not each.broken}
        return dict(self.calendar.foreign), {u: e for u, e in self.calendar.events.items() if u not in ours}

    def copy_by_hand(self, block: BlockId) -> None:
        self.calendar.events[Uid("copy")] = self.calendar.events[uid_of(block)]

    def move_by_hand(self, block: BlockId, where: Span) -> None:
        self.calendar.edit(block, span=where)

    def take_uid(self, block: BlockId) -> None:
        self.calendar.foreign[uid_of(block)] = "Look-alike"


class TestMemoryCalendar(BlockCalendarContract):
    @pytest.fixture
    def bench(self) -> MemoryBench:
        return MemoryBench(MemoryCalendar(CalendarId("blocks"), foreign={Uid("dentist"): "Dentist"}))
