"""One block as the VEVENT of a calendar file holds it, whatever other programs made of it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from hedgerow.adapters.ics.block_lines import Line, named, only_value, read_lines, unescape
from hedgerow.adapters.ics.block_text import is_title
from hedgerow.adapters.ics.read import read_calendar
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.block import Found, Mark, Version
from hedgerow.core.occurrence import Transparency
from hedgerow.core.span import Span

_EVER = Span(datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
_TIMES = ("DTSTART", "DTEND", "DURATION")
_SERIES = ("RRULE", "RDATE", "RECURRENCE-ID")
_TZID = re.compile(rb';\s*TZID\s*=\s*(?:"[^"]*"|[^;:]*)', re.IGNORECASE)


def read_event(texts: Sequence[bytes], mark: Mark, reader: Reader, zones: bytes = b"") -> Found:
    """The VEVENTs of one UID. `zones` are the lines of their calendar that define zones.

    More than one stands for a recurring event with changed instances. One that cannot be read is still ours by its
    mark, hence a `broken` one and neither an error nor nothing: nothing would look as if the person had deleted it.
    """
    version, lines = version_of(texts), read_lines(texts[0])
    when = _when(lines, reader, zones)
    if when is None:
        return Found(reader.calendar, mark, mark.left, mark.title, Transparency.OPAQUE, version, broken=True)
    span, all_day = when
    title = unescape(only_value(lines, "SUMMARY"))
    return Found(
        calendar=reader.calendar,
        mark=mark,
        span=span,
        title=mark.title if is_title(title, mark.title) else title,
        transparency=_transparency(lines),
        version=version,
        all_day=all_day,
        recurring=len(texts) > 1 or any(named(lines, name) for name in _SERIES),
        cancelled=only_value(lines, "STATUS").upper() == b"CANCELLED",
        has_guests=_has_guests(lines),
    )


def version_of(texts: Sequence[bytes]) -> Version:
    """Of the event's own bytes, so that a change elsewhere in the file is none of it."""
    return Version(sha256(b"".join(texts)).hexdigest()[:32])


def _transparency(lines: Sequence[Line]) -> Transparency:
    free = only_value(lines, "TRANSP").upper() == b"TRANSPARENT"
    return Transparency.TRANSPARENT if free else Transparency.OPAQUE


def _has_guests(lines: Sequence[Line]) -> bool:
    """Some servers name the owner of the calendar in each event, as its organizer and as one who attends."""
    hosts = {line.value.lower() for line in named(lines, "ORGANIZER")}
    return any(line.value.lower() not in hosts for line in named(lines, "ATTENDEE"))


def _when(lines: Sequence[Line], reader: Reader, zones: bytes) -> tuple[Span, bool] | None:
    """As every calendar is read, but times of a zone that nobody knows are those of the person's zone."""
    times = [line for name in _TIMES for line in named(lines, name)]
    exact = b"".join(line.text + b"\n" for line in times)
    if all(line.value.endswith(b"Z") for line in times):
        return _read(exact, reader, b"")
    floating = b"".join(_TZID.sub(b"", line.head) + b":" + line.value + b"\n" for line in times)
    return _read(exact, reader, zones) or _read(floating, reader, zones)


def _read(times: bytes, reader: Reader, zones: bytes) -> tuple[Span, bool] | None:
    event = b"BEGIN:VEVENT\nUID:block\n" + times + b"END:VEVENT\n"
    occurrences = read_calendar(b"BEGIN:VCALENDAR\n" + zones + event + b"END:VCALENDAR\n", _EVER, reader).occurrences
    return (occurrences[0].span, occurrences[0].all_day) if len(occurrences) == 1 else None
