"""The first sentences: good news, then what it cost, then the one cause; and what these sentences rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.boundary import on_call_time
from hedgerow.core.cause import Cause
from hedgerow.core.fate import Fate
from hedgerow.core.intrusion import Kind
from hedgerow.core.occurrence import NotSeen, Unreadable
from hedgerow.core.report import Figure, FigureKey, Report
from hedgerow.core.week import Coverage, Verdict
from hedgerow.letter.figures import compare
from hedgerow.letter.phrases import (
    duration,
    listed,
    moment,
    number,
    sentence,
    weekday,
)
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import clean

_SAID_AT_MOST = 4
_KINDS = {
    Kind.EARLY: "Early starts account",
    Kind.EVENING: "Evenings account",
    Kind.NIGHT: "Nights account",
    Kind.DAY_OFF: "Days off account",
    Kind.LEAVE: "Days of leave account",
    Kind.UNPLUGGED: "Unplugged days account",
    Kind.HOLIDAY: "Public holidays account",
    Kind.BREAK: "Breaks in the working day account",
    Kind.OVER_BLOCK: "Protected blocks account",
    Kind.OVER_PERSONAL: "Personal events account",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the numbers could not see."""

    what: str
    why: str


def is_quiet(report: Report) -> bool:
    """Nothing to report: such a week gets a short letter."""
    lost = any(fate.fate is Fate.LOST for fate in report.fates)
    clear = report.verdict is Verdict.CLEAR and not report.coverage.not_seen
    return clear and not report.causes and not lost


def figure_of(report: Report, key: FigureKey) -> Figure | None:
    return next((figure for figure in report.figures if figure.key is key and figure.value is not None), None)


def headline(report: Report) -> str:
    if report.verdict is Verdict.UNKNOWN:
        return "No calendar could be read."
    if is_quiet(report):
        return "Nothing came in but what you expect." if report.expected else "Nothing came in."
    seen = ", as far as could be seen" if report.coverage.not_seen else ""
    return f"{_good_news(report)}{seen}."


def _good_news(report: Report) -> str:
    held = sum(fate.fate is not Fate.LOST for fate in report.fates)
    if held:
        return held_of(held, len(report.fates))
    evenings = figure_of(report, FigureKey.EVENINGS_FREE)
    if evenings and evenings.value:
        whole = number(evenings.of or 0)
        which = f"All {whole}" if evenings.value == evenings.of else f"{sentence(number(evenings.value))} of {whole}"
        return f"{which} evenings were free of work{'' if report.shifts is None else ' outside a shift'}"
    return _time_taken(report)


def _time_taken(report: Report) -> str:
    taken = _taken(report)
    return f"Work took {duration(taken) if taken else 'none'} of your own time"


def held_of(held: int, planned: int) -> str:
    """`Seven of nine`, but `12 of 15`: never a word beside a figure."""
    part, whole = (number(held), number(planned)) if planned <= 12 else (str(held), str(planned))
    return f"{sentence(part)} of {whole} protected block{'' if planned == 1 else 's'} held"


def _taken(report: Report) -> int:
    figure = figure_of(report, FigureKey.PERSONAL_TAKEN)
    return figure.value or 0 if figure else 0


def lede(report: Report) -> str:
    if report.verdict is Verdict.UNKNOWN:
        return "How the week went is not known, and a calendar that can’t be read is never taken for an empty one."
    if is_quiet(report):
        return _quiet_lede(report)
    if _good_news(report) == _time_taken(report):
        return _beyond_the_time(report)
    taken, partly = _taken(report), bool(report.coverage.not_seen)
    if not taken:
        where = " from the calendars that were read" if partly else ""
        beyond = " but what you expect" if report.expected else ""
        return f"Work took none of your own time{beyond}{where}."
    figure = figure_of(report, FigureKey.PERSONAL_TAKEN)
    usual = f", {compare(figure, report)}" if figure and figure.usual is not None and not partly else ""
    cost = f"Work took {'at least ' if partly else ''}{duration(taken)} of your own time{usual}."
    return f"{cost} {_cause(report, taken)}".rstrip()


def _beyond_the_time(report: Report) -> str:
    """Where the headline has said how much was taken, for want of better news."""
    figure, taken = figure_of(report, FigureKey.PERSONAL_TAKEN), _taken(report)
    told = []
    if report.coverage.not_seen:
        told.append("It may be more, as not every calendar could be read.")
    elif figure and figure.usual is not None:
        told.append(f"That is {compare(figure, report).replace('same', 'the same')}.")
    told.append(_cause(report, taken) if taken else "")
    return " ".join(filter(None, told)) or "The rest of the week is below."


def _quiet_lede(report: Report) -> str:
    if not report.fates:
        return "No protected blocks were planned."
    moved = sum(fate.fate is Fate.MOVED for fate in report.fates)
    how = f", {number(moved)} of them at a new time" if moved else ""
    return f"{held_of(len(report.fates), len(report.fates))}{how}."


def _cause(report: Report, taken: int) -> str:
    """What makes up half of it or more: one event, one kind of time, or up to three days."""
    untouched = _untouched(report)
    for told in (_one_event(report.causes, taken), _one_kind(report.causes, taken), _some_days(report, taken)):
        if told:
            return f"{told}{f'; nothing touched {untouched}' if untouched else ''}."
    return f"Nothing touched {untouched}." if untouched else ""


def _untouched(report: Report) -> str:
    """Up to three days without any work; not said of a week that was only partly seen."""
    if report.coverage.not_seen:
        return ""
    came_in = [span for cause in report.causes for span in cause.spans]
    free = [day for day in report.days if not any(day.span.overlaps(s) for s in (*day.work, *came_in))]
    return listed([weekday(day.day) for day in free], "or") if len(free) <= 3 else ""


def _one_event(causes: Sequence[Cause], taken: int) -> str:
    first = max(causes, key=lambda cause: cause.minutes, default=None)
    if first is None or 2 * first.minutes < taken:
        return ""
    what = "recurring event" if first.recurring else "event"
    share = "all" if first.minutes == taken else duration(first.minutes)
    return f"One {what} accounts for {share} of it"


def _one_kind(causes: Sequence[Cause], taken: int) -> str:
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
    return f"{_KINDS[kind]} for {'all' if exact[kind] == taken else duration(exact[kind])} of it"


def _some_days(report: Report, taken: int) -> str:
    busiest = sorted(report.days, key=lambda day: (-day.taken, day.day))
    for count in (1, 2, 3):
        some = sorted(busiest[:count], key=lambda day: day.day)
        total = sum(day.taken for day in some)
        if 2 * total >= taken:
            verb = "accounts" if count == 1 else "account"
            return f"{listed([weekday(day.day) for day in some])} {verb} for {duration(total)} of it"
    return ""


def coverage_sentence(report: Report, reader: Reader) -> str:
    """Which calendars were read, and when."""
    coverage = report.coverage
    when = moment(report.made_at, reader.zone)
    if not coverage.seen:
        return f"Tried on {when}."
    names = listed([clean(seen.calendar) for seen in coverage.seen])
    events = _counted(sum(seen.occurrences for seen in coverage.seen), "event")
    return f"Read on {when}: {names}; {listed([events, *_of_rota(report, reader)])}.{_tentative(coverage)}"


def _of_rota(report: Report, reader: Reader) -> list[str]:
    """Shifts that follow one another without a break are one."""
    if report.shifts is None:
        return []
    on_call = len(on_call_time(reader.boundary, report.span))
    return [_counted(len(report.shifts), "shift"), *([f"{on_call} on call"] if on_call else [])]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _tentative(coverage: Coverage) -> str:
    if not coverage.tentative:
        return ""
    are = "is counted although it is" if coverage.tentative == 1 else "are counted although they are"
    return f" {sentence(number(coverage.tentative))} {are} still tentative."


def tell_gaps(report: Report) -> tuple[Gap, ...]:
    """What was not seen and why, at most four of each sort."""
    coverage = report.coverage
    missed = [Gap(_where(gap), _reason(gap.reason)) for gap in coverage.not_seen]
    broken = [_broken(event) for event in coverage.unreadable]
    doubts = [
        Gap(f"In doubt: one event in {clean(doubt.calendar)}.", _reason(doubt.reason)) for doubt in coverage.doubts
    ]
    return (*_cut(missed, "not seen"), *_cut(broken, "unreadable"), *_cut(doubts, "in doubt"))


def _where(gap: NotSeen) -> str:
    """An address may hold a secret, so only the name of a file is said."""
    name = "" if "://" in gap.where else gap.where.replace("\\", "/").rpartition("/")[2]
    inside = f", {clean(name)}" if name and name != gap.calendar else ""
    return f"Not seen: {clean(gap.calendar)}{inside}."


def _broken(event: Unreadable) -> Gap:
    return Gap(f"Unreadable: one event in {clean(event.calendar)}, line {event.line}.", _reason(event.reason))


def _reason(reason: str) -> str:
    cleaned = clean(reason, 200)
    said = cleaned if "://" in cleaned.split(" ", 1)[0] else sentence(cleaned)
    return said if said.endswith((".", "…")) else f"{said}."


def _cut(gaps: Sequence[Gap], what: str) -> tuple[Gap, ...]:
    if len(gaps) <= _SAID_AT_MOST:
        return tuple(gaps)
    more = Gap(f"And {len(gaps) - _SAID_AT_MOST} more {what}.", "“hedgerow check” lists them all.")
    return (*gaps[:_SAID_AT_MOST], more)
