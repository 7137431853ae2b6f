"""How much of a week an intention asks for: times, or hours in chunks, and what other intentions add to it."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.intention import MINUTE, Intention, bounds
from hedgerow.core.places import QUARTER
from hedgerow.settings.findings import Findings
from hedgerow.settings.notation import did_you_mean, duration_text, minutes_of, window_text
from hedgerow.settings.places import KeyPath
from hedgerow.settings.tables import IntentionTable


def read_hours(path: KeyPath, table: IntentionTable, findings: Findings) -> int:
    """Minutes a week; 0 where times are asked for."""
    if not table.hours_per_week:
        return 0
    if "times_per_week" in table.model_fields_set:
        findings.blame_key((*path, "hours_per_week"), "give either times_per_week or hours_per_week; leave one out")
        return 0
    return findings.read((*path, "hours_per_week"), table.hours_per_week, _hours, 0)


def _hours(text: str) -> int:
    minutes = minutes_of(text)
    if not minutes or minutes % QUARTER:
        raise ValueError(f"{text!r} is not made of quarters of an hour; write it as '10h' or '7h30'")
    return minutes


def blame_hours(path: KeyPath, intention: Intention, findings: Findings) -> None:
    if not all(findings.is_sound(*path, key) for key in ("length", "hours_per_week", "days", "spacing_days")):
        return
    length, asked = intention.length, intention.minutes_per_week
    if any(each % QUARTER for each in (length.minimum, length.ideal, length.maximum)):
        findings.blame((*path, "length"), "with hours_per_week every length is made of quarters of an hour")
        return
    least, most = (each // MINUTE for each in bounds(intention))
    longest = min(most, max(window.minutes for window in all_windows(intention)))
    room = most_per_week(intention.days, intention.spacing_days) * longest
    if asked > room:
        said = f"the days, the windows and the longest length leave room for only {duration_text(room)} a week"
        findings.blame((*path, "hours_per_week"), said)
    elif asked < least:
        findings.blame((*path, "hours_per_week"), "is less than the shortest length of one block")


def blame_soft_windows(path: KeyPath, intention: Intention, findings: Findings) -> None:
    windows = all_windows(intention)
    for soft in intention.soft_windows:
        if not any(soft.opens < window.closes and window.opens < soft.closes for window in windows):
            findings.blame((*path, "soft_windows"), f"{window_text(soft)!r} lies outside of all windows")


def all_windows(intention: Intention) -> tuple[DayWindow, ...]:
    """Of any of its days."""
    return tuple(window for day in sorted(intention.days) for window in intention.windows_on(day)) or intention.windows


def blame_feeds(tables: Sequence[IntentionTable], findings: Findings) -> None:
    feeds = {table.id: table.feeds for table in tables}
    for n, table in enumerate(tables):
        for place, name in enumerate(table.feeds):
            path = ("intentions", n, "feeds", place)
            if name not in feeds:
                findings.blame(path, f"there is no intention {name!r}{did_you_mean(name, feeds)}")
            elif table.id in _reached(name, feeds):
                findings.blame(path, f"{table.id!r} would count for itself by way of {name!r}; leave one of them out")


def _reached(name: str, feeds: Mapping[str, Sequence[str]]) -> set[str]:
    """Itself, and all that it feeds at once or by way of others."""
    found, open_ends = {name}, [name]
    while open_ends:
        new = [each for each in feeds.get(open_ends.pop(), ()) if each not in found]
        found |= set(new)
        open_ends += new
    return found


def most_per_week(days: frozenset[Weekday], spacing: int) -> int:
    """The most blocks that every week can have, so many days apart from one week into the next."""
    for many in range(len(days), 1, -1):
        if any(_spaced(chosen, spacing) for chosen in combinations(sorted(days), many)):
            return many
    return 1


def _spaced(days: Sequence[int], spacing: int) -> bool:
    following = [*days[1:], days[0] + 7]
    return all(later - day >= spacing for day, later in zip(days, following, strict=True))
