"""What a week holds that is worth a question: each finds one fact in its report, or nothing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from hedgerow.core.days import Weekday
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.intrusion import Kind
from hedgerow.core.limits import LimitKey
from hedgerow.core.report import Figure, FigureKey, Report
from hedgerow.core.week import Verdict


@dataclass(frozen=True, slots=True)
class Fact:
    """What a question speaks of; what it does not speak of is empty."""

    title: str = ""
    other: str = ""
    minutes: int = 0
    count: int = 0
    of: int = 0
    day: date | None = None
    at: datetime | None = None
    domain: str = ""


ANY = Fact()
Find = Callable[[Report], Fact | None]


def _of(report: Report, *fates: Fate) -> list[BlockFate]:
    return [each for each in report.fates if each.fate in fates]


def _figure(report: Report, key: FigureKey) -> Figure | None:
    return next((each for each in report.figures if each.key is key and each.value is not None), None)


def moved_and_kept(report: Report) -> Fact | None:
    moved = next((each for each in _of(report, Fate.MOVED) if not each.by_person), None)
    return Fact(moved.title, day=_day(report, moved.span.start)) if moved else None


def all_held(report: Report) -> Fact | None:
    many = len(report.fates)
    return Fact(count=many) if many >= 3 and not _of(report, Fate.LOST) else None


def kept_often(report: Report) -> Fact | None:
    titles = Counter(each.title for each in _of(report, Fate.KEPT))
    title, many = max(titles.items(), key=lambda each: (each[1], each[0]), default=("", 0))
    return Fact(title, count=many) if many >= 3 else None


def one_free_evening(report: Report) -> Fact | None:
    evenings = _figure(report, FigureKey.EVENINGS_FREE)
    if evenings is None or not evenings.of or evenings.value in (0, evenings.of):
        return None
    free = (each.day for each in report.days if not each.intruding and each.day.weekday() < Weekday.SATURDAY)
    day = next(free, None)
    return Fact(day=day) if day else None


def free_weekend(report: Report) -> Fact | None:
    weekend = [each for each in report.days if each.day.weekday() >= Weekday.SATURDAY]
    is_touched = any(each.intruding for each in report.days)
    return ANY if weekend and is_touched and not any(each.work or each.intruding for each in weekend) else None


def served_several(report: Report) -> Fact | None:
    shared = next(iter(report.overlap.shared), None)
    return Fact(shared.title, count=len(shared.domains)) if shared else None


def work_at_night(report: Report) -> Fact | None:
    spans = [span for cause in report.causes if Kind.NIGHT in cause.kinds for span in cause.spans]
    return Fact(day=_day(report, spans[0].start)) if spans else None


def largest_cause(report: Report) -> Fact | None:
    cause = max(report.causes, key=lambda each: each.minutes, default=None)
    return Fact(cause.title, minutes=cause.minutes) if cause and cause.minutes >= 30 else None


def several_evenings(report: Report) -> Fact | None:
    evenings = _figure(report, FigureKey.EVENINGS_FREE)
    if evenings is None or evenings.value is None or evenings.of is None:
        return None
    return Fact(count=evenings.of - evenings.value) if evenings.of - evenings.value >= 2 else None


def more(key: FigureKey, least: int) -> Find:
    """The figure is above the person's own median by at least so many."""

    def find(report: Report) -> Fact | None:
        figure = _figure(report, key)
        if figure is None or figure.usual is None or figure.value is None:
            return None
        return Fact(minutes=figure.value - figure.usual) if figure.value - figure.usual >= least else None

    return find


def less(key: FigureKey, least: int) -> Find:
    def find(report: Report) -> Fact | None:
        figure = _figure(report, key)
        if figure is None or figure.usual is None or figure.value is None:
            return None
        return Fact(minutes=figure.usual - figure.value) if figure.usual - figure.value >= least else None

    return find


def short_night(report: Report) -> Fact | None:
    passed = next((each for each in report.passed if each.rule.key is LimitKey.SHORTEST_REST), None)
    return Fact(minutes=passed.measured) if passed else None


def gave_way_often(report: Report) -> Fact | None:
    often = next((each for each in report.reassessment.compromises if each.to), None)
    return Fact(often.title, often.to[0], count=often.weeks, of=report.reassessment.weeks) if often else None


def lost_twice(report: Report) -> Fact | None:
    titles = Counter(each.title for each in _of(report, Fate.LOST))
    title, many = max(titles.items(), key=lambda each: (each[1], each[0]), default=("", 0))
    return Fact(title, count=many) if many >= 2 else None


def lost_to(report: Report) -> Fact | None:
    lost = next((each for each in _of(report, Fate.LOST) if each.taken_by), None)
    return Fact(lost.title, lost.taken_by or "", day=_day(report, lost.span.start)) if lost else None


def without_why(report: Report) -> Fact | None:
    title = next(iter(report.reassessment.without_why), None)
    return Fact(title) if title else None


def shrunk(report: Report) -> Fact | None:
    shrunk = next(iter(report.reassessment.shrunk), None)
    return Fact(domain=shrunk.domain.value, minutes=shrunk.recent, of=shrunk.before) if shrunk else None


def no_place(report: Report) -> Fact | None:
    missing = next(iter(report.next_week.unplaced), None)
    return Fact(missing.intention.title) if missing else None


def clash(report: Report) -> Fact | None:
    clash = next(iter(report.next_week.clashes), None)
    return Fact(clash.title, clash.over) if clash else None


def comes_again(report: Report) -> Fact | None:
    cause = next((each for each in report.causes if each.recurring and each.weeks_before >= 2), None)
    return Fact(cause.title, count=cause.weeks_before + 1) if cause else None


def could_meet(report: Report) -> Fact | None:
    pair = report.reassessment.could_meet
    return Fact(pair.title, pair.with_title) if pair else None


def much_work(report: Report) -> Fact | None:
    passed = next((each for each in report.passed if each.rule.key is LimitKey.SCHEDULED_WORK), None)
    return Fact(minutes=passed.measured) if passed else None


def moved_by_hand(report: Report) -> Fact | None:
    moved = next((each for each in _of(report, Fate.MOVED) if each.by_person), None)
    return Fact(moved.title, at=moved.span.start) if moved else None


def long_evening(report: Report) -> Fact | None:
    spans = [(span, cause) for cause in report.causes if Kind.EVENING in cause.kinds for span in cause.spans]
    span, cause = max(spans, key=lambda each: (each[0].minutes, each[0].start), default=(None, None))
    return Fact(cause.title, day=_day(report, span.start)) if span and cause else None


def on_a_day_off(report: Report) -> Fact | None:
    cause = next((each for each in report.causes if Kind.DAY_OFF in each.kinds), None)
    return Fact(cause.title, day=_day(report, cause.spans[0].start)) if cause else None


def quiet(report: Report) -> Fact | None:
    return ANY if report.verdict is Verdict.CLEAR and not report.causes else None


def many_calls(report: Report) -> Fact | None:
    many = len([cause for cause in report.causes if not cause.recurring])
    return Fact(count=many) if many >= 4 else None


def _day(report: Report, at: datetime) -> date | None:
    return report.boundary.local_day(at) if report.boundary else None
