from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from hedgerow.adapters.ics.mark import MARK, format_mark, parse_mark, read_mark
from hedgerow.core.block import BlockId, IntentionId, Mark, OperationId, Owner, Slot, uid_of
from hedgerow.core.occurrence import CalendarId, Transparency, Uid
from hedgerow.core.span import Span

FOCUS = Mark(
    BlockId("a1v"),
    Slot(IntentionId("deep-work"), date(2026, 11, 25)),
    Span(datetime(2026, 11, 25, 8, tzinfo=UTC), datetime(2026, 11, 25, 9, 30, tzinfo=UTC)),
    "Focus; 50% / a, b",
    Transparency.TRANSPARENT,
    CalendarId("my blocks"),
    Owner("0a1b"),
    OperationId("0p7"),
)
FOCUS_TEXT = (
    "3/a1v/deep-work/2026-11-25/20261125T080000Z/20261125T093000Z/Focus%3B%2050%25%20%2F%20a%2C%20b"
    "/transparent/my%20blocks/0a1b/0p7"
)


def _seconds(n: int) -> timedelta:
    return timedelta(seconds=n)


instants = st.datetimes(max_value=datetime(9000, 1, 1)).map(lambda d: d.replace(microsecond=0, tzinfo=UTC))  # noqa: DTZ001
marks = st.builds(
    Mark,
    st.text("abcdefghijklmnopqrstuv0123456789", min_size=1).map(BlockId),
    st.builds(Slot, st.text().map(IntentionId), st.dates()),
    st.builds(lambda start, length: Span(start, start + length), instants, st.integers(0, 10**7).map(_seconds)),
    st.text(),
    st.sampled_from(Transparency),
    st.text().map(CalendarId),
    st.text().map(Owner),
)


@given(marks)
def test_a_mark_reads_back_as_it_was_written(mark: Mark) -> None:
    assert parse_mark(format_mark(mark)) == mark


@given(marks)
def test_a_mark_survives_a_calendar_file(mark: Mark) -> None:
    event = Event()
    event.add(MARK, format_mark(mark))
    [again] = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + event.to_ical() + b"END:VCALENDAR\r\n").events
    assert read_mark(again, uid_of(mark.block)) == mark


@given(st.text())
def test_other_text_is_no_mark_or_its_own_exact_form(text: str) -> None:
    mark = parse_mark(text)
    assert mark is None or format_mark(mark) == text


def test_the_written_form_is_fixed_so_that_older_marks_stay_ours() -> None:
    assert format_mark(FOCUS) == FOCUS_TEXT
    assert parse_mark(FOCUS_TEXT) == FOCUS


def test_a_mark_of_another_version_is_not_ours() -> None:
    assert parse_mark(FOCUS_TEXT.replace("3/", "2/", 1)) is None


def test_a_mark_whose_end_is_before_its_start_is_not_ours() -> None:
    assert parse_mark(FOCUS_TEXT.replace("T093000Z", "T073000Z")) is None


@pytest.mark.parametrize("instant", ["00010101T000000%2B2359", "99991231T235959-2359"])
def test_a_time_that_no_calendar_reaches_is_no_mark_and_hides_no_other_event(instant: str) -> None:
    assert parse_mark(FOCUS_TEXT.replace("20261125T080000Z", instant)) is None


def test_half_a_character_which_no_database_holds_makes_it_no_mark() -> None:
    assert parse_mark(FOCUS_TEXT.replace("Focus", "%ED%A0%80")) is None


def test_a_block_id_of_other_characters_is_not_ours() -> None:
    assert parse_mark(FOCUS_TEXT.replace("a1v", "a1z")) is None


def test_a_copy_made_by_hand_has_another_uid_and_is_not_ours() -> None:
    event = Event()
    event.add(MARK, FOCUS_TEXT)
    assert read_mark(event, uid_of(FOCUS.block)) == FOCUS
    assert read_mark(event, Uid("copied-by-hand")) is None


def test_an_event_with_two_marks_is_not_ours() -> None:
    event = Event()
    event.add(MARK, FOCUS_TEXT)
    event.add(MARK, FOCUS_TEXT)
    assert read_mark(event, uid_of(FOCUS.block)) is None


def test_an_event_without_a_mark_is_not_ours() -> None:
    assert read_mark(Event(), uid_of(FOCUS.block)) is None
