import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.adapters.store.database import open_store
from hedgerow.adapters.store.rows import instant, read_booking, read_intent, seconds, write_booking, write_intent
from hedgerow.core.action import Action
from hedgerow.core.block import NOBODY, BlockEvent, BlockId, Booking
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Edit, Observation
from hedgerow.core.span import Span
from hedgerow.ports import Intent, PersonId
from tests.adapters.contract_ledger import CREATE, FAMILY, NOON, run
from tests.agenda import utc

INSTANTS = st.integers(-(10**10), 10**11).map(instant)
SPANS = st.tuples(INSTANTS, INSTANTS).map(lambda ends: Span(min(ends), max(ends)))
BOOKINGS = st.builds(Booking, promised=SPANS, span=SPANS)
EVENTS = st.builds(BlockEvent, span=SPANS)
ACTIONS = st.builds(Action, event=EVENTS, before=st.none() | BOOKINGS)
CALENDARS = st.text().map(CalendarId)


def through_json(row: dict[str, object]) -> dict[str, object]:
    read: dict[str, object] = json.loads(json.dumps(row))
    return read


@given(BOOKINGS)
def test_a_booking_is_read_back_as_it_was_written(booking: Booking) -> None:
    assert read_booking(through_json(write_booking(booking))) == booking


@given(ACTIONS, CALENDARS, INSTANTS)
def test_an_intent_is_read_back_as_it_was_written(action: Action, calendar: CalendarId, at: datetime) -> None:
    assert read_intent(through_json(write_intent(action, calendar, run(at)))) == Intent(action, calendar, at)


def test_an_intent_of_an_older_version_is_for_the_calendar_it_was_begun_in_and_nobodys() -> None:
    row = through_json(write_intent(CREATE, FAMILY, run(NOON)))
    event = row["event"]
    assert isinstance(event, dict)
    del event["calendar"], event["owner"]
    read = read_intent(row).action.event
    assert (read.calendar, read.owner) == (FAMILY, NOBODY)
    assert read == replace(CREATE.event, calendar=FAMILY, owner=NOBODY)


@settings(deadline=None, max_examples=30)
@given(st.lists(BOOKINGS, unique_by=lambda booking: booking.block), st.lists(ACTIONS, max_size=3))
def test_the_database_gives_back_what_it_was_given(bookings: list[Booking], actions: list[Action]) -> None:
    begun = {action.event.block: Intent(action, CalendarId("family"), NOON) for action in actions}
    with TemporaryDirectory() as folder, open_store(Path(folder) / "hedgerow.db") as store:
        ledger = store.ledger(PersonId("anna"))
        ledger.note([Observation(Edit.ADOPT, booking, None, "ours") for booking in bookings], NOON)
        for intent in begun.values():
            ledger.begin(intent.action, intent.calendar, run(intent.begun_at))
        assert list(ledger.bookings()) == sorted(bookings, key=lambda booking: booking.block)
        assert list(ledger.open_intents()) == list(begun.values())


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_loses_only_its_fraction_of_a_second(at: datetime) -> None:
    assert timedelta() <= at - instant(seconds(at)) < timedelta(seconds=1)


def test_seconds_count_from_1970_in_both_directions() -> None:
    assert seconds(utc("1970-01-02 00:00")) == 86_400
    assert seconds(utc("1969-12-31 23:59")) == -60


def test_a_row_keeps_words_that_people_can_read() -> None:
    row = write_booking(read_booking(PLAIN))
    assert row == PLAIN


PLAIN = {
    "block": BlockId("b1"),
    "intention": "run",
    "day": "2026-11-17",
    "calendar": "family",
    "promised_start": 1794895200,
    "promised_end": 1794898800,
    "span_start": 1794895200,
    "span_end": 1794898800,
    "title": "Run",
    "transparency": "opaque",
    "domains": "community self",
    "standing": "held",
    "version": "1",
}
