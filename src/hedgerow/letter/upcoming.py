"""The week ahead: what needs the person's word gets space, what is booked shares a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hedgerow.core.fate import SHIFT
from hedgerow.core.plan import Block, Busy, Reason, Unplaced
from hedgerow.core.report import Clash, NextWeek
from hedgerow.core.why.facts import Change, NoChange
from hedgerow.letter.givebacks import word_giveback
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import apart, clock, dates, duration, joined, listed, sentence, short_weekday, stretch
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import Titles

_BLOCKERS = 3


@dataclass(frozen=True, slots=True)
class OpenWords:
    """One block that needs a decision."""

    title: str
    state: str
    """`Clash` or `No place`."""
    is_clash: bool
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
    told = dates(week.week, reader.language)
    return UpcomingWords(told, (*clashes, *unplaced), _line(booked, reader), _line(planned, reader))


def decision(week: NextWeek, titles: Titles) -> str:
    """What needs the person, and what is booked: the only urgent thing of the letter."""
    booked, planned = _calm(week)
    language, needing = titles.language, list(_needing(week, titles))
    calm = [language.count("{n} block booked", "{n} blocks booked", len(booked))] if booked else []
    calm += [language.count("{n} block planned", "{n} blocks planned", len(planned))] if planned else []
    ahead = language.say("The week ahead: {blocks}.", blocks=listed(calm, language)) if calm else ""
    if needing:
        asked = language.say("To decide for the week ahead: {blocks}.", blocks=listed(needing, language))
        calm_too = language.say("Also ahead: {blocks}.", blocks=listed(calm, language)) if calm else ""
        return joined(asked, calm_too)
    if not ahead:
        return language.say("The week ahead has no blocks.")
    return joined(ahead, language.say("All have a place."))


def _needing(week: NextWeek, titles: Titles) -> Iterator[str]:
    language = titles.language
    blocks = [each for each in week.unplaced if not each.intention.is_in_hours]
    hours = [each for each in week.unplaced if each.intention.is_in_hours]
    if week.clashes:
        count = len(week.clashes)
        told = language.count("{n} block with a meeting over it", "{n} blocks with a meeting over them", count)
        yield _which(told, [clash.title for clash in week.clashes], titles)
    if blocks:
        count = sum(each.missing for each in blocks)
        told = language.count("{n} block that found no place", "{n} blocks that found no place", count)
        yield _which(told, [each.intention.title for each in blocks], titles)
    if hours:
        minutes = duration(sum(each.missing for each in hours), language)
        told = language.say("{duration} that found no place", duration=minutes)
        yield _which(told, [each.intention.title for each in hours], titles)


def _which(told: str, blocks: Sequence[str], titles: Titles) -> str:
    """With their names, each once, while they are few and not hidden."""
    named = list(dict.fromkeys(titles.quoted(titles.block(each)) for each in blocks))
    if titles.hidden or len(named) > _BLOCKERS:
        return told
    return titles.language.say("{blocks} ({names})", blocks=told, names=listed(named, titles.language))


def _calm(week: NextWeek) -> tuple[list[tuple[str, Block]], list[tuple[str, Block]]]:
    """Blocks that nothing lies over: in a calendar already, and not yet."""
    clashing = [clash.block for clash in week.clashes]
    calm = [(title, block) for title, block in week.blocks if block not in clashing]
    return [b for b in calm if b[1].block is not None], [b for b in calm if b[1].block is None]


def _line(blocks: Sequence[tuple[str, Block]], reader: Reader) -> str:
    """`Run club (Tue 18:00); Slow morning (Sat 09:00, Sun 09:00).`"""
    starts: dict[str, list[str]] = {}
    for title, block in blocks:
        day = short_weekday(block.span.start.astimezone(reader.zone).date(), reader.language)
        at = clock(block.span.start, reader.zone, reader.language)
        starts.setdefault(reader.titles.block(title), []).append(f"{day} {at}")
    said = [f"{title} ({', '.join(times)})" for title, times in starts.items()]
    return f"{sentence(apart(said, reader.language))}." if said else ""


def _clash(clash: Clash, reader: Reader) -> OpenWords:
    language = reader.language
    over = reader.titles.other(clash.over)
    return OpenWords(
        title=sentence(reader.titles.block(clash.title)),
        state=language.say("Clash"),
        is_clash=True,
        when=stretch(clash.block.span, reader.zone, language),
        reason=sentence(language.say("{title} lies over it.", title=over)),
        remedy=_way_out(clash.block.reason, language),
    )


def _way_out(reason: Reason, language: Language) -> str:
    match reason:
        case Reason.RELEASED:
            return language.say("You changed it yourself, so it stays: move it in your calendar, or keep both.")
        case Reason.PINNED:
            return language.say("You put it there yourself, so it stays: move it in your calendar, or keep both.")
        case _:
            return language.say("Move it in your calendar, or keep both.")


def _unplaced(missing: Unplaced, remedy: Change | NoChange | None, reader: Reader) -> OpenWords:
    language = reader.language
    which = _how_much(missing, language)
    return OpenWords(
        title=sentence(reader.titles.block(missing.intention.title)),
        state=language.say("No place"),
        is_clash=False,
        when="",
        reason=f"{which} {_in_the_way(missing.blockers, reader)}",
        remedy=_help(remedy, reader) if remedy else _room(missing.blockers, language),
    )


def _how_much(missing: Unplaced, language: Language) -> str:
    wish = missing.intention
    if wish.is_in_hours:
        hours, of = duration(missing.missing, language), duration(wish.asked, language)
        return language.say("{duration} of {of} found no place.", duration=hours, of=of)
    if wish.asked == 1:
        return language.say("It found no place.")
    several = language.count(
        "One of {times} found no place.",
        "{number} of {times} found no place.",
        missing.missing,
        times=language.number(wish.asked),
    )
    return sentence(several)


def _in_the_way(blockers: Sequence[Busy], reader: Reader) -> str:
    language = reader.language
    if not blockers:
        return language.say("Its days and windows leave none that week.")
    named = [
        f"{reader.titles.other(busy.title)} ({stretch(busy.span, reader.zone, language)})"
        for busy in blockers[:_BLOCKERS]
    ]
    rest = len(blockers) - _BLOCKERS
    more = [language.count("one more", "{number} more", rest)] if rest > 0 else []
    return language.say("In the way: {events}.", events=listed([*named, *more], language))


def _help(remedy: Change | NoChange, reader: Reader) -> str:
    """Only what was tried."""
    told = word_giveback(remedy, reader.zone, reader.titles.other, reader.language)
    return told if isinstance(remedy, Change) else joined(told, _room((), reader.language))


def _room(blockers: Sequence[Busy], language: Language) -> str:
    if not blockers:
        return language.say("To make room, give it more days, wider windows or a shorter length in hedgerow.toml.")
    if all(busy.title == SHIFT for busy in blockers):
        return language.count(
            "To make room, swap that, or give it more days, wider windows or a shorter length in hedgerow.toml.",
            "To make room, swap one of them, or give it more days, wider windows or a shorter length in hedgerow.toml.",
            len(blockers),
        )
    return language.count(
        "To make room, move that, or give it more days, wider windows or a shorter length in hedgerow.toml.",
        "To make room, move one of them, or give it more days, wider windows or a shorter length in hedgerow.toml.",
        len(blockers),
    )
