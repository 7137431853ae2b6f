"""Weeks to be planned: meetings and wishes, the same for the same seed, and every place that a wish may take in them.

Times are minutes since the first Monday's midnight, without a zone: what a clock does to a week is not measured here.
What a place is worth is reckoned as in a plan, without what that adds for the rule of placement: a shorter length
costs, so does being away from the wished start, and standing where it stood already is worth something.
"""

import random  # noqa: TID251 - seeded test data
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

DAY, WEEK, QUARTER, HALF_HOUR = 1440, 10080, 15, 30
LOW, NORMAL, HIGH, CRITICAL = 50, 200, 800, 3200
MOST_FOR_BETTER_TIMES, CHUNK = 12, 6
ANY_DAY, WORKDAYS = frozenset(range(7)), frozenset(range(5))


class Load(StrEnum):
    LIGHT = "light"
    HEAVY = "heavy"
    PATHOLOGICAL = "pathological"


class Kind(StrEnum):
    COUNT = "count"
    HOURS = "hours"
    REST = "rest"
    DAY_OFF = "day off"


GUARDS = (Kind.REST, Kind.DAY_OFF)


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    start: int
    end: int
    is_work: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    name: str
    times: int
    """A week; of hours, quarters of an hour a week."""
    lengths: tuple[int, ...]
    opens: int
    closes: int
    ideal: int
    value: int = NORMAL
    kind: Kind = Kind.COUNT
    days: frozenset[int] = ANY_DAY
    spacing: int = 1
    margin: int = 0
    """Minutes kept free before and after, of meetings and of other blocks."""
    is_work: bool = False
    feeds: tuple[str, ...] = ()
    """Other wishes that its blocks count for as well."""

    def units(self, length: int) -> int:
        return length // QUARTER if self.kind is Kind.HOURS else 1


@dataclass(frozen=True, slots=True)
class Place:
    wish: Wish
    day: int
    """Since the first Monday."""
    start: int
    length: int
    worth: int
    """What it adds to the value of its occurrence: what it costs, below zero, or keeps, above."""

    @property
    def taken(self) -> tuple[int, int]:
        """The person's time, margins with it."""
        return self.start - self.wish.margin, self.start + self.length + self.wish.margin

    @property
    def week(self) -> int:
        return self.day // 7


@dataclass(frozen=True, slots=True)
class Life:
    meetings: tuple[Meeting, ...]
    wishes: tuple[Wish, ...]
    weeks: int = 1
    kept: tuple[tuple[str, int, int], ...] = ()
    """Name, start and length of each block that stands in the calendar now."""
    aligned: bool = True
    """Places also touch meetings. Without that a meeting only ever takes places away."""

    def with_meeting(self, meeting: Meeting) -> "Life":
        return replace(self, meetings=tuple(sorted((*self.meetings, meeting))))


FULL = (
    Wish("kids", 5, (60, 45, 30), 17 * 60, 20 * 60, 17 * 60 + 30, HIGH, days=WORKDAYS),
    Wish("dinner", 5, (60, 45), 18 * 60, 21 * 60, 18 * 60 + 30, HIGH),
    Wish("therapy", 1, (60,), 10 * 60, 17 * 60, 12 * 60, CRITICAL, days=WORKDAYS, margin=15),
    Wish("run", 3, (60, 45, 30), 16 * 60, 21 * 60, 18 * 60, spacing=2, margin=5),
    Wish("lunch", 5, (60, 45, 30), 11 * 60, 14 * 60 + 30, 12 * 60, days=WORKDAYS),
    Wish("stretch", 7, (15,), 6 * 60 + 30, 10 * 60, 7 * 60, LOW),
    Wish("reading", 5, (45, 30, 15), 20 * 60, 23 * 60, 21 * 60, LOW),
    Wish("friend", 1, (120, 90, 60), 18 * 60, 23 * 60, 19 * 60, margin=15, feeds=("run",)),
    Wish("parents", 1, (120, 90), 9 * 60, 19 * 60, 14 * 60, HIGH, days=frozenset({5, 6}), margin=30),
    Wish("piano", 3, (45, 30), 16 * 60, 21 * 60, 17 * 60, LOW, spacing=2),
    Wish("language", 3, (30,), 7 * 60, 12 * 60, 8 * 60, days=WORKDAYS),
    Wish("focus", 40, (120, 90, 60), 7 * 60, 19 * 60, 9 * 60, HIGH, Kind.HOURS, frozenset(range(6)), is_work=True),
    Wish("rest", 7, (660,), 18 * 60, 34 * 60, 20 * 60, HIGH, Kind.REST),
    Wish("sabbath", 1, (DAY,), 0, DAY, 0, HIGH, Kind.DAY_OFF),
)
"""Fourteen of them, of some 52 blocks a week: focus asks for ten hours, and a friend to walk with spares a run."""

OFFICE = {Load.LIGHT: 4, Load.HEAVY: 7, Load.PATHOLOGICAL: 11}
EVENINGS = {Load.LIGHT: 0.1, Load.HEAVY: 0.35, Load.PATHOLOGICAL: 0.8}
WEEKENDS = {Load.LIGHT: 0.2, Load.HEAVY: 0.5, Load.PATHOLOGICAL: 2.0}
GRID = {Load.LIGHT: 15, Load.HEAVY: 15, Load.PATHOLOGICAL: 5}
LENGTHS = (25, 30, 30, 45, 50, 60, 60, 90)


def make_life(load: Load, weeks: int = 1, seed: int = 0, wishes: Sequence[Wish] = FULL) -> Life:
    """Meetings lie over one another, as they do. Pathological ones leave gaps of odd sizes, day and night."""
    chance = random.Random(f"{load}/{weeks}/{seed}")
    meetings = {meeting for day in range(7 * weeks) for meeting in _day_of(chance, load, day)}
    return Life(tuple(sorted(meetings)), tuple(wishes), weeks)


def _day_of(chance: random.Random, load: Load, day: int) -> Iterator[Meeting]:
    midnight = day * DAY
    if day % 7 < 5:
        for _ in range(chance.randint(OFFICE[load] // 2, OFFICE[load])):
            yield _meeting(chance, midnight, (8 * 60, 18 * 60), GRID[load])
        for _ in range(_some(chance, EVENINGS[load])):
            yield _meeting(chance, midnight, (18 * 60, 22 * 60), GRID[load])
        return
    for _ in range(_some(chance, WEEKENDS[load])):
        yield replace(_meeting(chance, midnight, (9 * 60, 21 * 60), GRID[load]), is_work=chance.random() < 0.3)


def _some(chance: random.Random, mean: float) -> int:
    return int(mean) + (chance.random() < mean % 1)


def _meeting(chance: random.Random, midnight: int, hours: tuple[int, int], grid: int) -> Meeting:
    start = midnight + chance.randrange(hours[0], hours[1], grid)
    return Meeting(start, start + chance.choice(LENGTHS))


def wishes_of(blocks: int, later: int = HALF_HOUR) -> tuple[Wish, ...]:
    """As many of the full set, in its order and again from the front, as make so many blocks a week: guards and focus
    aside. Wishes that come again are wished for `later` in the day; not at all later, they are twins of the first."""
    chosen: list[Wish] = []
    left = blocks
    numbers = count()
    while left > 0:
        number = next(numbers)
        again, wish = number // 11, FULL[number % 11]
        times, shift = min(left, wish.times), again * later
        chosen.append(replace(wish, name=f"{wish.name}{again or ''}", times=times, ideal=wish.ideal + shift, feeds=()))
        left -= times
    return tuple(chosen)


def places(life: Life) -> list[Place]:
    """In the order of wishes and time, so that nothing depends on the order they came in."""
    kept: dict[tuple[str, int], set[tuple[int, int]]] = {}
    for name, start, length in life.kept:
        kept.setdefault((name, start // DAY), set()).add((start, length))
    found: list[Place] = []
    for wish in sorted(life.wishes, key=lambda wish: wish.name):
        for day in range(7 * life.weeks):
            if day % 7 in wish.days:
                found += _on(wish, day, life, kept.get((wish.name, day), set()))
    return found


def _on(wish: Wish, day: int, life: Life, kept: set[tuple[int, int]]) -> list[Place]:
    opens, closes = day * DAY + wish.opens, day * DAY + wish.closes
    hard = [m for m in life.meetings if (m.is_work or wish.kind not in GUARDS)]
    near = [m for m in hard if m.end > opens - wish.margin and m.start < closes + wish.margin]
    found: list[Place] = []
    for length in wish.lengths:
        starts = _starts(wish, day, length, near if life.aligned else ()) | {
            start for start, kept_length in kept if kept_length == length
        }
        for start in sorted(starts):
            fits = opens <= start and start + length <= closes
            place = Place(wish, day, start, length, _worth(wish, day, start, length))
            if fits and not any(m.start < place.taken[1] and place.taken[0] < m.end for m in near):
                is_kept = (start, length) in kept and wish.kind not in GUARDS
                found.append(replace(place, worth=place.worth + _bonus(day)) if is_kept else place)
    return found


def _starts(wish: Wish, day: int, length: int, near: Iterable[Meeting]) -> set[int]:
    """Quarters of an hour, what touches a meeting, and the wished start."""
    opens, closes = day * DAY + wish.opens, day * DAY + wish.closes
    if wish.kind is Kind.DAY_OFF:
        return {opens}
    step = HALF_HOUR if wish.kind is Kind.REST else QUARTER
    touching = {s for m in near for s in (m.end + wish.margin, m.start - length - wish.margin)}
    return {*range(opens, closes - length + 1, step), *touching, day * DAY + wish.ideal}


def _worth(wish: Wish, day: int, start: int, length: int) -> int:
    if wish.kind in GUARDS:
        return 0
    away = min(MOST_FOR_BETTER_TIMES, -(-abs(start - day * DAY - wish.ideal) // HALF_HOUR))
    return -_shrinking(wish, length) - away


def _shrinking(wish: Wish, length: int) -> int:
    """An hour of a chunk is an hour; only that there is one more of them costs something."""
    longest, shortest = wish.lengths[0], wish.lengths[-1]
    if wish.kind is Kind.HOURS:
        return -CHUNK
    if longest == shortest:
        return 0
    return -(-4 * wish.value * (longest - length) // (10 * (longest - shortest)))


def _bonus(day: int) -> int:
    if day > 7:
        return 10
    return 15 if day >= 2 else 25
