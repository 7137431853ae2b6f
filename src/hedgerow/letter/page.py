"""Everything a letter says, once. HTML and text lay out this value and add no facts of their own."""

from dataclasses import dataclass

from hedgerow.core.report import FigureKey, Report
from hedgerow.core.week import Verdict
from hedgerow.letter.causes import CausesWords, tell_causes, tell_expected
from hedgerow.letter.figures import Definition, FigureWords, define, tell_figures
from hedgerow.letter.hours import HoursWords, tell_hours
from hedgerow.letter.passed import LimitWords, limits_summary, tell_limits
from hedgerow.letter.phrases import NBSP, dates, duration
from hedgerow.letter.protected import FateWords, tell_protected
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import clean
from hedgerow.letter.upcoming import UpcomingWords, decision, tell_upcoming
from hedgerow.letter.verdict import (
    Gap,
    coverage_sentence,
    figure_of,
    headline,
    is_quiet,
    lede,
    tell_gaps,
)


@dataclass(frozen=True, slots=True)
class Full:
    """What a short letter leaves out."""

    figures: tuple[FigureWords, ...]
    limits: tuple[LimitWords, ...]
    """Those passed."""
    hours: HoursWords
    causes: CausesWords
    protected: tuple[FateWords, ...]
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Page:
    week: str
    headline: str
    lede: str
    decision: str
    """Empty when the plan rests on nothing, and when its week is over."""
    limits_summary: str
    coverage: str
    gaps: tuple[Gap, ...]
    advice: str
    """What to do about a week that could not be read; empty otherwise."""
    quiet_numbers: str
    """Of a quiet week, in one line."""
    expected: str
    """What came in as expected, in one line; empty for none."""
    full: Full | None
    """None for a quiet or an unknown week."""
    upcoming: UpcomingWords | None
    """None for an unknown week, and when the next one is over or nothing is planned for it."""
    footer: tuple[str, ...]


def word_page(report: Report, reader: Reader) -> Page:
    known = report.verdict is not Verdict.UNKNOWN
    is_ahead = known and report.made_at < reader.boundary.week_span(report.next_week.week).end
    quiet = is_quiet(report)
    return Page(
        week=f"Week {report.week.number} · {dates(report.week)}",
        headline=headline(report),
        lede=lede(report),
        decision=decision(report.next_week) if is_ahead else "",
        limits_summary=limits_summary(report),
        coverage=coverage_sentence(report, reader),
        gaps=tell_gaps(report),
        advice="" if known else _ADVICE,
        quiet_numbers=_quiet_numbers(report) if quiet else "",
        expected=tell_expected(report, reader),
        full=_full(report, reader) if known and not quiet else None,
        upcoming=_upcoming(report, reader) if is_ahead else None,
        footer=_footer(report, reader),
    )


_ADVICE = "“hedgerow check” tries every calendar and says what to mend. The next letter comes as usual."


def _full(report: Report, reader: Reader) -> Full:
    return Full(
        figures=tell_figures(report),
        limits=tell_limits(report, reader),
        hours=tell_hours(report, reader),
        causes=tell_causes(report, reader),
        protected=tell_protected(report, reader),
        definitions=define(report, reader),
    )


def _upcoming(report: Report, reader: Reader) -> UpcomingWords | None:
    told = tell_upcoming(report.next_week, reader)
    return told if told.open or told.booked or told.planned else None


def _quiet_numbers(report: Report) -> str:
    work, rest = figure_of(report, FigureKey.SCHEDULED_WORK), figure_of(report, FigureKey.SHORTEST_REST)
    said = [f"{duration(work.value)} of scheduled work"] if work and work.value is not None else []
    said += [f"shortest rest between two working days {duration(rest.value)}"] if rest and rest.value else []
    return f"{'; '.join(said)}." if said else ""


def _footer(report: Report, reader: Reader) -> tuple[str, ...]:
    name = clean(reader.name)
    made = f"Written for {name} by their own Hedgerow" if name else "Written by your own Hedgerow"
    rests = (
        "A calendar shows plans, not deeds: work without an entry is not counted, and an entry may not have taken"
        " place. All-day events carry no hours."
    )
    command = f"hedgerow report --week {report.week}".replace(" ", NBSP)
    change = (
        f"To see this letter again: {command}. To change what is protected, what counts as"
        " working time, the limits, or when this mail comes: edit hedgerow.toml. To stop the mail: enabled = false"
        " under [letter]."
    )
    why = (
        f"{made}, from calendars that it reads on your behalf, because the letter is switched on. Nothing in it is"
        " loaded from elsewhere, and nothing reports that you opened it."
    )
    return rests, change, why
