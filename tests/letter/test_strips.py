"""Where the cells of a strip lie."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.days import day_span
from hedgerow.core.fate import Fate
from hedgerow.core.report import Day
from hedgerow.core.span import Span
from hedgerow.letter.hours import tell_hours
from hedgerow.letter.reader import Reader
from hedgerow.letter.strips import MORNING, Axis, Look, cells, choose_axis, signs
from tests.agenda import BERLIN, boundary, minutes, span
from tests.letter.reports import DAYS, FULL, HOURS, READER, day, fate, over_a_clock_change

MORNINGS = Axis(MORNING)
WHOLE = Axis(0)
NO_WORK = boundary("")


def placed(row: Day, axis: Axis = MORNINGS) -> list[tuple[Look, float]]:
    return [(cell.look, round(cell.share, 3)) for cell in cells(row, HOURS, axis)]


def test_a_free_day_off_is_one_idle_line() -> None:
    assert placed(day("sat")) == [(Look.IDLE, 100.0)]


def test_work_lies_inside_the_window_and_an_evening_outside() -> None:
    # 18 hours from six: an hour is 5.556 %.
    assert placed(day("mon", "10:00-12:00 18:00-19:00")) == [
        (Look.IDLE, 16.667),
        (Look.WINDOW, 5.556),
        (Look.WORK, 11.111),
        (Look.WINDOW, 27.778),
        (Look.IDLE, 5.556),
        (Look.INTRUDING, 5.556),
        (Look.IDLE, 27.778),
    ]


def test_a_lost_block_is_drawn_round_what_took_it() -> None:
    lost = fate("Lunch", "fri", "12:00-13:00", Fate.LOST)
    row = cells(day("fri", "12:30-13:30", [lost]), HOURS, MORNINGS)
    drawn = [(cell.inner, cell.opens, cell.closes) for cell in row if cell.look is Look.LOST]
    assert drawn == [(None, True, False), (Look.INTRUDING, False, True)]


def test_a_kept_block_over_the_working_window_shows_whole() -> None:
    row = cells(day("mon", "09:00-17:00", [fate("Lunch", "mon", "12:00-13:00")]), HOURS, MORNINGS)
    assert [cell.look for cell in row] == [Look.IDLE, Look.WORK, Look.KEPT, Look.WORK, Look.IDLE]


def test_the_axis_begins_at_six_unless_anything_lies_before() -> None:
    assert choose_axis(DAYS, HOURS) == MORNINGS
    assert choose_axis([*DAYS, day("mon", "05:59-06:30")], HOURS) == WHOLE
    assert choose_axis(DAYS, boundary("05:00-13:00")) == WHOLE


def test_ticks_divide_the_axis_evenly() -> None:
    assert MORNINGS.ticks == ("06", "09", "12", "15", "18", "21")
    assert WHOLE.ticks == ("00", "04", "08", "12", "16", "20")


@pytest.mark.parametrize(
    ("zone", "on", "before"),
    [
        ("Europe/Berlin", date(2026, 10, 25), 13 / 25),
        ("Europe/Berlin", date(2026, 3, 29), 11 / 23),
        ("Australia/Lord_Howe", date(2026, 10, 4), 11.5 / 23.5),
        ("Australia/Lord_Howe", date(2026, 4, 5), 12.5 / 24.5),
        ("Asia/Kolkata", date(2026, 10, 25), 12 / 24),
    ],
)
def test_noon_lies_where_the_time_that_passed_puts_it(zone: str, on: date, before: float) -> None:
    there = ZoneInfo(zone)
    noon = span(on.isoformat(), "12:00-13:00", there)
    row = Day(on, day_span(on, there), (), (noon,), 60, ())
    first, *_ = cells(row, boundary("", zone=there), WHOLE)
    assert first.share == pytest.approx(100 * before)


def test_a_day_of_25_hours_has_50_signs_and_says_so() -> None:
    report, reader = over_a_clock_change()
    told = tell_hours(report, reader)
    assert [len(row.signs) for row in told.days] == [48] * 6 + [50]
    assert told.clock_change == (
        "The clocks went back on Sunday: it had 25\N{NO-BREAK SPACE}h. Its strip is drawn to that scale."
    )


def test_a_clock_change_in_a_night_that_is_not_drawn_needs_no_scale() -> None:
    report, reader = over_a_clock_change()
    sunday = replace(report.days[-1], intruding=())
    told = tell_hours(replace(report, days=(*report.days[:-1], sunday)), reader)
    assert told.clock_change == "The clocks went back on Sunday: it had 25\N{NO-BREAK SPACE}h."
    assert {len(row.signs) for row in told.days} == {36}


def test_signs_show_what_fills_most_of_each_half_hour() -> None:
    row = day("mon", "09:00-09:40 20:10-21:00", [fate("Run", "mon", "18:00-19:00")])
    assert signs(row, HOURS, MORNINGS) == "······==--------------··KK··##······"


def test_each_day_has_a_sentence() -> None:
    thursday = tell_hours(FULL, READER).days[3].sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert thursday == (
        "Thursday: 6 h 30 of work in working hours; work in your own time 21:00–22:05, 1 h 05 taken;"
        " kept 07:45–08:25; moved here 18:30–20:00; lost 21:00–22:00."
    )


@given(
    st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 600)), max_size=6),
    st.sampled_from([date(2026, 11, 16), date(2026, 10, 25), date(2026, 3, 29)]),
)
def test_shares_add_up_and_signs_fill_the_row(work: list[tuple[int, int]], on: date) -> None:
    whole = day_span(on, BERLIN)
    spans = [Span(whole.start + (whole.length * a / 1440), whole.end) for a, _ in work]
    spans += [piece for piece in (s.widen(-s.length / 3, -s.length / 3) for s in spans) if piece.start < piece.end]
    row = Day(on, whole, (), tuple(spans), 0, ())
    reader = Reader("", HOURS)
    drawn = cells(row, reader.boundary, WHOLE)
    assert sum(cell.share for cell in drawn) == pytest.approx(100)
    assert all(cell.share > 0 for cell in drawn)
    assert len(signs(row, reader.boundary, WHOLE)) == whole.minutes // 30


def test_minutes_of_the_builders_are_those_of_the_day() -> None:
    assert minutes("06:00") == MORNING
    assert choose_axis([day("sat")], NO_WORK) == MORNINGS


def test_a_moved_block_shows_where_it_was_promised_and_where_it_took_place() -> None:
    wednesday, thursday = tell_hours(FULL, READER).days[2:4]
    assert [Look.MOVED in {cell.look for cell in row.cells} for row in (wednesday, thursday)] == [True, False]
    assert "MMM" in wednesday.signs
    assert "KKK" in thursday.signs
    assert wednesday.sentence.endswith("; moved away 18:30–20:00.")
