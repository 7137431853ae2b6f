"""Encodings, line ends, folds, and bytes that are no whole calendar."""

from dataclasses import replace

import pytest

from hedgerow.adapters.ics import splitting
from tests.adapters.ics.calendars import ANNA, calendar, events, read, reasons, stored

FORMS = (
    "byte-order-mark",
    "folds-anywhere",
    "line-ends-cr",
    "line-ends-crcrlf",
    "line-ends-lf",
    "lower-case",
    "utf-16",
    "utf-16-without-mark",
)


@pytest.mark.parametrize("name", FORMS)
def test_a_calendar_is_the_same_in_every_form(name: str) -> None:
    reading = read(stored(name))
    assert events(reading) == ["2026-11-18 15:00-15:30 Tee für Zoë 😀"]
    assert [o.uid for o in reading.occurrences] == ["tea"]


def test_an_old_export_in_windows_1252_keeps_its_umlauts() -> None:
    assert events(read(stored("windows-1252"))) == ["2026-11-18 15:00-15:30 Tee für Zoë"]


@pytest.mark.parametrize("name", ["folds-anywhere", "line-ends-lf", "line-ends-cr"])
def test_lines_are_counted_as_they_stand_in_the_file(name: str) -> None:
    body = stored(name).replace(b"20261118T150000Z", b"at three")
    assert reasons(read(body)) == ["tea:4 Its DTSTART line cannot be understood."]


def test_lines_are_counted_across_folds_of_earlier_events() -> None:
    folded = "UID:one\nDTSTART:20261118T080000Z\nSUMMARY:a\n  long\n\ttitle"
    assert reasons(read(calendar(folded, "UID:two\nDTSTART:soon"))) == ["two:11 Its DTSTART line cannot be understood."]


def test_a_megabyte_of_blank_lines_is_passed_over() -> None:
    body = stored("line-ends-lf").replace(b"BEGIN:VEVENT", b"\n" * 2**20 + b"BEGIN:VEVENT")
    assert events(read(body)) == ["2026-11-18 15:00-15:30 Tee für Zoë 😀"]


def test_a_very_long_description_is_passed_over() -> None:
    body = stored("line-ends-lf").replace(b"SUMMARY", b"DESCRIPTION:" + b"x" * 30_000_000 + b"\nSUMMARY")
    assert events(read(body)) == ["2026-11-18 15:00-15:30 Tee für Zoë 😀"]


def test_deep_nests_are_passed_over() -> None:
    nest = b"BEGIN:X-NEST\n" * 100_000 + b"END:X-NEST\n" * 100_000
    body = stored("line-ends-lf").replace(b"SUMMARY", nest + b"SUMMARY")
    assert events(read(body)) == ["2026-11-18 15:00-15:30 Tee für Zoë 😀"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (stored("empty"), "It is empty"),
        (b" \r\n\r\n", "It is empty"),
        (stored("web-page"), "It is a web page"),
        (stored("breaks-off"), "It breaks off before END:VCALENDAR"),
        (b'{"events": []}', "It does not begin with BEGIN:VCALENDAR"),
        (b"PK\x03\x04 a zip file", "It does not begin with BEGIN:VCALENDAR"),
        (stored("line-ends-lf")[100:], "It does not begin with BEGIN:VCALENDAR"),
        (stored("utf-16")[:-40], "It breaks off before END:VCALENDAR"),
    ],
)
def test_what_is_not_a_whole_calendar_was_not_seen(body: bytes, reason: str) -> None:
    reading = read(body, reader=replace(ANNA, where="feed"))
    assert not reading.seen
    assert not reading.occurrences
    [not_seen] = reading.not_seen
    assert (not_seen.calendar, not_seen.where) == ("work", "feed")
    assert not_seen.reason.startswith(reason)


def test_a_calendar_without_events_was_seen() -> None:
    reading = read(stored("no-events"))
    assert (reading.seen, events(reading), list(reading.not_seen)) == (True, [], [])


def test_a_calendar_that_is_too_large_was_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "BODY_LIMIT", 300)
    assert read(calendar("UID:a\nDTSTART:20261118T080000Z")).seen
    assert not read(calendar("UID:a\nDTSTART:20261118T080000Z\nDESCRIPTION:" + "x" * 300)).seen


def test_a_calendar_of_too_many_events_was_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "EVENT_LIMIT", 2)
    bodies = [calendar(*(f"UID:{n}\nDTSTART:20261118T080000Z" for n in range(count))) for count in (2, 3)]
    assert [read(body).seen for body in bodies] == [True, False]
