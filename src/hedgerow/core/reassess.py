"""What a person may want to weigh anew: what gave way too often, what has no reason, what shrank, what could meet.

The second step of the cycle (Lupu and Ruiz-Castro 2020): priorities are looked at again when their price is plain.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from zoneinfo import ZoneInfo

from hedgerow.core.days import local_day
from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.history import WeekRecord
from hedgerow.core.intention import Intention, openings_on
from hedgerow.core.span import Span
from hedgerow.core.week import WeekReview

WEEKS = 8
"""How far back a compromise is counted."""
TOO_OFTEN = 3
"""Weeks of those in which something gave way."""
RECENT = 4
"""Weeks whose median is compared with that of the ones before."""
SHRUNK = 0.6
LEAST_SHRUNK = 60
"""Minutes a week: below it a change of share says little."""


@dataclass(frozen=True, slots=True)
class Compromise:
    """An intention that gave way in too many weeks."""

    title: str
    weeks: int
    lost: int
    """Blocks in those weeks."""
    to: tuple[str, ...]
    """Titles, the most frequent first; none where nothing in the calendars took them."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A domain that has less of the person's time than it had, against its own past alone."""

    domain: Domain
    recent: int
    before: int
    """Medians, in minutes a week."""


@dataclass(frozen=True, slots=True)
class CouldMeet:
    """Something that got no room, and something else that took place and could have served it as well."""

    title: str
    with_title: str


@dataclass(frozen=True, slots=True)
class Reassessment:
    weeks: int = 0
    """How many known weeks compromises were counted in."""
    compromises: tuple[Compromise, ...] = ()
    """The most frequent first."""
    without_why: tuple[str, ...] = ()
    """Titles of intentions that say no reason, the most important first."""
    shrunk: tuple[Shrunk, ...] = ()
    could_meet: CouldMeet | None = None


NOTHING = Reassessment()


def reassess(
    reviews: Sequence[WeekReview], past: Sequence[WeekRecord], intentions: Sequence[Intention], zone: ZoneInfo
) -> Reassessment:
    """`reviews` in order, the week at hand last; `past` the records of the weeks before it, in order."""
    known = [review for review in reviews[-WEEKS:] if review.is_known]
    reasonless = sorted((wish for wish in intentions if not wish.why.strip()), key=lambda wish: wish.priority)
    return Reassessment(
        weeks=len(known),
        compromises=_compromises([review.fates for review in known]),
        without_why=tuple(wish.title for wish in reasonless),
        shrunk=tuple(_shrunk([record for record in past if record.is_comparable])),
        could_meet=next(_meetings(reviews[-1].fates, intentions, zone), None),
    )


def _compromises(weeks: Sequence[Sequence[BlockFate]]) -> tuple[Compromise, ...]:
    lost = [[fate for fate in fates if fate.fate is Fate.LOST] for fates in weeks]
    counts = Counter(title for fates in lost for title in {fate.title for fate in fates})
    found = [_compromise(title, many, lost) for title, many in counts.items() if many >= TOO_OFTEN]
    return tuple(sorted(found, key=lambda each: (-each.weeks, -each.lost, each.title)))


def _compromise(title: str, weeks: int, lost: Sequence[Sequence[BlockFate]]) -> Compromise:
    mine = [fate for fates in lost for fate in fates if fate.title == title]
    takers = Counter(fate.taken_by for fate in mine if fate.taken_by is not None)
    to = sorted(takers, key=lambda taker: (-takers[taker], taker))
    return Compromise(title, weeks, len(mine), tuple(to))


def _shrunk(records: Sequence[WeekRecord]) -> Iterator[Shrunk]:
    """Of work less is no loss."""
    hours = [record.domains for record in records if record.domains is not None]
    before, recent = hours[-RECENT - WEEKS : -RECENT], hours[-RECENT:]
    if len(before) < RECENT or len(recent) < RECENT:
        return
    for domain in (Domain.HOME, Domain.COMMUNITY, Domain.SELF):
        then, now = (round(median(week.get(domain, 0) for week in weeks)) for weeks in (before, recent))
        if then - now >= LEAST_SHRUNK and now <= SHRUNK * then:
            yield Shrunk(domain, now, then)


def _meetings(fates: Iterable[BlockFate], intentions: Sequence[Intention], zone: ZoneInfo) -> Iterator[CouldMeet]:
    """One of the two is time with other people, which is what can be joined; the times fit, and neither is work."""
    fates = tuple(fates)
    wishes = {wish.title: wish for wish in intentions}
    for lost in (fate for fate in fates if fate.fate is Fate.LOST and len(fate.domains) == 1):
        wish = wishes.get(lost.title)
        held = (fate for fate in fates if fate.fate is not Fate.LOST and len(fate.domains) == 1)
        joined = (fate for fate in held if lost.domains | fate.domains in _CAN_MEET)
        yield from (CouldMeet(lost.title, fate.title) for fate in joined if wish and _fits(wish, fate.span, zone))


_CAN_MEET = (frozenset({Domain.COMMUNITY, Domain.SELF}), frozenset({Domain.COMMUNITY, Domain.HOME}))


def _fits(wish: Intention, span: Span, zone: ZoneInfo) -> bool:
    """Is enough of the span in the wish's own windows?"""
    least = timedelta(minutes=wish.length.minimum)
    common = (opening.free.clip(span) for opening in openings_on(wish, local_day(span.start, zone), zone))
    return any(shared is not None and shared.length >= least for shared in common)
