"""The week's numbers against the person's own past, and what each of them means in the person's own hours."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week, Weekday
from hedgerow.core.limits import LIMITS, LimitKey, LimitRule, Unit
from hedgerow.core.report import Figure, FigureKey, Report
from hedgerow.letter.phrases import NBSP, WEEKDAYS, clock_of, duration, listed, sentence, typeset
from hedgerow.letter.reader import Reader

WEEKS_SHOWN = 8
_COUNTS = (FigureKey.EVENINGS_FREE, FigureKey.BLOCKS_HELD)
_LABELS: Mapping[FigureKey, str] = {
    FigureKey.PERSONAL_TAKEN: "of work in your own time",
    FigureKey.BLOCKS_HELD: "protected blocks held",
    FigureKey.EVENINGS_FREE: "evenings without work",
    FigureKey.SHORTEST_REST: "shortest rest between two working days",
    FigureKey.SCHEDULED_WORK: "of scheduled work",
    FigureKey.FOCUS: "of focus time",
}


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
    """Empty in a first week."""
    limit: str
    """Empty when the figure has none."""
    dots: tuple[Dot, ...]
    """Empty while there is too little to show."""
    dots_label: str


@dataclass(frozen=True, slots=True)
class Definition:
    term: str
    text: str


def tell_figures(report: Report) -> tuple[FigureWords, ...]:
    return tuple(_tell(figure, report) for key in _LABELS for figure in report.figures if _is_told(figure, key))


def _is_told(figure: Figure, key: FigureKey) -> bool:
    """Focus not where a life has none to tell of: whose calendar fills every working hour sees a nought each week."""
    is_void = key is FigureKey.FOCUS and not any(figure.history)
    return figure.key is key and figure.value is not None and not is_void


def _tell(figure: Figure, report: Report) -> FigureWords:
    value = figure.value or 0
    past = [(f"usual{NBSP}", figure.usual), (f"last{NBSP}week{NBSP}", figure.last)]
    return FigureWords(
        key=figure.key,
        value=f"{value} of {figure.of}" if figure.of is not None else duration(value),
        label=_label(figure.key, report),
        compared=sentence(compare(figure, report)),
        past=" · ".join(f"{name}{said(figure, past_value)}" for name, past_value in past if past_value is not None),
        limit=_limit(figure, report),
        dots=_dots(figure),
        dots_label=_dots_label(figure),
    )


def _label(key: FigureKey, report: Report) -> str:
    """Who works by a rota may have worked in the evening all the same."""
    beside = report.shifts is not None and key is FigureKey.EVENINGS_FREE
    return f"{_LABELS[key]}{' outside a shift' if beside else ''}"


def said(figure: Figure, value: int | None) -> str:
    """A value of this figure's kind in words, without its whole."""
    if value is None:
        return "not seen"
    return str(value) if figure.key in _COUNTS else duration(value)


def compare(figure: Figure, report: Report) -> str:
    """`40 min less than usual`; the usual is the person's own median."""
    if report.coverage.not_seen:
        return "not compared, as it was partly seen"
    if figure.usual is None or figure.value is None:
        return "too early to compare"
    difference = figure.value - figure.usual
    if not difference:
        return "same as usual"
    more, less = _directions(figure.key)
    return f"{said(figure, abs(difference))} {more if difference > 0 else less} than usual"


def _directions(key: FigureKey) -> tuple[str, str]:
    if key is FigureKey.SHORTEST_REST:
        return "longer", "shorter"
    return "more", "fewer" if key in _COUNTS else "less"


def _limit(figure: Figure, report: Report) -> str:
    if figure.limit is None or figure.limit_value is None:
        return ""
    passed = {limit.rule.key for limit in report.passed}
    if LimitKey.SCHEDULED_WORK_SERIOUS in passed:
        passed.add(LimitKey.SCHEDULED_WORK)
    number, is_floor = _in_its_terms(figure, rule_of(figure.limit), figure.limit_value)
    if figure.limit in passed:
        return f"limit {number}, {'not reached' if is_floor else 'passed'}"
    return f"limit {'at least ' if is_floor else ''}{number}"


def _in_its_terms(figure: Figure, rule: LimitRule, limit: int) -> tuple[str, bool]:
    """The limit as the figure counts, and whether it is a floor: of evenings without work, not of those touched."""
    if figure.key is FigureKey.EVENINGS_FREE and figure.of is not None:
        return str(figure.of - limit), True
    return (duration(limit) if rule.unit is Unit.MINUTES else bound(rule, limit)), rule.is_floor


def source_of(rule: LimitRule, limit: int) -> str:
    """A directive vouches for its own number, not for the one that a person or a season has put in its place."""
    source = typeset(rule.source)
    return source if limit == rule.default else f"by your settings; else {bound(rule, rule.default)}: {source}"


def rule_of(key: LimitKey) -> LimitRule:
    return next(rule for rule in LIMITS if rule.key is key)


def bound(rule: LimitRule, limit: int) -> str:
    """`48 h`, `at least 11 h`, `2 evenings with work`, `33 % lost`."""
    match rule.unit:
        case Unit.MINUTES:
            return f"at least {duration(limit)}" if rule.is_floor else duration(limit)
        case Unit.EVENINGS:
            return f"{limit} evening{'' if limit == 1 else 's'} with work"
        case Unit.PERCENT:
            return f"{limit}{NBSP}% lost"


def _dots(figure: Figure) -> tuple[Dot, ...]:
    shown = figure.history[-WEEKS_SHOWN:]
    known = [value for value in shown if value is not None]
    if len(known) < 3:
        return ()
    low, last = min(known), len(shown) - 1
    reach = max(known) - low
    heights = (None if value is None else round(100 * (value - low) / reach) if reach else 50 for value in shown)
    return tuple(Dot(height, place == last) for place, height in enumerate(heights))


def _dots_label(figure: Figure) -> str:
    shown = figure.history[-WEEKS_SHOWN:]
    return f"{len(shown)} weeks, this one last: {', '.join(said(figure, value) for value in shown)}"


def working_hours(boundary: Boundary, week: Week) -> str:
    """`Mon–Fri 09:00–17:00; Sat 10:00–12:00`, by the season of the week; empty when there is no working time."""
    season = boundary.season_of(week.days)
    pattern = season.windows if season and season.windows is not None else boundary.windows
    alike: dict[str, list[int]] = {}
    for place in range(7):
        windows = pattern.get(Weekday((week.first + place) % 7), ())
        if windows:
            said = listed([f"{clock_of(w.opens)}–{clock_of(w.closes)}" for w in windows])
            alike.setdefault(said, []).append(place)
    return "; ".join(f"{_days(places, week.first)} {windows}" for windows, places in alike.items())


def _days(places: Sequence[int], first: Weekday) -> str:
    """`Mon–Wed and Fri`, of places in a week that begins on `first`."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    named = [[WEEKDAYS[(first + place) % 7][:3] for place in run] for run in runs]
    return listed([part for run in named for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)])


def define(report: Report, reader: Reader) -> tuple[Definition, ...]:
    """What the numbers of the letter mean, with the limits they are held against and where those come from."""
    told = [figure for key in _LABELS for figure in report.figures if _is_told(figure, key)]
    passed = {limit.rule.key for limit in report.passed}
    own = [
        Definition(term, f"{text}{_sourced(figure, passed)}")
        for figure in told
        for term, text in [_meaning(figure, report, reader.boundary)]
    ]
    return (_own_time(report, reader), *own, *_not_measured(report), _usual())


def _own_time(report: Report, reader: Reader) -> Definition:
    hours, zone = working_hours(reader.boundary, report.week), reader.zone.key
    if report.shifts is not None:
        on_call = "; time on call is neither, until work falls in it" if _has_on_call(reader.boundary) else ""
        return Definition("Your own time", f"everything outside the shifts of your rota{on_call} ({zone}).")
    if not hours:
        return Definition("Your own time", f"the whole week: hedgerow.toml names no working hours ({zone}).")
    return Definition("Your own time", f"everything outside your working hours, {hours} ({zone}).")


def _has_on_call(boundary: Boundary) -> bool:
    return boundary.rota is not None and bool(boundary.rota.on_call)


def _not_measured(report: Report) -> tuple[Definition, ...]:
    if report.is_focus_measured:
        return ()
    text = "not measured, as your rota does not say how a shift is filled; blocks for work would be."
    return (Definition("Focus time", text),)


def _usual() -> Definition:
    return Definition("Usual", "the median of your own four weeks before; said once three of them were seen.")


def _meaning(figure: Figure, report: Report, boundary: Boundary) -> tuple[str, str]:
    by_rota, expects = report.shifts is not None, bool(report.expected)
    match figure.key:
        case FigureKey.PERSONAL_TAKEN:
            less = " What you expect takes none." if expects else ""
            over = "work events in it, or over a protected block or a personal event; each minute counts once."
            return "Work in your own time", f"{over}{less}"
        case FigureKey.BLOCKS_HELD:
            return "Held", "kept where it was promised, or moved and kept at its new time."
        case FigureKey.EVENINGS_FREE:
            return "An evening", _evening(boundary, by_rota=by_rota)
        case FigureKey.SHORTEST_REST:
            return "Shortest rest", _rest(away=by_rota and _has_on_call(boundary))
        case FigureKey.SCHEDULED_WORK:
            more = " What you expect counts as well." if expects else ""
            shift = "a shift of your rota or " if by_rota else ""
            each = f"hours with {shift}at least one work event; hours shared by several count once."
            return "Scheduled work", f"{each}{more}"
        case FigureKey.FOCUS:
            held = "your blocks for work, without what events took of them."
            pieces = "working hours in pieces of an hour or more that no event interrupts."
            return "Focus time", held if by_rota else pieces


def _rest(*, away: bool) -> str:
    without = "without work and not on call" if away else "without work"
    return f"for each night between two working days the longest stretch {without}; here the shortest."


def _evening(boundary: Boundary, *, by_rota: bool) -> str:
    begins = "the end of the day’s shift" if by_rota else "the end of the day’s working hours"
    return f"from {begins}, {clock_of(boundary.evening)} on a day off, until {clock_of(boundary.night.opens)}."


def _sourced(figure: Figure, passed: Collection[LimitKey]) -> str:
    """Empty for a limit passed: it stands with its source among those."""
    if figure.limit is None or figure.limit_value is None or figure.limit in passed:
        return ""
    rule, limit = rule_of(figure.limit), figure.limit_value
    joint = ": " if limit == rule.default else ", "
    return f" Limit {bound(rule, limit)}{joint}{source_of(rule, limit)}."
