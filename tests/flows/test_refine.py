from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from hedgerow.core.policy.change import Kind
from hedgerow.core.policy.said import Proposed, State
from hedgerow.core.policy.told import News
from hedgerow.flows.cycle import survey
from hedgerow.flows.household import Household
from hedgerow.flows.refine import news_of, refine
from hedgerow.flows.weekly import make_report, review_weeks
from tests.agenda import WEEK, at
from tests.fakes.proposals import MemoryProposals
from tests.planted import PLANTED
from tests.played import Played, play

NOW = at("mon+1", "06:00")


@cache
def lived() -> Played:
    return play(PLANTED["dinner-lost-on-wednesdays"].script)


def household(*said: Proposed) -> Household:
    """On the Monday after eight weeks of lost dinners."""
    proposals = MemoryProposals({each.week: each for each in said})
    lived().life.clock.at = NOW
    return replace(lived().household, proposals=proposals)


def letter(of: Household, week: int = 47) -> News:
    about = replace(WEEK, number=week)
    seen = survey(of, 13).view
    refine(of, seen, review_weeks(of, seen, [about.plus(-n) for n in range(12, -1, -1)]))
    return news_of(of, about)


def kind_of(news: News) -> Kind | None:
    return news.told.kind if news.told else None


def said(week: int, state: State, subject: str = "intention/dinner/time") -> Proposed:
    target = subject.rpartition("/")[0]
    return Proposed(f"2026-W{week}", subject, {"target": target}, state, NOW - timedelta(weeks=47 - week))


def test_the_letter_about_the_last_week_proposes_a_change_and_keeps_it() -> None:
    one = household()
    news = letter(one)
    assert news.told is not None
    assert (news.told.kind, news.told.title, news.told.weeks, news.told.of) == (Kind.LATER, "Dinner", 8, 8)
    assert news.told.culprits == (("Town hall", 8),)
    assert (news.told.before.kept, news.told.after.kept, news.told.after.asked) == (32, 40, 40)
    assert news.told.diff == (
        "  [[intentions]]",
        '  id = "dinner"',
        '- windows = ["18:00-19:15"]',
        '+ windows = ["18:00-20:00"]',
    )
    assert [each.week for each in one.proposals.load()] == ["2026-W47"]


def test_the_report_of_a_week_makes_its_proposal() -> None:
    one = household()
    make_report(one, survey(one, 13), WEEK)
    assert kind_of(news_of(one, WEEK)) is Kind.LATER


def test_the_same_letter_says_the_same_whatever_has_happened_since() -> None:
    one = household()
    first = letter(one)
    one = replace(one, settings=replace(one.settings, intentions=()))
    assert letter(one) == first


def test_a_week_that_proposed_nothing_proposes_nothing_later() -> None:
    one = household(Proposed("2026-W47", "", {}))
    assert letter(one) == News()


def test_a_letter_about_an_older_week_proposes_nothing_now() -> None:
    one = household()
    assert letter(one, week=46) == News()
    assert list(one.proposals.load()) == []


def test_refused_once_it_may_be_proposed_again() -> None:
    assert kind_of(letter(household(said(45, State.REFUSED)))) is Kind.LATER


@pytest.mark.parametrize("last", [46, 35])
def test_refused_twice_it_is_silent_for_a_quarter(last: int) -> None:
    one = household(said(last - 1, State.REFUSED), said(last, State.UNDONE))
    assert kind_of(letter(one)) is Kind.OTHER_DAYS


def test_after_a_quarter_it_may_be_proposed_again() -> None:
    assert kind_of(letter(household(said(32, State.REFUSED), said(33, State.REFUSED)))) is Kind.LATER


def test_what_was_accepted_is_not_proposed_again() -> None:
    assert kind_of(letter(household(said(30, State.ACCEPTED)))) is Kind.OTHER_DAYS


def test_after_a_change_nothing_else_is_proposed_of_the_same_thing_for_four_weeks() -> None:
    """Another's time is another thing."""
    one = household(said(43, State.ACCEPTED, "intention/dinner/length"))
    assert kind_of(letter(one)) is Kind.ASK


def accepted(week: int) -> Proposed:
    """As the letter proposed it, accepted on the Monday after that week."""
    one = household()
    letter(one)
    [proposed] = one.proposals.load()
    return replace(proposed, week=f"2026-W{week}", state=State.ACCEPTED, decided_at=NOW - timedelta(weeks=47 - week))


def test_two_whole_weeks_after_a_change_the_letter_says_what_came_of_it() -> None:
    one = household(accepted(44))
    since = letter(one).since
    assert since is not None
    assert (since.told.kind, since.numbers.weeks, since.numbers.kept, since.numbers.asked) == (Kind.LATER, 2, 8, 10)
    assert letter(one).since == since


@pytest.mark.parametrize("week", [43, 45, 46])
def test_it_is_said_once(week: int) -> None:
    assert letter(household(accepted(week))).since is None


def test_what_was_taken_back_is_not_followed() -> None:
    assert letter(household(replace(accepted(44), state=State.UNDONE))).since is None
