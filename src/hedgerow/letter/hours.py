"""The seven strips of a week with a sentence for each, for those who don't see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.boundary import on_call_time
from hedgerow.core.fate import Fate
from hedgerow.core.report import Day, Report
from hedgerow.core.span import Span, intersect, subtract, total_minutes
from hedgerow.letter.language import Language, noted
from hedgerow.letter.phrases import apart, clocks, duration, hour, joined, listed, sentence, short_weekday, weekday
from hedgerow.letter.reader import Reader
from hedgerow.letter.strips import Axis, Cell, Look, cells, choose_axis, fates_of, signs

_WHOLE_DAY = 24 * 60
_HERE = {Fate.KEPT: noted("kept {times}"), Fate.MOVED: noted("moved here {times}"), Fate.LOST: noted("lost {times}")}


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
    legend: tuple[tuple[Look, str], ...]
    """What each look means; on call only where it was."""


def tell_hours(report: Report, reader: Reader) -> HoursWords:
    axis, language = choose_axis(report.days, reader.boundary), reader.language
    ticks = tuple(hour(int(tick), language) for tick in axis.ticks)
    return HoursWords(
        ticks=ticks,
        scale="".join(f"{tick:<{_columns(axis)}}" for tick in ticks).rstrip(),
        days=tuple(_tell(day, axis, reader) for day in report.days),
        clock_change=" ".join(_clock_change(day, axis, language) for day in report.days).strip(),
        legend=_legend(report, reader),
    )


def _legend(report: Report, reader: Reader) -> tuple[tuple[Look, str], ...]:
    language = reader.language
    names = {
        Look.WINDOW: language.say("working hours"),
        Look.WORK: language.say("work"),
        Look.INTRUDING: language.say("work in your own time"),
        Look.ON_CALL: language.say("on call"),
        Look.KEPT: language.say("protected, kept"),
        Look.MOVED: language.say("moved"),
        Look.LOST: language.say("lost"),
    }
    on_call = any(on_call_time(reader.boundary, day.span) for day in report.days)
    return tuple((look, name) for look, name in names.items() if look is not Look.ON_CALL or on_call)


def _columns(axis: Axis) -> int:
    """Signs from one tick to the next, two an hour."""
    first, second = axis.ticks[:2]
    return 2 * (int(second) - int(first))


def _tell(day: Day, axis: Axis, reader: Reader) -> DayWords:
    language = reader.language
    return DayWords(
        name=short_weekday(day.day, language),
        taken=duration(day.taken, language) if day.taken else language.say("none"),
        has_taken=day.taken > 0,
        cells=cells(day, reader.boundary, axis),
        signs=signs(day, reader.boundary, axis),
        sentence=_sentence(day, reader),
    )


def _sentence(day: Day, reader: Reader) -> str:
    language = reader.language
    facts = [*_work(day, reader), *_blocks(day, reader)] or [language.say("no work and no blocks")]
    return sentence(language.say("{day}: {facts}.", day=weekday(day.day, language), facts=apart(facts, language)))


def _work(day: Day, reader: Reader) -> list[str]:
    language, on_call = reader.language, on_call_time(reader.boundary, day.span)
    called, usual = intersect(day.work, on_call), subtract(day.work, [*on_call, *day.expected])
    hours = duration(total_minutes(usual), language)
    facts = [language.say("{duration} of work in working hours", duration=hours)] if usual else []
    facts += [language.say("on call {times}", times=_times(on_call, reader))] if on_call else []
    facts += [language.say("called to work {times}", times=_times(called, reader))] if called else []
    facts += [language.say("work that you expect {times}", times=_times(day.expected, reader))] if day.expected else []
    if day.intruding:
        said = {"times": _times(day.intruding, reader), "duration": duration(day.taken, language)}
        facts.append(language.say("work in your own time {times}, {duration} taken", **said))
    return facts


def _blocks(day: Day, reader: Reader) -> list[str]:
    here = [(_HERE[fate], [told.span for told in fates_of(day, fate)]) for fate in Fate]
    away = (noted("moved away {times}"), list(day.left))
    return [reader.language.say(text, times=_times(spans, reader)) for text, spans in (*here, away) if spans]


def _times(spans: Sequence[Span], reader: Reader) -> str:
    return listed([clocks(span, reader.zone, reader.language) for span in spans], reader.language)


def _clock_change(day: Day, axis: Axis, language: Language) -> str:
    """The hour that a change skips or repeats is to be seen only where the row shows the night."""
    difference = day.span.minutes - _WHOLE_DAY
    if not difference:
        return ""
    said = {"day": weekday(day.day, language), "duration": duration(day.span.minutes, language)}
    back = language.say("The clocks went back on {day}: it had {duration}.", **said)
    told = back if difference > 0 else language.say("The clocks went forward on {day}: it had {duration}.", **said)
    return joined(told, "" if axis.opens else language.say("Its strip is drawn to that scale."))
