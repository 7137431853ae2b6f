"""Weeks under one another as one SVG: position carries time, shape carries meaning, and every number is text.

It stands alone: no script, no font and no picture from elsewhere. Lengths are in its own units, about a pixel each.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hedgerow.core.days import Week
from hedgerow.core.history import WeekRecord, usual_of
from hedgerow.core.limits import Limits
from hedgerow.core.week import Verdict
from hedgerow.letter.language import ENGLISH, Language
from hedgerow.letter.limit_lines import LimitLine, draw_limits
from hedgerow.letter.phrases import dates, duration, full_date, listed, month, sentence, short_month, weekday
from hedgerow.letter.template import template

ROW = 20
PAUSE = 12
"""Between two months."""
TOP = 200
BAR = 190
"""The longest one."""
FARTHEST = 3
"""How many limits a bar reaches at most: one wild week must not flatten all others."""
EVENING = 13
ROOM = 152
"""For blocks."""
WIDEST = 13
NARROWEST = 9
LIMIT_ROW = 60
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
    judged: str
    bar: Bar | None
    """None for a week that was not seen."""
    taken: str
    has_taken: bool
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
    summary: tuple[str, ...]
    """Each on a line of its own."""
    limit: str
    days: tuple[tuple[int, str], ...]
    has_blocks: bool
    block: float
    """How wide one is."""
    bottom: int
    limits: tuple[LimitLine, ...]
    """One below another, `LIMIT_ROW` apart."""
    ends: tuple[str, str]
    """The months that their lines begin and end in."""


def draw_year(records: Sequence[WeekRecord], language: Language = ENGLISH, limits: Limits | None = None) -> str:
    """`records` are in order and at least one; `limits` are those that hold now, those of the house when left out."""
    sheet = _sheet(records, limits or {}, language)
    return f"{template('year.svg.jinja').render(sheet=sheet, bar=BAR, step=LIMIT_ROW, language=language)}\n"


def _sheet(records: Sequence[WeekRecord], limits: Limits, language: Language) -> Sheet:
    rows = tuple(_rows(records, _Measure(_top(records), _step(records)), language))
    letters = tuple((n * EVENING, weekday(day, language)[0].upper()) for n, day in enumerate(records[-1].week.days))
    allowed = records[-1].personal_allowed
    return Sheet(
        rows=rows,
        title=sentence(language.count("one week", "{number} weeks", len(records))),
        dates=_dates(records[0].week, records[-1].week, language),
        summary=_summary(records, language),
        limit=language.say("limit {limit}", limit=duration(allowed, language)),
        days=letters,
        has_blocks=any(record.fates for record in records),
        block=_step(records) - 4,
        bottom=rows[-1].y + ROW,
        limits=draw_limits(records, limits, language),
        ends=(month(records[0].week.days[3], language), month(records[-1].week.days[3], language)),
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


def _rows(records: Sequence[WeekRecord], measure: _Measure, language: Language) -> Iterator[Row]:
    y, before = TOP - ROW - PAUSE, ""
    for record in records:
        name = short_month(record.week.days[3], language)
        y += ROW + (PAUSE if name != before else 0)
        yield _row(record, Place(y, name if name != before else ""), measure, language)
        before = name


@dataclass(frozen=True, slots=True)
class Place:
    y: int
    month: str
    """Empty unless a month begins."""


def _row(record: WeekRecord, place: Place, measure: _Measure, language: Language) -> Row:
    fits = len(record.fates) * measure.step <= ROOM
    held = language.say("{value} of {whole}", value=record.held, whole=len(record.fates))
    return Row(
        y=place.y,
        month=place.month,
        name=language.say("W{number}", number=f"{record.week.number:02d}"),
        verdict=record.verdict,
        judged=_judged(record.verdict, language),
        bar=_bar(record, measure) if record.is_known else None,
        taken=duration(record.personal_taken, language) if record.personal_taken else language.say("none"),
        has_taken=record.personal_taken > 0,
        evenings=tuple(_evenings(record)) if record.is_known else (),
        leave=language.say("leave") if record.leave and not record.evenings else "",
        blocks=tuple(Mark(n * measure.step, fate.value) for n, fate in enumerate(record.fates if fits else ())),
        held=held if not fits else "",
        sentence=tell_week(record, language),
    )


def _judged(verdict: Verdict, language: Language) -> str:
    match verdict:
        case Verdict.CLEAR:
            return language.say("clear")
        case Verdict.STRETCHED:
            return language.say("stretched")
        case Verdict.INTRUDED:
            return language.say("intruded")
        case Verdict.UNKNOWN:
            return language.say("not seen")


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


def tell_week(record: WeekRecord, language: Language = ENGLISH) -> str:
    """`2026-W47 is stretched: 2 h 30 of your own time taken by work, one evening touched, 5 of 6 blocks held.`"""
    facts = ", ".join(_facts(record, language))
    match record.verdict:
        case Verdict.UNKNOWN:
            return language.say("{week} was not seen.", week=record.week)
        case Verdict.CLEAR:
            return language.say("{week} is clear: {facts}.", week=record.week, facts=facts)
        case Verdict.STRETCHED:
            return language.say("{week} is stretched: {facts}.", week=record.week, facts=facts)
        case Verdict.INTRUDED:
            return language.say("{week} is intruded: {facts}.", week=record.week, facts=facts)


def _facts(record: WeekRecord, language: Language) -> Iterator[str]:
    taken = duration(record.personal_taken, language)
    some = language.say("{duration} of your own time taken by work", duration=taken)
    yield some if record.personal_taken else language.say("none of your own time taken by work")
    touched = len(record.evenings_touched)
    several = language.count("one evening touched", "{number} evenings touched", touched)
    yield several if touched else language.say("no evenings touched")
    if record.fates:
        held, planned = record.held, len(record.fates)
        yield language.count("{held} of one block held", "{held} of {n} blocks held", planned, held=held)


def _summary(records: Sequence[WeekRecord], language: Language) -> tuple[str, ...]:
    verdicts = Counter(record.verdict for record in records)
    told = listed([_many(verdict, verdicts[verdict], language) for verdict in Verdict if verdicts[verdict]], language)
    usual = usual_of(records)
    if usual is None:
        return (f"{sentence(told)}.",)
    none = language.say("In the median week work took none of your own time.")
    taken = duration(usual.personal_taken, language)
    some = language.say("In the median week work took {duration} of your own time.", duration=taken)
    return f"{sentence(told)}.", some if usual.personal_taken else none


def _many(verdict: Verdict, n: int, language: Language) -> str:
    match verdict:
        case Verdict.CLEAR:
            return language.count("one clear", "{number} clear", n)
        case Verdict.STRETCHED:
            return language.count("one stretched", "{number} stretched", n)
        case Verdict.INTRUDED:
            return language.count("one intruded", "{number} intruded", n)
        case Verdict.UNKNOWN:
            return language.count("one not seen", "{number} not seen", n)


def _dates(first: Week, last: Week, language: Language) -> str:
    """`24 November 2025 – 22 November 2026`."""
    if first == last:
        return dates(first, language)
    return f"{full_date(first.days[0], language)} – {full_date(last.days[-1], language)}"
