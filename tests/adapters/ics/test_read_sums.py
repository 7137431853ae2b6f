"""Things that are each cheap enough and together are not: what is too much is said, and nothing hangs."""

import tracemalloc
from datetime import datetime

import pytest

from hedgerow.adapters.ics.budget import reading_of
from hedgerow.adapters.ics.lines import content_lines
from hedgerow.adapters.ics.read import Named, read_calendars
from hedgerow.adapters.ics.vtimezone import read_zone
from hedgerow.core.occurrence import Reading
from tests.adapters.ics.calendars import ANNA, AUTUMN, calendar, events, read, reasons, window
from tests.adapters.ics.test_read_broken import FINE, SEEN, minutes

LEFT_OUT = "The events of this calendar together take too long to work out; this one was left out."
START = "DTSTART:20261118T090000Z"
STANDARD = "BEGIN:STANDARD\nDTSTART:{}T020000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n{}\nEND:STANDARD"


def zone(name: str, first: str = "19700101", rules: str = "RRULE:FREQ=YEARLY") -> str:
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{STANDARD.format(first, rules)}\nEND:VTIMEZONE"


def read_for(cost: int, *bodies: bytes) -> Reading:
    return read_calendars([Named(f"{n}.ics", body) for n, body in enumerate(bodies)], AUTUMN, ANNA, cost)


HEAVY = {
    "dates to leave out": f"EXDATE:{','.join(minutes(1_000))}",
    "dates to add": f"RDATE:{','.join(minutes(1_000))}",
    "people": "\n".join(f"ATTENDEE:mailto:p{n}@example.org" for n in range(1_000)),
    "categories": "CATEGORIES:" + "," * 10_000,
    "lines": "SEQUENCE:1\n" * 2_000,
    "steps of a rule": "RRULE:FREQ=MINUTELY;BYMINUTE=0;BYHOUR=0",
    "a list that is searched": f"RRULE:FREQ=YEARLY;BYYEARDAY={','.join(map(str, range(-366, 367)))}",
}


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_too_much_for_what_is_left_is_said_and_hides_no_other(name: str) -> None:
    heavy = f"UID:heavy\n{START}\n{HEAVY[name]}"
    reading = read_for(5_000, calendar(FINE, heavy, FINE.replace("fine", "later")))
    assert events(reading) == SEEN * 2
    assert reasons(reading) == [f"heavy:10 {LEFT_OUT}"]


def test_names_of_zones_that_nobody_knows_are_not_looked_up_without_end() -> None:
    unknown = [f"UID:{n}\nDTSTART;TZID=a/{n}:20261118T090000" for n in range(9)]
    reading = read_for(5_000, calendar(*unknown))
    said = [reason.rpartition(" ")[2] for reason in reasons(reading)]
    assert said == ["define."] * 6 + ["out."] * 3


def test_instances_are_counted_as_they_come() -> None:
    hourly = f"UID:heavy\n{START}\nRRULE:FREQ=HOURLY;COUNT=500"
    reading = read_for(10_000, calendar(FINE, hourly, FINE.replace("fine", "later")))
    assert events(reading) == SEEN
    assert reasons(reading) == [f"heavy:10 {LEFT_OUT}", f"later:15 {LEFT_OUT}"]


def test_once_zones_have_used_up_what_there_was_nothing_more_is_done() -> None:
    heavy = zone("Heavy", "00010101", "RRULE:FREQ=YEARLY;COUNT=2020")
    away = "UID:away\nDTSTART;TZID=Heavy:20261118T090000"
    reading = read_for(100_000, calendar(FINE, away, FINE.replace("fine", "later"), head=heavy))
    assert events(reading) == SEEN
    assert [reason.partition(" ")[2] for reason in reasons(reading)] == [LEFT_OUT, LEFT_OUT]


def test_a_zone_that_many_files_define_alike_is_worked_out_once() -> None:
    files = [calendar(f"UID:{n}\nDTSTART;TZID=Own:20261118T090000", head=zone("Own")) for n in range(30)]
    cost = read_zone(zone("Own").removeprefix("BEGIN:VTIMEZONE\n").encode(), AUTUMN.end.year + 2).cost
    reading = read_for(cost * 10, *files)
    assert len(events(reading)) == 30


def test_a_file_that_is_too_much_for_what_is_left_is_not_seen() -> None:
    long = calendar(FINE.replace("fine", "long"), head="X-LINE:1\n" * 10_000)
    reading = read_for(2_000, calendar(FINE), long)
    assert events(reading) == SEEN
    [gap] = reading.not_seen
    assert (gap.where, gap.reason[:52]) == ("1.ics", "With it this calendar takes too long to read; publis")


def test_more_than_five_million_lines_are_not_even_begun() -> None:
    [gap] = read(calendar(FINE).replace(b"END:VC", b"\n" * 5_000_001 + b"END:VC")).not_seen
    assert gap.reason == "It has more than 5 million lines; publish or export a shorter period."


def test_an_event_of_very_many_lines_is_said() -> None:
    reading = read(calendar("UID:long\n" + "UID:\n" * 20_001, FINE))
    assert events(reading) == SEEN
    assert reasons(reading) == ["long:4 It has more than 20,000 lines of times, people and words."]


def test_short_lines_are_taken_one_by_one() -> None:
    text = b"AB\n" * 1_000_000
    tracemalloc.start()
    last = max(number for number, _ in content_lines(text))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert last == 1_000_001
    assert peak < 40_000_000


@pytest.mark.parametrize("length", [1, 2, 2**20 - 1, 2**20, 2**20 + 1, 2**21])
def test_a_line_of_any_length_is_one_line(length: int) -> None:
    text = b"x" * length + b"\n\n" + b"y" * length + b"\n z\nw"
    assert [(number, len(line)) for number, line in content_lines(text)] == [
        (1, length),
        (2, 0),
        (3, length + 1),
        (5, 1),
    ]


TRAPS = {
    "more than a hundred rules": "\n".join(f"RRULE:FREQ=YEARLY;BYMONTHDAY={n}" for n in range(101)),
    "a change every day": "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "endless counting": "RRULE:FREQ=YEARLY;COUNT=999999;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "walks of thousands of years": "\n".join(f"RRULE:FREQ=YEARLY;COUNT={n};BYMONTH=2;BYMONTHDAY=30" for n in range(9)),
    "a rule of very many days": "RRULE:FREQ=YEARLY;BYYEARDAY=" + ",".join("1" * 1_000),
    "very many single changes": "\n".join(f"RDATE:{at[:-1]}" for at in minutes(10_001)),
}


def test_a_long_window_may_cost_more_than_a_short_one() -> None:
    short, long = window("2026-11-01", "2026-12-01"), window("2025-12-01", "2026-12-01")
    assert reading_of(short) == 10_000_000
    assert 14_000_000 < reading_of(long) < 16_000_000


@pytest.mark.parametrize("name", TRAPS)
def test_a_zone_that_would_take_for_ever_is_no_zone_and_is_paid_for(name: str) -> None:
    worked = read_zone(STANDARD.format("00010101", TRAPS[name]).encode(), 2028)
    assert worked.zone is None
    assert 0 < worked.cost < 1_000_000


def test_a_rule_written_a_hundred_times_is_one_rule() -> None:
    worked = read_zone(STANDARD.format("19700101", "RRULE:FREQ=YEARLY\n" * 200).encode(), 2028)
    assert worked.zone is not None
    assert datetime(2026, 11, 18, tzinfo=worked.zone).utcoffset() is not None


@pytest.mark.parametrize(
    ("more", "said"),
    [(1, "One more event could not be read."), (1_500, "From here on 1,500 more events could not be read.")],
)
def test_a_flood_of_unreadable_events_is_a_thousand_and_a_number(more: int, said: str) -> None:
    reading = read(calendar(*(f"UID:{n}" for n in range(1_000 + more)), FINE))
    assert events(reading) == SEEN
    assert len(reading.unreadable) == 1_001
    assert [reading.unreadable[n].uid for n in (0, 999, 1_000)] == ["0", "999", None]
    assert (reading.unreadable[-1].line, reading.unreadable[-1].reason) == (3_004, said)


def test_a_thousand_unreadable_events_are_all_named() -> None:
    assert len({one.uid for one in read(calendar(*(f"UID:{n}" for n in range(1_000)))).unreadable}) == 1_000
