"""What a week holds beside its numbers: in the terminal, and for scripts."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rich.console import Console

from hedgerow.cli import as_json, report_json
from hedgerow.cli.verdicts import LATEST, show_apart
from hedgerow.core.boundary import Boundary
from hedgerow.core.intrusion import Expected
from hedgerow.core.limits import LIMITS
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import Coverage, Evidence, Seen, WeekReview, review_week
from tests.agenda import BERLIN, WEEK, WORK, agenda, boundary
from tests.letter.rota import EVENTS, NURSE, ROTA

NINE_TO_FIVE = boundary("09:00-17:00")
DEFAULTS = {rule.key: rule.default for rule in LIMITS}
EXPECTED = (Expected(title="Handover"),)


def review(timeline: Timeline, life: Boundary = NINE_TO_FIVE) -> WeekReview:
    evidence = Evidence(timeline, (), {}, Coverage(seen=(Seen(WORK, 1),)), EXPECTED)
    return review_week(WEEK, evidence, life, DEFAULTS)


def shown(reviews: Sequence[WeekReview], width: int = 80) -> list[str]:
    stream = io.StringIO()
    show_apart(Console(file=stream, width=width, no_color=True), reviews)
    return stream.getvalue().replace("\N{NO-BREAK SPACE}", " ").splitlines()


def told(timeline: Timeline, life: Boundary = NINE_TO_FIVE) -> dict[str, Any]:
    of_json: dict[str, Any] = json.loads(json.dumps(as_json.review(review(timeline, life), BERLIN)))
    return of_json


def test_what_is_expected_stands_apart_with_its_series_and_minutes() -> None:
    lines = shown([review(agenda("mon 18:00-19:30  Handover", "sat Handover of keys (all-day)"))])
    assert lines == ["2026-W47, apart:", "  expected, not counted: Handover 1 h 30, Handover of keys all day"]


def test_what_is_unanswered_stands_apart_beside_all_that_was_taken() -> None:
    lines = shown([review(agenda("mon 18:00-19:00  Sure", "tue 18:00-18:40  Asked (needs-action)"))])
    assert "  not answered yet: 40 min of the 1 h 40 taken" in lines


def test_short_pieces_of_working_time_stand_apart() -> None:
    lines = shown([review(agenda("mon 09:30-10:00  A", "mon 10:45-16:00  B"))])
    assert lines[1:] == ["  working time left in pieces under an hour: 1 h 15 in two pieces"]


def test_a_week_with_nothing_apart_has_no_line() -> None:
    assert shown([review(agenda("mon 09:00-17:00  Fair"))]) == []


def test_by_a_rota_no_pieces_are_told() -> None:
    assert not [line for line in shown([review(EVENTS, NURSE)]) if "pieces" in line]


def test_of_many_weeks_the_latest_are_told() -> None:
    once = review(agenda("mon 18:00-19:00  Handover"))
    many = [replace(once, week=WEEK.plus(-n)) for n in range(20, -1, -1)]
    named = [line for line in shown(many) if line.endswith("apart:")]
    assert len(named) == LATEST
    assert named[-1] == "2026-W47, apart:"


def test_a_script_reads_what_is_expected_and_unanswered_apart() -> None:
    week = told(agenda("mon 18:00-19:30  Handover", "tue 18:00-18:40  Asked (needs-action)"))
    assert [(each["title"], each["calendar"], each["minutes"]) for each in week["expected"]] == [
        ("Handover", "work", 90)
    ]
    assert (week["personal_time_taken"], week["tentative_minutes"]) == (40, 40)
    assert [(each["title"], each["expected"]) for each in week["intrusions"]] == [("Handover", True), ("Asked", False)]


def test_a_script_reads_focus_with_its_pieces() -> None:
    week = told(agenda("mon 09:30-10:00  A", "mon 10:45-16:00  B"))
    assert (week["focus"], week["longest_focus"], week["fragments"], week["fragment_minutes"]) == (1980, 480, 2, 75)
    assert week["shifts"] is None


def test_by_a_rota_a_script_reads_shifts_and_no_focus() -> None:
    week = told(EVENTS, NURSE)
    assert [week[key] for key in ("focus", "longest_focus", "fragments", "fragment_minutes")] == [None] * 4
    assert [shift["minutes"] for shift in week["shifts"]] == [480, 480, 480]


def test_a_report_for_scripts_says_what_its_letter_says_apart() -> None:
    made = report_json.report(ROTA, BERLIN)
    assert [(each["title"], each["minutes"]) for each in made["expected"]] == [("Handover by phone", 45)]
    assert (made["tentative_minutes"], made["focus_measured"]) == (90, False)
