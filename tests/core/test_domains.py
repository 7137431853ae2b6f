import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.domains import (
    Authority,
    Domain,
    DomainPolicy,
    DomainRule,
    Served,
    serve,
    tell_given_up,
    title_matches,
)
from hedgerow.core.expression import Expression
from hedgerow.core.occurrence import CalendarId
from tests.agenda import WORK, occurrence

HOME = frozenset({Domain.HOME})
SELF = frozenset({Domain.SELF})
DEFAULT = {WORK: frozenset({Domain.WORK})}


def test_without_tag_or_rule_the_calendar_decides_and_says_so() -> None:
    served = serve(occurrence("mon 09:00-10:00  Stand-up"), DomainPolicy((), DEFAULT))
    assert served.domains == {Domain.WORK}
    assert served.rule == "default of calendar 'work'"


def test_tags_outrank_rules_and_may_be_several() -> None:
    policy = DomainPolicy((DomainRule(HOME, title="walk"),), DEFAULT)
    served = serve(occurrence("mon 12:00-13:00  Walk with Noor #community #self"), policy)
    assert served.domains == {Domain.COMMUNITY, Domain.SELF}
    assert served.rule == "tag: #community #self"


@pytest.mark.parametrize("category", ["self", "#self", "Self", "Health #self"])
def test_a_category_is_a_tag_too(category: str) -> None:
    tagged = replace(occurrence("mon 12:00-13:00  Run"), categories=(category,))
    assert serve(tagged, DomainPolicy((), DEFAULT)).domains == SELF


@pytest.mark.parametrize("title", ["Fix #selfie bug", "Issue a#self", "##self", "#workshop"])
def test_a_word_that_only_begins_like_a_tag_is_none(title: str) -> None:
    served = serve(occurrence(f"mon 12:00-13:00  {title}"), DomainPolicy((), DEFAULT))
    assert served.authority is Authority.DEFAULT


def test_the_first_rule_that_matches_decides_alone() -> None:
    rules = (DomainRule(SELF, title="yoga"), DomainRule(HOME, title="*family*"))
    served = serve(occurrence("sat 10:00-11:00  Family yoga"), DomainPolicy(rules, DEFAULT))
    assert served.domains == SELF
    assert served.rule == "rule: title 'yoga'"


@pytest.mark.parametrize(
    ("pattern", "title", "matches"),
    [
        ("yoga", "Yoga class", True),
        ("yoga", "Yogatta", False),
        ("parents evening", "Parents   Evening 4b", True),
        ("1:1*", "1:1 Mia", True),
        ("*retro", "Sprint RETRO", True),
        ("*retro", "Retrospective", False),
        ("c++", "Learn C++ together", True),
        ("[x]", "Plan [x] and y", True),
        ("kino", "\u212aino", True),
        ("sauna", "\u017fauna", True),
        ("straße", "STRASSE", False),
    ],
)
def test_a_title_rule_means_whole_words_or_a_glob(pattern: str, title: str, *, matches: bool) -> None:
    served = serve(occurrence(f"mon 09:00-10:00  {title}"), DomainPolicy((DomainRule(SELF, title=pattern),), DEFAULT))
    assert (served.domains == SELF) is matches


def test_all_conditions_of_a_rule_must_hold() -> None:
    rule = DomainRule(HOME, title="dinner", attendee_domain="example.org", organizer="Ada@example.org", color="Teal")
    dinner = replace(
        occurrence("fri 19:00-21:00  Dinner"),
        attendees=("bo@example.org",),
        organizer="ada@example.org",
        color="teal",
    )
    policy = DomainPolicy((rule,), DEFAULT)
    assert serve(dinner, policy).domains == HOME
    assert serve(replace(dinner, color="red"), policy).authority is Authority.DEFAULT
    assert serve(replace(dinner, attendees=("bo@notexample.org",)), policy).authority is Authority.DEFAULT


def test_a_rule_for_a_calendar_leaves_others_alone() -> None:
    policy = DomainPolicy((DomainRule(HOME, calendar=WORK),), DEFAULT)
    assert serve(occurrence("mon 09:00-10:00  x"), policy).domains == HOME


def test_a_rule_without_conditions_matches_nothing() -> None:
    served = serve(occurrence("mon 09:00-10:00  x"), DomainPolicy((DomainRule(HOME),), DEFAULT))
    assert served.authority is Authority.DEFAULT


def rule_of(served: Served) -> str:
    return served.rule.removeprefix("rule: ")


def test_a_rule_may_name_several_domains_and_all_of_them_are_served() -> None:
    rule = DomainRule(frozenset({Domain.COMMUNITY, Domain.SELF}), title="choir")
    served = serve(occurrence("tue 19:00-21:00  Choir"), DomainPolicy((rule,), DEFAULT))
    assert served.domains == {Domain.COMMUNITY, Domain.SELF}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (DomainRule(SELF, regex=Expression(r"^(yoga|pilates)\b")), r"regex '^(yoga|pilates)\\b'"),
        (DomainRule(SELF, organizer_domain="Gym.example"), "organizer_domain 'Gym.example'"),
        (DomainRule(SELF, organizer_domain="@gym.example"), "organizer_domain '@gym.example'"),
        (DomainRule(SELF, organizer="Desk@gym.example"), "organizer 'Desk@gym.example'"),
        (DomainRule(SELF, attendee_domain="gym.example"), "attendee_domain 'gym.example'"),
        (DomainRule(SELF, category="sport"), "category 'sport'"),
        (DomainRule(SELF, color="Teal"), "color 'Teal'"),
        (DomainRule(SELF, calendar=WORK), "calendar 'work'"),
        (DomainRule(SELF, longer_than=59, shorter_than=61), "longer_than '59min', shorter_than '61min'"),
        (DomainRule(SELF, longer_than=0), "longer_than '0min'"),
    ],
    ids=str,
)
def test_each_condition_matches_by_itself_and_is_named(rule: DomainRule, said: str) -> None:
    pilates = replace(
        occurrence("mon 18:00-19:00  Pilates for beginners"),
        organizer="desk@gym.example",
        attendees=("ada@example.org", "bo@gym.example"),
        categories=("Sport", "Paid"),
        color="teal",
    )
    served = serve(pilates, DomainPolicy((rule,), DEFAULT))
    assert (served.domains, rule_of(served)) == (SELF, said)
    bare = replace(occurrence("mon 18:00-18:00  Standing"), calendar=CalendarId("other"), all_day=True)
    assert serve(bare, DomainPolicy((rule,), {bare.calendar: HOME})).authority is Authority.DEFAULT


@pytest.mark.parametrize(("clocks", "matches"), [("09:00-09:29", True), ("09:00-09:30", False), ("09:00-09:31", False)])
def test_shorter_than_leaves_the_length_itself_out(clocks: str, *, matches: bool) -> None:
    policy = DomainPolicy((DomainRule(SELF, shorter_than=30),), DEFAULT)
    assert (serve(occurrence(f"mon {clocks}  x"), policy).authority is Authority.RULE) is matches


@pytest.mark.parametrize(("clocks", "matches"), [("09:00-11:00", False), ("09:00-11:01", True)])
def test_longer_than_leaves_the_length_itself_out(clocks: str, *, matches: bool) -> None:
    policy = DomainPolicy((DomainRule(SELF, longer_than=120),), DEFAULT)
    assert (serve(occurrence(f"mon {clocks}  x"), policy).authority is Authority.RULE) is matches


def test_an_event_over_the_change_of_clocks_is_as_long_as_it_lasts() -> None:
    night = occurrence("2026-03-29 01:00-04:00  Moving clocks")
    assert serve(night, DomainPolicy((DomainRule(SELF, longer_than=120),), DEFAULT)).authority is Authority.DEFAULT


def test_an_all_day_event_has_no_length_that_a_rule_could_match() -> None:
    rules = (DomainRule(SELF, longer_than=60), DomainRule(HOME, shorter_than=2880))
    assert serve(occurrence("mon Conference (all-day)"), DomainPolicy(rules, DEFAULT)).authority is Authority.DEFAULT


CATASTROPHIC = DomainRule(SELF, regex=Expression(r"(a|aa)+$"))
"""Tries a number of ways that doubles with every second letter."""
ENDLESS = "a" * 80 + "!"


def test_a_catastrophic_expression_is_not_applied_to_the_event_it_is_catastrophic_on() -> None:
    policy = DomainPolicy((CATASTROPHIC, DomainRule(HOME, title="*!")), DEFAULT)
    served = serve(occurrence(f"mon 09:00-10:00  {ENDLESS}"), policy)
    assert (served.domains, served.given_up) == (HOME, (CATASTROPHIC,))
    assert serve(occurrence("mon 09:00-10:00  aaaa"), policy) == Served(SELF, Authority.RULE, str(CATASTROPHIC))


def test_a_catastrophic_expression_is_told_once_in_one_sentence() -> None:
    policy = DomainPolicy((CATASTROPHIC,), DEFAULT)
    titles = [ENDLESS, "b" + ENDLESS, "dinner"]
    served = [serve(occurrence(f"mon 09:00-10:00  {title}"), policy) for title in titles]
    assert tell_given_up(served) == (
        (
            "The domain rule with regex '(a|aa)+$' takes too long on some titles and is not applied to them: write it"
            " without repetition inside of repetition, or as the words of a title."
        ),
    )


def test_nothing_is_told_where_every_expression_could_tell() -> None:
    assert tell_given_up([serve(occurrence("mon 09:00-10:00  aaaa"), DomainPolicy((CATASTROPHIC,), DEFAULT))]) == ()


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(yoga", "'(yoga' is not a regular expression: missing ) at its character 6"),
        ("*", "'*' is not a regular expression: nothing to repeat at its character 1"),
        ("(" * 5000, f"'{'(' * 5000}' is too large for a regular expression; write it shorter"),
    ],
    ids=["open", "star", "deep"],
)
def test_what_is_no_regular_expression_is_refused_with_its_place(pattern: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Expression(pattern)


WORDS = ("Yoga", "yoga", "Retro", "a", "aa", "Straße", "STRASSE", "1:1", "Mia", "#self", "K", "ſ")
RULES = (
    DomainRule(HOME, title="retro mia"),
    DomainRule(SELF, regex=Expression(r"yoga|1:1")),
    DomainRule(HOME, title="*a"),
    DomainRule(SELF, shorter_than=30),
    DomainRule(HOME, title="s"),
)
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@given(st.data())
def test_what_an_event_serves_never_depends_on_the_order_of_events(data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.tuples(titles, st.sampled_from(["09:00-09:15", "09:00-11:00"])), max_size=6))
    events = [occurrence(f"mon {clocks}  {title}") for title, clocks in drawn]
    policy = DomainPolicy(RULES, DEFAULT)
    told = {event: serve(event, policy) for event in events}
    assert {event: serve(event, policy) for event in data.draw(st.permutations(events))} == told


@given(titles, st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join))
def test_words_match_as_a_plain_expression_of_them_does(title: str, words: str) -> None:
    spaced = r"\s+".join(map(re.escape, words.split()))
    plain = re.search(rf"(?<!\w){spaced}(?!\w)", title, re.IGNORECASE)
    assert title_matches(words, title) is (plain is not None)
