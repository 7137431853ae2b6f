"""Nothing is lost in silence: what is odd is read, or said."""

import pytest

from hedgerow.adapters.ics.values import parse_offset, parse_value
from tests.adapters.ics.calendars import calendar, events, read, reasons, times, window
from tests.adapters.ics.test_read_broken import FINE, SEEN

TIMES = "DTSTART:20261110T100000Z\nDTEND:20261110T110000Z"
FIXED = (
    "BEGIN:VTIMEZONE\nTZID:Custom\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
    "TZOFFSETFROM:{0}\nTZOFFSETTO:{0}\nEND:STANDARD\nEND:VTIMEZONE"
)
CUSTOM = "UID:{}\nDTSTART;TZID=Custom:20261110T100000"
FLOATING = "UID:{}\nDTSTART:20261110T100000"


def gaps(body: bytes) -> list[str]:
    return [gap.reason for gap in read(body).not_seen]


# Several calendars in one file


def test_each_calendar_of_a_file_has_zones_of_its_own() -> None:
    east, far = (calendar(CUSTOM.format(n), head=FIXED.format(offset)) for n, offset in ((1, "+0100"), (2, "+0900")))
    assert times(read(east + far)) == ["2026-11-10 01:00-01:00", "2026-11-10 09:00-09:00"]


def test_a_zone_does_not_reach_into_the_next_calendar() -> None:
    reading = read(calendar(CUSTOM.format(1), head=FIXED.format("+0100")) + calendar(CUSTOM.format(2)))
    assert events(reading) == ["2026-11-10 09:00-09:00"]
    assert reasons(reading) == ["2:20 It uses the time zone “Custom”, which its calendar does not define."]


def test_each_calendar_of_a_file_floats_in_its_own_zone() -> None:
    tokyo = calendar(FLOATING.format(1), head="X-WR-TIMEZONE:Asia/Tokyo")
    york = calendar(FLOATING.format(2), head="X-WR-TIMEZONE:America/New_York")
    home = calendar(FLOATING.format(3))
    expected = ["2026-11-10 01:00-01:00", "2026-11-10 09:00-09:00", "2026-11-10 15:00-15:00"]
    assert times(read(tokyo + york + home)) == expected


def test_a_second_calendar_that_breaks_off_is_not_seen() -> None:
    cut = calendar(FINE) + calendar("UID:cut\nDTSTART:20261118T080000Z").removesuffix(b"END:VCALENDAR\r\n")
    assert gaps(cut) == ["It breaks off before END:VCALENDAR, so a part of it is missing."]


def test_calendars_with_a_mark_of_utf_8_each_are_all_read() -> None:
    other = calendar(FINE.replace("fine", "other"), head=FIXED.format("+0100"))
    assert times(read(b"\xef\xbb\xbf" + calendar(FINE) + b"\xef\xbb\xbf" + other)) == [SEEN[0][:22]] * 2


# One UID, several events


@pytest.mark.parametrize("titles", ["xx", "xy"])
def test_two_events_of_one_uid_and_version_at_different_times_are_both_kept(titles: str) -> None:
    one, two = (
        f"UID:same\nDTSTART:202611{day}T100000Z\nSUMMARY:{title}" for day, title in zip((10, 11), titles, strict=True)
    )
    assert times(read(calendar(one, two))) == ["2026-11-10 10:00-10:00", "2026-11-11 10:00-10:00"]


def test_an_older_version_gives_way_and_a_copy_counts_once() -> None:
    old = "UID:same\nDTSTART:20261110T100000Z"
    new = "UID:same\nDTSTART:20261111T100000Z\nSEQUENCE:1"
    assert times(read(calendar(new, old, new))) == ["2026-11-11 10:00-10:00"]


# Lines that cannot be told apart


@pytest.mark.parametrize("lines", [f"BEGIN:VALARM\n{TIMES}", f"{TIMES}\nBEGIN:VALARM\nRRULE:FREQ=DAILY;COUNT=5"])
def test_an_alarm_without_an_end_is_said(lines: str) -> None:
    reading = read(calendar(f"UID:open\n{lines}", FINE))
    assert events(reading) == SEEN
    said = "A part of it, such as an alarm, has no END line, so that its own lines cannot be told apart."
    assert reasons(reading) == [f"open:4 {said}"]


@pytest.mark.parametrize("begin", ["BEGIN;X=1:VEVENT", "BEGIN :VEVENT", "begin;x=1:vevent", "BEGIN:VEVENT;X=1"])
def test_an_event_with_an_odd_beginning_is_counted(begin: str) -> None:
    body = calendar(FINE, "UID:odd\nDTSTART:20261118T080000Z")
    head, _, tail = body.rpartition(b"BEGIN:VEVENT")
    odd = head + begin.encode() + tail
    assert events(read(odd)) == SEEN
    assert gaps(odd) == ["1 of its events begin in a way that cannot be understood and were not read."]


@pytest.mark.parametrize("between", ["\r\n ", "\u2028"], ids=["all folded", "line separators"])
def test_a_calendar_whose_lines_cannot_be_told_apart_is_not_seen(between: str) -> None:
    body = calendar(FINE).replace(b"\r\n", between.encode())
    assert gaps(body) == ["Its lines cannot be told apart, so that nothing in it can be read."]


# Times that are none


@pytest.mark.parametrize("start", ["20269910T100000Z", "20251301", "20250132", "20250100T100000Z", "00000110T100000Z"])
def test_an_impossible_date_is_said_wherever_the_window_is(start: str) -> None:
    reading = read(calendar(f"UID:odd\nDTSTART:{start}", FINE), window("2026-11-16", "2026-11-23"))
    assert events(reading) == SEEN
    assert reasons(reading) == ["odd:4 Its DTSTART line cannot be understood."]


def test_an_impossible_last_day_of_a_rule_is_said() -> None:
    rule = "RRULE:FREQ=DAILY;UNTIL=20260001"
    reading = read(calendar(f"UID:odd\nDTSTART:20250101T080000Z\n{rule}"), window("2026-11-16", "2026-11-23"))
    assert reasons(reading) == ["odd:4 Its RRULE line has an UNTIL that is neither a date nor a time."]


@pytest.mark.parametrize(
    "text",
    [
        "2026111 T100000Z",
        "20261110T1 0000Z",
        "2026_110",
        "20261110T10_000",
        "20261110T100000 Z",
        "P1 D",
        "P",
        "PT1H1D",
        "٢٠٢٦١١١٠",
        "+0261110",
        "20261110T100000Z/",
        "100000",
        "20261110T100000X",
        "20261110\n",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no date"):
        parse_value(text)


@pytest.mark.parametrize("text", ["+1 00", "+1_00", "0100", "+01", "+٠١٠٠"])
def test_what_only_looks_like_an_offset_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no offset"):
        parse_offset(text)
