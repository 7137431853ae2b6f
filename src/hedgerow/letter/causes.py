"""Where work came in: three causes in full, each with one thing to do about it, the rest in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hedgerow.core.boundary import Boundary, on_call_time
from hedgerow.core.cause import Cause, ExpectedSeries, Remedy
from hedgerow.core.intrusion import Kind
from hedgerow.core.report import Report
from hedgerow.core.span import merge
from hedgerow.letter.phrases import (
    clocks,
    counted,
    duration,
    listed,
    number,
    ordinal,
    sentence,
    short_day,
    short_weekday,
    stretch,
)
from hedgerow.letter.reader import Reader

IN_FULL = 3
_NAMED = 8
_SPANS = 3
_DAY = timedelta(days=1)
_KINDS = {
    Kind.EARLY: "before working hours",
    Kind.EVENING: "evening",
    Kind.NIGHT: "night",
    Kind.DAY_OFF: "day off",
    Kind.LEAVE: "leave",
    Kind.UNPLUGGED: "unplugged leave",
    Kind.HOLIDAY: "public holiday",
    Kind.BREAK: "break in the working day",
}
_OVER = (Kind.OVER_BLOCK, Kind.OVER_PERSONAL)


@dataclass(frozen=True, slots=True)
class CauseWords:
    title: str
    minutes: str
    when: str
    """With the kind of time in words."""
    reason: str
    """What is known of it, and one thing to do."""


@dataclass(frozen=True, slots=True)
class CausesWords:
    summary: str
    told: tuple[CauseWords, ...]
    also: str
    """The rest in one line; empty when there is none."""


def tell_causes(report: Report, reader: Reader) -> CausesWords:
    causes = report.causes
    if not causes:
        partly = " from the calendars that were read" if report.coverage.not_seen else ""
        beyond = " but what you expect" if report.expected else ""
        return CausesWords(f"Nothing came in{beyond}{partly}.", (), "")
    total = sum(cause.minutes for cause in causes)
    taken = f"{duration(total)} in all" if total else "none of your hours taken"
    order = " Recurring ones first, then the longest." if len(causes) > 1 else ""
    return CausesWords(
        summary=f"{sentence(counted(len(causes), 'event'))}, {taken}{_unanswered(report, total)}.{order}",
        told=tuple(_tell(cause, reader) for cause in causes[:IN_FULL]),
        also=_also(causes[IN_FULL:], reader),
    )


def _unanswered(report: Report, total: int) -> str:
    """Of the minutes taken, those that may yet be declined."""
    minutes = report.tentative_minutes
    if not minutes:
        return ""
    return f", {'all' if minutes == total else duration(minutes)} of it by events that you have not said yes to"


def tell_expected(report: Report, reader: Reader) -> str:
    """Empty for none."""
    named = [_named(each, reader) for each in report.expected[:_NAMED]]
    rest = report.expected[_NAMED:]
    more = [f"{number(len(rest))} more ({duration(sum(each.minutes for each in rest))})"] if rest else []
    return f"{'; '.join([*named, *more])}." if named else ""


def _named(series: ExpectedSeries, reader: Reader) -> str:
    days = list(dict.fromkeys(short_weekday(span.start.astimezone(reader.zone).date()) for span in series.spans))
    taken = duration(series.minutes) if series.minutes else "all day"
    return f"{reader.titles.event(series.title, series.calendar)} ({listed(days)}, {taken})"


def _tell(cause: Cause, reader: Reader) -> CauseWords:
    return CauseWords(
        title=sentence(reader.titles.event(cause.title, cause.calendar)),
        minutes=duration(cause.minutes) if cause.minutes else "none taken",
        when=f"{_when(cause, reader)}, {_kinds(cause, reader)}",
        reason=" ".join(part for part in (_history(cause), _answer(cause), _remedy(cause, reader)) if part),
    )


def _when(cause: Cause, reader: Reader) -> str:
    if cause.all_day:
        return f"{listed(_days(cause, reader))}, all day"
    spans = merge(cause.spans)
    days = [span.start.astimezone(reader.zone).date() for span in spans]
    told = [
        clocks(span, reader.zone) if day == before else stretch(span, reader.zone)
        for span, day, before in zip(spans, days, (None, *days), strict=False)
    ]
    if len(told) <= _SPANS:
        return listed(told)
    return f"{', '.join(told[:_SPANS])} and {counted(len(told) - _SPANS, 'more time')}"


def _days(cause: Cause, reader: Reader) -> list[str]:
    return [short_day(day) for day in sorted({span.start.astimezone(reader.zone).date() for span in cause.spans})]


def _kinds(cause: Cause, reader: Reader) -> str:
    words = {**_KINDS, Kind.EVENING: _evening(cause, reader)}
    said = [words[kind] for kind in cause.kinds if kind not in _OVER]
    return ", ".join([*([listed(said)] if said else []), *([_over(cause, reader)] if cause.over else [])])


def _evening(cause: Cause, reader: Reader) -> str:
    """Whose day closes at four is not told that five is evening."""
    ends = [span.end.astimezone(reader.zone) for span in cause.spans]
    starts = [span.start.astimezone(reader.zone) for span in cause.spans]
    begins = reader.boundary.evening
    reaches = any(
        end.hour * 60 + end.minute > begins or end.date() > start.date()
        for start, end in zip(starts, ends, strict=True)
    )
    return _KINDS[Kind.EVENING] if reaches else "after working hours"


def _over(cause: Cause, reader: Reader) -> str:
    if not reader.hide_titles:
        return f"over {listed([reader.titles.block(title) for title in cause.over])}"
    things = {Kind.OVER_BLOCK: "a protected block", Kind.OVER_PERSONAL: "a personal event"}
    return f"over {listed([things[kind] for kind in _OVER if kind in cause.kinds])}"


def _history(cause: Cause) -> str:
    """The four weeks before and this one."""
    if cause.weeks_before:
        return f"{sentence(ordinal(cause.weeks_before + 1))} week in five."
    return "It recurs." if cause.recurring else ""


def _answer(cause: Cause) -> str:
    said = ["You have not said yes to it."] if cause.tentative else []
    hours = ["It carries no hours, so it takes none."] if cause.all_day else []
    return " ".join([*said, *hours])


def _remedy(cause: Cause, reader: Reader) -> str:
    match cause.remedy:
        case Remedy.PROPOSE_TIME if cause.proposal is not None:
            # The meeting is over: a series can move from next time on, a single event teaches where there was room.
            day = short_weekday(cause.proposal.start.astimezone(reader.zone).date())
            free = f"{day} {clocks(cause.proposal, reader.zone)} was free in your working hours"
            start = clocks(cause.proposal, reader.zone)[:5]
            ask = f"propose {start} for the next one" if cause.recurring else f"{start} is a time to propose instead"
            return f"{free}: {ask}."
        case Remedy.PROPOSE_TIME | Remedy.HOLD_BEFORE:
            return _by_rota(cause, reader.boundary) if reader.boundary.rota else _hold(cause)
        case Remedy.MARK_EXPECTED:
            return "If you expect it, name it under [[expected]] in hedgerow.toml, and it is not counted again."


def _by_rota(cause: Cause, boundary: Boundary) -> str:
    """No hour of a shift is free to hold something in."""
    if cause.all_day:
        return _hold(cause)
    if any(piece.end == span.start for span in cause.spans for piece in on_call_time(boundary, span.widen(_DAY, _DAY))):
        return "It began while you were on call: what lies beyond is counted."
    if Kind.DAY_OFF in cause.kinds:
        return "It fell on a day off: propose a working day for it."
    return "A time within a shift would leave your own time alone."


def _hold(cause: Cause) -> str:
    if cause.all_day:
        return "If it fills the day, give it hours, so that they can be counted."
    if Kind.DAY_OFF in cause.kinds:
        hours = duration(cause.minutes)
        return f"It fell on a day off: propose a working day for it, or hold {hours} on the one before."
    if not cause.recurring:
        return "That day had no free working time for it."
    return f"Its day had no free working time for it: hold {duration(cause.minutes)} for it before the next one."


def _also(causes: Sequence[Cause], reader: Reader) -> str:
    """Empty for none."""
    if not causes:
        return ""
    named = [_in_short(cause, reader) for cause in causes[:_NAMED]]
    rest = causes[_NAMED:]
    more = [f"{number(len(rest))} more ({duration(sum(c.minutes for c in rest))})"] if rest else []
    return f"{'; '.join([*named, *more])}."


def _in_short(cause: Cause, reader: Reader) -> str:
    days = list(dict.fromkeys(short_weekday(span.start.astimezone(reader.zone).date()) for span in cause.spans))
    taken = duration(cause.minutes) if cause.minutes else "all day" if cause.all_day else _over(cause, reader)
    return f"{reader.titles.event(cause.title, cause.calendar)} ({listed(days)}, {taken})"
