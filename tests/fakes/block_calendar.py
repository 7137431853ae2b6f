"""A block calendar in memory, with the hands of the person who edits it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hedgerow.core.block import BlockEvent, BlockId, Found, Version, block_of, lost_mark, uid_of
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.ports import PreconditionFailed, Refused


@dataclass
class MemoryCalendar:
    """`events` by UID: ours, and copies of ours under another UID. `foreign` stands for everything else."""

    calendar: CalendarId
    events: dict[Uid, Found] = field(default_factory=dict)
    foreign: dict[Uid, str] = field(default_factory=dict)
    writes: int = 0
    shut: bool = False
    """Refuses every write."""

    def find_blocks(self) -> Sequence[Found]:
        ours = {uid: event for uid, event in self.events.items() if uid == uid_of(event.block)}
        theirs = {uid: self._unmarked(block) for uid in self.foreign if (block := block_of(uid)) is not None}
        return tuple(event for _, event in sorted((ours | theirs).items()))

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        self._expect_open()
        uid = uid_of(event.block)
        self._expect(uid, expected)
        there, version = self.events.get(uid), self._fresh()
        text = there.text if there else event.restores or f"A note beside {uid}."
        put = Found(self.calendar, event.mark, event.span, event.title, event.transparency, version, text=text)
        self.events[uid] = put
        return version

    def remove(self, block: BlockId, expected: Version) -> None:
        self._expect_open()
        self._expect(uid_of(block), expected)
        self._fresh()
        del self.events[uid_of(block)]

    def _expect_open(self) -> None:
        if self.shut:
            raise Refused(f"{self.calendar} takes nothing just now.")

    def edit(self, block: BlockId, **changes: Any) -> None:
        """By hand: any field of Found."""
        self.events[uid_of(block)] = replace(self.events[uid_of(block)], version=self._fresh(), **changes)

    def delete(self, block: BlockId) -> None:
        """By hand."""
        del self.events[uid_of(block)]

    def _unmarked(self, block: BlockId) -> Found:
        mark = lost_mark(block, self.calendar)
        title = self.foreign[uid_of(block)]
        return Found(self.calendar, mark, mark.left, title, mark.transparency, Version("theirs"), broken=True)

    def _expect(self, uid: Uid, expected: Version | None) -> None:
        there = self.events.get(uid)
        if (there.version if there else None) != expected or uid in self.foreign:
            raise PreconditionFailed(f"{uid} is not as expected")

    def _fresh(self) -> Version:
        self.writes += 1
        return Version(f"v{self.writes}")
