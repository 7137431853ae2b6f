"""What a plan is checked against: the same input as the planner had, put at hand without any code of the planner."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hedgerow.core.block import BlockId, IntentionId
from hedgerow.core.days import Week, Weekday, local_day, window_span
from hedgerow.core.intention import Firmness, Intention
from hedgerow.core.plan import Block, Busy, Given, Hold, Placed, PlanRules, Tentative
from hedgerow.core.span import Span


@dataclass(frozen=True, slots=True)
class Case:
    """The same, at hand."""

    wishes: Mapping[IntentionId, Intention]
    busy: Sequence[Span]
    before: Mapping[BlockId, Placed]
    given: Given

    @property
    def rules(self) -> PlanRules:
        return self.given.rules

    @property
    def binding(self) -> list[Busy]:
        """What is not certain binds only where it counts as busy."""
        return [b for b in self.given.busy if self.rules.tentative is Tentative.BUSY or not b.tentative]

    def day(self, block: Block | Placed) -> date:
        return local_day(block.span.start, self.rules.zone)

    def is_wished(self, block: Block | Placed) -> bool:
        name = block.slot.intention
        return name in self.wishes and self.in_week(self.wishes[name], self.rules.week_of(self.day(block))) is not None

    def wish(self, block: Block | Placed) -> Intention:
        """As it is in the week of the block."""
        always = self.wishes[block.slot.intention]
        return self.in_week(always, self.rules.week_of(self.day(block))) or always

    def busy_to(self, wish: Intention) -> Sequence[Span]:
        return (*self.busy, *self.rules.on_call) if wish.avoids_on_call else self.busy

    def in_week(self, wish: Intention, week: Week) -> Intention | None:
        return self.rules.changes.get((wish.id, week), wish)

    def is_fact(self, placed: Placed) -> bool:
        return placed.hold is not Hold.NONE or placed.span.start <= self.given.now

    def is_frozen(self, placed: Placed) -> bool:
        return not self.is_fact(placed) and placed.span.start < self.given.now + self.rules.freeze

    def closed(self, intention: IntentionId) -> set[date]:
        """Days that a deleted block stood for or lay on."""
        skips = (skip for skip in self.given.previous.skipped if skip.slot.intention == intention)
        return {day for skip in skips for day in (skip.slot.day, skip.day)}

    def stands(self, block: Block) -> Placed | None:
        """Its old self, when it is exactly there still."""
        placed = self.before.get(block.block) if block.block else None
        return placed if placed and placed.span == block.span else None

    def is_free(self, block: Block) -> bool:
        """Neither fact nor frozen: every rule holds for it."""
        placed = self.stands(block)
        return placed is None or not (self.is_fact(placed) or self.is_frozen(placed))

    def may_yield(self, block: Block) -> bool:
        """To what feeds its intention: neither fact nor frozen, nor to be frozen as soon as it stands."""
        return self.is_free(block) and block.span.start >= self.given.now + self.rules.freeze


def case_of(given: Given) -> Case:
    bare = Case({wish.id: wish for wish in given.intentions}, (), {}, given)
    placed = given.previous.placed
    held = (p.span for p in placed if not bare.is_wished(p) and p.hold is not Hold.NONE)
    busy = [*(thing.span for thing in bare.binding), *held]
    return replace(bare, busy=busy, before={p.block: p for p in placed if bare.is_wished(p)})


def windows_of(case: Case, wish: Intention, day: date) -> Iterator[Span]:
    """Those of that day, and of the day before as far as they run over midnight."""
    if wish.stretches is not None:
        yield from (span for span in wish.stretches if local_day(span.start, case.rules.zone) == day)
        return
    own = dict(wish.own_windows)
    for opened in (day - timedelta(days=1), day):
        if (weekday := Weekday(opened.weekday())) in wish.days:
            windows = own.get(weekday, wish.windows)
            yield from (window_span(opened, window, case.rules.zone) for window in windows)


def shortest(wish: Intention) -> timedelta:
    return timedelta(minutes=wish.length.minimum if wish.firmness is Firmness.FLEXIBLE else wish.length.ideal)


def travelled_by(wish: Intention, span: Span) -> Span:
    return span.widen(timedelta(minutes=wish.travel_before), timedelta(minutes=wish.travel_after))


def guarded_by(wish: Intention, span: Span) -> Span:
    before, after = timedelta(minutes=wish.buffer_before), timedelta(minutes=wish.buffer_after)
    return travelled_by(wish, span).widen(before, after)
