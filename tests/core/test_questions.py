from collections.abc import Iterator
from dataclasses import replace

import pytest

from hedgerow.core.days import Week
from hedgerow.core.domains import Domain
from hedgerow.core.fate import Fate
from hedgerow.core.noticed import Fact
from hedgerow.core.questions import CATALOGUE, SILENT, Step, asked_again, choose_questions
from hedgerow.core.reassess import Compromise, CouldMeet, Reassessment, Shrunk
from hedgerow.core.report import FigureKey, Report
from tests.letter.reports import FULL, QUIET, UNKNOWN, figure

FINDS = {question.key: question.find for question in CATALOGUE}


def keys(report: Report, lately: tuple[str, ...] = ()) -> list[str]:
    return [asked.question.key for asked in choose_questions(report, lately)]


def years(report: Report, letters: int) -> Iterator[list[str]]:
    """The questions of so many weeks that are all alike, each week with what it may not ask again."""
    asked: list[list[str]] = []
    for n in range(letters):
        lately = tuple(key for week in asked[-SILENT:] for key in week)
        asked.append(keys(replace(report, week=Week(2026, 1).plus(n)), lately))
        yield asked[-1]


def test_there_are_at_least_forty_and_no_key_names_two() -> None:
    assert len(CATALOGUE) >= 40
    assert len(FINDS) == len(CATALOGUE)


def test_each_step_of_the_cycle_asks_one_in_its_order() -> None:
    for report in (FULL, QUIET):
        assert [asked.question.step for asked in choose_questions(report, ())] == list(Step)


def test_a_week_that_was_not_seen_is_asked_nothing_about() -> None:
    assert choose_questions(UNKNOWN, ()) == ()


def test_the_facts_of_the_week_come_before_what_could_be_asked_in_any() -> None:
    pause, reprioritise, refine = choose_questions(FULL, ())
    assert (pause.question.key, pause.fact.title) == ("moved_and_kept", "Dinner, phones away")
    assert reprioritise.question.key == "clash"
    assert refine.question.key == "same_time_next_week"


@pytest.mark.parametrize("report", [FULL, QUIET, replace(FULL, fates=(), causes=(), figures=(), days=())])
def test_two_years_of_the_same_week_repeat_no_question_within_eight_letters(report: Report) -> None:
    asked = list(years(report, 104))
    assert all(len(week) == 3 for week in asked)
    for n, week in enumerate(asked):
        before = {key for other in asked[max(0, n - SILENT) : n] for key in other}
        assert not before & set(week)


def test_the_same_week_and_past_ask_the_same() -> None:
    assert keys(FULL, ("clash",)) == keys(FULL, ("clash",)) != keys(FULL)


def test_a_letter_made_once_more_asks_what_it_asked() -> None:
    first = choose_questions(FULL, ())
    assert asked_again(FULL, [asked.question.key for asked in first]) == first


def test_what_was_asked_about_and_is_gone_is_still_asked() -> None:
    [asked] = asked_again(QUIET, ["clash"])
    assert asked.question.key == "clash"


LOST = [fate for fate in FULL.fates if fate.fate is Fate.LOST]
REASSESSED = Reassessment(
    weeks=8,
    compromises=(Compromise("Reading", 4, 5, ("West Coast sync",)),),
    without_why=("Run club",),
    shrunk=(Shrunk(Domain.COMMUNITY, 60, 240),),
    could_meet=CouldMeet("Reading", "Slow morning"),
)
CASES: dict[str, tuple[Report, Fact]] = {
    "all_held": (QUIET, Fact(count=len(QUIET.fates))),
    "kept_often": (replace(FULL, fates=3 * FULL.fates[:1]), Fact("Lunch away from the desk", count=3)),
    "largest_cause": (FULL, Fact("West Coast sync", minutes=65)),
    "gave_way_often": (
        replace(FULL, reassessment=REASSESSED),
        Fact("Reading", "West Coast sync", count=4, of=8),
    ),
    "without_why": (replace(FULL, reassessment=REASSESSED), Fact("Run club")),
    "shrunk": (replace(FULL, reassessment=REASSESSED), Fact(domain="community", minutes=60, of=240)),
    "could_meet": (replace(FULL, reassessment=REASSESSED), Fact("Reading", "Slow morning")),
    "lost_twice": (replace(FULL, fates=(LOST[0], LOST[0])), Fact(LOST[0].title, count=2)),
    "several_evenings": (
        replace(FULL, figures=(figure(FigureKey.EVENINGS_FREE, 3, of=7),)),
        Fact(count=4),
    ),
    "more_focus": (replace(FULL, figures=(figure(FigureKey.FOCUS, 600, usual=480),)), Fact(minutes=120)),
    "less_focus": (replace(FULL, figures=(figure(FigureKey.FOCUS, 300, usual=480),)), Fact(minutes=180)),
    "less_taken": (replace(FULL, figures=(figure(FigureKey.PERSONAL_TAKEN, 0, usual=70),)), Fact(minutes=70)),
    "longer_nights": (replace(FULL, figures=(figure(FigureKey.SHORTEST_REST, 780, usual=700),)), Fact(minutes=80)),
    "quiet": (QUIET, Fact()),
}


@pytest.mark.parametrize("key", CASES)
def test_a_question_is_asked_of_the_week_that_it_speaks_of(key: str) -> None:
    report, fact = CASES[key]
    assert FINDS[key](report) == fact


@pytest.mark.parametrize("key", sorted(FINDS.keys() - {"quiet", "all_held", "kept_often", "moved_and_kept"}))
def test_nothing_is_made_up_where_there_is_nothing(key: str) -> None:
    bare = replace(
        QUIET,
        fates=(),
        figures=(),
        days=(),
        causes=(),
        passed=(),
        next_week=replace(QUIET.next_week, blocks=(), clashes=(), unplaced=()),
    )
    found = FINDS[key](bare)
    assert found is None or found == Fact()
