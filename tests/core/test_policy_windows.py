import pytest

from hedgerow.core.domains import Domain
from hedgerow.core.policy.windows import is_fitting, round_down, round_up, wished_start
from tests.agenda import boundary, windows
from tests.plans import wish

OFFICE = boundary("09:00-12:30 13:00-17:00")
WORK = frozenset({Domain.WORK})


@pytest.mark.parametrize(
    ("before", "after", "fits"),
    [
        ("18:00-19:00", "17:00-19:00", True),
        ("18:00-19:00", "16:45-19:00", False),
        ("18:00-19:00", "18:00-22:00", True),
        ("18:00-19:00", "18:00-22:15", False),
        ("21:00-23:00", "20:00-23:00", True),
        ("21:00-23:00", "21:00-23:30", False),
        ("07:00-08:00", "06:00-08:00", True),
        ("07:00-08:00", "05:45-08:00", False),
        ("12:15-13:15", "12:00-13:30", True),
    ],
)
def test_time_of_one_s_own_stays_out_of_working_hours_and_of_the_night(before: str, after: str, fits: bool) -> None:
    [wide] = windows(after)
    assert is_fitting(wide, wish(within=before, days="mon tue"), OFFICE) is fits


@pytest.mark.parametrize(
    ("days", "after", "fits"),
    [
        ("mon", "09:00-17:00", True),
        ("mon", "08:45-12:00", False),
        ("mon", "10:00-17:15", False),
        ("mon sat", "09:00-12:00", False),
    ],
)
def test_what_serves_work_stays_in_working_hours(days: str, after: str, fits: bool) -> None:
    [wide] = windows(after)
    life = boundary("09:00-12:30 13:00-17:00", sat="")
    assert is_fitting(wide, wish(within="10:00-12:00", days=days, domains=WORK), life) is fits


def test_on_days_off_there_are_no_working_hours_to_stay_out_of() -> None:
    [wide] = windows("10:00-19:00")
    assert is_fitting(wide, wish(within="18:00-19:00", days="sat sun"), OFFICE)


def test_steps_are_quarters_of_an_hour() -> None:
    assert [round_up(n) for n in (0, 1, 15, 16)] == [0, 15, 15, 30]
    assert [round_down(n) for n in (14, 15, 29)] == [0, 15, 15]


def test_a_wish_without_a_wished_start_is_for_its_first_opening() -> None:
    assert wished_start(wish(within="17:00-19:00 07:00-08:00")) == 7 * 60
    assert wished_start(wish(within="17:00-19:00", ideal="18:00")) == 18 * 60
