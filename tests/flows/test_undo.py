"""Everything written can be taken back, and what the person did since stays theirs."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.core.action import Verb
from hedgerow.core.block import BlockEvent, Found, Standing, Version
from hedgerow.core.occurrence import Transparency
from hedgerow.core.request import Refusal
from hedgerow.core.span import Span
from hedgerow.flows.asking import Answered
from hedgerow.flows.cycle import Outcome, record_findings, survey
from hedgerow.flows.undo import Undoing, look_back, undo
from hedgerow.ports import EntryId, PlanId, Unavailable
from tests.agenda import span
from tests.flows.life import DINNER, Life


def look(life: Life, asked: EntryId | PlanId | None = None) -> tuple[Undoing, ...]:
    surveyed = survey(life.household)
    record_findings(life.household, surveyed)
    return look_back(life.household, surveyed, asked)


def take_back(life: Life, asked: EntryId | PlanId | None = None) -> tuple[Answered, ...]:
    return undo(life.household, look(life, asked), PlanId("undo"))


def outcomes(answered: Sequence[Answered]) -> list[Outcome]:
    return [each.outcome for each in answered]


def settled_life(*lines: str) -> Life:
    """Eight dinners are booked."""
    life = Life(*lines)
    life.turn()
    return life


def last(life: Life, verb: Verb) -> EntryId:
    return next(entry.id for entry in reversed(life.ledger.log) if entry.what is verb)


def quiet(life: Life) -> bool:
    before = life.blocks.writes
    return life.turn() == () and life.blocks.writes == before


def test_a_block_whose_booking_is_undone_goes_and_is_not_booked_again() -> None:
    life = settled_life()
    [undoing] = look(life)
    assert outcomes(take_back(life)) == [Outcome.DONE]
    assert undoing.line.block not in [found.block for found in life.blocks.find_blocks()]
    assert life.ledger.booked[undoing.line.block].standing is Standing.SKIPPED
    assert quiet(life)


def test_a_move_that_is_undone_is_put_back_and_stays_whatever_is_there() -> None:
    life = settled_life()
    before = life.spans()
    life.meets("wed 18:00-19:00  Launch")
    life.turn()
    moved = last(life, Verb.MOVE)
    assert life.spans() != before
    assert outcomes(take_back(life, moved)) == [Outcome.DONE]
    assert life.spans() == before
    assert quiet(life)


def test_a_deletion_that_is_undone_comes_back_with_its_note_under_a_new_id() -> None:
    life = settled_life()
    life.settings = replace(life.settings, intentions=(replace(DINNER, times_per_week=6),))
    notes = {found.block: found.text for found in life.blocks.find_blocks()}
    life.turn()
    deleted = last(life, Verb.DELETE)
    [undoing] = look(life, deleted)
    assert outcomes(take_back(life, deleted)) == [Outcome.DONE]
    [back] = [found for found in life.blocks.find_blocks() if found.block not in notes]
    assert (back.text, back.span) == (notes[undoing.line.block], undoing.line.before and undoing.line.before.span)
    assert life.ledger.booked[back.block].standing is Standing.PINNED


def test_undoing_again_goes_one_step_further_back() -> None:
    life = settled_life()
    first, second = take_back(life), take_back(life)
    assert outcomes([*first, *second]) == [Outcome.DONE, Outcome.DONE]
    assert len(life.blocks.find_blocks()) == 6
    undone = [entry.undoes for entry in life.ledger.log if entry.undoes]
    assert undone == [EntryId(8), EntryId(7)]


def test_what_was_undone_is_not_undone_twice() -> None:
    life = settled_life()
    take_back(life, EntryId(3))
    [again] = take_back(life, EntryId(3))
    assert (again.outcome, again.message) == (Outcome.REFUSED, "#3 was taken back already.")
    assert len(life.blocks.find_blocks()) == 7


def test_an_undo_that_is_named_can_be_undone() -> None:
    life = settled_life()
    take_back(life, EntryId(3))
    take_back(life, last(life, Verb.DELETE))
    assert len(life.blocks.find_blocks()) == 8
    assert quiet(life)


def test_a_block_that_the_person_moved_since_is_left_where_they_put_it() -> None:
    life = settled_life()
    created = life.ledger.log[2]
    there = span("wed", "12:00-13:00")
    life.blocks.edit(created.block, span=there)
    [told] = take_back(life, created.id)
    assert (told.outcome, told.message) == (Outcome.REFUSED, "#3 stays: you changed the block since (moved by hand).")
    assert there in life.spans()


def test_a_whole_run_is_undone_newest_first_and_what_stays_is_told() -> None:
    life = settled_life()
    kept, *_ = life.ledger.log
    life.blocks.edit(kept.block, title="Dinner with Mia")
    answered = take_back(life, kept.plan)
    assert outcomes(answered) == [Outcome.DONE] * 7 + [Outcome.REFUSED]
    assert [found.title for found in life.blocks.find_blocks()] == ["Dinner with Mia"]
    assert quiet(life)


def test_a_run_that_is_undone_is_brought_back_by_undoing_the_undo() -> None:
    life = settled_life()
    before = life.spans()
    plan = life.ledger.log[0].plan
    take_back(life, plan)
    assert life.spans() == []
    take_back(life, PlanId("undo"))
    assert life.spans() == before


def test_a_calendar_that_cannot_be_read_is_left_alone() -> None:
    life = settled_life()

    def broken() -> Sequence[Found]:
        raise Unavailable("away")

    life.blocks.find_blocks = broken  # type: ignore[method-assign]
    [undoing] = look(life)
    assert isinstance(undoing.answer, Refusal)
    assert "can't be read" in undoing.answer.sentence


def test_a_line_that_does_not_exist_is_nothing() -> None:
    life = settled_life()
    assert look(life, EntryId(99)) == ()
    assert look(life, PlanId("nobody")) == ()
    assert look(Life()) == ()


@pytest.mark.parametrize("is_lost", [False, True])
def test_an_undo_whose_answer_was_lost_is_settled_by_the_next_run(is_lost: bool) -> None:
    life = settled_life()
    life.meets("wed 18:00-19:00  Launch")
    life.turn()
    put = life.blocks.put

    def drop(event: BlockEvent, expected: Version | None) -> Version:
        if is_lost:
            put(event, expected)
        raise Unavailable("the answer did not come")

    life.blocks.put = drop  # type: ignore[method-assign]
    moved = last(life, Verb.MOVE)
    assert outcomes(take_back(life, moved)) == [Outcome.UNKNOWN]
    life.blocks.put = put  # type: ignore[method-assign]
    life.turn()
    is_undone = moved in {entry.undoes for entry in life.ledger.log if entry.failure is None}
    assert is_undone is is_lost
    if is_lost:
        [entry] = [entry for entry in life.ledger.log if entry.undoes == moved]
        assert life.ledger.booked[entry.block].standing is Standing.PINNED
    assert quiet(life)


MEETINGS = st.lists(
    st.tuples(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), st.integers(17, 20)), max_size=5
)
"""Each on a day, from an hour to the next."""


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(MEETINGS, st.integers(1, 7)), min_size=1, max_size=4))
def test_undoing_run_after_run_leads_back_through_every_state(turns: list[tuple[list[tuple[str, int]], int]]) -> None:
    life, states = Life(), []
    for meetings, times in turns:
        life.meets(*(f"{day} {hour}:00-{hour + 1}:00  Meeting {hour}" for day, hour in set(meetings)))
        life.settings = replace(life.settings, intentions=(replace(DINNER, times_per_week=times),))
        states.append(shown(life))
        life.turn()
    runs = list(dict.fromkeys(entry.plan for entry in life.ledger.log))
    reached = [state for state, later in zip(states, [*states[1:], shown(life)], strict=True) if state != later]
    for run in reversed(runs):
        assert set(outcomes(take_back(life, run))) == {Outcome.DONE}
        assert shown(life) == reached.pop()
    assert reached == []


def shown(life: Life) -> list[tuple[Span, str, Transparency]]:
    return sorted((found.span, found.title, found.transparency) for found in life.blocks.find_blocks())
