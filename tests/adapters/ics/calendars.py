"""Calendars by name from tests/calendars, calendars written in a test, and what a reading of them says in short."""

from pathlib import Path

from hedgerow.adapters.ics.read import Reader, read_calendar
from hedgerow.core.occurrence import CalendarId, Occurrence, Reading
from hedgerow.core.span import Span
from tests.agenda import BERLIN, utc

CALENDARS = Path(__file__).parents[2] / "calendars"
AUTUMN = Span(utc("2026-08-30 00:00"), utc("2027-01-17 00:00"))
ANNA = Reader(CalendarId("work"), "work.ics", BERLIN, frozenset({"anna@example.org", "a.doe@example.com"}))


def stored(name: str) -> bytes:
    return (CALENDARS / f"{name}.ics").read_bytes()


def calendar(*events: str, head: str = "") -> bytes:
    """Each event as its lines, without BEGIN and END; `head` before them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", *head.splitlines()]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(body: bytes, window: Span = AUTUMN, reader: Reader = ANNA) -> Reading:
    return read_calendar(body, window, reader)


def window(start: str, end: str) -> Span:
    """`window("2026-10-20", "2026-11-03")`, midnights in UTC."""
    return Span(utc(f"{start} 00:00"), utc(f"{end} 00:00"))


def times(reading: Reading, title: str | None = None) -> list[str]:
    """`2026-11-18 08:00-08:30`, in UTC and in order; the end with its date when it is another. Everything was read."""
    assert reading.seen
    assert not reading.unreadable
    assert not reading.not_seen
    return [_when(o) for o in reading.occurrences if title is None or o.title == title]


def events(reading: Reading) -> list[str]:
    """As `times`, each with its title."""
    return [f"{_when(o)} {o.title}".rstrip() for o in reading.occurrences]


def reasons(reading: Reading) -> list[str]:
    """`uid:line reason`."""
    return [f"{u.uid}:{u.line} {u.reason}" for u in reading.unreadable]


def one(reading: Reading, title: str) -> Occurrence:
    [occurrence] = [o for o in reading.occurrences if o.title == title]
    return occurrence


def _when(occurrence: Occurrence) -> str:
    start, end = occurrence.span.start, occurrence.span.end
    same = start.date() == end.date()
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}" if same else f"{start:%Y-%m-%d %H:%M} - {end:%Y-%m-%d %H:%M}"
