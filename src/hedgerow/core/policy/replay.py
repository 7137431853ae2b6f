"""The weeks once more under a policy: planned, met and judged by the same rules as they were.

The cycle turns where anything can change: when a week begins and with it another comes into the horizon, when an event
comes that lies over a block, and when the person did something. In between, planning again changes nothing.

Whoever put an event over a block that was shown as free would have seen a busy one, and is taken to have stayed away.
The person is taken to do again what they did, but not to move a block that already lies where they moved it to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from hedgerow.core.block import BlockId, Booking, Slot, Standing, Version
from hedgerow.core.board import Skip
from hedgerow.core.boundary import on_call_time, worked_shifts
from hedgerow.core.days import Week, week_of
from hedgerow.core.intention import Defence, Intention
from hedgerow.core.margins import guarded
from hedgerow.core.outlook import busy_shifts
from hedgerow.core.plan import Block, Busy, Given, Hold, Placed, PlanRules, Previous
from hedgerow.core.planner import plan_blocks
from hedgerow.core.policy.change import Policy
from hedgerow.core.policy.past import Hand, Key, Past, key_of
from hedgerow.core.policy.tally import Tally, tally_week
from hedgerow.core.seasonal import Changes, change_wishes, wishes_in
from hedgerow.core.span import Span
from hedgerow.core.timeline import Entry, Timeline
from hedgerow.core.week import Evidence, review_week

NEAR = timedelta(minutes=15)
"""A block so near to where the person would move it is left there."""
_DAY = timedelta(days=1)


def replay(past: Past, policy: Policy) -> Mapping[Week, Tally]:
    """Of the weeks compared."""
    run = _Run(past, policy, change_wishes(policy.intentions, past.weeks, policy.pattern, past.boundary))
    for turn in _turns(past):
        run.turn(turn)
    return run.judge()


@dataclass(frozen=True, slots=True, order=True)
class _Turn:
    at: datetime
    order: int
    entry: Entry | None = field(default=None, compare=False)
    hand: Hand | None = field(default=None, compare=False)


def _turns(past: Past) -> Sequence[_Turn]:
    begins = (_Turn(past.boundary.week_span(week).start, 0) for week in past.weeks)
    late = ((entry, past.late.get(key_of(entry.occurrence))) for entry in past.timeline.over(past.span))
    comes = (_Turn(came.at, 1, entry=entry) for entry, came in late if came is not None)
    hands = (_Turn(hand.at, 2, hand=hand) for hand in past.hands)
    first = past.span.start
    turns = (turn if turn.at >= first else replace(turn, at=first) for turn in (*begins, *comes, *hands))
    return sorted(turns)


@dataclass(slots=True)
class _Run:
    past: Past
    policy: Policy
    changes: Changes
    booked: dict[BlockId, Booking] = field(default_factory=dict)
    skipped: set[Skip] = field(default_factory=set)
    came: set[Key] = field(default_factory=set)
    away: set[Key] = field(default_factory=set)
    """Events that stayed away."""

    def turn(self, turn: _Turn) -> None:
        if turn.entry is not None:
            self._comes(turn.entry, turn.at)
        elif turn.hand is not None:
            self._by_hand(turn.hand, turn.at)
        else:
            self._plan(turn.at, self._coming_into_sight(turn.at))

    def judge(self) -> Mapping[Week, Tally]:
        past = self.past
        bookings = tuple(self.booked.values())
        timeline = self._timeline()
        evidence = Evidence(timeline, bookings, past.titles, past.coverage, self.policy.expected)
        return {
            week: tally_week(
                review_week(week, evidence, past.boundary, past.limits),
                bookings,
                wishes_in(week, self.policy.intentions, self.changes),
                timeline,
            )
            for week in past.compared
        }

    def _timeline(self) -> Timeline:
        whole = self.past.timeline
        if not self.away:
            return whole
        return Timeline(tuple(e for e in whole.entries if key_of(e.occurrence) not in self.away), whole.set_aside)

    def _comes(self, entry: Entry, at: datetime) -> None:
        key = key_of(entry.occurrence)
        met = [booking for booking in self._standing() if self._around(booking).overlaps(entry.span)]
        if self.past.late[key].saw_free and any(self._is_busy(booking, entry) for booking in met):
            self.away.add(key)
            return
        self.came.add(key)
        if met:
            self._plan(at, self._from(at, entry.span))

    def _is_busy(self, booking: Booking, entry: Entry) -> bool:
        wish = self._wish(booking)
        return wish is not None and wish.defence is Defence.ALWAYS_BUSY and booking.span.overlaps(entry.span)

    def _by_hand(self, hand: Hand, at: datetime) -> None:
        day, name = hand.day, hand.intention
        of_day = (b for b in self._standing() if b.slot.intention == name and self._day(b.span) == day)
        booking = next(of_day, None)
        if booking is None or booking.span.end <= at:
            return
        if hand.to is None:
            self.booked[booking.block] = replace(booking, standing=Standing.SKIPPED)
            self.skipped.add(Skip(booking.slot, day))
            return
        if abs(booking.span.start - hand.to.start) > NEAR:
            self.booked[booking.block] = replace(booking, span=hand.to, standing=Standing.PINNED)
            self._plan(at, self._from(at, hand.to))

    def _coming_into_sight(self, at: datetime) -> Sequence[Week]:
        """What stands in the weeks that were in sight before stays as it is."""
        seen = self._from(at, None)
        return seen if not self.booked else seen[self.policy.planning.weeks - 1 :]

    def _from(self, at: datetime, until: Span | None) -> Sequence[Week]:
        """The weeks of the horizon; of those beyond what happened nothing changes."""
        first = self._week(Span(at, at))
        weeks = [week for week in self.past.weeks if week >= first][: self.policy.planning.weeks]
        return weeks if until is None else [week for week in weeks if week <= self._week(until)] or weeks[:1]

    def _plan(self, at: datetime, weeks: Sequence[Week]) -> None:
        if not weeks:
            return
        rules = self._rules(at, weeks)
        whole = [self.past.boundary.week_span(week) for week in (weeks[0], weeks[-1])]
        horizon = Span(max(at, whole[0].start), whole[1].end)
        standing = {booking.block: booking for booking in self._standing()}
        placed = tuple(_placed(booking) for booking in standing.values())
        previous = Previous(placed, frozenset(self.skipped))
        plan = plan_blocks(Given(self.policy.intentions, self._busy(horizon), rules, at, previous))
        there = {block.block for block in plan.blocks}
        for name, booking in standing.items():
            is_ahead = horizon.holds(booking.span.start) and booking.span.start > at
            if name not in there and is_ahead and booking.standing is Standing.HELD:
                self.booked[name] = replace(booking, standing=Standing.WITHDRAWN)
        for block in plan.blocks:
            self._book(block)

    def _book(self, block: Block) -> None:
        if block.block is not None:
            before = self.booked[block.block]
            self.booked[block.block] = replace(before, span=block.span, transparency=block.transparency)
            return
        wish = self.policy.named(block.slot.intention)
        assert wish is not None, "only what is wished for is placed"
        fresh = BlockId(f"{len(self.booked):06d}")
        self.booked[fresh] = Booking(
            block=fresh,
            slot=Slot(block.slot.intention, block.slot.day),
            calendar=wish.calendar,
            promised=block.span,
            span=block.span,
            title=wish.title,
            transparency=block.transparency,
            domains=wish.domains,
            standing=Standing.HELD,
            version=Version(""),
        )

    def _rules(self, at: datetime, weeks: Sequence[Week]) -> PlanRules:
        planning, boundary = self.policy.planning, self.past.boundary
        return PlanRules(
            zone=boundary.zone,
            weeks=weeks,
            notice=planning.notice,
            freeze=planning.freeze,
            free_until=planning.free_until,
            free_places=planning.free_places,
            guards=planning.guards,
            tentative=planning.tentative,
            changes=self.changes,
            on_call=on_call_time(boundary, Span(at, boundary.week_span(weeks[-1]).end)),
        )

    def _busy(self, horizon: Span) -> tuple[Busy, ...]:
        """As the cycle sees it, with a day before for what reaches over."""
        near = horizon.widen(_DAY, timedelta())
        entries = (e for e in self.past.timeline.over(near) if self._is_known(e))
        occurrences = ((entry, entry.occurrence) for entry in entries)
        events = (Busy(e.span, o.title, e.is_work, o.all_day, o.is_tentative) for e, o in occurrences)
        return (*events, *busy_shifts(worked_shifts(self.past.boundary, near)))

    def _is_known(self, entry: Entry) -> bool:
        key = key_of(entry.occurrence)
        return key not in self.past.late or key in self.came

    def _standing(self) -> Iterator[Booking]:
        return (booking for booking in tuple(self.booked.values()) if booking.stands)

    def _around(self, booking: Booking) -> Span:
        wish = self._wish(booking)
        return guarded(wish, booking.span) if wish else booking.span

    def _wish(self, booking: Booking) -> Intention | None:
        wish = self.policy.named(booking.slot.intention)
        return self.changes.get((booking.slot.intention, self._week(booking.span)), wish)

    def _week(self, span: Span) -> Week:
        boundary = self.past.boundary
        return week_of(boundary.local_day(span.start), self.past.weeks[0].first)

    def _day(self, span: Span) -> date:
        return self.past.boundary.local_day(span.start)


def _placed(booking: Booking) -> Placed:
    hold = Hold.PINNED if booking.standing is Standing.PINNED else Hold.NONE
    return Placed(booking.block, booking.slot, booking.span, hold, booking.transparency)
