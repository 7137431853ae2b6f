from datetime import date
from pathlib import Path

import pytest

from hedgerow.compose import open_household
from hedgerow.core.span import Span
from tests.agenda import at
from tests.settings.reading import HOME, settings


@pytest.mark.parametrize(("country", "known"), [('country = "DE"', {date(2026, 10, 3): "German Unity Day"}), ("", {})])
def test_a_household_keeps_the_public_holidays_of_its_country(
    tmp_path: Path, country: str, known: dict[date, str]
) -> None:
    read = settings(f'{HOME}[server]\ndata = "data"\n[holidays]\n{country}\n', base=tmp_path)
    window = Span(at("2026-10-01", "00:00"), at("2026-10-05", "00:00"))
    with open_household(read, exclusive=False) as household:
        days = household.holidays_of(window)
    assert {day: name for day, name in days.items() if day.month == 10} == known
