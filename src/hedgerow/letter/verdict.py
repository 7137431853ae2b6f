"""The first sentences: good news, then what it cost, then the one cause."""

from collections.abc import Sequence

from hedgerow.core.cause import Cause
from hedgerow.core.fate import Fate
from hedgerow.core.intrusion import Kind
from hedgerow.core.report import Figure, FigureKey, Report
from hedgerow.core.week import Verdict
from hedgerow.letter.figures import compare, is_leave_week
from hedgerow.letter.language import Language, noted
from hedgerow.letter.phrases import duration, joined, listed, sentence, weekday

_KINDS = {
    Kind.EARLY: noted("early starts"),
    Kind.EVENING: noted("evenings"),
    Kind.NIGHT: noted("nights"),
    Kind.DAY_OFF: noted("days off"),
    Kind.LEAVE: noted("days of leave"),
    Kind.UNPLUGGED: noted("unplugged days"),
    Kind.HOLIDAY: noted("public holidays"),
    Kind.BREAK: noted("breaks in the working day"),
    Kind.OVER_BLOCK: noted("protected blocks"),
    Kind.OVER_PERSONAL: noted("personal events"),
}
_IN_WORDS = 12


def is_quiet(report: Report) -> bool:
    """Nothing to report: such a week gets a short letter."""
    lost = any(fate.fate is Fate.LOST for fate in report.fates)
    clear = report.verdict is Verdict.CLEAR and not report.coverage.not_seen
    return clear and not report.causes and not lost


def figure_of(report: Report, key: FigureKey) -> Figure | None:
    return next((figure for figure in report.figures if figure.key is key and figure.value is not None), None)


def headline(report: Report, language: Language) -> str:
    if report.verdict is Verdict.UNKNOWN:
        return language.say("No calendar could be read.")
    if is_quiet(report):
        return nothing_came_in(report, language)
    news = _good_news(report, language) or _time_taken(report, language)
    return joined(news, language.say("Not all of it could be seen.") if report.coverage.not_seen else "")


def nothing_came_in(report: Report, language: Language) -> str:
    if report.expected:
        return language.say("Nothing came in but what you expect.")
    if is_leave_week(report):
        return language.say("Nothing came into your leave.")
    return language.say("Nothing came in.")


def _good_news(report: Report, language: Language) -> str:
    """Empty when there is none."""
    held = sum(fate.fate is not Fate.LOST for fate in report.fates)
    if held:
        return held_of(held, len(report.fates), language)
    evenings = figure_of(report, FigureKey.EVENINGS_FREE)
    if evenings is None or not evenings.value:
        return ""
    return _evenings(evenings.value, evenings.of or 0, language, by_rota=report.shifts is not None)


def held_of(held: int, planned: int, language: Language) -> str:
    """`Seven of nine`, but `12 of 15`: never a word beside a figure."""
    if planned == 1:
        return language.say("The one protected block held.")
    told = language.number if planned <= _IN_WORDS else language.figure
    return language.count(
        "One of {planned} protected blocks held.",
        "{held} of {planned} protected blocks held.",
        held,
        held=sentence(told(held)),
        planned=told(planned),
    )


def _evenings(free: int, whole: int, language: Language, *, by_rota: bool) -> str:
    part, of = sentence(language.number(free)), language.number(whole)
    if free == whole and by_rota:
        return language.count(
            "The one evening was free of work outside a shift.",
            "All {number} evenings were free of work outside a shift.",
            whole,
        )
    if free == whole:
        return language.count("The one evening was free of work.", "All {number} evenings were free of work.", whole)
    if by_rota:
        return language.count(
            "One of {whole} evenings was free of work outside a shift.",
            "{part} of {whole} evenings were free of work outside a shift.",
            free,
            part=part,
            whole=of,
        )
    return language.count(
        "One of {whole} evenings was free of work.",
        "{part} of {whole} evenings were free of work.",
        free,
        part=part,
        whole=of,
    )


def _time_taken(report: Report, language: Language) -> str:
    taken = _taken(report)
    if not taken:
        return language.say("Work took none of your own time.")
    return language.say("Work took {duration} of your own time.", duration=duration(taken, language))


def _taken(report: Report) -> int:
    figure = figure_of(report, FigureKey.PERSONAL_TAKEN)
    return figure.value or 0 if figure else 0


def lede(report: Report, language: Language) -> str:
    if report.verdict is Verdict.UNKNOWN:
        return language.say(
            "How the week went is not known, and a calendar that can’t be read is never taken for an empty one."
        )
    if is_quiet(report):
        return _quiet_lede(report, language)
    if not _good_news(report, language):
        return _beyond_the_time(report, language)
    return joined(*_cost(report, language), _cause(report, language))


def _cost(report: Report, language: Language) -> tuple[str, ...]:
    taken, partly = _taken(report), bool(report.coverage.not_seen)
    more = language.say("It may be more, as not every calendar could be read.")
    if not taken:
        beyond = language.say("Work took none of your own time but what you expect.")
        told = beyond if report.expected else language.say("Work took none of your own time.")
        return (told, more) if partly else (told,)
    said = duration(taken, language)
    if partly:
        return (language.say("Work took at least {duration} of your own time.", duration=said),)
    figure = figure_of(report, FigureKey.PERSONAL_TAKEN)
    if figure is None or figure.usual is None or is_leave_week(report):
        return (language.say("Work took {duration} of your own time.", duration=said),)
    compared = compare(figure, report, language)
    return (language.say("Work took {duration} of your own time, {compared}.", duration=said, compared=compared),)


def _beyond_the_time(report: Report, language: Language) -> str:
    """Where the headline has said how much was taken, for want of better news."""
    figure = figure_of(report, FigureKey.PERSONAL_TAKEN)
    told = []
    if report.coverage.not_seen:
        told.append(language.say("It may be more, as not every calendar could be read."))
    elif is_leave_week(report) or figure is None or figure.usual is None:
        pass
    elif figure.value == figure.usual:
        told.append(language.say("That is the same as usual."))
    else:
        told.append(language.say("That is {compared}.", compared=compare(figure, report, language)))
    told.append(_cause(report, language))
    return joined(*told) or language.say("The rest of the week is below.")


def _quiet_lede(report: Report, language: Language) -> str:
    if not report.fates:
        planned = language.say("No protected blocks were planned.")
        return language.say("The week is not compared with others.") if is_leave_week(report) else planned
    held = held_of(len(report.fates), len(report.fates), language)
    moved = sum(fate.fate is Fate.MOVED for fate in report.fates)
    return joined(held, sentence(language.count("One was moved.", "{number} were moved.", moved)) if moved else "")


def _cause(report: Report, language: Language) -> str:
    """What makes up half of what was taken or more: one event, one kind of time, or up to three days. May be empty."""
    taken = _taken(report)
    if not taken:
        return ""
    told = (
        _one_event(report.causes, taken, language)
        or _one_kind(report.causes, taken, language)
        or _some_days(report, taken, language)
    )
    return joined(told, _untouched(report, language))


def _untouched(report: Report, language: Language) -> str:
    """Up to three days without any work; not said of a week that was only partly seen."""
    if report.coverage.not_seen:
        return ""
    came_in = [span for cause in report.causes for span in cause.spans]
    free = [day for day in report.days if not any(day.span.overlaps(s) for s in (*day.work, *came_in))]
    if not 0 < len(free) <= 3:
        return ""
    days = listed([weekday(day.day, language) for day in free], language)
    return sentence(language.count("{days} was untouched.", "{days} were untouched.", len(free), days=days))


def _one_event(causes: Sequence[Cause], taken: int, language: Language) -> str:
    first = max(causes, key=lambda cause: cause.minutes, default=None)
    if first is None or 2 * first.minutes < taken:
        return ""
    part = duration(first.minutes, language)
    match first.recurring, first.minutes == taken:
        case True, True:
            return language.say("One recurring event accounts for all of it.")
        case True, False:
            return language.say("One recurring event accounts for {duration} of it.", duration=part)
        case False, True:
            return language.say("One event accounts for all of it.")
        case _:
            return language.say("One event accounts for {duration} of it.", duration=part)


def _one_kind(causes: Sequence[Cause], taken: int, language: Language) -> str:
    minutes: dict[Kind, int] = {}
    mixed: set[Kind] = set()
    for cause in causes:
        if len(cause.kinds) == 1:
            minutes[cause.kinds[0]] = minutes.get(cause.kinds[0], 0) + cause.minutes
        else:
            mixed.update(cause.kinds)
    exact = {kind: total for kind, total in minutes.items() if kind not in mixed}
    kind = max(exact, key=lambda kind: exact[kind], default=None)
    if kind is None or 2 * exact[kind] < taken:
        return ""
    named, part = language.say(_KINDS[kind]), duration(exact[kind], language)
    if exact[kind] == taken:
        return sentence(language.say("{kind} account for all of it.", kind=named))
    return sentence(language.say("{kind} account for {duration} of it.", kind=named, duration=part))


def _some_days(report: Report, taken: int, language: Language) -> str:
    busiest = sorted(report.days, key=lambda day: (-day.taken, day.day))
    for count in (1, 2, 3):
        some = sorted(busiest[:count], key=lambda day: day.day)
        total = sum(day.taken for day in some)
        if 2 * total >= taken:
            days = listed([weekday(day.day, language) for day in some], language)
            return sentence(
                language.count(
                    "{days} accounts for {duration} of it.",
                    "{days} account for {duration} of it.",
                    count,
                    days=days,
                    duration=duration(total, language),
                )
            )
    return ""
