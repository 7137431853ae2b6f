"""Everything a letter says, once. HTML and text lay out this value and add no facts of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hedgerow.core.report import FigureKey, Report
from hedgerow.core.week import Verdict
from hedgerow.letter.causes import CausesWords, tell_causes, tell_expected, tell_most
from hedgerow.letter.coverage import Gap, coverage_sentence, tell_gaps
from hedgerow.letter.domains import DomainsWords, tell_domains
from hedgerow.letter.figures import FigureWords, is_leave_week, tell_figures
from hedgerow.letter.hours import HoursWords, tell_hours
from hedgerow.letter.language import Language
from hedgerow.letter.meanings import Definition, define
from hedgerow.letter.offers import Offer, PlacedLinks, place_links, tell_offers
from hedgerow.letter.parts import NO_PARTS, Parts, PolicyPart, QuestionsPart
from hedgerow.letter.passed import LimitWords, limits_summary, tell_limits
from hedgerow.letter.phrases import dates, duration, joined, unbroken
from hedgerow.letter.protected import FateWords, tell_protected
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import clean
from hedgerow.letter.upcoming import UpcomingWords, decision, tell_upcoming
from hedgerow.letter.verdict import figure_of, headline, is_quiet, lede
from hedgerow.letter.weighed import tell_weighed


@dataclass(frozen=True, slots=True)
class Full:
    """What a short letter leaves out."""

    figures: tuple[FigureWords, ...]
    limits: tuple[LimitWords, ...]
    """Those passed."""
    hours: HoursWords
    causes: CausesWords
    protected: tuple[FateWords, ...]
    weighed: tuple[str, ...]
    """What may be weighed anew."""
    definitions: tuple[Definition, ...]
    domains: DomainsWords | None
    """None for a week without any event."""
    questions: QuestionsPart | None
    policy: PolicyPart | None


@dataclass(frozen=True, slots=True)
class Page:
    language: Language
    """Says what stands in the layouts alone: headings and legends."""
    week: str
    headline: str
    lede: str
    most: str
    """Which events took most; empty when none did or titles are hidden."""
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
    links: PlacedLinks
    offers: tuple[Offer, ...]
    """Of blocks ahead that are in no calendar yet, where each can be accepted or skipped."""

    @property
    def lang(self) -> str:
        """For `lang` of HTML."""
        return self.language.code

    @property
    def dir(self) -> str:
        """For `dir` of HTML: `ltr` or `rtl`."""
        return self.language.direction


def word_page(report: Report, reader: Reader, parts: Parts = NO_PARTS) -> Page:
    known = report.verdict is not Verdict.UNKNOWN
    is_ahead = known and report.made_at < reader.boundary.week_span(report.next_week.week).end
    quiet = is_quiet(report)
    language = reader.language
    return Page(
        language=language,
        week=language.say("Week {number} · {dates}", number=report.week.number, dates=dates(report.week, language)),
        headline=headline(report, language),
        lede=lede(report, language),
        most=tell_most(report, reader) if known else "",
        decision=decision(report.next_week, reader.titles) if is_ahead else "",
        limits_summary="" if is_leave_week(report) and quiet else limits_summary(report, language),
        coverage=coverage_sentence(report, reader),
        gaps=tell_gaps(report, language),
        advice="" if known else _advice(language),
        quiet_numbers=_quiet_numbers(report, language) if quiet and not is_leave_week(report) else "",
        expected=tell_expected(report, reader),
        full=_full(report, reader, parts) if known and not quiet else None,
        upcoming=_upcoming(report, reader) if is_ahead else None,
        footer=(*_doubtful(parts.doubtful, language), *_footer(report, reader)),
        links=place_links(report, parts.links),
        offers=tell_offers(report.next_week, reader, parts.links) if is_ahead else (),
    )


def _advice(language: Language) -> str:
    return language.say("“hedgerow check” tries every calendar and says what to mend. The next letter comes as usual.")


def _full(report: Report, reader: Reader, parts: Parts) -> Full:
    return Full(
        figures=tell_figures(report, reader.language),
        limits=tell_limits(report, reader),
        hours=tell_hours(report, reader),
        causes=tell_causes(report, reader),
        protected=tell_protected(report, reader),
        weighed=tell_weighed(report, reader),
        definitions=define(report, reader),
        domains=tell_domains(report, reader),
        questions=parts.questions if parts.questions and parts.questions.questions else None,
        policy=parts.policy if parts.policy and (parts.policy.title or parts.policy.followed) else None,
    )


def _upcoming(report: Report, reader: Reader) -> UpcomingWords | None:
    """Of a quiet week only what is to be done: the decision counts what is booked."""
    told = tell_upcoming(report.next_week, reader)
    shown = told.open or told.planned or (told.booked and not is_quiet(report))
    return told if shown else None


def _quiet_numbers(report: Report, language: Language) -> str:
    work, rest = figure_of(report, FigureKey.SCHEDULED_WORK), figure_of(report, FigureKey.SHORTEST_REST)
    said = []
    if work and work.value is not None:
        said.append(language.say("Scheduled work: {duration}.", duration=duration(work.value, language)))
    if rest and rest.value:
        hours = duration(rest.value, language)
        said.append(language.say("Shortest rest between two working days: {duration}.", duration=hours))
    return joined(*said)


def _doubtful(weeks: Sequence[str], language: Language) -> Iterator[str]:
    for week in weeks:
        again = unbroken(f"hedgerow report --week {week} --send --again")
        yield language.say(
            "Nobody knows whether the letter about {week} arrived. If it is not in your mailbox: {command} sends it"
            " once more.",
            week=week,
            command=again,
        )


def _footer(report: Report, reader: Reader) -> tuple[str, ...]:
    language = reader.language
    rests = language.say(
        "A calendar shows plans, not deeds: work without an entry is not counted, and an entry may not have taken"
        " place. All-day events carry no hours."
    )
    again = language.say(
        "To see this letter again: {command}. To change what is protected, what counts as working time, the limits, or"
        " when this mail comes: edit hedgerow.toml. To stop the mail: enabled = false under [letter].",
        command=unbroken(f"hedgerow report --week {report.week}"),
    )
    return rests, again, joined(_made_by(clean(reader.name), language), _carries_nothing(language))


def _made_by(name: str, language: Language) -> str:
    if name:
        return language.say(
            "Written for {name} by your own Hedgerow, from calendars that it reads on your behalf, because the letter"
            " is switched on.",
            name=name,
        )
    return language.say(
        "Written by your own Hedgerow, from calendars that it reads on your behalf, because the letter is switched on."
    )


def _carries_nothing(language: Language) -> str:
    return language.say("Nothing in it is loaded from elsewhere, and nothing reports that you opened it.")
