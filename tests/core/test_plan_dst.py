"""The weeks in which clocks change, to the minute: wall-clock wishes, elapsed lengths. Every UTC time is by hand."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.intention import Firmness, Length
from hedgerow.core.plan import PlanRules
from tests.agenda import utc
from tests.plans import booked, in_utc, kept, plan, wall, weeks, wish

BERLIN, NEW_YORK, ST_JOHNS, LORD_HOWE, KOLKATA = (
    ZoneInfo(name)
    for name in ("Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata")
)


def rules(zone: ZoneInfo, week: str) -> PlanRules:
    return PlanRules(zone, weeks(week))


@pytest.mark.parametrize(
    ("zone", "week", "now", "expected"),
    [
        # 29 March 2026 at 01:00 UTC, +1 → +2: Saturday 06:30 UTC, Sunday 05:30 UTC.
        (BERLIN, "2026-W13", "2026-03-26 12:00", ["2026-03-28 06:30-07:30", "2026-03-29 05:30-06:30"]),
        # 25 October 2026 at 01:00 UTC, +2 → +1.
        (BERLIN, "2026-W43", "2026-10-22 12:00", ["2026-10-24 05:30-06:30", "2026-10-25 06:30-07:30"]),
        # 8 March 2026 at 07:00 UTC, -5 → -4.
        (NEW_YORK, "2026-W10", "2026-03-05 12:00", ["2026-03-07 12:30-13:30", "2026-03-08 11:30-12:30"]),
        # 1 November 2026 at 06:00 UTC, -4 → -5.
        (NEW_YORK, "2026-W44", "2026-10-29 12:00", ["2026-10-31 11:30-12:30", "2026-11-01 12:30-13:30"]),
        # 8 March 2026 at 05:30 UTC, -3:30 → -2:30.
        (ST_JOHNS, "2026-W10", "2026-03-05 12:00", ["2026-03-07 11:00-12:00", "2026-03-08 10:00-11:00"]),
        # 1 November 2026 at 04:30 UTC, -2:30 → -3:30.
        (ST_JOHNS, "2026-W44", "2026-10-29 12:00", ["2026-10-31 10:00-11:00", "2026-11-01 11:00-12:00"]),
        # 5 April 2026 at 15:00 UTC the day before, +11 → +10:30: back by half an hour.
        (LORD_HOWE, "2026-W14", "2026-04-02 12:00", ["2026-04-03 20:30-21:30", "2026-04-04 21:00-22:00"]),
        # 4 October 2026 at 15:30 UTC the day before, +10:30 → +11: forward by half an hour.
        (LORD_HOWE, "2026-W40", "2026-10-01 12:00", ["2026-10-02 21:00-22:00", "2026-10-03 20:30-21:30"]),
        # +5:30 all year.
        (KOLKATA, "2026-W13", "2026-03-26 12:00", ["2026-03-28 02:00-03:00", "2026-03-29 02:00-03:00"]),
        (KOLKATA, "2026-W43", "2026-10-22 12:00", ["2026-10-24 02:00-03:00", "2026-10-25 02:00-03:00"]),
    ],
)
def test_half_past_seven_is_half_past_seven_on_both_sides_of_the_change(
    zone: ZoneInfo, week: str, now: str, expected: list[str]
) -> None:
    early = wish(within="07:00-09:00", days="sat sun", ideal="07:30", times_per_week=2)
    made = plan([early], rules=rules(zone, week), now=utc(now))
    assert in_utc(made) == expected
    assert wall(made, zone) == ["sat 07:30-08:30", "sun 07:30-08:30"]


@pytest.mark.parametrize(
    ("zone", "week", "now", "ideal", "expected"),
    [
        # Forward: 02:30 does not exist; the block starts at the jump, 01:00 UTC, and lasts its whole two hours.
        (BERLIN, "2026-W13", "2026-03-26 12:00", "02:30", "2026-03-29 01:00-03:00"),
        # 01:30 exists: two elapsed hours over the jump end at 04:30 by the wall.
        (BERLIN, "2026-W13", "2026-03-26 12:00", "01:30", "2026-03-29 00:30-02:30"),
        # Back: 02:30 comes twice; the block starts at the first, and lasts two hours.
        (BERLIN, "2026-W43", "2026-10-22 12:00", "02:30", "2026-10-25 00:30-02:30"),
        (NEW_YORK, "2026-W10", "2026-03-05 12:00", "02:30", "2026-03-08 07:00-09:00"),
        (NEW_YORK, "2026-W44", "2026-10-29 12:00", "01:30", "2026-11-01 05:30-07:30"),
        (ST_JOHNS, "2026-W10", "2026-03-05 12:00", "02:30", "2026-03-08 05:30-07:30"),
        (ST_JOHNS, "2026-W44", "2026-10-29 12:00", "01:30", "2026-11-01 04:00-06:00"),
        # Forward by half an hour: 02:15 does not exist.
        (LORD_HOWE, "2026-W40", "2026-10-01 12:00", "02:15", "2026-10-03 15:30-17:30"),
        # Back by half an hour: 01:45 comes twice.
        (LORD_HOWE, "2026-W14", "2026-04-02 12:00", "01:45", "2026-04-04 14:45-16:45"),
        (KOLKATA, "2026-W13", "2026-03-26 12:00", "02:30", "2026-03-28 21:00-23:00"),
    ],
)
def test_a_length_is_elapsed_time_across_the_change(
    zone: ZoneInfo, week: str, now: str, ideal: str, expected: str
) -> None:
    two_hours = Length(120, 120, 120)
    for firmness in Firmness:
        night = wish(within="00:00-08:00", days="sun", ideal=ideal, length=two_hours, firmness=firmness)
        assert in_utc(plan([night], rules=rules(zone, week), now=utc(now))) == [expected]


@pytest.mark.parametrize(
    ("zone", "week", "now", "fits", "too_long"),
    [
        # 01:00 to 04:00 by the wall are two hours when clocks go forward, four when they go back.
        (BERLIN, "2026-W13", "2026-03-26 12:00", 120, 121),
        (BERLIN, "2026-W43", "2026-10-22 12:00", 240, 241),
        (NEW_YORK, "2026-W10", "2026-03-05 12:00", 120, 121),
        (NEW_YORK, "2026-W44", "2026-10-29 12:00", 240, 241),
        (ST_JOHNS, "2026-W10", "2026-03-05 12:00", 120, 121),
        (ST_JOHNS, "2026-W44", "2026-10-29 12:00", 240, 241),
        (LORD_HOWE, "2026-W40", "2026-10-01 12:00", 150, 151),
        (LORD_HOWE, "2026-W14", "2026-04-02 12:00", 210, 211),
        (KOLKATA, "2026-W13", "2026-03-26 12:00", 180, 181),
    ],
)
def test_a_window_holds_as_much_as_really_passes_in_it(
    zone: ZoneInfo, week: str, now: str, fits: int, too_long: int
) -> None:
    def blocks(length: int) -> int:
        night = wish(within="01:00-04:00", days="sun", length=Length(length, length, length))
        return len(plan([night], rules=rules(zone, week), now=utc(now)).blocks)

    assert (blocks(fits), blocks(too_long)) == (1, 0)


def test_a_block_that_moves_over_the_change_keeps_its_time_of_day() -> None:
    weekend = wish(within="07:00-20:00", days="sat sun", ideal="07:30")
    [standing] = booked(plan([weekend], rules=rules(BERLIN, "2026-W13"), now=utc("2026-03-26 12:00")))
    only_sunday = wish(within="07:00-20:00", days="sun", ideal="10:00")
    made = plan([only_sunday], rules=rules(BERLIN, "2026-W13"), now=utc("2026-03-26 12:00"), previous=kept(standing))
    assert in_utc(made) == ["2026-03-29 05:30-06:30"]
    assert made.blocks[0].slot == standing.slot


def test_notice_and_freeze_are_elapsed_hours() -> None:
    now = utc("2026-03-28 19:00")  # 20:00 by the wall; 24 h later it is 21:00
    night = wish(within="20:00-22:00", days="sun", ideal="20:30")
    soon = PlanRules(BERLIN, weeks("2026-W13"), notice=timedelta(hours=24))
    assert in_utc(plan([night], rules=soon, now=now)) == ["2026-03-29 19:00-20:00"]
