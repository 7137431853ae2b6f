"""A history in memory. The contract in tests/adapters/contract_history.py holds for it and for the real one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hedgerow.core.days import Week
from hedgerow.core.history import WeekRecord


@dataclass
class MemoryHistory:
    weeks: dict[Week, WeekRecord] = field(default_factory=dict)

    def load(self, first: Week, last: Week) -> Sequence[WeekRecord]:
        asked = sorted(week for week in self.weeks if first <= week <= last and week.first is first.first)
        return [self.weeks[week] for week in asked]

    def save(self, records: Sequence[WeekRecord], at: datetime) -> None:
        self.weeks.update({record.week: record for record in records})
