"""Numbers, times and lists as a language writes them. Spaces that must not break are U+00A0."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from hedgerow.core.days import Week
from hedgerow.core.span import Span
from hedgerow.letter.language import ENGLISH, Language

NBSP = "\N{NO-BREAK SPACE}"
_DAY = 24 * 60
_THIN = "\N{THIN SPACE}"
_TO = f" –~～-{_THIN}"


def number(count: int) -> str:
    """In English words up to twelve, `no` for none."""
    return ENGLISH.number(count) if count else "no"


def counted(count: int, noun: str, plural: str = "") -> str:
    """`one event`, `five events`; for what is said in English only."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def sentence(text: str) -> str:
    """With a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def typeset(text: str) -> str:
    """With the apostrophe of print."""
    return text.replace("'", "’")


def joined(*sentences: str) -> str:
    """One after another; what is empty is left out."""
    return " ".join(filter(None, sentences))


def unbroken(text: str) -> str:
    return text.replace(" ", NBSP)


def listed(items: Sequence[str], language: Language = ENGLISH) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return _joined(items, "standard", language)


def either(items: Sequence[str], language: Language = ENGLISH) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return _joined(items, "or", language)


def _joined(items: Sequence[str], style: Literal["standard", "or"], language: Language) -> str:
    from babel.lists import format_list  # noqa: PLC0415 - see `Language.locale`

    return format_list(items, style, language.locale) if items else ""


def apart(items: Iterable[str], language: Language = ENGLISH) -> str:
    """`a, b; c`: for what holds commas."""
    return language.say("; ").join(items)


def duration(minutes: int, language: Language = ENGLISH) -> str:
    """`45 min`, `4 h`, `4 h 05`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return unbroken(language.say("{minutes} min", minutes=rest))
    if not rest:
        return unbroken(language.say("{hours} h", hours=hours))
    return unbroken(language.say("{hours} h {minutes}", hours=hours, minutes=f"{rest:02d}"))


def clock_of(minutes: int, language: Language = ENGLISH) -> str:
    """Wall-clock minutes of a day as `09:00`; beyond midnight they are those of the day after, and 1440 is `24:00`."""
    kept = minutes if minutes <= _DAY else minutes - _DAY
    return _told(*divmod(kept, 60), language)


def _told(hour: int, minute: int, language: Language) -> str:
    """24 is the hour at which a day ends."""
    if not language.is_twelve_hours:
        return f"{hour:02d}:{minute:02d}"
    if hour == _DAY // 60:
        return language.say("midnight")
    from babel.dates import format_time  # noqa: PLC0415 - see `Language.locale`

    return unbroken(format_time(time(hour, minute), "h:mm a", locale=language.locale))


def hour(of: int, language: Language = ENGLISH) -> str:
    """A mark on an axis: `06`, `6 am`."""
    if not language.is_twelve_hours:
        return f"{of:02d}"
    from babel.dates import format_time  # noqa: PLC0415 - see `Language.locale`

    return unbroken(format_time(time(of % 24), "h a", locale=language.locale))


def clock(at: datetime, zone: ZoneInfo, language: Language = ENGLISH) -> str:
    local = at.astimezone(zone)
    return _told(local.hour, local.minute, language)


def clocks(span: Span, zone: ZoneInfo, language: Language = ENGLISH) -> str:
    """`21:00–22:05`; an end at midnight is `24:00`."""
    end = span.end.astimezone(zone)
    return f"{clock(span.start, zone, language)}–{clock_of(end.hour * 60 + end.minute or _DAY, language)}"


def full_date(day: date, language: Language = ENGLISH) -> str:
    """`22 November 2026`."""
    from babel.dates import format_date  # noqa: PLC0415 - see `Language.locale`

    return format_date(day, "long", locale=language.locale)


def short_month(day: date, language: Language = ENGLISH) -> str:
    """`Nov 2026`."""
    return _by_skeleton("yMMM", day, language)


def month(day: date, language: Language = ENGLISH) -> str:
    """`November 2026`."""
    return _by_skeleton("yMMMM", day, language)


def _by_skeleton(skeleton: str, day: date, language: Language) -> str:
    """In the order of the language: the skeleton is CLDR's name for which parts of a date are told."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - see `Language.locale`

    return format_skeleton(skeleton, datetime.combine(day, time()), locale=language.locale).replace(_THIN, " ")


def weekday(day: date, language: Language = ENGLISH) -> str:
    """As it stands alone."""
    name: str = language.locale.days["stand-alone"]["wide"][day.weekday()]
    return name


def short_weekday(day: date, language: Language = ENGLISH) -> str:
    name: str = language.locale.days["stand-alone"]["abbreviated"][day.weekday()]
    return name


def short_day(day: date, language: Language = ENGLISH) -> str:
    """`Thu 19 Nov`."""
    return unbroken(_by_skeleton("MMMEd", day, language))


def moment(at: datetime, zone: ZoneInfo, language: Language = ENGLISH) -> str:
    """`Thu 19 Nov 21:00`."""
    return f"{short_day(at.astimezone(zone).date(), language)}{NBSP}{clock(at, zone, language)}"


def stretch(span: Span, zone: ZoneInfo, language: Language = ENGLISH) -> str:
    """`Thu 19 Nov 21:00–22:05`."""
    return f"{short_day(span.start.astimezone(zone).date(), language)}{NBSP}{clocks(span, zone, language)}"


def dates(week: Week, language: Language = ENGLISH) -> str:
    """`16–22 November 2026`, `28 December 2026 – 3 January 2027`."""
    return "".join(_ends(week, language))


def ends(week: Week, language: Language = ENGLISH) -> tuple[str, str]:
    """`16` and `22 November 2026`, for a sentence that says the way from one to the other in words."""
    first, last = _ends(week, language)
    return first.strip(_TO), last


def _ends(week: Week, language: Language) -> tuple[str, str]:
    """By CLDR's pattern for the largest part of the date that changes, with the month in full."""
    from babel.dates import format_date  # noqa: PLC0415 - see `Language.locale`

    first, last = week.days[0], week.days[-1]
    changes = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    begins, closes = (part.replace("MMM", "MMMM") for part in language.locale.interval_formats["yMMMd"][changes])
    told = format_date(first, begins, locale=language.locale), format_date(last, closes, locale=language.locale)
    return told[0].replace(_THIN, " "), told[1].replace(_THIN, " ")
