"""All that a cycle sees and decides, before anything is written: what `plan` prints and `apply` does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hedgerow.core.block import BlockId, Booking, Found
from hedgerow.core.days import local_day, week_span
from hedgerow.core.intention import Intention
from hedgerow.core.observe import Begun, Settled, doubtful, observe, settle
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.plan import Block, Busy, Plan, PlanRules, plan_blocks
from hedgerow.core.reconcile import Observation, Reconciled, Step, Verb, Wanted, previous_of, reconcile
from hedgerow.core.span import Span
from hedgerow.core.timeline import Timeline

_SAFE_UNSEEN = (Verb.DEFEND, Verb.REWORD)
"""What may be done while a calendar cannot be read: neither a place taken nor one given up."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the ledger says."""

    bookings: Sequence[Booking]
    intents: Sequence[Begun]


@dataclass(frozen=True, slots=True)
class Sight:
    """What the calendars say."""

    timeline: Timeline
    is_whole: bool
    """False when a calendar could not be read at all, so that free time may not be free."""
    held: Mapping[CalendarId, Sequence[Found]]
    """Our blocks, by calendar; one that could not be read is missing."""
    believed: frozenset[CalendarId] = frozenset()
    """Calendars whose losses the person has confirmed, however large."""


@dataclass(frozen=True, slots=True)
class Wishes:
    intentions: Sequence[Intention]
    rules: PlanRules


@dataclass(frozen=True, slots=True)
class Outlook:
    settled: tuple[Settled, ...]
    observations: tuple[Observation, ...]
    bookings: tuple[Booking, ...]
    """As the ledger will know them once what is settled and observed is recorded."""
    doubtful: frozenset[CalendarId]
    """Calendars that lost so many blocks at once that nothing is concluded from it until the person says so."""
    plan: Plan
    steps: tuple[Step, ...]
    """What is to be written, in this order."""
    waiting: tuple[Step, ...]
    """Not done while a calendar cannot be read: what looks free may not be, and what looks unwanted may be wanted."""
    held_back: tuple[Step, ...]
    """Not done yet: too many deletions at once look like a mistake."""


def look_ahead(sight: Sight, record: Record, wishes: Wishes, now: datetime, fresh: Callable[[], BlockId]) -> Outlook:
    """Intents first, then what the person did, then the plan, then what has to be written."""
    unsure = doubtful(record.bookings, sight.held, now) - sight.believed
    seen = {calendar: found for calendar, found in sight.held.items() if calendar not in unsure}
    settled = settle(record.intents, seen)
    unsettled = {i.action.event.block for i in record.intents} - {s.action.event.block for s in settled}
    known = _overlaid(record.bookings, (s.booking for s in settled if s.booking is not None))
    domains = {intention.id: intention.domains for intention in wishes.intentions}
    observations = observe(known, seen, domains, now, unsettled)
    bookings = _overlaid(known, (o.booking for o in observations))
    plan = plan_blocks(wishes.intentions, busy_of(sight.timeline), wishes.rules, now, previous_of(bookings))
    reconciled = reconcile(_wanted(plan, wishes), bookings, seen, _horizon(wishes.rules, now), fresh)
    steps, waiting = _sorted_by_sight(reconciled, is_whole=sight.is_whole)
    return Outlook(settled, observations, bookings, unsure, plan, steps, waiting, reconciled.held_back)


def busy_of(timeline: Timeline) -> tuple[Busy, ...]:
    """All that no block may touch, all-day events included."""
    return tuple(Busy(entry.span, entry.occurrence.title, entry.is_work) for entry in timeline.entries)


def _overlaid(bookings: Iterable[Booking], newer: Iterable[Booking]) -> tuple[Booking, ...]:
    known = {booking.block: booking for booking in bookings}
    known |= {booking.block: booking for booking in newer}
    return tuple(known[block] for block in sorted(known))


def _wanted(plan: Plan, wishes: Wishes) -> tuple[Wanted, ...]:
    by_id = {intention.id: intention for intention in wishes.intentions}
    return tuple(Wanted(block, _in_its_week(block, by_id[block.slot.intention], wishes.rules)) for block in plan.blocks)


def _in_its_week(block: Block, intention: Intention, rules: PlanRules) -> Intention:
    week = rules.week_of(local_day(block.span.start, rules.zone))
    return rules.changes.get((intention.id, week)) or intention


def _horizon(rules: PlanRules, now: datetime) -> Span:
    return Span(now, week_span(rules.weeks[-1], rules.zone).end)


def _sorted_by_sight(reconciled: Reconciled, *, is_whole: bool) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    if is_whole:
        return reconciled.steps, ()
    safe = tuple(step for step in reconciled.steps if step.action.verb in _SAFE_UNSEEN)
    return safe, tuple(step for step in reconciled.steps if step not in safe)
