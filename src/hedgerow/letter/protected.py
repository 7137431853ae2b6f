"""What became of the protected blocks of the week, in three lines: kept, moved, lost and to what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.report import Report
from hedgerow.letter.phrases import clocks, sentence, short_weekday, stretch
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
    return tuple(FateWords(fate, f"{counts[fate]} {fate}", items) for fate, items in told.items() if items)


def _kept(fates: Sequence[BlockFate], reader: Reader) -> tuple[Item, ...]:
    """All in one item: the strips show when they were."""
    times = Counter(reader.titles.block(fate.title) for fate in fates)
    said = [title if n == 1 else f"{title} ({n} times)" for title, n in times.items()]
    return (Item(f"{sentence('; '.join(said))}.", ""),) if said else ()


def _moved(fate: BlockFate, reader: Reader) -> Item:
    held = f"held {stretch(fate.span, reader.zone)}"
    if fate.by_person:
        return Item(_promised(fate, reader), f"moved by you, {held}")
    taker = f"made room for {reader.titles.other(fate.taken_by)}, " if fate.taken_by is not None else ""
    return Item(_promised(fate, reader), f"{taker}{held}")


def _lost(fate: BlockFate, reader: Reader) -> Item:
    what = _named(
        fate,
        reader,
        f"{short_weekday(fate.span.start.astimezone(reader.zone).date())} {clocks(fate.span, reader.zone)}",
    )
    if fate.by_person:
        return Item(what, "taken out by you")
    return Item(what, f"to {reader.titles.other(fate.taken_by)}" if fate.taken_by is not None else "")


def _promised(fate: BlockFate, reader: Reader) -> str:
    day = short_weekday(fate.promised.start.astimezone(reader.zone).date())
    return _named(fate, reader, f"{day} {clocks(fate.promised, reader.zone)}")


def _named(fate: BlockFate, reader: Reader, when: str) -> str:
    return f"{sentence(reader.titles.block(fate.title))}, {when}"
