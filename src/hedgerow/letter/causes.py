"""Where work came in: three causes in full, each with one thing to do about it, the rest in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.cause import Cause, ExpectedSeries
from hedgerow.core.intrusion import Kind
from hedgerow.core.report import Report
from hedgerow.core.span import Span, merge
from hedgerow.letter.language import Language, noted
from hedgerow.letter.phrases import apart, clocks, duration, joined, listed, sentence, short_day, short_weekday, stretch
from hedgerow.letter.reader import Reader
from hedgerow.letter.remedies import tell_remedy

IN_FULL = 3
_NAMED = 8
_FIRST = 2
_SPANS = 3
_KINDS = {
    Kind.EARLY: noted("before working hours"),
    Kind.EVENING: noted("evening"),
    Kind.NIGHT: noted("night"),
    Kind.DAY_OFF: noted("day off"),
    Kind.LEAVE: noted("leave"),
    Kind.UNPLUGGED: noted("unplugged leave"),
    Kind.HOLIDAY: noted("public holiday"),
    Kind.BREAK: noted("break in the working day"),
}
_OVER = {Kind.OVER_BLOCK: noted("a protected block"), Kind.OVER_PERSONAL: noted("a personal event")}


@dataclass(frozen=True, slots=True)
class CauseWords:
    title: str
    minutes: str
    when: str
    """With the kind of time in words."""
    reason: str
    """What is known of it, and one thing to do."""


@dataclass(frozen=True, slots=True)
class CausesWords:
    summary: str
    told: tuple[CauseWords, ...]
    also: str
    """The rest in one line; empty when there is none."""


def tell_causes(report: Report, reader: Reader) -> CausesWords:
    causes, language = report.causes, reader.language
    if not causes:
        return CausesWords(_nothing(report, language), (), "")
    return CausesWords(
        summary=_summary(report, language),
        told=tuple(_tell(cause, reader) for cause in causes[:IN_FULL]),
        also=_also(causes[IN_FULL:], reader),
    )


def tell_most(report: Report, reader: Reader) -> str:
    """The one or two that took a fifth or more, for who reads only the first lines; empty while titles are hidden."""
    language, total = reader.language, sum(cause.minutes for cause in report.causes)
    weighty = [each for each in report.causes if each.minutes and 5 * each.minutes >= total]
    most = sorted(weighty, key=lambda cause: -cause.minutes)[:_FIRST]
    if reader.hide_titles or not most:
        return ""
    named = [
        f"{reader.titles.quoted(reader.titles.work(each.title))} ({duration(each.minutes, language)})" for each in most
    ]
    return language.say("What took most: {events}.", events=listed(named, language))


def _nothing(report: Report, language: Language) -> str:
    beyond = language.say("Nothing came in but what you expect.")
    told = beyond if report.expected else language.say("Nothing came in.")
    return joined(told, language.say("Not every calendar could be read.") if report.coverage.not_seen else "")


def _summary(report: Report, language: Language) -> str:
    count, total = len(report.causes), sum(cause.minutes for cause in report.causes)
    free = language.count("One event, none of your hours taken.", "{number} events, none of your hours taken.", count)
    taken = language.count(
        "One event, {duration} in all.",
        "{number} events, {duration} in all.",
        count,
        duration=duration(total, language),
    )
    order = language.say("Recurring ones first, then the longest.") if count > 1 else ""
    told = [sentence(taken if total else free), _unanswered(report, total, language), order]
    return joined(*told)


def _unanswered(report: Report, total: int, language: Language) -> str:
    """Of the minutes taken, those that may yet be declined."""
    minutes = report.tentative_minutes
    if not minutes:
        return ""
    if minutes == total:
        return language.say("All of it by events that you have not said yes to.")
    said = duration(minutes, language)
    return language.say("{duration} of it by events that you have not said yes to.", duration=said)


def tell_expected(report: Report, reader: Reader) -> str:
    """Empty for none."""
    named = [_named(each, reader) for each in report.expected[:_NAMED]]
    return _line(named, [each.minutes for each in report.expected[_NAMED:]], reader.language)


def _line(named: Sequence[str], rest: Sequence[int], language: Language) -> str:
    """`rest` are the minutes of what is not named. Empty for none."""
    more = (
        [
            language.count(
                "one more ({duration})", "{number} more ({duration})", len(rest), duration=duration(sum(rest), language)
            )
        ]
        if rest
        else []
    )
    return f"{apart([*named, *more], language)}." if named else ""


def _named(series: ExpectedSeries, reader: Reader) -> str:
    language = reader.language
    taken = duration(series.minutes, language) if series.minutes else language.say("all day")
    return f"{reader.titles.event(series.title, series.calendar)} ({_weekdays(series.spans, reader)}, {taken})"


def _weekdays(spans: Sequence[Span], reader: Reader) -> str:
    starts = [span.start.astimezone(reader.zone).date() for span in spans]
    return listed(list(dict.fromkeys(short_weekday(day, reader.language) for day in starts)), reader.language)


def _tell(cause: Cause, reader: Reader) -> CauseWords:
    language = reader.language
    reason = (_history(cause, language), _answer(cause, language), tell_remedy(cause, reader))
    return CauseWords(
        title=sentence(reader.titles.event(cause.title, cause.calendar)),
        minutes=duration(cause.minutes, language) if cause.minutes else language.say("none taken"),
        when=f"{_when(cause, reader)}, {_kinds(cause, reader)}",
        reason=joined(*reason),
    )


def _when(cause: Cause, reader: Reader) -> str:
    language = reader.language
    if cause.all_day:
        return language.say("{days}, all day", days=listed(_days(cause, reader), language))
    spans = merge(cause.spans)
    days = [span.start.astimezone(reader.zone).date() for span in spans]
    told = [
        clocks(span, reader.zone, language) if day == before else stretch(span, reader.zone, language)
        for span, day, before in zip(spans, days, (None, *days), strict=False)
    ]
    if len(told) <= _SPANS:
        return listed(told, language)
    return language.count(
        "{times} and one more time",
        "{times} and {number} more times",
        len(told) - _SPANS,
        times=", ".join(told[:_SPANS]),
    )


def _days(cause: Cause, reader: Reader) -> list[str]:
    days = sorted({span.start.astimezone(reader.zone).date() for span in cause.spans})
    return [short_day(day, reader.language) for day in days]


def _kinds(cause: Cause, reader: Reader) -> str:
    language = reader.language
    said = [_kind(kind, cause, reader) for kind in cause.kinds if kind not in _OVER]
    return ", ".join([*([listed(said, language)] if said else []), *([_over(cause, reader)] if cause.over else [])])


def _kind(kind: Kind, cause: Cause, reader: Reader) -> str:
    """Whose day closes at four is not told that five is evening."""
    if kind is not Kind.EVENING or _reaches_evening(cause, reader):
        return reader.language.say(_KINDS[kind])
    return reader.language.say("after working hours")


def _reaches_evening(cause: Cause, reader: Reader) -> bool:
    ends = [span.end.astimezone(reader.zone) for span in cause.spans]
    starts = [span.start.astimezone(reader.zone) for span in cause.spans]
    begins = reader.boundary.evening
    return any(
        end.hour * 60 + end.minute > begins or end.date() > start.date()
        for start, end in zip(starts, ends, strict=True)
    )


def _over(cause: Cause, reader: Reader) -> str:
    language = reader.language
    things = [language.say(thing) for kind, thing in _OVER.items() if kind in cause.kinds]
    named = things if reader.hide_titles else [reader.titles.block(title) for title in cause.over]
    return language.say("over {titles}", titles=listed(named, language))


def _history(cause: Cause, language: Language) -> str:
    """The four weeks before and this one."""
    if cause.weeks_before:
        return language.count(
            "In one of the last five weeks.", "In {number} of the last five weeks.", cause.weeks_before + 1
        )
    return language.say("It recurs.") if cause.recurring else ""


def _answer(cause: Cause, language: Language) -> str:
    said = [language.say("You have not said yes to it.")] if cause.tentative else []
    hours = [language.say("It carries no hours, so it takes none.")] if cause.all_day else []
    return joined(*said, *hours)


def _also(causes: Sequence[Cause], reader: Reader) -> str:
    """Empty for none."""
    named = [_in_short(cause, reader) for cause in causes[:_NAMED]]
    return _line(named, [cause.minutes for cause in causes[_NAMED:]], reader.language)


def _in_short(cause: Cause, reader: Reader) -> str:
    all_day = reader.language.say("all day") if cause.all_day else _over(cause, reader)
    taken = duration(cause.minutes, reader.language) if cause.minutes else all_day
    return f"{reader.titles.event(cause.title, cause.calendar)} ({_weekdays(cause.spans, reader)}, {taken})"
