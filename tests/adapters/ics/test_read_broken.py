"""Events that cannot be read, and events that would take for ever: each says so, and hides no other."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.budget import Budget
from hedgerow.adapters.ics.recurrence import expand
from hedgerow.adapters.ics.times import Times
from tests.adapters.ics.calendars import AUTUMN, CALENDARS, calendar, events, read, reasons, stored, times, window
from tests.agenda import BERLIN

FINE = "UID:fine\nDTSTART:20261118T080000Z\nDTEND:20261118T083000Z\nSUMMARY:Fine"
SEEN = ["2026-11-18 08:00-08:30 Fine"]
SHORT = window("2026-11-16", "2026-11-23")


def minutes(count: int, start: str = "2026-01-01") -> list[str]:
    first = datetime.fromisoformat(start)
    return [f"{first + timedelta(minutes=n):%Y%m%dT%H%M%SZ}" for n in range(count)]


def test_each_broken_event_says_where_and_why_and_the_whole_one_is_seen() -> None:
    reading = read(stored("events-broken"))
    assert events(reading) == SEEN
    assert reasons(reading) == [
        "no-start:4 It has no start time.",
        "two-starts:9 It has 2 different DTSTART lines, so its time is not known.",
        "bad-start:15 Its DTSTART line cannot be understood.",
        "bad-end:20 Its DTEND line cannot be understood.",
        "bad-length:26 Its DURATION line cannot be understood.",
        "bad-day:32 Its DTSTART line cannot be understood.",
        "late-year:37 Its DTSTART line cannot be understood.",
        "bad-rule:42 Its RRULE line cannot be understood.",
        "bad-until:48 Its RRULE line has an UNTIL that is neither a date nor a time.",
        "bad-weekday:54 Its RRULE line cannot be understood.",
        "bad-exdate:60 Its EXDATE line cannot be understood.",
        "bad-instance:67 Its RECURRENCE-ID line cannot be understood.",
    ]


def test_no_title_is_in_a_reason() -> None:
    for name in ("events-broken", "zone-unknown", "series-broken-instances-whole", "event-without-its-end"):
        reading = read(stored(name))
        assert reading.unreadable
        assert "Secret title" not in " ".join(reasons(reading))


def test_an_event_without_its_end_does_not_swallow_the_next() -> None:
    reading = read(stored("event-without-its-end"))
    assert events(reading) == ["2026-11-18 09:00-09:00 Fine"]
    assert reasons(reading) == [
        "half:3 It has no END line before the next event begins, so a part of it may be missing."
    ]


def test_an_event_without_its_end_does_not_swallow_the_next_calendar_of_the_same_file() -> None:
    half = calendar("UID:half\nDTSTART:20261118T080000Z").replace(b"END:VEVENT\r\n", b"")
    reading = read(half + stored("zone-of-its-own"))
    assert events(reading) == ["2026-11-20 03:15-04:15 Kathmandu"]
    assert reasons(reading) == ["half:4 It has no END line, so a part of it may be missing."]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "takes too many steps"),
        ("FREQ=SECONDLY;COUNT=1000000000", "takes too many steps"),
        ("FREQ=MINUTELY;COUNT=1000000000", "takes too many steps"),
        ("FREQ=MINUTELY;BYSECOND=0,15,30,45", "20,000 times"),
        ("FREQ=DAILY;INTERVAL=0", "an INTERVAL below 1"),
        ("FREQ=DAILY;INTERVAL=-2", "an INTERVAL below 1"),
        ("FREQ=DAILY;INTERVAL=often", "no whole number for INTERVAL"),
        ("FREQ=DAILY;COUNT=many", "no whole number for COUNT"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "only days that no year has"),
        ("FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=-31", "only days that no year has"),
        ("FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 1001), "a list of more than 1,000 values"),
        ("FREQ=FORTNIGHTLY", "cannot be understood"),
        ("FREQ=DAILY;BYDREAM=1", "cannot be understood"),
        ("FREQ=YEARLY;RSCALE=CHINESE", "cannot be understood"),
        ("INTERVAL=2", "cannot be understood"),
        ("", "cannot be understood"),
    ],
)
def test_a_rule_that_would_take_for_ever_or_means_nothing_is_said(rule: str, reason: str) -> None:
    week = window("2026-10-26", "2026-11-23")
    reading = read(calendar(f"UID:trap\nDTSTART:19700101T000000Z\nRRULE:{rule}", FINE), week)
    assert events(reading) == SEEN
    [said] = reasons(reading)
    assert reason in said
    assert said.startswith("trap:4 ")


def test_an_explosion_of_seconds_is_said() -> None:
    times_of_day = "BYHOUR={};BYMINUTE={};BYSECOND={}".format(
        *(",".join(map(str, range(n))) for n in (24, 60, 60)),
    )
    reading = read(calendar(f"UID:trap\nDTSTART:20261101T000000Z\nRRULE:FREQ=DAILY;{times_of_day}", FINE))
    assert events(reading) == SEEN
    assert reasons(reading) == ["trap:4 Its RRULE line takes too many steps to work out."]


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYYEARDAY=200;BYMONTH=1", "FREQ=MONTHLY;BYDAY=6MO;COUNT=9"])
def test_a_rule_that_never_matches_is_given_up_near_the_window_and_leaves_the_start(rule: str) -> None:
    reading = read(calendar(f"UID:never\nDTSTART:20261118T080000Z\nRRULE:{rule}"), SHORT)
    assert times(reading) == ["2026-11-18 08:00-08:00"]


def test_a_hundred_thousand_instances_by_a_rule_are_read_where_they_meet_the_window() -> None:
    body = calendar("UID:long\nDTSTART:20260101T000000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY;COUNT=100000")
    assert len(times(read(body, SHORT))) == 7 * 24


def test_every_minute_since_1970_is_read_for_a_short_window() -> None:
    body = calendar("UID:long\nDTSTART:19700101T000000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY")
    day = times(read(body, window("2026-11-18", "2026-11-19")))
    assert (len(day), day[0], day[-1]) == (1440, "2026-11-18 00:00-00:01", "2026-11-18 23:59 - 2026-11-19 00:00")


@pytest.mark.parametrize("name", ["RDATE", "EXDATE"])
@pytest.mark.parametrize("a_line", [10, 1000])
def test_a_hundred_thousand_single_dates_are_said(name: str, a_line: int) -> None:
    dates = minutes(100_000)
    lines = [f"{name}:{','.join(dates[n : n + a_line])}" for n in range(0, len(dates), a_line)]
    reading = read(calendar("\n".join(["UID:trap", "DTSTART:20261101T000000Z", *lines]), FINE))
    assert events(reading) == SEEN
    assert reasons(reading) == [
        "trap:4 It lists 100,000 single dates to add or leave out, more than the 10,000 that are read."
    ]


def test_ten_thousand_single_dates_are_read() -> None:
    body = calendar(
        "\n".join(["UID:many", "DTSTART:20261101T000000Z", *(f"RDATE:{at}" for at in minutes(10_000, "2026-11-10"))])
    )
    assert len(times(read(body, window("2026-11-10", "2026-11-11")))) == 1440


def test_a_line_of_more_than_200_kb_is_said() -> None:
    reading = read(calendar("UID:wide\nDTSTART:20261118T080000Z\nSUMMARY:" + "Secret title " * 20_000, FINE))
    assert events(reading) == SEEN
    assert reasons(reading) == ["wide:4 Its SUMMARY line is longer than 200 kB."]


def test_more_than_5000_events_of_one_uid_are_said_once() -> None:
    changed = (f"UID:s\nRECURRENCE-ID:{at}\nDTSTART:{at}" for at in minutes(5_000, "2026-11-18"))
    reading = read(calendar("UID:s\nDTSTART:20261118T000000Z\nRRULE:FREQ=MINUTELY;COUNT=9999", *changed, FINE))
    assert events(reading) == SEEN
    assert reasons(reading) == ["s:4 More than 5,000 events of this calendar have the same UID."]


def test_5000_events_of_one_uid_are_read() -> None:
    changed = [f"UID:s\nRECURRENCE-ID:{at}\nDTSTART:{at}" for at in minutes(4_999, "2026-11-01")]
    reading = read(calendar("UID:s\nDTSTART:20261101T000000Z\nRRULE:FREQ=MINUTELY;COUNT=4999", *changed))
    assert len(times(reading)) == 4_999


def test_an_event_that_ends_when_time_ends_and_repeats_hides_no_other() -> None:
    reading = read(calendar("UID:end\nDTSTART:20261101T000000Z\nDTEND:99991231T235959Z\nRRULE:FREQ=DAILY", FINE))
    assert events(reading) == SEEN
    assert len(reasons(reading)) == 1


def test_events_at_both_ends_of_time_are_passed_over() -> None:
    ancient = "UID:old\nDTSTART;TZID=Asia/Tokyo:00010101T000000\nDURATION:PT1H"
    late = "UID:late\nDTSTART;TZID=America/New_York:99991231T235959"
    assert events(read(calendar(ancient, late, FINE))) == SEEN


def test_more_than_5000_people_are_said() -> None:
    people = "\n".join(f"ATTENDEE:mailto:p{n}@example.org" for n in range(5_001))
    reading = read(calendar(f"UID:crowd\nDTSTART:20261118T080000Z\n{people}", FINE))
    assert events(reading) == SEEN
    assert reasons(reading) == ["crowd:4 It has more than 5,000 lines of people and words."]


def test_rules_that_only_together_take_too_long_are_said() -> None:
    start = datetime(2026, 11, 1, 8, tzinfo=BERLIN)
    daily = [(Times(start, start, rules=("FREQ=DAILY",)), -1)]
    budget = Budget(5_000)
    assert len(list(expand(daily, AUTUMN, BERLIN, budget))) == 77
    with pytest.raises(Broken, match="together take too long"):
        list(expand(daily, AUTUMN, BERLIN, budget))


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;INTERVAL=0", "FREQ=YEARLY;BYHOUR=0,1,2,3,4,5,6,7,8,9"])
def test_a_zone_whose_rule_never_moves_on_is_no_zone(rule: str) -> None:
    part = f"BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:{rule}\nEND:STANDARD"
    head = f"BEGIN:VTIMEZONE\nTZID:Trap\n{part}\nEND:VTIMEZONE"
    reading = read(calendar("UID:z\nDTSTART;TZID=Trap:20261118T080000", FINE, head=head))
    assert events(reading) == SEEN
    assert len(reasons(reading)) == 1


@given(st.sampled_from(sorted(path.stem for path in CALENDARS.glob("*.ics"))), st.data())
def test_whatever_happens_to_a_calendar_reading_it_raises_nothing(name: str, data: st.DataObject) -> None:
    body = stored(name)
    place, length = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 40))
    parts = st.sampled_from([b"0", b"9" * 30, b"-1", b"\r\n ", b";", b":", b"\xff"])
    reading = read(body[:place] + data.draw(st.binary(max_size=20) | parts) + body[place + length :])
    assert reading.seen or reading.not_seen
