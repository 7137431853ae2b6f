"""All pictures of one letter, each by what it shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hedgerow.core.boundary import on_call_time
from hedgerow.core.domains import Domain
from hedgerow.core.report import FigureKey, Report
from hedgerow.letter.domains import names_of
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import duration
from hedgerow.letter.pictures.colours import DOMAINS, WORK
from hedgerow.letter.pictures.spark import WEEKS, draw_spark
from hedgerow.letter.pictures.strip import draw_day, draw_key
from hedgerow.letter.pictures.venn import draw_venn
from hedgerow.letter.reader import Picture, Reader
from hedgerow.letter.strips import Look, choose_axis, place

_KEYS = (Look.WORK, Look.ON_CALL, Look.INTRUDING, Look.KEPT, Look.MOVED, Look.LOST)
_COUNTS = (FigureKey.EVENINGS_FREE, FigureKey.BLOCKS_HELD)


@dataclass(frozen=True, slots=True)
class Spark:
    picture: Picture
    alt: str


@dataclass(frozen=True, slots=True)
class Album:
    days: tuple[Picture, ...]
    keys: Mapping[Look, Picture]
    figures: Mapping[FigureKey, Spark]
    """Where there are enough weeks to see."""
    hours: Mapping[Domain, Spark]
    venn: Picture | None
    """None for a week without any event."""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Each once, as some are the same."""
        return tuple({picture.cid: picture for picture in self._all()}.values())

    def _all(self) -> Iterator[Picture]:
        yield from self.days
        yield from self.keys.values()
        yield from (spark.picture for spark in (*self.figures.values(), *self.hours.values()))
        yield from (self.venn,) if self.venn else ()


def draw_album(report: Report, reader: Reader) -> Album:
    axis, said = choose_axis(report.days, reader.boundary), reader.language
    on_call = any(on_call_time(reader.boundary, day.span) for day in report.days)
    figures = {
        figure.key: _spark(report, (figure.history, figure.usual), WORK, _Scale(said, figure.key not in _COUNTS))
        for figure in report.figures
    }
    hours = {
        each.domain: _spark(report, (each.history, each.usual), DOMAINS[each.domain], _Scale(said, is_time=True))
        for each in report.domains
    }
    return Album(
        days=tuple(draw_day(place(day, reader.boundary, axis)) for day in report.days),
        keys={look: draw_key(look) for look in _KEYS if look is not Look.ON_CALL or on_call},
        figures={key: spark for key, spark in figures.items() if spark},
        hours={domain: spark for domain, spark in hours.items() if spark},
        venn=draw_venn(report.overlap.regions, names_of(said)) if report.overlap.regions else None,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    language: Language
    is_time: bool

    def said(self, value: int) -> str:
        return duration(value, self.language) if self.is_time else self.language.figure(value)


def _spark(
    report: Report, numbers: tuple[Sequence[int | None], int | None], colour: str, scale: _Scale
) -> Spark | None:
    """None with too few weeks to see."""
    history, usual = numbers
    past = [value if compares else None for value, compares in zip(history, _comparable(report, history), strict=True)]
    shown = [*past[:-1], history[-1]]
    picture = draw_spark(shown, usual, colour)
    if picture is None:
        return None
    known = [value for value in shown[-WEEKS:] if value is not None]
    low, high = scale.said(min(known)), scale.said(max(known))
    alt = scale.language.count(
        "Last week: {low} to {high}.", "Last {n} weeks: lowest {low}, highest {high}.", len(known), low=low, high=high
    )
    return Spark(picture, alt)


def _comparable(report: Report, history: Sequence[int | None]) -> Sequence[bool]:
    return report.comparable if len(report.comparable) == len(history) else [True] * len(history)
