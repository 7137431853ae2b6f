"""What every `ports.Source` does. A test module inherits `SourceContract` and gives the fixture `make`.

`make(body)` gives a source of the calendar `work` of a person in Berlin whose addresses are `ANNA`, that holds exactly
the iCalendar text `body`.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC

import pytest

from hedgerow.core.occurrence import CalendarId, Occurrence, PartStat, Reading
from hedgerow.core.span import Span
from hedgerow.ports import Source, Unavailable
from tests.adapters.ics.calendars import calendar, stored, window
from tests.agenda import utc

Make = Callable[[bytes], Source]

WORK = CalendarId("work")
ANNA = frozenset({"anna@example.org"})
WEEK = window("2026-11-16", "2026-11-23")
NEVER_WHOLE = ("empty", "web-page", "breaks-off")

MEETING = """UID:meeting
DTSTART;TZID=Europe/Berlin:20261118T090000
DTEND;TZID=Europe/Berlin:20261118T100000
ATTENDEE;PARTSTAT=TENTATIVE:mailto:anna@example.org
SUMMARY:Meeting"""
STANDUP = """UID:standup
DTSTART;TZID=Europe/Berlin:20260105T083000
DTEND;TZID=Europe/Berlin:20260105T084500
RRULE:FREQ=WEEKLY;BYDAY=MO,FR
SUMMARY:Stand-up"""
HOLIDAY = "UID:holiday\nDTSTART;VALUE=DATE:20261119\nSUMMARY:Holiday"
LATER = "UID:later\nDTSTART:20261123T000000Z\nDTEND:20261123T010000Z\nSUMMARY:Starts when the week is over"
EARLIER = "UID:earlier\nDTSTART:20261115T230000Z\nDTEND:20261116T000000Z\nSUMMARY:Ends when the week begins"
ACROSS = "UID:across\nDTSTART:20261115T200000Z\nDTEND:20261116T020000Z\nSUMMARY:Across the start"
BROKEN = "UID:broken\nDTSTART:soon\nSUMMARY:Secret"
FULL = calendar(MEETING, STANDUP, HOLIDAY, LATER, EARLIER, ACROSS)


class SourceContract:
    def test_it_says_which_calendar_it_reads(self, make: Make) -> None:
        source = make(FULL)
        reading = source.read(WEEK)
        assert source.calendar == reading.calendar == WORK
        assert {occurrence.calendar for occurrence in reading.occurrences} == {WORK}

    def test_it_gives_what_overlaps_the_window_and_nothing_else(self, make: Make) -> None:
        titles = sorted(occurrence.title for occurrence in make(FULL).read(WEEK).occurrences)
        assert titles == ["Across the start", "Holiday", "Meeting", "Stand-up", "Stand-up"]

    def test_it_gives_spans_in_utc(self, make: Make) -> None:
        occurrences = make(FULL).read(WEEK).occurrences
        assert _only(occurrences, "Meeting").span == Span(utc("2026-11-18 08:00"), utc("2026-11-18 09:00"))
        assert all(o.span.start.tzinfo is UTC and o.span.end.tzinfo is UTC for o in occurrences)

    def test_an_all_day_event_is_a_local_day(self, make: Make) -> None:
        holiday = _only(make(FULL).read(WEEK).occurrences, "Holiday")
        assert holiday.all_day
        assert holiday.span == Span(utc("2026-11-18 23:00"), utc("2026-11-19 23:00"))

    def test_instances_of_a_series_are_told_apart_and_single_events_have_no_recurrence_id(self, make: Make) -> None:
        occurrences = make(FULL).read(WEEK).occurrences
        standups = sorted(str(o.recurrence_id) for o in occurrences if o.title == "Stand-up")
        assert standups == ["20261116T073000Z", "20261120T073000Z"]
        assert _only(occurrences, "Meeting").recurrence_id is None

    def test_it_knows_the_answer_of_the_person(self, make: Make) -> None:
        assert _only(make(FULL).read(WEEK).occurrences, "Meeting").partstat is PartStat.TENTATIVE

    def test_reading_twice_gives_the_same(self, make: Make) -> None:
        source = make(FULL)
        assert _facts(source.read(WEEK)) == _facts(source.read(WEEK))

    def test_an_empty_calendar_was_seen(self, make: Make) -> None:
        reading = make(stored("no-events")).read(WEEK)
        assert reading.seen
        assert _facts(reading) == ([], [], [])

    def test_a_broken_event_is_said_and_hides_no_other(self, make: Make) -> None:
        reading = make(calendar(BROKEN, MEETING)).read(WEEK)
        assert reading.seen
        assert [occurrence.title for occurrence in reading.occurrences] == ["Meeting"]
        [broken] = reading.unreadable
        assert (broken.calendar, broken.uid, broken.line) == (WORK, "broken", 4)
        assert "Secret" not in broken.reason

    @pytest.mark.parametrize("name", NEVER_WHOLE)
    def test_what_is_not_whole_is_never_an_empty_calendar(self, make: Make, name: str) -> None:
        """Unavailable says so, too."""
        with suppress(Unavailable):
            reading = make(stored(name)).read(WEEK)
            assert not reading.seen
            assert not reading.occurrences
            assert [not_seen.calendar for not_seen in reading.not_seen] == [WORK]


def _only(occurrences: Sequence[Occurrence], title: str) -> Occurrence:
    [found] = [occurrence for occurrence in occurrences if occurrence.title == title]
    return found


def _facts(reading: Reading) -> tuple[list[object], list[object], list[object]]:
    return list(reading.occurrences), list(reading.unreadable), list(reading.not_seen)
