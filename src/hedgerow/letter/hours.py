"""The seven strips of a week with a sentence for each, for those who don't see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.boundary import on_call_time
from hedgerow.core.fate import Fate
from hedgerow.core.report import Day, Report
from hedgerow.core.span import Span, intersect, subtract, total_minutes
from hedgerow.letter.phrases import clocks, duration, listed, short_weekday, weekday
from hedgerow.letter.reader import Reader
from hedgerow.letter.strips import Axis, Cell, cells, choose_axis, fates_of, signs

_WHOLE_DAY = 24 * 60
_HERE = {Fate.KEPT: "kept", Fate.MOVED: "moved here", Fate.LOST: "lost"}


@dataclass(frozen=True, slots=True)
class DayWords:
    name: str
    taken: str
    """`45 min` or `none`."""
    has_taken: bool
    cells: tuple[Cell, ...]
    signs: str
    sentence: str


@dataclass(frozen=True, slots=True)
class HoursWords:
    ticks: tuple[str, ...]
    scale: str
    """The ticks above the signs."""
    days: tuple[DayWords, ...]
    clock_change: str
    """Empty in a week without one."""
    has_on_call: bool


def tell_hours(report: Report, reader: Reader) -> HoursWords:
    axis = choose_axis(report.days, reader.boundary)
    return HoursWords(
        ticks=axis.ticks,
        scale="".join(f"{tick:<{_columns(axis)}}" for tick in axis.ticks).rstrip(),
        days=tuple(_tell(day, axis, reader) for day in report.days),
        clock_change=" ".join(_clock_change(day, axis) for day in report.days).strip(),
        has_on_call=any(on_call_time(reader.boundary, day.span) for day in report.days),
    )


def _columns(axis: Axis) -> int:
    """Signs from one tick to the next, two an hour."""
    first, second = axis.ticks[:2]
    return 2 * (int(second) - int(first))


def _tell(day: Day, axis: Axis, reader: Reader) -> DayWords:
    return DayWords(
        name=short_weekday(day.day),
        taken=duration(day.taken) if day.taken else "none",
        has_taken=day.taken > 0,
        cells=cells(day, reader.boundary, axis),
        signs=signs(day, reader.boundary, axis),
        sentence=_sentence(day, reader),
    )


def _sentence(day: Day, reader: Reader) -> str:
    on_call = on_call_time(reader.boundary, day.span)
    called, usual = intersect(day.work, on_call), subtract(day.work, [*on_call, *day.expected])
    parts = [f"{duration(total_minutes(usual))} of work in working hours"] if usual else []
    parts += [f"on call {_times(on_call, reader)}"] if on_call else []
    parts += [f"called to work {_times(called, reader)}"] if called else []
    parts += [f"work that you expect {_times(day.expected, reader)}"] if day.expected else []
    if day.intruding:
        parts.append(f"work in your own time {_times(day.intruding, reader)}, {duration(day.taken)} taken")
    blocks = [(_HERE[fate], [told.span for told in fates_of(day, fate)]) for fate in Fate]
    parts += [f"{what} {_times(spans, reader)}" for what, spans in (*blocks, ("moved away", day.left)) if spans]
    return f"{weekday(day.day)}: {'; '.join(parts) or 'no work and no blocks'}."


def _times(spans: Sequence[Span], reader: Reader) -> str:
    return listed([clocks(span, reader.zone) for span in spans])


def _clock_change(day: Day, axis: Axis) -> str:
    """The hour that a change skips or repeats is to be seen only where the row shows the night."""
    difference = day.span.minutes - _WHOLE_DAY
    if not difference:
        return ""
    way = "back" if difference > 0 else "forward"
    shown = "" if axis.opens else ", and its strip is drawn to that scale"
    return f"The clocks went {way} on {weekday(day.day)}: it had {duration(day.span.minutes)}{shown}."
