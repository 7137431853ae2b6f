"""Unplugged leave as events of ours."""

from dataclasses import replace

import pytest

from hedgerow.core.absence import Away, is_absence, wanted_absences
from hedgerow.core.block import BlockId, Booking, IntentionId, Slot, Standing, Version
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.plan import Block
from hedgerow.core.span import Span
from tests.agenda import BERLIN, at, day_of

JOB = CalendarId("job")
NOW = at("mon", "12:00")
IN_JOB = IntentionId("leave/job")
WEEKEND = Span(at("fri", "00:00"), at("mon+1", "00:00"))
MIDWEEK = Span(at("tue", "00:00"), at("thu", "00:00"))


def shown(span: Span, standing: Standing = Standing.HELD, first: str = "fri") -> Booking:
    return Booking(
        block=BlockId("a"),
        slot=Slot(IN_JOB, day_of(first)),
        calendar=JOB,
        promised=span,
        span=span,
        title="Out of office",
        transparency=Transparency.OPAQUE,
        domains=frozenset({Domain.SELF}),
        standing=standing,
        version=Version("1"),
    )


def blocks(*spans: Span, bookings: tuple[Booking, ...] = ()) -> list[Block]:
    return [each.block for each in wanted_absences(Away((JOB,), spans), bookings, BERLIN, NOW)]


def test_each_leave_is_one_busy_event_over_all_of_it_under_its_first_day() -> None:
    made = blocks(MIDWEEK, WEEKEND)
    assert [(each.slot, each.span, each.block) for each in made] == [
        (Slot(IN_JOB, day_of("tue")), MIDWEEK, None),
        (Slot(IN_JOB, day_of("fri")), WEEKEND, None),
    ]
    assert {each.transparency for each in made} == {Transparency.OPAQUE}


def test_each_calendar_shows_it_under_a_name_that_no_intention_has() -> None:
    away = Away((JOB, CalendarId("side")), (WEEKEND,))
    made = wanted_absences(away, (), BERLIN, NOW)
    assert [(each.intention.id, each.intention.calendar) for each in made] == [
        ("leave/job", "job"),
        ("leave/side", "side"),
    ]
    assert set(away.domains) == {"leave/job", "leave/side"}
    assert [is_absence(IntentionId(name)) for name in ("leave/job", "leave")] == [True, False]


def test_an_event_goes_with_the_leave_that_it_lies_over() -> None:
    longer = Span(at("thu", "00:00"), at("tue+1", "00:00"))
    [block] = blocks(longer, bookings=(shown(WEEKEND),))
    assert (block.block, block.slot.day, block.span) == ("a", day_of("fri"), longer)


@pytest.mark.parametrize("standing", [Standing.PINNED, Standing.RELEASED, Standing.SKIPPED])
def test_what_the_person_changed_or_deleted_gets_no_other_beside_it(standing: Standing) -> None:
    assert blocks(WEEKEND, bookings=(shown(WEEKEND, standing),)) == []


def test_what_we_withdrew_ourselves_may_come_again() -> None:
    [block] = blocks(WEEKEND, bookings=(shown(WEEKEND, Standing.WITHDRAWN),))
    assert block.block is None


def test_a_leave_on_the_first_day_that_another_was_known_by_gets_its_own_name() -> None:
    later = Span(at("sat", "00:00"), at("tue+1", "00:00"))
    first = Span(at("fri", "00:00"), at("sat", "00:00"))
    moved = replace(shown(later), slot=Slot(IN_JOB, day_of("fri")))
    assert [each.block for each in blocks(first, later, bookings=(moved,))] == ["a"]
    two = Span(at("thu", "00:00"), at("sat", "00:00"))
    assert [(each.block, each.slot.day) for each in blocks(two, later, bookings=(moved,))] == [
        (None, day_of("thu")),
        ("a", day_of("fri")),
    ]


def test_two_leaves_that_became_one_keep_one_event() -> None:
    second = replace(shown(MIDWEEK, first="tue"), block=BlockId("b"))
    whole = Span(at("tue", "00:00"), at("mon+1", "00:00"))
    assert [each.block for each in blocks(whole, bookings=(shown(WEEKEND), second))] == ["b"]
