"""Guards as candidates: they occupy nothing, and exclude the work that lies over them.

Of the places for one rest only those count that no other meets less work than. Where one meets none at all the rest is
granted whatever is chosen, and is not asked for here; that holds since no place of a guard is worth more than another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from hedgerow.core.block import IntentionId
from hedgerow.core.board import Piece, dates_of
from hedgerow.core.days import Week
from hedgerow.core.domains import Domain
from hedgerow.core.guard import Guard, NightlyRest, days_in, stretches
from hedgerow.core.intention import Priority
from hedgerow.core.places import whole_minutes
from hedgerow.core.search.asked import Asked, minutes_of
from hedgerow.core.search.objective import WORTH
from hedgerow.core.search.problem import Candidate, Choice, Demand
from hedgerow.core.span import Span, merge

_Met = frozenset[int]
"""The numbers of the pieces that a place meets."""


@dataclass(frozen=True, slots=True)
class _Post:
    """One place for one guard."""

    guard: Guard
    week: int
    day: date
    start: datetime
    met: _Met

    @property
    def candidate(self) -> Candidate:
        start = minutes_of(self.start)
        return Candidate(f"guard:{self.guard.id}", self.week, self.day.toordinal(), start, 0, start, start)


@dataclass(frozen=True, slots=True)
class Watch:
    """The guards' part of a problem: post n is the candidate `first + n`."""

    first: int
    posts: Sequence[_Post]
    demands: Sequence[Demand]
    exclusions: Sequence[frozenset[int]]
    contested: frozenset[tuple[IntentionId, date]]
    """The days of intentions on which a guard excludes some place."""

    def threatens(self, number: int, priority: Priority) -> bool:
        """Does a guard that is at least as important want the place of that piece?"""
        return any(number in post.met and post.guard.priority <= priority for post in self.posts)

    def beside(self, choice: Choice) -> Choice:
        """With the guards that the choice leaves room for."""
        chosen, had = set(choice), dict[str, list[date]]()
        for number, post in enumerate(self.posts, start=self.first):
            days = had.setdefault(f"{post.guard.id} {post.week}", [])
            is_free = post.met.isdisjoint(choice) and post.day not in days and len(days) < self._most(post)
            if is_free:
                chosen.add(number)
                days.append(post.day)
        return tuple(sorted(chosen))

    def _most(self, post: _Post) -> int:
        key = post.candidate.intention, post.week
        return next((len(d.rewards) for d in self.demands if (d.intention, d.week) == key), 0)


@dataclass(slots=True)
class _Watching:
    asked: Asked
    loose: Mapping[int, Sequence[tuple[int, Span]]]
    """The work that is not fixed and its numbers, by each UTC date that it touches."""
    posts: list[_Post] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)

    def look(self, guard: Guard, week: Week, number: int) -> None:
        ground = self.asked.ground
        firm = (whole_minutes(p.occupied) for p in ground.firm if _is_work(p))
        work = merge([*ground.board.calendar.work.spans, *firm])
        sure, contested = 0, list[tuple[date, list[tuple[datetime, _Met]]]]()
        for day in days_in(guard, week):
            free = stretches(guard, day, work, ground.board.zone)
            places = [place for each in free for place in self._places(guard, each)]
            if any(not met for _, met in places):
                sure += 1
            elif places:
                contested.append((day, _least(places)))
        wanted = min(guard.most(week) - sure, len(contested))
        if wanted > 0:
            self.demands.append(Demand(f"guard:{guard.id}", number, (WORTH[guard.priority],) * wanted))
            self.posts += (_Post(guard, number, day, *place) for day, places in contested for place in places)

    def _places(self, guard: Guard, free: Span) -> Iterator[tuple[datetime, _Met]]:
        known = dict(work for number in dates_of(free) for work in self.loose.get(number, ()))
        near = [(n, span) for n, span in known.items() if span.overlaps(free)]
        length = guard.length if isinstance(guard, NightlyRest) else free.length
        last = free.end - length
        edges = {at for _, span in near for at in (span.end, span.start - length)}
        for start in sorted({free.start, last, *(at for at in edges if free.start < at < last)}):
            rest = Span(start, start + length)
            yield start, frozenset(n for n, span in near if span.overlaps(rest))


def watch(asked: Asked) -> Watch:
    if not asked.ground.board.guards:
        return Watch(len(asked.pieces), (), (), (), frozenset())
    pieces = list(enumerate(asked.pieces))[len(asked.ground.firm) :]
    loose: dict[int, list[tuple[int, Span]]] = {}
    for number, span in ((number, whole_minutes(piece.occupied)) for number, piece in pieces if _is_work(piece)):
        for date_number in dates_of(span):
            loose.setdefault(date_number, []).append((number, span))
    watching = _Watching(asked, loose)
    for number, week in enumerate(asked.ground.wishes):
        for guard in asked.ground.board.guards:
            watching.look(guard, week, number)
    first, met = len(asked.pieces), {number for post in watching.posts for number in post.met}
    contested = frozenset((asked.pieces[n].intention.id, asked.pieces[n].day) for n in met)
    return Watch(first, watching.posts, watching.demands, _exclusions(asked, watching.posts, first), contested)


def _is_work(piece: Piece) -> bool:
    return Domain.WORK in piece.intention.domains


def _least(places: Sequence[tuple[datetime, _Met]]) -> list[tuple[datetime, _Met]]:
    """Without those that meet all that another meets, and more; of those that meet the same the first."""
    first = list({met: (start, met) for start, met in reversed(places)}.values())
    return sorted((p for p in first if not any(other < p[1] for _, other in first)), key=lambda place: place[0])


def _exclusions(asked: Asked, posts: Sequence[_Post], first: int) -> tuple[frozenset[int], ...]:
    """Work of one intention and day excludes itself: with the places that all of it meets at most one is chosen."""
    nights: dict[tuple[str, date], list[int]] = {}
    for number, post in enumerate(posts):
        nights.setdefault((post.guard.id, post.day), []).append(number)
    found: set[frozenset[int]] = set()
    for numbers in nights.values():
        meets: dict[int, set[int]] = {}
        for number in numbers:
            for piece in posts[number].met:
                meets.setdefault(piece, set()).add(first + number)
        found |= _cliques(asked, meets)
    return tuple(sorted(found, key=sorted))


def _cliques(asked: Asked, meets: Mapping[int, set[int]]) -> set[frozenset[int]]:
    days: dict[tuple[str, date], list[int]] = {}
    for number in meets:
        piece = asked.pieces[number]
        days.setdefault((piece.intention.id, piece.day), []).append(number)
    return {
        frozenset({n for n in numbers if meets[n] >= met} | met)
        for numbers in days.values()
        for met in map(frozenset, {frozenset(meets[n]) for n in numbers})
    }
