"""Why weeks are stretched or intruded, in lines below their picture."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console

from hedgerow.cli.lines import say
from hedgerow.core.cause import find_expected
from hedgerow.core.history import Passed, WeekRecord
from hedgerow.core.limits import LIMITS, LimitRule, Unit
from hedgerow.core.week import Verdict, WeekReview
from hedgerow.letter.phrases import NBSP, counted, duration, listed, sentence

FEW = 12
"""Of more weeks than this the limits are summed up, and only the latest are told one by one."""
LATEST = 4
_RULES = {rule.key: rule for rule in LIMITS}


def show_verdicts(console: Console, records: Sequence[WeekRecord]) -> None:
    passed = [record for record in records if record.passed]
    told = passed if len(records) <= FEW else passed[-LATEST:]
    if len(records) > 1:
        say(console, sum_up(records), hang=2)
    if len(records) > FEW:
        for line in _most_passed(passed):
            say(console, line, indent=2, hang=2)
    for record in told:
        say(console, f"{record.week} is {record.verdict}:", style="bold")
        for each in record.passed:
            say(console, told_limit(each), indent=2, hang=2)
    for line in _partly_seen(records):
        say(console, line, style="yellow", hang=2)


def show_apart(console: Console, reviews: Sequence[WeekReview]) -> None:
    """What the numbers leave out, hold in doubt, or are made of; of many weeks the latest."""
    told = [(review.week, lines) for review in reviews if (lines := [*_apart(review)])]
    for week, lines in told if len(reviews) <= FEW else told[-LATEST:]:
        say(console, f"{week}, apart:", style="bold")
        for line in lines:
            say(console, line, indent=2, hang=2)


def _apart(review: WeekReview) -> Iterator[str]:
    series = [f"{each.title} {duration(each.minutes) if each.minutes else 'all day'}" for each in find_expected(review)]
    if series:
        yield f"expected, not counted: {', '.join(series)}"
    if review.tentative_minutes:
        taken = f"{duration(review.tentative_minutes)} of the {duration(review.personal_taken)} taken"
        yield f"not answered yet: {taken}"
    measures = review.measures
    if review.is_focus_measured and measures.fragments:
        pieces = f"{duration(measures.fragment_minutes)} in {counted(measures.fragments, 'piece')}"
        yield f"working time left in pieces under an hour: {pieces}"


def sum_up(records: Sequence[WeekRecord]) -> str:
    """`52 weeks: 38 clear, 9 stretched, 5 intruded.`"""
    verdicts = Counter(record.verdict for record in records)
    parts = [f"{verdicts[verdict]} {verdict}" for verdict in Verdict if verdicts[verdict]]
    return f"{len(records)} weeks: {listed(parts)}."


def _most_passed(records: Sequence[WeekRecord]) -> Iterator[str]:
    counts = Counter(_RULES[passed.key].title for record in records for passed in record.passed)
    for title, weeks in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{sentence(title)}: {counted(weeks, 'week')}"


def told_limit(passed: Passed) -> str:
    """`personal time taken by work: 4 h 30 (limit 2 h); West Coast sync, Release notes`."""
    rule = _RULES[passed.key]
    behind = f"; {', '.join(passed.culprits)}" if passed.culprits else ""
    word = "at least" if rule.is_floor else "limit"
    return f"{rule.title}: {in_unit(rule, passed.measured)} ({word} {in_unit(rule, passed.limit)}){behind}"


def in_unit(rule: LimitRule, value: int) -> str:
    match rule.unit:
        case Unit.MINUTES:
            return duration(value) if value else "none"
        case Unit.EVENINGS:
            return str(value)
        case Unit.PERCENT:
            return f"{value}{NBSP}%"


def _partly_seen(records: Sequence[WeekRecord]) -> Iterator[str]:
    """Not where it is the same for all: what could not be read now is told below."""
    gaps = {record.gaps for record in records}
    if len(gaps) < 2:
        return
    for gap in sorted(gaps - {()}):
        weeks = [str(record.week) for record in records if record.gaps == gap]
        yield f"Without {listed(gap)}: {listed(weeks)}."
