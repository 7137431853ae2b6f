"""A rota that is published for some weeks: nothing new is planned beyond its end, and nothing there is missing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.core.boundary import Boundary
from hedgerow.core.occurrence import CalendarId, Occurrence
from hedgerow.core.pattern import Leave, LeaveEvents, Pattern, RotaRule, Signs, find_doubts, resolve_boundary
from hedgerow.core.plan import Plan, Reason
from hedgerow.core.rota import unpublished
from hedgerow.core.span import Span
from hedgerow.core.why.empty import explain_waiting
from hedgerow.letter.phrases import NBSP
from hedgerow.letter.reasons import word
from tests.agenda import BERLIN, at, boundary, day_of, occurrence, span
from tests.plans import RULES, Case, busy, kept, placed, wall, wish

ROTA = CalendarId("work")
NURSE = Pattern(
    rota=RotaRule(ROTA, on_call=("On call*",), ignore=("Request*",)), leave_events=LeaveEvents(("Annual leave*",))
)
WINDOW = Span(at("mon-1", "00:00"), at("mon+2", "00:00"))


def read(*lines: str, pattern: Pattern = NURSE) -> Boundary:
    return resolve_boundary(boundary(), pattern, Signs(WINDOW, [_entry(line) for line in lines]), {})


def _entry(line: str) -> Occurrence:
    entry = occurrence(line, ROTA)
    return entry if ":" in line else replace(entry, all_day=True)


def unknown(*lines: str, pattern: Pattern = NURSE) -> tuple[Span, ...]:
    return unpublished(read(*lines, pattern=pattern))


@pytest.mark.parametrize(
    ("last", "first_unknown"),
    [
        ("sat 07:00-15:00  Early", "mon+1"),
        ("sat 14:00-00:00  Late", "mon+1"),
        # A night from Saturday to Sunday ends on Sunday, and Monday is the day after it.
        ("sat 21:30-07:30  Night", "tue+1"),
        ("sat 08:00-20:00  On call", "mon+1"),
    ],
)
def test_a_rota_ends_with_the_local_day_after_its_last_entry(last: str, first_unknown: str) -> None:
    assert unknown("mon 07:00-15:00  Early", last) == (Span(at(first_unknown, "00:00"), WINDOW.end),)


def test_a_wish_for_a_shift_publishes_nothing() -> None:
    assert unknown("wed 07:00-15:00  Early", "tue+1 07:00-15:00  Request early") == (
        Span(at("fri", "00:00"), WINDOW.end),
    )


def test_a_quiet_stretch_before_a_later_shift_is_known() -> None:
    assert unknown("mon-1 07:00-15:00  Early", "sun+1 07:00-15:00  Early") == ()


def test_a_shift_read_beyond_the_window_says_that_the_window_is_published_and_nothing_else() -> None:
    entries = [_entry(line) for line in ("mon+4 07:00-15:00  Early", "mon+4 08:00-16:00  Course")]
    signs = Signs(WINDOW, entries)
    assert unpublished(resolve_boundary(boundary(), NURSE, signs, {})) == ()
    assert find_doubts(NURSE, signs, BERLIN) == ()


def test_on_leave_no_shift_takes_place_so_its_days_are_known_after_the_end_too() -> None:
    leave = Leave("Sea", day_of("sat"), day_of("sun+1"))
    assert unknown("wed 07:00-15:00  Early", pattern=replace(NURSE, leave=(leave,))) == (
        Span(at("fri", "00:00"), at("sat", "00:00")),
    )
    assert unknown("wed 07:00-15:00  Early", "fri  Annual leave") == (Span(at("sat", "00:00"), WINDOW.end),)


def test_without_an_entry_nothing_is_known_and_without_a_rota_everything_is() -> None:
    assert unknown() == (WINDOW,)
    assert unknown(pattern=Pattern()) == ()
    unseen = Signs(WINDOW, (), is_rota_seen=False)
    assert unpublished(resolve_boundary(boundary(), NURSE, unseen, {})) == ()


def test_the_last_day_published_is_that_of_the_clock_on_both_sides_of_a_change() -> None:
    for first, then in (("2026-03-27", "2026-03-29"), ("2026-10-23", "2026-10-25")):
        window = Span(at(first, "00:00"), at(then, "00:00") + timedelta(days=9))
        entry = occurrence(f"{first} 22:00-06:00  Night", ROTA)
        made = resolve_boundary(boundary(), NURSE, Signs(window, [entry]), {})
        last = at(then, "24:00")
        assert unpublished(made) == (Span(last, window.end),)
        assert last - at(then, "00:00") == timedelta(hours=23 if first < "2026-06" else 25)


def said(*lines: str) -> tuple[str, ...]:
    return tuple(line.replace(NBSP, " ") for line in word(explain_waiting(read(*lines)), BERLIN))


def test_the_reason_names_the_rota_and_its_last_day() -> None:
    assert said("sat 07:00-15:00  Early") == (
        "The rota 'work' is not published beyond Sun 22 Nov: blocks wait for it.",
    )
    assert said() == ("The rota 'work' has no shift in all these weeks: blocks wait for it.",)
    assert explain_waiting(boundary()).facts == ()


UNTIL_THURSDAY = replace(RULES, unknown=(Span(at("thu", "00:00"), at("mon+2", "00:00")),))
"""Monday to Wednesday are published."""


def waiting(made: Plan) -> list[tuple[str, int]]:
    return [(gap.intention.id, gap.missing) for gap in made.waiting]


def unplaced(made: Plan) -> list[tuple[str, int]]:
    return [(gap.intention.id, gap.missing) for gap in made.unplaced]


def plan_of(case: Case) -> tuple[list[str], list[tuple[str, int]], list[tuple[str, int]]]:
    made = case.plan()
    return wall(made), waiting(made), unplaced(made)


def test_a_block_that_only_an_unpublished_day_has_room_for_waits() -> None:
    friday = wish("run", "17:00-21:00", days="fri")
    assert plan_of(Case([friday], rules=UNTIL_THURSDAY)) == ([], [("run", 1)], [])
    assert plan_of(Case([friday])) == (["fri 17:00-18:00"], [], [])


def test_what_the_published_days_have_room_for_is_booked_and_the_rest_waits() -> None:
    five = wish("run", "17:00-21:00", times_per_week=5)
    assert plan_of(Case([five], rules=UNTIL_THURSDAY)) == (
        ["mon 17:00-18:00", "tue 17:00-18:00", "wed 17:00-18:00"],
        [("run", 2)],
        [],
    )


def test_where_the_published_days_are_full_a_block_waits_while_another_day_may_take_it() -> None:
    full = busy("mon 16:00-22:00  A", "tue 16:00-22:00  B", "wed 16:00-22:00  C")
    assert plan_of(Case([wish()], full, UNTIL_THURSDAY)) == ([], [("run", 1)], [])


def test_what_no_day_to_come_can_have_is_said_to_have_no_place() -> None:
    full = busy("mon 16:00-22:00  A")
    monday = wish("run", "17:00-21:00", days="mon")
    assert plan_of(Case([monday], full, UNTIL_THURSDAY)) == ([], [], [("run", 1)])


def test_of_several_missing_only_as_many_wait_as_there_are_days_for() -> None:
    full = busy("mon 16:00-22:00  A", "tue 16:00-22:00  B")
    three = wish("run", "17:00-21:00", days="mon tue thu", times_per_week=3)
    assert plan_of(Case([three], full, UNTIL_THURSDAY)) == ([], [("run", 1)], [("run", 2)])


def test_a_block_whose_buffer_reaches_into_the_unpublished_waits_too() -> None:
    late = wish("run", "22:00-24:00", days="wed", buffer_after=60)
    assert plan_of(Case([late], rules=UNTIL_THURSDAY)) == (["wed 22:00-23:00"], [], [])
    tight = replace(late, buffer_after=90)
    assert [block.span.minutes for block in Case([tight], rules=UNTIL_THURSDAY).plan().blocks] == [30]
    assert plan_of(Case([replace(late, buffer_after=120)], rules=UNTIL_THURSDAY)) == ([], [("run", 1)], [])


def test_a_block_that_stands_beyond_the_end_stays_and_is_shown_as_before() -> None:
    friday = wish("run", "17:00-21:00", days="fri")
    stands = kept(placed(span("fri", "18:00-19:00"), "fri"))
    [known] = Case([friday], previous=stands).plan().blocks
    [block] = Case([friday], rules=UNTIL_THURSDAY, previous=stands).plan().blocks
    assert block == known
    assert block.reason is Reason.KEPT


def test_a_block_beyond_the_end_does_not_move_to_a_published_day_while_its_place_is_free() -> None:
    stands = kept(placed(span("fri", "20:00-21:00"), "fri"))
    assert plan_of(Case([wish()], rules=UNTIL_THURSDAY, previous=stands)) == (["fri 20:00-21:00"], [], [])


def test_a_meeting_over_a_block_beyond_the_end_moves_it_to_a_day_that_is_known() -> None:
    stands = kept(placed(span("fri", "18:00-19:00"), "fri"))
    moved = Case([wish()], busy("fri 18:00-19:00  Sync"), UNTIL_THURSDAY, previous=stands)
    assert wall(moved.plan()) == ["wed 18:00-19:00"]


def test_when_the_rota_comes_out_the_block_is_booked() -> None:
    friday = wish("run", "17:00-21:00", days="fri", ideal="18:00")
    late = busy("fri 14:00-20:00  Late")
    assert plan_of(Case([friday], late)) == (["fri 20:00-21:00"], [], [])


def test_a_time_that_has_gone_by_waits_for_nothing() -> None:
    now = at("sun", "20:00")
    assert plan_of(Case([wish("run", "17:00-21:00", days="fri")], rules=UNTIL_THURSDAY, now=now)) == ([], [], [])


def test_only_days_far_enough_apart_are_waited_for() -> None:
    spaced = wish("run", "17:00-21:00", times_per_week=4, spacing_days=2)
    # Monday and Wednesday are booked; of Thursday to Sunday, Friday and Sunday are two days from them.
    assert plan_of(Case([spaced], rules=UNTIL_THURSDAY)) == (["mon 17:00-18:00", "wed 17:00-18:00"], [("run", 2)], [])
