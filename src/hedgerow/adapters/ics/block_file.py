"""A calendar file that holds our blocks, and that any calendar program may open, subscribe to and edit.

Our events are known by their mark; every other byte of the file stays as it is. The version of an event is a hash of
its own bytes. A file that is missing, cut short or no calendar is Unavailable and never taken for an empty one: each
block would look as if the person had deleted it. A file is made only where there is none, by `create` or, for a
calendar that the ledger does not know yet, by the first `put`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar.cal.calendar import Calendar

from hedgerow.adapters.ics.block_event import version_of
from hedgerow.adapters.ics.block_found import block_uids, ours_of, read_block, texts_of
from hedgerow.adapters.ics.block_text import write_event
from hedgerow.adapters.ics.pieces import Layout, NotWhole, Piece, lay_out
from hedgerow.adapters.ics.reader import Reader
from hedgerow.adapters.ics.whole_file import folder_lock, replace_file
from hedgerow.core.block import BlockEvent, BlockId, Found, Version, uid_of
from hedgerow.core.occurrence import CalendarId
from hedgerow.ports import Clock, PreconditionFailed, Refused, Unavailable


@dataclass(slots=True)
class BlockFile:
    """A `ports.BlockCalendar`. `zone` is the person's, for all-day and floating times; `name` what programs show."""

    path: Path
    calendar: CalendarId
    zone: ZoneInfo
    clock: Clock
    name: str = "Hedgerow"
    is_new: bool = False
    """The ledger knows of no block there: a file that is missing holds none, and the first `put` makes it.

    Only until there is a file: one that vanishes later was lost, and a service may run for months.
    """

    def create(self) -> None:
        """An empty calendar, unless there is a file with anything in it. Raises Unavailable, Refused.

        Call it while the ledger knows of no block there, never to get over Unavailable.
        """
        with self._failures("written"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with folder_lock(self.path):
                there = self.path.read_bytes() if self.path.exists() else None
                if not there:
                    replace_file(self.path, there, _empty(self.name))

    def find_blocks(self) -> Sequence[Found]:
        if self._is_to_come():
            return ()
        with self._failures("read"):
            layout = lay_out(self.path.read_bytes())
        reader = Reader(self.calendar, self.path.name, self.zone, frozenset())
        return tuple(read_block([layout], uid, reader) for uid in block_uids(layout))

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        uid = uid_of(event.block)
        if self._is_to_come():
            self.create()
            self.is_new = False
        with self._changing() as layout:
            ours = self._expect_none(layout, uid) if expected is None else self._expect(layout, uid, expected)
            text = write_event(event, self.clock.now(), layout.text(ours[:1]), layout.newline)
            after = lay_out(layout.with_event(text, ours))
            replace_file(self.path, layout.data, after.data)
        return version_of(texts_of(after, ours_of(after, uid)))

    def remove(self, block: BlockId, expected: Version) -> None:
        with self._changing() as layout:
            ours = self._expect(layout, uid_of(block), expected)
            replace_file(self.path, layout.data, layout.without(ours))

    def _is_to_come(self) -> bool:
        self.is_new = self.is_new and not self.path.exists()
        return self.is_new

    def _expect_none(self, layout: Layout, uid: str) -> tuple[Piece, ...]:
        if layout.of(uid):
            raise PreconditionFailed(f"{self.path} holds an event with the id of this new block already.")
        return ()

    def _expect(self, layout: Layout, uid: str, version: Version) -> tuple[Piece, ...]:
        ours = ours_of(layout, uid)
        if not ours or version_of(texts_of(layout, ours)) != version:
            raise PreconditionFailed(f"The block in {self.path} was {'changed' if ours else 'deleted'} meanwhile.")
        return ours

    @contextmanager
    def _changing(self) -> Iterator[Layout]:
        with self._failures("written"), folder_lock(self.path):
            yield lay_out(self.path.read_bytes())

    @contextmanager
    def _failures(self, doing: str) -> Iterator[None]:
        try:
            yield
        except NotWhole as why:
            raise Unavailable(f"{self.path} {why}. Put a whole copy of it back; until then it is left alone.") from why
        except FileNotFoundError as why:
            raise Unavailable(f"{self.path} is missing. Put it back; until then no block of it is touched.") from why
        except BlockingIOError as why:
            raise Unavailable(f"{self.path} is being written by another Hedgerow just now.") from why
        except (PermissionError, IsADirectoryError) as why:
            sentence = (
                f"{self.path} can't be {doing}: {why.strerror}. Allow it, or choose another file in the settings."
            )
            raise (Unavailable if doing == "read" else Refused)(sentence) from why
        except OSError as why:
            raise Unavailable(f"{self.path} could not be {doing}: {why.strerror}.") from why


def _empty(name: str) -> bytes:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Hedgerow//Blocks//EN")
    calendar.add("X-WR-CALNAME", name)
    return bytes(calendar.to_ical())
