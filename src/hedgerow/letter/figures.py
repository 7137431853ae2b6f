"""The week's numbers against the person's own past."""

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.core.limits import LIMITS, LimitKey, LimitRule, Unit
from hedgerow.core.report import Figure, FigureKey, Report
from hedgerow.core.week import Verdict
from hedgerow.letter.language import Language, noted
from hedgerow.letter.phrases import duration, sentence, typeset, unbroken

WEEKS_SHOWN = 8
_COUNTS = (FigureKey.EVENINGS_FREE, FigureKey.BLOCKS_HELD)
LABELS: Mapping[FigureKey, str] = {
    FigureKey.PERSONAL_TAKEN: noted("of work in your own time"),
    FigureKey.BLOCKS_HELD: noted("protected blocks held"),
    FigureKey.EVENINGS_FREE: noted("evenings without work"),
    FigureKey.SHORTEST_REST: noted("shortest rest between two working days"),
    FigureKey.SCHEDULED_WORK: noted("of scheduled work"),
    FigureKey.FOCUS: noted("of focus time"),
}
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One week of a figure's past."""

    height: int | None
    """Percent of the way from the lowest to the highest week; None for a week that was not seen."""
    is_now: bool


@dataclass(frozen=True, slots=True)
class FigureWords:
    key: FigureKey
    value: str
    label: str
    compared: str
    past: str
    """Empty in a first week, and in one of leave."""
    limit: str
    """Empty when the figure has none."""
    dots: tuple[Dot, ...]
    """Empty while there is too little to show."""
    dots_label: str


def tell_figures(report: Report, language: Language) -> tuple[FigureWords, ...]:
    return tuple(_tell(figure, report, language) for figure in told_figures(report))


def told_figures(report: Report) -> tuple[Figure, ...]:
    return tuple(figure for key in LABELS for figure in report.figures if _is_told(figure, key))


def _is_told(figure: Figure, key: FigureKey) -> bool:
    """Focus not where a life has none to tell of: whose calendar fills every working hour sees a nought each week."""
    is_void = key is FigureKey.FOCUS and not any(figure.history)
    return figure.key is key and figure.value is not None and not is_void


def _tell(figure: Figure, report: Report, language: Language) -> FigureWords:
    value = figure.value or 0
    whole = language.say("{value} of {whole}", value=value, whole=figure.of)
    return FigureWords(
        key=figure.key,
        value=whole if figure.of is not None else duration(value, language),
        label=_label(figure.key, report, language),
        compared=sentence(compare(figure, report, language)),
        past="" if is_leave_week(report) else _past(figure, language),
        limit=_limit(figure, report, language),
        dots=_dots(figure),
        dots_label=_dots_label(figure, language),
    )


def _label(key: FigureKey, report: Report, language: Language) -> str:
    """Who works by a rota may have worked in the evening all the same."""
    if report.shifts is not None and key is FigureKey.EVENINGS_FREE:
        return language.say("evenings without work outside a shift")
    return language.say(LABELS[key])


def _past(figure: Figure, language: Language) -> str:
    usual, last = said(figure, figure.usual, language), said(figure, figure.last, language)
    told = [language.say("usual {value}", value=usual)] if figure.usual is not None else []
    told += [language.say("last week {value}", value=last)] if figure.last is not None else []
    return " · ".join(unbroken(each) for each in told)


def said(figure: Figure, value: int | None, language: Language) -> str:
    """A value of this figure's kind in words, without its whole."""
    if value is None:
        return language.say("not seen")
    return language.figure(value) if figure.key in _COUNTS else duration(value, language)


def is_leave_week(report: Report) -> bool:
    """Most of its working days, or all, were leave: such a week is held against no other."""
    is_known = report.verdict is not Verdict.UNKNOWN and not report.coverage.not_seen
    return is_known and bool(report.comparable) and not report.comparable[-1]


def compare(figure: Figure, report: Report, language: Language) -> str:
    """`40 min less than usual`; the usual is the person's own median."""
    if figure.usual is None or figure.value is None:
        return not_compared(report, language)
    return not_compared(report, language, is_early=False) or _differs(figure, language, by=figure.value - figure.usual)


def not_compared(report: Report, language: Language, *, is_early: bool = True) -> str:
    """Why a number of this week is held against no other; empty when it is."""
    if report.coverage.not_seen:
        return language.say("not compared, as it was partly seen")
    if is_leave_week(report):
        return language.say("not compared, as most of it was leave")
    return language.say("too early to compare") if is_early else ""


def more_or_less(minutes: int, language: Language) -> str:
    """`40 min less than usual`, for so many more or fewer."""
    if not minutes:
        return language.say("same as usual")
    value = duration(abs(minutes), language)
    more = language.say("{duration} more than usual", duration=value)
    return more if minutes > 0 else language.say("{duration} less than usual", duration=value)


def _differs(figure: Figure, language: Language, *, by: int) -> str:
    if not by:
        return language.say("same as usual")
    value = said(figure, abs(by), language)
    if figure.key is FigureKey.SHORTEST_REST:
        longer = language.say("{duration} longer than usual", duration=value)
        return longer if by > 0 else language.say("{duration} shorter than usual", duration=value)
    if figure.key in _COUNTS:
        more = language.count("{n} more than usual", "{n} more than usual", by)
        return more if by > 0 else language.count("{n} fewer than usual", "{n} fewer than usual", -by)
    return more_or_less(by, language)


def _limit(figure: Figure, report: Report, language: Language) -> str:
    if figure.limit is None or figure.limit_value is None:
        return ""
    passed = {limit.rule.key for limit in report.passed}
    if LimitKey.SCHEDULED_WORK_SERIOUS in passed:
        passed.add(LimitKey.SCHEDULED_WORK)
    limit, is_floor = _in_its_terms(figure, rule_of(figure.limit), figure.limit_value, language)
    match figure.limit in passed, is_floor:
        case True, True:
            return language.say("limit {limit}, not reached", limit=limit)
        case True, False:
            return language.say("limit {limit}, passed", limit=limit)
        case False, True:
            return language.say("limit at least {limit}", limit=limit)
        case _:
            return language.say("limit {limit}", limit=limit)


def _in_its_terms(figure: Figure, rule: LimitRule, limit: int, language: Language) -> tuple[str, bool]:
    """The limit as the figure counts, and whether it is a floor: of evenings without work, not of those touched."""
    if figure.key is FigureKey.EVENINGS_FREE and figure.of is not None:
        return language.figure(figure.of - limit), True
    in_minutes = rule.unit is Unit.MINUTES
    return (duration(limit, language) if in_minutes else bound(rule, limit, language)), rule.is_floor


def source_of(rule: LimitRule, limit: int, language: Language) -> str:
    """A directive vouches for its own number, not for the one that a person or a season has put in its place."""
    source = typeset(language.say(rule.source))
    if limit == rule.default:
        return source
    usual = bound(rule, rule.default, language)
    return language.say("by your settings; else {bound}: {source}", bound=usual, source=source)


def rule_of(key: LimitKey) -> LimitRule:
    return next(rule for rule in LIMITS if rule.key is key)


def bound(rule: LimitRule, limit: int, language: Language) -> str:
    """`48 h`, `at least 11 h`, `2 evenings with work`, `33 % lost`."""
    match rule.unit:
        case Unit.MINUTES:
            said = duration(limit, language)
            return language.say("at least {limit}", limit=said) if rule.is_floor else said
        case Unit.EVENINGS:
            return language.count("{n} evening with work", "{n} evenings with work", limit)
        case Unit.PERCENT:
            return language.say("{share} lost", share=unbroken(language.say("{n} %", n=limit)))


def _dots(figure: Figure) -> tuple[Dot, ...]:
    shown = figure.history[-WEEKS_SHOWN:]
    known = [value for value in shown if value is not None]
    if len(known) < 3:
        return ()
    low, last = min(known), len(shown) - 1
    reach = max(known) - low
    heights = (None if value is None else round(100 * (value - low) / reach) if reach else 50 for value in shown)
    return tuple(Dot(height, place == last) for place, height in enumerate(heights))


def _dots_label(figure: Figure, language: Language) -> str:
    shown = figure.history[-WEEKS_SHOWN:]
    values = ", ".join(said(figure, value, language) for value in shown)
    return language.count(
        "{n} week, this one last: {values}", "{n} weeks, this one last: {values}", len(shown), values=values
    )
