"""Each limit over the weeks: a line of what was measured, the number that holds, and the weeks that passed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from hedgerow.core.fate import Fate
from hedgerow.core.history import WeekRecord
from hedgerow.core.limits import LIMITS, LimitKey, LimitRule, Limits, Unit
from hedgerow.letter.figures import bound
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import duration, sentence, typeset, unbroken

WIDTH, HEIGHT = 450, 34
_SERIOUS = {LimitKey.SCHEDULED_WORK_SERIOUS: LimitKey.SCHEDULED_WORK}
"""Measures of the same hours share a line."""


@dataclass(frozen=True, slots=True)
class Spot:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LimitLine:
    title: str
    limit: str
    passed: str
    """`passed in 3 of 50 weeks`, `always reached`."""
    line: str
    """The `d` of a path, broken where a week says nothing."""
    spots: tuple[Spot, ...]
    """Of the weeks that passed it."""
    level: float
    """Where the limit lies."""
    sentence: str


def draw_limits(records: Sequence[WeekRecord], limits: Limits, language: Language) -> tuple[LimitLine, ...]:
    """Of the limits that say anything of these weeks; `limits` are those that hold now."""
    rules = [rule for rule in LIMITS if rule.key not in _SERIOUS]
    drawn = (_draw(rule, limits.get(rule.key, rule.default), records, language) for rule in rules)
    return tuple(line for line in drawn if line is not None)


def _draw(rule: LimitRule, limit: int, records: Sequence[WeekRecord], language: Language) -> LimitLine | None:
    values = [_measured(rule.key, record) if record.is_comparable else None for record in records]
    known = [value for value in values if value is not None]
    if not known:
        return None
    scale = _Scale(min(*known, limit), max(*known, limit), len(records))
    places = [None if value is None else Spot(scale.x(n), scale.y(value)) for n, value in enumerate(values)]
    over = [spot for spot, record in zip(places, records, strict=True) if spot and _has_passed(rule.key, record)]
    words = _words(rule, limit, known, language)
    told = _told(rule, len(over), sum(record.is_comparable for record in records), language)
    return LimitLine(
        title=words.title,
        limit=words.limit,
        passed=told,
        line=_path(places),
        spots=tuple(over),
        level=scale.y(limit),
        sentence=f"{words.lead} {words.limit}, {told}; {words.bounds}.",
    )


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    lead: str
    limit: str
    bounds: str


def _words(rule: LimitRule, limit: int, known: Sequence[int], language: Language) -> _Words:
    title = sentence(typeset(language.say(rule.title)))
    low, high = (_said(rule, value, language) for value in (min(known), max(known)))
    return _Words(
        title=title,
        lead=language.say("{lead}:", lead=title),
        limit=language.say("limit {limit}", limit=bound(rule, limit, language)),
        bounds=language.say("lowest {low}, highest {high}", low=low, high=high),
    )


def _told(rule: LimitRule, over: int, weeks: int, language: Language) -> str:
    if not over:
        return language.say("always reached") if rule.is_floor else language.say("never passed")
    said = {"n": language.figure(over), "weeks": language.figure(weeks)}
    if rule.is_floor:
        return language.say("not reached in {n} of {weeks} weeks", **said)
    return language.say("passed in {n} of {weeks} weeks", **said)


@dataclass(frozen=True, slots=True)
class _Scale:
    low: int
    high: int
    weeks: int

    def x(self, place: int) -> float:
        return round(WIDTH * (place + 0.5) / self.weeks, 1)

    def y(self, value: int) -> float:
        """More is higher."""
        return round(HEIGHT * (1 - (value - self.low) / max(self.high - self.low, 1)), 1)


def _path(places: Sequence[Spot | None]) -> str:
    runs = [[spot for spot in run if spot] for is_spot, run in groupby(places, key=bool) if is_spot]
    return "".join("M" + " ".join(f"{spot.x} {spot.y}" for spot in run) for run in runs)


def _measured(key: LimitKey, record: WeekRecord) -> int | None:
    """None where a week gives no such number; of breaks only those that were too short are kept."""
    lost = -(-100 * record.fates.count(Fate.LOST) // len(record.fates)) if record.fates else None
    values: Mapping[LimitKey, int | None] = {
        LimitKey.SCHEDULED_WORK: record.scheduled_work,
        LimitKey.SHORTEST_REST: record.shortest_rest,
        LimitKey.LONGEST_REST: record.longest_rest,
        LimitKey.BREAK: next((passed.measured for passed in record.passed if passed.key is key), None),
        LimitKey.PERSONAL_TAKEN: record.personal_taken,
        LimitKey.EVENINGS: len(record.evenings_touched),
        LimitKey.BLOCKS_LOST: lost,
    }
    return values[key]


def _has_passed(key: LimitKey, record: WeekRecord) -> bool:
    """By the limit that held in that week."""
    return any(_SERIOUS.get(passed.key, passed.key) is key for passed in record.passed)


def _said(rule: LimitRule, value: int, language: Language) -> str:
    match rule.unit:
        case Unit.MINUTES:
            return duration(value, language)
        case Unit.EVENINGS:
            return language.figure(value)
        case Unit.PERCENT:
            return unbroken(language.say("{n} %", n=value))
