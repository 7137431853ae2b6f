"""Are guards kept, and is what is said of them true? Part of the checker: shares no code with the planner.

No work lies in a rest or a day off that is granted; none that could be granted is withheld.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from hedgerow.core.case import Case, travelled_by
from hedgerow.core.days import Week, Weekday, day_span, instant
from hedgerow.core.domains import Domain
from hedgerow.core.guard import DayOff, Guard, Guarded, NightlyRest
from hedgerow.core.plan import Block, Placed, Plan
from hedgerow.core.span import Span

_MINUTE = timedelta(minutes=1)


def faults_of_guards(case: Case, plan: Plan) -> Iterator[str]:
    work = _work(case, plan)
    for each in plan.guards:
        yield from (f"{each.guard.id} of {each.day}: {fault}" for fault in _faults_of(case, each, work))
    for guard in case.rules.guards:
        for week in case.rules.weeks:
            yield from _faults_of_week(case, plan, guard, week)


def _work(case: Case, plan: Plan) -> Sequence[Span]:
    meetings = (b.span for b in case.binding if b.is_work and not b.all_day and b.span.length)
    since = case.rules.remembers_from(case.given.intentions)
    earlier = (p for p in case.before.values() if since <= p.span.start and case.day(p) < case.rules.begins)
    blocks: list[Block | Placed] = [*plan.blocks, *earlier]
    own = (travelled_by(case.wish(b), b.span) for b in blocks if Domain.WORK in case.wish(b).domains)
    return sorted(Span(_floor(span.start), _ceiling(span.end)) for span in (*meetings, *own))


def _faults_of(case: Case, each: Guarded, work: Sequence[Span]) -> Iterator[str]:
    guard = each.guard
    if guard not in case.rules.guards or Weekday(each.day.weekday()) not in guard.days:
        yield "nobody asks for it"
    wide = _wide(case, guard, each.day)
    if isinstance(guard, DayOff) and each.span != wide:
        yield "a day off is a whole day"
    if isinstance(guard, NightlyRest) and (each.span.length != guard.length or not wide.covers(each.span)):
        yield f"{each.span.length} is not the rest that was asked for"
    if any(each.span.overlaps(span) for span in work):
        yield "work lies in it"


def _faults_of_week(case: Case, plan: Plan, guard: Guard, week: Week) -> Iterator[str]:
    had = [each.day for each in plan.guards if each.guard == guard and each.day in week.days]
    said = {gap.day: gap.missing for gap in plan.withheld if gap.guard == guard and gap.week == week}
    work = _work(case, plan)
    days = [day for day in week.days if Weekday(day.weekday()) in guard.days]
    left = [d for d in days if d not in had and _wide(case, guard, d).end > case.given.now]
    could = [d for d in days if d not in had and _has_room(case, guard, d, work)]
    asked = guard.times_per_week if isinstance(guard, DayOff) else len(days)
    if len(had) != len(set(had)) or len(had) > asked:
        yield f"{guard.id} in {week}: granted too often"
    if could and len(had) < asked:
        yield f"{guard.id} in {week}: {could[0]} has room for it"
    told = sum(said.values())
    missing = min(asked - len(had), len(left))
    if told != max(0, missing) or not said.keys() <= set(left):
        yield f"{guard.id} in {week}: {missing} are not granted, and the plan says otherwise"


def _wide(case: Case, guard: Guard, day: date) -> Span:
    if isinstance(guard, DayOff):
        return day_span(day, case.rules.zone)
    zone, window = case.rules.zone, guard.window
    return Span(instant(day, window.opens, zone), instant(day, window.closes, zone, closing=True))


def _has_room(case: Case, guard: Guard, day: date, work: Sequence[Span]) -> bool:
    wide = _wide(case, guard, day)
    if isinstance(guard, DayOff):
        return not any(wide.overlaps(span) for span in work)
    since = wide.start
    for span in work:
        if span.start >= wide.end:
            break
        if span.start - since >= guard.length:
            return True
        since = max(since, span.end)
    return wide.end - since >= guard.length


def _floor(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _ceiling(at: datetime) -> datetime:
    return at if at == _floor(at) else _floor(at) + _MINUTE
