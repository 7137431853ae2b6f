"""What is said beside the catalogue: it stays Latin in a letter that is otherwise Greek."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hedgerow.core.days import Weekday
from hedgerow.core.errand import Errand
from hedgerow.core.errand import Kind as Errands
from hedgerow.core.fate import Fate
from hedgerow.core.noticed import Fact
from hedgerow.core.policy.change import Kind
from hedgerow.core.policy.numbers import Numbers
from hedgerow.core.policy.said import State
from hedgerow.core.policy.told import Asked, News, Since, Told
from hedgerow.core.questions import CATALOGUE, Step
from hedgerow.core.questions import Asked as CoreAsked
from hedgerow.core.report import Report
from hedgerow.flows.errands import Ran, Subject
from hedgerow.letter.parts import NO_PARTS, ActionLink, Links, Parts, PolicyPart, Question, QuestionsPart
from hedgerow.letter.phrases import NBSP
from hedgerow.letter.policy import tell_policy
from hedgerow.letter.questions import step_name, word
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import FSI, PDI
from hedgerow.letter.write import write_letter
from hedgerow.letter.year import draw_year
from hedgerow.web.words import ask, tell, undo_button
from tests.agenda import day_of, span
from tests.letter.dressed import WHOLE
from tests.letter.reports import FIRST, FULL, PARTLY, QUIET, READER, UNKNOWN, over_a_clock_change
from tests.letter.rota import NURSES, ROTA
from tests.letter.texts import greek, greek_of
from tests.years import away, unseen, week, year

_VALUES = (
    "Hedgerow", "HEDGEROW", "Ada", "Ewa", "hedgerow", "report", "week", "Europe", "Berlin", "UTC",
    "family", "village", "work", "rota", "club", "ics",
    # what a source said of itself
    "The feed did not answer", "The file is not a calendar", "DTSTART is missing",
    # what the strips mark
    "K", "M", "L",
)  # fmt: skip


def test_greek_letters_leave_the_values_alone() -> None:
    assert re.findall(r"[A-Za-z{}]+", greek("{n} limits, {duration} of it")) == ["{n}", "{duration}"]


CHANGED = over_a_clock_change()
URL = "http://127.0.0.1:8080/l/W47"
LINK = ActionLink("α", URL)
GIVEN = Parts(
    Links(URL, ((LINK,),), URL, ((LINK,),), ((LINK,),), ((LINK,), (LINK,), (LINK,), (LINK,)), (LINK,)),
    QuestionsPart((Question("α", "β"), Question("α", "β")), URL, "γ"),
    PolicyPart("α", "β", ("- γ", "+ δ"), "ε", LINK, LINK, "ζ"),
)
"""What others give a letter, in Greek letters already."""


@pytest.mark.parametrize(
    ("report", "reader", "parts"),
    [
        (WHOLE, READER, GIVEN), (QUIET, READER, NO_PARTS), (UNKNOWN, READER, NO_PARTS), (PARTLY, READER, NO_PARTS),
        (FULL, replace(READER, hide_titles=True), NO_PARTS), (ROTA, NURSES, NO_PARTS), (*CHANGED, NO_PARTS),
        (FIRST, READER, replace(GIVEN, policy=PolicyPart(followed="ζ"))),
    ],
    ids=["whole", "quiet", "unknown", "partly seen", "hidden titles", "rota", "clock change", "first week"],
)  # fmt: skip
def test_nothing_that_a_letter_says_stays_outside_of_the_catalogue(
    report: Report, reader: Reader, parts: Parts, tmp_path: Path
) -> None:
    letter = write_letter(report, replace(reader, language=greek_of(tmp_path)), parts)
    html = re.sub(r"(?s)<!--.*?-->|<style.*?</style>|<span[^>]*dir=\"?auto.*?</span>|&\w+;", " ", letter.html)
    said = [letter.subject, letter.text, re.sub(r"(?s)<[^>]*>", " ", html)]
    said += re.findall(r"(?:alt|aria-label|title)=\"([^\"]*)\"", html)
    for part in said:
        assert re.findall(r"[A-Za-z]{1,40}", _without_values(part, report)) == []


def _without_values(text: str, report: Report) -> str:
    fates = [title for fate in report.fates for title in (fate.title, fate.taken_by or "")]
    titles = [*fates, *(cause.title for cause in report.causes), *(title for title, _ in report.next_week.blocks)]
    titles += [each for clash in report.next_week.clashes for each in (clash.title, clash.over)]
    titles += [each.title for missing in report.next_week.unplaced for each in missing.blockers]
    titles += [missing.intention.title for missing in report.next_week.unplaced]
    titles += [title for limit in report.passed for title in limit.culprits]
    titles += [each.title for each in report.expected]
    titles += [each.title for each in report.overlap.shared]
    plain = " ".join(text.replace(FSI, "").replace(PDI, "").replace("&amp;", "&").split())
    plain = re.sub(r"[·=#~KML-]{30,}|W\d\d|http:\S+", " ", plain)
    for value in sorted({*titles, *_VALUES} - {""}, key=len, reverse=True):
        plain = re.sub(rf"(?<![A-Za-z]){re.escape(value)}(?![A-Za-z])", " ", plain)
    return plain


NINE = span("thu", "21:00-22:00")
EVERYTHING = Fact("A", "A", 65, 3, 5, day_of("thu"), NINE.start, "home")
NUMBERS = Numbers(weeks=8, held=100, kept=3, asked=8, failed=4, moved=0, by_hand=0, taken=500, unrested=0)
ASKED = Asked(Weekday.FRIDAY, 600, 660, timedelta(hours=1), "a@x")
TOLD = Told(
    "2026-W47", Kind.DEFENCE, "A", is_titled=True, weeks=4, of=8, count=5, culprits=(("A", 1), ("A", 2)),
    before=NUMBERS, after=replace(NUMBERS, kept=6, taken=300, failed=1), minutes=750, diff=(),
    asked=ASKED, state=State.ACCEPTED,
)  # fmt: skip
SUBJECT = Subject("A", NINE, NINE)
_SVG = "http://www.w3.org/2000/svg"
_COMMAND = f"hedgerow{NBSP}policy{NBSP}--accept"


def test_a_question_says_nothing_beside_the_catalogue(tmp_path: Path) -> None:
    reader = replace(READER, language=greek_of(tmp_path))
    said = [word(CoreAsked(question, EVERYTHING), reader) for question in CATALOGUE]
    assert stray([*said, *(step_name(step, reader) for step in Step)]) == []


@pytest.mark.parametrize("kind", Kind)
def test_a_proposed_change_says_nothing_beside_the_catalogue(kind: Kind, tmp_path: Path) -> None:
    reader = replace(READER, language=greek_of(tmp_path))
    for titled, asked in product((True, False), (ASKED, replace(ASKED, organizer=""), None)):
        told = replace(TOLD, kind=kind, is_titled=titled, asked=asked)
        part = tell_policy(News(told, Since(told, NUMBERS)), reader)
        assert part is not None
        assert stray([part.title, part.evidence, part.note.replace(_COMMAND, ""), part.followed]) == []


@pytest.mark.parametrize("kind", Errands)
def test_a_page_says_nothing_beside_the_catalogue(kind: Errands, tmp_path: Path) -> None:
    reader = replace(READER, language=greek_of(tmp_path))
    for errand in (Errand(kind, "47"), Errand(kind, "47", "14")):
        asking = ask(errand, SUBJECT, reader)
        said = [asking.title, asking.told, asking.button, undo_button(errand, reader)]
        for subject, many in product((SUBJECT, Subject()), (0, 1, 2)):
            said.append(tell(errand, Ran(subject, None, many), reader))
        assert stray(said) == []


def test_the_year_says_nothing_beside_the_catalogue(tmp_path: Path) -> None:
    """In its shapes, and in its words for those who don't see them."""
    for records in ([unseen(2), away(1), week(0, 150, "mon", fates=(Fate.KEPT, Fate.LOST))], [week(0)], year()):
        drawn = ElementTree.fromstring(draw_year(records, greek_of(tmp_path)))
        said = [each.text or "" for tag in ("title", "desc", "text") for each in drawn.iter(f"{{{_SVG}}}{tag}")]
        assert stray([re.sub(r"\d{4}-W\d\d", "", each) for each in said]) == []


def stray(said: list[str]) -> list[str]:
    """Titles are of one letter."""
    return [found for part in said for found in re.findall(r"[A-Za-z]{2,}", part)]
