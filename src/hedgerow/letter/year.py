"""Weeks under one another as one SVG: position carries time, shape carries meaning, and every number is text.

It stands alone: no script, no font and no picture from elsewhere. Lengths are in its own units, about a pixel each.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hedgerow.core.days import Week
from hedgerow.core.history import WeekRecord, usual_of
from hedgerow.core.week import Verdict
from hedgerow.letter.phrases import counted, dates, duration, listed, month, number, sentence, weekday
from hedgerow.letter.template import template

ROW = 20
PAUSE = 12
"""Between two months."""
TOP = 176
BAR = 190
"""The longest one."""
FARTHEST = 3
"""How many limits a bar reaches at most: one wild week must not flatten all others."""
EVENING = 13
ROOM = 152
"""For blocks."""
WIDEST = 13
NARROWEST = 9
"""From block to block; more than fit so are told in numbers."""


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    look: str


@dataclass(frozen=True, slots=True)
class Bar:
    within: float
    beyond: float
    """Both are lengths; what lies beyond the limit begins at it."""
    limit: float
    is_cut: bool
    """It goes on beyond the room."""


@dataclass(frozen=True, slots=True)
class Row:
    y: int
    month: str
    """Empty unless a month begins."""
    name: str
    verdict: Verdict
    bar: Bar | None
    """None for a week that was not seen."""
    taken: str
    evenings: tuple[Mark, ...]
    leave: str
    """Instead of evenings, where all of them were."""
    blocks: tuple[Mark, ...]
    held: str
    """Where the blocks are too many for marks."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: tuple[Row, ...]
    title: str
    dates: str
    summary: str
    limit: str
    days: tuple[tuple[int, str], ...]
    has_blocks: bool
    block: float
    """How wide one is."""
    bottom: int


def draw_year(records: Sequence[WeekRecord]) -> str:
    """`records` are in order and at least one."""
    return f"{template('year.svg.jinja').render(sheet=_sheet(records), bar=BAR)}\n"


def _sheet(records: Sequence[WeekRecord]) -> Sheet:
    rows = tuple(_rows(records, _Measure(_top(records), _step(records))))
    letters = tuple((n * EVENING, weekday(day)[0]) for n, day in enumerate(records[-1].week.days))
    allowed = records[-1].personal_allowed
    return Sheet(
        rows=rows,
        title=sentence(counted(len(records), "week")),
        dates=_dates(records[0].week, records[-1].week),
        summary=_summary(records),
        limit=f"limit {duration(allowed)}",
        days=letters,
        has_blocks=any(record.fates for record in records),
        block=_step(records) - 4,
        bottom=rows[-1].y + ROW,
    )


def _top(records: Sequence[WeekRecord]) -> int:
    """Minutes at the end of the longest bar, the limits well inside."""
    allowed = max(record.personal_allowed for record in records)
    known = [record for record in records if record.is_known]
    longest = max((record.personal_taken for record in known), default=0)
    return max(min(longest, FARTHEST * allowed), 3 * allowed // 2, 1)


def _step(records: Sequence[WeekRecord]) -> int:
    most = max(len(record.fates) for record in records)
    return WIDEST if most * WIDEST <= ROOM else NARROWEST


@dataclass(frozen=True, slots=True)
class _Measure:
    top: int
    """Minutes at the end of the longest bar."""
    step: int
    """From block to block."""

    def length(self, minutes: int) -> float:
        return round(BAR * minutes / self.top, 1)


def _rows(records: Sequence[WeekRecord], measure: _Measure) -> Iterator[Row]:
    y, before = TOP - ROW - PAUSE, ""
    for record in records:
        day = record.week.days[3]
        name = f"{month(day)[:3]} {day.year}"
        y += ROW + (PAUSE if name != before else 0)
        yield _row(record, y, name if name != before else "", measure)
        before = name


def _row(record: WeekRecord, y: int, name: str, measure: _Measure) -> Row:
    fits = len(record.fates) * measure.step <= ROOM
    return Row(
        y=y,
        month=name,
        name=f"W{record.week.number:02d}",
        verdict=record.verdict,
        bar=_bar(record, measure) if record.is_known else None,
        taken=duration(record.personal_taken) if record.personal_taken else "none",
        evenings=tuple(_evenings(record)) if record.is_known else (),
        leave="leave" if record.leave and not record.evenings else "",
        blocks=tuple(Mark(n * measure.step, fate.value) for n, fate in enumerate(record.fates if fits else ())),
        held=f"{record.held} of {len(record.fates)}" if not fits else "",
        sentence=tell_week(record),
    )


def _evenings(record: WeekRecord) -> Iterator[Mark]:
    """None where leave takes the evening out of the count."""
    for place, day in enumerate(record.week.days):
        if day in record.evenings:
            yield Mark(place * EVENING, "touched" if day in record.evenings_touched else "free")


def _bar(record: WeekRecord, measure: _Measure) -> Bar:
    taken, allowed = min(record.personal_taken, measure.top), record.personal_allowed
    within, beyond = min(taken, allowed), max(0, taken - allowed)
    is_cut = record.personal_taken > measure.top
    return Bar(measure.length(within), measure.length(beyond), measure.length(allowed), is_cut)


def tell_week(record: WeekRecord) -> str:
    """`2026-W47 is stretched: 2 h 30 of your own time taken by work, one evening touched, 5 of 6 blocks held.`"""
    if not record.is_known:
        return f"{record.week} was not seen."
    taken = duration(record.personal_taken) if record.personal_taken else "none"
    parts = [f"{taken} of your own time taken by work"]
    parts.append(f"{counted(len(record.evenings_touched), 'evening')} touched")
    if record.fates:
        parts.append(f"{record.held} of {len(record.fates)} blocks held")
    return f"{record.week} is {record.verdict}: {', '.join(parts)}."


def _summary(records: Sequence[WeekRecord]) -> str:
    verdicts = Counter(record.verdict for record in records)
    told = listed([f"{number(verdicts[verdict])} {_WORDS[verdict]}" for verdict in Verdict if verdicts[verdict]])
    usual = usual_of(records)
    if usual is None:
        return f"{sentence(told)}."
    taken = f"{duration(usual.personal_taken)} of your own time" if usual.personal_taken else "none of your own time"
    return f"{sentence(told)}. In the median week work took {taken}."


_WORDS = {
    Verdict.CLEAR: "clear",
    Verdict.STRETCHED: "stretched",
    Verdict.INTRUDED: "intruded",
    Verdict.UNKNOWN: "not seen",
}


def _dates(first: Week, last: Week) -> str:
    """`24 November 2025 – 22 November 2026`."""
    if first == last:
        return dates(first)
    begin, end = first.days[0], last.days[-1]
    return f"{begin.day} {month(begin)} – {end.day} {month(end)}"
