"""TZID in all its spellings. Expected times are in UTC, written by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hedgerow.adapters.ics.vtimezone import read_zone
from hedgerow.adapters.ics.walk import bounded_rule
from tests.adapters.ics.calendars import calendar, events, read, reasons, stored, times, window
from tests.agenda import BERLIN, utc

FIXED = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{0}
TZOFFSETTO:{0}
END:STANDARD
END:VTIMEZONE"""
NINE = "UID:nine\nDTSTART;TZID=Customized Time Zone:20261118T090000\nDURATION:PT30M"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("New York", "2026-11-20 14:00-14:30"),
        ("Lord Howe", "2026-11-19 22:00-22:30"),
        ("Helsinki", "2026-11-20 10:00-10:30"),
    ],
)
def test_a_zone_of_the_world_is_found_by_its_name_also_behind_a_vendor(title: str, expected: str) -> None:
    assert times(read(stored("zone-by-iana-name")), title) == [expected]


def test_a_windows_name_is_understood_without_a_definition() -> None:
    assert times(read(stored("zone-by-windows-name"))) == ["2026-11-20 17:00-18:00"]


def test_a_zone_of_the_calendars_own_is_used() -> None:
    assert times(read(stored("zone-of-its-own"))) == ["2026-11-20 03:15-04:15"]


def test_a_windows_name_that_the_calendar_defines_itself_means_what_it_says_even_after_its_events() -> None:
    assert times(read(stored("zone-defined-after-its-events"))) == ["2026-11-20 03:15-04:15"]


def test_a_zone_of_outlook_since_1601_without_names_changes_its_clocks() -> None:
    reading = read(stored("zone-outlook-since-1601"))
    assert times(reading, "Weekly") == ["2026-10-23 07:00-08:00", "2026-10-30 08:00-09:00"]
    assert times(reading, "Over the change") == ["2026-10-24 23:30 - 2026-10-25 02:30"]


def test_two_calendars_that_define_one_name_differently_do_not_infect_each_other() -> None:
    tokyo = calendar(NINE, head=FIXED.format("+0900"))
    berlin = calendar(NINE, head=FIXED.format("+0100"))
    assert times(read(tokyo)) == ["2026-11-18 00:00-00:30"]
    assert times(read(berlin)) == ["2026-11-18 08:00-08:30"]
    assert times(read(tokyo)) == ["2026-11-18 00:00-00:30"]
    assert reasons(read(calendar(NINE))) == [
        "nine:4 It uses the time zone “Customized Time Zone”, which its calendar does not define."
    ]


def test_an_unknown_zone_is_said_and_hides_no_other_event() -> None:
    reading = read(stored("zone-unknown"))
    assert events(reading) == ["2026-11-20 09:00-10:00 Fine"]
    assert reasons(reading) == ["where:4 It uses the time zone “Middle Earth”, which its calendar does not define."]


def test_a_zone_of_its_own_that_makes_no_sense_is_no_zone() -> None:
    body = calendar(NINE, head=FIXED.format("nine hours"))
    assert len(reasons(read(body))) == 1


def test_a_zone_with_a_rule_by_the_second_is_no_zone_and_takes_no_time() -> None:
    trap = FIXED.format("+0100").replace("END:STANDARD", "RRULE:FREQ=SECONDLY\nEND:STANDARD")
    assert len(reasons(read(calendar(NINE, head=trap)))) == 1


@pytest.mark.parametrize("name", ["../../../etc/hostname", "/etc/hostname", "Europe", "x" * 5000, "", "a\x00b"])
def test_a_strange_zone_name_is_no_file_to_look_at(name: str) -> None:
    reading = read(calendar(f"UID:odd\nDTSTART;TZID={name}:20261118T090000"))
    assert len(reading.occurrences) + len(reading.unreadable) == 1


def test_the_zone_of_the_calendar_holds_for_utc_and_floating_times() -> None:
    reading = read(stored("zone-of-the-calendar"))
    assert times(reading, "Monday evening in New York") == [
        "2026-10-27 01:00-02:00",
        "2026-11-03 02:00-03:00",
        "2026-11-10 02:00-03:00",
    ]
    assert times(reading, "Floating") == ["2026-11-20 14:00-15:00"]


def test_the_zone_of_the_calendar_leaves_times_with_a_zone_alone_even_without_a_tzname() -> None:
    assert times(read(stored("zone-of-the-calendar")), "In a zone without a TZNAME") == ["2026-11-20 08:00-09:00"]


def test_the_zone_of_the_calendar_does_not_move_what_lies_in_the_repeated_hour() -> None:
    assert times(read(stored("zone-of-the-calendar")), "In the repeated hour") == ["2026-11-01 06:15-06:30"]


def test_an_unknown_zone_of_the_calendar_is_not_minded() -> None:
    body = calendar("UID:a\nDTSTART:20261118T090000Z\nDURATION:PT1H", head="X-WR-TIMEZONE:Middle Earth")
    assert times(read(body)) == ["2026-11-18 09:00-10:00"]


def test_a_zone_of_its_own_that_ended_its_summer_time_keeps_standard_time_after() -> None:
    head = """BEGIN:VTIMEZONE
TZID:Istanbul as it was
BEGIN:DAYLIGHT
DTSTART:20070325T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20260329T010000Z
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071028T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""
    weekly = "UID:w\nDTSTART;TZID=Istanbul as it was:{0}T090000\nDURATION:PT1H"
    summer = calendar(weekly.format("20260701"), head=head)
    assert times(read(summer, window("2026-06-30", "2026-07-02"))) == ["2026-07-01 06:00-07:00"]
    after = calendar(weekly.format("20270701"), head=head)
    assert times(read(after, window("2027-06-30", "2027-07-02"))) == ["2027-07-01 07:00-08:00"]


OFFICE = stored("zone-outlook-since-1601").split(b"BEGIN:VTIMEZONE")[1].split(b"END:VTIMEZONE")[0].strip()


@given(st.integers(0, 30 * 365 * 24 * 4))
@example(int((utc("2026-10-25 01:30") - utc("1997-01-01 00:00")).total_seconds()) // 900)
def test_a_zone_of_its_own_with_berlins_rules_is_berlin(quarters: int) -> None:
    """The rules of today hold there since 1996."""
    instant = utc("1997-01-01 00:00") + timedelta(minutes=15 * quarters)
    zone = read_zone(OFFICE, 2027).zone
    assert zone is not None
    local = instant.astimezone(zone)
    berlin = instant.astimezone(BERLIN)
    assert (local.replace(tzinfo=None), local.fold) == (berlin.replace(tzinfo=None), berlin.fold)
    assert local.astimezone(UTC) == instant


@pytest.mark.parametrize(("fold", "expected"), [(0, "2026-10-25 00:30"), (1, "2026-10-25 01:30")])
def test_the_repeated_hour_is_told_by_its_fold(fold: int, expected: str) -> None:
    zone = read_zone(OFFICE, 2027).zone
    assert datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=fold).astimezone(UTC) == utc(expected)


def test_a_rule_is_not_searched_beyond_its_last_year() -> None:
    start = utc("2020-02-29 08:00")
    assert [at.year for at in bounded_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", start, 2030)] == [2020, 2024, 2028]
    assert list(bounded_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", start, 2030)) == []
