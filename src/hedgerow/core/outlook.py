"""All that a cycle sees and decides, before anything is written: what `plan` prints and `apply` does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hedgerow.core.absence import Away, is_absence, wanted_absences
from hedgerow.core.action import Verb
from hedgerow.core.assured import assured_plan
from hedgerow.core.block import BlockEvent, BlockId, Booking, Found, IntentionId, Owner, Slot, Standing, Version
from hedgerow.core.board import Skip
from hedgerow.core.caution import DELETIONS, Doubts, find_disputes, is_second_look, judge_losses, look_at_deletions
from hedgerow.core.check import require_kept
from hedgerow.core.days import local_day, week_span
from hedgerow.core.fate import SHIFT
from hedgerow.core.intention import Intention
from hedgerow.core.observe import Own, observe
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Block, Busy, Given, Hold, Placed, Plan, PlanRules, Previous
from hedgerow.core.reconcile import Observation, Reconciled, Seen, Site, Step, Wanted, booked, reconcile
from hedgerow.core.settle import Begun, Settled, settle, to_try_again
from hedgerow.core.span import Span
from hedgerow.core.timeline import Timeline

_SAFE_UNSEEN = (Verb.DEFEND, Verb.REWORD)
"""What may be done while something was not seen: neither a place taken nor one given up."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the ledger says."""

    bookings: Sequence[Booking]
    intents: Sequence[Begun]
    doubts: Doubts = field(default_factory=dict)


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
    away: Away = field(default_factory=Away)


@dataclass(frozen=True, slots=True)
class Means:
    """What deciding takes and is not known: ids nobody has used, and a planner, wherever it runs."""

    fresh: Callable[[], BlockId]
    plan: Callable[[Given], Plan] = assured_plan
    """Raises BrokenPromise."""


@dataclass(frozen=True, slots=True)
class Outlook:
    settled: tuple[Settled, ...]
    observations: tuple[Observation, ...]
    bookings: tuple[Booking, ...]
    """As the ledger will know them once what is settled and observed is recorded."""
    doubtful: frozenset[CalendarId]
    """Calendars that lost so many blocks at once that nothing is concluded from it yet."""
    plan: Plan
    given: Given
    """What the plan was made from."""
    steps: tuple[Step, ...]
    """What is to be written, in this order."""
    waiting: tuple[Step, ...]
    """Not done while something was not seen: what looks free may not be, and what looks unwanted may be wanted."""
    held_back: tuple[Step, ...]
    """So many deletions at once that they wait for an equal plan of a later run. Steps, too, where a person looks."""
    left_alone: tuple[Step, ...] = ()
    """Done or refused so often that something else must be undoing them: tried once a day, or where a person looks."""
    doubts: Doubts = field(default_factory=dict)
    """All of them, as they are to be kept."""


def look_ahead(sight: Sight, record: Record, wishes: Wishes, now: datetime, means: Means) -> Outlook:
    """Intents first, then what the person did, then the plan, then what has to be written.

    Raises BrokenPromise rather than give steps towards a plan that is wrong.
    """
    known = _catch_up(sight, record, wishes, now)
    placeable = (each for each in known.near if not is_absence(each.slot.intention))
    previous = previous_of(placeable, wishes.rules.zone, wishes.intentions)
    given = Given(
        wishes.intentions, (*busy_of(sight.timeline), *busy_shifts(sight.shifts)), wishes.rules, now, previous
    )
    plan = means.plan(given)
    require_kept(plan, given)
    site = Site(known.seen, _horizon(wishes.rules, now), wishes.owner, sight.released, to_try_again(known.settled))

    def reconciled(site: Site) -> Reconciled:
        return reconcile(_wanted(plan, wishes, known.near, now), known.near, site, means.fresh)

    decided = reconciled(site)
    doubts = {subject: doubt for subject, doubt in known.doubts.items() if subject != DELETIONS or not sight.is_whole}
    if decided.held_back and sight.is_whole:
        doubts[DELETIONS] = look_at_deletions(decided.held_back, known.doubts, now)
        if is_second_look(doubts[DELETIONS]):
            decided = Reconciled(reconciled(replace(site, released=True)).steps)
    steps, waiting = _sorted_by_sight(decided, is_whole=sight.is_whole)
    disputes = () if sight.released else find_disputes(steps, doubts, now)
    return Outlook(
        known.settled,
        known.observations,
        known.bookings,
        known.doubtful,
        plan,
        given,
        tuple(step for step in steps if step not in disputes),
        waiting,
        decided.held_back,
        disputes,
        doubts,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What has become of the blocks since the ledger was written."""

    seen: Seen
    """Without the calendars that are in doubt."""
    settled: tuple[Settled, ...]
    observations: tuple[Observation, ...]
    bookings: tuple[Booking, ...]
    near: tuple[Booking, ...]
    """Those that a plan has to do with, and what may have been created where nobody could look."""
    doubtful: frozenset[CalendarId]
    doubts: Doubts


def _catch_up(sight: Sight, record: Record, wishes: Wishes, now: datetime) -> _Known:
    deleting = {intent.action.event.block for intent in record.intents if intent.action.verb is Verb.DELETE}
    expected = [each for each in record.bookings if each.block not in deleting]
    unsure, doubts = judge_losses(expected, sight.held, record.doubts, now, sight.believed)
    seen = {calendar: found for calendar, found in sight.held.items() if calendar not in unsure}
    settled = settle(record.intents, seen)
    unsettled = [intent for intent in record.intents if intent.calendar not in seen]
    known = _overlaid(record.bookings, (s.booking for s in settled if s.booking is not None))
    observations = observe(known, seen, own_of(wishes), now, {intent.action.event.block for intent in unsettled})
    bookings = _overlaid(known, (o.booking for o in observations))
    begun = (booked(Step(i.calendar, i.action), Version("")) for i in unsettled if i.action.verb is Verb.CREATE)
    believed = _overlaid(begun, bookings)
    forsaken = {each.calendar for each in believed} - sight.held.keys() - sight.unread
    near = tuple(each for each in believed if each.calendar not in forsaken or not each.stands)
    return _Known(seen, settled, observations, bookings, near, unsure, doubts)


def own_of(wishes: Wishes) -> Own:
    return Own(
        wishes.owner, {intention.id: intention.domains for intention in wishes.intentions} | dict(wishes.away.domains)
    )


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
    occurrences = ((entry, entry.occurrence) for entry in timeline.entries)
    return tuple(Busy(e.span, o.title, e.is_work, o.all_day, o.is_tentative) for e, o in occurrences)


def busy_shifts(shifts: Iterable[Span]) -> tuple[Busy, ...]:
    return tuple(Busy(shift, SHIFT, is_work=True) for shift in shifts)


def _overlaid(bookings: Iterable[Booking], newer: Iterable[Booking]) -> tuple[Booking, ...]:
    known = {booking.block: booking for booking in bookings}
    known |= {booking.block: booking for booking in newer}
    return tuple(known[block] for block in sorted(known))


def _wanted(plan: Plan, wishes: Wishes, bookings: Sequence[Booking], now: datetime) -> tuple[Wanted, ...]:
    by_id = {intention.id: intention for intention in wishes.intentions}
    placed = (Wanted(each, in_its_week(each, by_id[each.slot.intention], wishes.rules)) for each in plan.blocks)
    return (*placed, *wanted_absences(wishes.away, bookings, wishes.rules.zone, now))


def in_its_week(block: Block | Booking, intention: Intention, rules: PlanRules) -> Intention:
    """As a season may have changed it."""
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
