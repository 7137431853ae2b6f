"""What makes a change worth proposing, on bare numbers."""

from dataclasses import replace

import pytest

from hedgerow.core.block import IntentionId
from hedgerow.core.days import Week
from hedgerow.core.policy.change import Change, Kind, Meeting
from hedgerow.core.policy.facts import Candidate
from hedgerow.core.policy.propose import Proposal, gain, is_silent, is_worthy
from hedgerow.core.policy.said import Said, State
from hedgerow.core.policy.tally import Tally, total

DINNER, READING = IntentionId("dinner"), IntentionId("reading")
WEEKS = tuple(Week(2026, number) for number in range(40, 48))
BEFORE = Tally(
    weeks=8,
    held={DINNER: 1920, READING: 480},
    kept={DINNER: 32, READING: 8},
    asked={DINNER: 40, READING: 8},
    failed=8,
    moved=2,
    by_hand=1,
    taken=480,
    unrested=60,
    passed=5,
)
AFTER = replace(BEFORE, held={DINNER: 2400, READING: 480}, kept={DINNER: 40, READING: 8}, failed=0)


def proposal(after: Tally, kind: Kind = Kind.LATER) -> Proposal:
    return Proposal(Candidate(Change(kind, DINNER), WEEKS, 8), 8, BEFORE, after)


def test_a_gain_is_time_and_the_trouble_of_what_failed() -> None:
    assert gain(proposal(AFTER)) == 480 + 8 * 20
    assert gain(proposal(replace(AFTER, taken=400, unrested=0, moved=0, by_hand=0))) == 640 + 80 + 60 + 2 * 5 + 20
    assert is_worthy(proposal(AFTER))


@pytest.mark.parametrize(
    "worse",
    [
        {"held": {DINNER: 2400, READING: 479}},
        {"held": {DINNER: 2400}},
        {"taken": 481},
        {"unrested": 61},
        {"passed": 6},
        {"failed": 9},
    ],
)
def test_a_change_that_makes_anything_else_worse_is_none(worse: dict[str, object]) -> None:
    assert not is_worthy(proposal(replace(AFTER, **worse)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("minutes", "worthy"), [(119, False), (120, True)])
def test_a_gain_of_a_quarter_of_an_hour_a_week_is_enough(minutes: int, worthy: bool) -> None:
    after = replace(BEFORE, held={DINNER: 1920 + minutes, READING: 480})
    assert is_worthy(proposal(after)) is worthy


def test_what_only_fails_less_often_gives_no_time_and_is_none() -> None:
    fewer = replace(BEFORE, asked={DINNER: 32, READING: 8}, failed=0)
    assert not is_worthy(proposal(fewer))
    assert is_worthy(proposal(fewer, Kind.FEWER))


def test_what_is_wished_less_often_may_lose_one_block_that_came_by_chance() -> None:
    calm = replace(BEFORE, failed=0, moved=0, by_hand=0)
    fewer = replace(calm, held={DINNER: 1860, READING: 480}, kept={DINNER: 31, READING: 8})
    assert is_worthy(proposal(fewer, Kind.FEWER))
    assert not is_worthy(proposal(replace(fewer, held={DINNER: 1859, READING: 480}), Kind.FEWER))


def test_sums_over_weeks_are_those_of_their_parts() -> None:
    week = replace(BEFORE, weeks=1)
    assert total([week, week]) == Tally(
        2, {DINNER: 3840, READING: 960}, {DINNER: 64, READING: 16}, {DINNER: 80, READING: 16}, 16, 4, 2, 960, 120, 10
    )


def said(number: int, state: State, subject: str = "intention/dinner/time") -> Said:
    return Said(Week(2026, number), subject, subject.rpartition("/")[0], state)


@pytest.mark.parametrize(
    ("history", "silent"),
    [
        ([], False),
        ([said(46, State.PROPOSED), said(45, State.PROPOSED)], False),
        ([said(week, State.PROPOSED) for week in (34, 40, 46)], True),
        ([said(week, State.PROPOSED) for week in (33, 40, 46)], False),
        ([said(46, State.REFUSED)], False),
        ([said(45, State.REFUSED), said(46, State.REFUSED)], True),
        ([said(45, State.REFUSED), said(46, State.UNDONE)], True),
        ([said(33, State.REFUSED), said(34, State.REFUSED)], True),
        ([said(32, State.REFUSED), said(33, State.REFUSED)], False),
        ([said(45, State.REFUSED), said(46, State.REFUSED, "intention/run/time")], False),
        ([said(2, State.ACCEPTED)], True),
        ([said(44, State.ACCEPTED, "intention/dinner/days")], True),
        ([said(42, State.ACCEPTED, "intention/dinner/days")], False),
        ([said(46, State.ACCEPTED, "intention/run/time")], False),
    ],
)
def test_what_was_said_before_silences_or_does_not(history: list[Said], silent: bool) -> None:
    assert is_silent(Change(Kind.LATER, DINNER), history, Week(2026, 47)) is silent


def test_times_are_one_subject_and_other_days_another() -> None:
    later, earlier, days = (Change(kind, DINNER).subject for kind in (Kind.LATER, Kind.EARLIER, Kind.OTHER_DAYS))
    assert later == earlier == "intention/dinner/time"
    assert days == "intention/dinner/days"


def test_a_meeting_is_a_subject_by_its_series_or_its_title() -> None:
    assert Change(Kind.ASK, meeting=Meeting("Town Hall", None, "")).subject == "meeting/town hall/ask"
    assert Change(Kind.EXPECTED, meeting=Meeting("x", None, "")).target == "meeting/x"
