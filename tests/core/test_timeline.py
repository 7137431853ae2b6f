from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.domains import Domain, DomainPolicy, DomainRule
from hedgerow.core.occurrence import CalendarId, Occurrence, PartStat, RecurrenceId, Status, Transparency, Uid
from hedgerow.core.span import Span
from hedgerow.core.timeline import SetAside, Timeline, build_timeline
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


def test_the_same_uid_in_two_calendars_counts_once() -> None:
    at_work, at_home = shared()
    [entry] = build_timeline([at_home, at_work], POLICY).entries
    assert entry.served.domains == {Domain.HOME}
    assert entry.copies == (WORK,)


@pytest.mark.parametrize(
    ("at_work", "at_home", "speaks"),
    [
        pytest.param({}, {}, FAMILY, id="by name"),
        pytest.param({"categories": ("#work",)}, {"partstat": PartStat.ACCEPTED}, WORK, id="a tag before an answer"),
        pytest.param({"color": "red"}, {"partstat": PartStat.ACCEPTED}, WORK, id="a rule before a default"),
        pytest.param({"color": "red"}, {"categories": ("#home",)}, FAMILY, id="a tag before a rule"),
        pytest.param({"partstat": PartStat.ACCEPTED}, {}, WORK, id="a yes before no answer"),
        pytest.param({}, {"partstat": PartStat.NEEDS_ACTION}, WORK, id="no answer due before one that is"),
        pytest.param({}, {"status": Status.TENTATIVE, "partstat": PartStat.ACCEPTED}, WORK, id="certain before maybe"),
        pytest.param({}, {"transparency": Transparency.TRANSPARENT}, WORK, id="busy before free"),
    ],
)
def test_of_copies_the_one_that_knows_most_speaks(
    at_work: dict[str, Any], at_home: dict[str, Any], speaks: CalendarId
) -> None:
    work, home = shared()
    red = DomainPolicy((DomainRule(frozenset({Domain.COMMUNITY}), color="red"),), POLICY.defaults)
    [entry] = build_timeline([replace(work, **at_work), replace(home, **at_home)], red).entries
    assert entry.occurrence.calendar == speaks


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


COPIES = st.lists(
    st.builds(
        Occurrence,
        calendar=st.sampled_from([WORK, FAMILY, CalendarId("club"), CalendarId("school")]),
        uid=st.just(Uid("one")),
        recurrence_id=st.sampled_from([RecurrenceId("20261117"), RecurrenceId("20261118")]),
        span=st.sampled_from([span("tue", "19:00-20:30"), span("tue", "19:00-20:00")]),
        title=st.sampled_from(["Evening", "Parents"]),
        status=st.sampled_from(Status),
        partstat=st.sampled_from([None, PartStat.ACCEPTED, PartStat.NEEDS_ACTION]),
        categories=st.sampled_from([(), (), ("#self",)]),
        color=st.sampled_from(["", "", "red"]),
    ),
    max_size=8,
)


@given(COPIES, st.data())
def test_no_order_of_events_or_of_calendars_in_the_settings_changes_the_timeline(
    copies: list[Occurrence], data: st.DataObject
) -> None:
    defaults = [(WORK, Domain.WORK), (FAMILY, Domain.HOME), ("club", Domain.COMMUNITY), ("school", Domain.HOME)]
    rules = [DomainRule(frozenset({Domain.SELF}), color="red")]

    def built(copies: list[Occurrence], defaults: list[tuple[str, Domain]]) -> Timeline:
        policy = DomainPolicy(rules, {CalendarId(calendar): frozenset({domain}) for calendar, domain in defaults})
        return build_timeline(copies, policy)

    other = built(data.draw(st.permutations(copies)), data.draw(st.permutations(defaults)))
    assert built(copies, [*defaults]) == other


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
