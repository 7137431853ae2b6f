"""What may be weighed anew, in a few lines below protected time: facts, and no advice."""

from collections.abc import Iterator

from hedgerow.core.report import Report
from hedgerow.letter.domains import names_of
from hedgerow.letter.phrases import duration, listed, sentence
from hedgerow.letter.reader import Reader

_COMPROMISES = 2
_REASONLESS = 3
MOST_LINES = 3


def tell_weighed(report: Report, reader: Reader) -> tuple[str, ...]:
    """Compromises made too often first, then what shrank, what could meet, and what has no reason beside it."""
    lines = (*_compromises(report, reader), *_shrunk(report, reader), *_meeting(report, reader))
    return tuple(sentence(line) for line in (*lines, *_reasonless(report, reader))[:MOST_LINES])


def _compromises(report: Report, reader: Reader) -> Iterator[str]:
    language, weighed = reader.language, report.reassessment
    for each in weighed.compromises[:_COMPROMISES]:
        weeks, of = language.number(each.weeks), language.number(weighed.weeks)
        title = reader.titles.block(each.title)
        if each.to:
            taker = reader.titles.other(each.to[0])
            yield language.say(
                "{title} gave way in {weeks} of the last {of} weeks, most often to {event}.",
                title=title, weeks=weeks, of=of, event=taker,
            )  # fmt: skip
        else:
            yield language.say(
                "{title} did not take place in {weeks} of the last {of} weeks, and nothing in the calendars took it.",
                title=title, weeks=weeks, of=of,
            )  # fmt: skip


def _shrunk(report: Report, reader: Reader) -> Iterator[str]:
    language = reader.language
    for each in report.reassessment.shrunk:
        yield language.say(
            "{domain} has had {duration} a week lately, and {before} a week before that.",
            domain=names_of(language)[each.domain],
            duration=duration(each.recent, language),
            before=duration(each.before, language),
        )


def _meeting(report: Report, reader: Reader) -> Iterator[str]:
    pair = report.reassessment.could_meet
    if pair is not None:
        title, other = reader.titles.block(pair.title), reader.titles.block(pair.with_title)
        say = reader.language.say
        yield say("{title} had no room. It could have met {other}, which took place.", title=title, other=other)


def _reasonless(report: Report, reader: Reader) -> Iterator[str]:
    titles = [reader.titles.block(title) for title in report.reassessment.without_why[:_REASONLESS]]
    if titles:
        language = reader.language
        named = listed(titles, language)
        yield language.say("No reason is written down yet for {titles} (“why” in hedgerow.toml).", titles=named)
