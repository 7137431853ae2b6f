"""The seven strips of a week with a sentence for each, for those who don't see them."""

from dataclasses import dataclass

from hedgerow.core.fate import Fate
from hedgerow.core.report import Day, Report
from hedgerow.core.span import total_minutes
from hedgerow.letter.phrases import clocks, duration, listed, short_weekday, weekday
from hedgerow.letter.reader import Reader
from hedgerow.letter.strips import Axis, Cell, cells, choose_axis, fates_of, signs

_WHOLE_DAY = 24 * 60


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


def tell_hours(report: Report, reader: Reader) -> HoursWords:
    axis = choose_axis(report.days, reader.boundary)
    return HoursWords(
        ticks=axis.ticks,
        scale="".join(f"{tick:<{_columns(axis)}}" for tick in axis.ticks).rstrip(),
        days=tuple(_tell(day, axis, reader) for day in report.days),
        clock_change=" ".join(_clock_change(day, axis) for day in report.days).strip(),
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
    parts = []
    if day.work:
        parts.append(f"{duration(total_minutes(day.work))} of work in working hours")
    if day.intruding:
        times = listed([clocks(span, reader.zone) for span in day.intruding])
        parts.append(f"work in your own time {times}, {duration(day.taken)} taken")
    parts += [
        f"{fate} {listed([clocks(told.span, reader.zone) for told in fates])}"
        for fate in Fate
        for fates in [fates_of(day, fate)]
        if fates
    ]
    return f"{weekday(day.day)}: {'; '.join(parts) or 'no work and no blocks'}."


def _clock_change(day: Day, axis: Axis) -> str:
    """The hour that a change skips or repeats is to be seen only where the row shows the night."""
    difference = day.span.minutes - _WHOLE_DAY
    if not difference:
        return ""
    way = "back" if difference > 0 else "forward"
    shown = "" if axis.opens else ", and its strip is drawn to that scale"
    return f"The clocks went {way} on {weekday(day.day)}: it had {duration(day.span.minutes)}{shown}."
