"""What the letter says of policy: what showed, what it would have given, and what came of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.core.days import Weekday
from hedgerow.core.policy.change import Kind
from hedgerow.core.policy.numbers import Numbers
from hedgerow.core.policy.said import State
from hedgerow.core.policy.told import Asked, News, Since, Told
from hedgerow.letter.parts import PolicyPart
from hedgerow.letter.phrases import NBSP
from hedgerow.letter.policy import tell_policy
from hedgerow.letter.titles import FSI, PDI
from tests.letter.reports import READER

BEFORE = Numbers(8, held=960, kept=16, asked=24, failed=9, moved=8, by_hand=4, taken=480, unrested=0)
AFTER = replace(BEFORE, held=1440, kept=24, failed=1, moved=2, by_hand=0)
LUNCH = Told(
    week="2026-W47",
    kind=Kind.DEFENCE,
    title="Lunch",
    is_titled=False,
    weeks=5,
    of=8,
    count=7,
    culprits=(("Vendor call", 6), ("Board", 1)),
    before=BEFORE,
    after=AFTER,
    minutes=0,
    diff=("  [[intentions]]", '- defence = "auto"', '+ defence = "always-busy"'),
    asked=None,
    state=State.PROPOSED,
)
ASKED = Asked(Weekday.THURSDAY, 21 * 60, 17 * 60, timedelta(minutes=45), "coast@example.com")
WEST = replace(LUNCH, kind=Kind.ASK, title="West Coast sync", asked=ASKED, diff=(), after=replace(BEFORE, taken=120))


def said(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "").replace(NBSP, " ")


def part(told: Told | None, since: Since | None = None, *, hidden: bool = False) -> PolicyPart:
    found = tell_policy(News(told, since), replace(READER, hide_titles=hidden))
    assert found is not None
    return found


def test_a_proposal_says_what_showed_what_took_it_and_what_it_would_have_given() -> None:
    found = part(LUNCH)
    assert said(found.title) == "Show Lunch as busy"
    assert said(found.evidence) == (
        "In five of the last eight weeks something was put over it while it was shown as free."
        " What took it: Vendor call (six times) and Board (once)."
    )
    assert said(found.note).startswith(
        "With it, these weeks would have had 24 blocks instead of 16, 1 h more a week. Others see “Busy”, never the"
        " title."
    )
    assert found.diff == LUNCH.diff


def test_a_week_without_any_news_of_policy_has_no_part() -> None:
    assert tell_policy(News(), READER) is None


@pytest.mark.parametrize(
    ("kind", "minutes", "title"),
    [
        (Kind.BUFFER, 30, "Keep 30 min free before Lunch"),
        (Kind.NOTICE, 60, "Move blocks at shorter notice"),
        (Kind.KEPT_TIME, 450, "Plan Lunch for 07:30"),
        (Kind.LATER, 0, "Let Lunch begin later"),
        (Kind.EARLIER, 0, "Let Lunch begin earlier"),
        (Kind.OTHER_DAYS, 0, "Plan Lunch on other days"),
        (Kind.SPLIT, 0, "Split Lunch in two"),
        (Kind.SHORTEN, 0, "Make Lunch shorter"),
        (Kind.ASK, 0, "Ask for another time for Lunch"),
        (Kind.FEWER, 0, "Plan Lunch less often"),
        (Kind.DROP, 0, "Leave Lunch out"),
        (Kind.EXPECTED, 0, "Take Lunch as it is"),
    ],
)
def test_each_change_has_a_name_that_stands_alone(kind: Kind, minutes: int, title: str) -> None:
    assert said(part(replace(LUNCH, kind=kind, minutes=minutes)).title) == title


def test_a_meeting_is_asked_for_with_a_time_that_is_free_and_words_to_send() -> None:
    found = part(WEST)
    assert "On Thursday 17:00 is free in each of these weeks." in said(found.evidence)
    assert "“Could we move this from 21:00 to 17:00 on Thursday?" in said(found.evidence)
    assert said(found.note) == "With it, these weeks would have had 45 min more a week of your own."


def test_one_s_own_event_is_moved_without_asking_anybody() -> None:
    found = part(replace(WEST, asked=replace(ASKED, organizer="")))
    assert said(found.evidence).endswith("You put it there yourself, so it is yours to move.")


@pytest.mark.parametrize(
    ("kind", "after", "effect"),
    [
        (Kind.EXPECTED, replace(BEFORE, taken=120), "45 min a week would no longer be counted as taken from you."),
        (Kind.FEWER, AFTER, "Of the blocks planned in these weeks, 1 instead of 9 would have failed."),
        (
            Kind.KEPT_TIME,
            replace(BEFORE, moved=2, by_hand=0),
            "With it, 2 blocks instead of 12 would have had to move in these weeks.",
        ),
        (
            Kind.SHORTEN,
            replace(BEFORE, held=1200),
            "With it, these weeks would have had 30 min more a week of your own.",
        ),
    ],
)
def test_the_effect_is_of_the_kind_that_the_change_is(kind: Kind, after: Numbers, effect: str) -> None:
    assert said(part(replace(LUNCH, kind=kind, after=after)).note).startswith(effect)


def test_a_block_that_others_see_by_name_is_said_to_be() -> None:
    note = said(part(replace(LUNCH, is_titled=True)).note)
    assert "Whoever sees that calendar sees the block with its title." in note


@pytest.mark.parametrize("kind", Kind)
def test_hidden_titles_stand_nowhere(kind: Kind) -> None:
    told = replace(LUNCH, kind=kind, title="Divorce lawyer", culprits=(("Divorce lawyer", 2),), asked=ASKED)
    told = replace(told, diff=('+ title = "Divorce lawyer"',) if kind is Kind.EXPECTED else ())
    found = part(told, Since(told, BEFORE), hidden=True)
    assert "Divorce" not in f"{found}"


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        (replace(BEFORE, weeks=2, kept=6, asked=6), "It has helped."),
        (replace(BEFORE, weeks=2, kept=4, asked=6), "It has not helped so far."),
    ],
)
def test_two_weeks_later_the_letter_says_whether_it_helped(now: Numbers, verdict: str) -> None:
    found = part(None, Since(replace(LUNCH, state=State.ACCEPTED), now))
    assert said(found.followed) == (
        f"Two weeks ago you accepted: Show Lunch as busy. {verdict} Before, 16 of 24 of the blocks took place, since"
        f" then {now.kept} of 6; 24 of 24 was expected."
    )
    assert found.title == ""


def test_of_a_meeting_the_letter_says_what_work_takes_since() -> None:
    found = part(LUNCH, Since(WEST, replace(BEFORE, weeks=2, taken=40)))
    assert said(found.followed) == (
        "Two weeks ago you accepted: Ask for another time for West Coast sync. It has helped. Of your own time, work"
        " took 1 h a week before and 20 min a week since; 15 min was expected."
    )
    assert found.title


@pytest.mark.parametrize(
    ("kind", "now", "told"),
    [
        (
            Kind.DROP,
            replace(BEFORE, weeks=2, failed=0),
            "It has helped. Blocks that failed a week: 1 before, 0 since; 0 was expected.",
        ),
        (
            Kind.KEPT_TIME,
            replace(BEFORE, weeks=2, moved=4),
            "It has not helped so far. Blocks that had to move a week: 2 before, 4 since",
        ),
    ],
)
def test_each_kind_is_measured_by_what_it_was_to_change(kind: Kind, now: Numbers, told: str) -> None:
    assert told in said(part(None, Since(replace(LUNCH, kind=kind), now)).followed)
