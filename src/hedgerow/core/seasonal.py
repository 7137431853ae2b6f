"""What seasons and time off make of the intentions, week by week.

A week belongs to the season that holds most of its days. On a day touched by leave or a public holiday a block of
one's own may still be booked, since that is what free days are for; one that serves work, such as focus time, is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hedgerow.core.block import IntentionId
from hedgerow.core.boundary import Boundary, Off, night_spans, shifts_on, time_off
from hedgerow.core.days import Week, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention
from hedgerow.core.pattern import Pattern
from hedgerow.core.span import Span, merge, subtract, total_minutes

NIGHT_WORK = 3 * 60
"""Minutes of night that make a shift night work: Directive 2003/88/EC art. 2."""
AFTER_NIGHT = timedelta(hours=12)
"""How long after a night shift what follows it may lie."""
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
            wish = _after_nights(wish, week, boundary) if wish and wish.after_night_shift else wish
            wish = _around_time_off(wish, week, free) if wish else None
            if wish != intention:
                changes[intention.id, week] = wish
    return changes


def wishes_in(week: Week, intentions: Iterable[Intention], changes: Changes) -> tuple[Intention, ...]:
    """In the order of their claims: what feeds another goes before it, as important as that is."""
    wishes = filter(None, (changes.get((intention.id, week), intention) for intention in intentions))
    by_id = {wish.id: wish for wish in wishes}
    return tuple(sorted(by_id.values(), key=lambda wish: (*_claim(wish, by_id), wish.id)))


def _claim(wish: Intention, by_id: Mapping[IntentionId, Intention]) -> tuple[int, int]:
    """The highest priority that it serves, and minus the number of wishes that one leads to another from it."""
    fed = [_claim(by_id[name], by_id) for name in wish.feeds if name in by_id]
    priority = min((claim[0] for claim in fed), default=wish.priority)
    return min(wish.priority, priority), min((claim[1] for claim in fed), default=1) - 1


def wish_in(week: Week, name: IntentionId, intentions: Iterable[Intention], changes: Changes) -> Intention | None:
    """None when the week has no such wish."""
    wish = next((intention for intention in intentions if intention.id == name), None)
    return changes.get((name, week), wish) if wish else None


def _is_off(day: date, boundary: Boundary) -> bool:
    span = boundary.day_span(day)
    return any(off.span.overlaps(span) for off in boundary.off)


def _around_time_off(wish: Intention, week: Week, free: frozenset[Weekday]) -> Intention | None:
    days = wish.days & free
    if Domain.WORK not in wish.domains or days == wish.days:
        return wish
    room = _room([day for day in week.days if Weekday(day.weekday()) in days], wish.spacing_days)
    return replace(wish, days=days, times_per_week=min(wish.times_per_week, room)) if days else None


def _after_nights(wish: Intention, week: Week, boundary: Boundary) -> Intention | None:
    """One block for each day of the week on which a night shift ends, of two the later one."""
    ends = {boundary.local_day(shift.end): shift.end for shift in night_shifts(boundary, boundary.week_span(week))}
    stretches = tuple(Span(end, end + AFTER_NIGHT) for day, end in sorted(ends.items()) if day in week.days)
    return replace(wish, stretches=stretches, times_per_week=len(stretches)) if stretches else None


def night_shifts(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    """In order; those that end within the span or just before it begins."""
    wide = span.widen(timedelta(days=1), timedelta())
    shifts = merge(shift for day in boundary.days_of(wide) for shift in shifts_on(boundary, day))
    worked = subtract(shifts, time_off(boundary, Off.LEAVE, Off.UNPLUGGED))
    return tuple(shift for shift in worked if total_minutes(night_spans(boundary, shift)) >= NIGHT_WORK)


def _room(days: Sequence[date], spacing: int) -> int:
    """How many of the days, in order, can have a block."""
    last: date | None = None
    count = 0
    for day in days:
        if last is None or (day - last).days >= spacing:
            last, count = day, count + 1
    return count
