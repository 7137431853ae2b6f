from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.domains import Domain, DomainPolicy, DomainRule
from hedgerow.core.occurrence import CalendarId, Occurrence, RecurrenceId, Uid
from hedgerow.core.timeline import Timeline, build_timeline
from hedgerow.core.unsorted import Group, find_unsorted, fold_title
from tests.agenda import WORK, occurrence

SELF = frozenset({Domain.SELF})
HOME = frozenset({Domain.HOME})
FAMILY = CalendarId("family")
DEFAULTS: Mapping[CalendarId, frozenset[Domain]] = {WORK: frozenset({Domain.WORK}), FAMILY: HOME}


def seen(*events: Occurrence | str, rules: Sequence[DomainRule] = ()) -> Timeline:
    given = [occurrence(event) if isinstance(event, str) else event for event in events]
    return build_timeline(given, DomainPolicy(rules, DEFAULTS))


def unsorted(*events: Occurrence | str, rules: Sequence[DomainRule] = ()) -> tuple[Group, ...]:
    return find_unsorted(seen(*events, rules=rules).entries)


def proposed(*events: Occurrence | str, rules: Sequence[DomainRule] = ()) -> DomainRule | None:
    """For the first group."""
    proposal = unsorted(*events, rules=rules)[0].proposal
    return proposal.rule if proposal else None


def titled(title: str) -> DomainRule:
    return DomainRule(frozenset(), title=title)


def test_only_what_the_default_of_a_calendar_decided_is_unsorted() -> None:
    groups = unsorted(
        "mon 09:00-10:00  Stand-up",
        "mon 12:00-13:00  Run #self",
        "tue 12:00-13:00  Dentist",
        rules=(DomainRule(SELF, title="dentist"),),
    )
    assert [(group.title, group.calendar, group.default) for group in groups] == [("Stand-up", WORK, DEFAULTS[WORK])]


def test_the_most_frequent_come_first_then_the_longest() -> None:
    groups = unsorted(
        "mon 09:00-09:30  Stand-up",
        "tue 09:00-09:15  Stand-up",
        "wed 09:00-10:00  Review",
        "thu 09:00-11:00  Planning",
    )
    assert [(group.title, len(group.occurrences), group.minutes) for group in groups] == [
        ("Stand-up", 2, 45),
        ("Planning", 1, 120),
        ("Review", 1, 60),
    ]


def test_an_all_day_event_is_counted_without_minutes() -> None:
    [group] = unsorted("mon Conference (all-day)", "tue 09:00-10:00  Conference")
    assert (len(group.occurrences), group.minutes) == (2, 60)


def test_a_series_is_one_group_although_an_instance_of_it_has_another_title() -> None:
    usual = replace(occurrence("mon 09:00-10:00  Team sync"), uid=Uid("s"), recurrence_id=RecurrenceId("20261116"))
    again = replace(occurrence("tue 09:00-10:00  Team sync"), uid=Uid("s"), recurrence_id=RecurrenceId("20261117"))
    moved = replace(occurrence("thu 14:00-15:00  Farewell"), uid=Uid("s"), recurrence_id=RecurrenceId("20261118"))
    [group] = unsorted(usual, again, moved)
    assert (group.title, len(group.occurrences), group.proposal) == ("Team sync", 3, None)


def test_events_of_one_name_in_two_calendars_are_two_groups() -> None:
    lunch = occurrence("tue 12:00-13:00  Lunch", calendar=FAMILY)
    assert [(g.calendar, g.default) for g in unsorted("mon 12:00-13:00  Lunch", lunch)] == [
        (FAMILY, HOME),
        (WORK, DEFAULTS[WORK]),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sprint 41", "SPRINT 7"),
        ("Sprint41", "sprint7"),
        ("Report 2026-11-16", "Report 2026-11-23"),
        ("Report 16.11.", "Report 7.12."),
        ("Report 3 May 2026", "report 14 June 2027"),
        ("Report 3rd of May", "Report 21st of Sept."),
        ("Report May 3", "Report December 14"),
        ("Call 9:30", "Call  10:15"),
    ],
)
def test_case_digits_and_dates_tell_no_titles_apart(one: str, other: str) -> None:
    assert fold_title(one) == fold_title(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Talk to May", "Talk to June"), ("3 mayors", "3 marches"), ("Sprint 1", "Sprints 1")]
)
def test_words_tell_titles_apart_where_no_number_makes_them_a_date(one: str, other: str) -> None:
    assert fold_title(one) != fold_title(other)


def test_the_rule_proposed_is_the_one_of_the_fewest_words() -> None:
    assert proposed("mon 09:00-10:00  Sprint 41 (retro).", "tue 09:00-10:00  sprint 42 (Retro).") == titled("Sprint")


def test_the_rule_proposed_leaves_other_groups_alone_where_it_can() -> None:
    rule = proposed(
        "mon 09:00-10:00  Sprint review",
        "tue 09:00-10:00  Sprint review",
        "wed 09:00-10:00  Sprint planning",
        "thu 09:00-10:00  Budget review",
    )
    assert rule == titled("Sprint review")


def test_a_rule_that_cannot_leave_other_groups_alone_says_how_many_of_their_events_it_covers() -> None:
    groups = unsorted("mon 09:00-10:00  Sync", "tue 09:00-10:00  Sync", "wed 09:00-10:00  Sync with Mia")
    assert [(g.proposal.rule, g.proposal.others) for g in groups if g.proposal] == [
        (titled("Sync"), 1),
        (titled("Mia"), 0),
    ]


def test_a_word_that_only_joins_others_is_no_rule_by_itself() -> None:
    sync, coffee = "mon 09:00-10:00  Sync with Mia", "tue 09:00-10:00  Coffee and Mia"
    rules = {group.title: group.proposal.rule for group in unsorted(sync, coffee) if group.proposal}
    assert rules == {"Sync with Mia": titled("Sync"), "Coffee and Mia": titled("Coffee")}
    assert proposed("mon 09:00-10:00  with the") is None


def test_no_rule_meets_events_that_were_decided_in_several_ways() -> None:
    rule = proposed(
        "mon 18:00-19:00  Yoga set",
        "tue 18:00-19:00  Yoga set",
        "wed 18:00-19:00  Yoga set #self",
        "thu 18:00-19:00  Yoga with Noor #community",
    )
    assert rule == DomainRule(SELF, title="set")
    assert proposed("mon 18:00-19:00  Yoga", "wed 18:00-19:00  Yoga #self", "thu 18:00-19:00  Yoga #home") is None


def test_its_domains_are_those_of_all_decided_events_that_it_covers() -> None:
    [group] = unsorted(
        "mon 18:00-19:00  Yoga", "tue 18:00-19:00  Yoga", "wed 18:00-19:00  Yoga #self", "thu 18:00-19:00  Yoga #self"
    )
    assert group.proposal
    assert (group.proposal.rule, group.proposal.evidence) == (DomainRule(SELF, title="Yoga"), 2)


def test_of_rules_of_one_size_the_one_that_says_its_domains_is_proposed() -> None:
    events = ("mon 18:00-19:00  Kundalini yoga", "tue 18:00-19:00  Kundalini yoga", "wed 18:00-19:00  Yoga #self")
    assert proposed(*events) == DomainRule(SELF, title="yoga")
    assert proposed(*events[:2]) == titled("Kundalini")


def test_what_rules_decided_is_evidence_as_tags_are() -> None:
    gym = replace(occurrence("wed 18:00-19:00  Yoga"), organizer="desk@gym.example")
    rules = (DomainRule(SELF, organizer="desk@gym.example"),)
    assert proposed("mon 18:00-19:00  Yoga", "tue 18:00-19:00  Yoga", gym, rules=rules) == DomainRule(
        SELF, title="Yoga"
    )


@pytest.mark.parametrize(
    ("one", "other"), [("\u0130stanbul", "istanbul"), ("kino", "\u212aino"), ("\u017fauna", "Sauna")]
)
def test_evidence_is_found_whatever_the_case_of_its_letters(one: str, other: str) -> None:
    [group] = unsorted(f"mon 18:00-19:00  {one}", f"tue 18:00-19:00  {other} #self")
    assert group.proposal
    assert (group.proposal.rule, group.proposal.evidence) == (DomainRule(SELF, title=one), 1)


def test_without_evidence_no_domains_are_guessed() -> None:
    [group] = unsorted("mon 18:00-19:00  Yoga")
    assert group.proposal
    assert (group.proposal.rule.domains, group.proposal.evidence) == (frozenset(), 0)


def invited(title: str, by: str = "", *categories: str) -> Occurrence:
    return replace(occurrence(f"mon 09:00-10:00  {title}"), organizer=by, categories=categories)


def test_where_no_words_will_do_the_organizer_does() -> None:
    same = invited("12", "desk@gym.example"), replace(invited("13", "desk@gym.example"), uid=Uid("13"))
    assert proposed(*same) == DomainRule(frozenset(), organizer="desk@gym.example")


def test_where_organizers_differ_a_common_category_does() -> None:
    rule = proposed(invited("12", "a@gym.example", "Paid", "Sport"), invited("13", "b@gym.example", "sport"))
    assert rule == DomainRule(frozenset(), category="sport")


def test_where_nothing_is_common_nothing_is_proposed() -> None:
    assert proposed(invited("12", "a@gym.example"), invited("13", "b@gym.example")) is None


def test_words_that_would_be_read_as_a_pattern_are_not_proposed() -> None:
    assert proposed("mon 09:00-10:00  L? *maybe*") == titled("maybe")
    assert proposed("mon 09:00-10:00  a*b?c") is None


def test_an_event_without_a_title_is_proposed_nothing_by_its_words() -> None:
    assert proposed(replace(occurrence("mon 09:00-10:00  x"), title="", organizer="a@b.example")) == DomainRule(
        frozenset(), organizer="a@b.example"
    )


words = st.sampled_from(
    [
        "Yoga",
        "yoga",
        "review",
        "Sprint",
        "41",
        "42.",
        "#self",
        "#home",
        "(x)",
        "c++",
        "Straße",
        "İstanbul",
        "ſ",
        "K",
        "a*",
    ]
)
events = st.lists(
    st.tuples(
        st.lists(words, max_size=4).map(" ".join),
        st.sampled_from("abc"),
        st.sampled_from([WORK, FAMILY]),
        st.sampled_from(["", "a@b.example", "c@d.example"]),
        st.sampled_from([(), ("Sport",), ("sport", "x")]),
    ),
    max_size=8,
).map(
    lambda drawn: [
        replace(
            occurrence(f"mon 09:{n:02}-10:00  x", calendar),
            title=title,
            uid=Uid(uid),
            organizer=organizer,
            categories=categories,
            recurrence_id=RecurrenceId(str(n)),
        )
        for n, (title, uid, calendar, organizer, categories) in enumerate(drawn)
    ]
)


@given(events)
def test_a_proposed_rule_covers_its_whole_group_and_nothing_that_was_decided_otherwise(drawn: list[Occurrence]) -> None:
    timeline = seen(*drawn, rules=(DomainRule(SELF, title="review"),))
    for group in find_unsorted(timeline.entries):
        if group.proposal is None:
            continue
        rule = group.proposal.rule
        assert all(rule.matches(each) for each in group.occurrences)
        decided = [e for e in timeline.entries if e.served.authority > 0 and rule.matches(e.occurrence)]
        assert {entry.served.domains for entry in decided} <= {rule.domains}
        assert len(decided) == group.proposal.evidence
        covered = sum(rule.matches(entry.occurrence) or False for entry in timeline.entries)
        assert covered == len(decided) + group.proposal.others + len(group.occurrences)


@given(events)
def test_every_unsorted_event_is_in_exactly_one_group(drawn: list[Occurrence]) -> None:
    timeline = seen(*drawn)
    grouped = [each for group in find_unsorted(timeline.entries) for each in group.occurrences]
    left = [entry.occurrence for entry in timeline.entries if entry.served.authority == 0]
    assert sorted(map(repr, grouped)) == sorted(map(repr, left))


@given(events, st.data())
def test_groups_and_proposals_never_depend_on_the_order_of_events(drawn: list[Occurrence], data: st.DataObject) -> None:
    assert unsorted(*data.draw(st.permutations(drawn))) == unsorted(*drawn)
