"""Weeks under one another as one SVG: position carries time, shape carries meaning, and every number is text.

It stands alone: no script, no font and no picture from elsewhere. Lengths are in its own units, about a pixel each.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hedgerow.core.days import Week
from hedgerow.core.history import WeekRecord, usual_of
from hedgerow.core.week import Verdict
from hedgerow.letter.phrases import counted, dates, duration, listed, month, number, sentence, weekday

if TYPE_CHECKING:
    from jinja2 import Template

ROW = 20
PAUSE = 12
"""Between two months."""
TOP = 176
BAR = 220
"""The longest one."""
EVENING = 13
BLOCK = 13
MOST_BLOCKS = 12
"""More than this are told in numbers."""


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    look: str


@dataclass(frozen=True, slots=True)
class Bar:
    within: float
    beyond: float
    """Both are lengths; what lies beyond the limit begins at it."""
    limit: float


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
    bottom: int


def draw_year(records: Sequence[WeekRecord]) -> str:
    """`records` are in order and at least one."""
    return f"{_template().render(sheet=_sheet(records), bar=BAR)}\n"


def _sheet(records: Sequence[WeekRecord]) -> Sheet:
    top = _top(records)
    rows = tuple(_rows(records, top))
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
        bottom=rows[-1].y + ROW,
    )


def _top(records: Sequence[WeekRecord]) -> int:
    """Minutes at the end of the longest bar, the limits well inside."""
    known = [record for record in records if record.is_known]
    longest = max((record.personal_taken for record in known), default=0)
    return max(longest, 3 * max(record.personal_allowed for record in records) // 2, 1)


def _length(minutes: int, top: int) -> float:
    return round(BAR * minutes / top, 1)


def _rows(records: Sequence[WeekRecord], top: int) -> Iterator[Row]:
    y, before = TOP - ROW - PAUSE, ""
    for record in records:
        day = record.week.days[3]
        name = f"{month(day)[:3]} {day.year}"
        y += ROW + (PAUSE if name != before else 0)
        yield _row(record, y, name if name != before else "", top)
        before = name


def _row(record: WeekRecord, y: int, name: str, top: int) -> Row:
    fates = record.fates if len(record.fates) <= MOST_BLOCKS else ()
    return Row(
        y=y,
        month=name,
        name=f"W{record.week.number:02d}",
        verdict=record.verdict,
        bar=_bar(record, top) if record.is_known else None,
        taken=duration(record.personal_taken) if record.personal_taken else "none",
        evenings=tuple(_evenings(record)) if record.is_known else (),
        leave="leave" if record.leave and not record.evenings else "",
        blocks=tuple(Mark(n * BLOCK, fate.value) for n, fate in enumerate(fates)),
        held=f"{record.held} of {len(record.fates)}" if len(record.fates) > MOST_BLOCKS else "",
        sentence=tell_week(record),
    )


def _evenings(record: WeekRecord) -> Iterator[Mark]:
    """None where leave takes the evening out of the count."""
    for place, day in enumerate(record.week.days):
        if day in record.evenings:
            yield Mark(place * EVENING, "touched" if day in record.evenings_touched else "free")


def _bar(record: WeekRecord, top: int) -> Bar:
    taken, allowed = record.personal_taken, record.personal_allowed
    return Bar(_length(min(taken, allowed), top), _length(max(0, taken - allowed), top), _length(allowed, top))


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


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - a tenth of a second

    environment = Environment(
        loader=PackageLoader("hedgerow.letter"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("year.svg.jinja")
