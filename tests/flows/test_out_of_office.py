"""Unplugged leave that others can see, over turns of the wheel."""

from dataclasses import replace

import pytest

from hedgerow.core.action import Verb
from hedgerow.core.boundary import Off
from hedgerow.core.occurrence import Transparency
from hedgerow.core.pattern import Leave, LeaveEvents, Pattern
from hedgerow.core.span import Span
from hedgerow.flows.cycle import current_week, survey
from hedgerow.flows.reading import find_all_blocks
from hedgerow.flows.weekly import review_weeks
from hedgerow.settings.values import Decline, OutOfOffice
from tests.agenda import at, day_of
from tests.fakes.ledger import MemoryLedger
from tests.flows.life import BLOCKS, DINNER, Life

WEEKEND = Span(at("fri", "00:00"), at("mon+1", "00:00"))


def leave(first: str, last: str, kind: Off = Off.UNPLUGGED) -> Leave:
    return Leave("Sea", day_of(first), day_of(last), kind=kind)


def on_leave(life: Life, *leaves: Leave) -> None:
    """From now on."""
    life.settings = replace(life.settings, pattern=Pattern(leave=leaves))


def showing(*leaves: Leave, dinners: bool = False) -> Life:
    life = Life(intentions=(DINNER,) if dinners else ())
    work, blocks = life.settings.calendars
    told = replace(blocks, out_of_office=OutOfOffice(Decline.NONE, ""))
    life.settings = replace(life.settings, calendars=(work, told))
    on_leave(life, *leaves)
    return life


def verbs(life: Life) -> list[Verb]:
    return [each.step.action.verb for each in life.turn()]


def test_a_coming_unplugged_leave_is_booked_once_as_a_busy_event() -> None:
    life = showing(leave("fri", "sun"))
    assert verbs(life) == [Verb.CREATE]
    [event] = life.blocks.find_blocks()
    assert (event.span, event.title, event.transparency) == (WEEKEND, "Out of office", Transparency.OPAQUE)
    assert verbs(life) == []


def test_nothing_is_booked_for_other_leave_or_unless_the_settings_say_so() -> None:
    assert verbs(showing(leave("fri", "sun", Off.LEAVE))) == []
    life = Life(intentions=())
    on_leave(life, leave("fri", "sun"))
    assert verbs(life) == []


def test_a_leave_that_changes_takes_its_event_along_and_one_that_is_gone_loses_it() -> None:
    life = showing(leave("fri", "sun"))
    life.turn()
    on_leave(life, leave("fri", "mon+1"))
    assert verbs(life) == [Verb.RESIZE]
    on_leave(life, leave("thu", "fri"))
    assert verbs(life) == [Verb.MOVE]
    assert life.spans() == [Span(at("thu", "00:00"), at("sat", "00:00"))]
    on_leave(life)
    assert verbs(life) == [Verb.DELETE]
    assert (life.spans(), verbs(life)) == ([], [])


def test_an_event_in_a_calendar_that_says_unplugged_counts_as_well() -> None:
    life = showing()
    life.settings = replace(life.settings, pattern=Pattern(leave_events=LeaveEvents(unplugged_titles=("Sea",))))
    life.meets("fri 00:00-24:00  Sea")
    [away] = life.work.occurrences
    life.work.occurrences = [replace(away, all_day=True)]
    life.turn()
    assert life.spans() == [Span(at("fri", "00:00"), at("sat", "00:00"))]


def test_dinners_are_booked_on_leave_as_on_other_days() -> None:
    life = showing(leave("fri", "sun"), dinners=True)
    life.turn()
    with_leave = life.spans()
    other = Life()
    other.turn()
    assert sorted({*other.spans(), WEEKEND}) == with_leave
    assert verbs(life) == []


@pytest.mark.parametrize("clock", ["12:00", "18:00"])
def test_what_the_person_made_of_it_stays(clock: str) -> None:
    life = showing(leave("fri", "sun"), dinners=True)
    life.turn()
    [event] = [each for each in life.blocks.find_blocks() if each.title == "Out of office"]
    moved = Span(at("fri", clock), WEEKEND.end)
    life.blocks.edit(event.block, span=moved)
    assert verbs(life) == []
    assert moved in life.spans()
    on_leave(life, leave("fri", "mon+1"))
    assert verbs(life) == []
    life.blocks.delete(event.block)
    assert (verbs(life), verbs(life)) == ([], [])


def test_one_that_is_known_by_its_mark_alone_is_adopted_and_not_booked_twice() -> None:
    life = showing(leave("fri", "sun"))
    life.turn()
    life.ledger = MemoryLedger()
    assert (verbs(life), life.spans()) == ([], [WEEKEND])
    on_leave(life)
    assert verbs(life) == [Verb.DELETE]


def test_without_the_setting_it_goes_again() -> None:
    life = showing(leave("fri", "sun"))
    life.turn()
    work, blocks = life.settings.calendars
    life.settings = replace(life.settings, calendars=(work, replace(blocks, out_of_office=None)))
    assert (verbs(life), life.spans()) == ([Verb.DELETE], [])


def test_it_is_no_protected_block_of_its_week() -> None:
    life = showing(leave("fri", "sun"))
    life.turn()
    week = current_week(life.settings, life.clock.now()).plus(1)
    [review] = review_weeks(life.household, survey(life.household).view, [week])
    assert review.fates == ()
    assert len(find_all_blocks(life.household.block_calendars)[0][BLOCKS]) == 1


def test_a_leave_that_has_begun_and_is_cut_short_or_drawn_out_has_its_event_end_with_it() -> None:
    life = showing(leave("fri", "sun"))
    life.turn()
    life.now("sat", "10:00")
    on_leave(life, leave("fri", "sat"))
    assert verbs(life) == [Verb.RESIZE]
    assert life.spans() == [Span(at("fri", "00:00"), at("sun", "00:00"))]
    on_leave(life, leave("fri", "mon+1"))
    assert verbs(life) == [Verb.RESIZE]
    on_leave(life, leave("fri", "fri"))
    assert (verbs(life), life.spans()) == ([Verb.RESIZE], [Span(at("fri", "00:00"), at("sat", "00:00"))])
    assert verbs(life) == []


def test_what_is_over_of_a_leave_is_not_rewritten_and_one_that_was_pinned_stays() -> None:
    life = showing(leave("fri", "sun"))
    life.turn()
    life.now("sat", "10:00")
    on_leave(life, leave("sat", "sun"))
    assert (verbs(life), life.spans()) == ([], [WEEKEND])
    [event] = life.blocks.find_blocks()
    moved = Span(at("fri", "12:00"), WEEKEND.end)
    life.blocks.edit(event.block, span=moved)
    on_leave(life, leave("fri", "sat"))
    assert (verbs(life), life.spans()) == ([], [moved])


def test_what_it_tells_invitations_follows_the_settings() -> None:
    life = showing(leave("fri", "sun"))
    life.turn()
    [event] = life.blocks.find_blocks()
    life.blocks.edit(event.block, outdated=True)
    [performed] = life.turn()
    assert (performed.step.action.verb, performed.step.action.reason) == (
        Verb.REWORD,
        "the settings now tell invitations something else",
    )
