"""Writing into the journal: answers to a week's questions, or a thought of one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.core.days import Week
from hedgerow.core.questions import Asked
from hedgerow.core.report import Report
from hedgerow.flows.cycle import current_week, survey
from hedgerow.flows.enclosing import questions_of
from hedgerow.flows.household import Household
from hedgerow.flows.weekly import WEEKS_BEFORE, make_report, reader_of
from hedgerow.letter.language import noted
from hedgerow.letter.questions import step_name, word
from hedgerow.letter.titles import FSI, PDI
from hedgerow.ports import Refused
from hedgerow.ports.journal import Journal, Page, PageId

LONGEST = 10_000
"""Letters of one answer."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question, to be answered."""

    key: str
    step: str
    text: str
    before: str = ""
    """What the person wrote to it last."""


def sheets_of(household: Household, week: Week) -> tuple[Sheet, ...]:
    """Empty for a week that was not seen. Reads every calendar, as the questions speak of what is in them."""
    report = report_on(household, week)
    reader = reader_of(household.settings, report.boundary or household.settings.boundary)
    written = {page.key: page.answer for page in journal_of(household).pages() if page.week == str(week)}

    def sheet(asked: Asked) -> Sheet:
        key, text = asked.question.key, word(asked, reader)
        return Sheet(key, step_name(asked.question.step, reader), _bare(text), written.get(key, ""))

    return tuple(sheet(asked) for asked in questions_of(household, report))


def write_answers(household: Household, week: Week, sheets: Sequence[Sheet], answers: Mapping[str, str]) -> int:
    """How many were new. An answer that is empty or stands there already is none; `answers` by key."""
    journal, at, many = journal_of(household), household.clock.now(), 0
    for sheet in sheets:
        answer = answers.get(sheet.key, "").strip()[:LONGEST]
        if answer and answer != sheet.before:
            journal.write(Page(PageId(0), str(week), sheet.key, sheet.text, answer, at))
            many += 1
    return many


def write_thought(household: Household, week: Week, text: str) -> bool:
    """A thought of the person's own; False when there is nothing in it."""
    answer = text.strip()[:LONGEST]
    if answer:
        journal_of(household).write(Page(PageId(0), str(week), "", "", answer, household.clock.now()))
    return bool(answer)


def journal_of(household: Household) -> Journal:
    """Raises Refused where none is kept."""
    if household.journal is None:
        raise Refused(noted("No journal is kept here."))
    return household.journal


def as_markdown(pages: Sequence[Page], heading: str) -> str:
    """By week, newest week last; what the person wrote stays as it is."""
    lines = [f"# {heading}"]
    week = ""
    for page in sorted(pages, key=lambda page: (page.week, page.id)):
        if page.week != week:
            week = page.week
            lines += ["", f"## {week}"]
        lines += ["", f"**{page.question}**", ""] if page.question else [""]
        lines += page.answer.splitlines()
    return "\n".join(lines) + "\n"


def _bare(text: str) -> str:
    """Without the marks around titles, which only a letter needs."""
    return text.replace(FSI, "").replace(PDI, "")


def report_on(household: Household, week: Week) -> Report:
    this = current_week(household.settings, household.clock.now())
    back = (this.first_day - week.first_day).days // 7
    return make_report(household, survey(household, back + WEEKS_BEFORE), week)
