"""Cycles against a calendar in memory, with a person who edits it, crashes in between and ledgers that get lost."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import BlockId, Booking, Found, IntentionId, Slot, Standing, uid_of
from hedgerow.core.observe import Own, observe
from hedgerow.core.occurrence import CalendarId, Transparency, Uid
from hedgerow.core.outlook import previous_of
from hedgerow.core.plan import Block, Hold, Previous, Reason
from hedgerow.core.reconcile import Site, Step, Wanted, booked, event_for, reconcile
from hedgerow.core.settle import settle
from hedgerow.core.span import Span
from tests.agenda import BERLIN, MONDAY, at
from tests.bookings import ME, SELF, found, held, intention
from tests.fakes.block_calendar import MemoryCalendar

NOW = at("mon", "12:00")
HORIZON = Span(NOW, at("mon+2", "00:00"))
TITLES = ("Run", "Swim", "Read")
SLOTS = [Slot(IntentionId(title.lower()), MONDAY + timedelta(days=n)) for title in TITLES for n in range(1, 4)]
HOUR = timedelta(hours=1)
FEW = 9
"""Events; of more than ten deletions some would wait for another cycle."""
SPANS = st.sampled_from([Span(NOW + n * HOUR, NOW + (n + length) * HOUR) for n in (2, 3, 30) for length in (1, 2)])
OWN = Own(ME, {slot.intention: SELF for slot in SLOTS})
WISHES = st.dictionaries(st.sampled_from(SLOTS), st.tuples(SPANS, st.sampled_from(Transparency)), max_size=7)
Wishes = dict[Slot, tuple[Span, Transparency]]


@dataclass(frozen=True)
class Intent:
    action: Action
    calendar: CalendarId


def plan(wishes: Wishes, previous: Previous) -> list[Wanted]:
    """The least a planner does: keep what is held by hand, leave skipped slots empty, keep the ids of the others."""
    theirs = [each for each in previous.placed if each.hold is not Hold.NONE]
    ours = {each.slot: each.block for each in previous.placed if each.hold is Hold.NONE}
    blocks = [Block(each.slot, each.span, each.transparency, Reason.PINNED, 0, each.block) for each in theirs]
    closed = {skip.slot for skip in previous.skipped} | {each.slot for each in theirs}
    for slot, (span, transparency) in wishes.items():
        if slot not in closed:
            blocks.append(Block(slot, span, transparency, Reason.IDEAL, 0, ours.get(slot)))
    return [Wanted(block, intention(block.slot.intention.title())) for block in blocks]


class Cycles(RuleBasedStateMachine):
    """What the person touched, and what they deleted, is remembered here; nothing we do may change it."""

    def __init__(self) -> None:
        super().__init__()
        self.calendar = MemoryCalendar(CalendarId("blocks"))
        copied = found(held("tue 07:00-08:00  Run"))
        self.calendar.events[Uid("copied by hand")] = copied
        self.calendar.foreign[Uid("dentist@elsewhere")] = "Dentist"
        self.strangers = (copied, dict(self.calendar.foreign))
        self.ledger: dict[BlockId, Booking] = {}
        self.backup: dict[BlockId, Booking] = {}
        self.open: list[Intent] = []
        self.wishes: Wishes = {}
        self.touched: dict[BlockId, Found] = {}
        self.closed: dict[Slot, set[BlockId]] = {}
        """Slots of which a block was deleted by hand, with the blocks that stood there besides."""
        self.restored = False
        self.numbers = count(1)

    def fresh(self) -> BlockId:
        return BlockId(f"n{next(self.numbers):04d}")

    # what Hedgerow does

    def decide(self) -> tuple[Step, ...]:
        """All of a cycle but the writing."""
        seen = {self.calendar.calendar: self.calendar.find_blocks()}
        for settled in settle(self.open, seen):
            if settled.booking is not None:
                self.ledger[settled.booking.block] = settled.booking
        self.open = []
        for observation in observe(list(self.ledger.values()), seen, OWN, NOW):
            self.ledger[observation.booking.block] = observation.booking
        bookings = list(self.ledger.values())
        wanted = plan(self.wishes, previous_of(bookings, BERLIN))
        return reconcile(wanted, bookings, Site(seen, HORIZON, ME), self.fresh).steps

    def write(self, step: Step) -> Booking:
        action = step.action
        if action.verb is not Verb.DELETE:
            return booked(step, self.calendar.put(action.event, action.expected))
        assert action.expected is not None
        self.calendar.remove(action.event.block, action.expected)
        return booked(step, action.expected)

    @rule(wishes=WISHES)
    def a_cycle_runs_and_the_next_one_finds_nothing_to_do(self, wishes: Wishes) -> None:
        self.wishes = wishes
        for step in self.decide():
            self.ledger[step.action.event.block] = self.write(step)
        assert self.decide() == ()
        untouched = [each.mark.slot for each in self.ours() if each.block not in self.touched]
        assert len(untouched) == len(set(untouched))
        assert self.restored or all(self.is_held(each) for each in self.ours() if each.block not in self.touched)

    @rule(wishes=WISHES, after=st.integers(0, 3), written=st.booleans())
    def a_cycle_crashes(self, wishes: Wishes, after: int, *, written: bool) -> None:
        self.wishes = wishes
        steps = self.decide()
        for step in steps[:after]:
            self.ledger[step.action.event.block] = self.write(step)
        for step in steps[after : after + 1]:
            self.open.append(Intent(step.action, step.calendar))
            if written:
                self.write(step)

    @rule()
    def the_ledger_is_backed_up(self) -> None:
        self.backup = dict(self.ledger)

    @rule()
    def the_ledger_is_lost_or_an_older_one_restored(self) -> None:
        """It no longer knows what is gone, nor what the person changed and then changed back."""
        self.ledger, self.open, self.restored = dict(self.backup), [], True
        self.closed.clear()
        self.touched = {
            block: event for block, event in self.touched.items() if event.cancelled or self.is_changed(event)
        }

    @rule(slot=st.sampled_from(SLOTS), span=SPANS)
    def a_ledger_that_was_lost_for_good_had_booked_a_slot_too(self, slot: Slot, span: Span) -> None:
        if slot not in self.closed and len(self.calendar.events) < FEW:
            twin = plan({slot: (span, Transparency.OPAQUE)}, Previous())
            self.calendar.put(event_for(twin[0], self.fresh(), ME), None)

    @staticmethod
    def is_changed(event: Found) -> bool:
        left = (event.mark.left, event.mark.title, event.mark.transparency)
        return left != (event.span, event.title, event.transparency)

    def is_held(self, event: Found) -> bool:
        return self.ledger[event.block].standing is Standing.HELD

    # what the person does

    def ours(self) -> list[Found]:
        return [each for each in self.calendar.find_blocks() if not each.cancelled]

    def edit(self, event: Found, **changes: object) -> None:
        self.calendar.edit(event.block, **changes)
        self.touched[event.block] = self.calendar.events[uid_of(event.block)]

    @precondition(lambda self: self.ours())
    @rule(data=st.data(), span=SPANS)
    def a_block_is_moved_by_hand(self, data: st.DataObject, span: Span) -> None:
        event = data.draw(st.sampled_from(self.ours()))
        if span != event.mark.left:
            self.edit(event, span=span)

    @precondition(lambda self: self.ours())
    @rule(data=st.data())
    def a_block_is_retitled_by_hand(self, data: st.DataObject) -> None:
        self.edit(data.draw(st.sampled_from(self.ours())), title="Mine")

    @precondition(lambda self: self.ours())
    @rule(data=st.data(), transparency=st.sampled_from(Transparency))
    def a_block_is_shown_otherwise_by_hand(self, data: st.DataObject, transparency: Transparency) -> None:
        event = data.draw(st.sampled_from(self.ours()))
        if transparency is not event.mark.transparency:
            self.edit(event, transparency=transparency)

    @precondition(lambda self: self.ours())
    @rule(data=st.data(), cancelled=st.booleans())
    def a_block_on_record_is_deleted_by_hand(self, data: st.DataObject, *, cancelled: bool) -> None:
        self.decide()
        event = data.draw(st.sampled_from(self.ours()))
        self.touched.pop(event.block, None)
        if cancelled:
            self.edit(event, cancelled=True)
        else:
            self.calendar.delete(event.block)
        self.closed[event.mark.slot] = {each.block for each in self.ours() if each.mark.slot == event.mark.slot}

    # what must always be so

    @invariant()
    def nothing_foreign_is_touched(self) -> None:
        assert (self.calendar.events[Uid("copied by hand")], self.calendar.foreign) == self.strangers

    @invariant()
    def what_the_person_changed_is_as_they_left_it(self) -> None:
        for block, event in self.touched.items():
            assert self.calendar.events[uid_of(block)] == event

    @invariant()
    def a_slot_whose_block_was_deleted_gets_no_other(self) -> None:
        for slot, others in self.closed.items():
            assert {each.block for each in self.ours() if each.mark.slot == slot} <= others


TestCycles = Cycles.TestCase
TestCycles.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
