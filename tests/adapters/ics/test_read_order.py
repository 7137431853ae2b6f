"""Laws: splitting and leaving out change nothing of what the libraries say about the whole file, nor does order."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hedgerow.core.days import day_span
from hedgerow.core.span import Span
from tests.adapters.ics.calendars import calendar, read
from tests.agenda import BERLIN

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;COUNT=40",
    "FREQ=DAILY;UNTIL={until}",
    "FREQ=WEEKLY;BYDAY=MO,WE,SU",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
)
FIRST = date(2024, 6, 1)


@st.composite
def series(draw: st.DrawFn) -> list[str]:
    """One to three events of one UID: a rule or none, dates left out, instances moved."""
    uid = f"UID:{draw(st.sampled_from('abcdefgh'))}{draw(st.integers(0, 10**9))}"
    day = FIRST + timedelta(days=draw(st.integers(0, 950)))
    zone = draw(st.sampled_from((*ZONES, None)))
    # not in the hour that a DST change skips or repeats: there the library and we differ on purpose
    hour = draw(st.sampled_from((0, 5, 9, 17, 23)))
    length = draw(st.sampled_from(("PT30M", "PT8H", "P1D"))) if zone else "P2D"
    rule = draw(st.sampled_from((*RULES, None, None)))
    lines = [uid, _line("DTSTART", day, hour, zone), f"DURATION:{length}", "SUMMARY:first"]
    if rule is None:
        return ["\n".join(lines)]
    until = f"{day + timedelta(days=200):%Y%m%d}" + ("T120000Z" if zone else "")
    lines.append("RRULE:" + rule.format(until=until))
    shifts = draw(st.lists(st.integers(0, 60), unique=True, max_size=4))
    left_out = draw(st.integers(0, len(shifts)))
    lines += [_line("EXDATE", day + timedelta(days=shift), hour, zone) for shift in shifts[:left_out]]
    changed = [
        "\n".join(
            [
                uid,
                _line("RECURRENCE-ID", day + timedelta(days=shift), hour, zone),
                _line("DTSTART", day + timedelta(days=shift + draw(st.integers(-60, 60))), 9, zone),
                f"DURATION:{length}",
                "SUMMARY:changed",
            ]
        )
        for shift in shifts[left_out:]
    ]
    return ["\n".join(lines), *changed]


def _line(name: str, day: date, hour: int, zone: str | None) -> str:
    if zone is None:
        return f"{name};VALUE=DATE:{day:%Y%m%d}"
    if zone == "UTC":
        return f"{name}:{day:%Y%m%d}T{hour:02}3000Z"
    return f"{name};TZID={zone}:{day:%Y%m%d}T{hour:02}3000"


def _windows(start: int, days: int) -> Span:
    begin = day_span(date(2026, 1, 1) + timedelta(days=start), BERLIN).start
    return Span(begin, begin + timedelta(days=days))


windows = st.builds(_windows, st.integers(0, 500), st.integers(1, 60))
calendars = st.lists(series(), min_size=1, max_size=6, unique_by=lambda events: events[0].splitlines()[0]).map(
    lambda many: [event for one in many for event in one]
)


def _whole_file(body: bytes, window: Span) -> Counter[tuple[str, datetime, datetime]]:
    """What icalendar and recurring-ical-events say when they are given everything at once."""
    query: Any = recurring_ical_events.of(Calendar.from_ical(body))
    found = query.between(window.start.astimezone(BERLIN), window.end.astimezone(BERLIN))
    return Counter((str(event["UID"]), _utc(event["DTSTART"].dt), _utc(event["DTEND"].dt)) for event in found)


def _utc(moment: date) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=ZoneInfo("Europe/Berlin"))
    return moment.astimezone(UTC)


@given(calendars, windows)
def test_splitting_and_leaving_out_finds_what_the_whole_file_holds(events: list[str], window: Span) -> None:
    body = calendar(*events)
    reading = read(body, window)
    assert not reading.unreadable
    ours = Counter((str(o.uid), o.span.start, o.span.end) for o in reading.occurrences)
    assert ours == _whole_file(body, window)


@given(calendars.flatmap(lambda events: st.tuples(st.just(events), st.permutations(events))), windows)
def test_events_in_any_order_give_the_same_occurrences(orders: tuple[list[str], list[str]], window: Span) -> None:
    first, second = (read(calendar(*events), window) for events in orders)
    assert list(first.occurrences) == list(second.occurrences)


@given(calendars, windows, st.integers(1, 30))
def test_two_windows_side_by_side_hold_what_one_holds(events: list[str], window: Span, days: int) -> None:
    middle = min(window.end, window.start + timedelta(days=days))
    body = calendar(*events)
    parts = (read(body, Span(window.start, middle)), read(body, Span(middle, window.end)))
    together = {occurrence for part in parts for occurrence in part.occurrences}
    assert together == set(read(body, window).occurrences)


@given(calendars, windows)
def test_every_instance_has_a_name_of_its_own(events: list[str], window: Span) -> None:
    names = Counter((o.uid, o.recurrence_id) for o in read(calendar(*events), window).occurrences)
    assert not [name for name, count in names.items() if count > 1]
