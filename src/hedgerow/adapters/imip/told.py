"""What the person's calendar was told of each block, and whether the mail is known to have arrived.

A telling is written down in the moment before its mail may arrive, never after: a block that may be known out there is
cancelled there when it goes.

A block that is gone from what is kept without a removal of ours is cancelled when it has stayed away for an hour: an
older or an empty file in place of the one that was kept is more often a fault than a wish, and a cancellation can't be
taken back. An older state of a block that is there is told as it stands, as any other change.
"""

import json
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from hedgerow.adapters.ics.whole_file import replace_file
from hedgerow.core.block import BlockId
from hedgerow.core.occurrence import Transparency
from hedgerow.core.span import Span
from hedgerow.ports import Unavailable

_FIRST_WAIT = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(days=1)
_MOST_DOUBLINGS = 7
PATIENCE = timedelta(hours=1)


class Method(StrEnum):
    """Of iTIP, RFC 5546 section 1.4."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a calendar is told of a block."""

    span: Span
    title: str
    transparency: Transparency


@dataclass(frozen=True, slots=True)
class Wanted:
    shown: Shown
    sequence: int
    """Of the event as it is kept."""


@dataclass(frozen=True, slots=True)
class Told:
    block: BlockId
    method: Method
    shown: Shown
    sequence: int
    """The same for the same telling, so that a mail sent twice changes nothing (RFC 5546 section 2.1.5)."""
    stamp: datetime
    """When it was first told; each mail of it says so."""
    arrived: bool = False
    tries: int = 0
    """How often it may have arrived."""
    tried: datetime | None = None
    missed: datetime | None = None
    """Since when the block is not kept any more, by what was seen; `PATIENCE` ago and more for one that we removed."""

    def is_due(self, now: datetime) -> bool:
        """At once after one lost answer; after more of them ever later, as each of those mails may be there.

        A clock that was set back makes nothing wait until it is as late again.
        """
        if self.arrived or self.tried is None or self.tries < 2:
            return not self.arrived
        wait = _FIRST_WAIT * (1 << min(self.tries - 2, _MOST_DOUBLINGS))
        return not self.tried <= now < self.tried + min(wait, _LONGEST_WAIT)

    def tried_again(self, now: datetime) -> "Told":
        return replace(self, tries=self.tries + 1, tried=now)

    def is_given_up(self, now: datetime) -> bool:
        """Its absence is to be believed."""
        return self.missed is not None and self.missed + PATIENCE <= now


def look_for(
    wanted: Container[BlockId], told: Mapping[BlockId, Told], puzzling: Container[BlockId], now: datetime
) -> Sequence[Told]:
    """What is to be noted of blocks that are missed for the first time, or that are there again.

    After a clock was set back, an absence counts from then on.
    """
    there = {block for block in told if block in wanted or block in puzzling}
    back = (replace(each, missed=None) for block, each in told.items() if block in there and each.missed is not None)
    away = (each for block, each in told.items() if block not in there and each.method is Method.REQUEST)
    return [*back, *(replace(each, missed=now) for each in away if each.missed is None or each.missed > now)]


def to_tell(
    wanted: Mapping[BlockId, Wanted], told: Mapping[BlockId, Told], puzzling: Collection[BlockId], now: datetime
) -> Sequence[Told]:
    """Every telling that is not known to have arrived, due or not, in order of block; nothing of `puzzling` ones, and
    nothing of those whose absence is not to be believed yet.

    SEQUENCE rises with every change of what is shown: RFC 5546 section 2.1.4 demands it for the time and leaves the
    rest to the organizer, and some programs take no change without it.
    """
    blocks = sorted((wanted.keys() | told.keys()) - set(puzzling))
    steps = (_next(block, wanted.get(block), told.get(block), now) for block in blocks)
    return [step for step in steps if step is not None]


def _next(block: BlockId, wanted: Wanted | None, before: Told | None, now: datetime) -> Told | None:
    if wanted is None:
        return _farewell(before, now)
    if before is None:
        is_over = wanted.shown.span.end <= now
        return None if is_over else Told(block, Method.REQUEST, wanted.shown, wanted.sequence, now)
    if before.method is Method.REQUEST and before.shown == wanted.shown:
        return None if before.arrived else before
    return Told(block, Method.REQUEST, wanted.shown, max(wanted.sequence, before.sequence + 1), now)


def _farewell(before: Told | None, now: datetime) -> Told | None:
    if before is None or before.method is Method.CANCEL:
        return before
    if not before.is_given_up(now):
        return None
    return Told(before.block, Method.CANCEL, before.shown, before.sequence + 1, now)


@dataclass(frozen=True, slots=True)
class ToldFile:
    path: Path

    def load(self) -> Mapping[BlockId, Told]:
        """Raises Unavailable for what cannot be understood, which is never taken for nothing, and OSError."""
        try:
            rows = json.loads(self.path.read_bytes())
            return {told.block: told for told in map(_told, rows)}
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError) as why:
            raise Unavailable(
                f"{self.path} can't be understood, so no invitation is mailed: put a whole copy of it back, or delete"
                " it to have every invitation mailed again."
            ) from why

    def record(self, entry: Told) -> None:
        """On disk when it returns. A CANCEL that arrived leaves nothing to remember. Raises what `load` raises."""
        others = {block: told for block, told in self.load().items() if block != entry.block}
        is_done = entry.method is Method.CANCEL and entry.arrived
        self._save([*others.values(), *([] if is_done else [entry])])

    def _save(self, entries: Iterable[Told]) -> None:
        rows = [_row(told) for told in sorted(entries, key=lambda told: told.block)]
        before = self.path.read_bytes() if self.path.exists() else None
        replace_file(self.path, before, json.dumps(rows, indent=1).encode() + b"\n")


def _row(told: Told) -> dict[str, Any]:
    shown = told.shown
    return {
        "block": told.block,
        "method": told.method.value,
        "start": shown.span.start.isoformat(),
        "end": shown.span.end.isoformat(),
        "title": shown.title,
        "transparency": shown.transparency.value,
        "sequence": told.sequence,
        "stamp": told.stamp.isoformat(),
        "arrived": told.arrived,
        "tries": told.tries,
        "tried": told.tried.isoformat() if told.tried else None,
        "missed": told.missed.isoformat() if told.missed else None,
    }


def _told(row: dict[str, Any]) -> Told:
    """Raises ValueError, KeyError, TypeError."""
    span = Span(datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"]))
    return Told(
        block=BlockId(row["block"]),
        method=Method(row["method"]),
        shown=Shown(span, str(row["title"]), Transparency(row["transparency"])),
        sequence=int(row["sequence"]),
        stamp=datetime.fromisoformat(row["stamp"]),
        arrived=bool(row["arrived"]),
        tries=int(row["tries"]),
        tried=datetime.fromisoformat(row["tried"]) if row["tried"] else None,
        missed=datetime.fromisoformat(row["missed"]) if row.get("missed") else None,
    )
