"""Public holidays that a test made up: the same days every year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MemoryHolidays:
    named: Mapping[tuple[int, int], str]
    """By month and day."""

    def days(self, years: Iterable[int]) -> Mapping[date, str]:
        return {date(year, *day): name for year in sorted(years) for day, name in sorted(self.named.items())}
