"""What each kind of event becomes, odd ones among them."""

from dataclasses import replace
from typing import Any

import pytest

from hedgerow.adapters.google.events import read_events
from hedgerow.adapters.google.mark import event_id, properties_of, read_mark
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.block import BlockId, IntentionId, Mark, OperationId, Owner, Slot, uid_of
from hedgerow.core.boundary import Off
from hedgerow.core.days import day_span
from hedgerow.core.occurrence import CalendarId, Occurrence, PartStat, Status, Transparency
from hedgerow.core.pattern import LeaveEvents, Pattern, leave_of
from hedgerow.core.span import Span
from hedgerow.core.timeline import SetAside
from tests.adapters.ics.calendars import window
from tests.agenda import BERLIN, day_of, utc

READER = Reader(CalendarId("work"), "Google Calendar ada@example.org", BERLIN, frozenset({"ada@example.org"}))
WEEK = window("2026-11-23", "2026-11-30")
NINE = {"dateTime": "2026-11-24T09:00:00+01:00", "timeZone": "Europe/Berlin"}
TEN = {"dateTime": "2026-11-24T10:00:00+01:00", "timeZone": "Europe/Berlin"}
MEETING: dict[str, Any] = {"id": "a1", "iCalUID": "a1@google.com", "summary": "Meeting", "start": NINE, "end": TEN}


def all_of(event: dict[str, Any], *, is_own: bool = True) -> list[Occurrence]:
    occurrences, unreadable = read_events([event], READER, WEEK, is_own=is_own)
    assert not unreadable
    return list(occurrences)


def one(**fields: Any) -> Occurrence:
    [occurrence] = all_of(MEETING | fields)
    return occurrence


def odd(**fields: Any) -> str:
    """The other event is still read."""
    occurrences, [broken] = read_events([MEETING | fields, MEETING], READER, WEEK, is_own=True)
    assert [each.title for each in occurrences] == ["Meeting"]
    assert (broken.calendar, broken.uid, broken.line) == ("work", "a1@google.com", 0)
    return broken.reason


def test_a_plain_event_has_what_google_says_of_it() -> None:
    event = one(organizer={"email": "Boss@Example.org"}, colorId="11")
    assert event.span == Span(utc("2026-11-24 08:00"), utc("2026-11-24 09:00"))
    assert (event.uid, event.recurrence_id, event.title) == ("a1@google.com", None, "Meeting")
    assert (event.organizer, event.color) == ("boss@example.org", "tomato")
    assert (event.transparency, event.status, event.partstat) == (Transparency.OPAQUE, Status.CONFIRMED, None)


def test_what_is_left_out_has_its_default() -> None:
    bare = {"id": "a1", "start": NINE, "end": TEN}
    [event] = all_of(bare)
    assert (event.title, event.uid, event.color) == ("", "a1", "")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("accepted", PartStat.ACCEPTED),
        ("declined", PartStat.DECLINED),
        ("tentative", PartStat.TENTATIVE),
        ("needsAction", PartStat.NEEDS_ACTION),
        ("perhaps", PartStat.NEEDS_ACTION),
    ],
)
def test_the_persons_answer_is_that_of_their_copy(said: str, answer: PartStat) -> None:
    boss = {"email": "boss@example.org", "responseStatus": "accepted"}
    event = one(attendees=[boss, {"email": "Ada@Example.org", "self": True, "responseStatus": said}])
    assert event.partstat is answer
    assert event.attendees == ("boss@example.org", "ada@example.org")


def test_the_copy_of_the_calendar_counts_before_the_persons_address() -> None:
    """They were invited twice, and this calendar is that of the other address."""
    alias = {"email": "ada.l@example.org", "self": True, "responseStatus": "declined"}
    people = [{"email": "ada@example.org", "responseStatus": "accepted"}, alias]
    assert one(attendees=people).partstat is PartStat.DECLINED


def test_in_another_calendar_the_answer_is_that_of_the_persons_address() -> None:
    people = [{"email": "boss@example.org"}, {"email": "ada@example.org", "responseStatus": "declined"}]
    assert one(attendees=people).partstat is PartStat.DECLINED


def test_other_peoples_answers_are_not_the_persons() -> None:
    assert one(attendees=[{"email": "boss@example.org", "responseStatus": "declined"}]).partstat is None


def test_free_and_tentative_are_heeded() -> None:
    assert one(transparency="transparent").transparency is Transparency.TRANSPARENT
    assert one(status="tentative").status is Status.TENTATIVE


@pytest.mark.parametrize("kind", ["default", "focusTime", "fromGmail", "somethingNew"])
def test_most_kinds_of_events_take_time(kind: str) -> None:
    assert one(eventType=kind).transparency is Transparency.OPAQUE


@pytest.mark.parametrize("kind", ["workingLocation", "birthday"])
def test_some_kinds_of_events_take_none(kind: str) -> None:
    """Though nothing says that they are transparent."""
    assert one(eventType=kind).transparency is Transparency.TRANSPARENT


def out_of_office(start: str, end: str, *, is_own: bool = True, **fields: Any) -> list[Occurrence]:
    times = {"start": {"dateTime": f"{start}:00+01:00"}, "end": {"dateTime": f"{end}:00+01:00"}}
    return all_of(MEETING | times | {"eventType": "outOfOffice", "summary": "Away"} | fields, is_own=is_own)


def test_days_out_of_office_are_leave() -> None:
    [event] = out_of_office("2026-11-24T00:00", "2026-11-26T00:00")
    assert event.span == Span(day_span(day_of("tue+1"), BERLIN).start, day_span(day_of("wed+1"), BERLIN).end)
    assert event.all_day
    assert leave_of(event, LeaveEvents()) is Off.LEAVE
    assert Pattern().mark(event) is SetAside.LEAVE


def test_the_hours_before_and_after_days_out_of_office_are_nobodys_work() -> None:
    before, days, after = sorted(out_of_office("2026-11-24T14:00", "2026-11-27T09:00"), key=lambda each: each.span)
    assert (days.span.start, days.span.end) == (utc("2026-11-24 23:00"), utc("2026-11-26 23:00"))
    assert (before.span, after.span) == (
        Span(utc("2026-11-24 13:00"), utc("2026-11-24 23:00")),
        Span(utc("2026-11-26 23:00"), utc("2026-11-27 08:00")),
    )
    assert days.all_day
    assert {before.transparency, after.transparency} == {Transparency.TRANSPARENT}
    assert {before.all_day, after.all_day} == {False}


def test_an_afternoon_out_of_office_is_no_leave_and_no_work() -> None:
    [event] = out_of_office("2026-11-24T14:00", "2026-11-24T18:00")
    assert event.transparency is Transparency.TRANSPARENT
    assert Pattern().mark(event) is None


def test_somebody_elses_days_out_of_office_are_not_the_persons() -> None:
    [event] = out_of_office("2026-11-24T00:00", "2026-11-26T00:00", is_own=False)
    assert leave_of(event, LeaveEvents()) is None


def test_days_are_the_persons() -> None:
    event = one(start={"date": "2026-11-24"}, end={"date": "2026-11-26"})
    assert event.all_day
    assert event.span == Span(utc("2026-11-23 23:00"), utc("2026-11-25 23:00"))


@pytest.mark.parametrize("end", [{"date": "2026-11-24"}, {"date": "2026-11-20"}, None, {}])
def test_a_day_that_does_not_end_after_it_began_is_one_day(end: Any) -> None:
    event = one(start={"date": "2026-11-24"}, end=end)
    assert event.span == day_span(day_of("tue+1"), BERLIN)


@pytest.mark.parametrize("end", [NINE, None, {}, {"dateTime": "2026-11-24T08:00:00+01:00"}])
def test_an_hour_that_does_not_end_after_it_began_has_no_length(end: Any) -> None:
    event = one(end=end)
    assert event.span == Span(utc("2026-11-24 08:00"), utc("2026-11-24 08:00"))


def test_an_instant_is_told_by_its_offset_and_not_by_its_zone() -> None:
    event = one(start=NINE | {"timeZone": "America/New_York"}, end=TEN | {"timeZone": "Mars/Base"})
    assert event.span == Span(utc("2026-11-24 08:00"), utc("2026-11-24 09:00"))


def test_fractions_of_a_second_are_left_away() -> None:
    event = one(start=NINE | {"dateTime": "2026-11-24T09:00:00.734+01:00"})
    assert event.span.start == utc("2026-11-24 08:00")


def test_a_wall_time_is_one_of_its_zone() -> None:
    event = one(start={"dateTime": "2026-11-24T09:00:00", "timeZone": "America/New_York"}, end=None)
    assert event.span.start == utc("2026-11-24 14:00")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"start": None}, "It has no start."),
        ({"start": {}}, "It has no start."),
        ({"start": "soon"}, "It has no start."),
        ({"start": {"dateTime": "soon"}}, "Its start is no time."),
        ({"start": {"dateTime": 7}}, "Its start is no time."),
        ({"start": {"date": "2026-02-30"}, "end": None}, "Its start is no day."),
        ({"start": {"date": 20261124}, "end": None}, "Its start is no day."),
        ({"end": {"dateTime": "0001-01-01T00:00:00+23:00"}}, "Its end is no time."),
        ({"end": {"date": "2026-11-25"}}, "It starts at an hour and ends on a day."),
        ({"start": {"date": "2026-11-24"}}, "It starts on a day and ends at an hour."),
        ({"start": {"date": "0001-01-01"}, "end": {"date": "9999-12-31"}}, "Its days are outside of the calendar."),
        ({"recurringEventId": "a", "originalStartTime": {"date": "soon"}}, "Its original start is no day."),
    ],
)
def test_what_cannot_be_understood_is_said_and_hides_no_other(fields: dict[str, Any], reason: str) -> None:
    assert odd(**fields) == reason


@pytest.mark.parametrize("field", ["summary", "iCalUID", "attendees", "organizer", "colorId", "extendedProperties"])
@pytest.mark.parametrize("value", [7, None, ["a"], {"a": 7}, [None]])
def test_a_field_of_another_kind_counts_as_missing(field: str, value: Any) -> None:
    assert len(all_of(MEETING | {field: value})) == 1


@pytest.mark.parametrize("more", [{}, {"recurringEventId": "a", "originalStartTime": NINE}, {"start": NINE}])
def test_a_tombstone_is_nothing(more: dict[str, Any]) -> None:
    assert all_of({"id": "a1", "status": "cancelled"} | more) == []


def test_an_instance_is_known_by_where_it_would_be() -> None:
    moved = one(
        id="a_20261123T080000Z",
        recurringEventId="a",
        originalStartTime=NINE | {"dateTime": "2026-11-23T09:00:00+01:00"},
    )
    assert moved.recurrence_id == "20261123T080000Z"
    day = one(recurringEventId="a", originalStartTime={"date": "2026-11-23"})
    assert day.recurrence_id == "20261123"


def test_an_instance_that_does_not_say_so_is_known_by_its_id() -> None:
    assert one(id="a_20261123T080000Z", recurringEventId="a").recurrence_id == "20261123T080000Z"
    assert one(id="a_20261123", recurringEventId="a").recurrence_id == "20261123"
    assert one(id="other", recurringEventId="a").recurrence_id == "other"


def test_a_title_cannot_move_a_terminal() -> None:
    assert one(summary="a\x1b[2Jb\nc\u202ed").title == "a [2Jb c d"


MARK = Mark(
    BlockId("abc123"),
    Slot(IntentionId("lunch"), day_of("tue+1")),
    Span(utc("2026-11-24 08:00"), utc("2026-11-24 09:00")),
    "Lunch",
    Transparency.OPAQUE,
    CalendarId("work"),
    Owner("owner"),
    OperationId("op1"),
)
BLOCK = {"id": event_id(MARK.block), "extendedProperties": {"private": dict(properties_of(MARK))}}


def test_a_block_of_ours_is_known_by_its_mark() -> None:
    event = one(**BLOCK)
    assert event.ours
    assert event.uid == uid_of(MARK.block)
    assert read_mark(BLOCK) == MARK


def test_a_copy_that_a_person_made_of_a_block_is_not_ours() -> None:
    """The web page copies private properties, too."""
    event = one(**BLOCK | {"id": "other1"})
    assert not event.ours
    assert event.uid == "a1@google.com"


@pytest.mark.parametrize("length", [1, 1_000, 5_000])
def test_a_mark_fits_into_properties_whatever_its_length(length: int) -> None:
    long = replace(MARK, title="ä" * length)
    properties = properties_of(long)
    assert all(len(name) <= 44 and len(value) <= 1024 for name, value in properties.items())
    assert read_mark({"id": BLOCK["id"], "extendedProperties": {"private": properties}}) == long


@pytest.mark.parametrize("spoilt", [{}, {"hedgerow.mark.1": 7}, {"hedgerow.mark.1": "3/x"}, {"hedgerow.mark.2": "3"}])
def test_a_spoilt_mark_is_none(spoilt: dict[str, Any]) -> None:
    assert read_mark({"id": BLOCK["id"], "extendedProperties": {"private": spoilt}}) is None


def test_a_block_made_recurring_by_hand_is_the_persons() -> None:
    event = one(**BLOCK, recurringEventId=BLOCK["id"], originalStartTime=NINE)
    assert not event.ours
    assert event.transparency is Transparency.OPAQUE


def test_what_only_touches_the_window_is_not_in_it() -> None:
    at = {"dateTime": "2026-11-30T01:00:00+01:00"}
    before = {"start": {"dateTime": "2026-11-23T00:00:00+01:00"}, "end": {"dateTime": "2026-11-23T01:00:00+01:00"}}
    assert all_of(MEETING | {"start": at, "end": at | {"dateTime": "2026-11-30T02:00:00+01:00"}}) == []
    assert all_of(MEETING | before) == []
    assert all_of(MEETING | {"start": at, "end": at}) == []


@pytest.mark.parametrize("kind", [["outOfOffice"], {}, 7])
def test_an_event_of_no_kind_is_read_like_others(kind: Any) -> None:
    assert one(eventType=kind).transparency is Transparency.OPAQUE


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-11-24T09:00:00Z", "9999-12-31T23:59:59Z"), ("0001-01-01T00:00:00Z", "2026-11-24T09:00:00Z")],
)
def test_being_out_of_office_to_the_end_of_time_hides_no_other(start: str, end: str) -> None:
    def read(away: dict[str, Any]) -> list[str]:
        return [each.title for each in read_events([away, MEETING], READER, WEEK, is_own=True)[0]]

    away = MEETING | {"eventType": "outOfOffice", "start": {"dateTime": start}, "end": {"dateTime": end}}
    assert read(away)[-1] == "Meeting"
