"""Weeks that few people have, and titles that nobody should: what a letter has to bear."""

from dataclasses import replace
from datetime import UTC, datetime

from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week
from hedgerow.core.plan import Plan
from hedgerow.core.report import Material, Report, build_report
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import Coverage, Evidence, Seen, review_week
from hedgerow.letter.parts import NO_PARTS, Parts
from hedgerow.letter.reader import Reader
from tests.agenda import NAMES, WEEK, WORK, agenda, boundary
from tests.core.test_week import DEFAULTS
from tests.letter.dressed import OVERLAP, PARTS, WHOLE
from tests.letter.reports import MADE_AT, QUIET, READER, retitled
from tests.letter.test_titles import ARABIC, EMOJI, ENDLESS, JAPANESE, SCRIPT

Letters = tuple[Report, Reader, Parts]


def made(week: Week, timeline: Timeline, life: Boundary, at: datetime = MADE_AT) -> Report:
    """As the core makes it of these events, without a past and without blocks."""
    evidence = Evidence(timeline, (), {}, Coverage(seen=(Seen(WORK, 9),)))
    review = review_week(week, evidence, life, DEFAULTS)
    return build_report(Material((review,), timeline, Plan((), ()), (), life, DEFAULTS), at)


def over_a_new_year() -> Letters:
    events = agenda(
        "2026-12-28 09:00-12:00  Stocktaking",
        "2026-12-30 09:00-16:30  Handover",
        "2026-12-31 18:00-20:30  Closing the year",
        "2027-01-01 11:00-12:00  Walk on the dyke #self #home",
        "2027-01-03 20:00-21:00  First sprint, plan",
    )
    report = made(Week(2026, 53), events, boundary(), datetime(2027, 1, 4, 8, tzinfo=UTC))
    return report, READER, NO_PARTS


def crowded() -> Letters:
    """Two hundred calls of ten minutes, in the evenings and at the weekend."""
    lines = [
        f"{name} {18 + n // 6:02d}:{n % 6}0-{18 + (n + 1) // 6:02d}:{(n + 1) % 6}0  Call {name} {n}"
        for name in NAMES
        for n in range(29)
    ]
    return made(WEEK, agenda(*lines[:200]), boundary()), READER, NO_PARTS


def titled(title: str) -> Letters:
    overlap = replace(OVERLAP, shared=tuple(replace(each, title=title) for each in OVERLAP.shared))
    return replace(retitled(title), domains=WHOLE.domains, overlap=overlap), READER, PARTS


AWAY = (True,) * 7 + (False,)
LETTERS: dict[str, Letters] = {
    "whole": (WHOLE, READER, PARTS),
    "without-pictures": (WHOLE, replace(READER, pictures=False), PARTS),
    "leave": (replace(WHOLE, comparable=AWAY), READER, NO_PARTS),
    "quiet-leave": (replace(QUIET, comparable=AWAY), READER, NO_PARTS),
    "quiet-with-links": (QUIET, READER, PARTS),
    "week-53": over_a_new_year(),
    "two-hundred": crowded(),
    "arabic": titled(ARABIC),
    "japanese": titled(JAPANESE),
    "emoji": titled(EMOJI),
    "script": titled(SCRIPT),
    "endless": titled(ENDLESS),
}
