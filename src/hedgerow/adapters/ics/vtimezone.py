"""VTIMEZONE (RFC 5545 section 3.6.5) → a zone of Python, worked out once as a table of its changes."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from hedgerow.adapters.ics.lines import decoded
from hedgerow.adapters.ics.values import parse_offset, parse_value
from hedgerow.adapters.ics.walk import Bounded, bounded_rule

FIRST_YEAR = 1968
"""Rules that began earlier (Outlook writes 1601) are worked out from here; before it, the first known offset holds."""
_ONSETS = 10_000
_RULES = 100
_YEARS = 10_000
"""Walked in all the rules of one zone; a hundred rules since 1968 have fewer."""
_LONGEST_RULE = 1_000
_NOT_IN_ZONES = ("INTERVAL", "BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS")
_NAUGHT = timedelta(0)


class OwnZone(tzinfo):
    """Identity counts: the same text gives the same zone, so that times in it are compared by the wall clock."""

    def __init__(self, name: str, first: timedelta, changes: list[tuple[datetime, timedelta]]) -> None:
        """`changes`: in order, from which instant (UTC, naive) which offset holds."""
        self._name = name
        self._offsets = [first, *(offset for _, offset in changes)]
        self._instants = [instant for instant, _ in changes]
        pairs = list(zip(self._instants, self._offsets, self._offsets[1:], strict=False))
        self._early = [instant + max(before, after) for instant, before, after in pairs]
        self._late = [instant + min(before, after) for instant, before, after in pairs]

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """PEP 495: `fold` chooses in a repeated hour, and in a skipped one."""
        if dt is None:
            return None
        walls = self._late if dt.fold else self._early
        return self._offsets[bisect_right(walls, dt.replace(tzinfo=None, fold=0))]

    def fromutc(self, dt: datetime) -> datetime:
        offset = self._offsets[bisect_right(self._instants, dt.replace(tzinfo=None))]
        wall = dt + offset
        return wall if self.utcoffset(wall) == offset else wall.replace(fold=1)

    def dst(self, dt: datetime | None) -> timedelta | None:
        return None if dt is None else _NAUGHT

    def tzname(self, dt: datetime | None) -> str | None:
        return None if dt is None else self._name

    def __repr__(self) -> str:
        return f"OwnZone({self._name!r})"


@dataclass(slots=True)
class _Effort:
    """Of working out one zone, so that none takes longer than about a second."""

    last_year: int
    onsets: int = 0
    years: int = 0
    rules: int = 0

    @property
    def cost(self) -> int:
        """In the unit of Budget."""
        return 8 * self.onsets + 60 * self.years

    def count(self, onsets: Iterable[datetime]) -> Iterator[datetime]:
        """The same onsets. Raises ValueError."""
        for onset in onsets:
            self.onsets += 1
            if self.onsets > _ONSETS:
                raise ValueError("too many changes")
            yield onset

    def begin_rule(self, text: str, first_year: int) -> None:
        """Raises ValueError."""
        self.rules += 1
        if self.rules > _RULES or len(text) > _LONGEST_RULE:
            raise ValueError("too many rules, or too long ones")
        years = max(0, self.last_year + 1 - first_year)
        if self.years + years > _YEARS:
            raise ValueError("too many years")
        self.years += years


@dataclass(frozen=True, slots=True)
class Worked:
    zone: OwnZone | None
    """None when it cannot be understood."""
    cost: int
    """In the unit of Budget."""


@dataclass(frozen=True, slots=True)
class _Observance:
    """A STANDARD or DAYLIGHT part, by the names of its properties."""

    standard: bool
    properties: dict[str, list[str]]

    def one(self, name: str) -> str:
        return self.properties[name][0]

    def changes(self, effort: "_Effort") -> Iterator[tuple[datetime, timedelta, timedelta]]:
        """From which instant (UTC, naive) it holds, the offset before and after. Raises ValueError, KeyError."""
        before, after = (parse_offset(self.one(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        start = _local(self.one("DTSTART"))
        onsets = {start}
        for value in self.properties.get("RDATE", ()):
            onsets.update(effort.count(_local(part) for part in value.split(",")))
        for rule in dict.fromkeys(self.properties.get("RRULE", ())):
            onsets.update(effort.count(_yearly(rule, start, before, effort)))
        for onset in onsets:
            yield onset - before, before, after


@lru_cache(maxsize=256)
def read_zone(raw: bytes, last_year: int) -> Worked:
    """Kept by its text, so that no calendar's zone becomes another's."""
    effort = _Effort(last_year)
    try:
        zone = _zone(raw, effort)
    except (ValueError, KeyError, OverflowError, TypeError):
        zone = None
    return Worked(zone, effort.cost + len(raw) // 5)


def _zone(raw: bytes, effort: _Effort) -> OwnZone | None:
    observances = list(_observances(raw))
    changes = sorted(change for part in observances for change in part.changes(effort))
    if not changes:
        return None
    first = next((part for part in observances if part.standard), observances[0])
    only = len(changes) == 1
    offset = parse_offset(first.one("TZOFFSETTO")) if only else changes[0][1]
    return OwnZone("", offset, [(instant, after) for instant, _, after in changes])


def _observances(raw: bytes) -> Iterator[_Observance]:
    properties: dict[str, list[str]] = {}
    for line in decoded(raw).upper().splitlines():
        head, _, value = line.partition(":")
        name = head.partition(";")[0]
        if name == "BEGIN":
            properties = {}
        elif name == "END":
            yield _Observance(value.strip() == "STANDARD", properties)
        else:
            properties.setdefault(name, []).append(value.strip())


def _yearly(rule: str, start: datetime, before: timedelta, effort: _Effort) -> Iterator[datetime]:
    """Real zones change by the year; any other frequency is a trap. UNTIL is in UTC, the onsets by the wall clock."""
    if "FREQ=YEARLY" not in rule or any(part in rule for part in _NOT_IN_ZONES):
        raise ValueError("not a plain yearly rule")
    begin = start.replace(year=FIRST_YEAR) if "COUNT" not in rule and start.year < FIRST_YEAR else start
    effort.begin_rule(rule, begin.year)
    kept = ";".join(part for part in rule.split(";") if part and not part.startswith("UNTIL="))
    end = datetime(effort.last_year + 1, 1, 1)  # noqa: DTZ001 - by the wall clock, as the onsets are
    until = rule.partition("UNTIL=")[2].partition(";")[0]
    if until:
        end = min(end, _local(until) + before)
    return Bounded(bounded_rule(kept, begin, effort.last_year + 1), None).between(begin, end, inc=True)


def _local(value: str) -> datetime:
    text = value.rstrip("Z")
    moment = parse_value(text if "T" in text else text + "T000000")
    if not isinstance(moment, datetime):
        raise ValueError("not a time")  # noqa: TRY004 - bad data, not a bad type
    return moment
