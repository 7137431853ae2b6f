"""A calendar kept on this machine: one .ics file, or a folder of them."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from hedgerow.adapters.ics.lines import shown
from hedgerow.adapters.ics.read import Named, Reader, read_calendar, read_calendars
from hedgerow.adapters.ics.splitting import BODY_LIMIT
from hedgerow.core.occurrence import CalendarId, NotSeen, Reading
from hedgerow.core.span import Span
from hedgerow.ports import Unavailable

FILE_LIMIT = 50_000
DEPTH_LIMIT = 32

_Entry = tuple[Path, str]
"""A file, and why it can't be read when that is known already."""


@dataclass(slots=True)
class FileSource:
    path: Path
    calendar: CalendarId
    zone: ZoneInfo
    addresses: frozenset[str]
    """In lower case."""
    is_new: bool = False
    """It is made by the first block that is written, and empty before. Only until there is a file: see BlockFile."""

    def read(self, window: Span) -> Reading:
        self.is_new = self.is_new and not self.path.exists()
        if self.is_new:
            return Reading(self.calendar)
        try:
            text = _read(self.path)
        except OSError as error:
            hint = ' (for a folder say kind = "folder")' if self.path.is_dir() else ""
            raise Unavailable(f"The calendar file {shown(str(self.path))} {_why(error)}{hint}.") from None
        return read_calendar(text, window, Reader(self.calendar, shown(self.path.name), self.zone, self.addresses))


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Every .ics file below the folder, in any case, as one calendar. Hidden files and folders are left out."""

    path: Path
    calendar: CalendarId
    zone: ZoneInfo
    addresses: frozenset[str]
    """In lower case."""

    def read(self, window: Span) -> Reading:
        try:
            found = list(islice(_walk(self.path, frozenset(), DEPTH_LIMIT), FILE_LIMIT + 1))
        except OSError as error:
            raise Unavailable(f"The calendar folder {shown(str(self.path))} {_why(error)}.") from None
        reader = Reader(self.calendar, shown(self.path.name), self.zone, self.addresses)
        if not found:
            nothing = NotSeen(self.calendar, shown(self.path.name), "There is no .ics file in this folder.")
            return Reading(self.calendar, not_seen=[nothing], seen=False)
        if len(found) > FILE_LIMIT:
            found[-1] = self.path, "holds more than 50,000 .ics files; only so many are read"
        return read_calendars((self._named(entry) for entry in sorted(found)), window, reader)

    def _named(self, entry: _Entry) -> Named:
        path, reason = entry
        where = shown(path.relative_to(self.path).as_posix() if path != self.path else path.name)
        if reason:
            return Named(where, reason=f"It {reason}.")
        try:
            return Named(where, _read(path))
        except OSError as error:
            return Named(where, reason=f"It {_why(error)}.")


def _walk(folder: Path, above: frozenset[tuple[int, int]], depth: int) -> Iterator[_Entry]:
    """Raises OSError only for the first folder; a link back to a folder above is not followed."""
    status = folder.stat()
    within = above | {(status.st_dev, status.st_ino)}
    with os.scandir(folder) as entries:
        children = sorted(Path(entry) for entry in entries if not entry.name.startswith("."))
    for child in children:
        if child.is_dir():
            yield from _descend(child, within, depth)
        elif child.suffix.lower() == ".ics":
            yield child, ""


def _descend(folder: Path, above: frozenset[tuple[int, int]], depth: int) -> Iterator[_Entry]:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in above:
            return
        if depth == 0:
            yield folder, "lies more than 32 folders deep and was not read"
            return
        yield from _walk(folder, above, depth - 1)
    except OSError as error:
        yield folder, _why(error)


def _read(path: Path) -> bytes:
    """One byte over the limit is enough to know that it is over."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise IsADirectoryError
    with path.open("rb") as file:
        return file.read(BODY_LIMIT + 1)


def _why(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "does not exist: put it there, or name another path in the settings"
        case PermissionError():
            return "may not be read by this user"
        case IsADirectoryError():
            return "is no ordinary file"
        case NotADirectoryError():
            return "is not a folder"
        case _:
            return f"can't be read ({error.strerror or type(error).__name__})"
