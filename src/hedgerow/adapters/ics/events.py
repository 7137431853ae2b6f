"""What the words of one VEVENT say, apart from its times."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from icalendar.cal.component import Component
from icalendar.cal.event import Event

from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.budget import DESCRIPTION, WORDS, Budget
from hedgerow.adapters.ics.lines import clean, decoded
from hedgerow.adapters.ics.mark import read_mark
from hedgerow.adapters.ics.splitting import TEXTS, Chunk
from hedgerow.core.occurrence import CalendarId, Occurrence, PartStat, Status, Transparency, Uid
from hedgerow.core.span import Span

LINES_LIMIT = 5_000
_BEST_ANSWER = (
    PartStat.ACCEPTED,
    PartStat.TENTATIVE,
    PartStat.NEEDS_ACTION,
    PartStat.DELEGATED,
    PartStat.DECLINED,
)
"""Which one counts when a person is invited by two addresses."""
_NOWHEN = Span(datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC))


def describe(chunk: Chunk, uid: Uid, calendar: CalendarId, addresses: frozenset[str], budget: Budget) -> Occurrence:
    """An occurrence with everything but its span, its RECURRENCE-ID and whether it is all-day."""
    event = _parse(chunk, budget)
    attendees = _values(event, "ATTENDEE")
    show = _word(event, "X-MICROSOFT-CDO-BUSYSTATUS")
    shown = _transparency(_word(event, "TRANSP"), show)
    mark = read_mark(event, uid)
    theirs = mark is not None and _is_reshaped(chunk)
    return Occurrence(
        calendar,
        uid,
        _NOWHEN,
        title=_first(event, "SUMMARY"),
        transparency=Transparency.OPAQUE if theirs and mark and shown is mark.transparency else shown,
        status=_status(_word(event, "STATUS"), show),
        partstat=_answer(attendees, addresses),
        organizer=next((_address(value) for value in _values(event, "ORGANIZER")), ""),
        attendees=tuple(dict.fromkeys(filter(None, map(_address, attendees)))),
        categories=_categories(event),
        color=_word(event, "COLOR").lower(),
        ours=mark is not None and not theirs,
    )


def _parse(chunk: Chunk, budget: Budget) -> Event:
    """Always bytes: a `str` without a line end would be taken for the path of a file to read."""
    lines = [decoded(line) for name, line in chunk.lines if name in TEXTS]
    if len(lines) > LINES_LIMIT:
        raise Broken("It has more than 5,000 lines of people and words.")
    budget.spend(DESCRIPTION + sum(WORDS + len(line) // 8 + 3 * line.count(",") for line in lines))
    event = Event.from_ical(b"\r\n".join((b"BEGIN:VEVENT", *(line.encode() for line in lines), b"END:VEVENT", b"")))
    assert isinstance(event, Event)
    return event


def _is_reshaped(block: Chunk) -> bool:
    """A block made recurring or all-day by hand is the person's from then on, and as free as they show it.

    No booking of ours tells of all the time that it takes.
    """
    starts = (line.rpartition(b":")[2].strip() for line in block.values("DTSTART"))
    recurs = any(block.values(name) for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    return recurs or any(start.isdigit() for start in starts)


def _values(component: Component, name: str) -> Sequence[object]:
    value = component.get(name)
    if value is None:
        return ()
    return value if isinstance(value, list) else [value]


def _first(event: Event, name: str) -> str:
    return next((clean(str(value)) for value in _values(event, name)), "")


def _word(event: Event, name: str) -> str:
    return _first(event, name).upper()


def _transparency(transp: str, show: str) -> Transparency:
    return Transparency.TRANSPARENT if transp == "TRANSPARENT" or show == "FREE" else Transparency.OPAQUE


def _status(status: str, show: str) -> Status:
    if status == "CANCELLED":
        return Status.CANCELLED
    return Status.TENTATIVE if "TENTATIVE" in (status, show) else Status.CONFIRMED


def _parameter(value: object, name: str) -> str:
    parameters = getattr(value, "params", {})
    return clean(str(parameters.get(name, "")))


def _address(value: object) -> str:
    """Exchange and Apple may name a person by a path and the address by EMAIL (RFC 7986 section 6.2)."""
    text = clean(str(value)).lower()
    email = _parameter(value, "EMAIL").lower()
    if text.startswith("mailto:"):
        return text.removeprefix("mailto:").strip()
    return email.removeprefix("mailto:") or (text if "@" in text else "")


def _answer(attendees: Iterable[object], addresses: frozenset[str]) -> PartStat | None:
    answers = {_partstat(value) for value in attendees if _address(value) in addresses}
    return next((answer for answer in _BEST_ANSWER if answer in answers), None)


def _partstat(value: object) -> PartStat:
    """RFC 5545 section 3.2.12: what is absent or unknown is NEEDS-ACTION."""
    try:
        return PartStat(_parameter(value, "PARTSTAT").lower())
    except ValueError:
        return PartStat.NEEDS_ACTION


def _categories(event: Event) -> tuple[str, ...]:
    names = (str(name) for value in _values(event, "CATEGORIES") for name in getattr(value, "cats", ()))
    return tuple(dict.fromkeys(filter(None, map(clean, names))))
