"""A block on its way from a wish to an event: what we want, what we asked for, what the calendar holds, what we know.

Every event of ours carries a `Mark`, so that it is known as ours, and known to be untouched, without our database.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NewType

from hedgerow.core.digest import digest_of
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency, Uid
from hedgerow.core.span import Span

BlockId = NewType("BlockId", str)
"""Fresh for every creation, of the characters a–v and 0–9 (what Google accepts as an event id)."""
IntentionId = NewType("IntentionId", str)
Version = NewType("Version", str)
"""What a calendar gives to tell one state of an event from the next: an ETag, or a hash of its bytes."""
Owner = NewType("Owner", str)
"""Whose Hedgerow wrote a block, where several people hold theirs in one calendar: a hash, as others may see it."""

OperationId = NewType("OperationId", str)
"""Fresh for every write, so that an event tells whether it is what a certain write of ours left."""

_UID = re.compile(r"([a-v0-9]+)@hedgerow")


def uid_of(block: BlockId) -> Uid:
    return Uid(f"{block}@hedgerow")


def block_of(uid: Uid) -> BlockId | None:
    """None when it is not the UID of any block."""
    match = _UID.fullmatch(uid)
    return BlockId(match[1]) if match else None


def owner_of(addresses: Collection[str], name: str) -> Owner:
    """By the first of the addresses, else the name."""
    return Owner(digest_of([min(addresses, default="") or name or "owner"]))


@dataclass(frozen=True, slots=True)
class Slot:
    """The occurrence of an intention that a block stands for: at most one a day, by the local date first planned."""

    intention: IntentionId
    day: date


@dataclass(frozen=True, slots=True)
class Mark:
    """Bound to the UID by `block`, so that a copy made by hand (a new UID, the same mark) is not ours."""

    block: BlockId
    slot: Slot
    left: Span
    """Where we last put it; another place now means the person moved it."""
    title: str
    """What we last called it."""
    transparency: Transparency
    """How we last showed it."""
    calendar: CalendarId
    """Where we wrote it; in another one now, the person took it there."""
    owner: Owner
    operation: OperationId
    """Our last write of it."""


NOBODY = Owner("")
NO_OPERATION = OperationId("")


def lost_mark(block: BlockId, calendar: CalendarId) -> Mark:
    """For an event with the UID of a block in which our mark is missing or spoiled: nobody's, and left nowhere."""
    start = datetime(1, 1, 1, tzinfo=UTC)
    slot = Slot(IntentionId(""), start.date())
    return Mark(block, slot, Span(start, start), "", Transparency.OPAQUE, calendar, NOBODY, NO_OPERATION)


@dataclass(frozen=True, slots=True)
class BlockEvent:
    """What a calendar is asked to hold. Its UID is `uid_of(block)`; it never carries an alarm or attendees."""

    block: BlockId
    slot: Slot
    span: Span
    title: str
    transparency: Transparency
    domains: frozenset[Domain]
    private: bool
    """RFC 5545 CLASS:PRIVATE."""
    calendar: CalendarId
    owner: Owner
    restores: str = field(default="", repr=False)
    """The text of a deleted event, in its calendar's own form, that this one brings back with all in it."""
    operation: OperationId = NO_OPERATION
    """Given to the event when it is about to be written; what is only planned has none."""

    @property
    def mark(self) -> Mark:
        return Mark(
            self.block,
            self.slot,
            self.span,
            self.title,
            self.transparency,
            self.calendar,
            self.owner,
            self.operation,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """An event with the UID of a block as its calendar holds it now. A copy under another UID never becomes one."""

    calendar: CalendarId
    mark: Mark
    span: Span
    title: str
    transparency: Transparency
    version: Version
    all_day: bool = False
    recurring: bool = False
    cancelled: bool = False
    has_guests: bool = False
    """The person invited somebody to it, who would be told of whatever becomes of it."""
    broken: bool = False
    """Its time cannot be read any more (then `span` is where its mark says), or our mark in it is a `lost_mark`."""
    outdated: bool = False
    """It tells others what the settings said once, and nobody changed that by hand."""
    text: str = field(default="", repr=False, compare=False)
    """The whole event in its calendar's own form, for undo; the version stands for it."""

    @property
    def block(self) -> BlockId:
        return self.mark.block


class Standing(StrEnum):
    """Whose a block is now."""

    HELD = "held"
    """Ours to move, resize and delete."""
    PINNED = "pinned"
    """Moved, resized or made free or busy by the person: it stays exactly so."""
    RELEASED = "released"
    """Changed beyond that (retitled, all-day, recurring, with guests, unreadable): theirs, never written again."""
    SKIPPED = "skipped"
    """Deleted by the person: this slot is never filled again."""
    WITHDRAWN = "withdrawn"
    """Deleted by us, because it had no place any more or its intention ended."""


@dataclass(frozen=True, slots=True)
class Booking:
    """What the ledger knows of one block."""

    block: BlockId
    slot: Slot
    calendar: CalendarId
    promised: Span
    """Where it was first booked."""
    span: Span
    """Where we last knew it to be."""
    title: str
    """Of the event, as we last wrote or saw it."""
    transparency: Transparency
    domains: frozenset[Domain]
    standing: Standing
    version: Version

    @property
    def stands(self) -> bool:
        """The calendar is believed to hold it."""
        return self.standing in (Standing.HELD, Standing.PINNED, Standing.RELEASED)
