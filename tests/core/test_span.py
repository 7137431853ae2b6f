import itertools
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.span import Span, intersect, meet, merge, overlapping, subtract, total_minutes
from tests.agenda import span

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
SPANS = st.builds(
    lambda start, length: Span(NOON + timedelta(minutes=start), NOON + timedelta(minutes=start + length)),
    st.integers(0, 200),
    st.integers(0, 60),
)
MANY = st.lists(SPANS, max_size=12)


def minutes_of(spans: list[Span] | tuple[Span, ...]) -> set[int]:
    """The slow truth: every whole minute that lies in one of the spans."""
    return {n for n in range(300) if any(s.holds(NOON + timedelta(minutes=n)) for s in spans)}


@pytest.mark.parametrize("zone", [ZoneInfo("Europe/Berlin"), timezone(timedelta(hours=1)), None, ZoneInfo("UTC")])
def test_a_span_refuses_everything_but_utc(zone: ZoneInfo | timezone | None) -> None:
    with pytest.raises(ValueError, match="UTC"):
        Span(NOON.replace(tzinfo=zone), NOON + timedelta(hours=1))


def test_a_span_refuses_to_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Span(NOON, NOON - timedelta(seconds=1))


def test_spans_that_touch_do_not_overlap_but_merge() -> None:
    morning, afternoon = span("mon", "09:00-12:00"), span("mon", "12:00-17:00")
    assert not morning.overlaps(afternoon)
    assert merge([afternoon, morning]) == (span("mon", "09:00-17:00"),)


def test_a_hole_in_the_middle_leaves_both_ends() -> None:
    day, lunch = span("mon", "09:00-17:00"), span("mon", "12:00-13:00")
    assert subtract([day], [lunch]) == (span("mon", "09:00-12:00"), span("mon", "13:00-17:00"))


def test_an_hour_shared_by_two_meetings_counts_once() -> None:
    assert total_minutes([span("mon", "09:00-11:00"), span("mon", "10:00-12:00")]) == 180


def test_an_empty_span_overlaps_nothing_and_vanishes() -> None:
    moment = Span(NOON, NOON)
    assert not moment.overlaps(span("mon", "09:00-17:00"))
    assert merge([moment]) == ()


@given(MANY)
def test_merging_twice_changes_nothing(spans: list[Span]) -> None:
    once = merge(spans)
    assert merge(once) == once
    assert minutes_of(once) == minutes_of(spans)
    assert all(a.end < b.start for a, b in itertools.pairwise(once))


@given(MANY, MANY)
def test_subtracting_and_intersecting_agree_with_counting_minutes(these: list[Span], those: list[Span]) -> None:
    assert minutes_of(subtract(these, those)) == minutes_of(these) - minutes_of(those)
    assert minutes_of(intersect(these, those)) == minutes_of(these) & minutes_of(those)


@given(MANY, MANY)
def test_what_is_left_and_what_is_shared_make_the_whole(these: list[Span], those: list[Span]) -> None:
    assert merge([*subtract(these, those), *intersect(these, those)]) == merge(these)


@given(MANY, MANY)
def test_a_sweep_meets_each_two_that_overlap_once_and_no_others(these: list[Span], those: list[Span]) -> None:
    these.sort(key=lambda span: span.start)
    those.sort(key=lambda span: span.start)
    every = itertools.product(enumerate(these), enumerate(those))
    wanted = [(i, j, part) for (i, one), (j, other) in every if (part := one.clip(other))]
    assert sorted(meet(these, those)) == wanted


@given(MANY, SPANS)
def test_searching_merged_spans_finds_what_scanning_would(spans: list[Span], wide: Span) -> None:
    merged = merge(spans)
    assert overlapping(merged, wide) == tuple(s for s in merged if s.start < wide.end and wide.start < s.end)
