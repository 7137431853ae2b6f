"""The week ahead: what needs the person's word gets space, what is booked shares a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.fate import SHIFT
from hedgerow.core.plan import Block, Busy, Reason, Unplaced
from hedgerow.core.report import Clash, NextWeek
from hedgerow.core.why.facts import Change, NoChange
from hedgerow.letter.phrases import clock, dates, duration, listed, number, sentence, short_weekday, stretch
from hedgerow.letter.reader import Reader
from hedgerow.letter.remedies import word_remedy
from hedgerow.letter.voice import Voice

_BLOCKERS = 3


@dataclass(frozen=True, slots=True)
class OpenWords:
    """One block that needs a decision."""

    title: str
    state: str
    """`Clash` or `No place`."""
    when: str
    """Empty for a block without a place."""
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class UpcomingWords:
    dates: str
    open: tuple[OpenWords, ...]
    booked: str
    """In one line; empty when there is none."""
    planned: str
    """Placed, but not in a calendar yet; empty when there is none."""


def tell_upcoming(week: NextWeek, reader: Reader) -> UpcomingWords:
    clashes = [_clash(clash, reader) for clash in week.clashes]
    unplaced = [_unplaced(missing, week.remedies.get(missing.intention.id), reader) for missing in week.unplaced]
    booked, planned = _calm(week)
    return UpcomingWords(dates(week.week), (*clashes, *unplaced), _line(booked, reader), _line(planned, reader))


def decision(week: NextWeek) -> str:
    """What is booked, and what needs the person: the only urgent thing of the letter."""
    booked, planned = _calm(week)
    homeless = sum(each.missing for each in week.unplaced if not each.intention.is_in_hours)
    minutes = sum(each.missing for each in week.unplaced if each.intention.is_in_hours)
    lacking = [str(homeless)] if homeless else []
    lacking += [duration(minutes)] if minutes else []
    needing = [f"{len(week.clashes)} with a meeting over it"] if week.clashes else []
    needing += [f"{listed(lacking)} that found no place"] if lacking else []
    parts = [f"{len(booked)} block{'' if len(booked) == 1 else 's'} booked"] if booked else []
    parts += [f"{len(planned)} planned"] if planned else []
    if not needing:
        return f"The week ahead has {listed(parts)}; all have a place." if parts else "The week ahead has no blocks."
    return f"The week ahead has {listed([*parts, *needing])}."


def _calm(week: NextWeek) -> tuple[list[tuple[str, Block]], list[tuple[str, Block]]]:
    """Blocks that nothing lies over: in a calendar already, and not yet."""
    clashing = [clash.block for clash in week.clashes]
    calm = [(title, block) for title, block in week.blocks if block not in clashing]
    return [b for b in calm if b[1].block is not None], [b for b in calm if b[1].block is None]


def _line(blocks: Sequence[tuple[str, Block]], reader: Reader) -> str:
    """`Run club (Tue 18:00); Slow morning (Sat 09:00, Sun 09:00).`"""
    starts: dict[str, list[str]] = {}
    for title, block in blocks:
        day = short_weekday(block.span.start.astimezone(reader.zone).date())
        starts.setdefault(reader.titles.block(title), []).append(f"{day} {clock(block.span.start, reader.zone)}")
    said = [f"{title} ({', '.join(times)})" for title, times in starts.items()]
    return f"{sentence('; '.join(said))}." if said else ""


def _clash(clash: Clash, reader: Reader) -> OpenWords:
    whose = "You changed it yourself" if clash.block.reason is Reason.RELEASED else "You put it there yourself"
    held = clash.block.reason in (Reason.RELEASED, Reason.PINNED)
    return OpenWords(
        title=sentence(reader.titles.block(clash.title)),
        state="Clash",
        when=stretch(clash.block.span, reader.zone),
        reason=f"{sentence(reader.titles.other(clash.over))} lies over it.",
        remedy=f"{whose + ', so it stays: move' if held else 'Move'} it in your calendar, or keep both.",
    )


def _unplaced(missing: Unplaced, remedy: Change | NoChange | None, reader: Reader) -> OpenWords:
    which = f"{_how_much(missing)} found no place."
    return OpenWords(
        title=sentence(reader.titles.block(missing.intention.title)),
        state="No place",
        when="",
        reason=f"{which} {_in_the_way(missing.blockers, reader)}",
        remedy=_help(remedy, reader) if remedy else _room(missing.blockers),
    )


def _how_much(missing: Unplaced) -> str:
    wish = missing.intention
    if wish.is_in_hours:
        return f"{duration(missing.missing)} of {duration(wish.asked)}"
    return f"{sentence(number(missing.missing))} of {number(wish.asked)}" if wish.asked > 1 else "It"


def _in_the_way(blockers: Sequence[Busy], reader: Reader) -> str:
    if not blockers:
        return "Its days and windows leave none that week."
    named = [f"{reader.titles.other(busy.title)} ({stretch(busy.span, reader.zone)})" for busy in blockers[:_BLOCKERS]]
    more = [f"{number(len(blockers) - _BLOCKERS)} more"] if len(blockers) > _BLOCKERS else []
    return f"In the way: {listed([*named, *more])}."


def _help(remedy: Change | NoChange, reader: Reader) -> str:
    """Only what was tried."""
    told = " ".join(word_remedy(remedy, Voice(reader.zone, reader.titles.other)))
    return told if isinstance(remedy, Change) else f"{told} {_room(())}"


def _room(blockers: Sequence[Busy]) -> str:
    widen = "give it more days, wider windows or a shorter length in hedgerow.toml"
    if not blockers:
        return f"To make room, {widen}."
    verb = "swap" if all(busy.title == SHIFT for busy in blockers) else "move"
    moved = f"{verb} that" if len(blockers) == 1 else f"{verb} one of them"
    return f"To make room, {moved}, or {widen}."
