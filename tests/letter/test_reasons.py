import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from hedgerow.core.block import IntentionId, Slot
from hedgerow.core.intention import Defence, Firmness, Priority
from hedgerow.core.plan import Busy, Hold, PlanRules
from hedgerow.core.why.empty import explain_skipped
from hedgerow.core.why.facts import (
    Change,
    Conflict,
    Cost,
    Explanation,
    Fact,
    NoChange,
    Nowhere,
    Own,
    Price,
    Proof,
    Shortfall,
    Unguarded,
)
from hedgerow.core.why.telling import explain, explain_plan, explain_unplaced
from hedgerow.letter.phrases import NBSP
from hedgerow.letter.reasons import word, word_proof
from tests.agenda import BERLIN, WEEK, at, day_of, span
from tests.core.test_plan_laws import cases_of_seasons
from tests.plans import NOW, RULES, Case, busy, kept, placed, wish

EVENING = wish("run", "17:00-21:00", days="mon", ideal="18:00")


def said(case: Case) -> tuple[str, ...]:
    scene = case.scene()
    [block] = scene.plan.blocks
    return plain(explain(scene, block))


def plain(explanation: Explanation) -> tuple[str, ...]:
    """Without the spaces that must not break."""
    return tuple(line.replace(NBSP, " ") for line in word(explanation, BERLIN))


def test_a_block_at_its_ideal_start_says_so_and_gives_both_numbers_of_the_rule() -> None:
    # Sunday 12:00 to Monday 18:00 are 30 h; 17:00, 19:00 and 20:00 would do as well.
    assert said(Case([EVENING])) == (
        "It starts at 18:00, as you wished.",
        "It counts 200 points for its priority (normal).",
        "Shown as free: 3 other places remain (at least 2) and it starts in 30 h (more than 24 h).",
    )


def test_a_block_without_an_ideal_start_begins_when_its_window_does() -> None:
    assert said(Case([wish("run", "17:00-18:30", days="mon")]))[0] == "It starts as its window opens."


def test_a_block_next_to_a_meeting_names_what_takes_the_better_place() -> None:
    here, taken, worth, shown = said(Case([EVENING], busy("mon 17:30-18:30  Sync")))
    assert here == "18:30 is the free start nearest to 18:00 that day."
    assert taken == "18:00 is taken by “Sync” until 18:30."
    assert worth == "It counts 200 points for its priority (normal) and 1 less for starting 30 min from its ideal."
    assert shown.startswith("Shown as busy: 1 other place remains (free needs at least 2) and it starts in 30 h 30 min")
    assert shown.endswith(" (free needs more than 24 h).")


def test_what_is_taken_until_another_day_says_which() -> None:
    night = wish("run", "22:00-26:00", days="mon", ideal="22:00")
    assert (
        said(Case([night], busy("mon 21:00-00:30  Release")))[1]
        == "22:00 is taken by “Release” until Tue 17 Nov 00:30."
    )


def test_each_better_start_says_how_it_is_in_the_way() -> None:
    wide = wish("run", "16:00-22:00", days="mon", ideal="18:00", buffer_before=15, firmness=Firmness.FIRM)
    day = busy("mon 17:30-17:50  Call", "mon 19:00-20:00  Parents", "mon 16:00-16:40  Sync")
    assert said(Case([wide], day))[1] == (
        "18:00 is too soon after “Call”, which ends at 17:50; from 18:15 it would run into “Parents” at 19:00;"
        " 16:45 is too soon after “Sync”, which ends at 16:40."
    )


def test_a_shortened_block_says_what_would_have_been() -> None:
    short = wish("run", "17:00-17:45", days="mon")
    assert said(Case([short]))[0] == "It has 45 of its 60 min: there was no room for more."


def test_a_pinned_block_says_that_the_person_put_it_there() -> None:
    pinned = placed(span("mon", "08:00-09:00"), "mon", hold=Hold.PINNED)
    assert said(Case([EVENING], previous=kept(pinned))) == (
        "You put it here; it stays.",
        "Shown as busy: it has no other place than the one you chose.",
    )


def test_a_released_block_is_left_alone_in_words_too() -> None:
    released = placed(span("mon", "08:00-09:00"), "mon", hold=Hold.RELEASED)
    assert said(Case([EVENING], previous=kept(released))) == ("You changed it yourself, so it is left as it is.",)


def test_a_frozen_block_gives_the_hours_of_the_freeze() -> None:
    soon = Case([EVENING], previous=kept(placed(span("mon", "18:00-19:00"), "mon")), now=at("mon", "08:00"))
    assert said(soon)[0] == "It starts within 24 h, so it stays unless work is put over it."


def test_a_block_that_was_there_says_so() -> None:
    assert said(Case([EVENING], previous=kept(placed(span("mon", "19:00-20:00"), "mon"))))[0] == (
        "It was here already, so it stays."
    )


def test_a_begun_block_is_not_explained_further() -> None:
    begun = Case([EVENING], previous=kept(placed(span("mon", "18:00-19:00"), "mon")), now=at("mon", "18:30"))
    assert said(begun) == ("It has begun or is over, so it stays.",)


def test_a_moved_block_names_what_lies_over_its_old_place_on_another_day() -> None:
    both = wish("run", "18:00-19:00", days="mon tue")
    moved = Case([both], busy("mon 18:30-19:30  Sync"), previous=kept(placed(span("mon", "18:00-19:00"), "mon")))
    assert said(moved)[:2] == (
        "It moved here, because its old place was taken.",
        "Its old place, Mon 16 Nov 18:00–19:00, is taken by “Sync” (Mon 16 Nov 18:30–19:30).",
    )


def test_a_block_that_the_settings_moved_blames_no_meeting() -> None:
    noon = kept(placed(span("mon", "12:00-13:00"), "mon"))
    assert said(Case([EVENING], previous=noon))[0] == (
        "It moved here, because the settings no longer allow its old place."
    )


def test_a_defence_that_the_person_set_is_named_as_theirs() -> None:
    always = wish("run", "17:00-21:00", days="mon", ideal="18:00", defence=Defence.ALWAYS_FREE)
    assert said(Case([always]))[-1] == "Shown as free, as you set it; 3 other places remain."


def test_more_places_than_anybody_needs_are_not_counted() -> None:
    roomy = wish("run", "08:00-22:00", ideal="18:00")
    assert "Shown as free: 10 or more other places remain (at least 2)" in said(Case([roomy]))[-1]


def test_minutes_are_said_where_hours_are_too_coarse() -> None:
    near = Case([EVENING], now=at("mon", "17:20"), rules=PlanRules(BERLIN, (WEEK,), notice=timedelta()))
    assert "it starts in 40 min (free needs more than 24 h)" in said(near)[-1]


def test_what_is_days_away_is_said_in_days() -> None:
    for days, clock, ahead in ((9, "17:19", "9 days"), (9, "14:10", "9 days 3 h"), (2, "18:00", "2 days")):
        far = Case([EVENING], now=at("mon", clock) - timedelta(days=days), rules=PlanRules(BERLIN, (WEEK,)))
        assert f"it starts in {ahead} (more than 24 h)" in said(far)[-1]


def reasons(case: Case) -> tuple[str, ...]:
    scene = case.scene()
    [gap] = scene.plan.unplaced
    return plain(explain_unplaced(scene, gap))


def test_no_place_names_the_fewest_things_in_the_way() -> None:
    short = wish("run", "18:00-19:00", days="mon", firmness=Firmness.FIRM)
    assert reasons(Case([short], busy("mon 17:00-18:15  Sync"))) == (
        "It found no place in week 2026-W47.",
        "Mon 16 Nov: “Sync” (17:00–18:15) leaves no room for it.",
        "No single meeting has another hour on its day that would give it back.",
    )


def test_no_place_without_anything_in_the_way_blames_days_windows_and_spacing() -> None:
    often = wish("run", days="mon tue", times_per_week=3)
    assert reasons(Case([often])) == (
        "1 of 3 found no place in week 2026-W47.",
        "Its days, windows and spacing, and the time that is left, leave room for no more.",
    )


def test_a_skipped_day_says_who_emptied_it() -> None:
    assert plain(explain_skipped(Slot(IntentionId("run"), day_of("mon")))) == (
        "You deleted it, so Mon 16 Nov stays empty.",
    )


def test_no_block_takes_more_than_four_sentences() -> None:
    full = Case([EVENING], busy("mon 17:30-18:30  Sync", "mon 19:00-19:30  Call"), now=NOW, rules=RULES)
    assert len(said(full)) <= 4


# What would help


def told(fact: Fact) -> tuple[str, ...]:
    return plain(Explanation((fact,)))


SYNC = Busy(span("mon", "17:45-18:30"), "Sync", is_work=True)
EVE = span("mon", "18:00-19:00")


def test_a_change_says_what_goes_where_and_what_it_gives() -> None:
    assert told(Change(WEEK, SYNC, span("mon", "17:15-18:00"), (EVE,))) == (
        "Move “Sync” (Mon 16 Nov 17:45–18:30) to 17:15, and it fits on Mon 16 Nov 18:00–19:00; no other block is lost.",
    )
    assert told(Change(WEEK, SYNC, span("tue", "17:45-18:30"), (EVE, EVE)))[0].startswith(
        "Move “Sync” (Mon 16 Nov 17:45–18:30) to Tue 17 Nov 17:45, and they fit on Mon"
    )
    assert told(Change(WEEK, SYNC, None, (EVE,)))[0].startswith("Decline “Sync” (Mon 16 Nov 17:45–18:30), and it fits")


def test_where_no_one_thing_helps_that_is_said() -> None:
    assert told(NoChange(needs_two=True)) == (
        "No single meeting that moves would give it back: two things would have to change.",
    )
    assert told(NoChange(needs_two=False)) == (
        "No single meeting has another hour on its day that would give it back.",
    )


def test_a_price_names_what_would_go_and_why_that_is_not_done() -> None:
    kids = Own(IntentionId("kids"), "Kids", Priority.HIGH, span("mon", "17:30-18:30"), None)
    run = Own(IntentionId("run"), "Run", Priority.LOW, EVE, span("tue", "18:00-19:00"))
    short = replace(run, title="Walk", to=span("mon", "18:00-18:30"))
    price = Price(EVE, Priority.NORMAL, 200, 801, (kids, run, short))
    assert told(price) == (
        (
            "For it to lie on Mon 16 Nov 18:00–19:00, “Kids” (Mon 16 Nov 17:30–18:30) would have to go, “Run” would"
            " leave Mon 16 Nov 18:00–19:00 for Tue 17 Nov 18:00–19:00 and “Walk” (Mon 16 Nov 18:00–19:00) would shrink"
            " to 30 min."
        ),
        "“Kids” matters more to you: it would cost about four times what it gives (801 points for 200).",
    )
    low = replace(kids, priority=Priority.NORMAL)
    assert told(replace(price, costs=(low,), loss=260))[1] == (
        "What would go is worth more together: it would cost more than it gives (260 points for 200)."
    )
    assert told(replace(price, costs=(run,)))[1] == "What stands is not moved for something that matters no more."


def test_hours_and_guards_have_words_of_their_own() -> None:
    conflict = Conflict(day_of("mon"), (SYNC,))
    assert told(Nowhere(WEEK, 90, 600, in_hours=True, conflicts=(conflict,)))[0] == (
        "1 h 30 of 10 h found no place in week 2026-W47."
    )
    assert told(Unguarded(WEEK, 1, is_night=True, conflict=conflict)) == (
        "“Sync” (17:45–18:30) leaves no room for it in the night of Mon 16 Nov.",
    )
    assert told(Unguarded(WEEK, 2, is_night=False, conflict=conflict)) == (
        (
            "Two days off are missing in week 2026-W47: “Sync” (17:45–18:30) leaves no whole day on"
            " Mon 16 Nov, the nearest to one."
        ),
    )


def test_what_meetings_cost_of_the_time_for_focus_is_told_dearest_first() -> None:
    assert told(Shortfall(150, (Cost(SYNC, 90), Cost(SYNC, 45)))) == (
        (
            "2 h 30 are missing; without “Sync” (Mon 16 Nov 17:45–18:30) there would have been 1 h 30 more; without"
            " “Sync” (Mon 16 Nov 17:45–18:30) there would have been 45 min more."
        ),
    )


def test_hours_that_have_a_block_on_each_day_say_so() -> None:
    assert told(Nowhere(WEEK, 90, 600, in_hours=True, conflicts=()))[1] == (
        "Each day that is left for it has a block of it already."
    )


def test_what_is_in_the_way_of_a_day_says_the_day_once_and_counts_what_is_beyond_the_third() -> None:
    named = tuple(Busy(span("mon", f"{hour}:00-{hour + 1}:00"), f"M{hour}", is_work=True) for hour in range(16, 21))
    told_of = Nowhere(WEEK, 1, 1, in_hours=False, conflicts=(Conflict(day_of("mon"), named),))
    assert told(told_of)[1] == (
        "Mon 16 Nov: “M16” (16:00–17:00), “M17” (17:00–18:00), “M18” (18:00–19:00) and two more leave no room for it."
    )


def test_days_beyond_the_third_are_counted() -> None:
    days = tuple(Conflict(day_of(day), (SYNC,)) for day in ("mon", "tue", "wed"))
    crowd = tuple(Conflict(day_of(day), (SYNC,)) for day in ("thu", "fri"))
    lines = told(Nowhere(WEEK, 1, 1, in_hours=False, conflicts=days, crowded=crowd))
    assert (len(lines), lines[-1]) == (5, "Two other days are as full.")
    assert told(Nowhere(WEEK, 1, 1, in_hours=False, conflicts=(), crowded=crowd))[1].startswith(
        "Thu 19 Nov: with other blocks of yours, “Sync”"
    )


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (Proof(is_proven=True), "This plan is proven best: no other plan scores higher."),
        (
            Proof(is_proven=False, gap=19),
            "Not proven best: no block could be gained, only better times (19 points at most).",
        ),
        (
            Proof(is_proven=False, gap=20),
            "Not proven best: at most one block of low priority could be gained (20 points).",
        ),
        (
            Proof(is_proven=False, gap=170),
            "Not proven best: at most two blocks of normal priority could be gained (170 points).",
        ),
        (Proof(is_proven=False, gap=None), "Not proven best: the search for a better one was given up."),
        (
            Proof(is_proven=False, gap=9, has_failed=True),
            "Not proven best: the search failed, and a simpler one planned instead.",
        ),
        (
            Proof(is_proven=False, gap=99, has_solver=False),
            "Not proven best: the solver is not installed, or failed.",
        ),
    ],
)
def test_how_far_a_plan_is_proven_is_said_in_words(proof: Proof, words: str) -> None:
    assert word_proof(proof) == words


@settings(max_examples=25)
@given(cases_of_seasons)
def test_every_plan_can_be_explained_in_whole_sentences(case: Case) -> None:
    told = explain_plan(case.scene((span("mon", "08:00-18:00"), span("wed", "08:00-18:00"))))
    for _, explanation in (*told.blocks, *told.unplaced, *told.withheld):
        assert explanation.facts
        for line in word(explanation, BERLIN):
            assert re.fullmatch(r"[^\s].*[^\s,;.]\.", line)
            assert "  " not in line
            assert ", ." not in line
