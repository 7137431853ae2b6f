"""A person, their meetings and their calendars, against a Hedgerow that crashes and servers that fail: laws only.

python -m tests.benchmarks.machine --steps 20000
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hedgerow.adapters.clock import StillClock
from hedgerow.core.block import BlockId, Found, IntentionId, Slot, Standing, uid_of
from hedgerow.core.caution import of_blocks
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Defence, Intention, Length
from hedgerow.core.occurrence import CalendarId, Transparency, Uid
from hedgerow.core.outlook import Outlook
from hedgerow.core.span import Span
from hedgerow.flows.cycle import Survey, apply, survey
from hedgerow.flows.household import Household
from tests.agenda import windows
from tests.fakes.block_calendar import MemoryCalendar
from tests.fakes.nemesis import READS, WRITES, Crash, Fault, FaultyCalendar, Fuse, crashing
from tests.flows.life import BLOCKS, DINNER, Life

OTHER = CalendarId("other")
EVENING = replace(DINNER, times_per_week=3, windows=windows("17:00-20:00"))
RUN = Intention(
    id=IntentionId("run"),
    title="Run",
    domains=frozenset({Domain.SELF}),
    length=Length(30, 60, 60),
    calendar=OTHER,
    windows=windows("07:00-09:00"),
    times_per_week=2,
)
WISHES: tuple[tuple[Intention, ...], ...] = (
    (EVENING, RUN),
    (EVENING,),
    (RUN,),
    (replace(EVENING, times_per_week=1), RUN),
    (replace(EVENING, title="Supper"), RUN),
    (replace(EVENING, domains=frozenset({Domain.HOME, Domain.SELF})), RUN),
    (replace(EVENING, defence=Defence.ALWAYS_FREE), replace(RUN, defence=Defence.ALWAYS_BUSY)),
    (EVENING, replace(RUN, calendar=BLOCKS)),
    (replace(EVENING, calendar=OTHER), RUN),
)
MEETINGS = (
    "mon 18:00-19:30  Review",
    "tue 17:00-20:00  Launch",
    "wed 07:00-08:30  Call",
    "thu 18:30-19:00  Retro",
    "mon+1 17:30-19:00  Fair",
    "wed+1 07:30-09:00  Standup",
)
MINUTES = (15, 45, 6 * 60, 36 * 60)
HOUR = timedelta(hours=1)


class Bookings(RuleBasedStateMachine):
    """What the person did is remembered here; nothing that Hedgerow does may change it."""

    def __init__(self) -> None:
        super().__init__()
        self.life = Life(intentions=WISHES[0])
        self.life.blocks, self.other = (self.held_in(each, self.life.clock) for each in (BLOCKS, OTHER))
        self.doors = {each.calendar: FaultyCalendar(each) for each in (self.life.blocks, self.other)}
        self.fuse = Fuse()
        self.touched: dict[BlockId, Found] = {}
        """As the person left it, with its calendar."""
        self.closed: dict[Slot, set[BlockId]] = {}
        """Slots of which a block was deleted by hand, with those that stood there besides."""
        self.acted: set[BlockId] = set()
        """Blocks to which the person did anything at all."""
        self.trash: dict[BlockId, Found] = {}
        self.copies = 0
        self.foreign: dict[CalendarId, tuple[dict[Uid, Found], dict[Uid, str]]] = {}
        for door in self.doors.values():
            door.real.foreign[Uid("dentist@elsewhere")] = "Dentist"
            door.real.foreign[Uid("look0alike@hedgerow")] = "Look-alike"
        self.remember_foreign()

    # what is there

    def held_in(self, calendar: CalendarId, clock: StillClock) -> MemoryCalendar:
        """Where the blocks are; the clock is that of the life."""
        return MemoryCalendar(calendar)

    @property
    def household(self) -> Household:
        life, fuse = self.life, self.fuse
        doors = [crashing(door, fuse) for door in self.doors.values()]
        plain = replace(life.household, block_calendars=doors, sources=[crashing(life.work, fuse)])
        return replace(plain, ledger=crashing(life.ledger, fuse), doubts=crashing(life.doubts, fuse))

    def strangers(self, door: FaultyCalendar) -> tuple[dict[Uid, Found], dict[Uid, str]]:
        copies = {uid: event for uid, event in door.real.events.items() if uid != uid_of(event.block)}
        return copies, dict(door.real.foreign)

    def remember_foreign(self) -> None:
        self.foreign = {calendar: self.strangers(door) for calendar, door in self.doors.items()}

    def ours(self) -> list[Found]:
        """Live ones."""
        found = (each for door in self.doors.values() for each in door.real.find_blocks())
        return [each for each in found if not each.cancelled and not each.broken]

    def standing(self, block: BlockId) -> Standing | None:
        booking = self.life.ledger.booked.get(block)
        return booking.standing if booking else None

    def editable(self) -> list[Found]:
        return [each for each in self.ours() if each.span.start > self.life.clock.at]

    # what Hedgerow does

    def run(self, surveyed: Survey | None = None) -> None:
        try:
            household = self.household
            apply(household, surveyed or survey(household), [BLOCKS, OTHER])
        except Crash:
            self.has_crashed()
        finally:
            self.fuse.left = None

    def has_crashed(self) -> None:
        """For those who count."""

    @rule()
    def a_run(self) -> None:
        self.run()

    @rule(calls=st.integers(0, 60))
    def a_run_crashes(self, calls: int) -> None:
        self.fuse.left = calls
        self.run()

    @rule(wishes=st.sampled_from(WISHES), calls=st.integers(20, 90))
    def minds_change_and_the_run_crashes(self, wishes: tuple[Intention, ...], calls: int) -> None:
        self.intentions_change(wishes)
        self.fuse.left = calls
        self.run()

    @rule(wishes=st.sampled_from(WISHES), faults=st.lists(st.none() | st.sampled_from(WRITES), max_size=4))
    def minds_change_and_writes_fail(self, wishes: tuple[Intention, ...], faults: list[Fault | None]) -> None:
        self.intentions_change(wishes)
        for door in self.doors.values():
            door.writes = list(faults)
        self.run()

    @rule(data=st.data(), wishes=st.sampled_from(WISHES), calls=st.none() | st.integers(0, 40))
    def the_person_acts_between_reading_and_writing(
        self, data: st.DataObject, wishes: tuple[Intention, ...], calls: int | None
    ) -> None:
        self.intentions_change(wishes)
        surveyed = survey(self.household)
        if self.editable():
            data.draw(st.sampled_from((self.is_moved, self.is_retitled, self.is_deleted)))(data)
        for step in surveyed.outlook.steps:
            if step.after is not None:  # its successor is on its way already
                self.closed.pop(step.action.event.slot, None)
        self.fuse.left = calls
        self.run(surveyed)

    # what goes wrong

    @rule(calendar=st.sampled_from((BLOCKS, OTHER)), faults=st.lists(st.none() | st.sampled_from(WRITES), max_size=6))
    def writes_will_fail(self, calendar: CalendarId, faults: list[Fault | None]) -> None:
        self.doors[calendar].writes = faults

    @rule(
        calendar=st.sampled_from((BLOCKS, OTHER)),
        faults=st.lists(st.none() | st.sampled_from(READS), max_size=4),
        age=st.integers(1, 6),
    )
    def readings_will_fail(self, calendar: CalendarId, faults: list[Fault | None], age: int) -> None:
        """A server that lies twice on end, and the same each time, is believed: nobody could know better."""
        door = self.doors[calendar]
        door.age, door.reads = age, list(honest(faults))

    @rule(is_down=st.booleans())
    def the_work_calendar_fails_or_comes_back(self, *, is_down: bool) -> None:
        self.life.work.unavailable = "the server is away" if is_down else ""

    @rule(calendar=st.sampled_from((BLOCKS, OTHER)))
    def a_calendar_seems_empty_for_two_runs(self, calendar: CalendarId) -> None:
        """Of one block only, or a third time within more than an hour, it would be believed."""
        door = self.doors[calendar]
        held = [each for each in self.editable() if each.calendar == calendar and self.standing(each.block) in STAND]
        if len(held) < 2 or of_blocks(calendar) in self.life.doubts.load():
            return
        for _ in range(2):
            door.reads = [Fault.EMPTY] * 9
            self.run()
        door.reads = []

    # what life does

    @rule(lines=st.lists(st.sampled_from(MEETINGS), max_size=4, unique=True))
    def meetings_appear_move_and_vanish(self, lines: list[str]) -> None:
        self.life.meets(*lines)

    @rule(wishes=st.sampled_from(WISHES))
    def intentions_change(self, wishes: tuple[Intention, ...]) -> None:
        self.life.settings = replace(self.life.settings, intentions=wishes)

    @rule(minutes=st.sampled_from(MINUTES))
    def time_goes_by(self, minutes: int) -> None:
        self.life.clock.at += timedelta(minutes=minutes)

    # what the person does

    def drawn(self, data: st.DataObject) -> Found:
        there = {f"{each.calendar} {each.block}": each for each in self.editable()}
        return there[data.draw(st.sampled_from(sorted(there)))]

    def edit(self, event: Found, **changes: Any) -> None:
        self.acted.add(event.block)
        door = self.doors[event.calendar]
        door.remember()
        door.real.edit(event.block, **changes)
        after = door.real.events[uid_of(event.block)]
        if is_changed(after) or self.standing(event.block) in (Standing.PINNED, Standing.RELEASED):
            self.touched[event.block] = after
        else:
            self.touched.pop(event.block, None)

    def is_moved(self, data: st.DataObject) -> None:
        event, by = self.drawn(data), data.draw(st.sampled_from((-1, 1, 2, 26))) * HOUR
        self.edit(event, span=Span(event.span.start + by, event.span.end + by))

    def is_retitled(self, data: st.DataObject) -> None:
        self.edit(self.drawn(data), title=data.draw(st.sampled_from(("Mine", "Dinner"))))

    def is_deleted(self, data: st.DataObject) -> None:
        event = self.drawn(data)
        door = self.doors[event.calendar]
        self.acted.add(event.block)
        self.trash[event.block] = event
        self.touched.pop(event.block, None)
        door.remember()
        door.real.delete(event.block)
        self.slot_is_closed(event)

    def slot_is_closed(self, event: Found) -> None:
        """Unless nobody can tell that it was the person: `core.settle` says when."""
        if event.block in self.life.ledger.booked and event.block not in self.life.ledger.open:
            stand = {each.block for each in self.ours() if each.mark.slot == event.mark.slot}
            self.closed[event.mark.slot] = stand

    @precondition(lambda self: self.editable())
    @rule(data=st.data())
    def a_block_is_moved(self, data: st.DataObject) -> None:
        self.is_moved(data)

    @precondition(lambda self: self.editable())
    @rule(data=st.data(), by=st.sampled_from((-30, 15, 60)))
    def a_block_is_resized(self, data: st.DataObject, by: int) -> None:
        event = self.drawn(data)
        if event.span.length > timedelta(minutes=-by):
            self.edit(event, span=Span(event.span.start, event.span.end + timedelta(minutes=by)))

    @precondition(lambda self: self.editable())
    @rule(data=st.data())
    def a_block_is_retitled(self, data: st.DataObject) -> None:
        self.is_retitled(data)

    @precondition(lambda self: self.editable())
    @rule(data=st.data(), transparency=st.sampled_from(Transparency))
    def a_block_is_shown_otherwise(self, data: st.DataObject, transparency: Transparency) -> None:
        self.edit(self.drawn(data), transparency=transparency)

    @precondition(lambda self: self.editable())
    @rule(data=st.data(), how=st.sampled_from(("all_day", "recurring")))
    def a_block_becomes_another_kind_of_event(self, data: st.DataObject, how: str) -> None:
        self.edit(self.drawn(data), **{how: True})

    @precondition(lambda self: self.editable())
    @rule(data=st.data())
    def a_block_is_deleted(self, data: st.DataObject) -> None:
        self.is_deleted(data)

    @precondition(lambda self: self.editable())
    @rule(data=st.data())
    def a_block_is_cancelled(self, data: st.DataObject) -> None:
        event = self.drawn(data)
        self.edit(event, cancelled=True)
        self.touched.pop(event.block, None)
        self.slot_is_closed(event)

    @precondition(lambda self: self.editable())
    @rule(data=st.data())
    def a_block_is_copied(self, data: st.DataObject) -> None:
        event = self.drawn(data)
        self.copies += 1
        self.doors[event.calendar].real.events[Uid(f"copy {self.copies}")] = event
        self.remember_foreign()

    @precondition(lambda self: self.trash)
    @rule(data=st.data())
    def a_block_is_brought_back(self, data: st.DataObject) -> None:
        block = data.draw(st.sampled_from(sorted(self.trash)))
        event = self.trash.pop(block)
        door = self.doors[event.calendar]
        if uid_of(block) in door.real.events or event.span.start <= self.life.clock.at:
            return
        door.remember()
        door.real.events[uid_of(block)] = event
        self.closed.pop(event.mark.slot, None)
        gone = self.standing(block) in (Standing.SKIPPED, Standing.WITHDRAWN)
        theirs = self.standing(block) in (Standing.PINNED, Standing.RELEASED)
        self.edit(event)
        if (gone or theirs) and block not in self.life.ledger.open:
            self.touched[block] = door.real.events[uid_of(block)]

    # what must be so

    @invariant()
    def nothing_foreign_is_touched(self) -> None:
        assert {calendar: self.strangers(door) for calendar, door in self.doors.items()} == self.foreign

    @invariant()
    def what_the_person_changed_is_as_they_left_it(self) -> None:
        for block, event in self.touched.items():
            assert self.doors[event.calendar].real.events.get(uid_of(block)) == event

    @invariant()
    def nothing_is_laid_at_the_persons_door_that_they_did_not_do(self) -> None:
        theirs = (Standing.PINNED, Standing.RELEASED, Standing.SKIPPED)
        booked = self.life.ledger.booked.values()
        assert [each for each in booked if each.standing in theirs and each.block not in self.acted] == []

    @invariant()
    def a_slot_whose_block_was_deleted_gets_no_other(self) -> None:
        for slot, others in self.closed.items():
            assert {each.block for each in self.ours() if each.mark.slot == slot} <= others

    @invariant()
    def no_answer_that_was_lost_books_a_block_twice(self) -> None:
        """One that makes way for another lies elsewhere, or in another calendar, until it is gone."""
        places = Counter((each.calendar, each.mark.slot, each.mark.left) for each in self.ours() if self.is_held(each))
        assert not places or max(places.values()) == 1

    def is_held(self, event: Found) -> bool:
        return event.block not in self.touched and self.standing(event.block) in (Standing.HELD, None)

    @rule()
    def two_quiet_runs_leave_nothing_open(self) -> None:
        self.calm()
        for _ in range(3):
            if survey(self.household).outlook.doubtful:  # what looks like a fault is believed after an hour
                self.run()
                self.life.clock.at += timedelta(minutes=31)
        for _ in range(2):
            self.run()
            self.life.clock.at += timedelta(minutes=1)
        left = survey(self.household).outlook
        assert not left.doubtful
        assert self.life.ledger.open_intents() == []
        assert (left.settled, left.observations, left.steps, left.left_alone, left.held_back) == ((), (), (), (), ())
        self.every_wish_has_its_block(left)
        self.every_block_has_its_wish(left)

    def calm(self) -> None:
        for door in self.doors.values():
            door.heal()
        self.life.work.unavailable = ""
        kept = self.life.doubts.kept
        self.life.doubts.kept = {subject: doubt for subject, doubt in kept.items() if not subject.startswith("write ")}

    def every_wish_has_its_block(self, left: Outlook) -> None:
        live = {each.block for each in self.ours()}
        coming = [each for each in left.plan.blocks if each.span.start > self.life.clock.at]
        missing = [each for each in coming if each.block not in live]
        assert not missing, (
            missing,
            [b for b in self.life.ledger.booked.values() if b.slot in [m.slot for m in missing]],
        )

    def every_block_has_its_wish(self, left: Outlook) -> None:
        planned = {block.block for block in left.plan.blocks}
        coming = [each for each in self.ours() if each.span.start > self.life.clock.at]
        held = [each for each in coming if self.standing(each.block) is Standing.HELD]
        assert [each for each in coming if self.standing(each.block) not in STAND] == []
        assert [each for each in held if each.block not in planned] == []
        booked = {each.block: self.life.ledger.booked[each.block].domains for each in held}
        assert booked == {each.block: self.doors[each.calendar].written[each.block].domains for each in held}
        slots = Counter(each.mark.slot for each in held)
        assert not slots or max(slots.values()) == 1


STAND = (Standing.HELD, Standing.PINNED, Standing.RELEASED)


def honest(faults: list[Fault | None]) -> Iterator[Fault | None]:
    """After a lie comes the truth."""
    for fault in faults:
        yield fault
        if fault is not None and fault.lies:
            yield None


def is_changed(event: Found) -> bool:
    left = (event.mark.left, event.mark.title, event.mark.transparency, event.mark.calendar)
    now = (event.span, event.title, event.transparency, event.calendar)
    return left != now or event.all_day or event.recurring or event.cancelled
