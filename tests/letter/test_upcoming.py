"""What would give a block of the coming week back, in the letter."""

from dataclasses import replace

from hedgerow.core.why.facts import Change, NoChange
from hedgerow.letter.phrases import NBSP
from hedgerow.letter.upcoming import tell_upcoming
from tests.agenda import span
from tests.letter.reports import NEXT_WEEK, READER

[GAP] = NEXT_WEEK.unplaced
[SYNC] = GAP.blockers


def remedy(of: Change | NoChange, *, hide_titles: bool = False) -> str:
    week = replace(NEXT_WEEK, remedies={GAP.intention.id: of})
    told = tell_upcoming(week, replace(READER, hide_titles=hide_titles)).open[1].remedy
    return told.replace(NBSP, " ").replace("\u2068", "").replace("\u2069", "")


MOVED = Change(GAP.week, SYNC, span("thu+1", "16:00-18:30"), (span("thu+1", "19:00-19:45"),))


def test_the_letter_tells_the_change_that_was_tried() -> None:
    assert remedy(MOVED) == (
        "Move West Coast sync (Thu 26 Nov 18:00–20:30) to 16:00, and it fits on Thu 26 Nov 19:00–19:45;"
        " no other block is lost."
    )


def test_hidden_titles_are_hidden_in_it_too() -> None:
    assert remedy(MOVED, hide_titles=True).startswith("Move another event (Thu 26 Nov 18:00–20:30) to 16:00")


def test_where_no_one_change_helps_the_letter_does_not_ask_for_one() -> None:
    assert remedy(NoChange(needs_two=True)).startswith(
        "No single meeting that moves would give it back: two things would have to change. To make room, give it more"
    )
