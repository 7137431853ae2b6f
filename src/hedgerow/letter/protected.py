"""What became of the protected blocks of the week, in three lines: kept, moved, lost and to what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.report import Report
from hedgerow.core.span import Span
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import apart, clocks, sentence, short_weekday, stretch
from hedgerow.letter.reader import Reader


@dataclass(frozen=True, slots=True)
class Item:
    what: str
    why: str
    """Empty when there is nothing to add."""


@dataclass(frozen=True, slots=True)
class FateWords:
    fate: Fate
    count: str
    """`6 kept`."""
    items: tuple[Item, ...]


def tell_protected(report: Report, reader: Reader) -> tuple[FateWords, ...]:
    """Only the lines that have something to say."""
    told = {
        Fate.KEPT: _kept([fate for fate in report.fates if fate.fate is Fate.KEPT], reader),
        Fate.MOVED: tuple(_moved(fate, reader) for fate in report.fates if fate.fate is Fate.MOVED),
        Fate.LOST: tuple(_lost(fate, reader) for fate in report.fates if fate.fate is Fate.LOST),
    }
    counts = Counter(fate.fate for fate in report.fates)
    return tuple(
        FateWords(fate, _count(fate, counts[fate], reader.language), items) for fate, items in told.items() if items
    )


def _count(fate: Fate, n: int, language: Language) -> str:
    match fate:
        case Fate.KEPT:
            return language.count("{n} kept", "{n} kept", n)
        case Fate.MOVED:
            return language.count("{n} moved", "{n} moved", n)
        case Fate.LOST:
            return language.count("{n} lost", "{n} lost", n)


def _kept(fates: Sequence[BlockFate], reader: Reader) -> tuple[Item, ...]:
    """All in one item: the strips show when they were."""
    times = Counter(reader.titles.block(fate.title) for fate in fates)
    said = [
        title if n == 1 else reader.language.count("{title} ({n} time)", "{title} ({n} times)", n, title=title)
        for title, n in times.items()
    ]
    return (Item(f"{sentence(apart(said, reader.language))}.", ""),) if said else ()


def _moved(fate: BlockFate, reader: Reader) -> Item:
    language, when = reader.language, stretch(fate.span, reader.zone, reader.language)
    what = _named(fate, reader, fate.promised)
    if fate.by_person:
        return Item(what, language.say("moved by you, held {when}", when=when))
    if fate.taken_by is None:
        return Item(what, language.say("held {when}", when=when))
    taker = reader.titles.other(fate.taken_by)
    return Item(what, language.say("made room for {title}, held {when}", title=taker, when=when))


def _lost(fate: BlockFate, reader: Reader) -> Item:
    what = _named(fate, reader, fate.span)
    if fate.by_person:
        return Item(what, reader.language.say("taken out by you"))
    if fate.taken_by is None:
        return Item(what, "")
    return Item(what, reader.language.say("to {title}", title=reader.titles.other(fate.taken_by)))


def _named(fate: BlockFate, reader: Reader, span: Span) -> str:
    day = short_weekday(span.start.astimezone(reader.zone).date(), reader.language)
    return f"{sentence(reader.titles.block(fate.title))}, {day} {clocks(span, reader.zone, reader.language)}"
