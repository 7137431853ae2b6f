from dataclasses import replace
from datetime import timedelta
from random import Random  # noqa: TID251 - a seeded shuffle of test data

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.domains import Domain, DomainPolicy
from hedgerow.core.occurrence import CalendarId, Occurrence, Uid
from hedgerow.core.span import Span
from hedgerow.core.timeline import SetAside, build_timeline
from tests.agenda import WORK, agenda, at, occurrence, span

FAMILY = CalendarId("family")
POLICY = DomainPolicy((), {WORK: frozenset({Domain.WORK}), FAMILY: frozenset({Domain.HOME})})


def test_cancelled_declined_free_and_our_own_are_not_busy_and_are_counted() -> None:
    timeline = agenda(
        "mon 09:00-10:00  Stand-up",
        "mon 10:00-11:00  Off (cancelled)",
        "mon 11:00-12:00  No (declined)",
        "mon 12:00-13:00  FYI (free)",
        "mon 18:00-19:00  Dinner (ours)",
    )
    assert [entry.occurrence.title for entry in timeline.entries] == ["Stand-up"]
    aside = {SetAside.CANCELLED, SetAside.DECLINED, SetAside.TRANSPARENT, SetAside.OURS}
    assert set(timeline.set_aside) == aside


def test_what_marks_a_day_is_set_aside_for_that_shown_as_free_or_not_but_not_when_cancelled() -> None:
    lines = ("mon  Leave (free)", "tue  Leave (all-day)", "wed  Leave (cancelled)", "thu 09:00-10:00  Stand-up")
    marked = build_timeline(
        [occurrence(line) for line in lines],
        POLICY,
        lambda one: SetAside.LEAVE if one.title == "Leave" else None,
    )
    assert [entry.occurrence.title for entry in marked.entries] == ["Stand-up"]
    assert marked.set_aside == {SetAside.LEAVE: 2, SetAside.CANCELLED: 1}


def test_tentative_and_unanswered_ones_are_busy_and_marked() -> None:
    timeline = agenda("mon 09:00-10:00  Maybe (tentative)", "mon 10:00-11:00  Asked (needs-action)")
    assert [entry.occurrence.is_tentative for entry in timeline.entries] == [True, True]


def shared(title: str = "Parents' evening") -> tuple[Occurrence, Occurrence]:
    at_work = replace(occurrence(f"tue 19:00-20:30  {title}"), uid=Uid("same"))
    return at_work, replace(at_work, calendar=FAMILY)


def test_the_same_uid_in_two_calendars_counts_once_by_the_calendar_named_first() -> None:
    at_work, at_home = shared()
    [entry] = build_timeline([at_home, at_work], POLICY).entries
    assert entry.served.domains == {Domain.WORK}
    assert entry.copies == (FAMILY,)


def test_a_tag_on_one_copy_outranks_the_default_of_the_other() -> None:
    at_work, at_home = shared()
    [entry] = build_timeline([at_work, replace(at_home, categories=("#home",))], POLICY).entries
    assert entry.served.domains == {Domain.HOME}


def test_copies_that_disagree_on_the_time_are_both_kept() -> None:
    at_work, at_home = shared()
    moved = replace(at_home, span=span("tue", "18:00-19:00"))
    assert len(build_timeline([at_work, moved], POLICY).entries) == 2


def test_a_copy_that_was_declined_does_not_free_the_other() -> None:
    at_work, at_home = shared()
    declined = replace(occurrence("tue 19:00-20:30  x (declined)"), uid=Uid("same"))
    [entry] = build_timeline([declined, at_home], POLICY).entries
    assert entry.occurrence.calendar == FAMILY
    assert at_work.uid == entry.occurrence.uid


@given(st.integers(0, 1000))
def test_any_order_of_the_input_gives_the_same_timeline(seed: int) -> None:
    lines = [f"{day} {hour:02d}:00-{hour + 2}:00  M{hour}" for day in ("mon", "tue") for hour in range(10, 18)]
    occurrences = [occurrence(line) for line in lines] + list(shared())
    shuffled = Random(seed).sample(occurrences, len(occurrences))
    assert build_timeline(shuffled, POLICY) == build_timeline(occurrences, POLICY)


def test_within_keeps_what_reaches_in_and_drops_what_only_touches() -> None:
    timeline = agenda("mon 08:00-09:30  In", "mon 07:00-09:00  Touches", "mon 17:00-18:00  After")
    titles = [entry.occurrence.title for entry in timeline.within(span("mon", "09:00-17:00")).entries]
    assert titles == ["In"]


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 90)), max_size=12), st.integers(0, 300), st.integers(0, 80)
)
def test_searching_finds_what_scanning_would(drawn: list[tuple[int, int]], start: int, length: int) -> None:
    def hours(first: int, count: int) -> Span:
        begin = at("mon", "00:00") + timedelta(hours=first)
        return Span(begin, begin + timedelta(hours=count))

    occurrences = (Occurrence(WORK, Uid(str(n)), hours(*when), "x") for n, when in enumerate(drawn))
    timeline, wanted = build_timeline(occurrences, POLICY), hours(start, length)
    assert timeline.over(wanted) == tuple(entry for entry in timeline.entries if entry.span.overlaps(wanted))
