"""All that a cycle sees and decides, before anything is written: what `plan` prints and `apply` does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hedgerow.core.block import BlockEvent, BlockId, Booking, Found, IntentionId, Owner, Slot, Standing
from hedgerow.core.board import Skip
from hedgerow.core.case import Given
from hedgerow.core.check import require_kept
from hedgerow.core.days import local_day, week_span
from hedgerow.core.fate import SHIFT
from hedgerow.core.intention import Intention
from hedgerow.core.observe import Begun, Own, Settled, doubtful, observe, settle
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Block, Busy, Hold, Placed, Plan, PlanRules, Previous, plan_blocks
from hedgerow.core.reconcile import Observation, Reconciled, Site, Step, Verb, Wanted, reconcile
from hedgerow.core.span import Span
from hedgerow.core.timeline import Timeline

_SAFE_UNSEEN = (Verb.DEFEND, Verb.REWORD)
"""What may be done while something was not seen: neither a place taken nor one given up."""


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
    """False when a calendar or a part of one was not seen, so that free time may not be free.

    An unreadable event does not count: one that stays broken would end all planning. The person is told of it instead.
    """
    held: Mapping[CalendarId, Sequence[Found]]
    """Our blocks, by calendar; one that could not be read is missing."""
    unread: frozenset[CalendarId] = frozenset()
    """Those that could not be read. What we know of any other calendar is none of the plan's business any more."""
    believed: frozenset[CalendarId] = frozenset()
    """Calendars whose losses the person has confirmed, however large."""
    released: bool = False
    """A person sees every step before it is done, however many deletions there are."""
    shifts: tuple[Span, ...] = ()
    """Of the rota, which are no entries of the timeline and as busy."""


@dataclass(frozen=True, slots=True)
class Wishes:
    intentions: Sequence[Intention]
    rules: PlanRules
    owner: Owner


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
    """Not done while something was not seen: what looks free may not be, and what looks unwanted may be wanted."""
    held_back: tuple[Step, ...]
    """So many deletions at once that no run does them by itself. They are steps all the same where a person looks."""


def look_ahead(sight: Sight, record: Record, wishes: Wishes, now: datetime, fresh: Callable[[], BlockId]) -> Outlook:
    """Intents first, then what the person did, then the plan, then what has to be written.

    Raises BrokenPromise rather than give steps towards a plan that is wrong.
    """
    unsure = doubtful(record.bookings, sight.held, now) - sight.believed
    seen = {calendar: found for calendar, found in sight.held.items() if calendar not in unsure}
    settled = settle(record.intents, seen)
    unsettled = {i.action.event.block for i in record.intents} - {s.action.event.block for s in settled}
    known = _overlaid(record.bookings, (s.booking for s in settled if s.booking is not None))
    own = Own(wishes.owner, {intention.id: intention.domains for intention in wishes.intentions})
    observations = observe(known, seen, own, now, unsettled)
    bookings = _overlaid(known, (o.booking for o in observations))
    forsaken = {each.calendar for each in bookings} - sight.held.keys() - sight.unread
    near = [each for each in bookings if each.calendar not in forsaken or not each.stands]
    previous = previous_of(near, wishes.rules.zone, wishes.intentions)
    given = Given(
        wishes.intentions, (*busy_of(sight.timeline), *busy_shifts(sight.shifts)), wishes.rules, now, previous
    )
    plan = plan_blocks(given.intentions, given.busy, given.rules, now, previous)
    require_kept(plan, given)
    site = Site(seen, _horizon(wishes.rules, now), wishes.owner, sight.released)
    reconciled = reconcile(_wanted(plan, wishes), near, site, fresh)
    steps, waiting = _sorted_by_sight(reconciled, is_whole=sight.is_whole)
    return Outlook(settled, observations, bookings, unsure, plan, steps, waiting, reconciled.held_back)


def previous_of(bookings: Iterable[Booking], zone: ZoneInfo, intentions: Iterable[Intention] = ()) -> Previous:
    """What the planner may build on. Of several blocks for one slot only those come through that will stay.

    A slot of which one block was deleted by hand while another stands is not skipped, nor is a day that another block
    of the intention lies on.
    """
    bookings = tuple(bookings)
    homes = {intention.id: intention.calendar for intention in intentions}
    taken: set[Slot] = set()
    placed = []
    for each in sorted((each for each in bookings if each.stands), key=lambda each: _claim(each, homes)):
        if each.standing is not Standing.HELD or each.slot not in taken:
            taken.add(each.slot)
            placed.append(Placed(each.block, each.slot, each.span, _HOLDS[each.standing], each.transparency))
    there = {Slot(each.slot.intention, local_day(each.span.start, zone)) for each in placed}
    gone = (each for each in bookings if each.standing is Standing.SKIPPED and each.slot not in taken)
    lay = ((each.slot, Slot(each.slot.intention, local_day(each.span.start, zone))) for each in gone)
    skipped = frozenset(Skip(slot, slot.day if where in there else where.day) for slot, where in lay)
    return Previous(tuple(placed), skipped)


_HOLDS = {Standing.HELD: Hold.NONE, Standing.PINNED: Hold.PINNED, Standing.RELEASED: Hold.RELEASED}


def _claim(booking: Booking, homes: Mapping[IntentionId, CalendarId]) -> tuple[bool, bool, Span, BlockId]:
    """Who keeps a slot: what the person touched, then what lies in the right calendar, then what comes first."""
    abroad = booking.calendar != homes.get(booking.slot.intention, booking.calendar)
    return (booking.standing is Standing.HELD, abroad, booking.span, booking.block)


def busy_of(timeline: Timeline) -> tuple[Busy, ...]:
    """All that no block may touch, all-day events included."""
    return tuple(Busy(e.span, e.occurrence.title, e.is_work, e.occurrence.all_day) for e in timeline.entries)


def busy_shifts(shifts: Iterable[Span]) -> tuple[Busy, ...]:
    return tuple(Busy(shift, SHIFT, is_work=True) for shift in shifts)


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


def is_same(one: Sequence[Step], other: Sequence[Step]) -> bool:
    """To a person, who sees neither versions nor the ids of new blocks."""
    return [_shown(step) for step in one] == [_shown(step) for step in other]


def _shown(step: Step) -> tuple[CalendarId, Verb, BlockEvent, Span | None, str]:
    action = step.action
    event = action.event if action.before else replace(action.event, block=BlockId(""))
    return step.calendar, action.verb, event, action.before.span if action.before else None, action.reason


def _sorted_by_sight(reconciled: Reconciled, *, is_whole: bool) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    if is_whole:
        return reconciled.steps, ()
    safe = tuple(step for step in reconciled.steps if step.action.verb in _SAFE_UNSEEN)
    waiting = tuple(step for step in reconciled.steps if step not in safe)
    return tuple(map(_still_busy, safe)), waiting


def _still_busy(step: Step) -> Step:
    """Other places are counted in what was seen, so a busy block is not made free by the way either."""
    before = step.action.before
    if before is None or before.transparency is Transparency.TRANSPARENT:
        return step
    event = replace(step.action.event, transparency=before.transparency)
    return replace(step, action=replace(step.action, event=event))
