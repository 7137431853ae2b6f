"""How an event carries `core.block.Mark`: one property, percent-encoded.

    3/block/intention/day/start/end/title/transparency/calendar/owner/operation

Only letters, digits and `%-./_~` occur in it, so it stays the same whether a calendar program treats an unknown
property as text to unescape and escape again (RFC 5545 section 3.3.11) or keeps it raw.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from urllib.parse import quote, unquote

from icalendar.cal.component import Component

from hedgerow.core.block import BlockId, IntentionId, Mark, OperationId, Owner, Slot, uid_of
from hedgerow.core.occurrence import CalendarId, Transparency, Uid
from hedgerow.core.span import Span

MARK = "X-HEDGEROW-BLOCK"
_VERSION = "3"
_BLOCK = re.compile(r"[a-v0-9]+")


def format_mark(mark: Mark) -> str:
    """Whole seconds: RFC 5545 knows no smaller unit, and neither does the event that carries the mark."""
    fields = (
        mark.block,
        mark.slot.intention,
        mark.slot.day.isoformat(),
        _format_instant(mark.left.start),
        _format_instant(mark.left.end),
        mark.title,
        mark.transparency,
        mark.calendar,
        mark.owner,
        mark.operation,
    )
    return "/".join((_VERSION, *(quote(field, safe="", errors="surrogatepass") for field in fields)))


def parse_mark(text: str) -> Mark | None:
    """None for anything but the exact text that `format_mark` gives: what is doubtful is not ours."""
    version, *fields = text.split("/")
    if version != _VERSION or len(fields) != 10:
        return None
    try:
        mark = _read([unquote(field, errors="strict") for field in fields])
    except (ValueError, OverflowError):
        return None
    return mark if _BLOCK.fullmatch(mark.block) and format_mark(mark) == text else None


def _read(fields: Sequence[str]) -> Mark:
    """Raises ValueError, and OverflowError for a time beyond the years one to 9999."""
    block, intention, day, start, end, title, shown, calendar, owner, operation = fields
    slot = Slot(IntentionId(intention), date.fromisoformat(day))
    left = Span(_parse_instant(start), _parse_instant(end))
    home, by = CalendarId(calendar), Owner(owner)
    return Mark(BlockId(block), slot, left, title, Transparency(shown), home, by, OperationId(operation))


def read_mark(component: Component, uid: Uid) -> Mark | None:
    """None unless the event has exactly one mark and it is bound to this UID."""
    value = component.get(MARK)
    mark = parse_mark(value) if isinstance(value, str) else None
    return mark if mark is not None and uid_of(mark.block) == uid else None


def _format_instant(instant: datetime) -> str:
    return instant.replace(microsecond=0, tzinfo=None).isoformat().replace("-", "").replace(":", "") + "Z"


def _parse_instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
