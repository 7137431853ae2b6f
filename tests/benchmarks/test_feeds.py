from datetime import date

import icalendar

from tests.benchmarks.feeds import feed

TODAY = date(2026, 11, 25)


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    assert feed(60, TODAY) == feed(60, TODAY)
    assert feed(60, TODAY, seed=2) != feed(60, TODAY)


def test_a_feed_has_exactly_as_many_events_as_asked_for() -> None:
    assert [feed(n, TODAY).count(b"\r\nBEGIN:VEVENT\r\n") for n in (0, 1, 99, 100)] == [0, 1, 99, 100]


def test_about_one_event_in_twelve_recurs_and_some_instances_are_changed_or_left_out() -> None:
    lines = feed(2_000, TODAY)
    assert 130 < lines.count(b"\r\nRRULE:FREQ=WEEKLY") + lines.count(b"\r\nRRULE:FREQ=DAILY") < 190
    assert lines.count(b"\r\nRECURRENCE-ID") > 40
    assert lines.count(b"\r\nEXDATE") > 40


def test_lines_are_folded_at_75_octets_and_every_event_can_be_read() -> None:
    lines = feed(300, TODAY)
    assert max(len(line) for line in lines.split(b"\r\n")) == 75
    assert not any(event.errors for event in icalendar.Calendar.from_ical(lines).walk("VEVENT"))
