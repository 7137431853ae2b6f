"""What a plan still owes the wishes of a week, told without any code of the planner.

Counted as the wish is: blocks, or minutes where it asks for hours.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise

from hedgerow.core.case import Case, guarded_by, shortest, windows_of
from hedgerow.core.days import Week, day_span, instant
from hedgerow.core.intention import Firmness, Intention
from hedgerow.core.plan import Block, Placed, Plan
from hedgerow.core.span import Span

_MINUTE = timedelta(minutes=1)


def of_week(case: Case, plan: Plan, wish: Intention, week: Week) -> list[Block]:
    return [block for block in plan.blocks if block.slot.intention == wish.id and case.day(block) in week.days]


def had(case: Case, plan: Plan, wish: Intention, week: Week) -> tuple[int, int]:
    """What its own blocks of the week add up to, and what blocks add that feed it."""
    own = of_week(case, plan, wish, week)
    feeding = [b for b in plan.blocks if case.day(b) in week.days and wish.id in case.wish(b).feeds]
    return sum(_amount(wish, b.span.length) for b in own), sum(_amount(wish, b.span.length) for b in feeding)


def _amount(wish: Intention, length: timedelta) -> int:
    return length // _MINUTE if wish.minutes_per_week else 1


def owed(case: Case, plan: Plan, wish: Intention, week: Week) -> tuple[int, int]:
    """How much found no place, and how much of more waits for what is not known yet."""
    skips = [skip for skip in case.given.previous.skipped if skip.slot.intention == wish.id]
    skipped = sum(skip.day in week.days for skip in skips) * _amount(wish, timedelta(minutes=wish.length.ideal))
    own, fed = had(case, plan, wish, week)
    asked = wish.asked - skipped - fed if week in case.rules.weeks else 0
    if asked <= own:
        return 0, 0
    missing = max(0, asked - own - _gone_by(case, plan, wish, week, asked))
    waits = min(missing, _may_open(case, plan, wish, week))
    return missing - waits, waits


def _may_open(case: Case, plan: Plan, wish: Intention, week: Week) -> int:
    """How much the days could have more if all that is not known came out free."""
    own = _own(case, plan, wish)
    there, stood_for = {case.day(block) for block in own}, {block.slot.day for block in own}
    apart = max(1, wish.spacing_days)
    closed = case.closed(wish.id) | stood_for
    free = [d for d in week.days if d not in closed and all(abs((d - other).days) >= apart for other in there)]
    bound = case.given.now + case.rules.notice
    return _most({day: _longest(case, wish, day, bound, unknown=True) for day in free}, apart)


def _gone_by(case: Case, plan: Plan, wish: Intention, week: Week, asked: int) -> int:
    """How much of what is asked for an empty calendar would have had room for, had no time gone by."""
    own = _own(case, plan, wish)
    used: dict[date, int] = {}
    for block in own:
        used[case.day(block)] = max(used.get(case.day(block), 0), _amount(wish, block.span.length))
        used.setdefault(block.slot.day, 0 if wish.minutes_per_week else 1)
    elsewhere = {case.day(block) for block in own} - set(week.days)
    apart = max(1, wish.spacing_days)
    days = [day for day in week.days if all(abs((day - other).days) >= apart for other in elsewhere)]
    closed = case.closed(wish.id)

    def room(since: datetime | None) -> int:
        new = {day: 0 if day in closed else _longest(case, wish, day, since, unknown=False) for day in days}
        return _most({day: max(used.get(day, 0), new[day]) for day in days}, apart)

    return min(asked, room(None)) - min(asked, room(case.given.now + case.rules.notice))


def _own(case: Case, plan: Plan, wish: Intention) -> list[Block | Placed]:
    """Its blocks, with those of earlier weeks that still matter to the days between two of them."""
    since = case.rules.remembers_from(case.given.intentions)
    earlier = (p for p in case.before.values() if p.span.start >= since and case.day(p) < case.rules.begins)
    blocks: list[Block | Placed] = [*plan.blocks, *earlier]
    return [block for block in blocks if block.slot.intention == wish.id]


def _longest(case: Case, wish: Intention, day: date, since: datetime | None, *, unknown: bool) -> int:
    """What the longest block of that day would add if nothing were in the calendar; `unknown`: of those windows alone
    in which not everything is known."""
    amounts = [0]
    for first, last, window in _starts(case, wish, day):
        start = max(first, since) if since else first
        beside = any(guarded_by(wish, window).overlaps(span) for span in case.rules.unknown)
        if start <= last and (beside or not unknown):
            amounts.append(_amount(wish, min(_greatest(wish), window.end - _whole(start))))
    return max(amounts)


def _whole(at: datetime) -> datetime:
    """Itself, or the next minute."""
    return at if at == at.replace(second=0, microsecond=0) else at.replace(second=0, microsecond=0) + _MINUTE


def _greatest(wish: Intention) -> timedelta:
    is_fixed = wish.firmness is Firmness.FIXED
    return timedelta(minutes=wish.length.ideal if is_fixed else wish.length.maximum)


def _starts(case: Case, wish: Intention, day: date) -> Iterator[tuple[datetime, datetime, Span]]:
    """The first and the last start of the shortest block in each window of the day."""
    today = day_span(day, case.rules.zone)
    first, last = today.start, today.end - _MINUTE
    if wish.firmness is Firmness.FIXED and wish.ideal_start is not None:
        first = last = instant(day, wish.ideal_start, case.rules.zone)
    for window in windows_of(case, wish, day):
        early, late = max(first, window.start), min(last, window.end - shortest(wish))
        if early <= late:
            yield early, late, window


def _most(amounts: Mapping[date, int], apart: int) -> int:
    """The largest sum of days none of which is too near to another."""
    days = sorted(day for day, amount in amounts.items() if amount)
    sets = (chosen for many in range(len(days) + 1) for chosen in combinations(days, many))
    apart_enough = (s for s in sets if all((b - a).days >= apart for a, b in pairwise(s)))
    return max(sum(amounts[day] for day in chosen) for chosen in apart_enough)
