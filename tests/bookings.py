"""Builders: a block as it is wished for, asked for, found and recorded, on the days of `tests.agenda`.

held("tue 07:00-08:00  Run")           the booking of a block that is ours
found(held("tue 07:00-08:00  Run"))    its event as we left it
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hedgerow.core.block import (
    BlockEvent,
    BlockId,
    Booking,
    Found,
    IntentionId,
    Owner,
    Slot,
    Standing,
    Version,
)
from hedgerow.core.days import DayWindow
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention, Length
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Block, Reason
from hedgerow.core.reconcile import Wanted
from hedgerow.core.span import Span
from tests.agenda import day_of, span

BLOCKS = CalendarId("blocks")
ME = Owner("me")
SELF = frozenset({Domain.SELF})


def read(line: str) -> tuple[Slot, Span, str]:
    """`tue 07:00-08:00  Run`: the slot is of the title in lower case."""
    day, clocks, title = line.split(maxsplit=2)
    return Slot(IntentionId(title.lower()), day_of(day)), span(day, clocks), title


def held(line: str, **changes: Any) -> Booking:
    """Its block is named for its slot: `runtue` with `w` and later letters turned into numbers."""
    slot, where, title = read(line)
    booking = Booking(
        block=block_id(f"{title}{line[:3]}"),
        slot=slot,
        calendar=BLOCKS,
        promised=where,
        span=where,
        title=title,
        transparency=Transparency.OPAQUE,
        domains=SELF,
        standing=Standing.HELD,
        version=Version("v0"),
    )
    return replace(booking, **changes)


def block_id(name: str) -> BlockId:
    return BlockId("".join(letter if letter <= "v" else str(ord(letter) % 10) for letter in name.lower()))


def found(booking: Booking, **changes: Any) -> Found:
    """Its mark says that we left it where `booking` says that it was promised, and as `booking` is in all else."""
    mark = replace(event(booking).mark, left=booking.promised)
    as_left = Found(booking.calendar, mark, booking.span, booking.title, booking.transparency, booking.version)
    return replace(as_left, **changes)


def event(booking: Booking, **changes: Any) -> BlockEvent:
    plain = BlockEvent(
        block=booking.block,
        slot=booking.slot,
        span=booking.span,
        title=booking.title,
        transparency=booking.transparency,
        domains=booking.domains,
        private=False,
        calendar=booking.calendar,
        owner=ME,
    )
    return replace(plain, **changes)


def intention(title: str, **changes: Any) -> Intention:
    plain = Intention(
        id=IntentionId(title.lower()),
        title=title,
        domains=SELF,
        length=Length(30, 60, 90),
        calendar=BLOCKS,
        windows=(DayWindow(6 * 60, 22 * 60),),
    )
    return replace(plain, **changes)


def wanted(line: str, block: BlockId | None = None, **changes: Any) -> Wanted:
    """`changes` are those of the intention; a block that stands already is named by its id."""
    slot, where, title = read(line)
    reason = Reason.KEPT if block else Reason.IDEAL
    transparency = changes.pop("transparency", Transparency.OPAQUE)
    return Wanted(Block(slot, where, transparency, reason, other_places=3, block=block), intention(title, **changes))


def still(bookings: Sequence[Booking]) -> list[Wanted]:
    """What the plan says when every one of them stays as it is."""
    kept = (
        Block(each.slot, each.span, each.transparency, Reason.KEPT, other_places=3, block=each.block)
        for each in bookings
    )
    return [Wanted(block, intention(each.title)) for block, each in zip(kept, bookings, strict=True)]
