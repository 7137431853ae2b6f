"""RRULE, RDATE, EXDATE, RECURRENCE-ID, RANGE, SEQUENCE. Expected times are in UTC, written by hand."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.occurrence import Status
from tests.adapters.ics.calendars import ANNA, calendar, events, one, read, reasons, stored, times, window

DAILY = "UID:d\nDTSTART;TZID=Europe/Berlin:{start}\nDURATION:PT1H\nRRULE:FREQ=DAILY{more}"


def test_dates_are_added_also_before_the_start_and_as_periods() -> None:
    assert times(read(stored("dates-added"))) == [
        "2026-10-01 08:00-09:00",
        "2026-11-05 09:00-10:00",
        "2026-11-19 09:00-10:00",
        "2026-11-26 09:00-12:00",
        "2026-11-27 09:00-09:30",
    ]


def test_dates_are_left_out_by_time_by_day_and_in_utc() -> None:
    reading = read(stored("dates-left-out"))
    assert times(reading, "Course") == ["2026-11-02 17:00-18:00", "2026-11-04 17:00-18:00"]
    assert times(reading, "Days") == ["2026-11-09 23:00 - 2026-11-10 23:00", "2026-11-11 23:00 - 2026-11-12 23:00"]


def test_instances_are_moved_out_of_and_into_a_window() -> None:
    november = read(stored("instance-moved"), window("2026-11-01", "2026-12-01"))
    assert [(when.title, when.recurrence_id) for when in november.occurrences] == [
        ("Stand-up", "20261102T080000Z"),
        ("Stand-up", "20261116T080000Z"),
        ("Moved into November", "20261214T080000Z"),
        ("Half an hour later", "20261123T080000Z"),
        ("Cancelled", "20261130T080000Z"),
    ]
    assert times(november, "Moved into November") == ["2026-11-18 13:00-13:15"]
    december = read(stored("instance-moved"), window("2026-12-07", "2026-12-20"))
    assert events(december) == ["2026-12-07 08:00-08:15 Stand-up", "2026-12-10 13:00-13:15 Moved out of November"]


def test_a_cancelled_instance_is_given_as_cancelled() -> None:
    assert one(read(stored("instance-moved")), "Cancelled").status is Status.CANCELLED


def test_an_instance_whose_series_is_not_there_is_an_event() -> None:
    reading = read(stored("instance-without-its-series"))
    assert times(reading) == ["2026-11-18 15:00-16:00"]
    assert one(reading, "Invited to one instance").recurrence_id == "20261118T140000Z"


def test_this_and_future_moves_what_follows_and_keeps_the_original_names() -> None:
    reading = read(stored("this-and-future"))
    assert [(when.recurrence_id, when.title) for when in reading.occurrences] == [
        ("20261103T180000Z", "Choir"),
        ("20261110T180000Z", "Choir"),
        ("20261117T180000Z", "Choir, later and longer"),
        ("20261124T180000Z", "Choir, later and longer"),
    ]
    assert times(reading, "Choir, later and longer") == ["2026-11-17 19:00-20:30", "2026-11-24 19:00-20:30"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Three evenings", ["2026-11-18 17:00-18:00", "2026-11-19 17:00-18:00", "2026-11-20 17:00-18:00"]),
        ("Two nights", ["2026-11-19 02:00-03:00", "2026-11-20 02:00-03:00"]),
        ("Two days", ["2026-11-23 23:00 - 2026-11-24 23:00", "2026-11-24 23:00 - 2026-11-25 23:00"]),
        ("Two mornings", ["2026-11-27 08:00-08:30", "2026-11-28 08:00-08:30"]),
    ],
)
def test_until_counts_the_whole_local_day_or_the_clock_of_the_series(title: str, expected: list[str]) -> None:
    assert times(read(stored("until-a-date")), title) == expected


def test_the_newest_version_of_an_event_counts_and_a_different_event_of_its_uid_is_kept() -> None:
    assert events(read(stored("uid-used-again"))) == [
        "2026-11-18 09:00-09:30 New version",
        "2026-11-19 08:00-08:30 First",
        "2026-11-20 08:00-08:30 Second",
        "2026-11-21 08:00-08:30 Same",
    ]


def test_events_without_a_uid_are_two_and_keep_their_names_from_one_reading_to_the_next() -> None:
    reading = read(stored("uid-missing"))
    assert events(reading) == ["2026-11-18 08:00-08:30 One", "2026-11-18 09:00-09:30 Two"]
    assert len({o.uid for o in reading.occurrences}) == 2
    assert list(read(stored("uid-missing")).occurrences) == list(reading.occurrences)


def test_a_series_that_is_broken_hides_none_of_its_changed_instances() -> None:
    reading = read(stored("series-broken-instances-whole"))
    assert events(reading) == ["2026-11-09 09:00-09:15 Still seen"]
    assert reasons(reading) == ["series:4 Its RRULE line has an INTERVAL below 1, so it never moves on."]


def test_an_instance_named_by_its_day_is_that_days_instance() -> None:
    moved = "UID:d\nRECURRENCE-ID;VALUE=DATE:20261118\nDTSTART;TZID=Europe/Berlin:20261118T200000\nSUMMARY:moved"
    reading = read(calendar(DAILY.format(start="20261117T090000", more=";COUNT=3"), moved))
    assert events(reading) == [
        "2026-11-17 08:00-09:00",
        "2026-11-18 19:00-19:00 moved",
        "2026-11-19 08:00-09:00",
    ]


def test_an_all_day_instance_named_by_a_time_is_that_days_instance() -> None:
    days = "UID:d\nDTSTART;VALUE=DATE:20261117\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:day"
    gone = "UID:d\nRECURRENCE-ID;TZID=Europe/Berlin:20261118T000000\nDTSTART;VALUE=DATE:20261120\nSUMMARY:moved"
    reading = read(calendar(days, gone))
    assert [(o.title, o.recurrence_id) for o in reading.occurrences] == [("day", "20261117"), ("moved", "20261118")]


def test_two_rules_of_one_event_both_count() -> None:
    both = "UID:d\nDTSTART:20261102T080000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nRRULE:FREQ=MONTHLY;COUNT=2\nSUMMARY:both"
    assert times(read(calendar(both))) == [
        "2026-11-02 08:00-08:00",
        "2026-11-09 08:00-08:00",
        "2026-12-02 08:00-08:00",
    ]


def test_count_and_until_together_are_both_kept() -> None:
    body = calendar(DAILY.format(start="20261117T090000", more=";COUNT=3;UNTIL=20261118T230000Z"))
    assert times(read(body)) == ["2026-11-17 08:00-09:00", "2026-11-18 08:00-09:00"]


def test_a_start_that_its_rule_does_not_match_is_an_instance() -> None:
    body = calendar("UID:w\nDTSTART:20261118T080000Z\nRRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=1")
    assert times(read(body)) == ["2026-11-18 08:00-08:00", "2026-11-20 08:00-08:00"]


@pytest.mark.parametrize("more", ["", ";INTERVAL=3", ";BYHOUR=9,17", ";BYMONTH=11", ";UNTIL=20261120"])
def test_a_series_from_long_ago_is_the_same_as_one_from_lately(more: str) -> None:
    """Its walk begins near the window, not 3,282 days earlier, which is a whole number of three days."""
    week = window("2026-11-18", "2026-11-23")
    lately = read(calendar(DAILY.format(start="20261111T090000", more=more)), week)
    long_ago = read(calendar(DAILY.format(start="20171116T090000", more=more)), week)
    assert times(lately)
    assert list(lately.occurrences) == list(long_ago.occurrences)


def test_a_weekly_series_from_long_ago_keeps_its_fortnight() -> None:
    body = (
        "UID:w\nDTSTART;TZID=Europe/Berlin:{0}T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"
    )
    week = window("2026-11-01", "2026-12-01")
    assert times(read(calendar(body.format("20261020")), week)) == [
        "2026-11-01 08:00-09:00",
        "2026-11-03 08:00-09:00",
        "2026-11-15 08:00-09:00",
        "2026-11-17 08:00-09:00",
        "2026-11-29 08:00-09:00",
    ]
    assert times(read(calendar(body.format("20120103")), week)) == times(read(calendar(body.format("20261020")), week))


def test_what_floats_in_a_series_is_meant_in_the_zone_of_the_series() -> None:
    series = """UID:ny
DTSTART;TZID=America/New_York:20261116T090000
RRULE:FREQ=DAILY;COUNT=4
EXDATE:20261117T090000
SUMMARY:New York"""
    moved = "UID:ny\nRECURRENCE-ID:20261118T090000\nDTSTART;TZID=Asia/Tokyo:20261118T090000\nSUMMARY:Tokyo"
    reading = read(calendar(series, moved))
    assert events(reading) == [
        "2026-11-16 14:00-14:00 New York",
        "2026-11-18 00:00-00:00 Tokyo",
        "2026-11-19 14:00-14:00 New York",
    ]
    assert one(reading, "Tokyo").recurrence_id == "20261118T140000Z"


def test_of_two_versions_that_nothing_tells_apart_the_same_one_counts_in_any_order() -> None:
    versions = [f"UID:v\nDTSTART:20261118T080000Z\nSUMMARY:{title}" for title in ("one", "two")]
    series = "UID:s\nDTSTART:20261118T080000Z\nRRULE:FREQ=DAILY;COUNT=1\nSUMMARY:plain"
    changes = [f"UID:s\nRECURRENCE-ID:20261118T080000Z\nDTSTART:20261118T{n}0000Z\nSUMMARY:{n}" for n in (10, 11)]
    told = read(calendar(*versions, series, *changes))
    assert events(told) == ["2026-11-18 08:00-08:00 two", "2026-11-18 11:00-11:00 11"]
    assert list(told.occurrences) == list(read(calendar(*reversed([*versions, series, *changes]))).occurrences)


def test_until_in_utc_for_a_series_without_a_zone_is_meant_by_its_clock() -> None:
    body = calendar("UID:f\nDTSTART:20261127T210000\nRRULE:FREQ=DAILY;UNTIL=20261128T210000Z")
    new_york = replace(ANNA, zone=ZoneInfo("America/New_York"))
    assert times(read(body, reader=new_york)) == ["2026-11-28 02:00-02:00", "2026-11-29 02:00-02:00"]


def test_a_series_that_ends_in_another_zone_ends_there_when_it_says_also_over_a_dst_change() -> None:
    body = calendar(
        "UID:n\nDTSTART;TZID=Europe/Berlin:20261024T230000\nDTEND:20261025T050000Z\nRRULE:FREQ=DAILY;COUNT=2"
    )
    assert times(read(body)) == ["2026-10-24 21:00 - 2026-10-25 05:00", "2026-10-25 22:00 - 2026-10-26 05:00"]
