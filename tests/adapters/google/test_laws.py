"""What holds whatever happens in a calendar, and whatever Google says of an event."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.adapters.google.answers import judge, read_refusal
from hedgerow.adapters.google.events import read_events
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.occurrence import CalendarId, Occurrence
from hedgerow.ports import Unavailable
from tests.adapters.google.bench import WEEK, Bench, bench
from tests.adapters.ics.calendars import window
from tests.agenda import BERLIN
from tests.fakes.google import ADA
from tests.fakes.google.hands import Hands

READER = Reader(CalendarId("work"), "Google Calendar", BERLIN, frozenset({ADA}))
ALWAYS = window("0001-01-02", "9999-12-30")
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
TIMES = st.sampled_from(
    ("2026-11-24T09:00:00+01:00", "2026-11-24T09:00:00", "2026-11-24", "9999-12-31", "0001-01-01T00:00:00Z", "soon", "")
)
WHEN = SCALARS | st.fixed_dictionaries(
    {}, optional={"date": TIMES | SCALARS, "dateTime": TIMES | SCALARS, "timeZone": SCALARS | st.just("Europe/Paris")}
)
PERSON = SCALARS | st.fixed_dictionaries({}, optional={"email": SCALARS, "self": SCALARS, "responseStatus": SCALARS})
EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "id": SCALARS,
        "status": SCALARS | st.sampled_from(("confirmed", "cancelled", "tentative")),
        "eventType": SCALARS | st.sampled_from(("outOfOffice", "focusTime", "workingLocation")),
        "iCalUID": SCALARS,
        "summary": SCALARS,
        "colorId": SCALARS,
        "start": WHEN,
        "end": WHEN,
        "originalStartTime": WHEN,
        "recurringEventId": SCALARS,
        "transparency": SCALARS,
        "organizer": PERSON,
        "attendees": SCALARS | st.lists(PERSON, max_size=2),
        "extendedProperties": SCALARS | st.dictionaries(st.just("private"), SCALARS),
    },
)


@given(st.lists(EVENTS, max_size=3), st.booleans())
def test_any_event_is_read_or_said_to_be_odd(events: list[dict[str, Any]], is_own: bool) -> None:
    occurrences, unreadable = read_events(events, READER, ALWAYS, is_own=is_own)
    assert len(unreadable) <= len(events)
    assert all(each.reason.endswith(".") for each in unreadable)
    assert all(each.title.isprintable() for each in occurrences)


@given(
    st.integers(300, 599),
    st.binary(max_size=40) | st.sampled_from((b'{"error":[]}', b'{"error":{"errors":null}}')),
    st.text(max_size=4),
)
def test_any_refusal_is_judged(status: int, content: bytes, retry_after: str) -> None:
    judge(read_refusal(status, content, retry_after), "home")


KINDS = ("add", "series", "move", "rename", "delete", "cancel", "shift", "split", "forget", "wait", "day")


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 6)), min_size=4, max_size=8))
def test_what_is_read_after_changes_is_what_is_read_from_nothing(edits: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder, bench(Path(folder)) as held:
        source = held.source()
        for n, (what, where) in enumerate(edits):
            edit(held, what, where, n)
            known = source.read(WEEK).occurrences
            assert in_order(known) == in_order(fresh(held, n)), what


@pytest.mark.parametrize("seed", range(4))
def test_amid_faults_a_reading_is_right_or_says_that_it_is_none(tmp_path: Path, seed: int) -> None:
    rights = 0
    with bench(tmp_path) as held:
        source = held.source()
        for n in range(25):
            edit(held, KINDS[(seed + n * (seed + 3)) % len(KINDS)], n % 7, n % 10)
            held.server.faults.seeded(seed * 100 + n, 0.7, operation="events.*")
            with suppress(Unavailable):
                known = in_order(source.read(WEEK).occurrences)
                held.server.faults.clear()
                assert known == in_order(fresh(held, n))
                rights += 1
            held.server.faults.clear()
    assert rights > 5


def fresh(held: Bench, n: int) -> list[Occurrence]:
    return list(Bench(held.server, held.session, held.waits, held.clock, held.folder / f"{n}").read().occurrences)


def in_order(occurrences: Any) -> list[Occurrence]:
    return sorted(occurrences, key=lambda each: (each.span, each.uid, str(each.recurrence_id)))


def edit(held: Bench, what: str, where: int, n: int) -> None:
    """Few enough events that losing some is an ordinary day."""
    at = held.server.hands()
    alive = [each["id"] for each in at.alive() if "recurringEventId" not in each]
    series = [each["id"] for each in at.alive() if "recurrence" in each]
    day = f"2026-11-{23 + where}"
    if what == "add" and len(alive) < 3:
        at.add(f"Event {n}", f"{day}T1{n}:00:00", f"{day}T1{n}:30:00")
    if what == "series" and not series:
        at.add("Series", "2026-11-02T09:00:00", "2026-11-02T09:15:00", recurrence=["RRULE:FREQ=WEEKLY"])
    if what in ("forget", "wait", "day"):
        held.advance(hours={"forget": 0, "wait": 1, "day": 24}[what])
    if what == "forget":
        at.forget_sync()
    if alive:
        edit_one(at, alive[where % len(alive)], what, f"{day}T1{n}")
    if series and series[0] in [each["id"] for each in at.alive()]:
        edit_instance(at, series[0], what)


def edit_one(at: Hands, event: str, what: str, hour: str) -> None:
    if what == "move" and "recurrence" not in at.held(event):
        at.move(event, f"{hour}:00:00Z", f"{hour}:45:00Z")
    elif what == "rename":
        at.edit(event, summary=f"Renamed at {hour}")
    elif what == "delete":
        at.delete(event)


def edit_instance(at: Hands, series: str, what: str) -> None:
    """The one in the week that is read, or the one after it into that week."""
    if "UNTIL" in at.held(series)["recurrence"][0]:
        return
    if what == "cancel":
        at.edit(f"{series}_20261123T080000Z", status="cancelled")
    elif what == "shift":
        at.move(f"{series}_20261130T080000Z", "2026-11-28T10:00:00Z", "2026-11-28T10:30:00Z")
    elif what == "split":
        at.split(series, "20261123T080000Z", summary="Split")
