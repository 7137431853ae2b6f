"""Numbers, times and lists as calm English. Spaces that must not break are U+00A0."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hedgerow.core.days import Week
from hedgerow.core.span import Span

NBSP = "\N{NO-BREAK SPACE}"
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def number(count: int) -> str:
    """In words up to twelve, `no` for none."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else str(count)


def counted(count: int, noun: str, plural: str = "") -> str:
    """`one event`, `five events`."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def ordinal(place: int) -> str:
    """Of 1 to 5."""
    return _ORDINALS[place - 1]


def sentence(text: str) -> str:
    """With a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def typeset(text: str) -> str:
    """With the apostrophe of print."""
    return text.replace("'", "’")


def listed(items: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def duration(minutes: int) -> str:
    """`45 min`, `4 h`, `4 h 05`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02d}" if rest else f"{hours}{NBSP}h"


def clock_of(minutes: int) -> str:
    """Wall-clock minutes of a day as `09:00`; beyond midnight they are those of the day after, and 1440 is `24:00`."""
    kept = minutes if minutes <= 24 * 60 else minutes - 24 * 60
    return f"{kept // 60:02d}:{kept % 60:02d}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def clocks(span: Span, zone: ZoneInfo) -> str:
    """`21:00–22:05`; an end at midnight is `24:00`."""
    ends = clock(span.end, zone)
    return f"{clock(span.start, zone)}–{'24:00' if ends == '00:00' else ends}"


def month(day: date) -> str:
    """`November 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def short_weekday(day: date) -> str:
    return weekday(day)[:3]


def short_day(day: date) -> str:
    """`Thu 19 Nov`."""
    return f"{short_weekday(day)}{NBSP}{day.day}{NBSP}{_MONTHS[day.month - 1][:3]}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`Thu 19 Nov 21:00`."""
    return f"{short_day(at.astimezone(zone).date())}{NBSP}{clock(at, zone)}"


def stretch(span: Span, zone: ZoneInfo) -> str:
    """`Thu 19 Nov 21:00–22:05`."""
    return f"{short_day(span.start.astimezone(zone).date())}{NBSP}{clocks(span, zone)}"


def dates(week: Week, to: str = "–") -> str:
    """`16–22 November 2026`, `28 December 2026 – 3 January 2027`."""
    first, last = week.days[0], week.days[-1]
    ends = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    spaced = f" {to.strip()} "
    if first.year != last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year}{spaced}{ends}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]}{spaced}{ends}"
    return f"{first.day}{to}{ends}"
