"""The limits that a week passed, with their numbers, what was behind them and where they come from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from hedgerow.core.behind import SHIFTS, spells_of
from hedgerow.core.fate import SHIFT
from hedgerow.core.limits import LimitKey, Unit
from hedgerow.core.report import Report
from hedgerow.core.week import PassedLimit, Verdict
from hedgerow.letter.figures import source_of
from hedgerow.letter.phrases import NBSP, counted, duration, listed, sentence, short_weekday
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import clean


@dataclass(frozen=True, slots=True)
class LimitWords:
    title: str
    measured: str
    behind: str
    """Empty when nothing can be named."""
    source: str


def limits_summary(report: Report) -> str:
    """Empty when the week was not judged; with the season whose limits it was held to."""
    season = report.boundary.season_of(report.week.days) if report.boundary else None
    summary = _limits_summary(report)
    return f"The week lies in the season “{clean(season.name)}”. {summary}" if season and summary else summary


def _limits_summary(report: Report) -> str:
    serious = any(limit.rule.is_serious for limit in report.passed)
    count = counted(len(report.passed), "limit")
    match report.verdict:
        case Verdict.UNKNOWN:
            return ""
        case Verdict.CLEAR:
            return "No limit was passed."
        case Verdict.STRETCHED:
            return f"{sentence(count)} was passed, so the week counts as stretched."
        case Verdict.INTRUDED:
            were = "was" if len(report.passed) == 1 else "were"
            which = f"{sentence(count)} {were} passed{', one of them serious' if serious and were == 'were' else ''}"
            return f"{which}, so the week counts as intruded."


def tell_limits(report: Report, reader: Reader) -> tuple[LimitWords, ...]:
    known = _of_rota(report, reader)
    return tuple(_tell_limit(limit, reader, known) for limit in report.passed)


def _of_rota(report: Report, reader: Reader) -> Collection[str]:
    """What may be named although titles are hidden: it is read from hours alone."""
    if report.shifts is None:
        return ()
    near = report.span.widen(timedelta(days=1), timedelta(days=1))
    return {SHIFT, SHIFTS, *(name for name, _ in spells_of(near, reader.boundary))}


def _tell_limit(limit: PassedLimit, reader: Reader, known: Collection[str]) -> LimitWords:
    days = listed([short_weekday(day) for day in limit.days])
    on = f" ({days})" if days and limit.rule.key in (LimitKey.EVENINGS, LimitKey.BREAK) else ""
    told = [title for title in limit.culprits if not reader.hide_titles or title in known]
    behind = [title if title in known else reader.titles.work(title) for title in told]
    return LimitWords(
        title=sentence(limit.rule.title),
        measured=f"{_said(limit, limit.measured)}{on}; the limit is {_limit(limit)}",
        behind=f"Behind it: {listed(behind)}." if behind else "",
        source=sentence(source_of(limit.rule, limit.limit)),
    )


def _said(limit: PassedLimit, value: int) -> str:
    match limit.rule.unit:
        case Unit.MINUTES:
            return duration(value)
        case Unit.EVENINGS:
            return str(value)
        case Unit.PERCENT:
            return f"{value}{NBSP}%"


def _limit(limit: PassedLimit) -> str:
    return f"{'at least ' if limit.rule.is_floor else ''}{_said(limit, limit.limit)}"
