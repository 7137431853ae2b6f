"""What a letter carries besides its report: links, three questions, and the one change that is proposed."""

from collections.abc import Sequence
from dataclasses import replace

from hedgerow.core.errand import Kind
from hedgerow.core.questions import SILENT, Asked, asked_again, choose_questions
from hedgerow.core.report import Report
from hedgerow.core.week import Verdict
from hedgerow.flows.doubtful import doubtful_weeks
from hedgerow.flows.household import Household
from hedgerow.flows.linking import address_of, links_of
from hedgerow.flows.refine import news_of
from hedgerow.flows.weekly import reader_of
from hedgerow.letter.parts import ActionLink, Parts, PolicyPart, QuestionsPart
from hedgerow.letter.phrases import joined
from hedgerow.letter.policy import tell_policy
from hedgerow.letter.questions import word_questions
from hedgerow.letter.reader import Reader


def parts_of(household: Household, report: Report) -> Parts:
    reader = reader_of(household.settings, report.boundary or household.settings.boundary)
    return Parts(
        links=links_of(household, report, reader),
        questions=_questions(household, report, reader),
        policy=_policy(household, report, reader),
        doubtful=tuple(week for week in doubtful_weeks(household) if week != str(report.week)),
    )


def questions_of(household: Household, report: Report) -> tuple[Asked, ...]:
    """Those that the letter of the week asks, or asked when it was sent."""
    if household.journal is None:
        return ()
    weeks = [str(report.week.plus(-n)) for n in range(SILENT + 1)]
    asked = household.journal.asked(weeks)
    if weeks[0] in asked:
        return asked_again(report, asked[weeks[0]])
    return choose_questions(report, {key for keys in asked.values() for key in keys})


def keep_questions(household: Household, report: Report) -> None:
    """When the letter goes out: what it asks is not asked again for a while."""
    if household.journal is not None:
        keys: Sequence[str] = [asked.question.key for asked in questions_of(household, report)]
        household.journal.ask(str(report.week), keys)


def _questions(household: Household, report: Report, reader: Reader) -> QuestionsPart | None:
    asked = questions_of(household, report)
    if not asked:
        return None
    address = address_of(household, report)
    say = reader.language.say
    note = say("What you write stays on your own machine, sealed, and nothing is concluded from it.")
    ways = [] if address else [say("“hedgerow journal --write” takes your answers.")]
    if household.mailbox is not None:
        ways.append(say("You can also answer this mail: what you write above its text becomes a page of your journal."))
    return QuestionsPart(
        word_questions(asked, reader),
        write_url=address(Kind.ANSWER, "") if address else "",
        note=joined(note, *ways),
    )


def _policy(household: Household, report: Report, reader: Reader) -> PolicyPart | None:
    if report.verdict is Verdict.UNKNOWN:
        return None
    part, address = tell_policy(news_of(household, report.week), reader), address_of(household, report)
    if part is None or not part.title or address is None:
        return part
    say = reader.language.say
    # a change without lines is a meeting to be asked for
    told = say("Make this change") if part.diff else say("I have asked")
    accept = ActionLink(told, address(Kind.ADOPT, ""))
    return replace(part, accept=accept, refuse=ActionLink(say("Not for me"), address(Kind.DECLINE, "")))
