"""A life as the search is asked about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hedgerow.core.search.cliques import cliques
from hedgerow.core.search.problem import Candidate, Choice, Demand, Problem
from tests.benchmarks.planner_lives import GUARDS, Kind, Life, Place, Wish, places


def task_of(life: Life) -> Problem:
    """The blocks that stand already are wanted as they are, as far as they still have a place."""
    found = _without_idle_nights(places(life))
    wishes = {wish.name: wish for wish in life.wishes}
    demands = [demand for wish in life.wishes for demand in _demands(wish, life.weeks)]
    kept = set(life.kept)
    wanted = tuple(n for n, place in enumerate(found) if (place.wish.name, place.start, place.length) in kept)
    exclusions = tuple(sorted({*_nights(found), *_days_off(found)}, key=sorted))
    return Problem(
        tuple(_candidate(place, wishes) for place in found),
        tuple(demands),
        exclusions,
        (wanted,) if wanted else (),
    )


def booked(life: Life, chosen: Choice) -> Life:
    """The same life once the plan stands in the calendar."""
    candidates = task_of(life).candidates
    ones = [candidates[n] for n in chosen]
    return replace(life, kept=tuple(sorted((c.intention, c.start, c.length) for c in ones)))


def _candidate(place: Place, wishes: Mapping[str, Wish]) -> Candidate:
    """Guards take no time of the person's."""
    wish, length = place.wish, place.length
    begins, ends = (place.start, place.start) if wish.kind in GUARDS else place.taken
    feeds = tuple((name, wishes[name].units(length)) for name in wish.feeds if name in wishes)
    amount, fixed = wish.units(length), False
    return Candidate(
        wish.name, place.week, place.day, place.start, length, begins, ends, place.worth, fixed, amount, feeds
    )


def _demands(wish: Wish, weeks: int) -> Iterator[Demand]:
    """The first of several are worth more, so that none of the wishes starves; of guards each is worth the same, and of
    hours each quarter a quarter, a tenth more in the first half."""
    steps = range(wish.times)
    if wish.kind is Kind.HOURS:
        rewards = [wish.value * (11 if 2 * n < wish.times else 9) // 40 for n in steps]
    elif wish.kind in GUARDS or wish.times == 1:
        rewards = [wish.value for _ in steps]
    else:
        rewards = [int(wish.value * (12 - 4 * n / (wish.times - 1)) // 10) for n in steps]
    return (Demand(wish.name, week, tuple(rewards), wish.spacing) for week in range(weeks))


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
