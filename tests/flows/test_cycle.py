from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.adapters.clock import CountedIds
from hedgerow.core.action import Verb
from hedgerow.core.assured import assured_plan
from hedgerow.core.block import BlockEvent, BlockId, Found, IntentionId, Standing, Version, uid_of
from hedgerow.core.check import BrokenPromise
from hedgerow.core.days import Weekday
from hedgerow.core.intention import Defence
from hedgerow.core.occurrence import CalendarId, NotSeen, Transparency, Uid, Unreadable
from hedgerow.core.outlook import is_same
from hedgerow.core.span import Span
from hedgerow.core.week import Verdict
from hedgerow.flows.cycle import Outcome, Performed, apply, current_week, first_writes, survey, view
from hedgerow.flows.weekly import review_weeks
from hedgerow.ports import PlanId, PreconditionFailed, Refused, Unavailable
from tests.agenda import at, occurrence, span, windows
from tests.fakes.block_calendar import MemoryCalendar
from tests.flows.life import BLOCKS, DINNER, Life


def verbs(performed: Sequence[Performed]) -> list[Verb]:
    return [each.step.action.verb for each in performed]


def test_the_first_turn_books_and_the_second_has_nothing_to_do() -> None:
    life = Life()
    first = life.turn()
    assert set(verbs(first)) == {Verb.CREATE}
    assert all(each.outcome is Outcome.DONE for each in first)
    assert life.turn() == ()
    assert len(life.spans()) == len(first) == 8


def test_a_plan_that_breaks_a_promise_is_never_carried_out() -> None:
    life, breakfast = Life(), replace(DINNER, windows=windows("07:00-09:00"), ideal_start=None)
    mistaken = replace(
        life.household, plan=lambda given: assured_plan(replace(given, intentions=(breakfast,)))
    )  # for an intention that the settings don't have
    with pytest.raises(BrokenPromise, match="dinner of 2026-11-16: it lies in none of its windows and days"):
        survey(mistaken)
    assert (life.spans(), life.ledger.bookings()) == ([], [])


def test_nothing_is_written_to_a_calendar_before_its_first_yes() -> None:
    life = Life()
    surveyed = survey(life.household)
    assert first_writes(surveyed) == (BLOCKS,)
    assert {each.outcome for each in apply(life.household, surveyed, asked=())} == {Outcome.NOT_ASKED}
    assert (life.spans(), life.ledger.bookings()) == ([], [])
    life.turn()
    assert first_writes(survey(life.household)) == ()


def test_a_block_that_the_person_dragged_to_another_calendar_is_no_yes_to_writing_there() -> None:
    life, other = Life(), MemoryCalendar(CalendarId("other"))
    life.turn()
    dragged = life.blocks.find_blocks()[0]
    life.blocks.delete(dragged.block)
    other.events[uid_of(dragged.block)] = replace(dragged, calendar=other.calendar)
    run = replace(DINNER, id=IntentionId("run"), calendar=other.calendar, ideal_start=17 * 60)
    life.settings = replace(life.settings, intentions=(DINNER, run))
    both = replace(life.household, block_calendars=[life.blocks, other])
    assert first_writes(survey(both)) == (other.calendar,)
    apply(both, survey(both), asked=())
    assert len(other.find_blocks()) == 1
    asked_again = [each for each in apply(both, survey(both), asked=()) if each.step.calendar == other.calendar]
    assert {each.outcome for each in asked_again} == {Outcome.NOT_ASKED}


def test_after_the_ledger_was_lost_blocks_are_known_again_and_writing_waits_for_another_yes() -> None:
    life = Life()
    life.turn()
    life.ledger = type(life.ledger)()
    life.meets("wed 18:30-19:30  Retro")
    assert {each.outcome for each in apply(life.household, survey(life.household), asked=())} == {Outcome.NOT_ASKED}
    assert len(life.ledger.bookings()) == len(life.spans())
    assert verbs(life.turn()) == [Verb.MOVE]


def test_a_survey_writes_nothing() -> None:
    life = Life()
    survey(life.household)
    assert (life.spans(), life.ledger.bookings(), life.ledger.open_intents()) == ([], [], [])


def test_a_meeting_put_over_a_block_moves_it_and_the_block_keeps_its_id() -> None:
    life = Life()
    life.turn()
    life.meets("wed 18:30-19:30  Retro")
    [moved] = life.turn()
    assert moved.step.action.verb is Verb.MOVE
    before = moved.step.action.before
    assert before is not None
    assert before.span == span("wed", "18:00-19:00")
    assert before.block == moved.step.action.event.block
    assert life.turn() == ()


def test_a_block_moved_resized_and_deleted_by_hand_is_pinned_pinned_and_skipped() -> None:
    life = Life()
    life.turn()
    by_span = {found.span: found.block for found in life.blocks.find_blocks()}
    mon, tue, wed = (by_span[span(day, "18:00-19:00")] for day in ("mon", "tue", "wed"))
    life.blocks.edit(mon, span=span("mon", "20:00-21:00"))
    life.blocks.edit(tue, span=span("tue", "18:00-20:00"))
    life.blocks.delete(wed)
    assert life.turn() == ()
    standing = {booking.block: booking.standing for booking in life.ledger.bookings()}
    assert (standing[mon], standing[tue], standing[wed]) == (Standing.PINNED, Standing.PINNED, Standing.SKIPPED)
    life.meets("mon 20:00-21:00  Late", "tue 18:00-20:00  Later")
    assert life.turn() == ()
    assert {span("mon", "20:00-21:00"), span("tue", "18:00-20:00")} < set(life.spans())
    assert not any(found.overlaps(span("wed", "00:00-24:00")) for found in life.spans())


def test_a_source_that_fails_is_not_seen_and_nothing_new_goes_where_a_meeting_may_be() -> None:
    life = Life()
    life.turn()
    held = life.spans()
    life.work.unavailable = "the server is away"
    life.settings = replace(life.settings, planning=replace(life.settings.planning, weeks=3))
    surveyed = survey(life.household)
    assert surveyed.view.coverage.not_seen == (NotSeen(life.work.calendar, "work", "the server is away"),)
    assert surveyed.outlook.waiting
    assert apply(life.household, surveyed, [BLOCKS]) == ()
    assert life.spans() == held


def test_nothing_new_is_placed_and_nothing_deleted_while_a_part_of_a_source_is_not_seen() -> None:
    life = Life()
    life.turn()
    held = life.spans()
    life.work.not_seen = (NotSeen(life.work.calendar, "launch.ics", "it ends in the middle of an event"),)
    life.settings = replace(
        life.settings, intentions=(replace(DINNER, times_per_week=1), replace(DINNER, id=IntentionId("run")))
    )
    waiting = survey(life.household).outlook.waiting
    assert {step.action.verb for step in waiting} == {Verb.CREATE, Verb.DELETE}
    assert life.turn() == ()
    assert life.spans() == held


def test_an_event_that_cannot_be_read_stops_no_planning() -> None:
    life = Life()
    life.work.unreadable = (Unreadable(life.work.calendar, "work.ics", Uid("odd"), 3, "its start is no date"),)
    assert set(verbs(life.turn())) == {Verb.CREATE}


def test_new_words_make_no_busy_block_free_while_a_source_cannot_be_read() -> None:
    tuesday = replace(DINNER, times_per_week=1, days=frozenset({Weekday.TUESDAY}))
    life = Life(intentions=(replace(tuesday, defence=Defence.ALWAYS_BUSY),))
    life.turn()
    life.work.unavailable = "the server is away"
    life.settings = replace(life.settings, intentions=(replace(tuesday, title="Supper", defence=Defence.ALWAYS_FREE),))
    assert set(verbs(life.turn())) == {Verb.REWORD}
    told = [(found.title, found.transparency) for found in life.blocks.find_blocks()]
    assert set(told) == {("Supper", Transparency.OPAQUE)}
    assert life.turn() == ()


def test_no_busy_block_is_made_free_while_a_source_cannot_be_read() -> None:
    life = Life(intentions=(replace(DINNER, times_per_week=1, defence=Defence.ALWAYS_BUSY),))
    life.turn()
    life.settings = replace(life.settings, intentions=(replace(DINNER, times_per_week=1, defence=Defence.ALWAYS_FREE),))
    life.work.unavailable = "the server is away"
    assert {step.action.verb for step in survey(life.household).outlook.waiting} == {Verb.RELEASE}
    assert life.turn() == ()
    life.work.unavailable = ""
    assert set(verbs(life.turn())) == {Verb.RELEASE}


def test_what_has_begun_since_the_calendars_were_read_is_not_written() -> None:
    life = Life()
    life.now("mon", "15:00")
    life.turn()
    life.meets("tue 18:00-19:00  Retro", "wed 18:00-19:00  Retro")
    surveyed = survey(life.household)
    assert {step.action.verb for step in surveyed.outlook.steps} == {Verb.MOVE}
    life.now("tue", "18:00")
    assert [each.outcome for each in apply(life.household, surveyed, [BLOCKS])] == [Outcome.TOO_LATE, Outcome.DONE]
    assert span("tue", "18:00-19:00") in life.spans()


def test_a_plan_looked_at_again_is_the_same_to_a_person_unless_something_in_it_changed() -> None:
    life = Life()
    first, again = survey(life.household).outlook.steps, survey(life.household).outlook.steps
    assert first != again
    assert is_same(first, again)
    life.meets("wed 18:30-19:30  Retro")
    assert not is_same(first, survey(life.household).outlook.steps)


def test_nothing_is_deleted_while_a_source_cannot_be_read() -> None:
    life = Life(intentions=(DINNER, replace(DINNER, id=IntentionId("run"), ideal_start=17 * 60)))
    life.turn()
    held = life.spans()
    life.work.unavailable = "the server is away"
    life.settings = replace(life.settings, intentions=(DINNER,))
    assert {step.action.verb for step in survey(life.household).outlook.waiting} == {Verb.DELETE}
    assert life.turn() == ()
    assert life.spans() == held


def test_a_week_without_any_source_is_unknown() -> None:
    life = Life("mon 19:00-23:00  Launch")
    life.work.unavailable = "the server is away"
    week = current_week(life.settings, at("mon", "08:00"))
    [review] = review_weeks(life.household, view(life.household, week, week), [week])
    assert review.verdict is Verdict.UNKNOWN


def test_a_block_calendar_that_fails_loses_no_block() -> None:
    life = Life()
    life.turn()
    held = life.spans()
    failing = Failing(life.blocks, reading=Unavailable("the disk is away"))
    surveyed = survey(replace(life.household, block_calendars=[failing]))
    assert surveyed.outlook.steps == ()
    assert [gap.reason for gap in surveyed.view.coverage.not_seen] == ["the disk is away"]
    assert life.turn() == ()
    assert life.spans() == held


def test_a_lost_ledger_is_made_whole_by_the_marks() -> None:
    life = Life()
    life.turn()
    held = life.spans()
    life.ledger = type(life.ledger)()
    assert life.turn() == ()
    assert (life.spans(), len(life.ledger.bookings())) == (held, len(held))


def test_an_invitation_that_carries_our_mark_under_an_id_we_never_gave_is_seen() -> None:
    life = Life()
    life.turn()
    ours = life.blocks.find_blocks()[0]
    stranger = replace(occurrence("mon 18:00-19:00  Launch (ours)"), uid=Uid("abc@hedgerow"))
    block = replace(occurrence("tue 18:00-19:00  Dinner (ours)"), uid=uid_of(ours.block))
    life.work.occurrences = [stranger, block]
    entries = survey(life.household).view.timeline.entries
    assert [entry.occurrence.uid for entry in entries] == ["abc@hedgerow"]


def test_half_the_blocks_gone_at_once_are_not_believed_before_the_person_says_so() -> None:
    life = Life()
    life.turn()
    for found in life.blocks.find_blocks()[:6]:
        life.blocks.delete(found.block)
    doubted = survey(life.household)
    assert (set(doubted.outlook.doubtful), list(doubted.outlook.steps)) == ({BLOCKS}, [])
    believed = survey(life.household, believed=[BLOCKS])
    assert apply(life.household, believed, []) == ()
    assert sum(booking.standing is Standing.SKIPPED for booking in life.ledger.bookings()) == 6


class Failing:
    """A block calendar that does what it is asked to, and then fails; or fails at once."""

    def __init__(
        self,
        real: MemoryCalendar,
        writing: Exception | None = None,
        reading: Exception | None = None,
        *,
        after: bool = False,
    ) -> None:
        self.real, self.writing, self.reading, self.after = real, writing, reading, after

    @property
    def calendar(self) -> CalendarId:
        return self.real.calendar

    def find_blocks(self) -> Sequence[Found]:
        if self.reading:
            raise self.reading
        return self.real.find_blocks()

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        if self.writing and not self.after:
            raise self.writing
        version = self.real.put(event, expected)
        if self.writing:
            raise self.writing
        return version

    def remove(self, block: BlockId, expected: Version) -> None:
        if self.writing:
            raise self.writing
        self.real.remove(block, expected)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (PreconditionFailed("it changed"), Outcome.CHANGED_MEANWHILE),
        (Refused("it is full"), Outcome.REFUSED),
        (Unavailable("no answer"), Outcome.UNKNOWN),
    ],
)
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_whatever_a_write_answers_every_block_exists_once_after_the_next_turn(
    error: Exception, outcome: Outcome, *, after: bool
) -> None:
    life = Life()
    failing = replace(life.household, block_calendars=[Failing(life.blocks, error, after=after)])
    performed = apply(failing, survey(failing), [BLOCKS])
    ours = after and isinstance(error, PreconditionFailed)
    assert {each.outcome for each in performed} == {Outcome.DONE if ours else outcome}
    life.turn()
    assert life.turn() == ()
    assert life.spans() == clean()
    assert life.ledger.open_intents() == []


def clean() -> list[Span]:
    life = Life()
    life.turn()
    return life.spans()


def test_an_intent_is_recorded_before_the_write_and_settled_by_the_next_reading() -> None:
    life = Life()
    failing = replace(life.household, block_calendars=[Failing(life.blocks, Unavailable("no answer"), after=True)])
    apply(failing, survey(failing), [BLOCKS])
    assert len(life.ledger.open_intents()) == len(life.spans()) == 8
    assert life.turn() == ()
    assert {booking.standing for booking in life.ledger.bookings()} == {Standing.HELD}


def test_a_free_block_is_defended_when_its_time_comes() -> None:
    life = Life(intentions=(replace(DINNER, times_per_week=1),))
    life.turn()
    next_week = max(life.blocks.find_blocks(), key=lambda found: found.span)
    assert next_week.transparency is Transparency.TRANSPARENT
    life.clock.at = next_week.span.start - timedelta(hours=23)
    [defended] = [each for each in life.turn() if each.step.action.verb is not Verb.CREATE]
    assert (defended.step.action.verb, defended.step.action.event.block) == (Verb.DEFEND, next_week.block)


def test_the_blocks_of_another_person_in_a_shared_file_are_busy_and_never_written() -> None:
    theirs, mine = Life(), Life()
    theirs.settings = replace(
        theirs.settings, person=replace(theirs.settings.person, addresses=frozenset({"bo@x.org"}))
    )
    theirs.turn()
    mine.ids = CountedIds("mine")
    mine.blocks.events = dict(theirs.blocks.events)
    shown = [
        replace(occurrence("mon 18:00-19:00  Dinner (ours)"), uid=uid_of(found.block), span=found.span)
        for found in theirs.blocks.find_blocks()
    ]
    mine.work.occurrences = shown
    mine.turn()
    left = {uid: event for uid, event in mine.blocks.events.items() if uid in theirs.blocks.events}
    assert left == theirs.blocks.events
    own = [found.span for uid, found in mine.blocks.events.items() if uid not in left]
    assert own
    assert not any(span.overlaps(other.span) for span in own for other in shown)


def test_a_run_that_another_one_took_over_from_says_so_of_each_step_and_sends_no_more() -> None:
    life = Life()
    put = life.blocks.put

    def then_sleep(event: BlockEvent, expected: Version | None) -> Version:
        life.ledger.runs.append(PlanId("another"))
        return put(event, expected)

    life.blocks.put = then_sleep  # type: ignore[method-assign]
    performed = life.turn()
    assert [each.outcome for each in performed] == [Outcome.DONE, *[Outcome.NOT_BEGUN] * 7]
    assert "took over" in performed[-1].message
    assert (len(life.spans()), life.ledger.open_intents()) == (1, [])
