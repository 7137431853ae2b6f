"""A life as the search is asked about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hedgerow.core.search.problem import Candidate, Choice, Demand, Problem
from tests.benchmarks.planner_lives import DAY, GUARDS, Kind, Life, Place, Wish, places

BEFORE_ALL = -DAY


def task_of(life: Life) -> Problem:
    """The blocks that stand already are wanted as they are, as far as they still have a place."""
    found = _without_idle_nights(places(life))
    demands = [demand for wish in life.wishes for demand in _demands(wish, life.weeks)]
    kept = set(life.kept)
    wanted = tuple(n for n, place in enumerate(found) if (place.wish.name, place.start, place.length) in kept)
    exclusions = tuple(sorted({*_nights(found), *_days_off(found)}, key=sorted))
    return Problem(
        tuple(_candidate(place, n) for n, place in enumerate(found)),
        tuple(demands),
        exclusions,
        (wanted,) if wanted else (),
    )


def booked(life: Life, chosen: Choice) -> Life:
    """The same life once the plan stands in the calendar."""
    candidates = task_of(life).candidates
    ones = [candidates[n] for n in chosen]
    return replace(life, kept=tuple(sorted((c.intention, c.start, c.length) for c in ones)))


def _candidate(place: Place, number: int) -> Candidate:
    """Guards take no time of the person's: each has a minute of its own that nothing else is in."""
    begins, ends = (BEFORE_ALL - number - 1, BEFORE_ALL - number) if place.wish.kind in GUARDS else place.taken
    return Candidate(place.wish.name, place.week, place.day, place.start, place.length, begins, ends, place.worth)


def _demands(wish: Wish, weeks: int) -> Iterator[Demand]:
    """The first of several are worth more, so that none of the wishes starves; of guards each is worth the same."""
    falls = wish.kind not in GUARDS and wish.times > 1
    steps = range(wish.times)
    rewards = [wish.value * (12 - 4 * n / (wish.times - 1)) // 10 if falls else wish.value for n in steps]
    return (Demand(wish.name, week, tuple(map(int, rewards)), wish.spacing) for week in range(weeks))


def _without_idle_nights(found: Sequence[Place]) -> list[Place]:
    """Of a night that some rest gets through without meeting any work, that one alone: the others are worth no more."""
    work = [place for place in found if place.wish.is_work]
    quiet: dict[tuple[str, int], Place] = {}
    for place in found:
        if place.wish.kind is Kind.REST and not any(_meet(place, other) for other in work):
            quiet.setdefault((place.wish.name, place.day), place)
    return [place for place in found if quiet.get((place.wish.name, place.day), place) is place]


def _nights(found: Sequence[Place]) -> Iterator[frozenset[int]]:
    """No work while rest is granted."""
    work = [n for n, place in enumerate(found) if place.wish.is_work]
    by_night: dict[tuple[str, int], list[int]] = {}
    for n, place in enumerate(found):
        if place.wish.kind is Kind.REST:
            by_night.setdefault((place.wish.name, place.day), []).append(n)
    for night in by_night.values():
        meeting = [n for n in work if any(_meet(found[n], found[rest]) for rest in night)]
        if meeting:
            yield from cliques({n: (found[n].start, found[n].start + found[n].length) for n in (*night, *meeting)})


def _days_off(found: Sequence[Place]) -> Iterator[frozenset[int]]:
    for n, place in enumerate(found):
        if place.wish.kind is Kind.DAY_OFF:
            work = {m: other for m, other in enumerate(found) if other.wish.is_work and _meet(place, other)}
            spans = {m: (other.start, other.start + other.length) for m, other in work.items()}
            yield from (clique | {n} for clique in cliques(spans, least=1))


def _meet(one: Place, other: Place) -> bool:
    return one.start < other.start + other.length and other.start < one.start + one.length


def cliques(spans: dict[int, tuple[int, int]], least: int = 2) -> Iterator[frozenset[int]]:
    """Each largest set of them that has a minute in common: what is open at the last start before an end."""
    events = sorted([(end, 0, n) for n, (_, end) in spans.items()] + [(start, 1, n) for n, (start, _) in spans.items()])
    yield from _open_before_ends(events, least)


def _open_before_ends(events: Iterable[tuple[int, int, int]], least: int) -> Iterator[frozenset[int]]:
    open_: set[int] = set()
    has_grown = False
    for _, is_start, n in events:
        if is_start:
            open_.add(n)
        elif has_grown and len(open_) >= least:
            yield frozenset(open_)
        has_grown = bool(is_start)
        if not is_start:
            open_.discard(n)
