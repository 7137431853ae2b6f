from dataclasses import replace

import pytest

from hedgerow.core.domains import Authority, Domain, DomainPolicy, DomainRule, serve
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
