"""What seasons and time off make of the intentions, week by week.

A week belongs to the season that holds most of its days. On a day touched by leave or a public holiday a block of
one's own may still be booked, since that is what free days are for; one that serves work, such as focus time, is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from hedgerow.core.block import IntentionId
from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention
from hedgerow.core.pattern import Pattern

Changes = Mapping[tuple[IntentionId, Week], Intention | None]
"""The intentions that differ in a week from what they always are; None: not wished for at all."""


def change_wishes(
    intentions: Sequence[Intention], weeks: Iterable[Week], pattern: Pattern, boundary: Boundary
) -> Changes:
    """`boundary` is resolved, and its window holds the weeks."""
    rules = {rule.name: rule.intentions for rule in pattern.seasons}
    changes: dict[tuple[IntentionId, Week], Intention | None] = {}
    for week in weeks:
        season = boundary.season_of(week.days)
        changed = rules.get(season.name, {}) if season else {}
        free = frozenset(Weekday(day.weekday()) for day in week.days if not _is_off(day, boundary))
        for intention in intentions:
            wish = changed.get(intention.id, None if intention.only_in_seasons else intention)
            wish = _around_time_off(wish, week, free) if wish else None
            if wish != intention:
                changes[intention.id, week] = wish
    return changes


def wishes_in(week: Week, intentions: Iterable[Intention], changes: Changes) -> tuple[Intention, ...]:
    """In the order of their claims."""
    wishes = (changes.get((intention.id, week), intention) for intention in intentions)
    return tuple(sorted(filter(None, wishes), key=lambda wish: (wish.priority, wish.id)))


def wish_in(week: Week, name: IntentionId, intentions: Iterable[Intention], changes: Changes) -> Intention | None:
    """None when the week has no such wish."""
    return next((wish for wish in wishes_in(week, intentions, changes) if wish.id == name), None)


def _is_off(day: date, boundary: Boundary) -> bool:
    span = boundary.day_span(day)
    return any(off.span.overlaps(span) for off in boundary.off)


def _around_time_off(wish: Intention, week: Week, free: frozenset[Weekday]) -> Intention | None:
    days = wish.days & free
    if Domain.WORK not in wish.domains or days == wish.days:
        return wish
    room = _room([day for day in week.days if Weekday(day.weekday()) in days], wish.spacing_days)
    return replace(wish, days=days, times_per_week=min(wish.times_per_week, room)) if days else None


def _room(days: Sequence[date], spacing: int) -> int:
    """How many of the days, in order, can have a block."""
    last: date | None = None
    count = 0
    for day in days:
        if last is None or (day - last).days >= spacing:
            last, count = day, count + 1
    return count
