"""Public holidays of three places, against dates looked up by hand."""

from datetime import date

import pytest

from hedgerow.adapters.holidays import PublicHolidays
from hedgerow.ports import HolidayCalendar
from hedgerow.settings.values import Region
from tests.adapters.contract_holidays import HolidayContract
from tests.fakes.holidays import MemoryHolidays


class TestPublicHolidays(HolidayContract):
    def make(self) -> HolidayCalendar:
        return PublicHolidays(Region("DE", "BE"))


class TestMemoryHolidays(HolidayContract):
    def make(self) -> HolidayCalendar:
        return MemoryHolidays({(1, 1): "New Year's Day", (3, 8): "Women's Day"})


def days(country: str, subdivision: str = "", year: int = 2026) -> dict[str, str]:
    found = PublicHolidays(Region(country, subdivision)).days([year])
    return {f"{day:%m-%d}": name for day, name in found.items()}


def test_berlin_has_ten_and_womens_day_is_its_own() -> None:
    berlin = ["01-01", "03-08", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26"]
    assert list(days("DE", "BE")) == berlin
    assert "03-08" not in days("DE", "BY")
    assert "11-01" in days("DE", "BY")


def test_california_keeps_the_fourth_of_july_on_the_friday_before_when_it_is_a_saturday() -> None:
    california = days("US", "CA")
    assert date(2026, 7, 4).isoweekday() == 6
    assert (california["07-03"], california["07-04"]) == ("Independence Day (observed)", "Independence Day")
    # Thanksgiving is the fourth Thursday of November; California takes the day after, too.
    assert {"01-19", "03-31", "05-25", "09-07", "11-11", "11-26", "11-27"} <= set(california)


def test_newfoundland_and_labrador_has_two_names_for_the_first_of_july() -> None:
    newfoundland = days("CA", "NL")
    assert list(newfoundland) == ["01-01", "04-03", "07-01", "09-07", "11-11", "12-25"]
    assert newfoundland["07-01"] == "Canada Day; Memorial Day"


def test_names_do_not_follow_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    assert days("DE")["10-03"] == "German Unity Day"
    assert days("FR")["07-14"] == "National Day"
