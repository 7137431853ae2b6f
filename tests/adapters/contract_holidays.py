"""What every calendar of public holidays does."""

from datetime import date

from hedgerow.ports import HolidayCalendar


class HolidayContract:
    """`make` gives one that knows New Year's Day."""

    def make(self) -> HolidayCalendar:
        raise NotImplementedError

    def test_each_year_asked_for_is_there_and_no_other(self) -> None:
        days = self.make().days([2026, 2027])
        assert {day.year for day in days} == {2026, 2027}
        assert {date(2026, 1, 1), date(2027, 1, 1)} <= set(days)

    def test_days_stand_in_order_and_have_names(self) -> None:
        days = self.make().days([2027, 2026])
        assert list(days) == sorted(days)
        assert all(days.values())

    def test_no_year_has_no_days(self) -> None:
        assert self.make().days([]) == {}

    def test_asked_twice_it_says_the_same(self) -> None:
        holidays = self.make()
        assert holidays.days([2026]) == holidays.days([2026])
