"""The checker finds each broken promise. Plans here are made by hand, one fault at a time."""

from dataclasses import replace
from typing import Any

import pytest

from hedgerow.core.block import BlockId, IntentionId, Slot
from hedgerow.core.check import BrokenPromise, check_plan, require_kept
from hedgerow.core.intention import Defence, Firmness, Intention
from hedgerow.core.occurrence import Transparency
from hedgerow.core.plan import Block, Given, Hold, Plan, PlanRules, Previous, Reason, Unplaced
from hedgerow.core.span import Span
from tests.agenda import BERLIN, WEEK, at, day_of, span
from tests.plans import NOW, RULES, busy, kept, placed, wish

RUN = wish("run", "17:00-21:00", days="mon tue wed", ideal="18:00")
READ = wish("read", "17:00-21:00", days="mon")


def block(day: str = "mon", clocks: str = "18:00-19:00", name: str = "run", **more: Any) -> Block:
    plain = Block(
        Slot(IntentionId(name), day_of(day)), span(day, clocks), Transparency.TRANSPARENT, Reason.IDEAL, other_places=3
    )
    return replace(plain, **more)


def faults(
    *blocks: Block, wishes: tuple[Intention, ...] = (RUN,), unplaced: tuple[Unplaced, ...] = (), **given: Any
) -> tuple[str, ...]:
    plain = Given(wishes, (), RULES, NOW, Previous())
    return check_plan(Plan(blocks, unplaced), replace(plain, **given))


def test_a_plan_that_breaks_a_promise_goes_no_further_and_names_no_title() -> None:
    secret = replace(busy("mon 18:30-19:30  Secret")[0], title="Secret")
    given = Given((replace(RUN, title="Hidden"),), (secret,), RULES, NOW, Previous())
    require_kept(Plan((), (Unplaced(RUN, WEEK, 1, ()),)), given)
    with pytest.raises(BrokenPromise) as broken:
        require_kept(Plan((block(),), ()), given)
    assert str(broken.value) == (
        "the plan breaks a promise, so nothing was written: "
        "run of 2026-11-16: something busy lies over it, its travel or its buffers"
    )


def test_a_plan_that_keeps_every_promise_has_no_fault() -> None:
    assert faults(block()) == ()


@pytest.mark.parametrize(
    ("meeting", "wrong"),
    [
        ("mon 18:59-20:00  Call", True),
        ("mon 19:00-20:00  Call", False),
        ("mon 17:00-18:01  Call", True),
        ("mon 17:00-18:00  Call", False),
    ],
)
def test_busy_time_under_a_block(meeting: str, wrong: bool) -> None:
    assert faults(block(), busy=busy(meeting)) == (
        ("run of 2026-11-16: something busy lies over it, its travel or its buffers",) if wrong else ()
    )


@pytest.mark.parametrize("margin", ["travel_before", "buffer_before"])
def test_busy_time_in_a_margin_before(margin: str) -> None:
    ten: dict[str, Any] = {margin: 10}
    careful = replace(RUN, **ten)
    assert faults(block(), wishes=(careful,), busy=busy("mon 17:00-17:50  Call")) == ()
    assert len(faults(block(), wishes=(careful,), busy=busy("mon 17:00-17:51  Call"))) == 1


@pytest.mark.parametrize("margin", ["travel_after", "buffer_after"])
def test_busy_time_in_a_margin_after(margin: str) -> None:
    ten: dict[str, Any] = {margin: 10}
    careful = replace(RUN, **ten)
    assert faults(block(), wishes=(careful,), busy=busy("mon 19:10-20:00  Call")) == ()
    assert len(faults(block(), wishes=(careful,), busy=busy("mon 19:09-20:00  Call"))) == 1


def test_what_the_person_holds_without_an_intention_is_busy() -> None:
    orphan = placed(span("mon", "18:30-19:30"), "mon", "gone", Hold.PINNED)
    assert len(faults(block(), previous=kept(orphan))) == 1


def test_outside_of_its_windows_or_days() -> None:
    said = "it lies in none of its windows and days"
    assert faults(block(clocks="16:59-17:59")) == (f"run of 2026-11-16: {said}",)
    assert faults(block("thu")) == (f"run of 2026-11-19: {said}",)


def test_a_length_that_is_not_allowed() -> None:
    assert faults(block(clocks="18:00-18:29")) == ("run of 2026-11-16: 0:29:00 is not a length it may have",)
    assert faults(block(clocks="18:00-19:01")) == ("run of 2026-11-16: 1:01:00 is not a length it may have",)
    firm = replace(RUN, firmness=Firmness.FIRM)
    assert faults(block(clocks="18:00-18:55"), wishes=(firm,)) == (
        "run of 2026-11-16: 0:55:00 is not a length it may have",
    )


def test_fixed_and_somewhere_else() -> None:
    fixed = replace(RUN, firmness=Firmness.FIXED)
    assert faults(block(clocks="18:15-19:15"), wishes=(fixed,)) == (
        "run of 2026-11-16: it is fixed, and not at its ideal start",
    )


def test_before_the_notice_is_over() -> None:
    soon = block(transparency=Transparency.OPAQUE)
    assert faults(soon, now=at("mon", "16:00")) == ()
    assert faults(soon, now=at("mon", "16:01")) == ("run of 2026-11-16: it starts before the notice is over",)


def test_a_skipped_day() -> None:
    skipped = kept(skipped=["mon"])
    assert "run of 2026-11-16: that day was skipped" in faults(block(), previous=skipped)


def test_two_blocks_one_over_the_other_or_its_travel() -> None:
    other = block(clocks="19:00-20:00", name="read")
    assert faults(block(), other, wishes=(RUN, READ)) == ()
    far = replace(READ, travel_before=1)
    assert faults(block(), other, wishes=(RUN, far)) == (
        "run of 2026-11-16 and read of 2026-11-16: one lies over the other or its travel",
    )


def test_too_many_in_a_week_and_too_near() -> None:
    assert faults(block(), block("tue")) == ("run in 2026-W47: 2 blocks, more than 1",)
    rare = replace(RUN, times_per_week=2, spacing_days=2)
    assert faults(block(), block("tue"), wishes=(rare,)) == (
        "run of 2026-11-16 and run of 2026-11-17: the days between them are too few",
    )
    assert faults(block(), block("wed"), wishes=(rare,)) == ()


def test_too_near_to_last_week() -> None:
    rare = replace(RUN, spacing_days=2)
    last = kept(placed(span("sun-1", "08:00-09:00"), "sun-1"))
    assert faults(block(), wishes=(rare,), previous=last) == (
        "run of 2026-11-16: too near to a block of an earlier week",
    )


def test_two_blocks_for_one_occurrence() -> None:
    twice = replace(RUN, times_per_week=2)
    again = replace(block("tue"), slot=block().slot)
    assert "run of 2026-11-16 and run of 2026-11-16: they stand for the same occurrence" in faults(
        block(), again, wishes=(twice,)
    )
    assert "run of 2026-11-16: a new block stands for the day that it lies on" in faults(
        block(), again, wishes=(twice,)
    )


def test_missing_ones_that_the_plan_does_not_admit() -> None:
    assert faults() == ("run in 2026-W47: 1 are missing, and the plan says otherwise",)
    assert faults(unplaced=(Unplaced(RUN, WEEK, 1, ()),)) == ()
    assert len(faults(block(), unplaced=(Unplaced(RUN, WEEK, 1, ()),))) == 1


@pytest.mark.parametrize(
    ("defence", "places", "rules", "free"),
    [
        (Defence.AUTO, 2, RULES, True),
        (Defence.AUTO, 1, RULES, False),
        (Defence.AUTO, 1, PlanRules(BERLIN, (WEEK,), free_places=1), True),
        (Defence.ALWAYS_BUSY, 9, RULES, False),
        (Defence.ALWAYS_FREE, 0, RULES, True),
    ],
)
def test_shown_against_the_rule(defence: Defence, places: int, rules: PlanRules, free: bool) -> None:
    right, wrong = Transparency.TRANSPARENT, Transparency.OPAQUE
    if not free:
        right, wrong = wrong, right
    wishes = (replace(RUN, defence=defence),)
    assert faults(block(transparency=right, other_places=places), wishes=wishes, rules=rules) == ()
    [fault] = faults(block(transparency=wrong, other_places=places), wishes=wishes, rules=rules)
    assert fault == f"run of 2026-11-16: shown as {wrong} against the rule of its defence"


def standing(where: Span, hold: Hold = Hold.NONE) -> Previous:
    return kept(placed(where, "mon", hold=hold))


def test_a_held_or_begun_block_that_was_moved() -> None:
    moved = block(block=BlockId("runmon"))
    pinned = standing(span("mon", "19:00-20:00"), Hold.PINNED)
    assert faults(moved, previous=pinned) == ("run of 2026-11-16: it was not ours to move",)
    begun = standing(span("mon", "06:00-07:00"))
    assert "run of 2026-11-16: it was not ours to move" in faults(moved, previous=begun, now=at("mon", "06:00"))


def test_a_frozen_block_that_was_moved_for_nothing() -> None:
    moved = block(block=BlockId("runmon"), transparency=Transparency.OPAQUE)
    frozen = standing(span("mon", "19:00-20:00"))
    early = at("mon", "08:00")
    assert faults(moved, previous=frozen, now=early) == ("run of 2026-11-16: it starts soon, and no work lies over it",)
    assert faults(moved, previous=frozen, now=early, busy=busy("mon 19:45-20:00  Call")) == ()


def test_a_block_that_is_somebody_else() -> None:
    assert faults(block(block=BlockId("what"))) == ("run of 2026-11-16: it is not the block that stood there",)


def test_a_block_that_moved_to_another_week() -> None:
    two = PlanRules(BERLIN, (WEEK, WEEK.plus(1)))
    moved = replace(block("mon+1"), slot=block().slot, block=BlockId("runmon"))
    assert "run of 2026-11-16: it moved to another week" in faults(
        moved, previous=standing(span("mon", "18:00-19:00")), rules=two
    )


def test_one_block_twice() -> None:
    same = block(block=BlockId("runmon"))
    assert "one block stands in the plan twice" in faults(same, same, previous=standing(span("mon", "18:00-19:00")))


def test_a_block_of_no_intention() -> None:
    assert faults(block(name="gone")) == ("gone of 2026-11-16: there is no such intention",)
