"""The limits that a week passed, with their numbers, what was behind them and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hedgerow.core.behind import SHIFTS, spells_of
from hedgerow.core.boundary import on_call_time
from hedgerow.core.fate import SHIFT
from hedgerow.core.limits import LimitKey, Unit
from hedgerow.core.report import Report
from hedgerow.core.week import PassedLimit, Verdict
from hedgerow.letter.figures import source_of
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import apart, clocks, duration, joined, listed, sentence, short_weekday, unbroken
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import clean


@dataclass(frozen=True, slots=True)
class LimitWords:
    title: str
    measured: str
    behind: str
    """Empty when nothing can be named."""
    source: str


def limits_summary(report: Report, language: Language) -> str:
    """Empty when the week was not judged; with the season whose limits it was held to."""
    season = report.boundary.season_of(report.week.days) if report.boundary else None
    summary = _limits_summary(report, language)
    if not season or not summary:
        return summary
    return joined(language.say("The week lies in the season “{season}”.", season=clean(season.name)), summary)


def _limits_summary(report: Report, language: Language) -> str:
    match report.verdict:
        case Verdict.UNKNOWN:
            return ""
        case Verdict.CLEAR:
            return language.say("No limit was passed.")
        case Verdict.STRETCHED:
            return language.say("One limit was passed, so the week counts as stretched.")
        case Verdict.INTRUDED:
            return sentence(_intruded(report, language))


def _intruded(report: Report, language: Language) -> str:
    if any(limit.rule.is_serious for limit in report.passed):
        return language.count(
            "One limit was passed, a serious one, so the week counts as intruded.",
            "{number} limits were passed, one of them serious, so the week counts as intruded.",
            len(report.passed),
        )
    return language.count(
        "One limit was passed, so the week counts as intruded.",
        "{number} limits were passed, so the week counts as intruded.",
        len(report.passed),
    )


def tell_limits(report: Report, reader: Reader) -> tuple[LimitWords, ...]:
    known = _of_rota(report, reader)
    return tuple(_tell_limit(limit, reader, known) for limit in report.passed)


def _of_rota(report: Report, reader: Reader) -> Mapping[str, str]:
    """What may be named although titles are hidden, and how: it is read from hours alone."""
    if report.shifts is None:
        return {}
    language = reader.language
    near = report.span.widen(timedelta(days=1), timedelta(days=1))
    on_call = on_call_time(reader.boundary, near.widen(timedelta(days=1), timedelta(days=1)))
    named = {SHIFT: language.say(SHIFT), SHIFTS: language.say(SHIFTS)}
    for name, span in spells_of(near, reader.boundary):
        day = short_weekday(span.start.astimezone(reader.zone).date(), language)
        when = f"{day} {clocks(span, reader.zone, language)}"
        shift = language.say("the shift of {when}", when=when)
        named[name] = language.say("on call {when}", when=when) if span in on_call else shift
    return named


def _tell_limit(limit: PassedLimit, reader: Reader, known: Mapping[str, str]) -> LimitWords:
    language = reader.language
    days = listed([short_weekday(day, language) for day in limit.days], language)
    on = f" ({days})" if days and limit.rule.key in (LimitKey.EVENINGS, LimitKey.BREAK) else ""
    told = [title for title in limit.culprits if not reader.hide_titles or title in known]
    behind = apart([known.get(title) or reader.titles.work(title) for title in told], language)
    value = f"{_said(limit, limit.measured, language)}{on}"
    return LimitWords(
        title=sentence(language.say(limit.rule.title)),
        measured=language.say("{value}; the limit is {limit}", value=value, limit=_limit(limit, language)),
        behind=language.say("Behind it: {names}.", names=behind) if behind else "",
        source=sentence(source_of(limit.rule, limit.limit, language)),
    )


def _said(limit: PassedLimit, value: int, language: Language) -> str:
    match limit.rule.unit:
        case Unit.MINUTES:
            return duration(value, language)
        case Unit.EVENINGS:
            return language.figure(value)
        case Unit.PERCENT:
            return unbroken(language.say("{n} %", n=value))


def _limit(limit: PassedLimit, language: Language) -> str:
    said = _said(limit, limit.limit, language)
    return language.say("at least {limit}", limit=said) if limit.rule.is_floor else said
