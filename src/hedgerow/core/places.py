"""The choice among free stretches of time. Touching is allowed: a block may start the minute a meeting ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

from hedgerow.core.intention import MINUTE, Opening
from hedgerow.core.span import Span

QUARTER = 15
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Earliest:
    """Nothing new starts before `bound`. A block that only this bound holds back waits for `tidy`, if it can."""

    bound: datetime
    tidy: datetime
    """The next quarter of an hour by the wall clock: nobody wants a block at 10:07 because it is 8:07 now."""


@dataclass(frozen=True, slots=True)
class Place:
    day: date
    """Local, of the start."""
    span: Span
    distance: timedelta
    """From the wished start."""


def earliest_start(after: datetime, zone: ZoneInfo) -> Earliest:
    bound = whole_minute(after)
    wall = bound.astimezone(zone)
    return Earliest(bound, bound + timedelta(minutes=-(wall.hour * 60 + wall.minute) % QUARTER))


def whole_minute(at: datetime) -> datetime:
    """Itself, or the next one."""
    floor = at.replace(second=0, microsecond=0)
    return floor if floor == at else floor + MINUTE


def whole_minutes(span: Span) -> Span:
    """The shortest span of whole minutes that covers it."""
    start, end = span.start, span.end
    if not (start.second or start.microsecond or end.second or end.microsecond):
        return span
    return Span(start.replace(second=0, microsecond=0), whole_minute(end))


def start_in(opening: Opening, length: timedelta, earliest: Earliest, target: datetime) -> datetime | None:
    """The start nearest to the target: itself, or an edge of the stretch."""
    reach = opening.reach(length, earliest.bound)
    if reach is None:
        return None
    first, last = reach
    if target >= first:
        return min(target, last)
    held_back = first == earliest.bound and max(opening.free.start, opening.starts.start) < first
    return min(earliest.tidy, last) if held_back else first


def find_place(
    day: date, openings: Iterable[Opening], tries: Sequence[timedelta], earliest: Earliest, target: datetime | None
) -> Place | None:
    """The longest length that fits, as near as possible to the target or, without one, to the opening's own wish."""
    openings = tuple(openings)
    for length in tries if openings else ():
        found: list[tuple[timedelta, datetime]] = []
        for opening in openings:
            wished = opening.wished if target is None else target
            start = start_in(opening, length, earliest, wished)
            if start is not None:
                found.append((abs(start - wished), start))
        if found:
            distance, start = min(found)
            return Place(day, Span(start, start + length), distance)
    return None


def choose_days(places: Mapping[date, Place], taken: Sequence[date], need: int, spacing: int) -> tuple[Place, ...]:
    """At most `need` of the places, at least `spacing` days apart.

    First as many as possible, then the longest, the most evenly spread over the week (with the days already `taken`
    in it), the nearest to the wished start, the earliest.
    """
    days = sorted(places)
    for many in range(min(need, len(days)), 0, -1):
        sets = [chosen for chosen in combinations(days, many) if _apart(chosen, spacing)]
        if sets:
            best = min(sets, key=lambda chosen: _cost([places[day] for day in chosen], taken))
            return tuple(places[day] for day in best)
    return ()


def _apart(days: Sequence[date], spacing: int) -> bool:
    return all((later - earlier).days >= spacing for earlier, later in pairwise(days))


def _cost(chosen: Sequence[Place], taken: Sequence[date]) -> tuple[timedelta, int, timedelta, list[date]]:
    days = [place.day for place in chosen]
    length = sum((place.span.length for place in chosen), timedelta())
    distance = sum((place.distance for place in chosen), timedelta())
    return -length, _unevenness([*days, *taken]), distance, days


def _unevenness(days: Sequence[date]) -> int:
    """The sum of squared gaps, the week bent to a ring: the more even the smaller."""
    ordered = sorted(day.toordinal() for day in days)
    gaps = [later - earlier for earlier, later in pairwise([*ordered, ordered[0] + WEEK_DAYS])]
    return sum(gap * gap for gap in gaps)


def count_places(openings: Sequence[Opening], length: timedelta, earliest: datetime, most: int) -> int:
    """How many blocks of that length fit side by side, counted up to `most`."""
    count = 0
    while count < most:
        reaches = [reach for opening in openings if (reach := opening.reach(length, earliest)) is not None]
        if not reaches:
            break
        earliest = min(first for first, _ in reaches) + length
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something numbered `index` that no block may overlap `zone` for (its time, with our buffers and travel)."""

    zone: Span
    index: int

    def forbids(self, start: datetime, length: timedelta) -> bool:
        return self.zone.start - length < start < self.zone.end


def smallest_cover(
    openings: Iterable[Opening], length: timedelta, earliest: datetime, hindrances: Sequence[Hindrance]
) -> tuple[int, ...] | None:
    """The fewest hindrances that leave no start for that length; None when there is one, or never was.

    Interval cover: of those that forbid the first start still open, take the one that reaches furthest.
    """
    reaches = sorted(reach for opening in openings if (reach := opening.reach(length, earliest)) is not None)
    cover: list[int] = []
    covered = earliest
    for first, last in reaches:
        open_start = max(first, covered)
        while open_start <= last:
            standing = [h for h in hindrances if h.forbids(open_start, length)]
            if not standing:
                return None
            furthest = max(standing, key=lambda h: (h.zone.end, -h.index))
            cover.append(furthest.index)
            open_start = covered = furthest.zone.end
    return tuple(cover) if reaches else None


def better_taken(
    openings: Iterable[Opening], span: Span, earliest: datetime, hindrances: Sequence[Hindrance]
) -> tuple[int, ...]:
    """What forbids a start nearer to the wish than that of `span`, the most wished-for first."""
    taken: dict[int, timedelta] = {}
    for opening in openings:
        reach = opening.reach(span.length, earliest)
        if reach is None:
            continue
        within = abs(span.start - opening.wished) - MINUTE
        better = max(reach[0], opening.wished - within), min(reach[1], opening.wished + within)
        for hindrance in hindrances:
            first = max(better[0], hindrance.zone.start - span.length + MINUTE)
            last = min(better[1], hindrance.zone.end - MINUTE)
            if first <= last:
                distance = abs(min(max(first, opening.wished), last) - opening.wished)
                taken[hindrance.index] = min(distance, taken.get(hindrance.index, distance))
    return tuple(sorted(taken, key=lambda index: (taken[index], index)))
