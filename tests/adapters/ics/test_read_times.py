"""All-day, floating and zoned events, their ends and lengths: expected times are in UTC, written by hand."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.occurrence import RecurrenceId
from tests.adapters.ics.calendars import ANNA, calendar, events, one, read, stored, times, window


def test_an_all_day_event_takes_its_local_days_from_midnight_to_midnight() -> None:
    reading = read(stored("all-day"))
    assert times(reading, "Trip") == ["2026-11-19 23:00 - 2026-11-22 23:00"]
    assert times(reading, "No end") == ["2026-11-23 23:00 - 2026-11-24 23:00"]
    assert times(reading, "Two days by length") == ["2026-11-30 23:00 - 2026-12-02 23:00"]
    assert all(occurrence.all_day for occurrence in reading.occurrences)


def test_an_all_day_event_that_ends_on_its_own_day_takes_that_day() -> None:
    assert times(read(stored("all-day")), "Ends on its own day") == ["2026-11-25 23:00 - 2026-11-26 23:00"]


def test_the_day_on_which_clocks_go_back_has_25_hours() -> None:
    day = one(read(stored("all-day")), "A day of 25 hours")
    assert times(read(stored("all-day")), "A day of 25 hours") == ["2026-10-24 22:00 - 2026-10-25 23:00"]
    assert day.span.minutes == 25 * 60


def test_all_day_events_lie_elsewhere_for_a_person_elsewhere() -> None:
    kolkata = replace(ANNA, zone=ZoneInfo("Asia/Kolkata"))
    assert times(read(stored("all-day"), reader=kolkata), "No end") == ["2026-11-23 18:30 - 2026-11-24 18:30"]


def test_a_birthday_since_1604_is_found_in_its_year() -> None:
    reading = read(stored("all-day-yearly-since-1604"))
    assert times(reading) == ["2026-11-17 23:00 - 2026-11-18 23:00"]
    assert one(reading, "Birthday").recurrence_id == "20261118"


def test_a_floating_time_is_meant_where_the_person_is() -> None:
    assert times(read(stored("floating")), "Nine o'clock wherever I am") == ["2026-11-20 08:00-09:00"]
    new_york = replace(ANNA, zone=ZoneInfo("America/New_York"))
    there = times(read(stored("floating"), reader=new_york), "Nine o'clock wherever I am")
    assert there == ["2026-11-20 14:00-15:00"]


def test_a_floating_series_keeps_its_hour_when_the_clocks_change() -> None:
    assert times(read(stored("floating")), "Run") == ["2026-10-23 05:00-05:30", "2026-10-30 06:00-06:30"]


def test_a_night_shift_keeps_its_wall_clock_when_the_clocks_change() -> None:
    autumn = read(stored("night-shift-over-dst"), window("2026-10-24", "2026-10-27"))
    assert times(autumn) == [
        "2026-10-23 20:00 - 2026-10-24 04:00",
        "2026-10-24 20:00 - 2026-10-25 05:00",
        "2026-10-25 21:00 - 2026-10-26 05:00",
        "2026-10-26 21:00 - 2026-10-27 05:00",
    ]
    spring = read(stored("night-shift-over-dst"), window("2027-03-27", "2027-03-29"))
    assert times(spring, "Night shift") == [
        "2027-03-26 21:00 - 2027-03-27 05:00",
        "2027-03-27 21:00 - 2027-03-28 04:00",
        "2027-03-28 20:00 - 2027-03-29 04:00",
    ]


def test_an_event_in_the_skipped_hour_keeps_its_length() -> None:
    spring = read(stored("night-shift-over-dst"), window("2027-03-27", "2027-03-30"))
    assert times(spring, "In the hour that is skipped") == [
        "2027-03-27 01:30-02:00",
        "2027-03-28 01:30-02:00",
        "2027-03-29 00:30-01:00",
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("By its length", "2026-11-18 07:00-08:30"),
        ("No end", "2026-11-18 11:00-11:00"),
        ("End before start", "2026-11-18 13:00-14:00"),
        ("Until a day", "2026-11-18 17:00-23:00"),
        ("Flight", "2026-11-19 09:00-18:00"),
    ],
)
def test_an_end_may_be_given_in_many_ways(title: str, expected: str) -> None:
    assert times(read(stored("lengths")), title) == [expected]


def test_an_event_until_the_end_of_time_is_still_an_event() -> None:
    assert one(read(stored("lengths")), "Until the end of time").span.end.year == 9998


def test_a_single_event_has_no_recurrence_id() -> None:
    assert one(read(stored("lengths")), "Flight").recurrence_id is None


def test_an_instance_has_one_name_in_every_zone_it_is_written_in() -> None:
    berlin = calendar("UID:a\nDTSTART;TZID=Europe/Berlin:20261118T090000\nRRULE:FREQ=DAILY;COUNT=1")
    london = calendar("UID:a\nDTSTART;TZID=Europe/London:20261118T080000\nRRULE:FREQ=DAILY;COUNT=1")
    utc_written = calendar("UID:a\nDTSTART:20261118T080000Z\nRRULE:FREQ=DAILY;COUNT=1")
    moved = calendar("UID:a\nRECURRENCE-ID;TZID=Asia/Kolkata:20261118T133000\nDTSTART:20261119T080000Z")
    names = {o.recurrence_id for body in (berlin, london, utc_written, moved) for o in read(body).occurrences}
    assert names == {RecurrenceId("20261118T080000Z")}


def test_only_what_overlaps_the_window_is_given() -> None:
    days = ("20261117", "20261118", "20261119")
    body = calendar(*(f"UID:{day}\nDTSTART:{day}T000000Z\nDTEND:{day}T235959Z\nSUMMARY:{day}" for day in days))
    assert events(read(body, window("2026-11-18", "2026-11-19"))) == ["2026-11-18 00:00-23:59 20261118"]


def test_an_event_that_only_touches_the_window_is_left_out_and_one_without_length_at_its_start_is_in() -> None:
    body = calendar(
        "UID:1\nDTSTART:20261117T230000Z\nDTEND:20261118T000000Z\nSUMMARY:before",
        "UID:2\nDTSTART:20261118T000000Z\nSUMMARY:at the start",
        "UID:3\nDTSTART:20261119T000000Z\nSUMMARY:at the end",
        "UID:4\nDTSTART:20261119T000000Z\nDTEND:20261119T010000Z\nSUMMARY:after",
    )
    assert events(read(body, window("2026-11-18", "2026-11-19"))) == ["2026-11-18 00:00-00:00 at the start"]
