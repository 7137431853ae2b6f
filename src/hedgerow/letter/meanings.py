"""What each number of the letter means in the person's own hours, with its limit and where that comes from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week, Weekday
from hedgerow.core.limits import LimitKey
from hedgerow.core.report import Figure, FigureKey, Report
from hedgerow.letter.figures import bound, rule_of, source_of, told_figures
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import apart, clock_of, joined, listed, short_weekday
from hedgerow.letter.reader import Reader


@dataclass(frozen=True, slots=True)
class Definition:
    term: str
    text: str


def define(report: Report, reader: Reader) -> tuple[Definition, ...]:
    """What the numbers of the letter mean, with the limits they are held against and where those come from."""
    passed = {limit.rule.key for limit in report.passed}
    own = [
        Definition(term, joined(text, _sourced(figure, passed, reader.language)))
        for figure in told_figures(report)
        for term, text in [_meaning(figure, report, reader)]
    ]
    return (_own_time(report, reader), *own, *_not_measured(report, reader.language), _usual(reader.language))


def _own_time(report: Report, reader: Reader) -> Definition:
    language, zone = reader.language, reader.zone.key
    term = language.say("Your own time")
    if report.shifts is not None:
        text = language.say("everything outside the shifts of your rota ({zone}).", zone=zone)
        if _has_on_call(reader.boundary):
            text = joined(text, language.say("Time on call is neither, until work falls in it."))
        return Definition(term, text)
    hours = working_hours(reader.boundary, report.week, language)
    if not hours:
        return Definition(
            term, language.say("the whole week: hedgerow.toml names no working hours ({zone}).", zone=zone)
        )
    text = language.say("everything outside your working hours, {hours} ({zone}).", hours=hours, zone=zone)
    return Definition(term, text)


def _has_on_call(boundary: Boundary) -> bool:
    return boundary.rota is not None and bool(boundary.rota.on_call)


def _not_measured(report: Report, language: Language) -> tuple[Definition, ...]:
    if report.is_focus_measured:
        return ()
    text = language.say("not measured, as your rota does not say how a shift is filled; blocks for work would be.")
    return (Definition(language.say("Focus time"), text),)


def _usual(language: Language) -> Definition:
    text = language.say("the median of your own four weeks before; said once three of them were seen.")
    return Definition(language.say("Usual"), text)


def _meaning(figure: Figure, report: Report, reader: Reader) -> tuple[str, str]:
    language = reader.language
    match figure.key:
        case FigureKey.PERSONAL_TAKEN:
            return language.say("Work in your own time"), _personal_taken(language, expects=bool(report.expected))
        case FigureKey.BLOCKS_HELD:
            text = language.say("kept where it was promised, or moved and kept at its new time.")
            return language.say("Held"), text
        case FigureKey.EVENINGS_FREE:
            return language.say("An evening"), _evening(reader, by_rota=report.shifts is not None)
        case FigureKey.SHORTEST_REST:
            return language.say("Shortest rest"), _rest(report, reader)
        case FigureKey.SCHEDULED_WORK:
            return language.say("Scheduled work"), _scheduled(report, language)
        case FigureKey.FOCUS:
            held = language.say("your blocks for work, without what events took of them.")
            pieces = language.say("working hours in pieces of an hour or more that no event interrupts.")
            return language.say("Focus time"), held if report.shifts is not None else pieces


def _personal_taken(language: Language, *, expects: bool) -> str:
    text = language.say("work events in it, or over a protected block or a personal event; each minute counts once.")
    return joined(text, language.say("What you expect takes none.") if expects else "")


def _scheduled(report: Report, language: Language) -> str:
    by_rota = language.say(
        "hours with a shift of your rota or at least one work event; hours shared by several count once."
    )
    plain = language.say("hours with at least one work event; hours shared by several count once.")
    text = plain if report.shifts is None else by_rota
    return joined(text, language.say("What you expect counts as well.") if report.expected else "")


def _rest(report: Report, reader: Reader) -> str:
    if report.shifts is not None and _has_on_call(reader.boundary):
        return reader.language.say(
            "for each night between two working days the longest stretch without work and not on call; here the"
            " shortest."
        )
    return reader.language.say(
        "for each night between two working days the longest stretch without work; here the shortest."
    )


def _evening(reader: Reader, *, by_rota: bool) -> str:
    language, boundary = reader.language, reader.boundary
    hours = {"opens": clock_of(boundary.evening, language), "closes": clock_of(boundary.night.opens, language)}
    if by_rota:
        return language.say("from the end of the day’s shift, {opens} on a day off, until {closes}.", **hours)
    return language.say("from the end of the day’s working hours, {opens} on a day off, until {closes}.", **hours)


def _sourced(figure: Figure, passed: Collection[LimitKey], language: Language) -> str:
    """Empty for a limit passed: it stands with its source among those."""
    if figure.limit is None or figure.limit_value is None or figure.limit in passed:
        return ""
    rule, limit = rule_of(figure.limit), figure.limit_value
    said = {"bound": bound(rule, limit, language), "source": source_of(rule, limit, language)}
    if limit == rule.default:
        return language.say("Limit {bound}: {source}.", **said)
    return language.say("Limit {bound}, {source}.", **said)


def working_hours(boundary: Boundary, week: Week, language: Language) -> str:
    """`Mon–Fri 09:00–17:00; Sat 10:00–12:00`, by the season of the week; empty when there is no working time."""
    season = boundary.season_of(week.days)
    pattern = season.windows if season and season.windows is not None else boundary.windows
    alike: dict[str, list[int]] = {}
    for place, day in enumerate(week.days):
        windows = pattern.get(Weekday(day.weekday()), ())
        if windows:
            said = [f"{clock_of(w.opens, language)}–{clock_of(w.closes, language)}" for w in windows]
            alike.setdefault(listed(said, language), []).append(place)
    return apart((f"{_days(places, week, language)} {windows}" for windows, places in alike.items()), language)


def _days(places: Sequence[int], week: Week, language: Language) -> str:
    """`Mon–Wed and Fri`, of places in the week."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    named = [[short_weekday(week.days[place], language) for place in run] for run in runs]
    return listed([part for run in named for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)], language)
