"""How lengths of time, clock times and windows are written. Each reader raises ValueError with a whole sentence."""

import re
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches

from hedgerow.core.days import DAY_MINUTES, DayWindow
from hedgerow.core.pattern import YearDay

_DURATION = re.compile(r"(?:(?P<hours>\d{1,5}) ?h)? ?(?:(?P<minutes>\d{1,5}) ?(?P<unit>min)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)
_WINDOW = re.compile(r"(?P<opens>[\d:]+) ?[-–] ?(?P<closes>[\d:]+)(?P<next>\+1)?", re.ASCII)


def minutes_of(text: str) -> int:
    """`45min`, `2h`, `1h30` or `1h30min`."""
    match = _DURATION.fullmatch(text.strip())
    if not match or not (match["hours"] or match["minutes"]):
        raise ValueError(f"{text!r} is not a length of time; write it as '45min', '2h' or '1h30'")
    if not match["hours"] and not match["unit"]:
        raise ValueError(f"{text!r} has no unit; write '{text.strip()}min' or '{text.strip()}h'")
    return int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)


def clock_of(text: str) -> int:
    """`18:30`, in minutes from midnight."""
    minutes = _clock(text)
    if minutes is None or minutes == DAY_MINUTES:
        raise ValueError(f"{text!r} is not a time of day; write it as '18:30'")
    return minutes


def _clock(text: str) -> int | None:
    match = _CLOCK.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match else DAY_MINUTES + 1
    return minutes if minutes <= DAY_MINUTES else None


def day_of(text: str) -> date:
    """`2026-07-01`."""
    try:
        return _date(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day; write it as '2026-07-01'") from None


def season_day_of(text: str) -> date | YearDay:
    """`2026-07-01`, or of every year `07-01`."""
    try:
        if not _YEAR_DAY.fullmatch(text.strip()):
            return _date(text)
        leap = _date(f"2024-{text.strip()}")
    except ValueError:
        raise ValueError(f"{text!r} is not a day; write it as '2026-07-01', or '07-01' for every year") from None
    return YearDay(leap.month, leap.day)


def _date(text: str) -> date:
    """Not every form that ISO 8601 knows: `20260701` and `2026-W27` are typing errors more often than meant."""
    if not _DAY.fullmatch(text.strip()):
        raise ValueError(text)
    return date.fromisoformat(text.strip())


def window_of(text: str) -> DayWindow:
    """`09:00-17:00`, `20:00-24:00`, or over midnight with the mark of the next day: `22:00-06:00+1`."""
    opens, closes, is_marked = _ends(text)
    if is_marked:
        closes += DAY_MINUTES
    elif closes == opens:
        raise ValueError(f"{text!r} ends where it starts; leave it out, or write '00:00-24:00' for a whole day")
    elif closes < opens:
        raise ValueError(f"{text!r} ends before it starts; if it runs over midnight, write '{text.strip()}+1'")
    return _within_a_day(text, opens, closes)


def night_of(text: str) -> DayWindow:
    """Over midnight without any mark, as nights are: `22:00-06:00`."""
    opens, closes, _ = _ends(text)
    if closes == opens:
        raise ValueError(f"{text!r} ends where it starts; write the night as '22:00-06:00'")
    return _within_a_day(text, opens, closes if closes > opens else closes + DAY_MINUTES)


def _ends(text: str) -> tuple[int, int, bool]:
    match = _WINDOW.fullmatch(text.strip())
    opens, closes = (_clock(match["opens"]), _clock(match["closes"])) if match else (None, None)
    if match is None or opens is None or closes is None or opens == DAY_MINUTES:
        raise ValueError(f"{text!r} is not a window; write it as '09:00-17:00'")
    return opens, closes, bool(match["next"])


def _within_a_day(text: str, opens: int, closes: int) -> DayWindow:
    if closes > opens + DAY_MINUTES:
        raise ValueError(f"{text!r} is longer than a day; leave out the '+1'")
    return DayWindow(opens, closes)


def clock_text(minutes: int) -> str:
    """`18:30`; past midnight `02:00+1`, and `24:00` for the midnight that ends a day."""
    if minutes > DAY_MINUTES:
        return clock_text(minutes - DAY_MINUTES) + "+1"
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def window_text(window: DayWindow) -> str:
    return f"{clock_text(window.opens)}-{clock_text(window.closes)}"


def duration_text(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}min"
    return f"{hours}h{rest:02d}" if rest else f"{hours}h"


def guess(word: str, choices: Collection[str]) -> str | None:
    """The choice that was probably meant."""
    by_fold = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else None


def did_you_mean(word: str, choices: Collection[str]) -> str:
    """`; did you mean 'x'?`, or nothing."""
    meant = guess(word, choices)
    return f"; did you mean {meant!r}?" if meant else ""
