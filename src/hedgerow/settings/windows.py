"""Windows of intentions: of every day, or with the days that they are for, such as `sat 09:00-12:00`."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday
from hedgerow.settings.findings import Findings, not_one_of
from hedgerow.settings.notation import window_of
from hedgerow.settings.pattern import in_order
from hedgerow.settings.places import KeyPath
from hedgerow.settings.tables import WEEKDAYS

_SHORT = 3
"""Letters of a day that are enough."""
_DAYS_FIRST = re.compile(r"(?P<days>[^\d]*)(?P<window>.*)", re.DOTALL)
_PLACEHOLDER = frozenset[Weekday](), DayWindow(0, DAY_MINUTES)
Own = tuple[tuple[Weekday, tuple[DayWindow, ...]], ...]


@dataclass(frozen=True, slots=True)
class Windows:
    every_day: tuple[DayWindow, ...]
    own: Own
    """Of the days that have their own, and so none of the others."""


def read_day_windows(path: KeyPath, texts: Sequence[str], days: Collection[Weekday], findings: Findings) -> Windows:
    every_day: list[tuple[DayWindow, KeyPath]] = []
    own: dict[Weekday, list[tuple[DayWindow, KeyPath]]] = {}
    for n, text in enumerate(texts):
        place = (*path, n)
        named, window = findings.read(place, text, _days_and_window, _PLACEHOLDER)
        strange = sorted(named - set(days))
        if strange:
            findings.blame(place, f"{text!r} is for a day that 'days' leaves out: {WEEKDAYS[strange[0]]}")
        for day in named:
            own.setdefault(day, []).append((window, place))
        if not named:
            every_day.append((window, place))
    return Windows(in_order(every_day, findings), tuple((day, in_order(own[day], findings)) for day in sorted(own)))


def _days_and_window(text: str) -> tuple[frozenset[Weekday], DayWindow]:
    match = _DAYS_FIRST.fullmatch(text.strip())
    if match is None or not match["days"].strip():
        return frozenset(), window_of(text)
    days: set[Weekday] = set()
    for word in match["days"].replace(",", " ").split():
        first, _, last = word.partition("-")
        days |= _from_to(_day(first, text), _day(last or first, text))
    return frozenset(days), window_of(match["window"])


def _from_to(first: Weekday, last: Weekday) -> set[Weekday]:
    return {Weekday((first + n) % 7) for n in range((last - first) % 7 + 1)}


def _day(word: str, text: str) -> Weekday:
    name = word.strip().lower()
    found = [n for n, day in enumerate(WEEKDAYS) if len(name) >= _SHORT and day.startswith(name)]
    if not found:
        raise ValueError(f"{text!r} names a day that is none; {not_one_of(word, WEEKDAYS)}")
    return Weekday(found[0])
