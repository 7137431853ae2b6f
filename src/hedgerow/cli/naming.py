"""Blocks by name: an id shortened so that it can be typed, and what was typed led back to one block."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from hedgerow.cli.exits import Exit, Stop
from hedgerow.core.block import BlockId, Booking
from hedgerow.core.days import local_day
from hedgerow.core.intention import Intention
from hedgerow.letter.phrases import listed, stretch

SHORTEST = 5


def short_ids(blocks: Collection[BlockId]) -> Mapping[BlockId, str]:
    """Each by its first characters, so many that no other of them begins so."""
    ordered = sorted(blocks)
    neighbours = zip(["", *ordered], ordered, [*ordered[1:], ""], strict=False)
    return {
        block: block[: max(SHORTEST, _shared(block, one) + 1, _shared(block, two) + 1)]
        for one, block, two in neighbours
    }


def _shared(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def find_block(bookings: Iterable[Booking], name: str, zone: ZoneInfo) -> Booking:
    """Of those that stand, by the first characters of its id or as `run@2026-11-26`. Raises Stop.

    Of those of a day the one that lies on it comes before the one that stands for it.
    """
    standing = [each for each in bookings if each.stands]
    wish, _, day = name.partition("@")
    mine = [each for each in standing if each.slot.intention == wish]
    lying = [each for each in mine if local_day(each.span.start, zone).isoformat() == day]
    found = lying or [each for each in mine if each.slot.day.isoformat() == day]
    found = found or [each for each in standing if len(name) >= 3 and each.block.startswith(name)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Stop(
            Exit.USAGE,
            f"No block that is booked is named {name!r}: `hedgerow plan --all` lists them all with their ids.",
        )
    short = short_ids([each.block for each in found])
    several = listed([f"{short[each.block]} ({stretch(each.span, zone)})" for each in found])
    raise Stop(Exit.USAGE, f"{name!r} may be {several}: give more of the id.")


def find_intention(intentions: Iterable[Intention], name: str) -> Intention:
    """By id or title. Raises Stop."""
    known = list(intentions)
    for each in known:
        if name.casefold() in (each.id.casefold(), each.title.casefold()):
            return each
    ids = listed([each.id for each in known]) or "none"
    raise Stop(Exit.USAGE, f"There is no intention {name!r}; the intentions are: {ids}.")


def read_day(text: str) -> date:
    """Raises Stop."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stop(Exit.USAGE, f"{text!r} is no day: write it as 2026-11-26.") from None
