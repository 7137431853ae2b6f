from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.days import Week, week_span
from hedgerow.core.fate import Fate
from hedgerow.core.history import (
    Passed,
    WeekRecord,
    evidence_of,
    is_closed,
    merge_history,
    record_of,
    usual_of,
    without_titles,
)
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId, NotSeen
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import Coverage, Seen, Verdict, WeekReview
from tests.agenda import BERLIN, WEEK, WORK, agenda
from tests.core.test_fate import booking
from tests.core.test_week import OFFICE, review

FAMILY = CalendarId("family")
LAUNCH = agenda(*OFFICE, "tue 17:30-20:00  Launch")
AWAY = Coverage(seen=(Seen(WORK, 1),), not_seen=(NotSeen(FAMILY, FAMILY, "no answer"),))


def record(week: Week = WEEK, taken: int = 0, *, work: int = 5, gaps: tuple[CalendarId, ...] = ()) -> WeekRecord:
    plain = record_of(review(agenda(), week=week))
    return replace(plain, personal_taken=taken, seen=(Seen(WORK, work),), gaps=gaps)


def recorded(judged: WeekReview) -> WeekRecord:
    return record_of(judged)


def test_a_record_holds_the_numbers_of_the_review() -> None:
    kept = recorded(review(LAUNCH, booking("mon", "18:00-19:00"), booking("tue", "18:00-19:00")))
    assert (kept.week, kept.verdict, kept.scheduled_work) == (WEEK, Verdict.INTRUDED, 5 * 210 + 150)
    assert (kept.personal_taken, kept.personal_allowed) == (150, 120)
    assert kept.evenings_touched == (date(2026, 11, 17),)
    assert (kept.fates, kept.held) == ((Fate.KEPT, Fate.LOST), 1)
    assert (kept.shortest_rest, kept.seen, kept.gaps) == (13 * 60, (Seen(WORK, 6),), ())
    assert Passed(LimitKey.PERSONAL_TAKEN, 120, 150, ("Launch",)) in kept.passed


def test_without_titles_nothing_of_a_title_is_left() -> None:
    kept = recorded(review(LAUNCH))
    assert "Launch" in repr(kept)
    assert "Launch" not in repr(without_titles(kept))
    assert [passed.measured for passed in without_titles(kept).passed] == [150]


def test_the_evidence_changes_with_what_came_in_even_where_the_numbers_stay() -> None:
    one, other = (review(agenda(f"tue 18:00-19:00  {name}")) for name in ("Launch", "Retro"))
    assert recorded(one).personal_taken == recorded(other).personal_taken
    assert evidence_of(one) != evidence_of(other)
    assert evidence_of(one) == evidence_of(review(agenda("tue 18:00-19:00  Launch")))


def test_the_order_of_calendars_changes_neither_evidence_nor_record() -> None:
    both = (Seen(WORK, 1), Seen(FAMILY, 0))
    one, other = (review(LAUNCH, coverage=Coverage(seen=seen)) for seen in (both, both[::-1]))
    assert (evidence_of(one), recorded(one)) == (evidence_of(other), recorded(other))


def test_a_week_is_closed_when_its_last_minute_is_over() -> None:
    end = week_span(WEEK, BERLIN).end
    assert is_closed(WEEK, BERLIN, end)
    assert not is_closed(WEEK, BERLIN, end - timedelta(seconds=1))


def test_a_late_change_replaces_what_was_stored() -> None:
    assert merge_history([record(taken=10)], [record(taken=90)]) == (record(taken=90),)


def test_a_deletion_is_a_late_change_where_the_calendar_still_shows_older_weeks() -> None:
    older = record(WEEK.plus(-1), work=3)
    assert merge_history([record(taken=90)], [older, record(work=0)]) == (older, record(work=0))


@pytest.mark.parametrize("others", [(), (record(WEEK.plus(1)),)], ids=["silent everywhere", "silent until next week"])
def test_a_feed_that_dropped_its_old_events_is_no_news_of_them(others: tuple[WeekRecord, ...]) -> None:
    stored = record(taken=90)
    assert merge_history([stored], [record(work=0), *others])[0] == stored


def test_a_week_that_can_no_longer_be_seen_keeps_its_record() -> None:
    stored = record(taken=90)
    unknown = recorded(review(Timeline((), {}), coverage=Coverage()))
    assert merge_history([stored], [unknown]) == (stored,)
    assert merge_history([], [unknown]) == (unknown,)


def test_a_calendar_taken_out_of_the_settings_takes_no_numbers_with_it() -> None:
    stored = replace(record(taken=90), seen=(Seen(FAMILY, 2), Seen(WORK, 5)))
    assert merge_history([stored], [record(taken=10)]) == (stored,)


def test_weeks_outside_of_what_was_read_stay_in_order() -> None:
    stored = [record(WEEK.plus(-3)), record(WEEK.plus(-60))]
    merged = merge_history(stored, [record()])
    assert [each.week for each in merged] == [WEEK.plus(-60), WEEK.plus(-3), WEEK]


def test_a_partly_seen_week_gives_way_to_a_whole_one_and_never_the_other_way_round() -> None:
    partly, whole = record(taken=10, gaps=(FAMILY,)), record(taken=90)
    assert merge_history([partly], [whole]) == (whole,)
    assert merge_history([whole], [partly]) == (whole,)


def test_of_two_partly_seen_weeks_the_later_speaks_unless_it_lacks_more() -> None:
    one, two = record(taken=10, gaps=(FAMILY,)), record(taken=90, gaps=(FAMILY, WORK))
    assert merge_history([two], [one]) == (one,)
    assert merge_history([one], [two]) == (one,)
    assert merge_history([one], [replace(one, personal_taken=20)]) == (replace(one, personal_taken=20),)


def test_the_gaps_of_a_record_are_the_calendars_that_were_away() -> None:
    assert recorded(review(LAUNCH, coverage=AWAY)).gaps == (FAMILY,)


def test_what_is_usual_is_the_median_of_the_weeks_that_compare() -> None:
    leave = replace(record(taken=9000), is_comparable=False)
    usual = usual_of([record(taken=10), record(taken=20), leave, record(taken=60)])
    assert usual is not None
    assert (usual.weeks, usual.personal_taken, usual.shortest_rest) == (3, 20, None)


def test_with_two_weeks_nothing_is_usual_yet() -> None:
    assert usual_of([record(), record(), replace(record(), is_comparable=False)]) is None


def test_a_week_that_was_not_seen_compares_with_none() -> None:
    assert not recorded(review(Timeline((), {}), coverage=Coverage())).is_comparable
    assert recorded(review(LAUNCH)).is_comparable


records = st.builds(
    record,
    st.integers(0, 4).map(WEEK.plus),
    st.integers(0, 300),
    work=st.integers(0, 2),
    gaps=st.sets(st.sampled_from((WORK, FAMILY))).map(lambda gaps: tuple(sorted(gaps))),
)


def one_a_week(drawn: list[WeekRecord]) -> list[WeekRecord]:
    return list({each.week: each for each in drawn}.values())


@given(st.lists(records).map(one_a_week), st.lists(records).map(one_a_week))
def test_merging_the_same_reading_again_changes_nothing(stored: list[WeekRecord], fresh: list[WeekRecord]) -> None:
    once = merge_history(stored, fresh)
    assert merge_history(once, fresh) == once
    assert {each.week for each in once} == {each.week for each in [*stored, *fresh]}
    assert not any(set(each.gaps) > set(old.gaps) for each in once for old in stored if old.week == each.week)
