"""Six lives, each reckoned by hand from its calendars, and then by the program.

`lives/<profile>.toml` holds what a person finds with a pencil: for each of twelve weeks the verdict, the hours, the
evenings and the shortest night, and for the last three the blocks and what became of them.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hedgerow.adapters.clock import StillClock
from hedgerow.cli import cli
from hedgerow.cli.demo import MORNINGS
from hedgerow.compose import open_household
from hedgerow.core.block import IntentionId
from hedgerow.core.days import Week, week_span
from hedgerow.core.fate import tell_fates
from hedgerow.core.span import Span
from hedgerow.core.week import WeekReview
from hedgerow.flows.cycle import survey
from hedgerow.flows.weekly import WEEKS_BEFORE, review_weeks
from hedgerow.settings.load import load_settings
from hedgerow.settings.notation import duration_text
from hedgerow.settings.values import Settings

FILES = sorted((Path(__file__).parent / "lives").glob("*.toml"))
JUDGED = tuple(Week(2026, number) for number in range(36, 48))
TOLD = tuple(Week(2026, number) for number in range(46, 49))


@dataclass(frozen=True)
class Life:
    expected: dict[str, Any]
    reviews: tuple[WeekReview, ...]
    blocks: tuple[dict[str, str], ...]
    """In the words of the file, in order of time."""


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def life(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Life:
    file: Path = request.param
    folder = tmp_path_factory.mktemp(file.stem)
    played = CliRunner().invoke(cli, ["demo", "--profile", file.stem, "--to", str(folder)])
    assert played.exit_code == 0, played.output
    settings = load_settings(folder / "hedgerow.toml", {})
    assert isinstance(settings, Settings), [str(problem) for problem in settings]
    with open_household(settings, StillClock(MORNINGS[-1]), exclusive=False) as household:
        seen = survey(household, WEEKS_BEFORE + 1).view
        reviews = review_weeks(household, seen, JUDGED)
        span = Span(week_span(TOLD[0], settings.person.zone).start, week_span(TOLD[-1], settings.person.zone).end)
        bookings = household.ledger.bookings()
        fates = tell_fates(bookings, seen.timeline.within(span), span, {})
    ids = {booking.block: booking.slot.intention for booking in bookings}
    blocks = tuple(_said(ids[fate.block], fate.span, str(fate.fate), settings) for fate in fates)
    return Life(tomllib.loads(file.read_text(encoding="utf-8")), reviews, blocks)


def _said(intention: IntentionId, span: Span, fate: str, settings: Settings) -> dict[str, str]:
    start, end = (at.astimezone(settings.person.zone) for at in (span.start, span.end))
    return {
        "intention": intention,
        "day": f"{start:%m-%d}",
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "fate": fate,
    }


def reckoned(review: WeekReview) -> dict[str, Any]:
    measures = review.measures
    return {
        "week": review.week.number,
        "verdict": str(review.verdict),
        "scheduled_work": duration_text(measures.scheduled_work),
        "personal_taken": review.personal_taken,
        "evenings": len(measures.evenings_touched),
        "shortest_rest": duration_text(measures.shortest_rest.minutes) if measures.shortest_rest else "none",
    }


def test_every_week_is_what_a_pencil_makes_of_it(life: Life) -> None:
    assert [reckoned(review) for review in life.reviews] == life.expected["weeks"]


def test_every_block_of_three_weeks_is_where_it_should_be_and_came_to_what_it_should(life: Life) -> None:
    assert list(life.blocks) == life.expected["blocks"]


def test_every_reason_for_a_verdict_is_the_one_that_a_pencil_finds(life: Life) -> None:
    passed = {
        str(review.week.number): [str(limit.rule.key) for limit in review.passed]
        for review in life.reviews
        if review.passed
    }
    assert passed == life.expected["passed"]
